"""What the year led to, recorded for many learners at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.records import Invalid

from ..choices import Outcome
from ..events import OutcomesRecorded
from ..models import Enrolment
from ..permissions import ROLL_OVER
from ..rules.roll_over import passage


def record_outcomes(
    actor: Actor, school_id: int, outcomes: Mapping[int, str], *, on: date, at: datetime
) -> int:
    """`outcomes`: enrolment id -> Outcome, or "" to take one back. Those that are so already are left alone.

    Gives how many changed. Raises Refused, Invalid naming who cannot have the outcome and why.
    """
    access.demand(actor, ROLL_OVER, on=school_id)
    found = Enrolment.objects.filter(pk__in=outcomes, school_id=school_id).select_related("school_year")
    rows = {row.pk: row for row in found}
    if set(rows) != set(outcomes):
        raise Invalid(_("Có học sinh không thuộc trường."))
    if on > clock.on(at) or any(on < row.school_year.starts_on for row in rows.values()):
        raise Invalid({"on": _("Ngày ghi kết quả phải từ đầu năm học đến hôm nay.")})
    problems = [
        f"{rows[pk].full_name}: {said}"
        for pk, outcome in outcomes.items()
        if (said := _problem(rows[pk], outcome))
    ]
    if problems:
        raise Invalid(" ".join(problems[:10]))
    changed = {pk: outcome for pk, outcome in outcomes.items() if rows[pk].outcome != outcome}
    if not changed:
        return 0
    with audit.act(actor, "schoolyear.enrolment:outcome", at=at, unit_id=school_id) as act:
        act.note(learners=len(changed))
        for outcome in sorted(set(changed.values())):
            ids = [pk for pk, said in changed.items() if said == outcome]
            Enrolment.objects.filter(pk__in=ids).update(
                outcome=outcome, outcome_on=on if outcome else None, version=F("version") + 1
            )
        publish(OutcomesRecorded(tuple(changed), school_id, on))
    return len(changed)


def _problem(row: Enrolment, outcome: str) -> str:
    if not outcome:
        return ""
    if outcome not in Outcome.values:
        return _("kết quả không có trong danh mục.")
    if row.left_on is not None:
        return _("đã rời trường.")
    said = passage(row.grade, outcome).problem
    if said == "must_complete":
        return _("khối cuối cấp thì ghi hoàn thành chương trình hoặc tốt nghiệp.")
    if said == "cannot_complete":
        return _("chưa học khối cuối cấp.")
    return ""
