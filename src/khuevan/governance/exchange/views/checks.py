"""Checking a package that is handed in: the form, and the result record by record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.sheets import units

from .. import queries, services
from ..choices import Result
from ..forms import CheckForm
from ..models import CheckedRecord, PackageCheck
from ..permissions import CHECK_PACKAGES, VIEW_PACKAGES
from .packages import live
from .words import RESULT_TONES, check_badge, lookup, own_code, packages_trail, with_run


@dataclass(frozen=True)
class CheckPackagePage:
    form: CheckForm
    lookup: str
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class KindCounts:
    label: str
    same: int
    differing: int
    missing: int
    extra: int


@dataclass(frozen=True)
class CheckPage:
    check: PackageCheck
    facts: Sequence[tuple[str, object]]
    totals: Sequence[tuple[str, int, str]]
    kinds: Sequence[KindCounts]
    run: Any | None
    listing: ui.Listing
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    cells: Callable[[tuple[CheckedRecord, str, str]], Sequence[object]]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(CHECK_PACKAGES)
@require_http_methods(["GET", "POST"])
def check_package(request: HttpRequest) -> HttpResponse:
    """Whose package, and the file; then a job verifies and compares it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    data = request.POST if request.method == "POST" else None
    form = CheckForm(data, request.FILES or None, initial={"unit": own_code(actor)})
    if data is not None and form.is_valid():
        unit_id = units.by_code(actor, form.cleaned_data["unit"].strip())
        if unit_id is None or unit_id not in access.scope(actor, CHECK_PACKAGES):
            form.add_error("unit", _("Không có trường này trong phạm vi của bạn."))
        else:
            sent = form.cleaned_data["file"]
            try:
                done = services.begin_check(
                    actor, at=clock.now(), unit_id=unit_id, stream=sent, name=sent.name or ""
                )
            except Invalid as invalid:
                for sentence in invalid.errors.values():
                    form.add_error("unit", sentence)
            else:
                return redirect("exchange:check", done.pk)
    page = CheckPackagePage(form, lookup(), packages_trail((_("Kiểm tra gói"), "")))
    return ui.render(request, "exchange/check_package.html", page, status=422 if form.errors else 200)


@requires(VIEW_PACKAGES)
@require_safe
def check(request: HttpRequest, check_id: int) -> HttpResponse:
    """The verdict, the counts of each kind, and each record that is not the same."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    done, run = with_run(actor, lambda: queries.check(actor, check_id))
    listing = ui.Listing.of(request, sort="id", filters=("kind", "result"))
    taken = ui.take_after(
        queries.checked(done, kind=listing.chosen("kind"), result=listing.chosen("result")),
        listing,
        by=("id",),
    )
    page = CheckPage(
        check=done,
        facts=_facts(done),
        totals=_totals(done),
        kinds=_kinds(done),
        run=run,
        listing=listing,
        slice=ui.Slice(**{**taken.__dict__, "rows": tuple(_named(taken.rows))}),
        filters=_filters(done),
        cells=_cells,
        breadcrumbs=packages_trail((done.file_name, "")),
    )
    if request.headers.get("HX-Request") and "part" in request.GET:
        return live(request, page, run, reverse("exchange:check", args=[done.pk]))
    return ui.render(request, "exchange/check.html", page)


def _facts(done: PackageCheck) -> list[tuple[str, object]]:
    made = _("nền tảng này, có trong sổ gói") if done.is_ours else _("không rõ: không có trong sổ gói ở đây")
    return [
        (_("Trường"), done.unit.name),
        (_("Kết luận"), check_badge(done, queries.endings([done]).get(done.pk, ""))),
        (_("Năm học"), done.school_year),
        (_("Gói lập lúc"), ui.formatters.day_and_time(done.made_at) if done.made_at else ""),
        (_("Nơi lập"), made if done.digest else ""),
        (_("Người kiểm tra"), done.asked_by),
        (_("Kiểm tra lúc"), ui.formatters.day_and_time(done.checked_at) if done.checked_at else ""),
        (_("Mã băm của gói"), done.digest),
    ]


def _totals(done: PackageCheck) -> list[tuple[str, int, str]]:
    return [
        (
            str(result.label),
            sum(one.get(result.value, 0) for one in done.counts.values()),
            RESULT_TONES[result],
        )
        for result in Result
    ]


def _kinds(done: PackageCheck) -> list[KindCounts]:
    known = queries.kinds()
    return [
        KindCounts(
            known[code].label if code in known else code, *(found.get(result.value, 0) for result in Result)
        )
        for code, found in done.counts.items()
    ]


def _filters(done: PackageCheck) -> list[ui.Choice]:
    every, known = [("", _("Tất cả"))], queries.kinds()
    kinds = [(code, known[code].label if code in known else code) for code in done.counts]
    results = [(result.value, str(result.label)) for result in Result if result is not Result.SAME]
    return [
        ui.choice("kind", _("Loại hồ sơ"), [*every, *kinds]),
        ui.choice("result", _("Kết quả"), [*every, *results]),
    ]


def _named(rows: Sequence[CheckedRecord]) -> list[tuple[CheckedRecord, str, str]]:
    """(record, its name, its page), one query a kind."""
    known = queries.kinds()
    names = {
        code: queries.names(known[code], {row.record_id for row in rows if row.kind == code})
        for code in {row.kind for row in rows}
        if code in known
    }
    found = []
    for row in rows:
        name = names.get(row.kind, {}).get(row.record_id, "")
        address = known[row.kind].subject.url(str(row.record_id)) if name else ""
        found.append((row, name or f"#{row.record_id}", address))
    return found


def _cells(shown: tuple[CheckedRecord, str, str]) -> Sequence[object]:
    row, name, address = shown
    kind, result = queries.kinds().get(row.kind), Result(row.result)
    columns = [kind.subject.column(column) if kind else column for column in row.columns]
    return (
        ui.link(address, name) if address else name,
        kind.label if kind else row.kind,
        ui.badge(str(result.label), RESULT_TONES[result]),
        ", ".join(columns),
    )
