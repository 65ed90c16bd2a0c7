"""Households of a commune and the people in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid

from .. import queries, services
from ..choices import GONE, RoundState
from ..forms import HouseholdForm, MemberForm
from ..models import Household, Member
from ..permissions import EDIT_SURVEY, VIEW_SURVEY
from .places import Place, actor_of, address, household_of, place_of, trail, version_of, year_of

STATES = ("visited", "waiting", "empty", "closed")


@dataclass(frozen=True)
class HouseholdsPage:
    place: Place
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    slice: ui.Slice
    cells: Callable[[Any], Sequence[object]]
    may_edit: bool
    add_url: str
    forms_url: str
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class HouseholdPage:
    place: Place
    household: Household
    facts: Sequence[tuple[str, object]]
    members: Sequence[Member]
    gone: frozenset[str]
    may_edit: bool
    may_visit: bool
    forms_url: str
    paper_url: str
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class FormPage:
    title: str
    lead: str
    form: Any
    version: int
    back: str
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_SURVEY)
@require_safe
def households(request: HttpRequest, commune_id: int) -> HttpResponse:
    place = place_of(request, commune_id)
    listing = ui.Listing.of(request, filters=("hamlet", "state"), keep=("year",))
    state = listing.chosen("state")
    found = queries.households(
        place.id, words=listing.text, hamlet=listing.chosen("hamlet"), state=state if state in STATES else "",
        year=place.year,
    )  # fmt: skip
    states = zip(
        STATES, (_("Đã điều tra"), _("Chưa điều tra"), _("Chưa có người"), _("Không còn")), strict=True
    )
    hamlets = queries.hamlets(place.id)
    page = HouseholdsPage(
        place=place,
        listing=listing,
        filters=[
            ui.choice("hamlet", _("Tổ, thôn, xóm"), [("", _("Tất cả")), *((name, name) for name in hamlets)]),
            ui.choice("state", _("Tình trạng"), [("", _("Tất cả")), *states]),
        ],
        slice=ui.take(found, listing),
        cells=lambda row: _cells(row, place.year),
        may_edit=access.decide(actor_of(request), EDIT_SURVEY, on=place.id).allowed,
        add_url=address("add_household", place),
        forms_url=address("forms", place, hamlet=listing.chosen("hamlet")),
        breadcrumbs=trail(place, (_("Hộ gia đình"), "")),
    )
    return ui.render(request, "universalisation/households.html", page)


def _cells(row: Any, year: int) -> Sequence[object]:
    visited = row.visited_year == year
    return (
        ui.link(f"{reverse('universalisation:household', args=[row.pk])}?year={year}", row.number),
        row.head_name,
        row.hamlet,
        row.address,
        ui.badge(_("chưa có người"), "warning") if not row.here else row.here,
        ui.badge(_("đã điều tra") if visited else _("chưa"), "success" if visited else "neutral"),
    )


@requires(VIEW_SURVEY)
@require_safe
def household(request: HttpRequest, household_id: int) -> HttpResponse:
    found = household_of(request, household_id)
    place = place_of(request, found.unit_id)
    may_edit = access.decide(actor_of(request), EDIT_SURVEY, on=found).allowed
    is_open = place.round is not None and place.round.state == RoundState.OPEN
    page = HouseholdPage(
        place=place,
        household=found,
        facts=[
            (_("Chủ hộ"), found.head_name),
            (_("Tổ, thôn, xóm"), found.hamlet),
            (_("Địa chỉ"), found.address),
            (_("Diện cư trú"), found.get_residence_display()),
            (_("Điều tra năm"), found.visited_year or ""),
            (_("Không còn hộ từ"), f"{found.closed_on:%d/%m/%Y}" if found.closed_on else ""),
        ],
        members=queries.members_of(found.pk),
        gone=frozenset(one.value for one in GONE),
        may_edit=may_edit and found.closed_on is None,
        may_visit=may_edit and is_open and found.closed_on is None and found.visited_year != place.year,
        forms_url=address("forms", place, form=found.number),
        paper_url=address("paper_forms", place, form=found.number),
        breadcrumbs=trail(
            place, (_("Hộ gia đình"), address("households", place)), (_("Phiếu %(n)s") % {"n": found.number}, "")
        ),
    )  # fmt: skip
    return ui.render(request, "universalisation/household.html", page)


@requires(EDIT_SURVEY)
@require_http_methods(["GET", "POST"])
def add_household(request: HttpRequest, commune_id: int) -> HttpResponse:
    place = place_of(request, commune_id, EDIT_SURVEY)
    form = HouseholdForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.save_household(actor_of(request), form.facts(), at=clock.now(), unit_id=place.id)
        except Invalid as invalid:
            form.take(invalid)
        else:
            messages.success(request, _("Đã lập phiếu; hãy ghi người trong hộ."))
            return redirect(f"{reverse('universalisation:household', args=[made.pk])}?year={place.year}")
    return _form_page(
        request, place, form, _("Lập phiếu mới"), address("households", place), (_("Lập phiếu mới"), "")
    )


@requires(EDIT_SURVEY)
@require_http_methods(["GET", "POST"])
def edit_household(request: HttpRequest, household_id: int) -> HttpResponse:
    found = household_of(request, household_id, EDIT_SURVEY)
    place, back = place_of(request, found.unit_id), _home(request, found)
    fields = ("number", "head_name", "hamlet", "address", "residence")
    form = HouseholdForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(found, name) for name in fields},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_household(
                actor_of(request), form.facts(), at=clock.now(), unit_id=found.unit_id, row=found,
                version=version_of(request),
            )  # fmt: skip
        except Invalid as invalid:
            form.take(invalid)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
        else:
            messages.success(request, _("Đã lưu phiếu."))
            return redirect(back)
        found = household_of(request, household_id)
    title = _("Sửa phiếu %(n)s") % {"n": found.number}
    return _form_page(request, place, form, title, back, (title, ""), version=found.version)


@requires(EDIT_SURVEY)
@require_POST
def visit(request: HttpRequest, household_id: int) -> HttpResponse:
    found = household_of(request, household_id, EDIT_SURVEY)
    place = place_of(request, found.unit_id)
    if place.round is None or place.round.state != RoundState.OPEN:
        messages.error(request, _("Đợt điều tra của năm này chưa mở hoặc đã chốt."))
        return redirect(_home(request, found))
    return _act(
        request, found, _("Đã ghi là điều tra trong năm."),
        lambda: services.visit_household(
            actor_of(request), found, at=clock.now(), year=place.year, version=version_of(request)
        ),
    )  # fmt: skip


@requires(EDIT_SURVEY)
@require_POST
def close(request: HttpRequest, household_id: int) -> HttpResponse:
    found = household_of(request, household_id, EDIT_SURVEY)
    return _act(
        request, found, _("Đã ghi là không còn hộ."),
        lambda: services.close_household(actor_of(request), found, at=clock.now(), version=version_of(request)),
    )  # fmt: skip


@requires(EDIT_SURVEY)
@require_http_methods(["GET", "POST"])
def add_member(request: HttpRequest, household_id: int) -> HttpResponse:
    found = household_of(request, household_id, EDIT_SURVEY)
    return _member(request, found, None)


@requires(EDIT_SURVEY)
@require_http_methods(["GET", "POST"])
def edit_member(request: HttpRequest, household_id: int, resident_id: int) -> HttpResponse:
    found = household_of(request, household_id, EDIT_SURVEY)
    row = (
        found.members.filter(pk=resident_id).exclude(presence="mistaken").first()
        if resident_id < 2**31
        else None
    )
    if row is None:
        raise Http404
    return _member(request, found, row)


def _member(request: HttpRequest, found: Household, row: Member | None) -> HttpResponse:
    place, back = place_of(request, found.unit_id), _home(request, found)
    initial = MemberForm.initial_of(row) if row is not None else {"presence": "here"}
    form = MemberForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_member(
                actor_of(request), found, form.facts(), at=clock.now(), row=row, version=version_of(request)
            )
        except Invalid as invalid:
            form.take(invalid)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
        else:
            messages.success(request, _("Đã lưu."))
            return redirect(back)
        if row is not None:
            row.refresh_from_db()
    title = row.full_name if row is not None else _("Thêm người vào phiếu %(n)s") % {"n": found.number}
    step = (_("Phiếu %(n)s") % {"n": found.number}, back)
    return _form_page(
        request, place, form, title, back, step, (title, ""), version=row.version if row is not None else 0
    )


def _act(request: HttpRequest, found: Household, done: str, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except (Invalid, ChangedMeanwhile) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect(_home(request, found))


def _home(request: HttpRequest, found: Household) -> str:
    return f"{reverse('universalisation:household', args=[found.pk])}?year={year_of(request)}"


def _form_page(
    request: HttpRequest, place: Place, form: Any, title: str, back: str, *steps: tuple[str, str], version: int = 0
) -> HttpResponse:  # fmt: skip
    page = FormPage(title, place.name, form, version, back, trail(place, *steps))
    return ui.render(request, "universalisation/form.html", page, status=422 if form.errors else 200)
