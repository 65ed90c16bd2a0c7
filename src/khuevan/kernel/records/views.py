"""The pages of a record. Each translates a request into one service call or some queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel import audit, clock, ui
from khuevan.kernel.access import Permission, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.text import nfc

from . import export, history, inline, panels, services
from .autosave import row_of, save_view, version_sent
from .errors import WHOLE, Conflict, DeclarationError, Invalid, NotUnderstood
from .fields import Field, Reference
from .formats import format_moment, parse_date
from .forms import read_form, sections
from .listing import every, page, read_asked, slots, sorts_asked
from .pages import (
    AskPage,
    DetailPage,
    Fact,
    FactGroup,
    FormPage,
    ListPage,
    PrintPage,
    RecordListing,
    columns,
    controls,
    rows_of,
    slice_of,
    written_cells,
)
from .record import Record

View = Callable[..., HttpResponse]
PRINTED = 1_000


def pages(record: Record, own: Mapping[str, View] | None = None) -> list[URLPattern]:
    """All pages that the declaration offers; what it does not offer has no address."""
    one = f"{record.address}/<int:pk>"
    made: list[tuple[str, str, View]] = [
        (f"{record.address}/", "list", list_view(record)),
        (f"{record.address}/print/", "printed", print_view(record)),
        (f"{record.address}/export/<slug:kind>/", "export", export_view(record)),
        (f"{one}/", "detail", detail_view(record)),
    ]
    if record.create is not None:
        made.append((f"{record.address}/add/", "add", add_view(record)))
    if record.change is not None:
        made.append((f"{one}/change/", "change", change_view(record)))
        made.append((f"{one}/save/", "save", save_view(record)))
    if inline.editable(record):
        made.append((f"{one}/cell/<slug:name>/", "cell", inline.cell_view(record)))
    if record.close is not None:
        made.append((f"{one}/close/", "close", ask_view(record, "close")))
    if record.delete is not None:
        made.append((f"{one}/delete/", "delete", ask_view(record, "delete")))
    if any(isinstance(item, Reference) for item in record.fields):
        made.append((f"{record.address}/lookup/<slug:name>/", "lookup", lookup_view(record)))
    for item in record.sensitive:
        made.append((f"{one}/reveal/{item.name}/", f"reveal_{item.name}", reveal_view(record, item)))
    views = dict(own or {})
    patterns = [
        path(address, views.pop(name, view), name=f"{record.name}_{name}") for address, name, view in made
    ]
    if views:
        raise DeclarationError(f"{record.key} has no page {', '.join(sorted(views))}")
    return patterns


def row_or_404(record: Record, request: HttpRequest, pk: int) -> Any:
    """A row within the reader's scope; outside of it there is nothing, whatever the id."""
    return row_of(record, _actor(request), pk)


def list_view(record: Record) -> View:
    @requires(record.view)
    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        actor = _actor(request)
        query = _beginning(record, request)
        asked = replace(read_asked(record, query, actor), begun=query is not request.GET)
        listing = _listing(record, query, asked)
        found = page(record, actor, asked, whole=False)
        shown = ListPage(
            record=record,
            listing=listing,
            slice=slice_of(record, found),
            columns=columns(record.listed, sorts_asked(record, actor, asked)),
            controls=controls(record, actor, listing),
            may_add=record.create is not None and bool(record.decide(actor, record.edit)),
            may_uncover=_may_uncover(record, actor),
            problems=tuple(asked.problems.values()),
            cells=written_cells,
            inline=inline.offered(record, actor, found.rows),
        )
        return ui.render(request, "records/list.html", shown)

    return view


def print_view(record: Record) -> View:
    @requires(record.view)
    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        actor = _actor(request)
        asked = read_asked(record, request.GET, actor)
        number, rows = every(record, actor, asked, PRINTED)
        shown = PrintPage(
            record=record,
            columns=columns(record.listed, {}),
            rows=rows_of(record, record.listed, record.gathered(tuple(rows))),
            conditions=_conditions(record, asked),
            cut=PRINTED if number > PRINTED else 0,
            printed=format_moment(clock.now()),
        )
        return ui.render(request, "records/print.html", shown)

    return view


