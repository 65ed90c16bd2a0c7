"""News of staff, published after commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class StaffPosted(Event):
    """Somebody came, was appointed, left, went on leave, returned, retired: `kind` is a PostingKind."""

    staff_id: int
    person_id: int
    school_id: int
    kind: str
    on: date


@dataclass(frozen=True)
class StaffMoveOffered(Event):
    move_id: int
    from_school_id: int
    to_school_id: int


@dataclass(frozen=True)
class StaffMoveAnswered(Event):
    """`state` is a MoveState."""

    move_id: int
    from_school_id: int
    to_school_id: int
    state: str


@dataclass(frozen=True)
class TeachersAssigned(Event):
    """Lessons of a term were given, changed or ended; `staff_ids`: whose."""

    school_id: int
    school_year_id: int
    term: int
    staff_ids: tuple[int, ...]


@dataclass(frozen=True)
class HomeroomAssigned(Event):
    """`person_id` is 0 when the class has no homeroom teacher any more."""

    class_group_id: int
    school_id: int
    person_id: int
