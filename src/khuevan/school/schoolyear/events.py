"""News of classes and enrolments, published after commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class YearOpened(Event):
    """A school year that was not there before."""

    school_year_id: int
    code: str


@dataclass(frozen=True)
class ClassOpened(Event):
    class_group_id: int
    school_id: int
    school_year: str


@dataclass(frozen=True)
class ClassChanged(Event):
    class_group_id: int
    school_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ClassClosed(Event):
    class_group_id: int
    school_id: int
    on: date


@dataclass(frozen=True)
class LearnerEnrolled(Event):
    enrolment_id: int
    learner_id: int
    school_id: int
    school_year: str
    on: date


@dataclass(frozen=True)
class LearnerAdmitted(Event):
    """Somebody known elsewhere began here without a transfer; `from_school_id` is 0 where no school had them."""

    enrolment_id: int
    learner_id: int
    from_school_id: int
    to_school_id: int
    on: date


@dataclass(frozen=True)
class LearnersPlaced(Event):
    """Learners came into a class, or out of one (class_group_id None)."""

    enrolment_ids: tuple[int, ...]
    class_group_id: int | None
    school_id: int
    on: date


@dataclass(frozen=True)
class LearnerWithdrawn(Event):
    enrolment_id: int
    learner_id: int
    school_id: int
    reason: str
    on: date


@dataclass(frozen=True)
class LearnerReturned(Event):
    enrolment_id: int
    learner_id: int
    school_id: int
    on: date


@dataclass(frozen=True)
class OutcomesRecorded(Event):
    """What the year led to, for these enrolments of a school."""

    enrolment_ids: tuple[int, ...]
    school_id: int
    on: date


@dataclass(frozen=True)
class YearRolledOver(Event):
    """A school has passed into the next year with so many learners."""

    school_id: int
    from_year: str
    to_year: str
    enrolled: int