def export_view(record: Record) -> View:
    """GET: sensitive columns masked. POST with `why`: in clear, for those who may see each of them."""

    @requires(record.view)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in export.KINDS:
            raise Http404
        actor, uncovered = _actor(request), request.method == "POST"
        asked = read_asked(record, request.GET, actor)
        why = _why(request)
        if uncovered:
            for item in record.sensitive:
                record.demand(actor, item.sensitive or record.view)
            if not why:
                messages.error(request, _("Hãy ghi lý do xuất dữ liệu không che."))
                return redirect(_listing(record, request.GET, asked).same(record.url("list")))
        number, rows = every(record, actor, asked, export.LARGEST)
        try:
            if number > export.LARGEST:
                raise export.TooMany
            answer = export.answer(
                actor,
                export.columns(record),
                export.gathered(record, rows),
                kind,
                title=str(record.plural),
                action=f"{record.key}:export",
                at=clock.now(),
                asked=request.GET.urlencode(),
                why=why,
                uncovered=uncovered,
            )
        except export.TooMany as many:
            messages.error(request, str(many))
            return redirect(_listing(record, request.GET, asked).same(record.url("list")))
        return answer  # type: ignore[return-value]

    return view


def detail_view(record: Record) -> View:
    @requires(record.view)
    @require_GET
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, row = _actor(request), row_or_404(record, request, pk)
        remover = record.remove or record.edit
        closed = getattr(row, record.closed_column, None) if record.close is not None else None
        shown = DetailPage(
            record=record,
            row=row,
            title=record.title_of(row),
            groups=_groups(record, request, row),
            may_change=record.change is not None and bool(record.decide(actor, record.edit, row)),
            may_close=record.close is not None
            and closed is None
            and bool(record.decide(actor, remover, row)),
            may_delete=record.delete is not None and bool(record.decide(actor, remover, row)),
            history=history.lines(actor, row),
            panels=panels.panels_of(record, actor, row, clock.today()),
        )
        return ui.render(request, "records/detail.html", shown)

    return view


def add_view(record: Record) -> View:
    @requires(record.edit)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest) -> HttpResponse:
        actor = _actor(request)
        if request.method == "GET":
            return _form(record, request, None, initial=request.GET.dict())
        try:
            row = services.add(record, actor, at=clock.now(), values=read_form(record, actor, request.POST))
        except Invalid as invalid:
            return _form(record, request, None, invalid=invalid)
        messages.success(request, _("Đã thêm «%(title)s».") % {"title": record.title_of(row)})
        if request.POST.get("again"):
            return redirect(f"{record.url('add')}?added=1")
        return redirect(record.url("detail", pk=row.pk))

    return view


def change_view(record: Record) -> View:
    @requires(record.edit)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, row = _actor(request), row_or_404(record, request, pk)
        record.demand(actor, record.edit, row)
        if request.method == "GET":
            return _form(record, request, row)
        values: dict[str, Any] = {}
        try:
            values = read_form(record, actor, request.POST, row=row)
            at, version = clock.now(), version_sent(request.POST)
            services.change(record, actor, row, at=at, version=version, values=values)
        except Invalid as invalid:
            return _form(record, request, row_or_404(record, request, pk), invalid=invalid)
        except ChangedMeanwhile:
            stored = row_or_404(record, request, pk)
            return _form(record, request, stored, conflict=history.conflict(record, actor, stored, values))
        messages.success(request, _("Đã lưu «%(title)s».") % {"title": record.title_of(row)})
        return redirect(record.url("detail", pk=pk))

    return view


