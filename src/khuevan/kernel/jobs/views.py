from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import signed_in

from . import queries, services
from .choices import State
from .permissions import VIEW_JOBS

_OWN = "one's own work; that of one's units is decided by jobs.run:view and jobs.run:manage"


@dataclass(frozen=True)
class RunsPage:
    slice: ui.Slice
    listing: ui.Listing
    states: tuple[tuple[str, str], ...]
    whose: tuple[tuple[str, str], ...]
    worker_is_alive: bool


@dataclass(frozen=True)
class RunPage:
    run: queries.RunRow
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@require_safe
@signed_in(_OWN)
def runs(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sort="-id", filters=("state", "whose"))
    sees_units = access.decide(actor, VIEW_JOBS).allowed
    found = queries.runs(
        actor, state=listing.chosen("state"), mine=listing.chosen("whose") == "mine", text=listing.text
    )
    taken = ui.take_after(found, listing, by=("id",))
    states = (("", _("Tất cả")), ("open", _("Chưa xong")), *((str(s.value), str(s.label)) for s in State))
    page = RunsPage(
        slice=taken.map(lambda row: queries.shown(actor, row)),
        listing=listing,
        states=states,
        whose=(("", _("Tất cả")), ("mine", _("Của tôi"))) if sees_units else (),
        worker_is_alive=queries.worker_is_alive(clock.now()),
    )
    return ui.render(request, "jobs/runs.html", page)


@require_safe
@signed_in(_OWN)
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """The page of one run; to htmx, its live part alone."""
    actor = request.actor  # type: ignore[attr-defined]
    row = queries.shown(actor, queries.run(actor, run_id))
    page = RunPage(row, [(_("Công việc nền"), reverse("jobs:runs")), (f"#{run_id}", "")])
    if request.headers.get("HX-Request") and "part" in request.GET:
        response = ui.fragment(request, "jobs/live.html", page)
        response["Cache-Control"] = "no-store"
        return response
    return ui.render(request, "jobs/run.html", page)


@require_POST
@signed_in(_OWN)
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    stopped = services.cancel(actor, queries.run(actor, run_id), at=clock.now())
    if stopped.state == State.CANCELLED:
        messages.success(request, _("Đã dừng công việc."))
    elif stopped.is_open:
        messages.info(request, _("Đã yêu cầu dừng; công việc sẽ dừng ở bước kế tiếp."))
    else:
        messages.info(request, _("Công việc đã kết thúc trước khi dừng."))
    return redirect("jobs:run", run_id)


@require_POST
@signed_in(_OWN)
def retry(request: HttpRequest, run_id: int) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    again = services.retry(actor, queries.run(actor, run_id), at=clock.now())
    if again.is_open:
        messages.success(request, _("Đã xếp lại vào hàng đợi."))
    else:
        messages.info(request, _("Công việc này không cần chạy lại."))
    return redirect("jobs:run", run_id)
