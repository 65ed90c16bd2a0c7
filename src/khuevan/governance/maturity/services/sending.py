"""The head approves and hands in: from then on the sheet says what it says."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, Refused

from .. import queries, rules
from ..choices import Act, Assessor, State
from ..models import Assessment
from ..queries import Sheet
from ..rules import Handed
from .frame import DECISION, cleaned, demand_open, locked, stepped

FIELDS = [
    "submitted_at", "self_groups", "self_level", "receiver_id", "receiver_name", "unit_name", "sampled", "final_groups",
    "final_level",
]  # fmt: skip


def submit_assessment(
    actor: Actor, *, at: datetime, assessment_id: int, decision: str = "", reason: str = ""
) -> Assessment:
    """To the body that assesses the unit on that day. decision, reason: where it is late, who allows it and why.

    Raises Http404, Refused, Invalid.
    """
    one = locked(actor, assessment_id)
    if not queries.may_submit(actor, one):
        raise Refused(_("Thủ trưởng đơn vị nào duyệt và gửi tự đánh giá của đơn vị ấy."))
    on = clock.on(at)
    decision, reason = cleaned(decision, "decision", DECISION), cleaned(reason, "reason")
    found = queries.sheet(one)
    closed = queries.closed_on(one.unit_id)
    late = rules.is_late(on, one.due_on) and State(one.state) is not State.RETURNED
    demand_open(
        State(one.state), Act.SUBMIT, reason=reason, decision=decision, is_late=late, unscored=len(found.unscored),
        is_closed=closed is not None and closed <= on,
    )  # fmt: skip
    content = rules.written(_handed(one, found))
    with stepped(
        actor, one, Act.SUBMIT, at=at, fields=FIELDS, note=reason, decision=decision, content=content
    ):
        one.submitted_at = at
        one.self_groups = {row.code: rules.plain(found.totals[row.code]) for row in found.index.groups}
        one.self_level = found.verdict.level.value
        one.sampled, one.final_groups, one.final_level = [], {}, ""
        _addressed(one, at)
    return one


def _addressed(one: Assessment, at: datetime) -> None:
    """A unit that moved since it began hands in to the body of today."""
    on = clock.on(at)
    unit, days = queries.assessed_unit(one.edition, one.unit_id, on=on), queries.timetable(on)
    if unit is not None and days is not None:
        receiver_id, name = unit.receiver(Assessor(days.assessor))
        one.unit_name = unit.name[:200]
        if receiver_id is not None:
            one.receiver_id, one.receiver_name = receiver_id, name[:200]


def _handed(one: Assessment, found: Sheet) -> Handed:
    lines = [
        {
            "code": row.row.code, "kind": row.row.line.kind.value, "name": row.row.line.name,
            "maximum": _text(row.row.line.maximum), "points": _text(row.own.points), "met": row.own.met,
            "total": _text(row.total), "proposed": _text(row.was_proposed), "reason": row.reason,
        }
        for row in found.rows
    ]  # fmt: skip
    header = {
        "unit": str(one.unit_id), "name": one.unit_name, "year": one.school_year, "edition": one.edition.code,
        "level": found.verdict.level.value,
    }  # fmt: skip
    evidence = [
        {
            "topic": row.topic,
            "kind": row.kind,
            "title": row.title,
            "sha256": row.sha256,
            "address": row.address,
        }
        for row in found.evidence
    ]
    return Handed(header, lines, evidence)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else rules.plain(value)
