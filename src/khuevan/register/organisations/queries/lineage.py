"""The tree's history as the values that ``rules.lineage`` works on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from ..choices import Line
from ..models import TAKEN_BACK, OrgUnit, Subordination, Succession
from ..rules.lineage import Life, Link, Placing, Regrouped, Value, regroup, roll_up


def lives() -> dict[int, Life]:
    """When each unit to be seen existed."""
    rows = OrgUnit.objects.values_list("pk", "opened_on", "closed_on")
    return {unit_id: Life(opened_on, closed_on) for unit_id, opened_on, closed_on in rows}


def links() -> list[Link]:
    """Who took over from whom."""
    rows = Succession.objects.values_list(
        "predecessor_id", "successor_id", "effective_on", "share", "share_back"
    )
    return [
        Link(
            before,
            after,
            on,
            None if share is None else Fraction(share),
            None if back is None else Fraction(back),
        )
        for before, after, on, share, back in rows
    ]


def placings(units: Iterable[int], line: Line) -> list[Placing]:
    """Parents of the units on the line, at all times."""
    rows = (
        Subordination.objects.filter(unit_id__in=set(units), line=line)
        .exclude(TAKEN_BACK)
        .values_list("unit_id", "parent_id", "valid_from", "valid_until")
    )
    return [Placing(*row) for row in rows]


def regrouped(values: Iterable[Value], *, boundaries_on: date) -> Regrouped:
    """A series of changing units on the boundaries of a day."""
    return regroup(values, lives=lives(), links=links(), boundaries_on=boundaries_on)


def rolled_up(values: Iterable[Value], *, boundaries_on: date, line: Line = Line.MANAGING) -> Regrouped:
    """A series of the finest units under the parents of a day."""
    recorded = list(values)
    return roll_up(
        recorded,
        placings=placings((value.unit for value in recorded), line),
        lives=lives(),
        links=links(),
        boundaries_on=boundaries_on,
    )
