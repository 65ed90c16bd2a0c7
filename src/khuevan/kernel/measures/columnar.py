"""Conditions and measures as Polars expressions. The only file of this package that imports Polars; `spark` is its
like."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

import polars as pl

from khuevan.kernel.facts import Facts, Kind

from .conditions import Between, Both, Condition, Either, Is, Not, kind_of
from .formulas import FRACTIONS, Count, Distinct, Median, Part


def chosen(condition: Condition | None) -> pl.Expr:
    """True of the rows that are taken, false of all others; never unknown."""
    match condition:
        case None:
            return pl.lit(True)
        case Is(column, values):
            asked = pl.col(column) == values[0] if len(values) == 1 else pl.col(column).is_in(list(values))
            return asked.fill_null(False)
        case Between(column, least, most):
            bounds = [pl.col(column) >= least] if least is not None else []
            bounds += [pl.col(column) <= most] if most is not None else []
            return reduce(and_, bounds, pl.col(column).is_not_null()).fill_null(False)
        case Not(one):
            return ~chosen(one)
        case Both(parts):
            return reduce(and_, map(chosen, parts), pl.lit(True))
        case Either(parts):
            return reduce(or_, map(chosen, parts), pl.lit(False))


def added(one: Part) -> pl.Expr:
    """The part of a group of rows under its name, as a whole number: `formulas.worth` says what it is worth."""
    if isinstance(one, Count):
        counted = pl.len() if one.where is None else chosen(one.where).sum()
        return counted.cast(pl.Int64).alias(one.name)
    column = exact(one.facts, one.column)
    return (column if one.where is None else column.filter(chosen(one.where))).sum().alias(one.name)


def exact(facts: Facts, column: str) -> pl.Expr:
    """A column of numbers as whole ones, in ten-thousandths where it has fractions."""
    if kind_of(facts, column) is Kind.NUMBER:
        return (pl.col(column) * FRACTIONS).round().cast(pl.Int64)
    return pl.col(column).cast(pl.Int64)


def of_rows(measure: Median | Distinct) -> pl.Expr:
    """What is computed from the rows of a group themselves, under its name: `formulas.worth_of_rows` says what it is
    worth."""
    if isinstance(measure, Median):
        middle = exact(measure.facts, measure.column).filter(chosen(measure.where)).median()
        return middle.cast(pl.Float64).alias(measure.name)
    column = pl.col(measure.column).filter(chosen(measure.where))
    return column.drop_nulls().n_unique().cast(pl.Float64).alias(measure.name)
