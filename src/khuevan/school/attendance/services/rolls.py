"""Calling the roll: cells one by one, each answered by itself, and the word that the roll was called.

A cell names the version that was seen. Whoever changed it meanwhile is named in the answer and nothing is overwritten;
sending the same again changes nothing, so a device may repeat what it is not sure of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import audit, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.database import Turn

from ..choices import AbsenceKind
from ..models import Absence, RollCall
from ..permissions import TAKE_ROLL
from ..queries import rolls
from ..queries.rolls import Roll
from .deciding import demand_class
from .errors import AttendanceError, day_problem

SAVED, CONFLICT, REFUSED = "saved", "conflict", "refused"
CALLING: Final = Turn("attendance.calling")
MOST_CELLS: Final = 200
KINDS: Final = frozenset({"", *AbsenceKind.values})


@dataclass(frozen=True)
class Cell:
    """kind: P, K, M or empty (was there); version: of the cell that was seen, 0 where there was none."""

    enrolment_id: int
    kind: str
    version: int


@dataclass(frozen=True)
class Answer:
    """What became of a cell. value, version: what stands there now."""

    enrolment_id: int
    state: str
    value: str = ""
    version: int = 0
    sentence: str = ""


def save_cells(actor: Actor, roll: Roll, cells: Sequence[Cell], *, at: datetime) -> list[Answer]:
    """In the order of the cells. Raises Refused where the actor may not call rolls of the class, AttendanceError where
    nobody can on that day."""
    _demand(actor, roll, at)
    with transaction.atomic():
        _take_turns(roll)
        here = {one.pk: one for one in rolls.members(roll.group, roll.on)}
        stored = {
            row.enrolment_id: row
            for row in Absence.objects.filter(enrolment_id__in=here, on=roll.on, slot=roll.slot)
        }
        answers = {id(cell): _judged(cell, here, stored.get(cell.enrolment_id)) for cell in cells}
        writing = {cell.enrolment_id: cell for cell in cells if answers[id(cell)] is None}
        if writing:
            _write(actor, roll, writing.values(), stored, at=at)
    return [answers[id(cell)] or _standing(cell.enrolment_id, stored[cell.enrolment_id]) for cell in cells]


def call_roll(actor: Actor, roll: Roll, *, at: datetime) -> RollCall:
    """Says that the roll was called: whoever is not down as away was there. Granted leave that covers the day is written
    down where nobody has said otherwise. Again: the later call counts. Raises Refused, AttendanceError."""
    _demand(actor, roll, at)
    with transaction.atomic():
        _take_turns(roll)
        expected = [row for row in rolls.rows_of(roll) if row.kind and not row.version]
        cells = [Cell(row.enrolment_id, row.kind, 0) for row in expected]
        call = RollCall.objects.filter(class_group_id=roll.group.pk, on=roll.on, slot=roll.slot).first()
        with audit.act(actor, TAKE_ROLL.code, at=at, on=roll.group) as act:
            act.note(on=str(roll.on), slot=roll.slot, called=True)
            if cells:
                _keep(actor, roll, cells, {}, at=at)
            if call is None:
                call = RollCall(
                    school_id=roll.group.school_id, class_group_id=roll.group.pk, on=roll.on, slot=roll.slot
                )
            else:
                call.version += 1
            call.taken_at, call.taken_by = at, actor.name[:100]
            call.save()
    return call


def _demand(actor: Actor, roll: Roll, at: datetime) -> None:
    demand_class(actor, TAKE_ROLL, school_id=roll.group.school_id, class_id=roll.group.pk)
    problem = day_problem(roll.group, roll.on, clock.on(at))
    if problem:
        raise AttendanceError({"on": problem})


def _take_turns(roll: Roll) -> None:
    """Two who call the same class one after the other: first cells of a learner cannot pass each other."""
    CALLING.of(roll.group.pk).wait()


def _judged(cell: Cell, here: dict[int, object], row: Absence | None) -> Answer | None:
    """An answer where nothing is to be written."""
    if cell.enrolment_id not in here:
        return Answer(
            cell.enrolment_id, REFUSED, sentence=_("Học sinh này không ở trong lớp vào ngày điểm danh.")
        )
    if cell.kind not in KINDS:
        return Answer(
            cell.enrolment_id, REFUSED, sentence=_("Chỉ nhận P (có phép), K (không phép), M (đi muộn).")
        )
    if row is None or row.kind == cell.kind or row.version == cell.version:
        return None if row is None or row.kind != cell.kind else _standing(cell.enrolment_id, row)
    words = _("%(name)s vừa ghi «%(value)s» cho học sinh này.") % {
        "name": row.changed_by or _("Người khác"),
        "value": row.get_kind_display() if row.kind else _("Có mặt"),
    }
    return Answer(cell.enrolment_id, CONFLICT, row.kind, row.version, words)


def _standing(enrolment_id: int, row: Absence) -> Answer:
    return Answer(enrolment_id, SAVED, row.kind, row.version)


def _write(
    actor: Actor, roll: Roll, cells: Iterable[Cell], stored: dict[int, Absence], *, at: datetime
) -> None:
    with audit.act(actor, TAKE_ROLL.code, at=at, on=roll.group) as act:
        act.note(on=str(roll.on), slot=roll.slot)
        _keep(actor, roll, cells, stored, at=at)


def _keep(
    actor: Actor, roll: Roll, cells: Iterable[Cell], stored: dict[int, Absence], *, at: datetime
) -> None:
    """New rows in one statement, changed ones in another. An empty cell is kept as well where leave or a device said
    otherwise: it is what somebody saw."""
    made, changed = [], []
    for cell in cells:
        row = stored.get(cell.enrolment_id)
        if row is None:
            row = stored[cell.enrolment_id] = Absence(
                school_id=roll.group.school_id, enrolment_id=cell.enrolment_id, class_group_id=roll.group.pk,
                on=roll.on, slot=roll.slot,
            )  # fmt: skip
            made.append(row)
        else:
            row.version += 1
            changed.append(row)
        row.kind, row.changed_at, row.changed_by = cell.kind, at, actor.name[:100]
    Absence.objects.bulk_create(made)
    if changed:
        Absence.objects.bulk_update(changed, ["version", "kind", "changed_at", "changed_by"])
