"""How every unit of a body stands in a year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import clock, text, ui
from khuevan.kernel.access import requires
from khuevan.register.organisations import queries as organisations

from .. import queries, services
from ..choices import Level, State, Subject
from ..models import Edition
from ..permissions import DECIDE_ASSESSMENTS, VIEW_ASSESSMENTS
from ..queries import Result
from .words import (
    actor_of,
    address,
    choices,
    edition_asked,
    level_badge,
    points,
    state_badge,
    trail,
    unit_asked,
    usable,
    year_asked,
)

NOT_BEGUN, LATE = "none", "late"


@dataclass(frozen=True)
class BoardPage:
    """waiting: recognised levels that may be published at once by the reader."""

    name: str
    edition: Edition
    year: str
    stats: Sequence[tuple[str, int, str, str]]
    slice: ui.Slice
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    columns: Sequence[ui.Column]
    cells: Callable[[Result], Sequence[object]]
    chart: ui.Chart | None
    links: Sequence[tuple[str, str, str]]
    waiting: int
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ASSESSMENTS)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    year, edition = year_asked(request), edition_asked(request)
    unit_id, name = unit_asked(request)
    rows = under(request, edition, year, unit_id)
    listing = ui.Listing.of(
        request,
        sorts=("group1", "group2", "level"),
        filters=("state", "level", "year", "edition"),
        keep=("unit",),
    )
    chosen = _sorted(_fitting(rows, listing), listing)
    found = queries.index(edition, today)
    groups = [row.code for row in found.groups][:2]
    asked = _asked(request)
    shown = ui.take_of(chosen, listing)
    shown = replace(shown, rows=queries.with_proposed(shown.rows, found, year))
    page = BoardPage(
        name=name,
        edition=edition,
        year=year,
        stats=_stats(rows, asked),
        slice=shown,
        listing=listing,
        filters=[*_filters(), *choices()],
        columns=[
            ui.column(_("Đơn vị")),
            ui.column(_("Tình trạng")),
            ui.column(_("Nơi đánh giá")),
            *(
                ui.column(_("Nhóm %(code)s") % {"code": code}, kind="number", sort=f"group{place}")
                for place, code in enumerate(groups, 1)
            ),
            ui.column(_("Mức độ"), sort="level"),
            ui.column(_("Đề xuất"), kind="number"),
        ],
        cells=lambda row: _cells(row, groups),
        chart=_chart(rows),
        links=[
            *_own(request, actor.home_unit_id),
            (_("So sánh"), address("compare", asked=asked), "chart-radar"),
            (_("Khác biệt"), address("differences", asked=asked), "arrows-diff"),
            (_("Bản đồ"), address("map", asked=asked), "map"),
            (_("Bộ chỉ số"), address("editions"), "list-details"),
        ],
        waiting=sum(row.state is State.RECOGNISED and row.receiver_id == actor.home_unit_id for row in rows),
        breadcrumbs=trail((name, "")),
    )
    return ui.render(request, "maturity/board.html", page)


def _own(request: HttpRequest, home: int | None) -> list[tuple[str, str, str]]:
    """Where a body assesses itself, while there is an index for it with something to score."""
    agencies = [one for one in usable(request) if one.subject == Subject.AGENCY]
    if home is None or not any(queries.assessed_unit(one, home, on=clock.today()) for one in agencies):
        return []
    return [(_("Đơn vị mình tự đánh giá"), address("unit", unit_id=home), "clipboard-check")]


def under(request: HttpRequest, edition: Edition, year: str, unit_id: int) -> list[Result]:
    """Results of what stands under the body, or lies with it to be assessed."""
    actor, today = actor_of(request), clock.today()
    rows = queries.results(actor, edition, year, on=today, with_proposals=False)
    below = {unit for _place, unit in organisations.under([unit_id], on=today, with_merged=True)}
    return [row for row in rows if row.unit_id in below or row.receiver_id == unit_id]


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("year", "edition", "unit")}


def _fitting(rows: Sequence[Result], listing: ui.Listing) -> list[Result]:
    """Those that the filters and words leave."""
    state, level = listing.chosen("state"), listing.chosen("level")
    words = text.search_words(listing.text)
    found = list(rows)
    if state == NOT_BEGUN:
        found = [row for row in found if row.state is None]
    elif state == LATE:
        found = [row for row in found if row.days_late]
    elif state in State.values:
        found = [row for row in found if row.state == state]
    if level in Level.values:
        found = [row for row in found if row.level == level]
    if words:
        found = [row for row in found if all(word in _searched(f"{row.name} {row.code}") for word in words)]
    return found


@lru_cache(maxsize=8192)
def _searched(words: str) -> str:
    """Folded once: a province's names are asked for again with every letter that somebody types."""
    return text.search_text(words)


