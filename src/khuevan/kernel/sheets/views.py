"""The pages of imports and exports. Who may do what is decided by each layout's own permissions."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import access, audit, clock, files, jobs, ui
from khuevan.kernel.access import Actor, signed_in
from khuevan.kernel.jobs import queries as runs
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.export import file_name
from khuevan.kernel.ui import Slice

from . import queries, services, units, writing
from .choices import State
from .columns import Setting
from .forms import ListForm, UploadForm
from .layout import Layout, layouts
from .models import Import
from .reading import Book, load
from .services import folder
from .understanding import Understanding

_BY_LAYOUT = "each layout names the permission that its import and export need; it is asked for at the unit"


@dataclass(frozen=True)
class ImportsPage:
    slice: Slice
    listing: ui.Listing
    layouts: list[dict[str, Any]]


@dataclass(frozen=True)
class UploadPage:
    layout: Layout
    form: UploadForm
    lookup: str
    own: str
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ExportPage:
    layout: Layout
    form: ListForm
    lookup: str
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ImportPage:
    """`kind`, `rows`, `total`: the part of the preview that is shown."""

    made: Import
    layout: Layout
    unit: str
    state_label: str
    tone: str
    run: Any
    understood: Understanding | None
    columns: list[dict[str, Any]]
    choices: list[tuple[str, str]]
    sheets: list[tuple[str, str]]
    missing: list[str]
    repairs: list[queries.Repair]
    aside: list[tuple[int, str, str]]
    doubts: list[tuple[str, str, int]]
    counts: list[tuple[str, str, int, str]]
    kind: str
    rows: list[queries.Row]
    total: int
    number: int
    is_gone: bool
    may: bool
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)

    @property
    def reasons(self) -> dict[str, str]:
        """Why something could not be undone."""
        return {code: str(words) for code, words in queries.WHY_LEFT.items()}

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // queries.PAGE))

    @property
    def left_out(self) -> int:
        return int(self.made.counts.get("wrong", 0) + self.made.counts.get("doubtful", 0))


@require_safe
@signed_in(_BY_LAYOUT)
def imports(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sort="-id")
    taken = ui.take_after(queries.imports(actor), listing, by=("id",))
    known = layouts()

    def shown(made: Import) -> dict[str, Any]:
        layout = known.get(made.layout)
        return {
            "id": made.pk, "name": made.file_name, "list": str(layout.title) if layout else made.layout,
            "unit": units.name_of(made.unit_id), "who": made.actor_name, "at": made.created_at,
            "state": str(State(made.state).label), "tone": queries.STATE_TONES[State(made.state)],
        }  # fmt: skip

    offered = [
        {"key": layout.key, "title": str(layout.title), "icon": layout.icon, "help": str(layout.help),
         "may": access.decide(actor, layout.permission).allowed}
        for layout in queries.offered(actor)
    ]  # fmt: skip
    return ui.render(request, "sheets/imports.html", ImportsPage(taken.map(shown), listing, offered))


@signed_in(_BY_LAYOUT)
def upload(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    layout = _layout(key)
    access.demand(actor, layout.permission)
    own = units.code_of(actor, actor.home_unit_id) if actor.home_unit_id is not None else ""
    data = request.POST if request.method == "POST" else None
    form = UploadForm(layout, actor, actor.home_unit_id, data, request.FILES or None, initial={"unit": own})
    if data is not None and form.is_valid():
        try:
            made = _take(actor, layout, form)
        except Invalid as problem:
            for name, sentence in problem.errors.items():
                form.add_error(name if name in form.fields else None, sentence)
        except files.FileRefused as refused:
            form.add_error("file", refused.reason)
        else:
            return redirect("sheets:import", made.pk)
    trail = [(_("Nhập, xuất tệp"), reverse("sheets:imports")), (str(layout.title), "")]
    lookup = reverse(units.lookup()) if units.lookup() else ""
    page = UploadPage(layout, form, lookup, own, trail)
    return ui.render(request, "sheets/upload.html", page, status=422 if form.errors else 200)


def _take(actor: Actor, layout: Layout, form: UploadForm) -> Import:
    sent = form.cleaned_data
    unit_id = units.by_code(actor, sent["unit"].strip())
    if unit_id is None:
        raise Invalid({"unit": _("Không có đơn vị này trong phạm vi của bạn.")})
    return services.upload_file(
        actor, layout, at=clock.now(), unit_id=unit_id, stream=sent["file"], name=sent["file"].name,
        values={parameter.name: sent[parameter.name] for parameter in layout.parameters},
    )  # fmt: skip


@require_safe
@signed_in(_BY_LAYOUT)
def one(request: HttpRequest, import_id: int) -> HttpResponse:
    """Every step of one import; while a job runs, its progress, after which the page comes anew."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made, run = runs.with_run(lambda: queries.one_import(actor, import_id))
    page = _page(actor, made, run, request)
    if request.headers.get("HX-Request") and "part" in request.GET:
        if page.run is None or not page.run.is_open:
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = reverse("sheets:import", args=[import_id])
            return answer
        response = ui.fragment(request, "sheets/live.html", page)
        response["Cache-Control"] = "no-store"
        return response
    return ui.render(request, "sheets/import.html", page)


