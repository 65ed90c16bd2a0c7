"""Imports in tests of rooms: each step done here and now, by the job's own function."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from khuevan.kernel import access, database, events, jobs
from khuevan.kernel.access import Actor
from khuevan.kernel.jobs.progress import Line
from khuevan.kernel.jobs.registry import jobs as declared
from khuevan.kernel.records.events import RecordAdded
from khuevan.kernel.sheets import Setting, Words, services, writing
from khuevan.kernel.sheets.layout import Layout
from khuevan.kernel.sheets.models import Import

AT = datetime(2026, 9, 5, 1, 0, tzinfo=UTC)


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """An .xlsx with these sheets, each a name and rows of cells."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target,
        {"default_date_format": "dd/mm/yyyy", "strings_to_numbers": False, "strings_to_formulas": False},
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


@contextmanager
def heard(*kinds: type[events.Event]) -> Iterator[list[events.Event]]:
    """What is told of these kinds, while the block lasts, of transactions that commit."""
    from khuevan.kernel.events import bus

    told: list[events.Event] = []
    made = [bus.Subscription(f"heard.{kind.__name__}", kind, told.append, durable=False) for kind in kinds]
    for one in made:
        bus._subscriptions.setdefault(one.event, []).append(one)
    try:
        yield told
    finally:
        for one in made:
            bus._subscriptions[one.event].remove(one)


class LayoutCases:
    """Asks of a layout: is its template understood, does its export come back unchanged, does a repeated import change
    nothing, is an import undone, does nothing leave as a formula, are strangers refused. Inherit and say `layout`, `rows`
    (of the template's headings) and `setting`; one database a question, some tenths of a second each.

    rows: lists of cells by column name, as people write them; at least two, all of them right.
    """

    layout: Layout
    rows: Sequence[Mapping[str, Any]]
    undoes = True
    """Whether what was added can be taken back."""
    news: Sequence[type[events.Event]] = (RecordAdded,)
    """What the room's own acts tell when a row comes into the list: an import tells it as often as it has new rows."""

    @pytest.fixture
    def place(self, db: None) -> tuple[Actor, int, Mapping[str, str]]:
        """Who imports, into which unit, with which parameters."""
        raise NotImplementedError

    def table(self, rows: Sequence[Mapping[str, Any]] | None = None) -> bytes:
        columns = self.layout.columns
        given = self.rows if rows is None else rows
        cells = [[row.get(column.name) for column in columns] for row in given]
        return workbook((self.layout.sheet, [[str(column.label) for column in columns], *cells]))

    def kept(self, place: tuple[Actor, int, Mapping[str, str]]) -> pl.DataFrame:
        who, unit_id, values = place
        with database.acting(who):
            return self.layout.shown(self.layout.target.current(Setting(who, AT, unit_id, values)))

    def exported(
        self, place: tuple[Actor, int, Mapping[str, str]], folder: Path, *, empty: bool = False
    ) -> bytes:
        who, unit_id, values = place
        with database.acting(who):
            setting = Setting(who, AT, unit_id, values)
            current = self.layout.shown(self.layout.target.current(setting))
            writing.write(self.layout, setting, current.clear() if empty else current, folder / "out.xlsx")
        return (folder / "out.xlsx").read_bytes()

    def taken(self, place: tuple[Actor, int, Mapping[str, str]], content: bytes) -> Import:
        who, unit_id, values = place
        return take_in(who, self.layout, unit_id, content, values=values)

    def test_rows_come_in_once_and_their_export_comes_back_unchanged(
        self, place: tuple[Actor, int, Mapping[str, str]], tmp_path: Path
    ) -> None:
        made = self.taken(place, self.table())
        assert (made.state, made.counts["new"], made.counts["wrong"]) == ("checked", len(self.rows), 0), (
            made.told
        )
        commit(place[0], made)
        assert self.kept(place).height == len(self.rows)
        again = self.taken(place, self.table())
        assert (again.counts["unchanged"], again.counts["rows"]) == (len(self.rows), len(self.rows)), (
            again.told
        )
        back = self.taken(place, self.exported(place, tmp_path))
        assert (back.counts["unchanged"], back.counts["rows"]) == (len(self.rows), len(self.rows)), back.told
        assert not [one for one in back.told["summary"] if one["weight"] != "repaired"]

    def test_rooms_that_follow_hear_of_an_import_as_of_an_act(
        self,
        place: tuple[Actor, int, Mapping[str, str]],
        django_capture_on_commit_callbacks: Callable[..., Any],
    ) -> None:
        with heard(*self.news) as told, django_capture_on_commit_callbacks(execute=True):
            commit(place[0], self.taken(place, self.table()))
        times = {kind: sum(isinstance(one, kind) for one in told) for kind in self.news}
        assert times == dict.fromkeys(self.news, len(self.rows))

    def test_the_empty_template_is_understood_and_has_nothing_to_take(
        self, place: tuple[Actor, int, Mapping[str, str]], tmp_path: Path
    ) -> None:
        made = self.taken(place, self.exported(place, tmp_path, empty=True))
        assert made.state == "checked", made.refusal
        assert made.counts["rows"] == 0
        found = {match["name"] for match in made.understood["columns"]}
        assert found >= set(self.layout.names)

    def test_an_undone_import_deletes_nothing_and_leaves_nothing_in_the_list(
        self, place: tuple[Actor, int, Mapping[str, str]]
    ) -> None:
        before = self.kept(place).height
        made = commit(place[0], self.taken(place, self.table()))
        stored = self.stored()
        undo(place[0], made)
        assert self.stored() == stored, "no row is deleted"
        expected = (len(self.rows), before) if self.undoes else (0, before + len(self.rows))
        assert (made.counts["withdrawn"], self.kept(place).height) == expected, made.counts

    def stored(self) -> int:
        """Rows of the model, whatever their status."""
        model = getattr(self.layout.target, "model", None)
        assert model is not None, "say how many rows there are: override `stored`"
        with database.acting(access.system()):
            return int(model._default_manager.count())

    def test_formulas_neither_come_in_nor_go_out(
        self, place: tuple[Actor, int, Mapping[str, str]], tmp_path: Path
    ) -> None:
        texts = [column.name for column in self.layout.columns if isinstance(column, Words)]
        assert texts, "a list has a name"
        hostile = {**self.rows[0], texts[0]: '=HYPERLINK("x","A")'}
        made = self.taken(place, self.table([hostile, *self.rows[1:]]))
        assert made.counts["wrong"] == 1
        assert "formula_text" in {one["code"] for one in made.told["summary"]}
        commit(place[0], made, partial=True)
        with zipfile.ZipFile(io.BytesIO(self.exported(place, tmp_path))) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert parts
        assert not any(b"<f>" in part or b"<f " in part for part in parts)

    def test_a_stranger_is_refused(self, place: tuple[Actor, int, Mapping[str, str]]) -> None:
        stranger = replace(place[0], holdings=(), account_id=77)
        with pytest.raises(access.Refused):
            take_in(stranger, self.layout, place[1], self.table(), values=place[2])
