"""Stored sums: the parts of all declared indicators over a kind of facts, added up by unit and the usual splits.

Beside each piece of rows stands what the sums gain and lose by it, so that all pieces together are added up and nothing
is computed again. Whole numbers only (`kernel.measures.columnar.added`), so that they say exactly what the rows say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from khuevan.kernel.facts import Facts
from khuevan.kernel.measures import Condition, Count, Part, columnar, declared, leaves, parts_of

from .manifest import UNIT, Kept

ROWS = "rows"
"""The column of the number of rows."""


@dataclass(frozen=True)
class Recipe:
    """by: splits; of_unit: splits that are the same in all rows of a unit; parts: those that do not follow from the
    number of rows by splits."""

    by: tuple[str, ...]
    of_unit: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def splits(self) -> tuple[str, ...]:
        return (*self.by, *self.of_unit)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts)


@cache
def recipe_of(facts: Facts) -> Recipe | None:
    """None: nothing that is declared over these facts adds up."""
    reading = [one for one in declared().values() if facts in one.facts and parts_of(one.measure)]
    if not reading:
        return None
    splits = {split.column: split for one in reading for split in one.splits if not split.is_fine}
    parts = {part.name: part for one in reading for part in parts_of(one.measure) if part.facts is facts}
    by = tuple(sorted(name for name, split in splits.items() if not split.of_unit))
    of_unit = tuple(sorted(name for name, split in splits.items() if split.of_unit))
    return Recipe(by, of_unit, tuple(one for one in parts.values() if not _follows(one, (*by, *of_unit))))


def summed(rows: pl.LazyFrame, recipe: Recipe, *, read_at_once: bool = False) -> pl.LazyFrame:
    """The sums of these rows. read_at_once: by one statement, so that what is of the unit is the same in all its rows,
    which costs less than to compare it."""
    keys = recipe.by if read_at_once else recipe.splits
    return rows.group_by(UNIT, *keys).agg(
        pl.len().cast(pl.Int64).alias(ROWS),
        *(pl.col(name).first() for name in recipe.splits if name not in keys),
        *(columnar.added(part) for part in recipe.parts),
    )


def moved(before: pl.LazyFrame, after: pl.LazyFrame, recipe: Recipe) -> pl.LazyFrame:
    """What the sums gain and lose where the rows `before` are replaced by those `after`."""
    numbers = (ROWS, *recipe.names)
    lost = summed(before, recipe).with_columns(-pl.col(name) for name in numbers)
    both = (
        pl.concat([summed(after, recipe), lost], how="diagonal")
        .group_by(UNIT, *recipe.splits)
        .agg(pl.col(numbers).sum())
    )
    return both.filter(pl.any_horizontal(pl.col(name) != 0 for name in numbers))


def sum_of(part: Part, kept: Kept) -> pl.Expr | None:
    """The part out of stored sums; None where they do not tell."""
    if part.name in kept.parts:
        return pl.col(part.name).sum()
    if not _follows(part, kept.by):
        return None
    rows = pl.col(ROWS) if part.where is None else pl.col(ROWS).filter(columnar.chosen(part.where))
    return rows.sum().alias(part.name)


def tells(condition: Condition | None, splits: tuple[str, ...]) -> bool:
    """Whether sums that are taken apart by these splits know of which rows the condition is so."""
    return condition is None or all(leaf.column in splits for leaf in leaves(condition))


def _follows(part: Part, splits: tuple[str, ...]) -> bool:
    return isinstance(part, Count) and tells(part.where, splits)
