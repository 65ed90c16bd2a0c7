"""Random figures of the furnished province, recomputed row by row without the engine: every level, split and measure."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from math import isclose
from statistics import median
from typing import Any

import pytest

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.rules import Asked
from khuevan.kernel import access, clock, database, facts
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.kernel.database.address import Addresses
from khuevan.kernel.measures import (
    Between,
    Both,
    Condition,
    Count,
    Distinct,
    Either,
    Indicator,
    Is,
    Median,
    Not,
    Part,
    Ratio,
    Sum,
    declared,
    facts_of,
)  # fmt: skip
from khuevan.register.organisations.choices import Line
from khuevan.register.organisations.models import OrgUnit, Succession

pytestmark = pytest.mark.furnished
CELLS, WITH_ROWS, SEED = 600, 300, 20261126
Row = Mapping[str, Any]


def holds(condition: Condition | None, row: Row) -> bool:
    match condition:
        case None:
            return True
        case Is(column, values):
            return row[column] is not None and row[column] in values
        case Between(column, least, most):
            value = row[column]
            return value is not None and (least is None or value >= least) and (most is None or value <= most)
        case Not(one):
            return not holds(one, row)
        case Both(parts):
            return all(holds(one, row) for one in parts)
        case Either(parts):
            return any(holds(one, row) for one in parts)


def recomputed(indicator: Indicator, rows: Mapping[str, Sequence[Row]]) -> float | None:
    """rows: of the cell, by code of facts."""

    def part(one: Part) -> float:
        taken = [row for row in rows[one.facts.code] if holds(one.where, row)]
        return len(taken) if isinstance(one, Count) else sum(row[one.column] or 0 for row in taken)

    match indicator.measure:
        case Count() | Sum():
            return part(indicator.measure)
        case Ratio(upper, lower, scale):
            below = part(lower)
            return part(upper) * scale / below if below else None
        case Median(read, column, where) | Distinct(read, column, where):
            known = [row[column] for row in rows[read.code] if holds(where, row) and row[column] is not None]
            if isinstance(indicator.measure, Distinct):
                return len(set(known))
            return median(known) if known else None


@pytest.fixture(scope="module")
def every_row(furnished: Addresses, django_db_blocker: Any) -> Any:
    """All rows of all facts that indicators read, by code and unit."""
    with django_db_blocker.unblock():
        services.rebuild(actor=access.system(), at=clock.now())
        found: dict[str, dict[int, list[Row]]] = {}
        with database.acting(access.system()):
            for one in {read for indicator in declared().values() for read in facts_of(indicator.measure)}:
                units = found.setdefault(one.code, {})
                for row in facts.read(one, on=clock.today()).to_dicts():
                    units.setdefault(row["unit_id"], []).append(row)
        yield found


def below(unit: OrgUnit, column: str) -> set[int]:
    """Today's picture of the tree, which is kept beside the periods that the engine's question walks; whoever was merged
    stands where the one stands that took it over."""
    standing = OrgUnit.objects.filter(closed_on=None, **{f"{column}__contains": f"/{unit.pk}/"})
    found = waiting = set(standing.values_list("pk", flat=True))
    while waiting:
        waiting = set(
            Succession.objects.filter(successor__in=found, predecessor__closed_on__isnull=False)
            .exclude(predecessor__in=found)
            .values_list("predecessor", flat=True)
        )
        found = found | waiting
    return found


def test_random_cells_are_what_their_rows_say(every_row: Mapping[str, Mapping[int, Sequence[Row]]]) -> None:
    chance = random.Random(SEED)
    officer = _everywhere()
    wrong, empty = [], 0
    with database.acting(officer):
        told = {unit for units in every_row.values() for unit in units}
        schools = list(OrgUnit.objects.filter(pk__in=told, closed_on=None).order_by("pk"))
        paths = "".join(f"{one.managing_path}{one.professional_path}" for one in schools)
        bodies = list(
            OrgUnit.objects.filter(pk__in={int(part) for part in paths.split("/") if part} - told).order_by(
                "pk"
            )
        )
        for _number in range(CELLS):
            unit = chance.choice(bodies if chance.random() < 0.5 else schools)
            line = chance.choice([Line.MANAGING, Line.PROFESSIONAL])
            indicator = chance.choice(list(declared().values()))
            under = below(unit, "managing_path" if line is Line.MANAGING else "professional_path") | {unit.pk}
            rows = {
                read.code: [row for one in under for row in every_row[read.code].get(one, ())]
                for read in facts_of(indicator.measure)
            }
            asked, keep = _held(indicator, rows, chance)
            rows = {code: [row for row in listed if keep(row)] for code, listed in rows.items()}
            place = queries.Place(unit.pk, unit.name, line, (), ())
            answer = queries.answer(officer, indicator, place, asked, on=clock.today())
            assert answer is not None
            expected = recomputed(indicator, rows)
            empty += not any(rows.values())
            value = answer.figure.value
            if value is None or expected is None or not isclose(value, expected, rel_tol=1e-9):
                if value is expected is None:
                    continue
                wrong.append((indicator.code, unit.name, line.value, asked.words, answer.figure, expected))
    assert wrong == []
    assert CELLS - empty >= WITH_ROWS, "cells without rows prove little"


def _held(
    indicator: Indicator, rows: Mapping[str, Sequence[Row]], chance: random.Random
) -> tuple[Asked, Callable[[Row], bool]]:
    """Half of the cells hold one split at a value that occurs."""
    listed = rows[facts_of(indicator.measure)[0].code]
    if not indicator.splits or not listed or chance.random() < 0.5:
        return Asked(), lambda row: True
    split = chance.choice(indicator.splits)
    value = chance.choice(listed)[split.column]
    if value is None:
        return Asked(), lambda row: True
    return Asked(((split, value),), None, {split.column: str(value)}), lambda row: row[split.column] == value


def _everywhere() -> Actor:
    from khuevan.governance.indicators.permissions import VIEW_VALUES

    holding = Holding(frozenset({VIEW_VALUES.code}), Reach.everything())
    return Actor(
        account_id=2_000_000_009, person_id=None, name="Người kiểm tra", holdings=(holding,), persons=Reach.of([]),
        outline=Reach.everything(), origin="127.0.0.1 thử",
    )  # fmt: skip
