"""What the body does that assesses: returns, accepts, recognises, publishes, hands over, stops."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid

from .. import events, queries, rules
from ..choices import Act, AppealState, Assessor, State
from ..models import Appeal, Assessment
from ..permissions import DECIDE_ASSESSMENTS
from .frame import DECISION, cleaned, demand_open, locked, received, stepped


def return_assessment(actor: Actor, *, at: datetime, assessment_id: int, reason: str) -> Assessment:
    """With what is to be added. Raises Http404, Refused, Invalid."""
    one, words = received(actor, assessment_id), cleaned(reason, "reason")
    demand_open(State(one.state), Act.RETURN, reason=words)
    with stepped(actor, one, Act.RETURN, at=at, fields=[], note=words):
        pass
    return one


def accept_assessment(actor: Actor, *, at: datetime, assessment_id: int) -> Assessment:
    """The dossier is in order. Raises Http404, Refused, Invalid."""
    one = received(actor, assessment_id)
    demand_open(State(one.state), Act.ACCEPT)
    with stepped(actor, one, Act.ACCEPT, at=at, fields=[]):
        pass
    return one


def recognise_level(
    actor: Actor,
    *,
    at: datetime,
    assessment_id: int,
    decision: str,
    decided_on: date | None,
    reason: str = "",
) -> Assessment:
    """At what was agreed, else at what the school says; without an external assessment only with a reason.

    Raises Http404, Refused, Invalid.
    """
    one = received(actor, assessment_id)
    number, words = cleaned(decision, "decision", DECISION), cleaned(reason, "reason")
    demand_open(State(one.state), Act.RECOGNISE, decision=number, reason=words)
    day = decided_on or clock.on(at)
    if day > clock.on(at):
        raise Invalid({"decided_on": _("Ngày quyết định không ở tương lai.")})
    found = queries.sheet(one)
    fields = ["final_groups", "final_level", "decision_number", "decision_on", "published_at"]
    with stepped(actor, one, Act.RECOGNISE, at=at, fields=fields, note=words, decision=number):
        one.final_groups = {row.code: rules.plain(found.final_totals[row.code]) for row in found.index.groups}
        one.final_level = found.final.level.value
        one.decision_number, one.decision_on, one.published_at = number, day, None
    return one


def publish_level(actor: Actor, *, at: datetime, assessment_id: int) -> Assessment:
    """For everybody to see. Raises Http404, Refused, Invalid."""
    one = received(actor, assessment_id)
    still = Appeal.objects.filter(assessment=one, state=AppealState.OPEN).count()
    demand_open(State(one.state), Act.PUBLISH, open_appeals=still)
    with stepped(actor, one, Act.PUBLISH, at=at, fields=["published_at"], decision=one.decision_number):
        one.published_at = at
        events.publish_level(one)
    return one


def publish_all(actor: Actor, *, at: datetime, edition: str, year: str) -> int:
    """Every recognised level that lies with the actor's own bodies and has no open appeal. Answers how many. Raises
    Refused."""
    access.demand(actor, DECIDE_ASSESSMENTS)
    waiting = Assessment.objects.filter(edition__code=edition, school_year=year, state=State.RECOGNISED)
    done = 0
    for one in waiting.order_by("pk"):
        if queries.may_decide(actor, one) and not one.appeals.filter(state=AppealState.OPEN).exists():
            publish_level(actor, at=at, assessment_id=one.pk)
            done += 1
    return done


def hand_over(
    actor: Actor, *, at: datetime, assessment_id: int, reason: str, to_id: int | None = None
) -> Assessment:
    """To the body that manages the unit today, or to another body that the department names: by who has it, or by the
    department above. Raises Http404, Refused, Invalid."""
    one = locked(actor, assessment_id)
    on = clock.on(at)
    unit = queries.assessed_unit(one.edition, one.unit_id, on=on)
    above = unit.department_id if unit is not None else None
    is_above = (
        above is not None
        and actor.home_unit_id == above
        and access.decide(actor, DECIDE_ASSESSMENTS, on=above)
    )
    if not (queries.may_decide(actor, one) or is_above):
        raise Refused(_("Chỉ cơ quan đang đánh giá, hoặc Sở, mới chuyển nơi đánh giá."))
    words = cleaned(reason, "reason")
    demand_open(State(one.state), Act.HAND_OVER, reason=words)
    if unit is None:
        raise Invalid(_("Đơn vị không còn thuộc đối tượng của bộ chỉ số."))
    places = {unit.managing_id: unit.managing_name, unit.department_id: unit.department_name}
    wanted = to_id if to_id is not None else unit.receiver(Assessor.MANAGING)[0]
    if wanted is None or wanted not in places:
        raise Invalid({"to": _("Nơi đánh giá là cơ quan quản lý trực tiếp hoặc Sở.")})
    if wanted == one.receiver_id:
        raise Invalid({"to": _("Đánh giá đang ở chính nơi ấy.")})
    with stepped(actor, one, Act.HAND_OVER, at=at, fields=["receiver_id", "receiver_name"], note=words):
        one.receiver_id, one.receiver_name = wanted, places[wanted][:200]
    return one


def stop_assessment(actor: Actor, *, at: datetime, assessment_id: int, reason: str) -> Assessment:
    """Of a unit that is no more. Raises Http404, Refused, Invalid."""
    one, words = received(actor, assessment_id), cleaned(reason, "reason")
    closed = queries.closed_on(one.unit_id)
    demand_open(
        State(one.state), Act.STOP, reason=words, is_closed=closed is not None and closed <= clock.on(at)
    )
    with stepped(actor, one, Act.STOP, at=at, fields=[], note=words):
        pass
    return one
