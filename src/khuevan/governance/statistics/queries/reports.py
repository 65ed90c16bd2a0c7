"""Reports within the actor's scope, and who may do what with them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Permission
from khuevan.register.organisations import queries as organisations

from ..choices import State
from ..models import Report
from ..permissions import DECIDE_REPORTS, PREPARE_REPORTS, SUBMIT_REPORTS, VIEW_REPORTS

KEPT = ("content", "remarks")
"""What lists do not read."""


def seen(actor: Actor) -> QuerySet[Report]:
    """What the actor's units sent and what was sent to them."""
    scope = access.scope(actor, VIEW_REPORTS)
    if scope.is_everything:
        return Report.objects.all()
    listed = Report.objects.within(scope)
    return listed | Report.objects.filter(receiver_id__in=_bodies(actor))


def _bodies(actor: Actor) -> list[int]:
    """Receivers of reports among the actor's units: few, where the units may be many."""
    scope = access.scope(actor, VIEW_REPORTS)
    known = Report.objects.order_by().values_list("receiver_id", flat=True).distinct()
    return [pk for pk in known if pk is not None and pk in scope]


def report(actor: Actor, report_id: int) -> Report:
    """Raises Http404 for one that there is not, or outside the scope."""
    found = Report.objects.filter(pk=report_id).first()
    if found is None or not may_view(actor, found):
        raise Http404
    return found


def may_view(actor: Actor, one: Report) -> bool:
    scope = access.scope(actor, VIEW_REPORTS)
    return one.unit_id in scope or one.receiver_id in scope


def revisions(one: Report) -> list[Report]:
    """All revisions of what this unit reports on this form for this year, the first one first."""
    return list(
        Report.objects.filter(unit_id=one.unit_id, form=one.form, school_year=one.school_year).order_by(
            "revision"
        )
    )


def latest(unit_id: int, form: str, year: str) -> Report | None:
    return Report.objects.filter(unit_id=unit_id, form=form, school_year=year, is_latest=True).first()


def latest_below(receiver_id: int, form: str, year: str) -> list[Report]:
    """The latest revision of each report that goes to this body."""
    found = Report.objects.filter(receiver_id=receiver_id, form=form, school_year=year, is_latest=True)
    return list(found.order_by("unit_name", "pk"))


def may_prepare(actor: Actor, unit_id: int, receiver_id: int | None, closed_on: date | None) -> bool:
    return _may_for(actor, PREPARE_REPORTS, unit_id, receiver_id, closed_on)


def may_submit(actor: Actor, unit_id: int, receiver_id: int | None, closed_on: date | None) -> bool:
    return _may_for(actor, SUBMIT_REPORTS, unit_id, receiver_id, closed_on)


def may_decide(actor: Actor, one: Report) -> bool:
    """Whether the actor is of the body that received it; of a body that is no more its heir's people decide."""
    if one.receiver_id is None or not access.decide(actor, DECIDE_REPORTS, on=one.receiver_id).allowed:
        return False
    return actor.everything or actor.home_unit_id == one.receiver_id or closed_on(one.receiver_id) is not None


def receives_packages(actor: Actor, on: date) -> bool:
    """Whether the actor decides for the ministry, to which departments send files."""
    scope = access.scope(actor, DECIDE_REPORTS)
    return any(
        root.id in scope and (actor.everything or actor.home_unit_id == root.id)
        for root in organisations.roots(on=on)
    )


def closed_on(unit_id: int) -> date | None:
    """The day from which the unit is no more, as far as it is to be seen."""
    found = organisations.unit_if_seen(access.system(), unit_id)
    return found.closed_on if found is not None else None


def _may_for(
    actor: Actor, permission: Permission, unit_id: int, receiver_id: int | None, closed_on: date | None
) -> bool:
    """Nobody sends to himself: who decides about it at the receiver acts for the unit only once that is closed."""
    if not access.decide(actor, permission, on=unit_id).allowed:
        return False
    if actor.everything or receiver_id is None or closed_on is not None:
        return True
    return not access.decide(actor, DECIDE_REPORTS, on=receiver_id).allowed


def awaiting_decision(actor: Actor) -> int:
    """How many reports lie with the actor's bodies, to be accepted or returned."""
    scope = access.scope(actor, DECIDE_REPORTS)
    waiting = Report.objects.filter(state=State.SUBMITTED, is_latest=True)
    if scope.is_everything:
        return waiting.count()
    home = actor.home_unit_id
    return waiting.filter(receiver_id=home).count() if home is not None and home in scope else 0


def awaiting_sending(unit_id: int, forms: Collection[str], year: str) -> dict[str, str]:
    """Form -> state of the latest report of the unit, of the forms asked about."""
    found = Report.objects.filter(Q(unit_id=unit_id), form__in=list(forms), school_year=year, is_latest=True)
    return dict(found.values_list("form", "state"))
