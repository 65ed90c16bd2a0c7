"""Which units a body answers for on a day, and how often each was inspected."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count

from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import EducationLevel
from khuevan.school.schoolyear import queries as schoolyear

from ..models import Visit
from ..rules import inspections_of


@dataclass(frozen=True)
class Covered:
    """A school or centre. managing_id: who manages it on the day."""

    unit_id: int
    code: str
    name: str
    managing_id: int | None


def covered(body_id: int, *, on: date) -> dict[int, Covered]:
    """Every school and centre under the body that teaches on the day, in Vietnamese order of names."""
    below = {unit for _place, unit in organisations.under([body_id], on=on)}
    return {pk: one for pk, one in _teaching(on, organisations.tree_version()).items() if pk in below}


def is_school(unit_id: int, on: date) -> bool:
    return unit_id in _teaching(on, organisations.tree_version())


@lru_cache(maxsize=8)
def _teaching(on: date, tree: int) -> dict[int, Covered]:
    """Made once a day and tree; numbers and names of units only."""
    return {
        row.id: Covered(row.id, row.code, row.name, row.parent_id)
        for row in organisations.taught(*EducationLevel, on=on, tree=tree)
        if row.teaches
    }


def visit_counts(units: set[int], *, on: date) -> dict[int, int]:
    """Unit -> inspections that were held, by whatever body, as far as the bound actor may see; those of units that it
    took over wholly among them, as `rules.inspections_of` says."""
    heirs = heirs_of(units, on=on)
    rows = Visit.objects.filter(concluded_at__isnull=False, unit_id__in=[*units, *heirs]).order_by()
    years: dict[int, dict[str, list[int]]] = {}
    for unit, year, number in rows.values_list("unit_id", "school_year").annotate(number=Count("pk")):
        years.setdefault(heirs.get(unit, unit), {}).setdefault(year, []).append(number)
    return {unit: inspections_of(found) for unit, found in years.items()}


def heirs_of(units: Collection[int], *, on: date) -> dict[int, int]:
    """Unit that one of these took over wholly by that day, itself or through others -> that one."""
    return organisations.merged_into(units, on=on)


def with_merged(unit_id: int, *, on: date) -> list[int]:
    """The unit, and those that it took over wholly."""
    return [unit_id, *sorted(heirs_of([unit_id], on=on))]


def years(on: date) -> list[str]:
    """Codes of the school years that have begun, the latest first."""
    return [one.code for one in schoolyear.years() if one.starts_on <= on]


def year_of(asked: str, on: date) -> str | None:
    begun = years(on)
    if asked:
        return asked if asked in begun else None
    return begun[0] if begun else None
