"""How the plans of a unit and of everybody below stand, from what was worked out last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind

from ..choices import PlanState, Standing
from ..models import Plan, Reading
from ..permissions import VIEW_PLANS

NONE: Mapping[Standing, int] = {}


@dataclass(frozen=True)
class BoardRow:
    """Of a unit with everything under it. plans: that are carried out; without: units below that have none."""

    unit_id: int
    name: str
    kind: UnitKind
    has_children: bool
    plans: int
    lines: dict[Standing, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.lines.values())


def board(actor: Actor, unit_id: int, *, on: date) -> list[BoardRow]:
    """The unit itself first (its own plans alone), then each unit directly under it with all beneath. Five queries.

    Plans of a unit that closed or was merged away are nobody's to carry out, so they are not counted; whoever took it
    over has the own ones.
    """
    scope = access.scope(actor, VIEW_PLANS)
    children = [one for one in organisations.children(unit_id, on=on) if one.id in scope]
    pairs = organisations.under([one.id for one in children], on=on)
    under: dict[int, list[int]] = {}
    for place, unit in pairs:
        under.setdefault(place, []).append(unit)
    lines, plans = _lines(), _plans()
    own = organisations.unit_if_seen(actor, unit_id)
    rows = []
    if own is not None:
        rows.append(_row(unit_id, own.name, UnitKind(own.kind), bool(children), [unit_id], lines, plans))
    rows += [
        _row(one.id, one.name, one.kind, one.has_children, under.get(one.id, [one.id]), lines, plans)
        for one in children
    ]
    return rows


def _row(
    unit_id: int,
    name: str,
    kind: UnitKind,
    has_children: bool,
    units: Iterable[int],
    lines: dict[int, dict[Standing, int]],
    plans: dict[int, int],
) -> BoardRow:
    added, carried_out = dict.fromkeys(Standing, 0), 0
    for unit in units:
        carried_out += plans.get(unit, 0)
        for standing, number in lines.get(unit, NONE).items():
            added[standing] += number
    return BoardRow(unit_id, name, kind, has_children, carried_out, added)


def _lines() -> dict[int, dict[Standing, int]]:
    """Of every unit whose plans the bound actor sees: naming thousands of units would cost more than it leaves out. Only
    plans that are carried out have latest readings."""
    found: dict[int, dict[Standing, int]] = {}
    standings = {one.value: one for one in Standing}
    rows = Reading.objects.filter(is_latest=True)
    for unit, standing, number in (
        rows.order_by().values_list("unit_id", "standing").annotate(number=Count("pk"))
    ):
        found.setdefault(unit, {})[standings[standing]] = number
    return found


def _plans() -> dict[int, int]:
    rows = Plan.objects.filter(state=PlanState.ADOPTED).order_by()
    return dict(rows.values_list("unit_id").annotate(number=Count("pk")))


def late_lines(units: Iterable[int]) -> dict[int, int]:
    """Unit -> how many targets and tasks of its plans are past their day, from what was worked out last. One query."""
    lines = _lines()
    return {unit: late for unit in units if (late := lines.get(unit, {}).get(Standing.LATE))}
