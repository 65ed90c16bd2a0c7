"""From an order to a plan: who must be allowed, what the rules say. Reads only, so it also serves previews."""

from __future__ import annotations

from datetime import date
from functools import singledispatch

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from ..models import OrgUnit
from ..permissions import CORRECT_UNITS, MANAGE_UNITS
from ..rules import acts
from ..rules.acts import Plan
from .orders import (
    ChangeLevels,
    CloseUnit,
    CorrectUnit,
    MergeUnits,
    MoveUnit,
    OpenUnit,
    Order,
    RenameUnit,
    SplitUnit,
)
from .snapshots import brief_facts, many_facts, new_unit, parent_facts, unit_facts
from .writing import demand_parent


def preview(actor: Actor, order: Order) -> Plan:
    """What the order would do, for the page that asks before doing it.

    Raises Refused, ActRefused, or OrgUnit.DoesNotExist for a unit that is not to be seen.
    """
    demand_for(actor, order)
    return plan_of(order)


def demand_for(actor: Actor, order: Order) -> None:
    """Raises Refused unless the actor may do this to every unit concerned.

    A new unit, or a new managing parent, has to be within the actor's scope; the professional body need not
    be: a commune founds a primary school that the department directs.
    """
    if isinstance(order, CorrectUnit):
        access.demand(actor, CORRECT_UNITS, on=order.unit_id)
        return
    for unit_id in units_of(order):
        access.demand(actor, MANAGE_UNITS, on=unit_id)
    match order:
        case OpenUnit():
            demand_parent(actor, MANAGE_UNITS, order.opening.managing_parent_id)
        case MergeUnits() if order.opening is not None:
            demand_parent(actor, MANAGE_UNITS, order.opening.managing_parent_id)
        case SplitUnit():
            for part in order.parts:
                demand_parent(actor, MANAGE_UNITS, part.managing_parent_id)
        case MoveUnit() if order.managing_parent_id is not None:
            demand_parent(actor, MANAGE_UNITS, order.managing_parent_id)


def units_of(order: Order) -> tuple[int, ...]:
    """Existing units that the order changes."""
    match order:
        case OpenUnit():
            return ()
        case MergeUnits():
            return (*order.source_ids, *(() if order.into_id is None else (order.into_id,)))
        case _:
            return (order.unit_id,)


@singledispatch
def plan_of(order: object) -> Plan:
    """The plan of an order. Raises ActRefused with every reason."""
    raise TypeError(f"no plan for {type(order).__name__}")


@plan_of.register
def _(order: OpenUnit) -> Plan:
    return acts.plan_open(new_unit(order.opening, order.decree.effective_on), order.decree)


@plan_of.register
def _(order: RenameUnit) -> Plan:
    unit = OrgUnit.objects.get(pk=order.unit_id)
    return acts.plan_rename(unit_facts(unit, order.decree.effective_on), order.name, order.decree)


@plan_of.register
def _(order: MoveUnit) -> Plan:
    on = order.decree.effective_on
    unit = unit_facts(OrgUnit.objects.get(pk=order.unit_id), on)
    managing = parent_facts(order.managing_parent_id, on)
    professional = parent_facts(order.professional_parent_id, on)
    commune = parent_facts(order.commune_id, on)
    place = ", ".join(part for part in (order.address or "", commune.name if commune else "") if part)
    return acts.plan_move(unit, managing, professional, order.decree, new_place=place)


@plan_of.register
def _(order: ChangeLevels) -> Plan:
    unit = unit_facts(OrgUnit.objects.get(pk=order.unit_id), order.decree.effective_on)
    return acts.plan_change_level(unit, order.kind, order.levels, order.decree)


@plan_of.register
def _(order: CloseUnit) -> Plan:
    unit = unit_facts(OrgUnit.objects.get(pk=order.unit_id), order.decree.effective_on)
    return acts.plan_close(unit, order.decree)


@plan_of.register
def _(order: MergeUnits) -> Plan:
    on = order.decree.effective_on
    units = {unit.pk: unit for unit in OrgUnit.objects.filter(pk__in=units_of(order))}
    missing = [unit_id for unit_id in units_of(order) if unit_id not in units]
    if missing:
        raise OrgUnit.DoesNotExist(f"no unit {missing[0]}")
    sources = many_facts((units[unit_id] for unit_id in order.source_ids), on)
    if order.into_id is not None:
        target: acts.UnitFacts | acts.NewUnit = unit_facts(units[order.into_id], on)
    else:
        assert order.opening is not None
        target = new_unit(order.opening, on)
    return acts.plan_merge(sources, target, order.decree, children_follow=order.children_follow)


@plan_of.register
def _(order: SplitUnit) -> Plan:
    on = order.decree.effective_on
    unit = unit_facts(OrgUnit.objects.get(pk=order.unit_id), on)
    return acts.plan_split(
        unit, [new_unit(part, on) for part in order.parts], order.decree, stays=order.stays
    )


@plan_of.register
def _(order: CorrectUnit) -> Plan:
    wanted = order.attributes
    return acts.plan_correct(
        brief_facts(OrgUnit.objects.get(pk=order.unit_id), date.max),
        kind=wanted.kind,
        levels=wanted.levels,
        name=wanted.name,
        why=order.why,
    )
