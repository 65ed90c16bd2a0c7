"""Attacks on the rows, with the application's own filters switched off: the database alone must hold."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from khuevan.kernel import access, database
from khuevan.kernel.access import Reach
from khuevan.kernel.testing import actor
from khuevan.register.people.models import Affiliation, FormerName, Guardianship, Person
from khuevan.register.people.queries.matching import find

from . import builders
from .builders import AT, EVERYTHING, ON

pytestmark = pytest.mark.django_db


class World:
    """Two schools; a child in each; the mother of the first one's child, known to the first school."""

    def __init__(self) -> None:
        self.school, self.other = builders.unit("S1"), builders.unit("S2")
        self.child = builders.person(self.school, national_id="068315001907", sector_id="68-0001")
        self.stranger = builders.person(
            self.other, "Trần Thị Bình", national_id="068315001999", sector_id="68-0002", phone="0912345678"
        )
        self.gone = builders.person(self.other, "Lê Thị Chi")
        with database.acting(access.system()):
            self.bond = Guardianship.objects.create(
                guardian=self.gone, ward=self.stranger, relationship="sibling", valid_from=ON
            )
            FormerName.objects.create(person=self.stranger, full_name="Trần Thị Bướm", until=AT)
            Affiliation.objects.filter(person=self.gone).delete()
        self.clerk = actor(*EVERYTHING, units=[self.school])


@pytest.fixture
def world() -> World:
    return World()


def test_nothing_is_seen_without_an_actor(world: World) -> None:
    for model in (Person, Affiliation, Guardianship, FormerName):
        assert not model.objects.exists(), model
    assert find().total == 0


def test_only_rows_of_the_reach_are_seen(world: World) -> None:
    with database.acting(world.clerk):
        assert list(Person.objects.values_list("pk", flat=True)) == [world.child.pk]
        assert set(Affiliation.objects.values_list("unit_id", flat=True)) == {world.school}
        assert not Guardianship.objects.exists()
        assert not FormerName.objects.exists()


def test_who_belongs_nowhere_is_seen_by_the_reach_of_everything_only(world: World) -> None:
    with database.acting(access.system()):
        assert Person.objects.get(pk=world.gone.pk).units == Reach.of([0])
    both = actor(*EVERYTHING, units=[world.school, world.other])
    with database.acting(both):
        assert not Person.objects.filter(pk=world.gone.pk).exists()


def test_the_search_functions_keep_to_the_reach_whatever_they_are_asked(world: World) -> None:
    ids = {world.child.pk}
    with database.acting(world.clerk):
        for words in ((), ("binh",), ("thi",), ("t",), ("tran", "binh"), ("le",)):
            for inside in (
                None,
                Reach.everything(),
                Reach.of([world.other]),
                Reach.of([world.school, world.other]),
            ):
                for kind in ("", "learner"):
                    for size in (1, 50):
                        found = find(words=words, inside=inside, kind=kind, size=size)
                        assert set(found.ids) <= ids, (words, inside, kind)
                        assert found.total <= 1
        with connection.cursor() as cursor:
            for code in ("068315001999", "001999", "0912345678", "68-0002", "68-"):
                cursor.execute("select people_find_code(%s, true, null, 50)", [code])
                assert set(cursor.fetchone()[0]) <= ids, code
                cursor.execute("select people_find_code(%s, true, '{(,)}'::int4multirange, 50)", [code])
                assert set(cursor.fetchone()[0]) <= ids, code


def test_words_cannot_break_out_of_the_statement(world: World) -> None:
    hostile = "x' or true --", "'", "%", "_", "\\", "a:* | b", "$$", "); delete from people_person; --"
    with database.acting(access.system()):
        for word in hostile:
            assert find(words=[word]).total == 0
            assert find(words=["thi", word]).total == 0
        for kind in hostile:
            assert find(kind=kind, after=(kind, 0)).total >= 0
        assert find(after=("' or true", 1)).total == 3
        assert Person.objects.count() == 3


def test_a_stranger_is_not_taken_in_by_a_forged_id(world: World) -> None:
    with database.acting(world.clerk):
        for person in (world.stranger, world.gone):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Affiliation.objects.create(person=person, unit_id=world.school, kind="learner", valid_from=ON)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Guardianship.objects.create(
                guardian=world.child, ward=world.stranger, relationship="other", valid_from=ON
            )
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            FormerName.objects.create(person=world.stranger, full_name="X", until=AT)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Affiliation.objects.filter(person=world.child).update(unit_id=world.other)
        assert Person.objects.count() == 1


def test_strangers_rows_are_not_written(world: World) -> None:
    with database.acting(world.clerk):
        assert Person.objects.filter(pk=world.stranger.pk).update(full_name="X") == 0
        assert Person.objects.update(phone="0900000000") == 1
        assert Affiliation.objects.filter(unit_id=world.other).delete()[0] == 0
        assert Guardianship.objects.filter(pk=world.bond.pk).update(lives_with=False) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Person.objects.filter(pk=world.child.pk).update(units=Reach.of([world.other]))
    with database.acting(access.system()):
        assert Person.objects.get(pk=world.stranger.pk).full_name == "Trần Thị Bình"
        assert Person.objects.get(pk=world.stranger.pk).phone == "0912345678"


def test_a_person_registered_for_another_unit_is_refused_by_the_database(world: World) -> None:
    with database.acting(world.clerk), pytest.raises(ProgrammingError, match="row-level security"):
        Person.objects.create(
            full_name="X", search="x", given="x", sort_key="d", created_at=AT, units=Reach.of([world.other])
        )


def test_own_wards_are_seen_besides_the_reach(world: World) -> None:
    parent = actor(*EVERYTHING, units=[], person_id=world.stranger.pk)
    with database.acting(parent):
        assert [person.pk for person in Person.objects.all()] == [world.stranger.pk]
        assert find(words=["binh"]).ids == [world.stranger.pk]
        assert find().ids == [world.stranger.pk]
        assert find(words=["anh"]).ids == []
        assert Person.objects.filter(pk=world.stranger.pk).count() == 1


def test_the_database_refuses_what_no_rule_saw(world: World) -> None:
    with database.acting(access.system()):
        for change in ({"national_id": "12"}, {"national_id": "06831500199x"}, {"died_on": date(1999, 1, 1)}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Person.objects.filter(pk=world.stranger.pk).update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            Guardianship.objects.create(
                guardian=world.child, ward=world.child, relationship="other", valid_from=ON
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Affiliation.objects.filter(person=world.child).update(kind="king")