def _page(actor: Actor, made: Import, run: jobs.JobRun | None, request: HttpRequest) -> ImportPage:
    layout = layouts()[made.layout]
    kind = request.GET.get("kind", "")
    number = max(1, _small(request.GET.get("page", ""), 1))
    counts = [
        (one, str(label), made.counts[one], queries.TONES[one])
        for one, label in queries.LABELS.items()
        if made.counts.get(one)
    ]
    kind = kind or next(
        (one for one in ("wrong", "doubtful", "changed", "new", "unchanged") if made.counts.get(one)), ""
    )
    rows: list[queries.Row] = []
    total, is_gone = 0, False
    if made.state == State.CHECKED or (made.counts and made.state in (State.COMMITTED, State.UNDONE)):
        try:
            rows, total = queries.rows(actor, made, clock.now(), kind, number)
        except FileNotFoundError:
            is_gone = True
    understood = Understanding.of_json(made.understood) if made.understood else None
    columns, sheets = _reading(layout, made, understood)
    return ImportPage(
        made=made,
        layout=layout,
        unit=units.name_of(made.unit_id),
        state_label=str(State(made.state).label),
        tone=queries.STATE_TONES[State(made.state)],
        run=runs.shown(actor, run) if run is not None else None,
        understood=understood,
        columns=columns,
        choices=[("", _("– bỏ qua –")), *((column.name, str(column.label)) for column in layout.columns)],
        sheets=sheets,
        missing=[str(layout.by_name[name].label) for name in made.told.get("missing", [])],
        repairs=queries.repairs(made),
        aside=queries.aside(made),
        doubts=queries.doubts(made) if made.state == State.CHECKED else [],
        counts=counts,
        kind=kind,
        rows=rows,
        total=total,
        number=number,
        is_gone=is_gone,
        may=access.decide(actor, layout.permission, on=made.unit_id).allowed,
        breadcrumbs=[(_("Nhập, xuất tệp"), reverse("sheets:imports")), (made.file_name, "")],
    )