def ask_view(record: Record, verb: str) -> View:
    """Closing and deleting: asks for the reason, then does it."""
    permission: Permission = record.remove or record.edit

    @requires(permission)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, row = _actor(request), row_or_404(record, request, pk)
        record.demand(actor, permission, row)
        if request.method == "GET":
            return _ask(record, request, row, verb)
        why, at, version = _why(request), clock.now(), version_sent(request.POST)
        title = record.title_of(row)
        try:
            if verb == "close":
                day = _day(request.POST.get("on", ""))
                services.close(record, actor, row, at=at, version=version, on=day, why=why)
            else:
                services.delete(record, actor, row, at=at, version=version, why=why)
        except Invalid as invalid:
            return _ask(record, request, row, verb, invalid=invalid)
        except ChangedMeanwhile:
            stored = row_or_404(record, request, pk)
            return _ask(record, request, stored, verb, conflict=history.conflict(record, actor, stored, {}))
        words = _("Đã đóng «%(title)s».") if verb == "close" else _("Đã xóa «%(title)s».")
        messages.success(request, words % {"title": title})
        return redirect(record.url("detail", pk=pk) if verb == "close" else record.url("list"))

    return view


def reveal_view(record: Record, item: Field) -> View:
    permission = item.sensitive or record.view

    @requires(permission)
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, row = _actor(request), row_or_404(record, request, pk)
        record.demand(actor, permission, row)
        unit = record.unit_of(row)
        audit.look(
            actor,
            permission.code,
            at=clock.now(),
            on=row,
            unit_id=unit,
            why=_why(request),
        )
        if request.headers.get("HX-Request"):
            return HttpResponse(escape(item.text(item.read(row))))  # htmx reads the answer as HTML
        fact = Fact(item.name, str(item.label), item.text(item.read(row)))
        shown = DetailPage(
            record=record,
            row=row,
            title=record.title_of(row),
            groups=(FactGroup("", (fact,)),),
            may_change=False,
            may_close=False,
            may_delete=False,
            history=(),
        )
        return ui.render(request, "records/detail.html", shown)

    return view


def lookup_view(record: Record) -> View:
    """Names for a reference with too many rows for a drop-down, as options of a datalist."""

    @requires(record.view)
    @require_GET
    def view(request: HttpRequest, name: str) -> HttpResponse:
        item = record.by_name.get(name)
        if not isinstance(item, Reference):
            raise Http404
        text = (request.GET.get(name) or request.GET.get("q", "")).replace("\x00", "")[:100]
        rows = item.within(record.model, _actor(request), record.view)
        found = [item.text(row) for row in item.matching(rows, text)[:20]] if text.strip() else []
        return ui.render(request, "records/lookup.html", found)

    return view


# --- pieces ------------------------------------------------------------------------------------------------


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _beginning(record: Record, request: HttpRequest) -> QueryDict:
    """The query of the address; where it asks nothing, what the list begins with."""
    if request.GET or record.start is None:
        return request.GET
    query = QueryDict(mutable=True)
    query.update(record.start(_actor(request)))
    return query if query else request.GET


def _listing(record: Record, query: QueryDict, asked: Any) -> RecordListing:
    pairs = [(key, value) for key, values in query.lists() for value in values]
    return RecordListing(record.url("list"), asked, pairs)


def _may_uncover(record: Record, actor: Any) -> bool:
    return bool(record.sensitive) and all(
        record.decide(actor, item.sensitive or record.view) for item in record.sensitive
    )


def _why(request: HttpRequest) -> str:
    return nfc(request.POST.get("why", ""))[:500]


def _day(text: str) -> Any:
    try:
        return parse_date(text.strip())
    except NotUnderstood as problem:
        raise Invalid({"on": str(problem)}) from problem


def _conditions(record: Record, asked: Any) -> tuple[tuple[str, str], ...]:
    """The filters in words, for the head of a printed list."""
    found = [(_("Tìm"), asked.text)] if asked.text else []
    for parameter, values in asked.filters.items():
        item, slot = slots(record)[parameter]
        if isinstance(item, Reference):
            rows = item.target(record.model)._default_manager.filter(pk__in=values)
            words = ", ".join(item.text(row) for row in rows)
        else:
            words = ", ".join(
                item.text([value] if item.widget == "checkboxes" else value) for value in values
            )
        ends = {"from": _("từ"), "to": _("đến")}
        found.append((" ".join(filter(None, (str(item.label), ends.get(slot.bound, "")))), words))
    return tuple(found)


