"""Conditions of a commune that are counted at its schools: rooms, areas, teachers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from khuevan.kernel import access, facts
from khuevan.kernel.access import Actor, Reach
from khuevan.register.organisations import queries as organisations
from khuevan.school.facilities.facts import ROOMS
from khuevan.school.schoolyear.facts import CLASSES, STUDENTS
from khuevan.school.staff.facts import EMPLOYED

from .. import rules
from ..choices import Provided
from ..models import Provision
from ..permissions import VIEW_SURVEY

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class ProvisionRow:
    """A condition in force, with what was counted. share: rooms a class, square metres a child or percent; None where
    there is nothing to count. left_out: rooms that several levels use, or without an area; teachers without a result."""

    row: Provision
    counted: rules.Provision
    share: Fraction | None
    is_met: bool | None
    left_out: int


def provisions(actor: Actor, unit_id: int, *, on: date) -> list[ProvisionRow]:
    """At the schools that the commune manages on the day. Raises access.Refused."""
    access.demand(actor, VIEW_SURVEY, on=unit_id)
    held: dict[tuple[str, str], list[Provision]] = {}
    for row in Provision.objects.order_by("sort_key", "pk"):
        held.setdefault((row.kind, row.level), []).append(row)
    in_force = [one for rows in held.values() if (one := rules.in_force(rows, on)) is not None]
    if not in_force:
        return []
    units = Reach.of(
        sorted({unit for _place, unit in organisations.under([unit_id], on=on, with_merged=True)})
    )
    frames = {one.code: facts.read(one, on=on, units=units) for one in (ROOMS, CLASSES, STUDENTS, EMPLOYED)}
    return [_row(one, frames) for one in in_force]


def _row(row: Provision, frames: Mapping[str, pl.DataFrame]) -> ProvisionRow:
    upper, lower, left_out = _counted(Provided(row.kind), row.level, frames)
    counted = rules.Provision(Provided(row.kind), upper, lower, is_recorded=row.kind != Provided.EQUIPPED)
    least = Fraction(Decimal(row.least))
    return ProvisionRow(row, counted, rules.provided(counted), rules.is_provided(counted, least), left_out)


def _counted(kind: Provided, level: str, frames: Mapping[str, pl.DataFrame]) -> tuple[Fraction, int, int]:
    import polars as pl

    if kind is Provided.EQUIPPED:
        return Fraction(0), 0, 0
    if kind is Provided.QUALIFIED:
        teachers = frames[EMPLOYED.code].filter((pl.col("part") == "teacher") & (pl.col("level") == level))
        known = teachers.filter(pl.col("meets_standard").is_not_null())
        return Fraction(int(known["meets_standard"].sum() or 0)), known.height, teachers.height - known.height
    rooms = frames[ROOMS.code].filter(pl.col("is_classroom"))
    own = rooms.filter(pl.col("level") == level)
    if kind is Provided.ROOMS_PER_CLASS:
        classes = frames[CLASSES.code].filter(pl.col("level") == level).height
        return Fraction(_sum(own, "quantity")), classes, _sum(rooms.filter(pl.col("level") == ""), "quantity")
    children = frames[STUDENTS.code].filter(pl.col("level") == level).height
    unmeasured = _sum(own.filter(pl.col("total_m2").is_null()), "quantity")
    return Fraction(Decimal(str(round(float(own["total_m2"].sum() or 0), 1)))), children, unmeasured


def _sum(rows: pl.DataFrame, column: str) -> int:
    return int(rows[column].sum() or 0)


def written(rows: Sequence[ProvisionRow]) -> list[dict[str, Any]]:
    """As a dossier keeps it."""
    return [
        {
            "kind": one.row.kind, "level": one.row.level, "upper": float(one.counted.upper), "lower": one.counted.lower,
            "share": None if one.share is None else round(float(one.share), 4), "least": float(one.row.least),
            "met": one.is_met, "left_out": one.left_out, "instrument": one.row.instrument, "trust": one.row.trust,
        }
        for one in rows
    ]  # fmt: skip
