"""How the plans of a unit and of everybody below stand, from what was worked out last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind

from ..choices import PlanState, Standing
from ..permissions import VIEW_PLANS

_BELOW = """
with asked as (select * from unnest(%(places)s::integer[], %(units)s::integer[]) as p(place, unit)),
lines as (select unit_id, standing, count(*) as number from targets_reading where is_latest group by 1, 2),
plans as (select unit_id, count(*) as number from targets_plan where state = %(carried_out)s group by 1)
select a.place, l.standing, sum(l.number)::integer from asked a join lines l on l.unit_id = a.unit group by 1, 2
union all
select a.place, null, sum(p.number)::integer from asked a join plans p on p.unit_id = a.unit group by 1
"""
"""Only plans that are carried out have latest readings. What is seen is counted by unit first and added up by place then:
naming thousands of units would cost more than it leaves out."""


@dataclass(frozen=True)
class BoardRow:
    """Of a unit with everything under it. plans: that are carried out."""

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
    """The unit itself first, if it is seen (its own plans alone), then each unit directly under it with all beneath.

    Plans of a unit that closed or was merged away are nobody's to carry out, so they are not counted; whoever took it
    over has the own ones.
    """
    scope = access.scope(actor, VIEW_PLANS)
    children = [one for one in organisations.children(unit_id, on=on) if one.id in scope]
    own = organisations.unit_if_seen(actor, unit_id)
    pairs = [(unit_id, unit_id), *organisations.under([one.id for one in children], on=on)]
    lines, plans = _added_up(pairs)
    shown = [(one.id, one.name, one.kind, one.has_children) for one in children]
    if own is not None:
        shown.insert(0, (unit_id, own.name, UnitKind(own.kind), bool(children)))
    return [
        BoardRow(*one, plans.get(one[0], 0), dict.fromkeys(Standing, 0) | lines.get(one[0], {}))
        for one in shown
    ]


def _added_up(
    pairs: Sequence[tuple[int, int]],
) -> tuple[dict[int, dict[Standing, int]], dict[int, int]]:
    """Of each place the lines and the plans of all its units, (place, unit) each, as far as the bound actor sees them."""
    places, units = [place for place, _unit in pairs], [unit for _place, unit in pairs]
    lines: dict[int, dict[Standing, int]] = {}
    plans: dict[int, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            _BELOW,
            {"places": places, "units": units, "carried_out": PlanState.ADOPTED.value},
        )
        for place, standing, number in cursor.fetchall():
            if standing is None:
                plans[place] = number
            else:
                lines.setdefault(place, {})[Standing(standing)] = number
    return lines, plans


def late_lines(units: Iterable[int]) -> dict[int, int]:
    """Unit -> how many targets and tasks of its plans are past their day, from what was worked out last. One query."""
    lines, _plans = _added_up([(one, one) for one in units])
    return {unit: late for unit, of_unit in lines.items() if (late := of_unit.get(Standing.LATE))}
