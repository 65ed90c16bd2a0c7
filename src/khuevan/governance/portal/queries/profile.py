"""The public profile of a school: its own facts, and what was published of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from khuevan.governance.maturity import queries as maturity
from khuevan.governance.maturity.queries import Result
from khuevan.governance.reports import queries as reports
from khuevan.governance.reports.queries import Published
from khuevan.governance.targets import queries as targets
from khuevan.kernel import access, database
from khuevan.kernel.measures import Indicator
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.queries import SchoolFilter

from .figures import public_figures

LONGEST_CODE = 20
OF_SCHOOLS = "organisations."
"""Indicators that count schools: of one school they say one."""


@dataclass(frozen=True)
class Figure:
    """A published figure of the unit. value: None where the number is withheld."""

    indicator: Indicator
    value: float | None
    as_of: date
    period: str


@dataclass(frozen=True)
class Profile:
    """unit, points, plans: rows as their rooms hold them; pages show the public columns of them by name."""

    unit: Any
    points: Sequence[Any]
    figures: Sequence[Figure]
    levels: Sequence[Result]
    plans: Sequence[Any]
    reports: Sequence[Published]


def profile(code: str, *, on: date) -> Profile:
    """Of an open or a closed school. Raises Http404."""
    if len(code) > LONGEST_CODE or "\x00" in code:
        raise Http404
    with database.acting(access.system()):
        every = organisations.schools(access.system(), SchoolFilter(condition="all"), on=on)
        unit = every.select_related("commune", "managing_parent", "province").filter(code=code).first()
        if unit is None:
            raise Http404
        points = [one for one in organisations.points(unit.pk) if one.closed_on is None or one.closed_on > on]
    return Profile(
        unit, points, _figures(unit.pk, on), maturity.published_of(unit.pk),
        list(targets.published_plans().filter(unit_id=unit.pk)), reports.published_reports(unit_id=unit.pk),
    )  # fmt: skip


def _figures(unit_id: int, on: date) -> list[Figure]:
    """Those of the public list in which the unit stands, by the same small numbers withheld as on its own page."""
    made = []
    for found in public_figures(on=on):
        if unit_id in found.totals and not found.indicator.code.startswith(OF_SCHOOLS):
            figure = found.totals[unit_id]
            made.append(Figure(found.indicator, figure.value if figure else None, found.as_of, found.period))
    return made
