"""An inventory: opening, counting line by line, differences, confirming; printed as minutes, exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Computed, Invalid, export
from khuevan.kernel.records.errors import NotUnderstood
from khuevan.kernel.records.formats import format_date, parse_date
from khuevan.kernel.records.keys import key_in
from khuevan.register.organisations import queries as organisations

from .. import queries, services
from ..choices import Asset, Condition, InventoryKind, InventoryStatus
from ..models import Inventory
from ..permissions import CONFIRM_INVENTORY, EDIT_FACILITIES, VIEW_FACILITIES
from ..queries import Counted, Whole
from ..records import BOOKS, INVENTORIES
from .board import Number
from .place import actor_of, found_school

STATUS_TONES = {"open": "info", "confirmed": "success", "cancelled": "neutral"}


@dataclass(frozen=True)
class InventoryPage:
    """errors: line id -> sentence. typed: what was typed and refused, input name -> text."""

    whole: Whole
    inventory: Inventory
    breadcrumbs: Sequence[tuple[str, str]]
    status: str
    tone: str
    facts: Sequence[tuple[str, object]]
    may_count: bool
    may_confirm: bool
    conditions: Sequence[tuple[str, Any]]
    errors: Mapping[str, str]
    typed: Mapping[str, str]
    additions: Sequence[tuple[str, str, str]]
    is_open: bool
    asset: str
    problem: str = ""

    def value(self, counted: Counted, name: str) -> str:
        """What stands in an input: what was typed and refused, else what is stored."""
        typed = self.typed.get(f"{name}_{counted.line.pk}")
        if typed is not None:
            return typed
        stored = getattr(counted.line, name)
        return "" if stored is None else str(stored)


@dataclass(frozen=True)
class OpenPage:
    school: Any
    kinds: Sequence[tuple[str, Any]]
    confirmed: Sequence[tuple[str, str]]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    problem: str
    breadcrumbs: Sequence[tuple[str, str]]


def found_inventory(request: HttpRequest, pk: int) -> Inventory:
    found = queries.inventory(actor_of(request), pk)
    if found is None:
        raise Http404
    return found


@requires(VIEW_FACILITIES)
@require_GET
def inventory(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is counted, or was."""
    return _page(request, found_inventory(request, pk))


