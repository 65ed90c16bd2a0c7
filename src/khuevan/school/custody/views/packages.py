"""Packages: the list, packing a class, one package with its cards and what fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import access, audit, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.school.schoolyear import queries as years

from .. import queries, services
from ..choices import PACKAGE_STATES, KeptState
from ..models import KeptCard, Package, PackedCard
from ..permissions import (
    CHECK_PACKAGES,
    DECIDE_PACKAGES,
    DOWNLOAD_PACKAGES,
    MAKE_PACKAGES,
    SUBMIT_PACKAGES,
    VIEW_PACKAGES,
)
from ..queries.lists import ClassToPack
from ..rules import PackageState, package_step
from .words import fault_rows, state_badge, trail

STEPS = {
    "sign": (MAKE_PACKAGES, "signature"),
    "submit": (SUBMIT_PACKAGES, "send"),
    "check": (CHECK_PACKAGES, "file-search"),
    "accept": (DECIDE_PACKAGES, "circle-check"),
    "send_back": (DECIDE_PACKAGES, "arrow-back-up"),
    "withdraw": (SUBMIT_PACKAGES, "x"),
}


@dataclass(frozen=True)
class PackagesPage:
    listing: ui.Listing
    slice: ui.Slice
    cells: Callable[[Package], Sequence[object]]
    states: Sequence[tuple[str, object]]
    may_make: bool


@dataclass(frozen=True)
class MakePage:
    classes: Sequence[ClassToPack]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class PackagePage:
    """steps: (address, words, icon, kind) of what the reader may do now."""

    package: Package
    badge: object
    facts: Sequence[tuple[str, object]]
    packed: Sequence[PackedCard]
    faults: Sequence[tuple[str, str, str]]
    steps: Sequence[tuple[str, str, str, str]]
    history: Sequence[object]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class StorePage:
    listing: ui.Listing
    slice: ui.Slice
    cells: Callable[[KeptCard], Sequence[object]]
    states: Sequence[tuple[str, object]]


@requires(VIEW_PACKAGES)
@require_safe
def packages(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sort="-id", filters=("state",))
    state = listing.chosen("state")
    wanted = queries.Filters(state=state if state in [one for one, _label in PACKAGE_STATES] else "")
    page = PackagesPage(
        listing=listing,
        slice=ui.take_after(queries.packages(actor, wanted), listing, by=("id",)),
        cells=_cells,
        states=[("", _("Tất cả")), *PACKAGE_STATES],
        may_make=access.decide(actor, MAKE_PACKAGES).allowed,
    )
    return ui.render(request, "custody/packages.html", page)


@requires(MAKE_PACKAGES)
@require_http_methods(["GET", "POST"])
def make_package(request: HttpRequest) -> HttpResponse:
    """Which class; its issued cards are chosen at once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        chosen = request.POST.get("class_id", "")
        group = (
            years.class_of(int(chosen))
            if chosen.isascii() and chosen.isdecimal() and len(chosen) < 10
            else None
        )
        if group is None or group.school_id not in access.scope(actor, MAKE_PACKAGES):
            raise Http404
        try:
            made = services.make_package(actor, group, at=clock.now())
        except Invalid as invalid:
            messages.error(request, " ".join(invalid.errors.values()))
        else:
            messages.success(
                request, _("Đã chọn %(count)s học bạ. Bước tiếp theo: ký gói.") % {"count": made.cards}
            )
            return redirect("custody:package", made.pk)
    page = MakePage(queries.classes_to_pack(actor), trail((_("Đóng gói"), "")))
    return ui.render(request, "custody/make_package.html", page)