def _groups(record: Record, request: HttpRequest, row: Any) -> tuple[FactGroup, ...]:
    grouped: dict[str, list[Fact]] = {}
    for item in record.fields:
        value = item.read(row)
        if not item.shown:
            continue
        if not item.is_kept_for(row) and (item.is_empty(value) or value is False):
            continue
        reveal = ""
        if item.sensitive and not item.is_empty(value):
            may = record.decide(_actor(request), item.sensitive, row)
            reveal = record.url(f"reveal_{item.name}", pk=row.pk) if may else ""
        text = item.masked(value) if item.sensitive else item.text(value)
        url = item.page_of(value) if isinstance(item, Reference) and not item.sensitive else ""
        fact = Fact(item.name, str(item.label), text, masked=bool(item.sensitive), reveal=reveal, url=url)
        grouped.setdefault(str(item.group), []).append(fact)
    return tuple(FactGroup(title, tuple(facts)) for title, facts in grouped.items())


def _errors(record: Record, invalid: Invalid | None) -> tuple[tuple[str, str, str], ...]:
    own = {"on": _("Ngày đóng"), "why": _("Lý do")}
    found = []
    for name, sentence in (invalid.errors if invalid else {}).items():
        known = record.by_name.get(name)
        label = str(known.label) if known else str(own.get(name, ""))
        found.append((f"id_{name}" if name != WHOLE and label else "", label, sentence))
    return tuple(found)


def _told(conflict: Conflict | None) -> str:
    if conflict is None:
        return ""
    if conflict.when is None:
        return _("Bản ghi này vừa được người khác sửa sau khi bạn mở. Chưa lưu gì cả.")
    return _("%(who)s đã sửa bản ghi này lúc %(when)s, sau khi bạn mở. Chưa lưu gì cả.") % {
        "who": conflict.who,
        "when": format_moment(conflict.when),
    }


def _form(
    record: Record,
    request: HttpRequest,
    row: Any,
    *,
    invalid: Invalid | None = None,
    conflict: Conflict | None = None,
    initial: dict[str, str] | None = None,
) -> HttpResponse:
    """After a conflict the form keeps what was typed and takes on the new version: saving again is a decision."""
    posted = request.POST if request.method == "POST" else None
    stale = invalid is not None and posted is not None and row is not None
    shown = FormPage(
        record=record,
        row=row,
        title=_("Thêm") if row is None else record.title_of(row),
        sections=sections(
            record,
            _actor(request),
            row=row,
            posted=posted,
            errors=invalid.errors if invalid else None,
            initial=initial,
        ),
        errors=_errors(record, invalid),
        version=0 if row is None else version_sent(request.POST) if stale else services.version_of(row),
        cancel=record.url("list") if row is None else record.url("detail", pk=row.pk),
        conflict=_told(conflict),
        differences=conflict.differences if conflict else (),
    )
    return ui.render(request, "records/form.html", shown, status=409 if conflict else 422 if invalid else 200)


def _ask(
    record: Record,
    request: HttpRequest,
    row: Any,
    verb: str,
    *,
    invalid: Invalid | None = None,
    conflict: Conflict | None = None,
) -> HttpResponse:
    shown = AskPage(
        record=record,
        row=row,
        title=record.title_of(row),
        verb=verb,
        version=services.version_of(row),
        on=request.POST.get("on", ""),
        why=request.POST.get("why", ""),
        errors=_errors(record, invalid),
        conflict=_told(conflict),
        cancel=record.url("detail", pk=row.pk),
    )
    return ui.render(request, "records/ask.html", shown, status=409 if conflict else 422 if invalid else 200)
