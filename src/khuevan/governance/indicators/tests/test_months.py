"""Figures kept month by month: layout, filling, faults."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from django.core.management import CommandError, call_command

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.models import Snapshot
from khuevan.governance.indicators.queries.filling import filled
from khuevan.governance.indicators.rules import Asked
from khuevan.governance.indicators.store import months as kept_as
from khuevan.governance.indicators.store import series as series_module
from khuevan.governance.indicators.store.months import FROZEN, RECORDS, RUNNING, KeptMonth, earlier, month_of
from khuevan.governance.indicators.store.series import (
    MONTHS,
    UNITS,
    Damaged,
    Filled,
    Series,
    formulas_name,
    series,
)
from khuevan.governance.indicators.store.slots import ALONE, MANAGING, OWN, PROFESSIONAL, Index, slots_of
from khuevan.kernel import access, clock, database
from khuevan.kernel.measures import parts_of
from khuevan.register.organisations.choices import Line

from .builders import AT, ON, World, changed, child

pytestmark = pytest.mark.django_db
SYSTEM = access.system()
NEXT = datetime(2026, 12, 15, 3, 0, tzinfo=UTC)
ALL = "schoolyear.student:all"


@pytest.fixture
def world() -> World:
    made = World()
    services.rebuild(actor=made.officer, at=AT)
    return made


def learners(unit: int, kind: int) -> dict[int, int]:
    """By month, how many learners the series says."""
    indicator = queries.indicator_of(ALL, on=ON)
    assert indicator is not None
    name = parts_of(indicator.measure)[0].name
    found: dict[int, int] = {}
    state = series().current()
    for block in state.blocks.values():
        for months in series().read(block, [(unit, kind)], [name], state.kept).values():
            found |= {month: row[name] for month, row in months.items()}
    return found


def said(unit: int) -> str:
    """The file that is damaged; "" where the figure was read, and then it is the right one."""
    try:
        assert learners(unit, ALONE) == {202611: 3}
    except Damaged as failure:
        return str(failure)
    return ""


def contents(root: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in root.iterdir()}


def test_months_before_a_month() -> None:
    assert [earlier(202611, by) for by in (0, 1, 11, 12)] == [202611, 202610, 202512, 202511]
    assert earlier(202601, 1) == 202512
    assert month_of(date(2026, 3, 31)) == 202603


def test_slots_stand_level_by_level_with_totals_on_both_lines() -> None:
    managing = [(1, one) for one in (1, 2, 3, 4, 5, 6)] + [
        (2, 2),
        (2, 4),
        (2, 5),
        (3, 3),
        (3, 6),
        (4, 4),
        (5, 5),
        (6, 6),
    ]
    professional = [(1, one) for one in (1, 4, 5, 6)] + [(4, 4), (5, 5), (6, 6)]
    slots, members = slots_of(managing, professional)
    order = list(zip(slots["unit_id"], slots["kind"], strict=True))
    assert order[:6] == [(1, MANAGING), (1, OWN), (2, MANAGING), (2, OWN), (3, MANAGING), (3, OWN)]
    assert order[6:] == [(4, ALONE), (5, ALONE), (6, ALONE), (1, PROFESSIONAL)]
    under = {order[place]: set() for place in members["place"]}  # type: dict[tuple[int, int], set[int]]
    for place, unit in members.iter_rows():
        under[order[place]].add(unit)
    assert under[2, MANAGING] == {2, 4, 5}
    assert under[1, PROFESSIONAL] == {1, 4, 5, 6}
    assert under[1, OWN] == {1}
    index = Index(slots)
    assert set(index.reach(2, MANAGING).ranges) == {(2, 3), (4, 6)}
    assert set(index.reach(1, PROFESSIONAL).ranges) == {(1, 2), (4, 7)}


def test_a_month_holds_what_the_explorer_says_of_every_unit_and_line(world: World) -> None:
    assert services.keep_months(actor=SYSTEM, at=AT) == [202611]
    state, kept = queries.current(), series().current()
    assert state is not None
    compared = 0
    with database.acting(world.officer):
        made = filled(state, queries.indicators(on=ON), kept.kept[202611])
    for unit in (world.department, world.commune, world.far, world.school, world.near, world.other):
        for line, kind in ((Line.MANAGING, MANAGING), (Line.PROFESSIONAL, PROFESSIONAL)):
            with database.acting(world.officer):
                place = queries.place_of(world.officer, unit, line, on=ON)
                assert place is not None
                for code in (ALL, "schoolyear.student:girls_share"):
                    indicator = queries.indicator_of(code, on=ON)
                    assert indicator is not None
                    answer = queries.answer(world.officer, indicator, place, Asked(), on=ON)
                    assert answer is not None
                    rows = list(made.frame.filter(unit_id=unit).iter_rows(named=True))
                    row = next((one for one in rows if one["kind"] in (ALONE, kind)), None)
                    if row is None:  # nothing under it on this line
                        continue
                    names = [part.name for part in parts_of(indicator.measure)]
                    assert (row[names[0]] or 0) == (answer.figure.upper or 0)
                    compared += 1
    assert compared >= 16
    assert learners(world.commune, MANAGING) == {202611: 4}
    assert learners(world.school, ALONE) == {202611: 3}


def test_the_same_month_is_written_once_and_a_changed_one_again(world: World) -> None:
    services.keep_months(actor=SYSTEM, at=AT)
    before = contents(series().root)
    assert services.keep_months(actor=SYSTEM, at=AT) == []
    assert contents(series().root) == before
    child(world.near, "Ngô Văn Hải", "male")
    services.rebuild(actor=world.officer, at=AT)
    assert services.keep_months(actor=SYSTEM, at=AT) == [202611]
    assert learners(world.near, ALONE) == {202611: 2}


def test_a_month_that_is_over_stays_when_others_come(world: World) -> None:
    services.keep_months(actor=SYSTEM, at=AT)
    child(world.near, "Ngô Văn Hải", "male")
    services.rebuild(actor=world.officer, at=NEXT)
    assert services.keep_months(actor=SYSTEM, at=NEXT) == [202612]
    assert learners(world.near, ALONE) == {202611: 1, 202612: 2}
    assert [one.source for one in series().current().kept.values()] == [RUNNING, RUNNING]
    january = datetime(2027, 1, 5, 3, 0, tzinfo=UTC)
    chunks = [one.name for one in series().current().blocks[2026].chunks]
    services.rebuild(actor=world.officer, at=january)
    assert services.keep_months(actor=SYSTEM, at=january) == [202701]
    assert [one.name for one in series().current().blocks[2026].chunks] == chunks
    assert learners(world.near, ALONE) == {202611: 1, 202612: 2, 202701: 2}
    assert series().broken(series().current()) == []


def test_a_frozen_state_comes_before_the_running_one(world: World) -> None:
    services.keep_months(actor=SYSTEM, at=AT)
    services.freeze(actor=world.officer, at=AT, period="Tháng 11")
    assert services.keep_months(actor=SYSTEM, at=AT) == [202611]
    assert series().current().kept[202611].source == FROZEN
    child(world.near, "Ngô Văn Hải", "male")
    services.rebuild(actor=world.officer, at=AT)
    assert services.keep_months(actor=SYSTEM, at=AT) == []
    assert learners(world.near, ALONE) == {202611: 1}
    services.freeze(actor=world.officer, at=AT, period="Tháng 11", reason="Trường báo thiếu một em")
    assert services.keep_months(actor=SYSTEM, at=AT) == [202611]
    assert learners(world.near, ALONE) == {202611: 2}
    assert Snapshot.objects.count() == 2


def test_past_months_are_read_out_of_the_records(world: World) -> None:
    written = services.keep_past(date(2026, 9, 1), actor=SYSTEM, at=AT)
    assert written == [202609, 202610]
    assert {one.source for one in series().current().kept.values()} == {RECORDS}
    assert services.keep_past(date(2026, 9, 1), actor=SYSTEM, at=AT) == []
    services.keep_months(actor=SYSTEM, at=AT)
    assert learners(world.school, ALONE)[202611] == 3
    assert list(series().current().kept) == [202609, 202610, 202611]


def test_many_slots_in_many_files_and_row_groups(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of four slots and row groups of three; a unit that comes moves the others to other files."""
    monkeypatch.setattr(series_module, "CHUNK", 4)
    monkeypatch.setattr(series_module, "GROUP", 3)
    services.keep_months(actor=SYSTEM, at=AT)
    assert len(series().current().blocks[2026].chunks) > 1
    changed(child(world.other, "Ngô Văn Hải", "male"), sex="male")
    services.rebuild(actor=world.officer, at=NEXT)
    services.keep_months(actor=SYSTEM, at=NEXT)
    assert learners(world.other, ALONE) == {202611: 1, 202612: 2}
    assert learners(world.commune, MANAGING) == {202611: 4, 202612: 4}
    assert learners(world.department, MANAGING) == {202611: 5, 202612: 6}


