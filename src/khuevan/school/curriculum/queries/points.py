"""The open points of the rules of assessment as they hold at a school in a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from khuevan.kernel.database import Kept

from ..models import RulePoint
from ..rules.points import RulePoints, points_of

Row = tuple[str, str, str, str, int | None]


@dataclass(frozen=True)
class PointBook:
    """All of them, read once: (point, value, from_year, until_year, unit)."""

    rows: tuple[Row, ...]

    def of(self, year: str, school: Any) -> RulePoints:
        """A row of the school's department counts before the national one, a later one before an earlier."""
        above = {int(part) for part in school.professional_path.split("/") if part}
        held = [
            row
            for row in self.rows
            if row[2] <= year and (not row[3] or year < row[3]) and (row[4] is None or row[4] in above)
        ]
        held.sort(key=lambda row: (row[4] is not None, row[2]))
        return points_of({point: value for point, value, *_ in held})


def point_book() -> PointBook:
    """One statement, a handful of rows."""
    return PointBook(tuple(_points().read()))


@cache
def _points() -> Kept:
    """Asked with every mark that is saved."""
    rows = RulePoint.objects.order_by().values_list("point", "value", "from_year", "until_year", "unit_id")
    return Kept(lambda: rows)


def points_for(year: str, school: Any) -> RulePoints:
    """Of a school (an organisation) in a year such as "2026-2027". One statement."""
    return point_book().of(year, school)
