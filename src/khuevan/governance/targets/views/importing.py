"""A plan out of a table of Word or Excel: upload, columns mapped, preview, commit; and out into both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import audit, clock, files, text, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid

from .. import queries, services
from ..models import Plan
from ..permissions import EDIT_PLANS, VIEW_PLANS
from ..queries import ReadTable, TableUnreadable
from ..rules import FIELDS, Kind, ReadRow
from ..tables import EXCEL, OutLine, document, workbook
from ..tables.writing import in_vietnamese
from .words import asked_for, field_words, own_plan, plan_step, said, trail

SHOWN = 300
TYPES = {
    EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class UploadPage:
    plan: Plan
    error: str
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PreviewPage:
    """fields: (name, label, chosen column); offered: columns to choose from; counts: lines that come in, doubtful ones,
    left out; measures: of each row of targets what is offered."""

    plan: Plan
    read: ReadTable
    kind: str
    tables: Sequence[tuple[str, str]]
    fields: Sequence[tuple[str, str, str]]
    offered: Sequence[tuple[str, str]]
    rows: Sequence[ReadRow]
    counts: Mapping[str, int]
    words: Mapping[Any, str]
    measures: Mapping[int, queries.Offered]
    is_named: bool
    breadcrumbs: Sequence[tuple[str, str]]

    said: Any = staticmethod(said)


@requires(EDIT_PLANS)
def upload(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = own_plan(actor, EDIT_PLANS, plan_id)
    error = ""
    if request.method == "POST":
        file, kind = (
            request.FILES.get("file"),
            "targets" if request.POST.get("kind") == "targets" else "tasks",
        )
        if file is None:
            error = _("Chọn tệp Word (.docx) hoặc Excel có bảng của kế hoạch.")
        else:
            try:
                kept = services.keep_table(
                    actor,
                    at=clock.now(),
                    plan_id=plan_id,
                    file=cast(BinaryIO, file.file),
                    name=file.name or "",
                )
            except Invalid as invalid:
                error = " ".join(invalid.errors.values())
            else:
                return redirect(f"{reverse('targets:import_preview', args=[plan_id, kept.pk])}?kind={kind}")
    page = UploadPage(found, error, trail(plan_step(found), (_("Nhập từ bảng"), "")))
    return ui.render(request, "targets/upload.html", page, status=422 if error else 200)


@requires(EDIT_PLANS)
def import_preview(request: HttpRequest, plan_id: int, file_id: int) -> HttpResponse:
    """What would come in; a post brings it in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = own_plan(actor, EDIT_PLANS, plan_id)
    asked = request.POST if request.method == "POST" else request.GET
    kind = "targets" if asked.get("kind") == "targets" else "tasks"
    columns = None
    if "column_name" in asked:
        columns = {name: _whole(asked.get(f"column_{name}", "")) for name in FIELDS}
    table = _whole(asked["table"]) if "table" in asked else None
    if table is not None and request.GET.get("before", "") not in ("", str(table)):
        columns = None
    try:
        read = queries.read_table(actor, found, file_id, table, columns, targets=kind == "targets")
    except (TableUnreadable, files.FileRefused) as unreadable:
        page = UploadPage(found, str(unreadable), trail(plan_step(found), (_("Nhập từ bảng"), "")))
        return ui.render(request, "targets/upload.html", page, status=422)
    if read is None:
        raise Http404
    if request.method == "POST":
        order = services.ImportOrder(
            file_id, read.table, read.columns, kind == "targets", _measures(request, read.rows)
        )
        try:
            done = services.import_lines(actor, at=clock.now(), plan_id=plan_id, order=order)
        except Invalid as invalid:
            messages.error(request, str(invalid))
        else:
            words = {"added": done.added, "known": done.known, "left": done.left_out}
            messages.success(
                request, _("Đã nhập %(added)s mục; %(known)s mục đã có sẵn, %(left)s mục không nhập.") % words
            )
            return redirect(f"{reverse('targets:plan', args=[plan_id])}?part={kind}")
    return ui.render(request, "targets/import.html", _preview(found, read, kind))


