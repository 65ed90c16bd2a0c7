"""Reports that their units made public: the list, one to read, its pages as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.governance.reports import queries as published
from khuevan.governance.reports.choices import Tier
from khuevan.governance.reports.queries import Published
from khuevan.kernel import clock, text, ui
from khuevan.kernel.access import public
from khuevan.kernel.ui import formatters

OPEN = (
    "Reports that were sent and that their units made public; no signature and no name of whoever wrote them."
)


@dataclass(frozen=True)
class ReportsPage:
    listing: ui.Listing
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    cells: Callable[[Any], Sequence[object]]
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ReportPage:
    """sections: heading and paragraphs. aims: number, subject, goal, result."""

    report: Published
    facts: Sequence[tuple[str, str]]
    sections: Sequence[tuple[str, Sequence[str]]]
    aims: Sequence[tuple[str, str, str, str]]
    has_withheld: bool
    breadcrumbs: Sequence[tuple[str, str]]


@public(OPEN)
@require_safe
@ui.for_everybody
def reports(request: HttpRequest) -> HttpResponse:
    listing = ui.Listing.of(request, filters=("year", "outline", "tier"))
    every = published.published_reports()
    every_word = [("", _("Tất cả"))]
    years = sorted({one.school_year for one in every}, reverse=True)
    outlines = {one.outline: one.outline_label for one in every}
    page = ReportsPage(
        listing=listing,
        slice=ui.take_of([one for one in every if _fits(one, listing)], listing),
        filters=[
            ui.choice("year", _("Năm học"), [*every_word, *((one, one) for one in years)]),
            ui.choice("outline", _("Loại báo cáo"), [*every_word, *outlines.items()]),
            ui.choice("tier", _("Cấp"), [*every_word, *Tier.choices]),
        ],
        cells=_cells,
        breadcrumbs=[_start(), (_("Báo cáo"), "")],
    )
    return ui.render(request, "portal/reports.html", page)


@public(OPEN)
@require_safe
@ui.for_everybody
def report(request: HttpRequest, document_id: int) -> HttpResponse:
    found = published.published_report(document_id)
    one = found.report
    page = ReportPage(
        report=one,
        facts=[
            (_("Đơn vị"), one.unit_name), (_("Loại báo cáo"), one.outline_label), (_("Năm học"), one.school_year),
            (_("Số liệu tính đến"), formatters.day(one.as_of)), (_("Gửi ngày"), formatters.day(one.submitted_on)),
            (_("Công khai ngày"), formatters.day(clock.on(one.published_at))),
            *([(_("Lần"), str(one.edition))] if one.edition > 1 else []),
            (_("Mã băm SHA-256 của bản đã gửi"), one.digest),
        ],
        sections=[(label, _paragraphs(words)) for label, words in found.sections.items()],
        aims=[
            (row.get("tt", ""), row.get("noi dung", ""), row.get("muc tieu", ""), row.get("ket qua", ""))
            for row in found.aims
        ],
        has_withheld=any(published.WITHHELD in row.get("ket qua", "") for row in found.aims),
        breadcrumbs=[_start(), (_("Báo cáo"), reverse("portal:reports")), (one.title, "")],
    )  # fmt: skip
    return ui.render(request, "portal/report.html", page)


@public(OPEN)
@require_safe
@ui.for_everybody
def report_pdf(request: HttpRequest, document_id: int) -> HttpResponse:
    name, content = published.published_pdf(document_id)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return answer


def _start() -> tuple[str, str]:
    return _("Cổng công khai"), reverse("portal:home")


def _fits(one: Published, listing: ui.Listing) -> bool:
    asked = {"year": one.school_year, "outline": one.outline, "tier": one.tier.value}
    if any(listing.chosen(name) not in ("", value) for name, value in asked.items()):
        return False
    known = text.search_text(f"{one.title} {one.unit_name} {one.outline_label}")
    return all(word in known for word in text.search_words(listing.text))


def _cells(one: Published) -> Sequence[object]:
    return (
        ui.link(reverse("portal:report", args=[one.report_id]), one.title), one.unit_name, one.outline_label,
        one.school_year, formatters.day(clock.on(one.published_at)),
    )  # fmt: skip


def _paragraphs(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]
