"""Remedies: of a unit, of a body, late ones."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from khuevan.kernel import access, database, files
from khuevan.kernel.access import Actor

from .. import rules
from ..choices import RemedyState
from ..models import Remedy, Visit
from ..permissions import ANSWER_REMEDIES, VIEW_INSPECTIONS
from .plans import LARGEST
from .units import heirs_of, with_merged
from .visits import may_inspect, may_read_sheet


def seen(actor: Actor) -> QuerySet[Remedy]:
    """Those that the units were told of, of both sides."""
    scope = access.scope(actor, VIEW_INSPECTIONS)
    rows = Remedy.objects.exclude(told_at=None).select_related("visit", "answer")
    if scope.is_everything:
        return rows
    bodies = Visit.objects.order_by().values_list("body_id", flat=True).distinct()
    own = [pk for pk in bodies if pk in scope]
    return rows.filter(visit__in=Visit.objects.within(scope)) | rows.filter(visit__body_id__in=own)


def of_unit(actor: Actor, unit_id: int, *, on: date) -> list[Remedy]:
    """Of the unit and of those that it took over wholly by the day."""
    units = with_merged(unit_id, on=on)
    return list(seen(actor).filter(unit_id__in=units).order_by("state", "due_on", "pk"))


def of_body(actor: Actor, body_id: int) -> list[Remedy]:
    """What the body demanded, the nearest day first."""
    return list(seen(actor).filter(visit__body_id=body_id).order_by("due_on", "pk"))


def of_visit(one: Visit) -> list[Remedy]:
    """As far as the bound actor may see; of a visit under way the team alone."""
    return list(Remedy.objects.filter(visit=one).select_related("answer").order_by("answer__place", "pk"))


def remedy(actor: Actor, remedy_id: int) -> Remedy:
    """Raises Http404."""
    found = (
        Remedy.objects.select_related("visit", "answer", "file").filter(pk=remedy_id).first()
        if remedy_id <= LARGEST
        else None
    )
    scope = access.scope(actor, VIEW_INSPECTIONS)
    if found is None or not (found.unit_id in scope or found.visit.body_id in scope):
        raise Http404
    if found.told_at is None and not may_read_sheet(actor, found.visit):
        raise Http404
    return found


def may_answer(actor: Actor, one: Remedy, *, on: date) -> bool:
    """The unit's own people; of one that was taken over wholly by the day those of its heir."""
    if RemedyState(one.state) is RemedyState.ACCEPTED or one.told_at is None:
        return False
    allowed = access.decide(actor, ANSWER_REMEDIES, on=one.unit_id).allowed
    if not allowed or actor.everything or actor.home_unit_id == one.unit_id:
        return allowed
    return actor.home_unit_id is not None and one.unit_id in heirs_of([actor.home_unit_id], on=on)


def may_decide(actor: Actor, one: Remedy) -> bool:
    """Whoever inspected."""
    return RemedyState(one.state) is RemedyState.ANSWERED and may_inspect(actor, one.visit)


def evidence(actor: Actor, remedy_id: int) -> files.StoredFile:
    """Raises Http404."""
    found = remedy(actor, remedy_id)
    if found.file_id is None:
        raise Http404
    with database.acting(access.system()):
        return files.StoredFile.objects.get(pk=found.file_id)


def late(on: date) -> list[Remedy]:
    """Past their day and still to be done, as far as the transaction sees."""
    rows = Remedy.objects.filter(state__in=rules.WAITS, due_on__lt=on).exclude(told_at=None)
    return list(rows.select_related("visit").order_by("due_on", "pk"))
