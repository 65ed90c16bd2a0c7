"""A run over rows that were kept says exactly what a run over rows read anew says, whatever was changed and broken."""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from khuevan.governance.quality import services
from khuevan.governance.quality.models import Finding, Tally, UnitStanding
from khuevan.governance.quality.store import store
from khuevan.kernel import access, audit, clock, database, facts
from khuevan.kernel.checks import declared
from khuevan.kernel.testing.scarcity import files_no_longer_than

from .builders import AT
from .edits import EDITS, Province
from .test_runs import World

pytestmark = pytest.mark.django_db
FOLLOWED = sorted({check.facts.code for check in declared().values() if check.facts.is_followed})


def told() -> dict[str, list[Any]]:
    """Everything that the runs have written down and what is still so."""
    with database.acting(access.system()):
        findings = Finding.objects.filter(mended_at=None)
        return {
            "findings": sorted(
                map(
                    str,
                    findings.values_list("check_code", "unit_id", "record_id", "title", "values", "state"),
                )
            ),
            "tallies": sorted(
                Tally.objects.values_list("unit_id", "check_code", "asked", "failed", "explained")
            ),
            "standings": sorted(
                map(str, UnitStanding.objects.values_list("unit_id", "findings", "score", "correct_asked"))
            ),
        }


def run(at: datetime = AT, *, full: bool = False) -> services.Ran:
    return services.run_checks(actor=access.system(), at=at, full=full)