@requires(VIEW_PACKAGES)
@require_safe
def package(request: HttpRequest, package_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.package(actor, package_id)
    page = PackagePage(
        package=found,
        badge=state_badge(found),
        facts=_facts(found),
        packed=list(found.packed.order_by("code")[:500]),
        faults=fault_rows(found.faults),
        steps=_steps(actor, found),
        history=audit.history(actor, found),
        breadcrumbs=trail((f"{found.class_group.name}, {found.school.name}", "")),
    )
    return ui.render(request, "custody/package.html", page)


@requires(DOWNLOAD_PACKAGES)
@require_safe
def download(request: HttpRequest, package_id: int) -> FileResponse:
    """The archive; each time logged."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.package(actor, package_id)
    return archive_response(services.download_package(actor, found, at=clock.now()), f"{found.uid}.zip")


@requires(VIEW_PACKAGES)
@require_safe
def store(request: HttpRequest) -> HttpResponse:
    """What is kept of the schools in one's scope."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sort="-id", filters=("state",))
    found = queries.kept_cards(actor, queries.Filters(state=listing.chosen("state"), text=listing.text))
    page = StorePage(
        listing=listing,
        slice=ui.take_after(found, listing, by=("id",)),
        cells=_kept_cells,
        states=[("", KeptState.CURRENT.label), *KeptState.choices[1:]],
    )
    return ui.render(request, "custody/store.html", page)


def archive_response(content: object, name: str) -> FileResponse:
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def step_words(step: str) -> str:
    return {
        "sign": _("Ký gói"),
        "submit": _("Nộp"),
        "check": _("Kiểm tra"),
        "accept": _("Nhận vào kho"),
        "send_back": _("Trả lại"),
        "withdraw": _("Rút gói"),
    }[step]


def _steps(actor: Actor, found: Package) -> list[tuple[str, str, str, str]]:
    steps: list[tuple[str, str, str, str]] = []
    for step, (permission, icon) in STEPS.items():
        follows = package_step(PackageState(found.state), step) is not None
        if follows and access.decide(actor, permission, on=found):
            kind = "danger" if step in ("send_back", "withdraw") else "secondary" if steps else "primary"
            steps.append((reverse(f"custody:{step}", args=[found.pk]), step_words(step), icon, kind))
    if found.file_id and access.decide(actor, DOWNLOAD_PACKAGES, on=found):
        steps.append((reverse("custody:download", args=[found.pk]), _("Tải gói"), "download", "secondary"))
    return steps


def _facts(found: Package) -> list[tuple[str, object]]:
    when = ui.formatters.day_and_time
    rows = [
        (_("Trường"), found.school.name),
        (_("Lớp"), found.class_group.name),
        (_("Năm học"), found.school_year.code),
        (_("Nơi nhận"), found.receiver.name),
        (_("Số học bạ"), ui.formatters.number(found.cards)),
        (_("Chưa có học bạ phát hành"), ui.formatters.number(found.left_out) if found.left_out else ""),
        (_("Lập"), f"{found.made_by}, {when(found.made_at)}"),
        (_("Ký gói"), f"{found.signed_by}, {when(found.signed_at)}" if found.signed_at else ""),
        (_("Nộp lúc"), when(found.submitted_at) if found.submitted_at else ""),
        (_("Kiểm tra"), f"{found.checked_by}, {when(found.checked_at)}" if found.checked_at else ""),
        (_("Kết thúc"), f"{found.decided_by}, {when(found.decided_at)}" if found.decided_at else ""),
        (_("Lý do"), found.note),
        (_("Số gói"), found.uid),
        (_("Mã băm bản kê"), found.digest),
    ]
    return [(label, value) for label, value in rows if value]


def _cells(row: Package) -> Sequence[object]:
    return (
        ui.link(
            reverse("custody:package", args=[row.pk]), _("Lớp %(name)s") % {"name": row.class_group.name}
        ),
        row.school.name,
        row.school_year.code,
        ui.formatters.number(row.cards),
        state_badge(row),
        ui.formatters.day_and_time(row.submitted_at or row.made_at),
    )


def _kept_cells(row: KeptCard) -> Sequence[object]:
    return (
        row.name,
        row.learner,
        row.year,
        row.class_name,
        row.issued_by,
        ui.formatters.number(row.card_version),
        state_badge(row),
        ui.formatters.day_and_time(row.kept_at),
    )
