"""What there is to be found, in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khuevan.governance.maturity import queries as maturity
from khuevan.governance.reports import queries as reports
from khuevan.governance.targets import queries as targets
from khuevan.register.organisations.choices import UnitKind

from .figures import public_figures
from .schools import kinds


@dataclass(frozen=True)
class Overview:
    """levels: units with a published level in `levels_year`, the latest year that has any."""

    kinds: Sequence[tuple[UnitKind, int]]
    plans: int
    levels: int
    levels_year: str
    figures: int
    reports: int

    @property
    def schools(self) -> int:
        return sum(number for _kind, number in self.kinds)


def overview(*, on: date) -> Overview:
    year, levels = maturity.latest_published()
    return Overview(
        kinds=list(kinds(on=on).items()),
        plans=targets.published_plans().count(),
        levels=levels,
        levels_year=year,
        figures=len(public_figures(on=on)),
        reports=len(reports.published_reports()),
    )
