"""Conditions and measures as expressions of Apache Spark, beside `columnar` for Polars: the same values to the last
digit.

The only file of this package that imports PySpark, which is installed only where it is wanted: import it where it is
used."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from pyspark.sql import Column
from pyspark.sql import functions as F  # noqa: N812 - as everywhere

from khuevan.kernel.facts import Facts, Kind

from .conditions import Between, Both, Condition, Either, Is, Not, kind_of
from .formulas import FRACTIONS, Count, Distinct, Median, Part


def chosen(condition: Condition | None) -> Column:
    """True of the rows that are taken, false of all others; never unknown."""
    match condition:
        case None:
            return F.lit(True)
        case Is(column, values):
            asked = (
                F.col(column) == F.lit(values[0]) if len(values) == 1 else F.col(column).isin(list(values))
            )
            return F.coalesce(asked, F.lit(False))
        case Between(column, least, most):
            bounds = [F.col(column) >= F.lit(least)] if least is not None else []
            bounds += [F.col(column) <= F.lit(most)] if most is not None else []
            return F.coalesce(reduce(and_, bounds, F.col(column).isNotNull()), F.lit(False))
        case Not(one):
            return ~chosen(one)
        case Both(parts):
            return reduce(and_, map(chosen, parts), F.lit(True))
        case Either(parts):
            return reduce(or_, map(chosen, parts), F.lit(False))


def added(one: Part) -> Column:
    """The part of a group of rows under its name, as a whole number: `formulas.worth` says what it is worth."""
    counted = F.lit(1).cast("long") if isinstance(one, Count) else exact(one.facts, one.column)
    return F.coalesce(F.sum(F.when(chosen(one.where), counted)), F.lit(0)).alias(one.name)


def exact(facts: Facts, column: str) -> Column:
    """A column of numbers as whole ones, in ten-thousandths where it has fractions."""
    if kind_of(facts, column) is Kind.NUMBER:
        return F.rint(F.col(column) * F.lit(float(FRACTIONS))).cast("long")
    return F.col(column).cast("long")


def of_rows(measure: Median | Distinct) -> Column:
    """What is computed from the rows of a group themselves, under its name: `formulas.worth_of_rows` says what it is
    worth."""
    if isinstance(measure, Median):
        taken = F.when(chosen(measure.where), exact(measure.facts, measure.column))
        return F.percentile(taken, F.lit(0.5)).alias(measure.name)
    return (
        F.countDistinct(F.when(chosen(measure.where), F.col(measure.column)))
        .cast("double")
        .alias(measure.name)
    )