def _sorted(rows: list[Result], listing: ui.Listing) -> list[Result]:
    by = {"group1": "1", "group2": "2", "level": "level"}.get(listing.sort_key, "")
    found = queries.sorted_results(rows, by)
    return found if not by or listing.descending else found[::-1]


def _filters() -> list[ui.Choice]:
    states = [(state.value, str(state.label)) for state in State]
    levels = [(level.value, str(level.label)) for level in Level]
    return [
        ui.choice(
            "state",
            _("Tình trạng"),
            [("", _("Tất cả")), (NOT_BEGUN, _("Chưa bắt đầu")), *states, (LATE, _("Quá hạn"))],
        ),
        ui.choice("level", _("Mức độ"), [("", _("Tất cả")), *levels]),
    ]


def _stats(rows: Sequence[Result], asked: dict[str, str]) -> list[tuple[str, int, str, str]]:
    """(label, number, tone, address)."""
    told = queries.tallied(rows)
    shown = (
        (_("Đơn vị phải đánh giá"), len(rows), "neutral", ""),
        (_("Chưa bắt đầu"), told.get("", 0), "neutral", NOT_BEGUN),
        *(
            (str(state.label), told.get(state.value, 0), tone, state.value)
            for state, tone in (
                (State.DRAFT, "info"),
                (State.SUBMITTED, "primary"),
                (State.RETURNED, "danger"),
                (State.CHECKED, "primary"),
                (State.EXTERNAL, "warning"),
                (State.ASSESSED, "primary"),
                (State.RECOGNISED, "success"),
                (State.PUBLISHED, "success"),
            )
        ),
        (_("Quá hạn"), told.get("late", 0), "danger", LATE),
    )
    return [
        (label, number, tone, address("board", asked={**asked, "state": word}) if word else "")
        for label, number, tone, word in shown
        if number or not word
    ]


def _chart(rows: Sequence[Result]) -> ui.Chart | None:
    """How many units at each level, by their own word and as recognised."""
    own = {level: sum(row.self_level is level for row in rows) for level in Level}
    final = {level: sum(row.final_level is level for row in rows) for level in Level}
    if not any(own.values()):
        return None
    return ui.Chart(
        _("Số đơn vị theo mức độ"), [str(level.label) for level in Level],
        [ui.Series(_("Tự đánh giá"), list(own.values())), ui.Series(_("Được công nhận"), list(final.values()))],
        category_label=_("Mức độ"), decimals=0,
    )  # fmt: skip


def _cells(row: Result, groups: Sequence[str]) -> Sequence[object]:
    url = (
        address("assessment", assessment_id=row.assessment_id)
        if row.assessment_id is not None
        else address("unit", unit_id=row.unit_id)
    )
    closed = (
        f" ({_('ngừng từ %(day)s') % {'day': ui.formatters.day(row.closed_on)}})" if row.closed_on else ""
    )
    proposed = " + ".join(points(row.proposed_groups[code]) for code in groups if code in row.proposed_groups)
    return (
        ui.link(url, f"{row.name}{closed}"),
        state_badge(row.state, row.days_late),
        row.receiver_name or ui.formatters.NOTHING,
        *(points(row.groups.get(code)) for code in groups),
        level_badge(row.level),
        proposed or ui.formatters.NOTHING,
    )


@require_POST
@requires(DECIDE_ASSESSMENTS)
def publish(request: HttpRequest) -> HttpResponse:
    """Every recognised level of the reader's own body at once."""
    edition, year = queries.edition(request.POST.get("edition", "")), request.POST.get("year", "")
    if year not in queries.years(clock.today()):
        raise Http404
    done = services.publish_all(actor_of(request), at=clock.now(), edition=edition.code, year=year)
    messages.success(request, _("Đã công bố mức độ của %(number)s đơn vị.") % {"number": done})
    return redirect(address("board", asked={"year": year, "edition": edition.code}))
