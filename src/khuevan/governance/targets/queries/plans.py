"""Plans that the actor may read: of the own scope, adopted ones above it, and whatever was made public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from khuevan.kernel import access, text
from khuevan.kernel.access import Actor, Permission
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind

from ..choices import PlanState, Tier
from ..models import Amendment, Change, Instrument, Plan, Section
from ..permissions import ADOPT_PLANS, EDIT_PLANS, PUBLISH_PLANS, VIEW_PLANS

TIERS = {
    UnitKind.MINISTRY: Tier.MINISTRY, UnitKind.DEPARTMENT: Tier.DEPARTMENT, UnitKind.COMMUNE: Tier.COMMUNE,
    UnitKind.DISTRICT_OFFICE: Tier.COMMUNE,
}  # fmt: skip
ORDER = {Tier.MINISTRY: 0, Tier.DEPARTMENT: 1, Tier.COMMUNE: 2, Tier.SCHOOL: 3}


def tier_of(kind: str) -> Tier:
    """Whose plans a unit of this kind makes."""
    return TIERS.get(UnitKind(kind), Tier.SCHOOL)


def plans(actor: Actor) -> QuerySet[Plan]:
    """The latest first. Row-level security says the same of the rows; this is the rule of the room."""
    scope = access.scope(actor, VIEW_PLANS)
    if scope.is_everything:
        return Plan.objects.order_by("-starts_on", "-pk")
    around = Plan.objects.within(actor.outline).exclude(state=PlanState.DRAFT)
    above = Q(pk__in=around.values("pk"))
    own = Q(pk__in=Plan.objects.within(scope).values("pk"))
    return Plan.objects.filter(own | above | Q(is_published=True)).order_by("-starts_on", "-pk")


def published_plans() -> QuerySet[Plan]:
    """What everybody may read: the bodies above first, of each the latest."""
    found = Plan.objects.filter(is_published=True).exclude(state=PlanState.DRAFT)
    return found.order_by("-starts_on", "-pk")


def matching(found: QuerySet[Plan], said: str) -> QuerySet[Plan]:
    """Whose title, number or unit holds every word, accents or not."""
    for word in text.search_words(said):
        found = found.filter(search__contains=word)
    return found


def plan(actor: Actor, plan_id: int) -> Plan:
    """Raises Http404 outside of what the actor may read."""
    found = plans(actor).filter(pk=plan_id).select_related("parent").first()
    if found is None:
        raise Http404
    return found


def may_edit(actor: Actor, unit_id: int) -> bool:
    return may_for(actor, EDIT_PLANS, unit_id)


def may_adopt(actor: Actor, unit_id: int) -> bool:
    return may_for(actor, ADOPT_PLANS, unit_id)


def may_publish(actor: Actor, unit_id: int) -> bool:
    return may_for(actor, PUBLISH_PLANS, unit_id)


def may_for(actor: Actor, permission: Permission, unit_id: int) -> bool:
    """Nobody writes the plan of a unit below: whoever is at home elsewhere reads it only."""
    if not access.decide(actor, permission, on=unit_id).allowed:
        return False
    return actor.everything or actor.home_unit_id in (None, unit_id)


def to_carry_out(actor: Actor, unit_id: int, *, on: date) -> list[Plan]:
    """Adopted plans of the units above, the nearest first: what a plan of the unit may carry out."""
    above = [one.id for one in organisations.ancestors(unit_id, on=on)]
    found = plans(actor).filter(unit_id__in=above, state=PlanState.ADOPTED)
    place = {unit: number for number, unit in enumerate(above)}
    return sorted(found, key=lambda one: (-place[one.unit_id], -one.starts_on.toordinal()))


def instruments(plan_id: int) -> list[Instrument]:
    return list(Instrument.objects.filter(plan_id=plan_id).order_by("pk"))


def sections(plan_id: int) -> list[Section]:
    return list(Section.objects.filter(plan_id=plan_id).order_by("order"))


def amendments(plan_id: int) -> list[Amendment]:
    """The earliest first, each with its changes at `changes`."""
    found = Amendment.objects.filter(plan_id=plan_id).prefetch_related("changes")
    return list(found.order_by("effective_on", "pk"))


def changes_of(plan_ids: Sequence[int]) -> Mapping[tuple[str, int], list[Change]]:
    """("target" | "task", line) -> its changes with their amendments, as they were written down."""
    found: dict[tuple[str, int], list[Change]] = {}
    rows = Change.objects.filter(plan_id__in=plan_ids).select_related("amendment")
    for one in rows.order_by("amendment__effective_on", "amendment_id", "pk"):
        key = ("target", one.target_id) if one.target_id is not None else ("task", one.task_id or 0)
        found.setdefault(key, []).append(one)
    return found
