"""How the plans stand: of a unit and of everybody below; and what somebody must do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.register.organisations import queries as organisations

from .. import queries, services
from ..choices import Standing
from ..models import Notice, Plan
from ..permissions import REPORT_PROGRESS, VIEW_PLANS
from ..queries import BoardRow, TargetRow, TaskRow
from .timelines import Timeline, timeline_of
from .words import TONES, amount, asked_for, standing_badge, trail, unit_asked

SHOWN = (Standing.REACHED, Standing.ON_THE_WAY, Standing.BEHIND, Standing.LATE)
ALARMS = (Standing.LATE, Standing.BEHIND)


@dataclass(frozen=True)
class BoardPage:
    """alarms: own lines that are late or behind. cells: of the table of units."""

    name: str
    unit_id: int
    stats: Sequence[tuple[str, int, str]]
    targets: Sequence[TargetRow]
    tasks: Sequence[TaskRow]
    slice: ui.Slice
    listing: ui.Listing
    shown: Sequence[Standing]
    chart: ui.Chart | None
    plans_url: str
    may_measure: bool
    cells: Any
    breadcrumbs: Sequence[tuple[str, str]]

    asked_for: Any = staticmethod(asked_for)
    badge: Any = staticmethod(standing_badge)
    amount: Any = staticmethod(amount)


@dataclass(frozen=True)
class TimelinePage:
    name: str
    plans: Sequence[Plan]
    timeline: Timeline | None
    board_url: str
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class NoticesPage:
    listing: ui.Listing
    slice: ui.Slice
    breadcrumbs: Sequence[tuple[str, str]]

    badge: Any = staticmethod(standing_badge)


@requires(VIEW_PLANS)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id, today = unit_asked(request, actor), clock.today()
    if unit_id not in access.scope(actor, VIEW_PLANS):
        raise Http404
    listing = ui.Listing.of(request, keep=("unit",))
    rows = queries.board(actor, unit_id, on=today)
    if not rows or rows[0].unit_id != unit_id:
        raise Http404
    own = queries.plans_of(actor, unit_id, on=today)
    targets, tasks = queries.target_rows(actor, own, on=today), queries.task_rows(actor, own, on=today)
    stats = queries.counted([*targets, *tasks])
    below = sorted(rows[1:], key=lambda one: not one.plans)
    page = BoardPage(
        name=rows[0].name,
        unit_id=unit_id,
        stats=[(str(one.label), stats[one], TONES[one]) for one in Standing if stats[one] or one in SHOWN],
        targets=sorted(
            targets, key=lambda row: list(Standing).index(row.standing or Standing.UNKNOWN) not in (2, 3)
        ),
        tasks=[row for row in tasks if row.standing in ALARMS],
        slice=ui.take_of(below, listing),
        listing=listing,
        shown=SHOWN,
        chart=_chart(below),
        plans_url=f"{reverse('targets:plans')}?whose=own"
        if actor.home_unit_id == unit_id
        else reverse("targets:plans"),
        may_measure=actor.home_unit_id == unit_id
        and access.decide(actor, REPORT_PROGRESS, on=unit_id).allowed,
        cells=_cells,
        breadcrumbs=trail((_("Bảng tiến độ"), reverse("targets:board")), (rows[0].name, "")),
    )
    return ui.render(request, "targets/board.html", page)


@requires(VIEW_PLANS)
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """Everything that a unit carries out, along the time."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id, today = unit_asked(request, actor), clock.today()
    unit = organisations.unit_if_seen(actor, unit_id)
    if unit is None or unit_id not in access.scope(actor, VIEW_PLANS):
        raise Http404
    own = queries.plans_of(actor, unit_id, on=today)
    tasks, targets = queries.task_rows(actor, own, on=today), queries.target_rows(actor, own, on=today)
    board_url = f"{reverse('targets:board')}?unit={unit_id}"
    page = TimelinePage(
        unit.name, own, timeline_of(own, tasks, targets, today), board_url,
        trail((_("Bảng tiến độ"), board_url), (_("Tiến trình"), "")),
    )  # fmt: skip
    return ui.render(request, "targets/unit_timeline.html", page)


@requires(REPORT_PROGRESS)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request)
    page = NoticesPage(
        listing, ui.take(queries.notices(actor), listing), trail((_("Việc phải làm theo kế hoạch"), ""))
    )
    return ui.render(request, "targets/notices.html", page)


@require_POST
@requires(REPORT_PROGRESS)
def notice_seen(request: HttpRequest, notice_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = Notice.objects.filter(pk=notice_id).first()
    if found is None or found.unit_id not in access.scope(actor, REPORT_PROGRESS):
        raise Http404
    services.see_notice(actor, at=clock.now(), notice_id=notice_id)
    return redirect("targets:notices")


@require_POST
@requires(REPORT_PROGRESS)
def measure(request: HttpRequest) -> HttpResponse:
    """The own unit's plans are worked out anew; all others are each night."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.home_unit_id is None:
        raise Http404
    number = services.measure_unit(actor, at=clock.now(), unit_id=actor.home_unit_id)
    messages.success(request, _("Đã đo lại %(number)s chỉ tiêu, nhiệm vụ.") % {"number": number})
    return redirect("targets:board")


def _cells(row: BoardRow) -> list[object]:
    name: object = ui.link(f"{reverse('targets:board')}?unit={row.unit_id}", row.name)
    return [
        name,
        *(ui.formatters.number(one or None) for one in (row.plans, *(row.lines[one] for one in SHOWN))),
    ]


def _chart(rows: Sequence[BoardRow]) -> ui.Chart | None:
    """Where the lines of the units below stand, those with most that is late or behind first."""
    known = sorted(
        (row for row in rows if row.total), key=lambda row: -sum(row.lines[one] for one in ALARMS)
    )[:20]
    if len(known) < 2:
        return None
    series = [ui.Series(str(one.label), [row.lines[one] for row in known]) for one in SHOWN]
    return ui.Chart(
        _("Tiến độ các đơn vị bên dưới"), [row.name for row in known], series, kind="stacked",
        category_label=_("Đơn vị"),
    )  # fmt: skip
