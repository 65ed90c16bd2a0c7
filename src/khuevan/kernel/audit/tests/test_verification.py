"""Tampering by somebody with the owner's password, triggers switched off: found. Many writers at once: whole."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from khuevan.kernel import access, audit, database
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.kernel.audit import verification
from khuevan.kernel.audit.verification import GENESIS, Fault, Head, Line, check, digest

from .builders import application_connection, owner_connection

AT = datetime(2026, 9, 5, 1, tzinfo=UTC)


def chain(lane: int, length: int) -> list[Line]:
    lines, before = [], GENESIS
    for seq in range(1, length + 1):
        content = (
            lane,
            seq,
            0,
            None,
            "act",
            1,
            "Ánh",
            "",
            "",
            "x.y:z",
            "",
            "",
            None,
            '{"a": [1, "đ"]}',
            'vì "sao"\n',
        )
        lines.append(Line(content, before, digest(before, content)))
        before = lines[-1].hash
    return lines


def test_the_rules_of_a_chain() -> None:
    lines = chain(4, 5)
    heads = {4: Head(5, lines[-1].hash), 5: Head(0, GENESIS)}
    assert check(lines, heads).whole
    assert check(lines[:1] + lines[2:], heads).faults == [Fault(4, 2, "missing")]
    assert check(lines[1:], heads).faults == [Fault(4, 1, "missing")]
    assert check(lines[:3], heads).faults == [Fault(4, 4, "cut")]
    assert check([], heads).faults == [Fault(4, 1, "cut")]
    assert check(lines, {4: Head(3, lines[2].hash)}).faults == [Fault(4, 4, "beyond")]
    assert check(lines, {}).faults == [Fault(4, 1, "lost_head")]
    assert check(lines[:2] + lines[1:], heads).faults == [Fault(4, 2, "doubled")]
    forged = Line((*lines[2].content[:14], "khác"), lines[2].before, lines[2].hash)
    assert check([*lines[:2], forged, *lines[3:]], heads).faults == [Fault(4, 3, "changed")]
    rehashed = Line(forged.content, forged.before, digest(forged.before, forged.content))
    assert check([*lines[:2], rehashed, *lines[3:]], heads).faults == [Fault(4, 4, "changed")]


def test_a_lane_rewritten_as_a_whole_is_found_against_an_anchor() -> None:
    lines = chain(4, 5)
    kept = {4: Head(3, lines[2].hash)}
    other: list[Line] = []
    before = GENESIS
    for line in lines:
        content = (*line.content[:6], "Bình", *line.content[7:])
        other.append(Line(content, before, digest(before, content)))
        before = other[-1].hash
    heads = {4: Head(5, other[-1].hash)}
    assert check(other, heads).whole
    assert check(other, heads, kept).faults == [Fault(4, 3, "rewritten")]
    short = {4: Head(2, lines[1].hash)}
    assert check(lines[:2], short).whole
    assert check(lines[:2], short, kept).faults == [Fault(4, 3, "rewritten")]


def somebody(account: int) -> Actor:
    return Actor(
        account_id=account,
        person_id=None,
        name=f"Người {account}",
        holdings=(Holding(frozenset(), Reach.of([3])),),
    )


@contextmanager
def tampering() -> Iterator[psycopg.Connection]:
    """The owner at work with every trigger off; rolled back at the end."""
    with owner_connection() as owner:
        for table in ("audit_entry", "audit_head"):
            owner.execute(f"alter table {table} disable trigger user")
        yield owner


def faults_seen_by(owner: psycopg.Connection) -> list[Fault]:
    with owner.cursor() as cursor:
        cursor.execute(f"declare audit_all no scroll cursor for {verification._ALL}")
        heads: dict[int, Head] = {}
        return check(verification._stored(cursor, heads), heads).faults


@pytest.fixture
def log(committed: None) -> tuple[int, int, int]:
    """A lane with at least six entries of one actor: (lane, first seq, last seq) of those."""
    who = somebody(7_000_001)
    with database.acting(who):
        for number in range(6):
            audit.record(who, "look", "x.y:z", at=AT, why=f"lần {number} «'\"\\ \u2028 🙂", số=number)
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute(
            "select lane, max(seq) - 5, max(seq) from audit_entry where actor_id = 7000001"
            " group by lane order by max(id) desc limit 1"
        )
        row = cursor.fetchone()
    assert row is not None
    return row[0], row[1], row[2]


def test_the_log_as_the_database_wrote_it_is_whole(log: tuple[int, int, int]) -> None:
    with database.acting(access.system()):
        verdict = verification.verify()
    assert verdict.whole
    assert verdict.entries >= 6


@pytest.mark.parametrize(
    ("statement", "offset", "kind"),
    [
        (
            "update audit_entry set actor_name = 'kẻ khác' where lane = %(lane)s and seq = %(seq)s",
            2,
            "changed",
        ),
        ("update audit_entry set changes = '{}' where lane = %(lane)s and seq = %(seq)s", 3, "changed"),
        (
            "update audit_entry set at = at + interval '1 microsecond' where lane = %(lane)s and seq = %(seq)s",
            1,
            "changed",
        ),
        ("update audit_entry set unit_id = 9 where lane = %(lane)s and seq = %(seq)s", 5, "changed"),
        ("delete from audit_entry where lane = %(lane)s and seq = %(seq)s", 2, "missing"),
        ("delete from audit_entry where lane = %(lane)s and seq >= %(seq)s", 4, "cut"),
        ("update audit_head set seq = %(seq)s - 1 where lane = %(lane)s", 3, "beyond"),
        ("delete from audit_head where lane = %(lane)s", None, "lost_head"),
    ],
)
def test_tampering_is_found_and_the_first_entry_named(
    log: tuple[int, int, int], statement: str, offset: int | None, kind: str
) -> None:
    lane, first, _last = log
    seq = 1 if offset is None else first + offset
    with tampering() as owner:
        owner.execute(statement, {"lane": lane, "seq": seq})
        assert faults_seen_by(owner) == [Fault(lane, seq, kind)]


def test_the_command_writes_an_anchor_and_compares(log: tuple[int, int, int], tmp_path: Path) -> None:
    anchor, said = tmp_path / "anchor.json", io.StringIO()
    call_command("audit_verify", "--export", str(anchor), stdout=said)
    assert said.getvalue().endswith("whole\n")
    call_command("audit_verify", "--against", str(anchor), stdout=io.StringIO())
    document = json.loads(anchor.read_text())
    document["heads"][str(log[0])]["hash"] = "00" * 32
    anchor.write_text(json.dumps(document))
    with pytest.raises(CommandError, match="damaged"):
        call_command("audit_verify", "--against", str(anchor), stdout=io.StringIO())
    document["digest"] = verification._sum(document["heads"])
    anchor.write_text(json.dumps(document))
    with pytest.raises(CommandError, match=f"lane {log[0]}: entry {log[2]} is not the one of the anchor"):
        call_command("audit_verify", "--against", str(anchor), stdout=io.StringIO())


def test_a_writer_does_not_wait_for_another_of_the_same_lane(committed: None) -> None:
    statement = "select audit_say('{\"actor_id\": 42}', 'look', 'x.y:z', '', '', null, '{}', '')"
    with application_connection() as first, application_connection() as second:
        first.execute(statement)
        second.execute("set local lock_timeout = '2s'")
        second.execute(statement)
        lanes = [
            c.execute("select split_part(current_setting('khuevan.lane'), ' ', 1)").fetchone()
            for c in (first, second)
        ]
        assert lanes[0] != lanes[1]
        first.commit()
        second.commit()


def test_a_savepoint_rolled_back_leaves_the_chain_whole(committed: None) -> None:
    statement = "select audit_say('{\"actor_id\": 43}', 'look', 'x.y:z', '', '', null, '{}', '')"
    with application_connection() as writer:
        writer.execute("savepoint a")
        writer.execute(statement)
        writer.execute("rollback to savepoint a")
        writer.execute(statement)
        writer.execute("savepoint b")
        writer.execute(statement)
        writer.execute(statement)
        writer.execute("rollback to savepoint b")
        writer.execute(statement)
        writer.commit()
    with database.acting(access.system()):
        assert verification.verify().whole


def test_parallel_writers_leave_whole_chains_and_lose_nothing(committed: None) -> None:
    threads, rounds, rows = 8, 25, 4
    errors: list[BaseException] = []

    def write(number: int) -> None:
        try:
            with application_connection() as writer:
                for turn in range(rounds):
                    base = 1_000_000 + (number * rounds + turn) * rows
                    writer.execute(
                        "insert into audit_specimen (id, unit_id, name) select n, 3, 'p' from generate_series(%s, %s) n",
                        [base, base + rows - 1],
                    )
                    writer.execute("update audit_specimen set name = 'q' where id = %s", [base])
                    if turn % 5 == 4:
                        writer.rollback()
                    else:
                        writer.commit()
        except BaseException as error:
            errors.append(error)

    running = [threading.Thread(target=write, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    while any(thread.is_alive() for thread in running):
        with database.acting(access.system()):
            assert verification.verify().whole
    for thread in running:
        thread.join()
    assert errors == []
    with database.acting(access.system()), connection.cursor() as cursor:
        assert verification.verify().whole
        cursor.execute(
            "select count(*) from audit_entry where table_name = 'audit_specimen' and row_id::bigint >= 1000000"
        )
        assert cursor.fetchone() == (threads * rounds * 4 // 5 * (rows + 1),)
        cursor.execute("delete from audit_specimen where id >= 1000000")
