"""Imports in tests of rooms: each step done here and now, by the job's own function."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from khuevan.kernel import database, jobs
from khuevan.kernel.access import Actor
from khuevan.kernel.jobs.progress import Line
from khuevan.kernel.jobs.registry import jobs as declared
from khuevan.kernel.sheets import services
from khuevan.kernel.sheets.layout import Layout
from khuevan.kernel.sheets.models import Import

AT = datetime(2026, 9, 5, 1, 0, tzinfo=UTC)


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """An .xlsx with these sheets, each a name and rows of cells."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target, {"default_date_format": "dd/mm/yyyy", "strings_to_numbers": False}
    ) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return target.getvalue()


def take_in(
    actor: Actor,
    layout: Layout,
    unit_id: int,
    content: bytes,
    *,
    name: str = "danh sách.xlsx",
    values: Mapping[str, str] | None = None,
    at: datetime = AT,
) -> Import:
    """Uploads, reads, checks and plans."""
    with database.acting(actor):
        made = services.upload_file(
            actor, layout, at=at, unit_id=unit_id, stream=io.BytesIO(content), name=name, values=values or {}
        )
    return finish(actor, made)


def commit(actor: Actor, made: Import, *, partial: bool = False, at: datetime = AT) -> Import:
    with database.acting(actor):
        services.commit_import(actor, made, at=at, partial=partial)
    return finish(actor, made)


def undo(actor: Actor, made: Import, *, at: datetime = AT) -> Import:
    with database.acting(actor):
        services.undo_import(actor, made, at=at)
    return finish(actor, made)


def finish(actor: Actor, made: Import) -> Import:
    """Does what the job of the import's running step would do."""
    with database.acting(actor):
        run = jobs.JobRun.objects.get(pk=made.run_id)
    with Line(run.pk) as line, database.acting(actor):
        declared()[run.name](jobs.Progress(run, actor, line), **run.arguments)
    with database.acting(actor):
        jobs.JobRun.objects.filter(pk=run.pk).update(state="succeeded")
        made.refresh_from_db()
    return made