def _page(
    request: HttpRequest, found: Inventory, *, errors: Mapping[str, str] | None = None, problem: str = "",
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    actor, whole = actor_of(request), queries.whole(found)
    is_open = found.status == InventoryStatus.OPEN
    may_count = is_open and bool(access.decide(actor, EDIT_FACILITIES, on=found.school_id))
    asset = request.GET.get("asset", "")
    page = InventoryPage(
        whole=whole,
        inventory=found,
        breadcrumbs=[
            (_("Cơ sở vật chất"), reverse("facilities:board")),
            (found.school.name, reverse("facilities:school", args=[found.school_id])),
            (found.name, ""),
        ],
        status=found.get_status_display(),
        tone=STATUS_TONES[found.status],
        facts=_facts(found, whole),
        may_count=may_count,
        may_confirm=is_open and bool(access.decide(actor, CONFIRM_INVENTORY, on=found.school_id)),
        conditions=[("", "–"), *Condition.choices[1:]],
        errors=errors or {},
        typed=typed or {},
        additions=[
            (str(record.label), f"{record.url('add')}?school={found.school_id}", record.icon)
            for record in BOOKS
            if record.name not in ("utilities", "internet_line")
        ],
        is_open=is_open,
        asset=asset if asset in Asset.values else "",
        problem=problem,
    )
    wrong = bool(errors) or bool(problem)
    return ui.render(request, "facilities/inventory.html", page, status=422 if wrong else 200)


def _facts(found: Inventory, whole: Whole) -> list[tuple[str, object]]:
    tally = whole.tally
    facts: list[tuple[str, object]] = [
        (_("Đã kiểm đếm"), f"{tally.counted} / {tally.lines}"),
        (_("Dòng có chênh lệch"), str(tally.differing)),
        (_("Thiếu"), str(tally.missing)),
        (_("Thừa"), str(tally.surplus)),
        *((str(item.label), item.text(item.read(found))) for item in INVENTORIES.fields),
    ]
    if found.corrects is not None:
        facts.append((_("Kiểm kê lại cho đợt"), found.corrects.name))
    if whole.is_intact is not None:
        sound = (
            ui.badge(_("Nguyên vẹn"), "success") if whole.is_intact else ui.badge(_("Đã bị sửa"), "danger")
        )
        facts.append((_("Đối chiếu mã băm"), sound))
    return facts


@requires(CONFIRM_INVENTORY)
@require_http_methods(["GET", "POST"])
def open_inventory(request: HttpRequest) -> HttpResponse:
    """GET asks for the day and the committee; POST opens."""
    actor = actor_of(request)
    school_id = key_in(request.GET.get("school", ""))
    school = found_school(actor, school_id) if school_id is not None else _only_school(request)
    access.demand(actor, CONFIRM_INVENTORY, on=school.pk)
    typed = {name: request.POST.get(name, "").strip() for name in ("kind", "as_of", "committee", "corrects")}
    if request.method == "GET":
        typed |= {"kind": InventoryKind.YEARLY.value, "as_of": format_date(clock.today())}
        return _ask(request, school, typed, Invalid({}))
    try:
        made = services.open_inventory(actor, school.pk, _opening(typed), at=clock.now(), on=clock.today())
    except Invalid as invalid:
        return _ask(request, school, typed, invalid)
    messages.success(request, _("Đã mở đợt kiểm kê."))
    return redirect("facilities:inventory_detail", pk=made.pk)


def _only_school(request: HttpRequest) -> Any:
    """The school of somebody who has one only; others come from a school's page."""
    found = list(organisations.schools(actor_of(request), organisations.SchoolFilter(), on=clock.today())[:2])
    if len(found) != 1:
        raise Http404
    return found_school(actor_of(request), found[0].pk)


def _opening(typed: Mapping[str, str]) -> services.OpenOrder:
    errors = {}
    if typed["kind"] not in InventoryKind.values:
        errors["kind"] = _("Hãy chọn loại kiểm kê.")
    day: date | None = None
    try:
        day = parse_date(typed["as_of"])
    except NotUnderstood as problem:
        errors["as_of"] = str(problem)
    if errors or day is None:
        raise Invalid(errors)
    return services.OpenOrder(
        kind=InventoryKind(typed["kind"]),
        as_of=day,
        committee=typed["committee"][:2000],
        corrects_id=key_in(typed["corrects"]),
    )


def _ask(request: HttpRequest, school: Any, typed: Mapping[str, str], invalid: Invalid) -> HttpResponse:
    errors, problem = _errors(invalid)
    confirmed = [
        (str(one.pk), one.name)
        for one in queries.inventories(actor_of(request), school.pk)
        if one.status == InventoryStatus.CONFIRMED
    ]
    page = OpenPage(
        school=school,
        kinds=InventoryKind.choices,
        confirmed=confirmed,
        typed=typed,
        errors=errors,
        problem=problem,
        breadcrumbs=[
            (_("Cơ sở vật chất"), reverse("facilities:board")),
            (school.name, reverse("facilities:school", args=[school.pk])),
            (_("Mở kiểm kê"), ""),
        ],
    )
    return ui.render(request, "facilities/open.html", page, status=422 if errors or problem else 200)


@requires(EDIT_FACILITIES)
@require_POST
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves the lines that were sent. From a single changed line (htmx) answers with that line."""
    found, actor = found_inventory(request, pk), actor_of(request)
    access.demand(actor, EDIT_FACILITIES, on=found.school_id)
    typed = {name: text for name, text in request.POST.items() if isinstance(text, str)}
    if request.headers.get("HX-Request") and _is_half_typed(typed):
        return HttpResponse(
            status=204
        )  # the other cell is being typed: nothing to save, nothing to complain of yet
    problem = ""
    errors: dict[str, str] = {}
    try:
        orders = _orders(typed)
        changed = services.count_lines(actor, found, orders, at=clock.now())
    except Invalid as invalid:
        errors, problem = _errors(invalid)
    if request.headers.get("HX-Request"):
        return _line(request, found_inventory(request, pk), typed, errors, problem)
    if errors or problem:
        return _page(request, found_inventory(request, pk), errors=errors, problem=problem, typed=typed)
    messages.success(request, _("Đã lưu %(number)s dòng.") % {"number": changed})
    asset = request.GET.get("asset", "")
    back = reverse("facilities:inventory_detail", args=[pk])
    return redirect(f"{back}?asset={asset}" if asset in Asset.values else back)


def _is_half_typed(typed: Mapping[str, str]) -> bool:
    """Whether of how many there are and how many are usable only one has been typed."""
    for name, text in typed.items():
        usable = typed.get(f"counted_usable_{name.removeprefix('counted_quantity_')}")
        if (
            name.startswith("counted_quantity_")
            and usable is not None
            and bool(text.strip()) != bool(usable.strip())
        ):
            return True
    return False


@dataclass(frozen=True)
class LinePage:
    """One line again, after it was saved or refused, and the tally of all."""

    page: InventoryPage
    counted: Counted
    saved: bool


def _line(
    request: HttpRequest, found: Inventory, typed: Mapping[str, str], errors: Mapping[str, str], problem: str
) -> HttpResponse:
    """The row of the line that was sent, as htmx puts it in place."""
    sent = next(
        (key_in(name.removeprefix("version_")) for name in typed if name.startswith("version_")), None
    )
    whole = queries.whole(found)
    counted = next((one for section in whole.sections for one in section.lines if one.line.pk == sent), None)
    if counted is None:
        raise Http404
    wrong = errors.get(str(sent), problem)
    page = InventoryPage(
        whole=whole, inventory=found, breadcrumbs=(), status="", tone="", facts=(),
        may_count=found.status == InventoryStatus.OPEN, may_confirm=False,
        conditions=[("", "–"), *Condition.choices[1:]], errors={str(sent): wrong} if wrong else {},
        typed=typed if wrong else {}, additions=(), is_open=found.status == InventoryStatus.OPEN, asset="",
    )  # fmt: skip
    return ui.fragment(request, "facilities/line.html", LinePage(page, counted, saved=not wrong))


def _orders(typed: Mapping[str, str]) -> dict[int, services.CountOrder]:
    """From inputs named counted_quantity_12, counted_usable_12, ... Raises Invalid naming the line."""
    orders, errors = {}, {}
    for name, text in typed.items():
        if not name.startswith("version_"):
            continue
        pk = key_in(name.removeprefix("version_"))
        if pk is None:
            continue
        numbers: dict[str, int | None] = {}
        for column in ("counted_quantity", "counted_usable"):
            raw = typed.get(f"{column}_{pk}", "").strip().replace(".", "")
            numbers[column] = key_in(raw)
            if raw and numbers[column] is None:
                errors[str(pk)] = _("«%(text)s» không phải số nguyên.") % {"text": raw[:20]}
        orders[pk] = services.CountOrder(
            version=key_in(text) or 0,
            quantity=numbers["counted_quantity"],
            usable=numbers["counted_usable"],
            condition=typed.get(f"counted_condition_{pk}", ""),
            remark=typed.get(f"remark_{pk}", ""),
        )
    if errors:
        raise Invalid(errors)
    return orders


def _errors(invalid: Invalid) -> tuple[dict[str, str], str]:
    """(field -> sentence, sentence about the whole)."""
    told = dict(invalid.errors)
    whole = told.pop("", "") or told.pop("__all__", "")
    return {name: str(sentence) for name, sentence in told.items()}, str(whole)


@requires(EDIT_FACILITIES)
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes in what was entered in the books meanwhile."""
    found, actor = found_inventory(request, pk), actor_of(request)
    try:
        added = services.refresh_inventory(actor, found, at=clock.now())
    except Invalid as invalid:
        messages.error(request, _errors(invalid)[1])
    else:
        messages.success(request, _("Đã bổ sung %(number)s dòng.") % {"number": added})
    return redirect("facilities:inventory_detail", pk=pk)


@requires(CONFIRM_INVENTORY)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Freezes it; the books follow."""
    found, actor = found_inventory(request, pk), actor_of(request)
    version, note = key_in(request.POST.get("version", "")) or 0, request.POST.get("note", "")[:2000]
    return _ending(
        request,
        found,
        lambda: services.confirm_inventory(actor, found, at=clock.now(), version=version, note=note),
        _("Đã xác nhận kiểm kê. Sổ đã theo số kiểm đếm."),
    )


@requires(CONFIRM_INVENTORY)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends it without effect, with a reason."""
    found, actor = found_inventory(request, pk), actor_of(request)
    version, why = key_in(request.POST.get("version", "")) or 0, request.POST.get("why", "")[:500]
    return _ending(
        request,
        found,
        lambda: services.cancel_inventory(actor, found, at=clock.now(), version=version, why=why),
        _("Đã hủy đợt kiểm kê."),
    )


def _ending(request: HttpRequest, found: Inventory, act: Any, words: str) -> HttpResponse:
    try:
        act()
    except Invalid as invalid:
        errors, problem = _errors(invalid)
        told = problem or "; ".join(errors.values())
        return _page(request, found_inventory(request, found.pk), problem=told)
    except ChangedMeanwhile as changed:
        return _page(request, found_inventory(request, found.pk), problem=str(changed))
    messages.success(request, words)
    return redirect("facilities:inventory_detail", pk=found.pk)


@requires(VIEW_FACILITIES)
@require_GET
def inventory_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The lines as a workbook."""
    found = found_inventory(request, pk)
    conditions = dict(Condition.choices)
    numbers = {
        "used_since": _("Năm sử dụng"), "booked_quantity": _("Theo sổ"), "counted_quantity": _("Kiểm đếm"),
        "difference": _("Chênh lệch"), "booked_usable": _("Dùng được theo sổ"),
        "counted_usable": _("Dùng được khi kiểm đếm"),
    }  # fmt: skip
    columns = [
        Computed("asset", _("Sổ"), of=lambda row: str(Asset(row["asset"]).label)),
        *(Computed(name, label, of=_reader(name)) for name, label in (
            ("name", _("Tên")), ("place", _("Nơi đặt")), ("unit", _("Đơn vị tính")))),
        *(Number(name, label, of=_reader(name)) for name, label in numbers.items()),
        Computed("booked_condition", _("Tình trạng theo sổ"),
                 of=lambda row: str(conditions[row["booked_condition"]]) if row["booked_condition"] else ""),
        Computed("counted_condition", _("Tình trạng khi kiểm đếm"),
                 of=lambda row: str(conditions[row["counted_condition"]]) if row["counted_condition"] else ""),
        Computed("remark", _("Nguyên nhân, đề nghị"), of=_reader("remark")),
    ]  # fmt: skip
    return export.answer(
        actor_of(request),
        columns,
        queries.lines_as_rows(queries.whole(found)),
        "xlsx",
        title=_("Biên bản kiểm kê %(code)s %(year)s") % {"code": found.school.code, "year": found.year},
        action="facilities.inventory:export",
        at=clock.now(),
        asked=f"inventory={pk}",
    )


def _reader(name: str) -> Any:
    return lambda row: row[name]
