"""The register of a class in a month: learners by days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from khuevan.school.curriculum import queries as curriculum

from ..choices import Slot
from ..models import Absence, RollCall
from ..rules import Limit
from . import rolls
from .counting import Standing, limit_at, standings


@dataclass(frozen=True)
class MonthRow:
    """words: what stands at each day that was called, such as K or P,K where the slots of the day differ."""

    enrolment_id: int
    number: int
    name: str
    words: tuple[str, ...]
    month: Standing
    year: Standing


@dataclass(frozen=True)
class Month:
    """days: those with a roll or an absence."""

    group: Any
    first: date
    days: tuple[date, ...]
    rows: tuple[MonthRow, ...]
    limit: Limit | None


def month_of(group: Any, first: date) -> Month:
    """Nine statements at most, however many learners and days."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    people = rolls.members(group, last)
    ids = [one.pk for one in people]
    called = RollCall.objects.filter(class_group_id=group.pk, on__range=(first, last))
    days = set(called.values_list("on", flat=True))
    cells: dict[tuple[int, date], list[tuple[int, str]]] = {}
    for row in Absence.objects.filter(enrolment_id__in=ids, on__range=(first, last)).exclude(kind=""):
        cells.setdefault((row.enrolment_id, row.on), []).append((_SLOTS.index(row.slot), row.kind))
        days.add(row.on)
    shown = tuple(sorted(days))
    points = curriculum.points_for(group.school_year.code, group.school)
    month = standings(ids, group.level, points, first=first, last=last)
    year = standings(ids, group.level, points)
    rows = tuple(
        MonthRow(
            one.pk, number, one.full_name, tuple(_word(cells.get((one.pk, day), ())) for day in shown),
            month[one.pk], year[one.pk],
        )
        for number, one in enumerate(people, 1)
    )  # fmt: skip
    return Month(group, first, shown, rows, limit_at(group.level, points))


_SLOTS = tuple(Slot.values)


def _word(cells: Sequence[tuple[int, str]]) -> str:
    kinds = [kind for _place, kind in sorted(cells)]
    return ",".join(dict.fromkeys(kinds))
