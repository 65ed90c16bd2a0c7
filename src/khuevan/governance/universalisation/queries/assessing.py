"""The standards of a commune: its residents, what each condition counts, what is met, and who is behind a share.

The rows are those of the facts that indicators read (`facts.RESIDENTS`), for one commune at the moment of asking, and the
conditions are the same declarations: a page and an indicator cannot count differently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from khuevan.kernel import access, facts
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.measures import Condition as Where
from khuevan.kernel.measures import Not, both

from .. import rules
from ..choices import Measure, Standard, Tier
from ..facts import RESIDENTS
from ..models import Threshold
from ..permissions import VIEW_SURVEY
from ..rules import MEASURED, Condition, Value, Verdict

if TYPE_CHECKING:
    import polars as pl

BY_NOBODY = frozenset(measure for measure, one in MEASURED.items() if one.is_met_by_nobody)
WHICH = ("of", "not", "all")
"""Those of whom it is so, those of whom it is not, all among whom it is asked."""


@dataclass(frozen=True)
class MeasureRow:
    """A condition in force, as the configuration has it. trust: the code."""

    condition: Condition
    name: str
    instrument: str
    trust: str
    note: str


@dataclass(frozen=True)
class Assessment:
    """rows: conditions in force by standard. residents: how many rows were counted."""

    unit_id: int
    on: date
    is_special: bool
    verdicts: Mapping[Standard, Verdict]
    rows: Mapping[Standard, Sequence[MeasureRow]]
    residents: int
    obliged: int

    @property
    def met(self) -> list[Standard]:
        return [one for one, verdict in self.verdicts.items() if verdict.is_met]


@dataclass(frozen=True)
class People:
    """One page of the persons behind a share; number: of all of them."""

    number: int
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Pyramid:
    """By age: men, women, those who are obliged, those of them who learn."""

    ages: Sequence[int]
    male: Sequence[int]
    female: Sequence[int]
    obliged: Sequence[int]
    studying: Sequence[int]


def conditions_on(tier: Tier, on: date, *, is_special: bool = False) -> list[MeasureRow]:
    """Those in force on the day; in a commune with especially difficult conditions its own row goes before."""
    found: dict[tuple[str, str], dict[bool, list[Threshold]]] = {}
    for row in Threshold.objects.filter(tier=tier).order_by("valid_from", "pk"):
        found.setdefault((row.standard, row.measure), {}).setdefault(row.special, []).append(row)
    made = []
    for rows in found.values():
        held = rules.in_force(rows.get(True, []), on) if is_special else None
        held = held or rules.in_force(rows.get(False, []), on)
        if held is not None:
            made.append(_row(held))
    return made


def _row(row: Threshold) -> MeasureRow:
    least = Fraction(Decimal(row.least))
    condition = Condition(Standard(row.standard), Measure(row.measure), least, row.age_from, row.age_to)
    return MeasureRow(condition, row.name, row.instrument, row.trust, row.note)


def residents(actor: Actor, unit_id: int, *, on: date) -> pl.DataFrame:
    """The rows of the facts of one commune. Raises access.Refused."""
    access.demand(actor, VIEW_SURVEY, on=unit_id)
    return facts.read(RESIDENTS, on=on, units=Reach.of([unit_id]))


def assessment(actor: Actor, unit_id: int, *, on: date, is_special: bool) -> Assessment:
    """Raises access.Refused."""
    import polars as pl

    from khuevan.kernel.measures import columnar

    frame = residents(actor, unit_id, on=on)
    rows = conditions_on(Tier.COMMUNE, on, is_special=is_special)
    values = {one.condition.key: _value(frame, one.condition) for one in rows}
    verdicts = rules.assess([one.condition for one in rows], values, met_by_nobody=BY_NOBODY)
    by_standard = {
        standard: [one for one in rows if one.condition.standard == standard] for standard in Standard
    }
    obliged = int(frame.select(columnar.chosen(rules.OBLIGED).sum()).item() or 0)
    return Assessment(unit_id, on, is_special, verdicts, by_standard, frame.select(pl.len()).item(), obliged)


def _value(frame: pl.DataFrame, condition: Condition) -> Value:
    from khuevan.kernel.measures import columnar

    wanted = rules.counted(condition.measure, condition.age_from, condition.age_to)
    upper, lower = frame.select(
        columnar.chosen(both(wanted.among, wanted.of)).sum().alias("upper"),
        columnar.chosen(wanted.among).sum().alias("lower"),
    ).row(0)
    return Value(int(upper or 0), int(lower or 0))


def asked_condition(measure: str, age_from: int | None, age_to: int | None, which: str) -> Where | None:
    """What a person must be to stand in the list; None for a measure that is none of persons."""
    if measure not in Measure.values or Measure(measure) not in MEASURED or which not in WHICH:
        return None
    wanted = rules.counted(Measure(measure), age_from, age_to)
    if which == "all":
        return wanted.among
    return both(wanted.among, wanted.of if which == "of" else Not(wanted.of))


def people_behind(actor: Actor, unit_id: int, where: Where, *, on: date, first: int, most: int) -> People:
    """In the order of hamlets and names. Raises access.Refused."""
    from khuevan.kernel.measures import columnar

    frame = residents(actor, unit_id, on=on).filter(columnar.chosen(where)).sort("hamlet", "title", "id")
    return People(frame.height, frame.slice(first, most).to_dicts())


def pyramid(frame: pl.DataFrame, oldest: int = 60) -> Pyramid:
    """Ages 0 to `oldest`, every one of them."""
    import polars as pl

    from khuevan.kernel.measures import columnar

    obliged = columnar.chosen(rules.OBLIGED)
    counted = frame.group_by("age").agg(
        (pl.col("sex") == "male").sum().alias("male"),
        (pl.col("sex") == "female").sum().alias("female"),
        obliged.sum().alias("obliged"),
        (obliged & pl.col("studies")).sum().alias("studying"),
    )
    by_age = {row["age"]: row for row in counted.iter_rows(named=True)}
    ages = range(oldest + 1)
    columns = [
        [int(by_age.get(age, {}).get(name, 0)) for age in ages]
        for name in ("male", "female", "obliged", "studying")
    ]
    return Pyramid(list(ages), *columns)
