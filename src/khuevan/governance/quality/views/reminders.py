"""What the reader was reminded of, and saying that it was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.checks import components

from .. import queries, services
from ..permissions import VIEW_QUALITY
from .words import breadcrumbs


@dataclass(frozen=True)
class RemindersPage:
    """`labels`: of the components by code."""

    listing: ui.Listing
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    labels: Mapping[str, str]
    breadcrumbs: list[tuple[str, str]]


@requires(VIEW_QUALITY)
def reminders(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, filters=("state",))
    options = [("", _("Chưa xem")), ("seen", _("Đã xem"))]
    page = RemindersPage(
        listing=listing,
        slice=ui.take(queries.reminders(actor, seen=listing.chosen("state") == "seen"), listing),
        filters=[ui.choice("state", _("Trạng thái"), options)],
        labels={part.code: str(part.label) for part in components()},
        breadcrumbs=breadcrumbs((_("Nhắc cập nhật dữ liệu"), "")),
    )
    return ui.render(request, "quality/reminders.html", page)


@require_POST
@requires(VIEW_QUALITY)
def reminder_seen(request: HttpRequest, reminder_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.reminders(actor).filter(pk=reminder_id).first() if reminder_id < 2**63 else None
    if found is None:
        raise Http404
    services.mark_seen(actor=actor, at=clock.now(), reminder=found)
    messages.success(request, _("Đã ghi nhận là đã xem."))
    return redirect("quality:reminders")