def _reading(
    layout: Layout, made: Import, understood: Understanding | None
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    if understood is None:
        return [], []
    how = {
        "same": _("đúng tên"), "alike": _("gần giống, hãy xem lại"), "remembered": _("như lần trước"),
        "chosen": _("bạn chọn"), "twin": _("trùng tiêu đề với cột khác"), "": _("không dùng"),
    }  # fmt: skip
    columns = [
        {"at": match.at, "heading": match.heading or _("(không tiêu đề)"), "name": match.name,
         "how": how[match.how], "samples": "; ".join(match.samples)}
        for match in understood.columns
    ]  # fmt: skip
    try:
        book: Book = load(folder.cells(made.pk))
    except Exception:
        return columns, []
    return columns, [(str(sheet.number), sheet.name) for sheet in book.sheets if sheet.rows]


@require_POST
@signed_in(_BY_LAYOUT)
def columns(request: HttpRequest, import_id: int) -> HttpResponse:
    """The user's own assignment of columns; with a sheet or row named, where the table stands."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = queries.one_import(actor, import_id)
    chosen = {
        int(name.removeprefix("column-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("column-") and _small(name.removeprefix("column-"), -1) >= 0
    }
    place = None
    sheet, row = request.POST.get("sheet", ""), request.POST.get("row", "")
    understood = Understanding.of_json(made.understood) if made.understood else None
    if _small(sheet, -1) >= 0 and _small(row, 0) > 0:
        asked = (_small(sheet, 0), _small(row, 1) - 1, _small(row, 1) - 1)
        if understood is None or asked[:2] != (understood.sheet, understood.top):
            place, chosen = asked, {}
    return _do(
        request, made, lambda: services.remap_import(actor, made, at=clock.now(), columns=chosen, place=place)
    )


@require_POST
@signed_in(_BY_LAYOUT)
def decide(request: HttpRequest, import_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = queries.one_import(actor, import_id)
    codes = {request.POST["code"]: request.POST.get("choice", "")} if request.POST.get("code") else None
    number = _small(request.POST.get("row", ""), 0)
    rows = {number - 1: request.POST.get("choice", "")} if number > 0 else None
    clear = request.POST["clear"] == "1" if "clear" in request.POST else None
    return _do(
        request,
        made,
        lambda: services.decide_rows(actor, made, at=clock.now(), rows=rows, codes=codes, clear=clear),
    )


@require_POST
@signed_in(_BY_LAYOUT)
def commit(request: HttpRequest, import_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = queries.one_import(actor, import_id)
    partial = request.POST.get("partial") == "1"
    return _do(request, made, lambda: services.commit_import(actor, made, at=clock.now(), partial=partial))


@require_POST
@signed_in(_BY_LAYOUT)
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = queries.one_import(actor, import_id)
    return _do(request, made, lambda: services.undo_import(actor, made, at=clock.now()))


@require_POST
@signed_in(_BY_LAYOUT)
def drop(request: HttpRequest, import_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = queries.one_import(actor, import_id)
    return _do(request, made, lambda: services.drop_import(actor, made, at=clock.now()))


@require_safe
@signed_in(_BY_LAYOUT)
def marked(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """The user's file with its errors marked, for those who see the import."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = queries.one_import(actor, import_id)
    if made.returned_id is None:
        raise Http404
    stored = files.StoredFile.objects.get(pk=made.returned_id)
    return FileResponse(files.content(stored), as_attachment=True, filename=stored.name)


@require_safe
@signed_in(_BY_LAYOUT)
def template(request: HttpRequest, key: str) -> HttpResponseBase:
    """The empty workbook of a layout, with its catalogues."""
    return _written(request, _layout(key), filled=False)


@require_safe
@signed_in(_BY_LAYOUT)
def export(request: HttpRequest, key: str) -> HttpResponseBase:
    """The unit's records in the layout's workbook."""
    return _written(request, _layout(key), filled=True)


def _written(request: HttpRequest, layout: Layout, *, filled: bool) -> HttpResponseBase:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permission = layout.view or layout.permission
    access.demand(actor, permission)
    text = request.GET.get("unit", "").strip()
    unit_id = units.by_code(actor, text) if text else actor.home_unit_id
    if unit_id is None:
        said = _("Không có đơn vị này trong phạm vi của bạn.") if text else _("Hãy chọn đơn vị.")
        return _which_unit(request, layout, said)
    access.demand(actor, permission, on=unit_id)
    at = clock.now()
    chosen = {}
    for parameter in layout.parameters:
        offered = dict(parameter.choices(actor, unit_id))
        value = request.GET.get(parameter.name, "")
        chosen[parameter.name] = value if value in offered else next(iter(offered), "")
    setting = Setting(actor, at, unit_id, chosen)
    rows = layout.shown(layout.target.current(setting))
    if filled and not text and rows.is_empty():
        said = _("%(unit)s không có dòng nào trong danh sách này. Chọn đơn vị có danh sách cần lấy ra.")
        return _which_unit(request, layout, said % {"unit": units.name_of(unit_id)})
    rows = rows if filled else rows.clear()
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "list.xlsx"
        count = writing.write(layout, setting, rows, target, unit_name=units.name_of(unit_id))
        content = target.open("rb")
    if filled:
        audit.export(actor, "sheets.list:export", at=at, rows=count, unit_id=unit_id, layout=layout.key)
    return FileResponse(
        content, as_attachment=True, filename=file_name(str(layout.title), clock.on(at), "xlsx")
    )


def _which_unit(request: HttpRequest, layout: Layout, said: str) -> HttpResponse:
    """Asks whose list is meant, where nobody said so and the own unit has none. said: why it is asked."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own = units.code_of(actor, actor.home_unit_id) if actor.home_unit_id is not None else ""
    form = ListForm(layout, actor, actor.home_unit_id, {"unit": own, **request.GET.dict()})
    form.add_error("unit", said)
    trail = [(_("Nhập, xuất tệp"), reverse("sheets:imports")), (str(layout.title), "")]
    page = ExportPage(layout, form, reverse(units.lookup()) if units.lookup() else "", trail)
    return ui.render(request, "sheets/export.html", page, status=422)


def _small(text: str, otherwise: int) -> int:
    """A number of a row, sheet or page as it was sent; `otherwise` for what cannot be one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 7 else otherwise


def _layout(key: str) -> Layout:
    found = layouts().get(key)
    if found is None:
        raise Http404
    return found


def _do(request: HttpRequest, made: Import, act: Any) -> HttpResponse:
    """One step, and back to the import; what is in the way is said there."""
    try:
        act()
    except Invalid as problem:
        messages.error(request, str(problem))
    except FileNotFoundError:
        messages.error(request, _("Bản kiểm tra của tệp đã quá cũ và bị xóa. Hãy gửi lại tệp."))
    back = request.POST.get("kind", "")
    return redirect(
        reverse("sheets:import", args=[made.pk]) + (f"?kind={back}#rows" if back.isalpha() else "")
    )
