"""The search functions against a plain reading of all names: the same people, in the same order, on every way."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import pytest
from django.db import connection

from khuevan.kernel import access, database
from khuevan.kernel.access import Reach
from khuevan.kernel.testing import actor
from khuevan.register.people.models import Affiliation, Person
from khuevan.register.people.queries.matching import find
from khuevan.register.people.rules import name_columns

from . import builders
from .builders import AT, EVERYTHING

pytestmark = pytest.mark.django_db

SURNAMES = ("Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "K'", "Niê")
MIDDLES = ("Thị", "Văn", "Bảo", "Hồng")
GIVEN = ("An", "Anh", "Ánh", "Bình", "Yến", "Vân", "Brôih", "Thi")


@pytest.fixture
def units() -> list[int]:
    """Five schools with 400 people between them; some in two, some staff and guardian at once."""
    chooser = random.Random(11)
    units = [builders.unit(f"S{number}") for number in range(5)]
    with database.acting(access.system()):
        people = []
        for _ in range(400):
            name = f"{chooser.choice(SURNAMES)} {chooser.choice(MIDDLES)} {chooser.choice(GIVEN)}"
            columns = name_columns(name)
            people.append(
                Person(
                    full_name=name,
                    search=columns.search,
                    given=columns.given,
                    sort_key=columns.sort_key,
                    sex=chooser.choice(("male", "female", "")),
                    birth_date=date(chooser.randrange(2008, 2021), 5, 5),
                    number_is_doubtful=chooser.random() < 0.1,
                    created_at=AT,
                )
            )
        Person.objects.bulk_create(people)
        held = []
        for person in people:
            for unit_id in chooser.sample(units, chooser.choice((1, 1, 1, 2))):
                for kind in chooser.sample(("learner", "staff", "guardian"), chooser.choice((1, 1, 2))):
                    until = date(2025, 1, 1) if chooser.random() < 0.1 else None
                    held.append(
                        Affiliation(
                            person=person,
                            unit_id=unit_id,
                            kind=kind,
                            valid_from=date(2024, 1, 1),
                            valid_until=until,
                        )
                    )
        Affiliation.objects.bulk_create(held)
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from people_person")
    return units


def plainly(units: Sequence[int] | None, words: Sequence[str], kind: str, sex: str) -> list[Person]:
    """What should be found, read row by row in Python."""
    reach = Reach.everything() if units is None else Reach.of(units)
    held: dict[int, set[str]] = {}
    for row in Affiliation.objects.filter(valid_until=None):
        if row.unit_id in reach:
            held.setdefault(row.person_id, set()).add(row.kind)
    fitting = []
    for person in Person.objects.all():
        parts = person.search.split()
        whole = all(word in parts for word in words[:-1])
        begun = not words or any(part.startswith(words[-1]) for part in parts)
        if person.pk not in held and units is not None:
            continue
        if (
            whole
            and begun
            and (not kind or kind in held.get(person.pk, ()))
            and (not sex or person.sex == sex)
        ):
            fitting.append(person)
    last = words[-1] if words else ""
    return sorted(fitting, key=lambda p: (bool(words) and p.given != last, p.sort_key, p.pk))


WORDS = (
    (),
    ("an",),
    ("nguyen",),
    ("thi",),
    ("nguyen", "an"),
    ("an", "nguyen"),
    ("v",),
    ("kbroih",),
    ("xyz",),
    ("van", "yen"),
)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: " ".join(words) or "-")
def test_the_same_people_in_the_same_order(units: list[int], words: tuple[str, ...]) -> None:
    for scope in (None, units[:1], units[:3], units):
        looking = actor(*EVERYTHING, units=scope)
        with database.acting(access.system()):
            expected = {
                (kind, sex): [p.pk for p in plainly(scope, words, kind, sex)]
                for kind in ("", "staff", "learner")
                for sex in ("", "male")
            }
        with database.acting(looking):
            for (kind, sex), ids in expected.items():
                for size in (1, 7, 500):
                    found = find(words=words, kind=kind, sex=sex, size=size)
                    assert found.ids == ids[:size], (scope, kind, sex, size)
                    assert found.total == len(ids)
                    if words:
                        assert (
                            find(words=words, kind=kind, sex=sex, size=size, skip=3).ids == ids[3 : 3 + size]
                        )


def test_pages_by_key_cover_everybody_once_both_ways(units: list[int]) -> None:
    looking = actor(*EVERYTHING, units=units[:2])
    with database.acting(access.system()):
        expected = [(p.sort_key, p.pk) for p in plainly(units[:2], (), "", "")]
    with database.acting(looking):
        seen: list[int] = []
        key: tuple[str, int] | None = None
        keys = {pk: (sort_key, pk) for sort_key, pk in expected}
        while ids := find(after=key, size=13).ids:
            seen += ids
            key = keys[ids[-1]]
        assert seen == [pk for _, pk in expected]
        back: list[int] = []
        key = ("~", 2**31 - 1)
        while ids := find(after=key, size=13, backwards=True).ids:
            back = ids + back
            key = keys[ids[0]]
        assert back == seen


def test_counts_stop_at_the_cap(units: list[int]) -> None:
    with database.acting(access.system()):
        assert find(cap=10).total == 11
        assert find(words=["nguyen"], cap=10, size=5).total == 11


def test_settings_of_the_planner_are_put_back(units: list[int]) -> None:
    with database.acting(access.system()), connection.cursor() as cursor:
        find(words=["nguyen"], size=1)
        cursor.execute("show enable_sort")
        assert cursor.fetchone() == ("on",)


@pytest.mark.parametrize("words", [(), ("nguyen",), ("an",)], ids=lambda words: " ".join(words) or "-")
def test_who_is_bound_by_name_is_found_beside_the_units(units: list[int], words: tuple[str, ...]) -> None:
    with database.acting(access.system()):
        here = plainly(units[:1], words, "", "")
        elsewhere = next(p for p in plainly(units, words, "", "") if p not in here)
    for scope, expected in (((), {elsewhere.pk}), (units[:1], {p.pk for p in (*here, elsewhere)})):
        with database.acting(actor(*EVERYTHING, units=scope, person_id=elsewhere.pk)):
            found = find(words=words, size=500)
        assert set(found.ids) == expected
        assert found.total == len(expected)


def test_words_and_a_year_of_birth_are_counted_together(units: list[int]) -> None:
    born = {"born_from": date(2012, 1, 1), "born_until": date(2013, 1, 1)}
    with database.acting(access.system()):
        for words in (("nguyen",), ("an",), ("thi",)):
            fitting = [
                p.pk for p in plainly(None, words, "", "") if p.birth_date and p.birth_date.year == 2012
            ]
            found = find(words=words, size=7, cap=100, **born)
            assert found.ids == fitting[:7]
            assert found.total == len(fitting)
