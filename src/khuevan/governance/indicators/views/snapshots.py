"""Which states of the figures were frozen, and freezing the present one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires

from .. import queries, services
from ..models import Snapshot
from ..permissions import FREEZE, VIEW_VALUES
from .words import start


@dataclass(frozen=True)
class SnapshotsPage:
    rows: Sequence[Snapshot]
    cells: Callable[[Snapshot], Sequence[object]]
    may_freeze: bool
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class FreezePage:
    period: str
    reason: str
    breadcrumbs: Sequence[tuple[str, str]]
    errors: dict[str, str] = field(default_factory=dict)


@requires(VIEW_VALUES)
def snapshots(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = SnapshotsPage(
        rows=queries.snapshots(),
        cells=_cells,
        may_freeze=access.decide(actor, FREEZE).allowed,
        breadcrumbs=trail(),
    )
    return ui.render(request, "indicators/snapshots.html", page)


@requires(FREEZE)
def freeze(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    period, reason = request.POST.get("period", ""), request.POST.get("reason", "")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            frozen = services.freeze(actor=actor, at=clock.now(), period=period, reason=reason)
        except services.CannotFreeze as cannot:
            errors = {cannot.field: cannot.reason}
        else:
            messages.success(request, _("Đã chốt số liệu."))
            return redirect("indicators:snapshot", frozen.pk)
    steps = [start(), (_("Chốt số liệu"), "")]
    page = FreezePage(period[:200], reason[:1_000], steps, errors)
    return ui.render(request, "indicators/freeze.html", page, status=422 if errors else 200)


def trail(last: str = "") -> list[tuple[str, str]]:
    """The way to the list of frozen states, or to one of them."""
    listed = (_("Kỳ số liệu đã chốt"), reverse("indicators:snapshots") if last else "")
    return [start(), listed, *([(last, "")] if last else [])]


def _cells(one: Snapshot) -> Sequence[object]:
    state = queries.frozen(one)
    whole = state is not None and not state.broken
    return (
        ui.link(reverse("indicators:snapshot", args=[one.pk]), str(one)),
        ui.formatters.day(one.as_of),
        ui.formatters.day_and_time(one.frozen_at),
        one.frozen_by,
        ui.formatters.number(one.rows),
        ui.badge(_("nguyên vẹn"), "success")
        if whole
        else ui.badge(_("tệp đã bị thay đổi hoặc mất"), "danger"),
        one.digest[:16],
        one.reason or ui.formatters.NOTHING,
    )
