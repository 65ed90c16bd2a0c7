"""The school assesses itself: begins, takes what the probes propose, scores otherwise with a reason."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid

from .. import queries, rules
from ..choices import Assessor, Kind, State
from ..models import Assessment, Proposal, Score
from ..permissions import PREPARE_ASSESSMENTS
from ..queries import CriterionRow, Index
from .frame import cleaned, locked, points_within


def begin_assessment(actor: Actor, *, at: datetime, unit_id: int, edition: str, year: str) -> Assessment:
    """With what the probes propose today. Raises Http404 outside the scope, Refused, Invalid."""
    if unit_id not in access.scope(actor, PREPARE_ASSESSMENTS):
        raise Http404
    on, chosen = clock.on(at), queries.edition(edition)
    unit, days = queries.assessed_unit(chosen, unit_id, on=on), queries.timetable(on)
    found = queries.index(chosen, on)
    if unit is None or days is None or not found.is_usable or year not in queries.years(on):
        raise Invalid({"edition": _("Đơn vị không tự đánh giá theo bộ chỉ số này trong năm học này.")})
    receiver_id, receiver_name = unit.receiver(Assessor(days.assessor))
    if not queries.may_for_unit(actor, PREPARE_ASSESSMENTS, unit_id, receiver_id):
        raise Refused(_("Đơn vị nào tự đánh giá đơn vị ấy."))
    with audit.act(actor, "maturity.assessment:begin", at=at, unit_id=unit_id) as act:
        try:
            with transaction.atomic():
                made = Assessment.objects.create(
                    unit_id=unit_id,
                    unit_name=unit.name[:200],
                    receiver_id=receiver_id,
                    receiver_name=receiver_name[:200],
                    edition=chosen,
                    school_year=year,
                    due_on=rules.day_in(year, days.submit_month, days.submit_day),
                    publish_by=rules.day_in(year, days.publish_month, days.publish_day),
                )
        except IntegrityError:
            raise Invalid({"edition": _("Năm học này đã có đánh giá theo bộ chỉ số này.")}) from None
        act.on(made)
        keep_proposal(actor, found, unit_id, year=year, at=at)
    return made


def propose_anew(actor: Actor, *, at: datetime, assessment_id: int) -> Assessment:
    """The probes look again at the records as they are now; what the school has scored stays. Raises Http404, Refused,
    Invalid."""
    one = _prepared(actor, assessment_id)
    with audit.act(actor, "maturity.assessment:propose", at=at, on=one):
        keep_proposal(
            actor, queries.index(one.edition, clock.on(at)), one.unit_id, year=one.school_year, at=at
        )
    return one


def keep_proposal(actor: Actor, found: Index, unit_id: int, *, year: str, at: datetime) -> None:
    proposed = queries.proposal_of(actor, found, unit_id, year=year, on=clock.on(at))
    scores, figures = queries.kept_form(proposed)
    Proposal.objects.update_or_create(
        unit_id=unit_id, edition=found.edition, school_year=year,
        defaults={"scores": scores, "figures": figures, "made_at": at},
    )  # fmt: skip


def take_proposals(actor: Actor, *, at: datetime, assessment_id: int) -> int:
    """Everything proposed, for lines that nobody has scored yet. Answers how many. Raises Http404, Refused, Invalid."""
    one = _prepared(actor, assessment_id)
    proposed = queries.kept_proposal(one.edition, one.unit_id, one.school_year)
    done = set(
        Score.objects.filter(assessment=one).exclude(points=None, met=None).values_list("code", flat=True)
    )
    taken = 0
    with audit.act(actor, "maturity.score:record", at=at, on=one):
        for code, points in (proposed.scores if proposed else {}).items():
            if code not in done:
                _keep(one, code, points=points, met=None, proposed=points, reason="")
                taken += 1
    return taken


def record_score(
    actor: Actor,
    *,
    at: datetime,
    assessment_id: int,
    code: str,
    points: Decimal | None,
    met: bool | None,
    reason: str,
) -> Assessment:
    """One line. Otherwise than proposed needs a reason. Raises Http404, Refused, Invalid."""
    one = _prepared(actor, assessment_id)
    row = _line(one, code, clock.on(at))
    proposed = queries.kept_proposal(one.edition, one.unit_id, one.school_year)
    said = proposed.scores.get(code) if proposed else None
    words = cleaned(reason, "reason")
    if row.line.kind is Kind.MANDATORY:
        if met is None:
            raise Invalid({"met": _("Chọn đạt hoặc chưa đạt.")})
        points = None
    else:
        met = None
        if points is None:
            raise Invalid({"points": _("Ghi điểm tự chấm.")})
        points_within(points, row.line.maximum)
        if said is not None and points != said and not rules.explained(words):
            raise Invalid({"reason": _("Điểm khác điểm đề xuất: ghi rõ lý do, ít nhất 10 ký tự.")})
    with audit.act(actor, "maturity.score:record", at=at, on=one, why=words[:500]) as act:
        act.note(code=code)
        _keep(one, code, points=points, met=met, proposed=said, reason=words)
    return one


def _keep(
    one: Assessment,
    code: str,
    *,
    points: Decimal | None,
    met: bool | None,
    proposed: Decimal | None,
    reason: str,
) -> None:
    Score.objects.update_or_create(
        assessment=one, code=code,
        defaults={
            "points": points, "met": met, "proposed": proposed, "reason": reason, "final_points": None, "final_met": None,
            "final_reason": "",
        },
    )  # fmt: skip


def _prepared(actor: Actor, assessment_id: int) -> Assessment:
    """Locked, while the school may still score. Raises Http404, Refused, Invalid."""
    one = locked(actor, assessment_id)
    if not queries.may_prepare(actor, one):
        raise Refused(_("Đơn vị nào tự đánh giá đơn vị ấy."))
    if State(one.state) not in rules.EDITED:
        raise Invalid(_("Đã gửi nên không sửa điểm nữa; cơ quan đánh giá trả lại thì sửa được."))
    return one


def _line(one: Assessment, code: str, on: date) -> CriterionRow:
    found = queries.index(one.edition, on)
    row = next((leaf for leaf in found.leaves if leaf.code == code), None)
    if row is None:
        raise Http404
    return row
