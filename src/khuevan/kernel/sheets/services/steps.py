"""What a user does with an import: upload, correct the reading, decide, commit, undo, drop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, files, jobs
from khuevan.kernel.access import Actor
from khuevan.kernel.files.kinds import CSV, ODS, PLAIN, XLS, XLSX
from khuevan.kernel.records import Invalid

from ..choices import State
from ..layout import Layout, layouts
from ..models import Import
from . import folder

KINDS = {XLSX: "xlsx", XLS: "xls", ODS: "ods", CSV: "csv", PLAIN: "csv"}
WORKBOOK = files.Purpose("sheets.import", _("Tệp nhập danh sách"), megabytes=60, accept=files.SPREADSHEETS)
CHOICES = ("take", "new", "skip")


class ImportIsBusy(Invalid):
    """A step of this import is running; wait for it or stop it."""


def upload_file(
    actor: Actor,
    layout: Layout,
    *,
    at: datetime,
    unit_id: int,
    stream: BinaryIO,
    name: str,
    values: Mapping[str, str],
) -> Import:
    """Takes a file in and starts reading it. Raises Refused, FileRefused, Invalid."""
    from .. import tasks

    access.demand(actor, layout.permission, on=unit_id)
    chosen = _parameters(actor, layout, unit_id, values)
    with audit.act(actor, "sheets.import:upload", at=at, unit_id=unit_id) as act:
        stored = files.store(actor, stream, name=name, at=at, unit_id=unit_id, purpose=WORKBOOK)
        made = Import.objects.create(
            layout=layout.key,
            unit_id=unit_id,
            values=chosen,
            file_id=stored.pk,
            file_name=stored.name,
            file_kind=KINDS[stored.media_type],
            file_sha256=stored.sha256,
            account_id=actor.account_id,
            actor_name=actor.name,
            created_at=at,
        )
        act.on(made)
        _start(actor, made, tasks.read_file, at, _("Đọc tệp %(name)s") % {"name": stored.name})
    return made


def remap_import(
    actor: Actor,
    made: Import,
    *,
    at: datetime,
    columns: Mapping[int, str],
    place: tuple[int, int, int] | None = None,
) -> Import:
    """The user's own reading of the file: which column is which; with `place` (sheet, first and last row of the
    headings) where the table stands. Checks again. Raises Refused, Invalid, ImportIsBusy."""
    from .. import tasks

    layout = _demand_open(actor, made)
    assigned = [name for name in columns.values() if name]
    if len(assigned) != len(set(assigned)):
        raise Invalid(_("Hai cột của tệp không thể cùng là một cột của mẫu."))
    if not set(assigned) <= set(layout.names):
        raise Invalid(_("Có cột không thuộc mẫu này."))
    with audit.act(actor, "sheets.import:upload", at=at, on=made, unit_id=made.unit_id):
        _start(
            actor, made, tasks.check_file, at, _("Kiểm tra tệp %(name)s") % {"name": made.file_name},
            columns={str(at_): name for at_, name in columns.items()}, place=list(place) if place else None,
        )  # fmt: skip
    return made


def decide_rows(
    actor: Actor,
    made: Import,
    *,
    at: datetime,
    rows: Mapping[int, str] | None = None,
    codes: Mapping[str, str] | None = None,
    clear: bool | None = None,
) -> Import:
    """What the user says about doubtful rows: one by one, or all with a doubt of one kind. Plans again.

    rows, codes: -> `take`, `new`, `skip`, or "" to take a decision back. Raises Refused, Invalid, ImportIsBusy.
    """
    from . import work

    _demand_open(actor, made)
    decided: dict[str, Any] = {"rows": {}, "codes": {}, "clear": False, **made.decisions}
    for key, given in (
        ("rows", {str(row): choice for row, choice in (rows or {}).items()}),
        ("codes", codes or {}),
    ):
        if not all(choice in (*CHOICES, "") for choice in given.values()):
            raise Invalid(_("Lựa chọn không hợp lệ."))
        decided[key] = {name: choice for name, choice in {**decided[key], **given}.items() if choice}
    if clear is not None:
        decided["clear"] = clear
    made.decisions = decided
    work.plan_again(actor, made, at)
    return made


def commit_import(actor: Actor, made: Import, *, at: datetime, partial: bool) -> Import:
    """Writes what the preview shows. partial: leave out the rows that are wrong or in doubt.

    Raises Refused, Invalid, ImportIsBusy.
    """
    from .. import tasks

    _demand_open(actor, made)
    if made.state != State.CHECKED:
        raise Invalid(_("Tệp chưa được kiểm tra xong."))
    left_out = made.counts.get("wrong", 0) + made.counts.get("doubtful", 0)
    if left_out and not partial:
        raise Invalid(
            _("Còn %(rows)s dòng sai hoặc chưa rõ. Hãy sửa trong tệp, hoặc chọn nhập các dòng còn lại.")
            % {"rows": left_out}
        )
    if not made.counts.get("new", 0) + made.counts.get("changed", 0):
        raise Invalid(_("Không có gì để nhập: mọi dòng đều đã có và không đổi."))
    with audit.act(actor, "sheets.import:commit", at=at, on=made, unit_id=made.unit_id):
        _start(
            actor, made, tasks.commit_import, at, _("Nhập danh sách từ %(name)s") % {"name": made.file_name}
        )
    return made


def undo_import(actor: Actor, made: Import, *, at: datetime) -> Import:
    """Takes back what the commit changed, as far as nobody changed it since. Raises Refused, Invalid, ImportIsBusy."""
    from .. import tasks

    _demand(actor, made)
    if made.state != State.COMMITTED:
        raise Invalid(_("Chỉ hoàn tác được lần nhập đã ghi vào hệ thống."))
    with audit.act(actor, "sheets.import:undo", at=at, on=made, unit_id=made.unit_id):
        _start(
            actor, made, tasks.undo_import, at, _("Hoàn tác việc nhập %(name)s") % {"name": made.file_name}
        )
    return made


def drop_import(actor: Actor, made: Import, *, at: datetime) -> Import:
    """Puts an import aside that shall not be committed; the file stays in the store. Raises Refused, Invalid."""
    _demand_open(actor, made)
    with audit.act(actor, "sheets.import:upload", at=at, on=made, unit_id=made.unit_id):
        made.state = State.DROPPED
        made.save(update_fields=["state"])
    folder.clear(made.pk)
    return made


def layout_of(made: Import) -> Layout:
    """Raises Invalid where the room of the layout is not installed any more."""
    found = layouts().get(made.layout)
    if found is None:
        raise Invalid(_("Mẫu danh sách này không còn dùng."))
    return found


def running(made: Import) -> jobs.JobRun | None:
    """The run of the step that is under way."""
    if made.run_id is None:
        return None
    run = jobs.JobRun.objects.filter(pk=made.run_id).first()
    return run if run is not None and run.is_open else None


def _start(actor: Actor, made: Import, task: jobs.Job, at: datetime, label: str, **arguments: Any) -> None:
    run = jobs.start(actor, task, at=at, unit_id=made.unit_id, label=label, import_id=made.pk, **arguments)
    made.run_id = run.pk
    made.save(update_fields=["run_id"])


def _demand(actor: Actor, made: Import) -> Layout:
    """May this actor go on with it, and is nothing running? Locks the row."""
    layout = layout_of(made)
    access.demand(actor, layout.permission, on=made.unit_id)
    Import.objects.select_for_update().get(pk=made.pk)
    made.refresh_from_db()
    if running(made) is not None:
        raise ImportIsBusy(_("Đang xử lý tệp này. Hãy đợi xong hoặc dừng công việc trước."))
    return layout


def _demand_open(actor: Actor, made: Import) -> Layout:
    layout = _demand(actor, made)
    if not made.is_open:
        raise Invalid(_("Lần nhập này đã kết thúc. Muốn nhập nữa, hãy gửi lại tệp."))
    return layout


def _parameters(actor: Actor, layout: Layout, unit_id: int, values: Mapping[str, str]) -> dict[str, str]:
    chosen, errors = {}, {}
    for parameter in layout.parameters:
        offered = dict(parameter.choices(actor, unit_id))
        value = values.get(parameter.name, "") or next(iter(offered), "")
        if value not in offered:
            errors[parameter.name] = _("Hãy chọn «%(label)s».") % {"label": parameter.label}
        chosen[parameter.name] = value
    if errors:
        raise Invalid(errors)
    return chosen
