"""Imports for programs: send a file, ask how far it is, read what was found, decide, commit, undo, fetch it marked."""

# No `from __future__ import annotations` here: ninja reads the types at run time.

import json
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from khuevan.kernel import access, clock, files, jobs
from khuevan.kernel.access import Actor, signed_in
from khuevan.kernel.jobs import queries as runs
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from . import queries, services, units
from .choices import State
from .layout import Layout, layouts
from .models import Import
from .planning import Kind
from .services.steps import running

router = Router(tags=["sheets"])
_WHY = "each layout names the permission that its import and export need; it is asked for at the unit"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AS_FILE = {
    "responses": {
        200: {"description": "OK", "content": {_XLSX: {"schema": {"type": "string", "format": "binary"}}}}
    }
}


class SheetColumn(Schema):
    name: str
    label: str
    required: bool
    expects: str


class SheetLayout(Schema):
    key: str
    title: str
    may_import: bool
    parameters: list[str]
    columns: list[SheetColumn]


class SheetImport(Schema):
    id: int
    layout: str
    unit: int
    file: str
    state: str = Field(description=", ".join(State.values))
    is_running: bool
    progress: int = Field(description="Phần trăm của bước đang chạy")
    refusal: str
    missing: list[str]
    counts: dict[str, int]
    has_marked: bool
    created_at: datetime


class SheetImports(Schema):
    items: list[SheetImport]


class SheetProblem(Schema):
    column: str
    what: str
    mend: str


class SheetRow(Schema):
    row: int
    kind: str
    title: str
    changes: list[str]
    problems: list[SheetProblem]


class SheetRows(Schema):
    total: int
    items: list[SheetRow]


class SheetRowsQuery(Schema):
    kind: str = Field("", max_length=12)
    page: int = Field(1, ge=1, le=10_000)


class SheetCommit(Given):
    partial: bool = Field(False, description="Nhập các dòng đúng, để lại dòng sai hoặc chưa rõ")


class SheetDecisions(Given):
    rows: dict[int, str] = Field(
        default_factory=dict, max_length=2000, description="Dòng của tệp: take, new, skip hoặc rỗng"
    )
    codes: dict[str, str] = Field(
        default_factory=dict, max_length=50, description="Loại điều chưa rõ: take, new, skip"
    )
    clear: bool | None = None


class SheetColumnsChosen(Given):
    columns: dict[int, str] = Field(max_length=256, description="Cột của tệp (từ 0): cột của mẫu, hoặc rỗng")


@router.get("/layouts", response=list[SheetLayout], summary="Các mẫu danh sách")
@signed_in(_WHY)
def list_layouts(request: HttpRequest) -> list[dict[str, Any]]:
    actor = _actor(request)
    return [
        {
            "key": layout.key,
            "title": str(layout.title),
            "may_import": access.decide(actor, layout.permission).allowed,
            "parameters": [parameter.name for parameter in layout.parameters],
            "columns": [
                {
                    "name": one.name,
                    "label": str(one.label),
                    "required": one.required,
                    "expects": str(one.signature),
                }
                for one in layout.columns
            ],
        }
        for layout in queries.offered(actor)
    ]


@router.get("/imports", response=SheetImports, summary="Các lần nhập gần nhất")
@signed_in(_WHY)
def list_imports(request: HttpRequest) -> dict[str, Any]:
    found = [
        made for made in queries.imports(_actor(request)).order_by("-id")[:50] if made.layout in layouts()
    ]
    return {"items": [_shown(made) for made in found]}


@router.post("/layouts/{key}/imports", response={201: SheetImport}, summary="Gửi một tệp để nhập")
@signed_in(_WHY)
def send_file(
    request: HttpRequest,
    key: str,
    file: File[UploadedFile],
    unit: Form[str],
    values: Form[str] = "{}",
) -> Status:
    """`unit`: mã đơn vị. `values`: đối tượng JSON của các tham số, chẳng hạn {"school_year": "5"}. Tệp được đọc, kiểm tra
    và so với dữ liệu ở phía sau; hỏi lại lần nhập để biết kết quả."""
    actor, layout = _actor(request), _layout(key)
    access.demand(actor, layout.permission)
    unit_id = units.by_code(actor, unit.replace("\x00", "").strip()[:60])
    if unit_id is None:
        raise Invalid({"unit": _("Không có đơn vị này trong phạm vi của bạn.")})
    try:
        made = services.upload_file(
            actor,
            layout,
            at=clock.now(),
            unit_id=unit_id,
            stream=cast(BinaryIO, file),
            name=file.name or "",
            values=_values(values),
        )
    except files.FileRefused as refused:
        raise Invalid({"file": str(refused.reason)}) from refused
    return Status(201, _shown(made))


@router.get("/imports/{int:import_id}", response=SheetImport, summary="Một lần nhập")
@signed_in(_WHY)
def read_import(request: HttpRequest, import_id: int) -> dict[str, Any]:
    made, run = runs.with_run(lambda: _found(request, import_id))
    return _told(made, run if run is not None and run.is_open else None)


