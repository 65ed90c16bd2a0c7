"""The work of the steps, run by jobs as the person who asked, each in one transaction."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, audit, events, files, jobs
from khuevan.kernel.access import Actor
from khuevan.kernel.database import Turn

from .. import checking, messages, planning, rows, understanding
from ..choices import State
from ..columns import Setting
from ..columns.base import COVERED
from ..events import ListImported
from ..layout import Batch, Layout
from ..models import Changes, Import, Mapping
from ..planning import BEFORE, Kind
from ..reading import Book, Unreadable, load, read
from ..understanding import Understanding
from . import folder, returned
from .steps import layout_of

WRITING: Final = Turn("sheets.writing")
SCALE: Final = 100
LISTED: Final = 200
LABELS: Final = {
    "new": gettext_lazy("Mới"), "changed": gettext_lazy("Thay đổi"), "unchanged": gettext_lazy("Không đổi"),
    "doubtful": gettext_lazy("Chưa rõ"), "wrong": gettext_lazy("Sai"), "skipped": gettext_lazy("Bỏ qua"),
}  # fmt: skip


class Steps:
    """Progress of a job in hundredths: of which this part takes from `begin` to `end`."""

    def __init__(self, progress: jobs.Progress, begin: int, end: int, what: str) -> None:
        self.progress, self.begin, self.end, self.what = progress, begin, end, what

    def __call__(self, done: int, of: int) -> None:
        share = done / of if of else 0.0
        self.progress.step(int(self.begin + (self.end - self.begin) * share), SCALE, self.what)


# --- reading and checking ----------------------------------------------------------------------------------


def read_file(progress: jobs.Progress, made: Import, at: datetime) -> dict[str, Any]:
    """From the stored file to a plan, as far as it is understood."""
    layout = layout_of(made)
    try:
        book = _book(progress, made, fresh=True)
        _refuse_other_lists(progress.actor, book, layout, made, at)
        found = understanding.understand(book, layout, _remembered(made))
        if found is None:
            raise Unreadable("empty")
    except Unreadable as problem:
        return _refused(made, problem)
    return _check(progress, made, layout, book, found, at)


def check_file(
    progress: jobs.Progress,
    made: Import,
    at: datetime,
    columns: dict[int, str],
    place: tuple[int, int, int] | None,
) -> dict[str, Any]:
    """Again, with the reading that the user gave."""
    layout = layout_of(made)
    try:
        book = _book(progress, made, fresh=False)
        if place and all(sheet.number != place[0] for sheet in book.sheets):
            raise jobs.JobFailed(_("Tệp không có trang tính này."))
        if place:
            found = understanding.reading_at(book, layout, *place)
        else:
            found = Understanding.of_json(made.understood)
    except Unreadable as problem:
        return _refused(made, problem)
    return _check(progress, made, layout, book, understanding.choose(found, columns), at)


def _book(progress: jobs.Progress, made: Import, *, fresh: bool) -> Book:
    """The cells, read if they are not there any more."""
    where = folder.cells(made.pk)
    if not fresh:
        try:
            return load(where)
        except FileNotFoundError:
            pass
    stored = files.StoredFile.objects.get(pk=made.file_id)
    with files.content(stored) as content:
        path = Path(content.name)
    progress.step(0, SCALE, _("Đang mở tệp"))
    return read(path, where, made.file_kind, Steps(progress, 1, 60, _("Đang đọc các dòng")))


def _refuse_other_lists(actor: Actor, book: Book, layout: Layout, made: Import, at: datetime) -> None:
    """Our own exports say what they are and whose. Raises Unreadable; a file of another unit is logged."""
    from ..layout import layouts

    if book.notes.get("layout") not in (None, layout.key):
        other = layouts().get(book.notes["layout"])
        raise Unreadable(
            "wrong_layout",
            {"found": str(other.title) if other else book.notes["layout"], "title": str(layout.title)},
        )
    unit = book.notes.get("unit")
    if unit is not None and unit.isdecimal() and int(unit) != made.unit_id:
        audit.record(
            actor,
            "refusal",
            "sheets.import:other_unit",
            at=at,
            on=made,
            unit_id=made.unit_id,
            file_of=int(unit),
        )
        raise Unreadable("other_unit", {"unit": book.notes.get("unit_name", unit)})


def _refused(made: Import, problem: Unreadable) -> dict[str, Any]:
    layout = layout_of(made)
    facts = {"title": str(layout.title), **problem.facts}
    made.state, made.refusal = State.REFUSED, messages.unreadable(problem.code, facts)
    made.save(update_fields=["state", "refusal"])
    folder.clear(made.pk)
    return {_("Kết quả"): made.refusal}


def _check(
    progress: jobs.Progress, made: Import, layout: Layout, book: Book, found: Understanding, at: datetime
) -> dict[str, Any]:
    made.understood, made.decisions = found.to_json(), {**made.decisions, "rows": {}}
    if found.missing(layout) or not found.mapping:
        made.state = State.UNDERSTOOD
        made.told = {"missing": [column.name for column in found.missing(layout)]}
        made.save(update_fields=["understood", "decisions", "state", "told"])
        return {_("Kết quả"): _("Cần xem lại các cột của tệp")}
    taken = rows.records(book, found)
    setting = setting_of(progress.actor, made, at)
    checked = checking.check(
        book, layout, found, taken, setting, Steps(progress, 62, 85, _("Đang kiểm tra từng cột"))
    )
    folder.keep(made.pk, folder.VALUES, checked.values)
    folder.keep(made.pk, folder.FINDINGS, checked.findings)
    folder.keep(made.pk, folder.COVERED, _covered(taken.cells))
    progress.step(86, SCALE, _("Đang so với dữ liệu hiện có"))
    made.told = _told(layout, taken, checked, book)
    made.state = State.CHECKED
    made.refusal = ""
    if _is_of_another_unit(checked, layout):
        audit.record(
            progress.actor, "refusal", "sheets.import:other_unit", at=at, on=made, unit_id=made.unit_id
        )
    plan = _plan(layout, made, setting, checked.values, checked.findings)
    progress.step(94, SCALE, _("Đang đánh dấu các ô cần sửa"))
    returned.make(progress.actor, made, layout, found, plan, at)
    made.save()
    return {str(label): made.counts[kind] for kind, label in LABELS.items() if made.counts[kind]}


def _plan(
    layout: Layout, made: Import, setting: Setting, values: pl.DataFrame, found: pl.DataFrame
) -> planning.Plan:
    """Plans against the records of now, keeps the plan, counts."""
    plan = planning.plan(_question(layout, made, setting, values, found))
    folder.keep(made.pk, folder.PLAN, plan.rows)
    folder.keep(made.pk, folder.PLANNED, checking.planned(plan.found, found))
    made.counts = {**plan.counts(), "rows": plan.rows.height}
    return plan


def _question(
    layout: Layout, made: Import, setting: Setting, values: pl.DataFrame, found: pl.DataFrame
) -> planning.Question:
    decided = made.decisions
    return planning.Question(
        layout,
        values,
        found,
        layout.target.current(setting),
        planning.Decisions(
            clear=decided.get("clear", False),
            rows={int(row): choice for row, choice in decided.get("rows", {}).items()},
            codes=decided.get("codes", {}),
        ),
        folder.kept(made.pk, folder.COVERED),
    )


def plan_again(actor: Actor, made: Import, at: datetime) -> planning.Plan:
    """After a decision of the user. Raises FileNotFoundError where the folder is gone."""
    layout, setting = layout_of(made), setting_of(actor, made, at)
    plan = _plan(
        layout, made, setting, folder.kept(made.pk, folder.VALUES), folder.kept(made.pk, folder.FINDINGS)
    )
    made.save(update_fields=["decisions", "counts"])
    return plan


def setting_of(actor: Actor, made: Import, at: datetime) -> Setting:
    return Setting(actor, at, made.unit_id, made.values)


def _covered(cells: pl.DataFrame) -> pl.DataFrame:
    """Masked cells of our own exports."""
    tables = [pl.DataFrame(schema={"row": pl.UInt32, "column": pl.String})]
    for name in cells.columns[1:]:
        here = cells.filter(pl.col(name).str.starts_with(COVERED))
        if here.height:
            tables.append(here.select("row", pl.lit(name).alias("column")))
    return pl.concat(tables)


def _is_of_another_unit(checked: checking.Checked, layout: Layout) -> bool:
    return bool(layout.unit_column) and checked.findings.filter(pl.col("code") == "other_unit").height > 0


def _told(layout: Layout, taken: rows.Rows, checked: checking.Checked, book: Book) -> dict[str, Any]:
    verdict = checked.verdict
    return {
        "aside": [[one.row, one.why, one.text] for one in taken.aside[:LISTED]],
        "blank": taken.blank,
        "encoding": book.encoding,
        "legacy": verdict.encoding,
        "evidence": [verdict.words, round(verdict.before, 3), round(verdict.after, 3), verdict.font],
        "catalogued": checked.catalogued,
        "summary": checking.summary(checked.findings)[:LISTED],
    }


def _remembered(made: Import) -> dict[str, dict[str, str]]:
    found = Mapping.objects.filter(unit_id=made.unit_id, layout=made.layout)
    return {one.fingerprint: one.columns for one in found}


# --- writing ----------------------------------------------------------------------------------------------


def commit_import(progress: jobs.Progress, made: Import, at: datetime) -> dict[str, Any]:
    """Writes what was previewed and is still so. Doing it again does nothing."""
    layout = layout_of(made)
    access.demand(progress.actor, layout.permission, on=made.unit_id)
    if made.state != State.CHECKED:
        return {_("Kết quả"): State(made.state).label}
    _one_at_a_time(layout, made.unit_id)
    progress.step(5, SCALE, _("Đang so lại với dữ liệu hiện có"))
    setting = setting_of(progress.actor, made, at)
    try:
        promised = folder.kept(made.pk, folder.PLAN)
        values, found = folder.kept(made.pk, folder.VALUES), folder.kept(made.pk, folder.FINDINGS)
    except FileNotFoundError as gone:
        raise jobs.JobFailed(_("Bản kiểm tra của tệp đã quá cũ và bị xóa. Hãy gửi lại tệp.")) from gone
    fresh = planning.plan(_question(layout, made, setting, values, found))
    kept, moved = planning.settled(promised, fresh)
    why = _("Nhập từ tệp %(name)s") % {"name": made.file_name}
    batch = batch_of(layout, setting, kept, why, found)
    progress.step(20, SCALE, _("Đang ghi %(rows)s dòng") % {"rows": kept.height})
    with audit.act(
        progress.actor, "sheets.import:commit", at=at, on=made, unit_id=made.unit_id, why=batch.why
    ) as act:
        done = layout.target.commit(batch)
        progress.step(85, SCALE, _("Đang lưu để có thể hoàn tác"))
        _keep_changes(layout, made, kept, done)
        act.note(
            layout=layout.key,
            added=batch.added.height,
            changed=batch.changed.height,
            file=made.file_sha256[:16],
        )
        _remember(made, at)
        made.state, made.committed_at = State.COMMITTED, at
        made.counts = {
            **made.counts, "added": batch.added.height, "altered": batch.changed.height, "moved": moved[:LISTED],
            "moved_count": len(moved),
        }  # fmt: skip
        made.save()
        events.publish(
            ListImported(layout.key, made.unit_id, made.pk, batch.added.height, batch.changed.height)
        )
    return {_("Thêm mới"): batch.added.height, _("Thay đổi"): batch.changed.height, _("Để lại"): len(moved)}


def batch_of(layout: Layout, setting: Setting, kept: pl.DataFrame, why: str, found: pl.DataFrame) -> Batch:
    added = kept.filter(pl.col("_kind") == str(Kind.NEW)).select("row", *layout.names)
    changed = kept.filter(pl.col("_kind") == str(Kind.CHANGED))
    some = set(changed["_fields"].explode().drop_nulls().to_list())
    touched = tuple(name for name in layout.names if name in some)
    changed = changed.select("row", "id", "version", *layout.names)
    return Batch(setting, added, changed, touched, why, _confirmed(added, found))


def _confirmed(added: pl.DataFrame, found: pl.DataFrame) -> dict[str, frozenset[int]]:
    """Doubts of rows that are written all the same: a person has answered them."""
    doubts = found.filter(pl.col("weight") == messages.Weight.DOUBTFUL).join(added, on="row", how="semi")
    rows = doubts.group_by("code").agg("row")
    return {code: frozenset(numbers) for code, numbers in rows.select("code", "row").iter_rows()}


def _one_at_a_time(layout: Layout, unit_id: int) -> None:
    """Imports of one list of one unit wait for each other while they write; others are not disturbed."""
    WRITING.of(layout.key, unit_id).wait()


def _keep_changes(layout: Layout, made: Import, kept: pl.DataFrame, done: pl.DataFrame) -> None:
    was = kept.filter(pl.col("_kind") == str(Kind.CHANGED)).select(
        "row", *(name + BEFORE for name in layout.names)
    )
    now = done.select("row", "id", pl.col("version").alias("after"))
    frame = (
        kept.select("row", "_kind", "_fields")
        .join(now, on="row", how="inner")
        .join(was, on="row", how="left")
    )
    target = io.BytesIO()
    frame.write_parquet(target, compression="zstd")
    content = target.getvalue()
    Changes.objects.create(
        origin=made,
        unit_id=made.unit_id,
        rows=frame.height,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def _remember(made: Import, at: datetime) -> None:
    """A reading that led to a commit is the one to propose next time."""
    found = Understanding.of_json(made.understood)
    Mapping.objects.update_or_create(
        unit_id=made.unit_id,
        layout=made.layout,
        fingerprint=understanding.fingerprint(found.columns),
        defaults={"columns": understanding.remembrance(found), "confirmed_at": at},
    )


# --- taking back -------------------------------------------------------------------------------------------


def undo_import(progress: jobs.Progress, made: Import, at: datetime) -> dict[str, Any]:
    """Puts changed records back to what they were and takes back added ones, as far as nobody changed them since."""
    layout = layout_of(made)
    access.demand(progress.actor, layout.permission, on=made.unit_id)
    if made.state != State.COMMITTED:
        return {_("Kết quả"): State(made.state).label}
    _one_at_a_time(layout, made.unit_id)
    changes = Changes.objects.get(pk=made.pk)
    if hashlib.sha256(bytes(changes.content)).hexdigest() != changes.sha256:
        raise jobs.JobFailed(_("Bản ghi để hoàn tác đã bị hỏng. Hãy báo quản trị viên."))
    kept = pl.read_parquet(io.BytesIO(bytes(changes.content)))
    setting = setting_of(progress.actor, made, at)
    progress.step(10, SCALE, _("Đang so với dữ liệu hiện có"))
    current = layout.target.current(setting)
    here = kept.join(current.select("id", "version", *layout.names), on="id", how="left")
    is_same = (pl.col("version") == pl.col("after")).fill_null(False)
    same, moved = here.filter(is_same), here.filter(~is_same)
    why = _("Hoàn tác việc nhập tệp %(name)s") % {"name": made.file_name}
    with audit.act(
        progress.actor, "sheets.import:undo", at=at, on=made, unit_id=made.unit_id, why=why
    ) as act:
        changed = same.filter(pl.col("_kind") == str(Kind.CHANGED))
        some = set(changed["_fields"].explode().drop_nulls().to_list())
        batch = Batch(
            setting,
            pl.DataFrame(schema=current.schema).with_columns(pl.lit(0, pl.UInt32).alias("row")).clear(),
            changed.select(
                "row", "id", "version", *(pl.col(name + BEFORE).alias(name) for name in layout.names)
            ),
            tuple(name for name in layout.names if name in some),
            why,
        )
        layout.target.commit(batch)
        progress.step(60, SCALE, _("Đang rút lại các dòng đã thêm"))
        added = same.filter(pl.col("_kind") == str(Kind.NEW)).select("row", "id", "version", *layout.names)
        stuck = (
            layout.target.withdraw(setting, added.select("id", "version"))
            if added.height
            else _none_stuck(added)
        )
        left = _left(layout, moved, added, stuck)
        act.note(
            layout=layout.key, restored=changed.height, withdrawn=added.height - stuck.height, left=len(left)
        )
        made.state, made.undone_at = State.UNDONE, at
        made.counts = {
            **made.counts, "restored": changed.height, "withdrawn": added.height - stuck.height,
            "left": left[:LISTED], "left_count": len(left),
        }  # fmt: skip
        made.save()
    return {
        _("Trả lại như cũ"): changed.height,
        _("Rút lại"): added.height - stuck.height,
        _("Không hoàn tác được"): len(left),
    }


def _none_stuck(added: pl.DataFrame) -> pl.DataFrame:
    return added.select("id", pl.lit("").alias("why")).clear()


def _left(layout: Layout, moved: pl.DataFrame, added: pl.DataFrame, stuck: pl.DataFrame) -> list[list[Any]]:
    """What could not be undone: row of the file, name of the record, why."""
    names = layout.keys[-1].columns
    left = [[row["row"], _named(layout, row, names), "changed_since"] for row in moved.iter_rows(named=True)]
    why = dict(stuck.select("id", "why").iter_rows())
    left += [
        [row["row"], _named(layout, row, names), why[row["id"]]]
        for row in added.filter(pl.col("id").is_in(list(why))).iter_rows(named=True)
    ]
    return left


def _named(layout: Layout, row: dict[str, Any], names: tuple[str, ...]) -> str:
    return " · ".join(filter(None, (layout.by_name[name].show(row[name]) for name in names)))
