"""Units as the rules need them, read from the database for one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import connection
from django.db.models import Max, Q

from ..choices import ActKind, EducationLevel, Line, UnitKind
from ..models import TAKEN_BACK, OrgUnit, Subordination, UnitAct, UnitState
from ..rules.acts import NewUnit, UnitFacts
from .orders import Opening

NAMED_CHILDREN = 5

_ABOVE = """
with recursive up(id) as (
    select parent_id from organisations_subordination
    where unit_id = %s and (valid_until is null or valid_until > greatest(valid_from, %s))
    union
    select s.parent_id from up join organisations_subordination s on s.unit_id = up.id
    where s.valid_until is null or s.valid_until > greatest(s.valid_from, %s)
)
select id from up
"""


def state_on(unit_id: int, on: date) -> UnitState | None:
    """The attributes that hold on the day."""
    return (
        UnitState.objects.filter(unit_id=unit_id, valid_from__lte=on)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .first()
    )


def parent_on(unit_id: int, line: Line, on: date) -> Subordination | None:
    """The subordination that holds on the day."""
    return (
        Subordination.objects.filter(unit_id=unit_id, line=line, valid_from__lte=on)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .first()
    )


def above(unit_id: int, on: date) -> frozenset[int]:
    """Ids that stand above the unit, on either line, on the day or at any later one."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [unit_id, on, on])
        return frozenset(row[0] for row in cursor.fetchall())


def open_children(unit_id: int, on: date) -> list[OrgUnit]:
    """Units that stand under it on the day or later, on either line, and are not closed by then."""
    return list(
        OrgUnit.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .filter(
            id__in=Subordination.objects.filter(parent_id=unit_id)
            .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
            .exclude(TAKEN_BACK)
            .values("unit_id")
        )
        .order_by("sort_key", "id")
    )


def latest_act_on(unit_id: int) -> date | None:
    """The day of effect of the latest act that the unit had a part in; corrections do not count."""
    found = UnitAct.objects.exclude(kind=ActKind.CORRECT).filter(
        Q(unit_id=unit_id) | Q(successions__predecessor_id=unit_id) | Q(successions__successor_id=unit_id)
    )
    latest: date | None = found.aggregate(latest=Max("effective_on"))["latest"]
    return latest


def brief_facts(unit: OrgUnit, on: date) -> UnitFacts:
    """A unit as a parent: what it is, when it lives, what stands above it."""
    return UnitFacts(
        id=unit.pk,
        code=unit.code,
        name=unit.name,
        kind=UnitKind(unit.kind),
        levels=frozenset(EducationLevel(level) for level in unit.levels),
        opened_on=unit.opened_on,
        closed_on=unit.closed_on,
        above=above(unit.pk, on),
    )


def unit_facts(unit: OrgUnit, on: date) -> UnitFacts:
    """A unit as the object of an act on the day."""
    facts = brief_facts(unit, on)
    state = state_on(unit.pk, on)
    if state is not None:
        facts = replace(
            facts,
            name=state.name,
            kind=UnitKind(state.kind),
            levels=frozenset(EducationLevel(level) for level in state.levels),
        )
    parents = {line: _parent_facts(unit.pk, line, on) for line in Line}
    children = open_children(unit.pk, on)
    names = [child.name for child in children[:NAMED_CHILDREN]]
    if len(children) > NAMED_CHILDREN:
        names.append("…")
    return replace(
        facts,
        latest_act_on=latest_act_on(unit.pk),
        managing_parent=parents[Line.MANAGING],
        professional_parent=parents[Line.PROFESSIONAL],
        open_children=tuple(names),
    )


def _parent_facts(unit_id: int, line: Line, on: date) -> UnitFacts | None:
    placed = parent_on(unit_id, line, on)
    parent = None if placed is None else OrgUnit.objects.filter(pk=placed.parent_id).first()
    return None if parent is None else brief_facts(parent, on)


def parent_facts(unit_id: int | None, on: date) -> UnitFacts | None:
    """A unit named as parent, or None where none is named or none is to be seen."""
    parent = None if unit_id is None else OrgUnit.objects.filter(pk=unit_id).first()
    return None if parent is None else brief_facts(parent, on)


def new_unit(opening: Opening, on: date) -> NewUnit:
    """A unit to be opened, with who already has its code (found even outside the actor's reach)."""
    with connection.cursor() as cursor:
        cursor.execute("select organisations_name_of_code(%s)", [opening.code])
        row = cursor.fetchone()
    managing = parent_facts(opening.managing_parent_id, on)
    same = opening.professional_parent_id == opening.managing_parent_id
    return NewUnit(
        code=opening.code,
        name=opening.attributes.name,
        kind=opening.attributes.kind,
        levels=opening.attributes.levels,
        managing_parent=managing,
        professional_parent=managing if same else parent_facts(opening.professional_parent_id, on),
        code_taken_by=row[0] or "",
    )


def many_facts(units: Iterable[OrgUnit], on: date) -> list[UnitFacts]:
    """Facts of several units."""
    return [unit_facts(unit, on) for unit in units]