@router.get("/imports/{int:import_id}/rows", response=SheetRows, summary="Từng dòng: sẽ thế nào, sai ở đâu")
@signed_in(_WHY)
def read_rows(request: HttpRequest, import_id: int, wanted: Query[SheetRowsQuery]) -> dict[str, Any]:
    made = _found(request, import_id)
    if wanted.kind not in ("", *Kind):
        raise Invalid({"kind": _("Dùng một trong: %(kinds)s.") % {"kinds": ", ".join(Kind)}})
    try:
        rows, total = queries.rows(_actor(request), made, clock.now(), wanted.kind, wanted.page)
    except FileNotFoundError:
        return {"total": 0, "items": []}
    return {
        "total": total,
        "items": [
            {
                "row": row.number, "kind": row.kind, "title": row.name,
                "changes": [f"{line.label}: {line.before} → {line.after}" for line in row.lines],
                "problems": [{"column": label, "what": what, "mend": mend} for label, what, mend, _url in row.problems],
            }
            for row in rows
        ],
    }  # fmt: skip


@router.post("/imports/{int:import_id}/columns", response=SheetImport, summary="Cột nào của tệp là cột nào")
@signed_in(_WHY)
def choose_columns(request: HttpRequest, import_id: int, given: SheetColumnsChosen) -> dict[str, Any]:
    made = _found(request, import_id)
    if made.understood is None:
        raise Invalid(_("Tệp chưa được kiểm tra xong."))
    return _shown(services.remap_import(_actor(request), made, at=clock.now(), columns=given.columns))


@router.post(
    "/imports/{int:import_id}/decisions", response=SheetImport, summary="Quyết định về các dòng chưa rõ"
)
@signed_in(_WHY)
def decide(request: HttpRequest, import_id: int, given: SheetDecisions) -> dict[str, Any]:
    made = _found(request, import_id)
    if made.state != State.CHECKED:
        raise Invalid(_("Tệp chưa được kiểm tra xong."))
    rows = {number - 1: choice for number, choice in given.rows.items()}
    try:
        services.decide_rows(
            _actor(request), made, at=clock.now(), rows=rows, codes=given.codes, clear=given.clear
        )
    except FileNotFoundError as gone:
        raise Invalid(_("Bản kiểm tra của tệp đã quá cũ và bị xóa. Hãy gửi lại tệp.")) from gone
    return _shown(made)


@router.post("/imports/{int:import_id}/commit", response=SheetImport, summary="Nhập vào hệ thống")
@signed_in(_WHY)
def commit(request: HttpRequest, import_id: int, given: SheetCommit) -> dict[str, Any]:
    made = _found(request, import_id)
    return _shown(services.commit_import(_actor(request), made, at=clock.now(), partial=given.partial))


@router.post("/imports/{int:import_id}/undo", response=SheetImport, summary="Hoàn tác")
@signed_in(_WHY)
def undo(request: HttpRequest, import_id: int) -> dict[str, Any]:
    return _shown(services.undo_import(_actor(request), _found(request, import_id), at=clock.now()))


@router.post("/imports/{int:import_id}/drop", response=SheetImport, summary="Bỏ tệp này")
@signed_in(_WHY)
def drop(request: HttpRequest, import_id: int) -> dict[str, Any]:
    return _shown(services.drop_import(_actor(request), _found(request, import_id), at=clock.now()))


@router.get(
    "/imports/{int:import_id}/marked",
    summary="Tệp của người gửi với các ô sai được đánh dấu",
    openapi_extra=_AS_FILE,
)
@signed_in(_WHY)
def marked_file(request: HttpRequest, import_id: int) -> FileResponse:
    made = _found(request, import_id)
    if made.returned_id is None:
        raise Http404
    stored = files.StoredFile.objects.get(pk=made.returned_id)
    return FileResponse(files.content(stored), as_attachment=True, filename=stored.name, content_type=_XLSX)


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def _layout(key: str) -> Layout:
    found = layouts().get(key)
    if found is None:
        raise Http404
    return found


def _found(request: HttpRequest, import_id: int) -> Import:
    if import_id > LARGEST:
        raise Http404
    return queries.one_import(_actor(request), import_id)


def _values(text: str) -> dict[str, str]:
    try:
        given = json.loads(text)
    except ValueError as wrong:
        raise Invalid({"values": _("Nội dung gửi lên không phải JSON.")}) from wrong
    if not isinstance(given, dict):
        raise Invalid({"values": _("Nội dung gửi lên không phải JSON.")})
    return {str(name): str(value) for name, value in given.items()}


def _percent(run: Any) -> int:
    if run is None:
        return 100
    return 0 if not run.total else min(99, int(100 * run.progress / run.total))


def _shown(made: Import) -> dict[str, Any]:
    return _told(made, running(made))


def _told(made: Import, run: jobs.JobRun | None) -> dict[str, Any]:
    """run: of the step that is under way."""
    counts = {name: count for name, count in made.counts.items() if isinstance(count, int)}
    return {
        "id": made.pk, "layout": made.layout, "unit": made.unit_id, "file": made.file_name, "state": made.state,
        "is_running": run is not None, "progress": _percent(run), "refusal": made.refusal,
        "missing": list((made.told or {}).get("missing", [])) if made.state == State.UNDERSTOOD else [],
        "counts": counts, "has_marked": made.returned_id is not None, "created_at": made.created_at,
    }  # fmt: skip
