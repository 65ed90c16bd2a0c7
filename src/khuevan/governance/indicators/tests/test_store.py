"""The store against a plain dictionary; killed, broken, altered and crowded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.governance.indicators.store import Change, Store
from khuevan.governance.indicators.store.store import MANIFEST, MOST_PIECES
from khuevan.kernel.facts import Column, Facts, Kind, frame_of

THINGS = Facts(
    "indicators.thing", "Vật", "select 1 as id, 1 as unit_id, '' as title, 1 as size", (Column("size", Kind.WHOLE, "cỡ"),)
)  # fmt: skip
CHANGED = Facts(
    "indicators.changed_thing", "Vật", "select 2 as id, 1 as unit_id, '' as title, 1 as size",
    (Column("size", Kind.WHOLE, "cỡ"),),
)  # fmt: skip
ON, AT = date(2026, 11, 26), datetime(2026, 11, 26, 3, tzinfo=UTC)
Units = dict[int, list[int]]
"""Unit -> sizes of its things."""
UNITS = st.dictionaries(st.integers(1, 6), st.lists(st.integers(0, 9), max_size=3), max_size=6)


def frame(units: Units) -> pl.DataFrame:
    rows = [
        {"id": unit * 100 + number, "unit_id": unit, "title": f"vật {number}", "size": size}
        for unit, sizes in units.items()
        for number, size in enumerate(sizes)
    ]
    return frame_of(THINGS, rows)


def held(store: Store) -> Units:
    state = store.current()
    assert state is not None
    found: Units = {}
    for row in store.rows(state, THINGS).sort("unit_id", "id").collect().to_dicts():
        found.setdefault(row["unit_id"], []).append(row["size"])
    return found


def filled(units: Units) -> Units:
    return {unit: sizes for unit, sizes in units.items() if sizes}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "facts")
    made.put_all([(THINGS, frame({1: [5], 2: [7, 8]}))], as_of=ON, at=AT, marks={0: 3})
    return made


@given(UNITS, st.lists(UNITS, max_size=5))
def test_what_units_have_now_is_what_was_last_put_for_them(first: Units, changes: list[Units]) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.put_all([(THINGS, frame(first))], as_of=ON, at=AT, marks={})
        model = dict(first)
        for change in changes:
            state = store.current()
            assert state is not None
            store.put_changes(
                state, [Change(THINGS, "unit_id", change.keys(), frame(change))], at=AT, marks={}
            )
            model.update(change)
            assert held(store) == filled(model)


def test_a_unit_that_lost_its_last_row_has_none(store: Store) -> None:
    state = store.current()
    assert state is not None
    store.put_changes(state, [Change(THINGS, "unit_id", [2], frame({}))], at=AT, marks={0: 4})
    assert held(store) == {1: [5]}
    now = store.current()
    assert now is not None
    assert (now.number, now.marks, now.as_of) == (2, {0: 4}, ON)


def test_nothing_is_in_service_before_the_first_filling(tmp_path: Path) -> None:
    assert Store(tmp_path / "nowhere").current() is None


def test_a_broken_manifest_is_no_state(store: Store) -> None:
    (store.root / MANIFEST).write_text('{"number": 1')
    assert store.current() is None


def test_a_writer_killed_before_the_exchange_leaves_the_state_before(store: Store) -> None:
    """Its files lie about unnamed, and go with the next exchange."""
    (store.root / "indicators.thing-dead.parquet").write_bytes(b"PAR1")
    (store.root / "indicators.thing-dead.parquet.unfinished").write_bytes(b"")
    (store.root / f"{MANIFEST}.dead").write_text("{")
    assert held(store) == {1: [5], 2: [7, 8]}
    state = store.current()
    assert state is not None
    store.put_changes(state, [Change(THINGS, "unit_id", [1], frame({1: [6]}))], at=AT, marks={})
    assert held(store) == {1: [6], 2: [7, 8]}
    assert not list(store.root.glob("*dead.parquet*"))


def test_one_altered_byte_is_found(store: Store) -> None:
    state = store.current()
    assert state is not None
    assert store.broken(state) == []
    file = store.root / state.facts[THINGS.code].pieces[0].file.name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert store.broken(state) == [file.name]
    file.unlink()
    assert store.broken(state) == [file.name]


def test_facts_declared_otherwise_are_not_held(store: Store) -> None:
    state = store.current()
    assert state is not None
    assert state.holds(THINGS)
    assert not state.holds(CHANGED)
    kept = {CHANGED.code: state.facts[THINGS.code]}
    assert not type(state)(1, ON, AT, {}, kept).holds(CHANGED), "another statement is another shape"


def test_many_small_files_become_one(store: Store) -> None:
    for number in range(MOST_PIECES + 2):
        state = store.current()
        assert state is not None
        store.put_changes(state, [Change(THINGS, "unit_id", [1], frame({1: [number]}))], at=AT, marks={})
    assert held(store) == {1: [MOST_PIECES + 1], 2: [7, 8]}
    state = store.current()
    assert state is not None
    assert len(state.facts[THINGS.code].pieces) < MOST_PIECES
    assert len(list(store.root.glob("*.parquet"))) <= MOST_PIECES + 2


def test_who_began_to_read_reads_on_while_the_state_is_exchanged(store: Store) -> None:
    state = store.current()
    assert state is not None
    begun = store.rows(state, THINGS)
    store.put_all([(THINGS, frame({3: [1]}))], as_of=ON, at=AT, marks={})
    assert begun.collect().height == 3
    assert held(store) == {3: [1]}
