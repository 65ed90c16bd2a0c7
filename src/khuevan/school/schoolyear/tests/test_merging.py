"""Two records of one child become one and two again: nothing is lost, nothing stays behind."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from khuevan.kernel import access, database
from khuevan.kernel.database.searching import find_rows
from khuevan.kernel.testing import actor
from khuevan.register.people import queries, services
from khuevan.register.people.models import Affiliation, FormerName, Guardianship, Merge, Person
from khuevan.register.people.permissions import MERGE_PEOPLE, UNCOVER_FIELD, VIEW_PEOPLE
from khuevan.register.people.services.merging.planning import as_merger
from khuevan.register.people.tests import builders as people
from khuevan.register.people.tests.builders import AT
from khuevan.school.learners.models import Learner
from khuevan.school.learners.tests.builders import learner
from khuevan.school.schoolyear.models import Enrolment, Placement

from . import builders

pytestmark = pytest.mark.django_db
WHY = "Đã xem giấy khai sinh bản chính"
TABLES = (
    "people_person", "people_affiliation", "people_guardianship", "people_formername", "learners_learner",
    "schoolyear_enrolment", "schoolyear_placement", "schoolyear_statuschange", "schoolyear_classgroup",
    "accounts_account",
)  # fmt: skip


@pytest.fixture
def schools() -> tuple[int, int]:
    return people.unit("S1", "Tiểu học Lê Lợi"), people.unit("S2", "Tiểu học Hùng Vương")


def officer(*units: int) -> access.Actor:
    return actor(MERGE_PEOPLE, VIEW_PEOPLE, UNCOVER_FIELD, units=units)


def state() -> dict[str, str]:
    """A hash of every affected table; versions grow for good, so that open forms notice."""
    hashes = {}
    with as_merger(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                "select md5(coalesce(string_agg((to_jsonb(t) - 'version' - 'grants_version')::text, '|'"
                f" order by t.id), '')) from {table} t"
            )
            hashes[table] = cursor.fetchone()[0]
    return hashes


def merged(who: access.Actor, kept: Any, gone: Any, **other: Any) -> Merge:
    order = services.Order(kept.pk, gone.pk, why=WHY, **other)
    plan = services.plan_merge(actor=who, order=order, on=AT.date())
    return services.merge_people(actor=who, at=AT, order=order, digest=plan.digest)


def twins(schools: tuple[int, int]) -> tuple[Enrolment, Enrolment]:
    """The same child in a class of each school in the same year."""
    here, there = schools
    return (
        builders.enrolment(here, "Trần Thị Diệu Hằng", group=builders.class_group(here)),
        builders.enrolment(
            there, "Tran Thi Dieu Hang", group=builders.class_group(there), national_id="068315000101"
        ),
    )


def test_what_pointed_to_the_gone_points_to_the_kept_and_a_conflict_must_be_decided(
    schools: tuple[int, int],
) -> None:
    here, there = schools
    ours, theirs = twins(schools)
    mother = people.person(there, "Lê Thị Hoa", kind="guardian", born=None)
    with database.acting(access.system()):
        bond = Guardianship.objects.create(
            guardian=mother, ward_id=theirs.person_id, relationship="mother", valid_from=date(2026, 9, 1)
        )
    who = officer(here, there)
    order = services.Order(ours.person_id, theirs.person_id, why=WHY)
    plan = services.plan_merge(actor=who, order=order, on=AT.date())
    assert [question.code for question in plan.questions] == [f"enrolment.{theirs.pk}"]
    with pytest.raises(services.CannotMerge):
        services.merge_people(actor=who, at=AT, order=order, digest=plan.digest)
    merged(who, ours.person, theirs.person, answers={f"enrolment.{theirs.pk}": "gone"})
    with database.acting(access.system()):
        kept = Person.objects.get(pk=ours.person_id)
        assert not Person.objects.filter(pk=theirs.person_id).exists()
        assert kept.national_id == "068315000101"
        assert [(e.pk, e.learner_id, e.full_name) for e in Enrolment.objects.all()] == [
            (theirs.pk, ours.learner_id, "Trần Thị Diệu Hằng")
        ]
        child = Learner.objects.get()
        assert (child.pk, child.school_id, child.status) == (ours.learner_id, there, "01")
        assert Guardianship.objects.get(pk=bond.pk).ward_id == kept.pk
        assert kept.units == access.Reach.of([there])
    with database.acting(who):
        assert [p.pk for p in queries.search(who, "068315000101")] == [kept.pk]
        for row in (Enrolment.objects.get(), Learner.objects.get()):
            assert find_rows(row._meta.db_table) == ([row.pk], 1), "what was set aside is not counted either"


def test_an_old_number_finds_the_survivor_and_stays_taken(schools: tuple[int, int]) -> None:
    here, there = schools
    one = people.person(here, national_id="068315000101")
    two = people.person(there, "Nguyễn Thị Anh", national_id="068315000102")
    who = officer(here, there)
    merged(who, one, two)
    with database.acting(who):
        assert [p.pk for p in queries.search(who, "068315000102")] == [one.pk]
    with pytest.raises(services.CodeIsTaken) as taken:
        people.person(here, "Lê Thị Bình", national_id="068315000102")
    assert taken.value.holder == one


def test_a_child_who_came_from_the_other_school_keeps_both_enrolments(schools: tuple[int, int]) -> None:
    here, there = schools
    ours, theirs = twins(schools)
    with database.acting(access.system()):
        Enrolment.objects.filter(pk=ours.pk).update(
            enrolled_on=date(2026, 10, 5), status_on=date(2026, 10, 5)
        )
    merged(officer(here, there), ours.person, theirs.person, answers={f"enrolment.{theirs.pk}": "came"})
    with database.acting(access.system()):
        left = Enrolment.objects.get(pk=theirs.pk)
        assert (left.learner_id, left.status, left.left_on) == (ours.learner_id, "04", date(2026, 10, 5))
        assert Placement.objects.get(enrolment=theirs).valid_until == date(2026, 10, 5)
        assert Learner.objects.get().school_id == here


def test_only_who_holds_the_permission_at_every_unit_merges(schools: tuple[int, int]) -> None:
    here, there = schools
    one, two = people.person(here), people.person(there, "Nguyễn Thị Anh")
    order = services.Order(one.pk, two.pk, why=WHY)
    for who in (officer(here), actor(VIEW_PEOPLE, units=schools)):
        with pytest.raises(access.Refused):
            services.plan_merge(actor=who, order=order, on=AT.date())
        with pytest.raises(access.Refused):
            services.merge_people(actor=who, at=AT, order=order, digest="")


def test_undoing_tells_what_was_changed_since_and_leaves_it(schools: tuple[int, int]) -> None:
    here, there = schools
    one = people.person(here)
    two = people.person(there, "Nguyễn Thị Anh", national_id="068315000102", birthplace="Đà Lạt")
    who = officer(here, there)
    done = merged(who, one, two)
    with database.acting(access.system()):
        Person.objects.filter(pk=one.pk).update(birthplace="Huế")
        FormerName.objects.create(person=one, full_name="Nguyễn Ánh", until=AT)
    seen = services.preview_undo(actor=who, merge=done)
    assert [loss.column for loss in seen.losses] == ["birthplace"]
    assert [number for _label, number in seen.later] == [1]
    services.undo_merge(actor=who, at=AT, merge=done, why=WHY)
    with database.acting(access.system()):
        first, second = Person.objects.get(pk=one.pk), Person.objects.get(pk=two.pk)
        assert (first.birthplace, first.national_id) == ("Huế", "")
        assert (second.birthplace, second.national_id) == ("Đà Lạt", "068315000102")
    with pytest.raises(services.CannotMerge):
        services.undo_merge(actor=who, at=AT, merge=done, why=WHY)


def test_every_column_that_points_to_a_person_is_tied() -> None:
    tied = {(tie.table, tie.column) for tie in services.ties()}
    own = {"people_merge", "people_mergedrow", "people_person"}
    pointing = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person and model._meta.db_table not in own
    }
    assert len(pointing) >= 12
    assert pointing <= tied


@pytest.mark.parametrize("seed", range(8))
def test_merging_and_undoing_gives_the_same_rows(schools: tuple[int, int], seed: int) -> None:
    chance = random.Random(seed)
    one, two = _drawn(chance, schools), _drawn(chance, schools)
    before = state()
    who = officer(*schools)
    fields = {
        name: chance.choice(("kept", "gone")) for name in ("full_name", "birth_date", "sex", "birthplace")
    }
    answers: dict[str, str] = {}
    while True:
        order = services.Order(one.pk, two.pk, fields=fields, answers=answers, why=WHY)
        plan = services.plan_merge(actor=who, order=order, on=AT.date())
        asked = [question for question in plan.questions if not question.answer]
        if not asked:
            break
        answers[asked[0].code] = chance.choice([value for value, _words in asked[0].options])
    assert not plan.refusals
    done = services.merge_people(actor=who, at=AT, order=order, digest=plan.digest)
    assert state() != before
    with database.acting(access.system()):
        assert Learner.objects.filter(person__in=[one, two]).count() <= 1
        assert not Enrolment.objects.filter(person=two).exists()
    services.undo_merge(actor=who, at=AT, merge=done, why=WHY)
    assert state() == before


def _drawn(chance: random.Random, schools: tuple[int, int]) -> Person:
    """Somebody with some of everything."""
    here = chance.choice(schools)
    facts = {
        "sex": chance.choice(("female", "")), "birthplace": chance.choice(("", "Huế", "Đà Lạt")),
        "phone": chance.choice(("", f"09{chance.randrange(10**8):08d}")),
    }  # fmt: skip
    name = chance.choice(("Nguyễn Thị Ánh", "Nguyen Thi Anh"))
    who = learner(here, name, **facts)
    person = who.person
    for code in chance.sample(("2024-2025", "2025-2026", "2026-2027"), chance.randrange(4)):
        group = _class(chance.choice(schools), code)
        day = group.school_year.starts_on + timedelta(days=chance.randrange(30, 60))
        gone = {"status": "04", "left_on": day + timedelta(days=5)} if chance.random() < 0.3 else {}
        builders.enrolment(group.school_id, learner=who, group=group, enrolled_on=day, status_on=day, **gone)
    with database.acting(access.system()):
        for number in range(chance.randrange(3)):
            Affiliation.objects.create(
                person=person,
                unit_id=schools[number],
                kind="staff",
                valid_from=date(2020 + chance.randrange(4), 9, 1),
            )
        Learner.objects.filter(pk=who.pk).update(blood_group=chance.choice(("", "A", "B")), supports=["rice"])
        for mother in Person.objects.filter(kinds=8)[: chance.randrange(2)]:
            Guardianship.objects.create(guardian=mother, ward=person, relationship="mother",
                                        valid_from=date(2020, 1, 1))  # fmt: skip
    people.person(here, f"Lê Thị Hoa {'ABCDEFGHIJ'[chance.randrange(10)]}", kind="guardian", born=None)
    return person


def _class(school_id: int, code: str) -> Any:
    year = builders.year(code)
    with database.acting(access.system()):
        known = year and builders.ClassGroup.objects.filter(school_id=school_id, school_year=year).first()
    return known or builders.class_group(school_id, school_year=year)
