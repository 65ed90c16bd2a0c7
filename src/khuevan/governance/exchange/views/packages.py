"""Packages: the list, making one, one with its parts and its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.sheets import units

from .. import queries, services
from ..forms import PackageForm
from ..models import Package, PackageCheck
from ..permissions import CHECK_PACKAGES, MAKE_PACKAGES, VIEW_PACKAGES
from ..services.packing import file_name
from .words import (
    check_badge,
    lookup,
    own_code,
    package_badge,
    packages_trail,
    running_year,
    with_run,
)

LAST_CHECKS = 20


@dataclass(frozen=True)
class PackagesPage:
    listing: ui.Listing
    slice: ui.Slice
    cells: Callable[[Package], Sequence[object]]
    checks: Sequence[PackageCheck]
    check_cells: Callable[[PackageCheck], Sequence[object]]
    may_make: bool
    may_check: bool


@dataclass(frozen=True)
class MakePage:
    form: PackageForm
    lookup: str
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class PackagePage:
    package: Package
    facts: Sequence[tuple[str, object]]
    parts: Sequence[tuple[str, int, int, str]]
    run: Any | None
    may_download: bool
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_PACKAGES)
@require_safe
def packages(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sort="-id")
    taken = ui.take_after(queries.packages(actor), listing, by=("id",))
    checks = list(queries.checks(actor).order_by("-id")[:LAST_CHECKS])
    page = PackagesPage(
        listing=listing,
        slice=taken,
        cells=partial(_cells, queries.endings(taken.rows)),
        checks=checks,
        check_cells=partial(_check_cells, queries.endings(checks)),
        may_make=access.decide(actor, MAKE_PACKAGES).allowed,
        may_check=access.decide(actor, CHECK_PACKAGES).allowed,
    )
    return ui.render(request, "exchange/packages.html", page)


@requires(MAKE_PACKAGES)
@require_http_methods(["GET", "POST"])
def make_package(request: HttpRequest) -> HttpResponse:
    """Which school and year; then a job makes it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    data = request.POST if request.method == "POST" else None
    form = PackageForm(data, initial={"unit": own_code(actor), "school_year": running_year()})
    if data is not None and form.is_valid():
        unit_id = units.by_code(actor, form.cleaned_data["unit"].strip())
        if unit_id is None or unit_id not in access.scope(actor, MAKE_PACKAGES):
            form.add_error("unit", _("Không có trường này trong phạm vi của bạn."))
        else:
            try:
                package = services.begin_package(
                    actor, at=clock.now(), unit_id=unit_id, school_year=form.cleaned_data["school_year"]
                )
            except Invalid as invalid:
                for name, sentence in invalid.errors.items():
                    form.add_error("unit" if name == "school" else name, sentence)
            else:
                messages.success(request, _("Đã bắt đầu lập gói dữ liệu."))
                return redirect("exchange:package", package.pk)
    page = MakePage(form, lookup(), packages_trail((_("Lập gói"), "")))
    return ui.render(request, "exchange/make_package.html", page, status=422 if form.errors else 200)


@requires(VIEW_PACKAGES)
@require_safe
def package(request: HttpRequest, package_id: int) -> HttpResponse:
    """What it holds; while its job runs, how far it is, after which the page comes anew."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made, run = with_run(actor, lambda: queries.package(actor, package_id))
    page = PackagePage(
        package=made,
        facts=_facts(made),
        parts=_parts(made),
        run=run,
        may_download=access.decide(actor, MAKE_PACKAGES, on=made).allowed,
        breadcrumbs=packages_trail((f"{made.unit.name} {made.school_year}", "")),
    )
    if request.headers.get("HX-Request") and "part" in request.GET:
        return live(request, page, run, reverse("exchange:package", args=[made.pk]))
    return ui.render(request, "exchange/package.html", page)


@requires(MAKE_PACKAGES)
@require_safe
def download(request: HttpRequest, package_id: int) -> FileResponse:
    """The file; each time logged."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return package_file(actor, queries.package(actor, package_id))


def package_file(actor: Actor, made: Package) -> FileResponse:
    content = services.download(actor, made, at=clock.now())
    response = FileResponse(
        content, as_attachment=True, filename=file_name(made), content_type="application/zip"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def live(request: HttpRequest, page: object, run: Any | None, address: str) -> HttpResponse:
    """The piece that is asked for again and again while the job runs."""
    if run is None or not run.is_open:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = address
        return answer
    response = ui.fragment(request, "exchange/live.html", page)
    response["Cache-Control"] = "no-store"
    return response


def _facts(made: Package) -> list[tuple[str, object]]:
    return [
        (_("Trường"), made.unit.name),
        (_("Năm học"), made.school_year),
        (_("Trạng thái"), package_badge(made, queries.endings([made]).get(made.pk, ""))),
        (_("Người lập"), made.made_by),
        (_("Lập lúc"), ui.formatters.day_and_time(made.made_at) if made.made_at else ""),
        (_("Số bản ghi"), ui.formatters.number(made.rows)),
        (_("Dung lượng"), ui.formatters.filesize(made.size) if made.size else ""),
        (_("Đến thay đổi số"), ui.formatters.number(made.cursor)),
        (_("Mã băm nội dung"), made.content_digest),
        (_("Mã băm của gói"), made.digest),
    ]


def _parts(made: Package) -> list[tuple[str, int, int, str]]:
    known = queries.kinds()
    return [
        (known[one["kind"]].label if one["kind"] in known else one["kind"], one["rows"], one["bytes"], one["sha256"])
        for one in made.parts
        if one["rows"]
    ]  # fmt: skip


def _cells(endings: Mapping[int, str], row: Package) -> Sequence[object]:
    return (
        ui.link(reverse("exchange:package", args=[row.pk]), row.unit.name),
        row.school_year,
        ui.formatters.day_and_time(row.made_at or row.asked_at),
        row.made_by,
        ui.formatters.number(row.rows),
        package_badge(row, endings.get(row.pk, "")),
    )


def _check_cells(endings: Mapping[int, str], row: PackageCheck) -> Sequence[object]:
    return (
        ui.link(reverse("exchange:check", args=[row.pk]), row.file_name),
        row.unit.name,
        ui.formatters.day_and_time(row.asked_at),
        row.asked_by,
        check_badge(row, endings.get(row.pk, "")),
    )
