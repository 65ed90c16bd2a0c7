"""Means for online learning, school by school."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from khuevan.kernel import ui
from khuevan.kernel.access import Actor, requires

from .. import queries
from ..permissions import VIEW_LEARNERS
from ..queries.means import Means
from ..records import LEARNERS


@dataclass(frozen=True)
class MeansPage:
    rows: list[Means]
    learners: int
    with_computer: int
    with_internet: int
    not_asked: int
    cells: Callable[[Means], Sequence[object]]


@requires(VIEW_LEARNERS)
@require_GET
def means(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = queries.means_by_school(actor)
    page = MeansPage(
        rows=rows,
        learners=sum(row.learners for row in rows),
        with_computer=sum(row.with_computer for row in rows),
        with_internet=sum(row.with_internet for row in rows),
        not_asked=sum(row.not_asked for row in rows),
        cells=cells,
    )
    return ui.render(request, "learners/means.html", page)


def cells(row: Means) -> Sequence[object]:
    number = ui.formatters.number
    return (
        ui.link(f"{LEARNERS.url('list')}?school={row.school_id}", row.school),
        number(row.learners),
        f"{number(row.with_computer)} ({share(row.with_computer, row.learners)})",
        f"{number(row.with_internet)} ({share(row.with_internet, row.learners)})",
        f"{number(row.with_both)} ({share(row.with_both, row.learners)})",
        number(row.not_asked),
    )


def share(part: int, whole: int) -> str:
    return ui.formatters.percent(part / whole) if whole else ui.formatters.NOTHING