@pytest.mark.parametrize("seed", range(4))
def test_any_edits_are_told_as_if_everything_were_read_anew(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - draws for a test
    province, at, did = Province(chance, clock.on(AT)), AT, []
    run(at)
    for night in range(8):
        at += timedelta(days=chance.choice([0, 1, 1, 5, 260 if night == 6 else 1]))
        province.today = clock.on(at)
        did.append(province.edit(chance.randint(0, 7)))
        if night == 3:
            explain_something(at)
        kept = run(at)
        over_kept = told()
        anew = run(at, full=True)
        assert told() == over_kept, did
        assert (anew.found, anew.mended, anew.rows) == (0, 0, kept.rows), did
        assert over_kept["findings"]
    assert sum(map(len, did)) > 10


def explain_something(at: datetime) -> None:
    with database.acting(access.system()):
        found = Finding.objects.filter(mended_at=None, check_code="people.person:birthplace_missing").first()
        if found is not None:
            services.explain_finding(actor=access.system(), at=at, finding=found, why="Đã hỏi gia đình em")


def test_every_edit_of_the_draw_is_made_sometime() -> None:
    """And alone: what each does by itself is followed too."""
    province = Province(random.Random(7), clock.on(AT))  # noqa: S311 - draws for a test
    run()
    for act in dict.fromkeys(EDITS):
        assert province.attempt(act), act.__name__
        run()
        over_kept = told()
        assert run(full=True).found == 0, act.__name__
        assert told() == over_kept, act.__name__


def test_a_night_on_which_nothing_changed_reads_and_writes_next_to_nothing() -> None:
    Province(random.Random(1), clock.on(AT))  # noqa: S311 - draws for a test
    first = run()
    before = places()
    again = run()
    assert places() == before, "no row was written anew"
    assert (again.rows, again.found, again.mended) == (first.rows, 0, 0)
    with database.acting(access.system()):
        followed = sum(facts.read(facts.declared()[code], on=clock.on(AT)).height for code in FOLLOWED)
    assert 0 < followed == first.read - again.read


def places() -> list[tuple[str, int, str]]:
    """Where each row lies in its table: an update puts it elsewhere, even if it changes nothing."""
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute(
            "select 'finding', id, ctid::text from quality_finding union all"
            " select 'tally', id, ctid::text from quality_tally union all"
            " select 'standing', unit_id, ctid::text from quality_unitstanding union all"
            " select 'past', id, ctid::text from quality_paststanding order by 1, 2"
        )
        return cursor.fetchall()


def test_a_change_at_one_school_shows_at_another(world: World) -> None:
    run()
    with database.acting(access.system()):
        places = type(world.right)._meta.apps.get_model("people", "Affiliation").objects
        places.create(person=world.right, unit_id=world.other, kind="learner", valid_from=clock.on(AT))
    run()
    with database.acting(access.system()):
        found = Finding.objects.filter(check_code="people.person:two_places", mended_at=None)
        assert set(found.values_list("unit_id", flat=True)) == {world.school, world.other}


def test_a_changed_limit_is_asked_of_all_rows_without_reading_them(world: World) -> None:
    run()
    services.change_limit(
        actor=access.system(), at=AT, check_code="people.person:name_long", name="most", value=5,
        valid_from=clock.on(AT), source="Công văn 1/SGDĐT",
    )  # fmt: skip
    ran = run()
    assert ran.found == 3
    assert ran.read < ran.rows


@pytest.fixture
def world() -> World:
    return World()


def spoil_nothing() -> None:
    """The state as it is."""


def lose_a_file() -> None:
    next(store().root.glob("people.person.base-*.parquet")).unlink()


def alter_a_file() -> None:
    file = next(store().root.glob("people.person.base-*.parquet"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def break_the_manifest() -> None:
    (store().root / "manifest.json").write_text('{"edition": 1')


def come_from_another_log() -> None:
    """As after a restore: the numbers are there, but of other entries."""
    file = store().root / "manifest.json"
    state = store().current()
    assert state is not None
    file.write_text(file.read_text().replace(state.seal, "0" * 64))


def lie_behind_the_day() -> None:
    """As if kept by a clock that went wrong."""
    file = store().root / "manifest.json"
    file.write_text(file.read_text().replace("2026-11-25", "2031-01-01"))


def be_of_another_shape() -> None:
    state = store().current()
    assert state is not None
    file = store().root / "manifest.json"
    file.write_text(file.read_text().replace(state.facts["people.person"].shape, "0" * 16))


@pytest.mark.parametrize(
    ("spoil", "is_read"),
    [(spoil_nothing, False), (lose_a_file, True), (alter_a_file, True), (break_the_manifest, True),
     (come_from_another_log, True), (lie_behind_the_day, True), (be_of_another_shape, True)],
)  # fmt: skip
def test_what_cannot_be_trusted_is_read_anew(world: World, spoil: Any, is_read: bool) -> None:
    first = run()
    before = told()
    spoil()
    again = run()
    assert (again.found, again.mended, again.rows) == (0, 0, first.rows)
    assert told() == before
    with database.acting(access.system()):
        people = facts.read(facts.declared()["people.person"], on=clock.on(AT)).height
    quiet = run()
    assert (again.read - quiet.read >= people) is is_read
    assert people > 0


def test_a_run_that_is_killed_leaves_the_state_before(world: World) -> None:
    run()
    state = store().current()
    edit_name(world, "Lê 9 Hoa")

    def die(done: int, of: int, what: str) -> None:
        if done == of - 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.run_checks(actor=access.system(), at=AT, step=die)
    assert store().current() == state
    assert run().found == 1
    over_kept = told()
    assert run(full=True).found == 0
    assert told() == over_kept
    assert {file.name for file in store().root.iterdir()} == {"manifest.json", *names()}, (
        "nothing is left lying"
    )


def names() -> set[str]:
    state = store().current()
    assert state is not None
    return set(state.names())


def test_a_full_disk_costs_the_next_night_and_no_finding(world: World) -> None:
    run()
    edit_name(world, "Lê 9 Hoa")
    with files_no_longer_than(200):
        assert run().found == 1
    edit_name(world, "Lê Thị Hoa")
    assert run().mended == 1
    over_kept = told()
    assert run(full=True).found == 0
    assert told() == over_kept


def edit_name(world: World, name: str) -> None:
    with database.acting(access.system()):
        type(world.right).objects.filter(pk=world.right.pk).update(full_name=name)


def test_every_table_of_a_followed_statement_is_watched_and_logged() -> None:
    assert FOLLOWED == ["learners.profile", "people.guardianship", "people.person", "schoolyear.enrolment"]
    for code in FOLLOWED:
        found = facts.declared()[code]
        read = set(re.findall(r"\b(?:from|join)\s+([a-z]+_[a-z]+)\b", f"{found.statement} {found.whole}"))
        assert read, code
        assert read <= found.watched_tables, code
        for table in found.watched_tables:
            with connection.cursor() as cursor:
                cursor.execute(
                    "select count(*) from pg_trigger where tgname = 'audit_update' and tgrelid = to_regclass(%s)",
                    [table],
                )
                assert cursor.fetchone() == (1,), table


def test_the_day_turns_rows_only_where_a_watch_says_by_which_column() -> None:
    """Each day that a followed statement compares with the day asked about stands in a watch of its table."""
    compared = re.compile(r"\b(\w+_on|valid_from|valid_until)\b[^a-z]*(?:<=|>=|<|>)\s*%\(on\)s")
    for code in FOLLOWED:
        found = facts.declared()[code]
        days = {day for watch in found.watches for day in watch.days}
        assert set(compared.findall(f"{found.statement} {found.whole}")) <= days, code


def test_a_seal_tells_two_logs_apart(world: World) -> None:
    with database.acting(access.system()):
        marks = audit.heads()
        seal = audit.seal(marks)
        assert len(seal) == 64
        assert audit.seal({lane: seq + 1 for lane, seq in marks.items()}) == ""
        edit_name(world, "Lê Thị Hoa")
        assert audit.seal(marks) == seal
        assert audit.seal(audit.heads()) not in ("", seal)
