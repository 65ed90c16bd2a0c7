"""A workbook of 100,000 rows and 30 columns, understood, checked, previewed and committed, beside what no program can
avoid: calamine's reading of the same file and a raw COPY of its cells, in the same run.

The rows go into a table like those of rooms: row-level security, audit triggers, two indexes, as the application's role.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import tempfile
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
from python_calamine import CalamineWorkbook
from rustpy_xlsxwriter import write_worksheet

from khuevan.kernel.testing.plugin import migrated_template, state_of_migrations

from .measure import Figure

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
PAIR = ROWS // 10
NAME = "khuevan_bench_workbook"
TEXTS = tuple(f"t{number}" for number in range(13))
TRUTHS = tuple(f"y{number}" for number in range(8))
NUMBERS = tuple(f"n{number}" for number in range(5))
_WORDS = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hùng",
    "Khánh",
    "Lan",
    "Linh",
    "Mai",
    "Nam",
    "Quân",
    "Sơn",
    "Tú",
    "Yến",
)


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.xlsx"
        writer = multiprocessing.get_context("spawn").Process(target=_write, args=(file,))
        writer.start()
        writer.join()
        written = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        addresses = _database()
        ours, parts, counts, alone, both = _ours(file, Path(folder) / "cells", addresses)
        # What a process needed at most is asked before the peer reads the whole file into this one.
        here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        floor = _floor(file, addresses)
    assert counts["new"] == ROWS, counts
    peak = max(here, child)
    whose = f"worker {here:.0f}, reader at most {child:.0f}, writing the file {written:.0f}"
    shown = ", ".join(f"{name} {seconds:.1f}" for name, seconds in parts.items())
    return [
        Figure(
            f"workbook {ROWS:,} × 30, from file to committed rows", f"{ours:.1f} s, {ROWS / ours:,.0f} rows/s ({shown})",
            f"calamine read and raw COPY: {floor:.1f} s", ours / floor, "≤ 2.5", ours / floor <= 2.5,
        ),
        Figure(
            f"two commits of {PAIR:,} rows to two units at once", f"{both:.1f} s", f"one alone: {alone:.1f} s",
            both / alone, "< 2: neither waits", both / alone < 2,
        ),
        Figure(
            "workbook, peak memory of a process", f"{peak:.0f} MB ({whose})", "", None, "≤ 600 MB", peak <= 600,
        ),
    ]  # fmt: skip


def _write(file: Path) -> None:
    chance = random.Random(7)

    def rows() -> Any:
        for number in range(ROWS):
            yield {
                "STT": number + 1, "Mã": f"{number:010}", "Họ tên": " ".join(chance.choices(_WORDS, k=3)),
                "Ngày sinh": date.fromordinal(733_000 + chance.randrange(4_000)),
                "Số": f"0{chance.randrange(10**10, 10**11)}",
                **{name: chance.choice(["Tổ 1, thôn Ea Na", "Thôn 5, xã Đắk Wil", "Khối 3"]) for name in TEXTS[1:]},
                **{name: chance.choice(["Có", "Không"]) for name in TRUTHS},
                **{name: chance.randrange(10, 200) for name in NUMBERS},
            }  # fmt: skip

    write_worksheet(rows(), str(file), sheet_name="Sheet1")


def _database() -> Any:
    from khuevan.kernel.database import roles

    template = migrated_template(f"khuevan_template_{state_of_migrations()}")
    addresses = template.on(NAME)
    assert template.admin is not None
    with psycopg.connect(**template.admin.libpq(), autocommit=True) as control:
        roles.drop_database(control, NAME)
        roles.create_database(control, addresses, template=template.app.name)
    columns = ", ".join(
        [f"{name} text not null default ''" for name in TEXTS[1:]]
        + [f"{name} boolean not null default false" for name in TRUTHS]
        + [f"{name} integer" for name in NUMBERS]
    )
    with psycopg.connect(**addresses.owner.libpq(), autocommit=True) as owner:
        owner.execute(
            "create table bench_row (id serial primary key, version integer not null, unit_id integer not null,"
            f" code text not null, name text not null, born date, number text not null default '', {columns})"
        )
        for statement in (
            "create unique index on bench_row (code)",
            "create index on bench_row (unit_id, name)",
            "alter table bench_row enable row level security",
            "alter table bench_row force row level security",
            "create policy reach on bench_row for all to khuevan_app using (unit_id <@ (select khuevan_reach()))",
            "create policy owner on bench_row for all to khuevan_owner using (true)",
            "grant all on bench_row to khuevan_app",
            "grant all on sequence bench_row_id_seq to khuevan_app",
            "select audit_follow('bench_row', 'unit_id', '{number}', '{version}')",
            "create table bench_raw (" + ", ".join(f"c{at} text" for at in range(30)) + ")",
            "grant all on bench_raw to khuevan_app",
        ):
            owner.execute(statement)
    return addresses


def _floor(file: Path, addresses: Any) -> float:
    """What reading and copying alone take."""
    begun = time.perf_counter()
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
    with psycopg.connect(**addresses.app.libpq()) as connection:
        with connection.cursor().copy("copy bench_raw from stdin") as copy:
            for row in sheet.iter_rows():
                copy.write_row([None if cell == "" else str(cell) for cell in row])
        connection.commit()
    return time.perf_counter() - begun


def _pair(commit: Any, rows: Any) -> tuple[float, float]:
    """Seconds of one commit alone, and of two at once on connections of their own."""
    import polars as pl

    def of(unit: int) -> None:
        commit(unit, rows.head(PAIR).with_columns(pl.format("{}-{}", pl.lit(unit), "code").alias("code")))

    begun = time.perf_counter()
    of(6)
    alone = time.perf_counter() - begun
    threads = [threading.Thread(target=of, args=(unit,)) for unit in (7, 8)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return alone, time.perf_counter() - begun


def _ours(
    file: Path, cells: Path, addresses: Any
) -> tuple[float, dict[str, float], dict[str, int], float, float]:
    from django.db import connection, models

    from khuevan.kernel import access, audit, database, sheets
    from khuevan.kernel.sheets import checking, planning, reading, rows, understanding
    from khuevan.kernel.sheets.services import work
    from khuevan.kernel.testing.server import connected

    class Row(models.Model):
        version = models.IntegerField()
        unit_id = models.IntegerField()
        code = models.CharField(max_length=10)
        name = models.CharField(max_length=100)
        born = models.DateField(null=True)
        number = models.CharField(max_length=12)

        class Meta:
            app_label = "bench"
            db_table = "bench_row"
            managed = False

    for name in TEXTS[1:]:
        models.CharField(max_length=200).contribute_to_class(Row, name)
    for name in TRUTHS:
        models.BooleanField(default=False).contribute_to_class(Row, name)
    for name in NUMBERS:
        models.IntegerField(null=True).contribute_to_class(Row, name)
    names = ["code", "name", "born", "number", *TEXTS[1:], *TRUTHS, *NUMBERS]
    layout = sheets.Layout(
        "bench.rows", "Bench",
        columns=(
            sheets.Code("code", "Mã", required=True), sheets.Words("name", "Họ tên", required=True),
            sheets.Day("born", "Ngày sinh", required=True), sheets.Digits("number", "Số"),
            *(sheets.Words(name, name) for name in TEXTS[1:]), *(sheets.Yes(name, name) for name in TRUTHS),
            *(sheets.Whole(name, name) for name in NUMBERS),
        ),
        keys=(sheets.Key(("code",)), sheets.Key(("number",))),
        permission=access.Permission("bench.row:edit", "Bench"),
        target=sheets.TableTarget(Row, {name: name for name in names}, unit="unit_id"),
    )  # fmt: skip
    actor, at = access.system("bench"), datetime.now(UTC)
    setting = sheets.Setting(actor, at, 5)
    parts: dict[str, float] = {}
    clock = time.perf_counter()

    def part(name: str) -> None:
        nonlocal clock
        parts[name] = time.perf_counter() - clock
        clock = time.perf_counter()

    begun = time.perf_counter()
    book = reading.read(file, cells, "xlsx", lambda done, of: None)
    part("read")
    found = understanding.understand(book, layout)
    assert found is not None
    checked = checking.check(book, layout, found, rows.records(book, found), setting)
    part("understand, check")
    with connected(addresses), database.acting(actor):
        plan = planning.plan(
            planning.Question(
                layout, checked.values, checked.findings, layout.target.current(setting), planning.Decisions()
            )
        )
        part("preview")
        with audit.act(actor, "sheets.import:commit", at=at, unit_id=5):
            layout.target.commit(work.batch_of(layout, setting, plan.rows, "bench", checked.findings))
        counts = plan.counts()
        connection.ensure_connection()
    part("commit")
    took = time.perf_counter() - begun

    def commit(unit: int, rows: Any) -> None:
        try:
            with database.acting(actor), audit.act(actor, "sheets.import:commit", at=at, unit_id=unit):
                own = sheets.Setting(actor, at, unit)
                layout.target.commit(work.batch_of(layout, own, rows, "bench", checked.findings))
        finally:
            connection.close()

    with connected(addresses):
        alone, both = _pair(commit, plan.rows)
    return took, parts, counts, alone, both