@requires(VIEW_PLANS)
@require_safe
def export(request: HttpRequest, plan_id: int, kind: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.plan(actor, plan_id)
    if kind not in TYPES:
        raise Http404
    today = clock.today()
    targets, tasks = (
        queries.target_rows(actor, [found], on=today),
        queries.task_rows(actor, [found], on=today),
    )
    with in_vietnamese():
        tables = [
            (name, lines)
            for name, lines in (("Chỉ tiêu", _target_lines(targets)), ("Nhiệm vụ", _task_lines(tasks)))
            if lines
        ] or [("Nhiệm vụ", [])]
        lead = (
            f"{found.issuer or found.unit_name} · {found.number or 'đang soạn'} · số liệu ngày {said(today)}"
        )
        content = workbook(found.title, tables) if kind == EXCEL else document(found.title, lead, tables)
    audit.export(
        actor, "targets.plan:export", at=clock.now(), rows=len(targets) + len(tasks), unit_id=found.unit_id
    )
    response = HttpResponse(content, content_type=TYPES[kind])
    name = "-".join(text.fold(found.title).split())[:60] or "ke-hoach"
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _preview(found: Plan, read: ReadTable, kind: str) -> PreviewPage:
    labels = field_words() | {"period": _("Thời gian"), "threshold": _("Mức phải đạt"), "name": _("Nội dung")}
    wanted = [name for name in FIELDS if kind == "targets" or name != "threshold"]
    rows = [row for row in read.rows if row.kind is not Kind.SKIPPED]
    lines = [row for row in rows if row.kind is Kind.LINE]
    return PreviewPage(
        plan=found, read=read, kind=kind,
        tables=[(str(place), f"{one.name} ({len(one.rows)})") for place, one in enumerate(read.grids)],
        fields=[(name, labels[name], str(read.columns.get(name, ""))) for name in wanted],
        offered=[("", "–"), *(_offered(place, words) for place, words in enumerate(read.headings))],
        rows=rows[:SHOWN],
        counts={
            "lines": sum(not row.is_kept_out for row in lines), "groups": len(rows) - len(lines),
            "doubtful": sum(bool(row.warned) and not row.is_kept_out for row in lines),
            "left_out": sum(row.is_kept_out for row in lines), "all": len(rows),
        },
        words=services.warned_words(),
        measures=queries.offered_measures(lines[:SHOWN], on=clock.today()) if kind == "targets" else {},
        is_named="name" in read.columns,
        breadcrumbs=trail(
            plan_step(found), (_("Nhập từ bảng"), reverse("targets:upload", args=[found.pk])), (_("Xem trước"), "")
        ),
    )  # fmt: skip


def _measures(request: HttpRequest, rows: Sequence[ReadRow]) -> dict[int, str]:
    """As chosen in the preview; of rows that it did not show what is proposed."""
    offered = queries.offered_measures(rows, on=clock.today())
    return {place: request.POST.get(f"measure_{place}", one.proposed) for place, one in offered.items()}


def _offered(place: int, words: str) -> tuple[str, str]:
    return str(place), f"{place + 1}. {' '.join(words.split())[:60]}"


def _target_lines(rows: Sequence[queries.TargetRow]) -> list[OutLine]:
    made: list[OutLine] = []
    group = ""
    for row in rows:
        made += [OutLine((row.section,), is_group=True)] if row.section and row.section != group else []
        group, now = row.section, row.target
        state = str(row.standing.label) if row.standing else ""
        value = f" ({said(row.value)})" if row.value is not None else ""
        period = f"{said(now.starts_on)} - {said(now.due_on)}"
        words = (now.number, now.name, asked_for(now), now.lead, now.supporting, period, now.deliverable,
                 f"{state}{value}", now.note)  # fmt: skip
        made.append(OutLine(words))
    return made


def _task_lines(rows: Sequence[queries.TaskRow]) -> list[OutLine]:
    made: list[OutLine] = []
    group = ""
    for row in rows:
        made += [OutLine((row.section,), is_group=True)] if row.section and row.section != group else []
        group, now = row.section, row.task
        state = str(row.standing.label) if row.standing else ""
        share = f" ({said(row.share)}%)" if row.share is not None else ""
        period = now.period_said or f"{said(now.starts_on)} - {said(now.ends_on)}"
        words = (
            now.number,
            now.name,
            "",
            now.lead,
            now.supporting,
            period,
            now.deliverable,
            f"{state}{share}",
            now.note,
        )
        made.append(OutLine(words))
    return made


def _whole(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 4 else -1