def test_an_altered_byte_is_found_wherever_it_is(world: World) -> None:
    services.keep_months(actor=SYSTEM, at=AT)
    root, state = series().root, series().current()
    file = root / state.blocks[2026].chunks[0].name
    whole = file.read_bytes()
    found = 0
    for place in range(8, len(whole), max(len(whole) // 60, 1)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        assert series().broken(state) == [file.name]
        found += said(world.school) == file.name
    assert found > 10
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Damaged):
        learners(world.school, ALONE)
    child(world.near, "Ngô Văn Hải", "male")
    services.rebuild(actor=world.officer, at=NEXT)
    with pytest.raises(services.CannotWrite, match=file.name):
        services.keep_months(actor=SYSTEM, at=NEXT)
    file.write_bytes(whole)
    assert services.keep_months(actor=SYSTEM, at=NEXT) == [202612]


def test_a_write_that_fails_leaves_the_months_before(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    services.keep_months(actor=SYSTEM, at=AT)
    before, files = series().current(), contents(series().root)
    child(world.near, "Ngô Văn Hải", "male")
    services.rebuild(actor=world.officer, at=NEXT)

    def no_room(_where: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr("os.fsync", no_room)
        with pytest.raises(services.CannotWrite, match="hết chỗ"):
            services.keep_months(actor=SYSTEM, at=NEXT)
    assert series().current() == before
    assert contents(series().root) == files, "what was half written makes room again"
    assert services.keep_months(actor=SYSTEM, at=NEXT) == [202612]
    assert learners(world.near, ALONE) == {202611: 1, 202612: 2}


WRITER = """
import os, sys
from pathlib import Path
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.config.settings_test")
import django
django.setup()
from khuevan.governance.indicators.store.series import Series
from khuevan.governance.indicators.tests.test_months import fill
series = Series(Path(sys.argv[1]))
for number in range(1000):
    series.put(*fill(202601 + number % 12, number))
    print("kept", flush=True)
"""


def fill(month: int, number: int) -> tuple[list[Filled], list[str]]:
    """Every unit has the month in one column, and how often months were written before in the other."""
    slots, _members = slots_of([(unit, unit) for unit in range(1, 3001)], [])
    numbers = [pl.lit(1).alias(UNITS), pl.lit(month).alias("n_month"), pl.lit(number).alias("n_number")]
    kept = KeptMonth(month, date(2026, month % 100, 1), RUNNING, str(number), formulas_name("{}"))
    return [Filled(kept, slots, slots.select("unit_id", "kind").with_columns(numbers))], ["{}"]


@pytest.mark.parametrize("after", [1, 4, 14])
def test_a_process_killed_while_it_writes_leaves_whole_months(tmp_path: Path, after: int) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, env=dict(os.environ)
    )
    try:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _number in range(after)]
        assert lines == [b"kept\n"] * after
        time.sleep(0.01 * after)
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.wait(300)
    kept = Series(tmp_path)
    state = kept.current()
    assert len(state.kept) >= min(after, 12)
    assert kept.broken(state) == []
    read = kept.read(state.blocks[2026], [(1, ALONE), (3000, ALONE)], ["n_month", "n_number"], state.kept)
    expected = {
        month: {UNITS: 1, "n_month": month, "n_number": int(one.mark)} for month, one in state.kept.items()
    }
    assert read == {(1, ALONE): expected, (3000, ALONE): expected}
    kept.put(*fill(202612, 5000))
    assert {one.name for one in tmp_path.iterdir()} <= {MONTHS, *state.names(), *kept.current().names()}


def test_a_manifest_is_read_as_it_was_written(world: World) -> None:
    services.keep_months(actor=SYSTEM, at=AT)
    state = series().current()
    assert kept_as.read(kept_as.written(state)) == state
    (series().root / series_module.MONTHS).write_text("{")
    with pytest.raises(Damaged):
        series().current()


def test_who_may_not_rebuild_keeps_no_month(world: World) -> None:
    with pytest.raises(access.Refused):
        services.keep_months(actor=world.reader, at=AT)
    with pytest.raises(access.Refused):
        services.keep_past(date(2026, 9, 1), actor=world.reader, at=AT)


def test_the_jobs_keep_the_month(world: World) -> None:
    from khuevan.governance.indicators import tasks

    with clock.frozen(AT):
        tasks.follow_months.function()
    assert list(series().current().kept) == [202611]


def test_the_command_keeps_past_months_too(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with clock.frozen(AT):
        call_command("keep_months", "--since", "2026-10")
        assert "2 months written" in capsys.readouterr().out
        with pytest.raises(CommandError, match="no month like"):
            call_command("keep_months", "--since", "last year")
    assert [one.source for one in series().current().kept.values()] == [RECORDS, RUNNING]
