"""The department's reports as a file for the ministry, and taking such a file in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid, export

from .. import queries, services
from ..forms import PackageForm
from ..permissions import DECIDE_REPORTS, VIEW_REPORTS
from .words import address, trail, unit_asked, year_asked


@dataclass(frozen=True)
class TakeInPage:
    form: PackageForm
    taken: Sequence[tuple[str, str, str]]
    breadcrumbs: Sequence[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_REPORTS)
@require_safe
def package(request: HttpRequest) -> HttpResponse:
    """Of the unit and year asked for. 404 where nothing was sent."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    year, (unit_id, name) = year_asked(request), unit_asked(request)
    content = services.pack_reports(actor, at=clock.now(), unit_id=unit_id, year=year)
    file = export.file_name(f"Goi bieu thong ke {year} {name}", clock.today(), "zip")
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@requires(DECIDE_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """For the ministry's own people."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not queries.receives_packages(actor, clock.today()):
        raise Http404
    form = PackageForm(request.POST, request.FILES) if request.method == "POST" else PackageForm()
    taken: list[services.TakenIn] = []
    if request.method == "POST" and form.is_valid():
        try:
            content = BytesIO(form.cleaned_data["file"].read())
            taken = services.take_in_package(actor, at=clock.now(), stream=content)
        except Invalid as invalid:
            for words in invalid.errors.values():
                form.add_error("file", words)
    page = TakeInPage(
        form,
        [
            (one.symbol, one.why or (_("Đã nhận vào, chờ kiểm tra") if one.is_new else _("Đã có từ trước")),
             address("report", report_id=one.report_id) if one.report_id else "")
            for one in taken
        ],
        trail((_("Nhận gói của Sở"), "")),
    )  # fmt: skip
    return ui.render(request, "statistics/take_in.html", page, status=422 if form.errors else 200)
