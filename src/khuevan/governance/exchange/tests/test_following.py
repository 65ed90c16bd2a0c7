"""What is told: once, in order, to the unit that holds the record, whoever changed it and however."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from khuevan.governance.exchange import queries, services
from khuevan.governance.exchange.models import Change
from khuevan.governance.exchange.queries.changes import replayed
from khuevan.governance.exchange.queries.kinds import derived, kinds, secret
from khuevan.governance.exchange.services import following
from khuevan.kernel import access, audit, database
from khuevan.kernel.access import Reach
from khuevan.kernel.audit.tests.builders import application_connection, owner_connection
from khuevan.kernel.testing import actor
from khuevan.register.people.models import Affiliation, FormerName, Person
from khuevan.school.schoolyear.models import ClassGroup, Enrolment
from khuevan.school.schoolyear.tests import builders as schoolyear

from .builders import AT, EVERYTHING, World, begin, standing, told


@pytest.fixture
def world(db: None) -> World:
    return World()


def of(record: Any) -> dict[str, Any]:
    return {"kind": record._meta.label_lower, "record_id": record.pk}


def test_each_act_on_a_record_is_told_once(world: World) -> None:
    assert [(one.verb, one.version, one.unit_id) for one in told(**of(world.group))] == [
        ("NEW", 1, world.school)
    ]
    with audit.act(access.system(), "test.class:rename", at=AT), database.acting(access.system()):
        ClassGroup.objects.filter(pk=world.group.pk).update(name="3B")
        ClassGroup.objects.filter(pk=world.group.pk).update(code="3B")
    with database.acting(access.system()):
        ClassGroup.objects.filter(pk=world.group.pk).update(name="3C")
    assert services.follow() == 2
    assert services.follow() == 0
    changes = told(**of(world.group))
    assert [(one.verb, one.version) for one in changes] == [("NEW", 1), ("UPDATE", 2), ("UPDATE", 3)]
    assert changes[1].act_id is not None
    assert changes[2].entry > changes[1].entry > 0


def test_what_was_rolled_back_is_not_told(world: World) -> None:
    with contextlib.suppress(ZeroDivisionError), database.acting(access.system()):
        ClassGroup.objects.filter(pk=world.group.pk).update(name="3B")
        raise ZeroDivisionError
    assert services.follow() == 0


def test_somebody_who_comes_to_a_second_school_is_new_there_and_leaves_the_first(world: World) -> None:
    child = world.enrolments[0].person
    mine = {"kind": "people.person", "record_id": child.pk}
    with database.acting(access.system()):
        Affiliation.objects.create(
            person=child, unit_id=world.other, kind="learner", valid_from=date(2026, 11, 1)
        )
    services.follow()
    assert [(c.unit_id, c.verb, c.version) for c in told(**mine)] == [
        (world.school, "NEW", 1), (world.other, "NEW", 1),
    ]  # fmt: skip
    with database.acting(access.system()):
        Person.objects.filter(pk=child.pk).update(birthplace="Đà Lạt")
        Affiliation.objects.filter(person=child, unit_id=world.school).update(
            valid_from=date(2026, 9, 1), valid_until=date(2026, 11, 20)
        )
    services.follow()
    assert [(c.unit_id, c.verb, c.version) for c in told(**mine)][2:] == [
        (world.other, "UPDATE", 2), (world.school, "CANCEL", 2),
    ]  # fmt: skip


def test_numbers_have_no_gaps_and_versions_grow_by_one(world: World) -> None:
    changes = told()
    assert [one.seq for one in changes] == list(range(changes[0].seq, changes[0].seq + len(changes)))
    last: dict[tuple[str, int, int], int] = {}
    for one in changes:
        key = (one.kind, one.record_id, one.unit_id)
        assert one.version == last.get(key, 0) + 1
        last[key] = one.version
    assert len(last) > 10


def test_a_reader_in_small_steps_sees_what_one_in_a_big_step_sees(world: World) -> None:
    with database.acting(world.officer):
        everything = queries.after(world.officer, 0, queries.ChangeFilter(), size=10_000)
        cursor, read = 0, []
        while step := queries.after(world.officer, cursor, queries.ChangeFilter(), size=3):
            read += step
            cursor = step[-1].seq
        assert [one.seq for one in read] == [one.seq for one in everything]


def test_after_random_edits_the_replayed_changes_give_what_stands(world: World) -> None:
    """Rows appear, change, move between schools, leave and come back, between looks of the follower of any length."""
    chance = random.Random(2026)
    before = {key for key in standing() if key[2] not in (world.school, world.other)}
    numbers = iter(range(1_000))

    def edit() -> None:
        what = chance.randrange(6)
        enrolments = list(Enrolment.objects.filter(school_id__in=[world.school, world.other]))
        one = chance.choice(enrolments)
        if what == 0:
            schoolyear.enrolment(chance.choice([world.school, world.other]), "Hoàng Em")
        elif what == 1:
            Enrolment.objects.filter(pk=one.pk).update(came_from=f"Trường {next(numbers)}")
        elif what == 2:
            Person.objects.filter(pk=one.person_id).update(birthplace=f"Xã {next(numbers)}")
        elif what == 3:
            there = chance.choice([world.school, world.other])
            Affiliation.objects.filter(person_id=one.person_id).update(unit_id=there)
        elif what == 4:
            ends = chance.choice([None, date(2026, 10, 1)])
            Affiliation.objects.filter(person_id=one.person_id).update(
                valid_from=date(2026, 9, 1), valid_until=ends
            )
        else:
            schoolyear.class_group(world.school, f"4{next(numbers)}", "04")

    for _edit in range(60):
        with database.acting(access.system()):
            edit()
        if chance.random() < 0.3:
            services.follow()
    services.follow()
    changes = told(unit_id__in=[world.school, world.other])
    replay = replayed(changes)
    assert set(replay) == standing() - before
    twice = changes + chance.sample(changes, len(changes))
    assert replayed(twice) == replay
    with database.acting(access.system()):
        for unit_id in (world.school, world.other):
            mine = {(kind, number): v for (kind, number, unit), v in replay.items() if unit == unit_id}
            assert queries.present(unit_id) == mine
    assert services.reconcile(at=AT) == 0


def test_thousands_of_rows_that_the_log_holds_as_one_entry_are_told_one_by_one(world: World) -> None:
    child = world.enrolments[0].person_id
    first = told()[-1].seq
    with audit.act(access.system(), "test.names:load", at=AT), database.acting(access.system()):
        FormerName.objects.bulk_create(
            [FormerName(person_id=child, full_name="Lê Anh", until=AT) for _number in range(2_100)]
        )
        mine = list(FormerName.objects.filter(person_id=child).order_by("id").values_list("pk", flat=True))
        FormerName.objects.filter(pk=mine[0]).update(reason="Cải chính")
    assert services.follow() == len(mine)
    changes = told(seq__gt=first)
    assert {(one.kind, one.verb, one.version, one.unit_id) for one in changes} == {
        ("people.formername", "NEW", 1, world.school)
    }
    assert sorted(one.record_id for one in changes) == mine
    assert len({one.act_id for one in changes}) == 1
    assert services.follow() == 0


def test_a_load_that_names_no_rows_is_found_by_comparing(world: World) -> None:
    """Rows were changed, nobody knows which: each is told once more."""
    known = len(told(kind="schoolyear.enrolment"))
    entry = audit.RowChange(
        3, 7, AT, "bulk", "schoolyear_enrolment", "", None, {"kind": "changed", "rows": 4}
    )
    touched = following._touched([entry])
    with database.acting(access.system()):
        assert following._tell(touched) == 4
    changes = told(kind="schoolyear.enrolment")[known:]
    assert [(one.verb, one.version, one.lane, one.entry) for one in changes] == [("UPDATE", 2, 3, 7)] * 4


def test_a_school_is_told_of_its_own_only_and_takes_nothing_back(world: World) -> None:
    with database.acting(world.head):
        assert {one.unit_id for one in Change.objects.all()} == {world.school}
        first = Change.objects.first()
        assert first is not None
    for attack in (
        lambda: Change.objects.filter(pk=first.pk).delete(),
        lambda: Change.objects.filter(pk=first.pk).update(version=9),
        lambda: Change.objects.create(
            seq=10**9, unit_id=world.school, kind="a.b", record_id=1, version=1, verb="NEW", at=AT
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), database.acting(world.head):
            attack()


def test_no_value_of_a_record_is_kept(world: World) -> None:
    with connection.cursor() as cursor, database.acting(access.system()):
        cursor.execute("select string_agg(c::text, ' ') from exchange_change c")
        assert "Bình" not in cursor.fetchone()[0]


def test_kinds_know_what_is_derived_and_what_is_secret(db: None) -> None:
    assert len(kinds()) > 30
    assert {"people.person", "learners.learner", "staff.staffmember", "facilities.room"} <= set(kinds())
    assert all(kind.model._meta.pk.column == "id" for kind in kinds().values())
    assert {"search", "sort_key", "units"} <= derived("people_person")
    assert "national_id" in secret("people_person")
    assert derived("people_affiliation") == frozenset()


class TwoWriters:
    """Two connections of the application, each in a transaction of its own, over units that are really there."""

    def __init__(self, first: Any, second: Any, units: tuple[int, int]) -> None:
        self.first, self.second, self.units = first, second, units

    def write(self, writer: Any, unit_id: int, account: int) -> None:
        everything = Reach.everything().sql()
        writer.execute(
            "select set_config('khuevan.reach', %s, true), set_config('khuevan.outline', %s, true),"
            " set_config('khuevan.account', %s, true)",
            [everything, everything, str(account)],
        )
        written = writer.execute(
            "update organisations_orgunit set phone = %s where id = %s", [f"02613{account:05}", unit_id]
        )
        assert written.rowcount == 1


@pytest.fixture
def writers(django_db_setup: None, django_db_blocker: Any) -> Iterator[TwoWriters]:
    """Commits are real here; what was made is taken away again."""
    with django_db_blocker.unblock(), application_connection() as first, application_connection() as second:
        unit = apps.get_model("organisations", "OrgUnit").objects
        with database.acting(access.system()):
            made = [
                unit.create(code=code, name=code, kind="primary", opened_on=date(2000, 1, 1)).pk
                for code in ("XCHG1", "XCHG2")
            ]
        begin()
        try:
            yield TwoWriters(first, second, (made[0], made[1]))
        finally:
            first.rollback()
            second.rollback()
            with owner_connection() as owner:
                owner.execute("delete from exchange_change where unit_id = any(%s)", [made])
                owner.execute("delete from organisations_orgunit where id = any(%s)", [made])
                owner.commit()
            connection.close()


def test_who_commits_late_is_told_later_and_missed_by_nobody(writers: TwoWriters) -> None:
    """The first writes first and commits last: a cursor that has passed the second still finds the first."""
    one, two = writers.units
    reader = actor(*EVERYTHING, units=writers.units)

    def read(cursor: int) -> list[Change]:
        services.follow()
        with database.acting(reader):
            return queries.after(reader, cursor, queries.ChangeFilter(), size=100)

    writers.write(writers.first, one, 101)
    writers.write(writers.second, two, 102)
    writers.second.commit()
    early = read(0)
    assert [change.unit_id for change in early] == [two]
    writers.first.commit()
    late = read(early[-1].seq)
    assert [change.unit_id for change in late] == [one]
    assert read(late[-1].seq) == []


def test_two_who_wait_for_one_row_are_told_in_the_order_of_their_commits(writers: TwoWriters) -> None:
    one, _two = writers.units
    writers.write(writers.second, one, 102)
    writers.second.commit()
    writers.write(writers.first, one, 101)
    writers.first.commit()
    services.follow()
    changes = told(unit_id=one)
    assert [(change.verb, change.version) for change in changes] == [("NEW", 1), ("UPDATE", 2)]


def test_a_long_lane_does_not_let_another_overtake_it(writers: TwoWriters) -> None:
    """With few entries a look, what is later than the cut of a long lane waits."""
    one, two = writers.units
    marks = audit.heads()
    for number in range(4):
        writers.write(writers.first, one, 101 + 64 * number)
        writers.first.commit()
    writers.write(writers.second, two, 102)
    writers.second.commit()
    with database.acting(access.system()):
        seen: list[int] = []
        while found := audit.rows_since(marks, most=2):
            seen += [change.id for change in found]
            marks |= {change.lane: change.seq for change in found}
    assert len(seen) == 5
    assert seen == sorted(seen)
