"""The year's plan of a body: begun, drawn, approved; units named besides; units replaced that are no more."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.utils.translation import gettext as _

from khuevan.kernel import audit, clock, events
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations

from .. import queries, rules
from ..choices import Leaving, PlanState, VisitState, Way
from ..events import PlanApproved, VisitPlanned
from ..models import Candidate, Plan, Visit
from ..rules import Part, Weighing
from .frame import DECISION, cleaned, locked_plan, reasoned

SEED = 64


def begin_plan(actor: Actor, *, at: datetime, body_id: int, year: str, sheet: str) -> Plan:
    """Raises Refused, Invalid."""
    if not queries.may_plan(actor, body_id):
        raise Refused(_("Kế hoạch của cơ quan nào do chính cơ quan ấy lập."))
    on = clock.on(at)
    unit = organisations.unit_if_seen(actor, body_id)
    if unit is None or year not in queries.years(on):
        raise Invalid({"year": _("Chọn năm học đã bắt đầu.")})
    if sheet not in queries.sheets(on):
        raise Invalid({"sheet": _("Chọn phiếu kiểm tra đang áp dụng.")})
    if queries.plan_of(body_id, year) is not None:
        raise Invalid({"year": _("Năm học này đã có kế hoạch.")})
    with audit.act(actor, "inspections.plan:begin", at=at, unit_id=body_id) as act:
        made = Plan.objects.create(unit_id=body_id, unit_name=unit.name[:200], school_year=year, sheet=sheet)
        act.on(made)
    return made


def draw_plan(actor: Actor, *, at: datetime, plan_id: int, seed: str = "") -> Plan:
    """Over all units under the body today. seed: as it was agreed, else by chance. Again before the approval: with
    another seed, and the page says how often. Raises Http404, Refused, Invalid."""
    one, on = locked_plan(actor, plan_id), clock.on(at)
    policy, weighings = queries.policy(on), queries.weighings(on)
    seed = cleaned(seed, "seed", SEED)
    if one.state == PlanState.APPROVED:
        raise Invalid(_("Kế hoạch đã phê duyệt nên không bốc thăm lại."))
    if policy is None or not weighings:
        raise Invalid(_("Chưa có quy tắc lập kế hoạch hoặc trọng số rủi ro nào đang áp dụng."))
    units = queries.covered(one.unit_id, on=on)
    if not units:
        raise Invalid(_("Không có trường, trung tâm nào dưới cơ quan này để bốc thăm."))
    with audit.act(actor, "inspections.plan:draw", at=at, on=one) as act:
        one.seed = seed or secrets.token_hex(8)
        one.percent, one.risk_percent = policy.percent, policy.risk_percent
        one.policy = f"{policy.name} ({policy.instrument})"[:400]
        one.weights = [
            {"factor": row.factor.value, "weight": row.weight, "full_at": row.full_at} for row in weighings
        ]
        one.draws, one.drawn_on, one.drawn_at, one.drawn_by = one.draws + 1, on, at, actor.name[:150]
        one.state = PlanState.DRAWN
        rows = _candidates(actor, one, units, weighings, on)
        Candidate.objects.filter(plan=one).delete()
        Candidate.objects.bulk_create(rows, batch_size=500)
        one.save_checked(
            one.version,
            fields=[
                "seed", "percent", "risk_percent", "policy", "weights", "draws", "drawn_on", "drawn_at", "drawn_by",
                "state",
            ],
        )  # fmt: skip
        chosen = sum(bool(row.way) for row in rows)
        act.note(seed=one.seed, units=len(rows), drawn=chosen, list=queries.list_digest(one, rows))
    return one


def _candidates(
    actor: Actor, one: Plan, units: dict[int, queries.Covered], weighings: list[Weighing], on: date
) -> list[Candidate]:
    values = queries.values_of(actor, set(units), year=one.school_year, on=on)
    visits = queries.visit_counts(set(units), on=on)
    rows = []
    for unit in units.values():
        found = rules.parts(values[unit.unit_id], weighings)
        rows.append(
            Candidate(
                plan=one, unit_id=unit.unit_id, code=unit.code, name=unit.name[:200], visits=visits.get(unit.unit_id, 0),
                risk=rules.risk(found), parts=[_told(part) for part in found], lot=rules.lot(one.seed, unit.code),
            )
        )  # fmt: skip
    ways = {
        row.code: row.way
        for row in rules.drawn(
            queries.entrants(rows), percent=one.percent, risk_percent=one.risk_percent, seed=one.seed
        )
    }
    for row in rows:
        row.way = ways.get(row.code, "")
    return rows


def _told(part: Part) -> dict[str, object]:
    return {
        "factor": part.factor.value, "value": None if part.value is None else str(part.value), "weight": part.weight,
        "full_at": part.full_at, "share": str(part.share), "points": str(part.points),
    }  # fmt: skip


def name_unit(actor: Actor, *, at: datetime, plan_id: int, candidate_id: int, reason: str) -> Candidate:
    """Besides those drawn: for a complaint, by an order. Raises Http404, Refused, Invalid."""
    one, words = locked_plan(actor, plan_id), reasoned(reason)
    row = queries.candidate(actor, candidate_id)
    if row.plan_id != one.pk or row.way or row.left:
        raise Invalid(_("Đơn vị này đã ở trong kế hoạch."))
    with audit.act(actor, "inspections.plan:name", at=at, on=one, why=words):
        row.way, row.reason = Way.NAMED, words
        row.save_checked(row.version, fields=["way", "reason"])
        if one.state == PlanState.APPROVED:
            _visit(one, row)
    return row


def approve_plan(actor: Actor, *, at: datetime, plan_id: int, decision: str, decided_on: date | None) -> Plan:
    """From then on who was drawn stands, and the units are told. Raises Http404, Refused, Invalid."""
    one, number = locked_plan(actor, plan_id), cleaned(decision, "decision", DECISION)
    day = decided_on or clock.on(at)
    if one.state != PlanState.DRAWN:
        raise Invalid(_("Bốc thăm trước rồi mới phê duyệt; kế hoạch đã phê duyệt thì không phê duyệt nữa."))
    if not number:
        raise Invalid({"decision": _("Ghi số quyết định phê duyệt.")})
    if day > clock.on(at):
        raise Invalid({"decided_on": _("Ngày quyết định không ở tương lai.")})
    if not queries.redrawn(one).is_equal:
        raise Invalid(_("Bốc lại không ra đúng danh sách đang giữ; hãy bốc thăm lại."))
    with audit.act(actor, "inspections.plan:approve", at=at, on=one, why=number):
        one.state, one.decision_number, one.decision_on = PlanState.APPROVED, number, day
        one.approved_at, one.approved_by = at, actor.name[:150]
        one.save_checked(
            one.version, fields=["state", "decision_number", "decision_on", "approved_at", "approved_by"]
        )
        for row in Candidate.objects.filter(plan=one, left="").exclude(way="").order_by("lot"):
            _visit(one, row)
        events.publish(PlanApproved(one.pk, one.unit_id, one.school_year, number))
    return one


def replace_unit(
    actor: Actor, *, at: datetime, plan_id: int, candidate_id: int, leaving: str, reason: str
) -> Candidate | None:
    """A unit goes out of the plan; the next lot of the same draw takes its place. None where nobody is left.

    Raises Http404, Refused, Invalid.
    """
    one, words = locked_plan(actor, plan_id), reasoned(reason)
    row = queries.candidate(actor, candidate_id)
    if row.plan_id != one.pk or one.state != PlanState.APPROVED or not row.way or row.left:
        raise Invalid(_("Chỉ thay đơn vị đang ở trong kế hoạch đã phê duyệt."))
    if leaving not in Leaving.values:
        raise Invalid({"leaving": _("Chọn lý do ra khỏi kế hoạch.")})
    visit = Visit.objects.select_for_update().filter(plan=one, unit_id=row.unit_id).order_by("-pk").first()
    if visit is not None and visit.state != VisitState.PLANNED:
        raise Invalid(_("Đơn vị này đã được kiểm tra nên không thay nữa."))
    rows = list(Candidate.objects.filter(plan=one))
    below = set(queries.covered(one.unit_id, on=clock.on(at)))
    taken = {other.code for other in rows if other.way or other.left or other.unit_id not in below}
    code = rules.next_drawn(queries.entrants(rows), seed=one.seed, taken=taken)
    with audit.act(actor, "inspections.plan:replace", at=at, on=one, why=words) as act:
        row.left, row.reason = leaving, words
        row.save_checked(row.version, fields=["left", "reason"])
        if visit is not None:
            visit.state, visit.ended_reason = VisitState.CANCELLED, words
            visit.save_checked(visit.version, fields=["state", "ended_reason"])
        act.note(left=row.code, next=code or "")
        if code is None:
            return None
        heir = next(other for other in rows if other.code == code)
        heir.way, heir.stands_for = Way.REPLACEMENT, row
        heir.save_checked(heir.version, fields=["way", "stands_for"])
        _visit(one, heir)
    return heir


def _visit(one: Plan, row: Candidate) -> Visit:
    made = Visit.objects.create(
        plan=one, unit_id=row.unit_id, unit_name=row.name, body_id=one.unit_id, body_name=one.unit_name,
        school_year=one.school_year, sheet=one.sheet, decision=one.decision_number,
    )  # fmt: skip
    events.publish(VisitPlanned(made.pk, made.unit_id, made.body_id))
    return made
