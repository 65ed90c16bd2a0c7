"""What is done with a report: each a form on its page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid

from .. import queries, services
from ..models import Report
from ..permissions import DECIDE_REPORTS, PREPARE_REPORTS, SUBMIT_REPORTS
from .reports import show
from .words import NUMBERS, address


@require_POST
@requires(PREPARE_REPORTS)
def begin(request: HttpRequest) -> HttpResponse:
    """A first revision, or the next one of what was returned."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    word, form, year = (request.POST.get(name, "") for name in ("unit", "form", "year"))
    if not (word.isascii() and word.isdigit() and len(word) <= NUMBERS) or year not in queries.years():
        raise Http404
    try:
        made = services.begin_report(actor, at=clock.now(), unit_id=int(word), form=form, year=year)
    except Invalid as invalid:
        messages.error(request, "; ".join(invalid.errors.values()))
        return redirect(address("forms", year, int(word)))
    return redirect("statistics:report", made.pk)


@require_POST
@requires(SUBMIT_REPORTS)
def submit(request: HttpRequest, report_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _done(
        request, report_id, _("Đã duyệt và gửi biểu."),
        lambda actor: services.submit_report(
            actor, at=clock.now(), report_id=report_id, seen=request.POST.get("seen", ""), note=reason
        ),
    )  # fmt: skip


@require_POST
@requires(DECIDE_REPORTS)
def accept(request: HttpRequest, report_id: int) -> HttpResponse:
    return _done(
        request, report_id, _("Đã nhận biểu."),
        lambda actor: services.accept_report(actor, at=clock.now(), report_id=report_id),
    )  # fmt: skip


@require_POST
@requires(DECIDE_REPORTS)
def send_back(request: HttpRequest, report_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _done(
        request, report_id, _("Đã trả lại biểu."),
        lambda actor: services.return_report(actor, at=clock.now(), report_id=report_id, reason=reason),
    )  # fmt: skip


@require_POST
@requires(PREPARE_REPORTS)
def corrections(request: HttpRequest, report_id: int) -> HttpResponse:
    """Takes over what was corrected since the day was frozen, or goes back to what was frozen."""
    take, why = request.POST.get("take") == "1", request.POST.get("why", "")
    said = _("Biểu lấy cả phần sửa sau ngày chốt.") if take else _("Biểu trở lại số liệu đã chốt.")
    return _done(
        request, report_id, said,
        lambda actor: services.choose_corrections(actor, at=clock.now(), report_id=report_id, take=take, why=why),
    )  # fmt: skip


@require_POST
@requires(PREPARE_REPORTS)
def renew(request: HttpRequest, report_id: int) -> HttpResponse:
    return _done(
        request, report_id, _("Đã chuyển biểu sang phiên bản mới."),
        lambda actor: services.renew_layout(actor, at=clock.now(), report_id=report_id),
    )  # fmt: skip


def _done(request: HttpRequest, report_id: int, said: str, act: Callable[[Actor], Report]) -> HttpResponse:
    """Back to the report; a refusal is said on its page, with what was typed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        done = act(actor)
    except Invalid as invalid:
        found = queries.report(actor, report_id)
        typed = request.POST.get("reason", "") or request.POST.get("why", "")
        return show(request, found, error=invalid.errors, reason=typed)
    messages.success(request, said)
    return redirect("statistics:report", done.pk)
