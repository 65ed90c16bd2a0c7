"""Where the day begins: the classes of a school in one slot, who has called the roll, how many are away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires

from .. import queries
from ..choices import SESSIONS, Slot
from ..permissions import EVERY_CLASS, VIEW_ROLLS
from .places import actor_of, day_in, school_of, slot_in

MOST_BARS = 30


@dataclass(frozen=True)
class TodayPage:
    school: Any
    on: date
    slot: str
    classes: Sequence[queries.ClassToday]
    slots: Sequence[tuple[str, str]]
    tabs: Sequence[tuple[str, str, bool]]
    called: int
    learners: int
    away: int
    chart: ui.Chart | None
    yesterday: str
    tomorrow: str
    leave_waiting: int


@requires(VIEW_ROLLS)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """`on`, `slot`, `school` in the address; without them: now, and the reader's own school."""
    actor = actor_of(request)
    now = clock.now()
    day = clock.on(now)
    on = day_in(request.GET.get("on", ""), day)
    slot = slot_in(request.GET.get("slot", ""), now)
    school = school_of(request)
    classes = queries.classes_today(actor, school.pk, on, slot) if school is not None else []
    called = [one for one in classes if one.call is not None]
    page = TodayPage(
        school=school,
        on=on,
        slot=slot,
        classes=classes,
        slots=[(str(value), str(label)) for value, label in Slot.choices],
        tabs=[
            (str(one.label), address(school, on, one), one == slot)
            for one in (*SESSIONS, *([] if slot in SESSIONS else [Slot(slot)]))
        ],
        called=len(called),
        learners=sum(one.learners for one in called),
        away=sum(one.with_leave + one.without_leave for one in called),
        chart=_chart(actor, called),
        yesterday=address(school, on - timedelta(1), slot) if on > date.min else "",
        tomorrow=address(school, on + timedelta(1), slot) if on < day else "",
        leave_waiting=queries.leave_waiting(actor),
    )
    return ui.render(request, "attendance/today.html", page)


def address(school: Any, on: date, slot: str) -> str:
    where = f"&school={school.pk}" if school is not None else ""
    return f"{reverse('attendance:today')}?on={on:%Y-%m-%d}&slot={slot}{where}"


def _chart(actor: Actor, called: Sequence[queries.ClassToday]) -> ui.Chart | None:
    """For whoever watches every class; a teacher with two classes reads the table."""
    if not actor.holds(EVERY_CLASS) or not called:
        return None
    worst = sorted(called, key=lambda one: one.with_leave + one.without_leave, reverse=True)[:MOST_BARS]
    shown = sorted(worst, key=lambda one: one.name)
    return ui.Chart(
        _("Vắng theo lớp"),
        kind="stacked",
        categories=[one.name for one in shown],
        series=[
            ui.Series(_("Có phép"), [one.with_leave for one in shown]),
            ui.Series(_("Không phép"), [one.without_leave for one in shown]),
            ui.Series(_("Đi muộn"), [one.late for one in shown]),
        ],
    )
