"""The board: how the schools of the scope stand; and the map of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import access, clock, jobs, ui
from khuevan.kernel.access import Actor, requires
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import EducationLevel

from .. import queries, tasks
from ..models import DIMENSIONS, Run, UnitStanding
from ..permissions import START_RUN, VIEW_QUALITY
from ..rules import tone_of
from .words import dimension_shares, past_chart, percent, score_badge

SORTS = {
    "score": "score",
    "name": "unit__sort_key",
    "findings": "findings",
    **{name: f"{name}_share" for name in DIMENSIONS},
}
FILTERS = ("commune", "level", "live")
MOST_COMMUNES = 300


@dataclass(frozen=True)
class BoardPage:
    """`whole`: how the actor's own body stands; `last`: the latest run over everything."""

    listing: ui.Listing
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    cells: Callable[[UnitStanding], Sequence[object]]
    whole: UnitStanding | None
    shares: Sequence[tuple[str, float | None]]
    chart: ui.Chart | None
    last: Run | None
    stale: int
    may_run: bool


@dataclass(frozen=True)
class MapPage:
    map: ui.Map
    known: int
    listing: ui.Listing
    filters: Sequence[ui.Choice]


@requires(VIEW_QUALITY)
def board(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    only = _only_unit(actor)
    if only is not None:
        return redirect("quality:unit", only)
    listing = ui.Listing.of(request, sorts=SORTS, sort="score", filters=FILTERS)
    key = F(SORTS[listing.sort_key])
    ordered = key.desc(nulls_last=True) if listing.descending else key.asc(nulls_last=True)
    home = actor.home_unit_id
    whole = queries.standing(home) if home is not None else None
    days = queries.history(home) if home is not None and whole is not None else []
    page = BoardPage(
        listing=listing,
        slice=ui.take(_asked(actor, listing).order_by(ordered, "unit_id"), listing),
        filters=filters(actor),
        cells=cells_of_school,
        whole=whole,
        shares=dimension_shares(whole) if whole is not None else (),
        chart=past_chart(days) if len(days) > 1 else None,
        last=queries.last_run(),
        stale=queries.stale_schools(queries.schools(actor)).count(),
        may_run=access.decide(actor, START_RUN).allowed,
    )
    return ui.render(request, "quality/board.html", page)


@requires(VIEW_QUALITY)
def quality_map(request: HttpRequest) -> HttpResponse:
    """Every school of the scope whose place is known, coloured by its score."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, filters=FILTERS)
    words = {"success": _("từ 95 điểm"), "warning": _("từ 80 đến dưới 95"), "danger": _("dưới 80 điểm"),
             "neutral": _("chưa kiểm tra")}  # fmt: skip
    rows = _asked(actor, listing).filter(unit__latitude__isnull=False).order_by("score")
    points = [
        ui.Point(
            row.unit.latitude or 0.0, row.unit.longitude or 0.0, row.unit.name,
            reverse("quality:unit", args=[row.unit_id]),
            _("%(score)s điểm, %(number)s việc cần sửa")
            % {"score": ui.formatters.number(row.score, 1), "number": row.findings},
            words[tone_of(row.score)],
        )
        for row in rows[:5_000]
    ]  # fmt: skip
    page = MapPage(
        map=ui.Map(_("Chất lượng dữ liệu của các trường"), points),
        known=len(points),
        listing=listing,
        filters=filters(actor),
    )
    return ui.render(request, "quality/map.html", page)


@require_POST
@requires(START_RUN)
def start_run(request: HttpRequest) -> HttpResponse:
    """A run over everything, in the background."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    run = jobs.start(actor, tasks.run_checks, at=clock.now())
    messages.success(request, _("Đã bắt đầu kiểm tra toàn bộ dữ liệu."))
    return redirect("jobs:run", run.pk)


def _only_unit(actor: Actor) -> int | None:
    """The school of those who see one unit only: its page is their board."""
    scope = access.scope(actor, VIEW_QUALITY)
    if scope.is_everything or len(scope) != 1:
        return None
    return scope.ids()[0]


def _asked(actor: Actor, listing: ui.Listing):  # type: ignore[no-untyped-def]
    commune = listing.chosen("commune")
    found = queries.schools(
        actor,
        words=listing.text,
        commune_id=int(commune) if commune.isdecimal() and len(commune) < 10 else None,
        level=listing.chosen("level"),
    )
    return queries.stale_schools(found) if listing.chosen("live") == "stale" else found


def filters(actor: Actor) -> list[ui.Choice]:
    every = [("", _("Tất cả"))]
    offered = [
        ui.choice("level", _("Cấp học"), [*every, *EducationLevel.choices]),
        ui.choice("live", _("Cập nhật"), [*every, ("stale", _("Chậm cập nhật"))]),
    ]
    communes = [(str(pk), name) for pk, name in organisations.communes(actor, on=clock.today())]
    if 1 < len(communes) <= MOST_COMMUNES:
        offered.append(ui.choice("commune", _("Xã, phường"), [*every, *communes]))
    return offered


def cells_of_school(row: UnitStanding) -> Sequence[object]:
    """What the board shows of one school, column by column."""
    return (
        ui.link(reverse("quality:unit", args=[row.unit_id]), row.unit.name),
        row.unit.commune.name if row.unit.commune else ui.formatters.NOTHING,
        score_badge(row.score),
        *(percent(row.share(name)) for name in DIMENSIONS),
        ui.formatters.number(row.findings),
        ui.formatters.day_and_time(row.checked_at),
    )
