"""Loading very many by COPY, over the owner's connection: the rows are the same as if the services had made them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection
from psycopg.errors import CheckViolation

from khuevan.kernel import access, database
from khuevan.kernel.access import Reach
from khuevan.kernel.database import lifecycle
from khuevan.register.people import services
from khuevan.register.people.models import Guardianship, Person
from khuevan.register.people.services import AffiliationRow, GuardianshipRow, PersonRow

from . import builders
from .builders import AT


@pytest.fixture
def owned(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[int]]:
    """Two schools; afterwards everything is emptied again, by the owner (COPY commits by itself)."""
    with django_db_blocker.unblock(), lifecycle.as_owner():
        units = [builders.unit("L1"), builders.unit("L2")]
        yield units
        with connection.cursor() as cursor:
            cursor.execute(
                "truncate people_guardianship, people_affiliation, people_formername, people_person restart identity"
                " cascade"
            )
            cursor.execute("delete from organisations_orgunit where code in ('L1', 'L2')")


def row(number: int, name: str, *held: AffiliationRow, **other: object) -> PersonRow:
    return PersonRow(number, name, date(2015, 9, 5), "female", held, **other)  # type: ignore[arg-type]


def test_loaded_people_are_as_the_services_make_them(owned: list[int]) -> None:
    first, second = owned
    start = date(2024, 9, 1)
    as_guardian = AffiliationRow(second, "guardian", start)
    people = [
        row(101, "Đặng Thị Ánh", AffiliationRow(first, "learner", start), national_id="068315001907"),
        row(102, "K'Brôih", AffiliationRow(first, "staff", start, "Giáo viên"), as_guardian),
        row(103, "Lê Thị Chi", AffiliationRow(first, "learner", start, "", date(2025, 1, 1))),
    ]
    system = access.system()
    assert services.load_people(iter(people), actor=system, at=AT) == 3
    with database.acting(system):
        anh, broih, chi = Person.objects.order_by("pk")
        assert (anh.search, anh.given, anh.units, anh.kinds) == ("dang thi anh", "anh", Reach.of([first]), 1)
        assert (broih.search, broih.units, broih.kinds) == (
            "k broih kbroih",
            Reach.of([first, second]),
            2 | 8,
        )
        assert (chi.units, chi.kinds) == (Reach.of([0]), 0)
        with connection.cursor() as cursor:
            cursor.execute("select people_gather(array[101, 102, 103])")
            assert cursor.fetchone() == (0,)
        made = builders.person(first, "Trần Văn Bốn", sex="male")
        assert made.pk > 103
        bonds = [GuardianshipRow(102, 101, "father", start)]
        assert services.load_guardianships(bonds, actor=system, at=AT) == 1
        assert Guardianship.objects.get().guardian == broih
        more = [(103, AffiliationRow(second, "learner", start))]
        assert services.load_affiliations(more, actor=system, at=AT) == 1
        assert Person.objects.get(pk=103).units == Reach.of([second])


def test_a_load_that_fails_leaves_nothing_and_the_protection_stands(owned: list[int]) -> None:
    held = AffiliationRow(owned[0], "learner", date(2024, 9, 1))
    twice = [row(1, "An", held, sector_id="68-1"), row(2, "Bình", held, sector_id="68-1")]
    with pytest.raises(IntegrityError):
        services.load_people(twice, actor=access.system(), at=AT)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from people_person")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "select bool_and(relforcerowsecurity) from pg_class where relname in ('people_person', 'people_affiliation')"
        )
        assert cursor.fetchone() == (True,)
        cursor.execute("select tgenabled from pg_trigger where tgname = 'people_affiliation_inserted'")
        assert cursor.fetchone()[0] in ("O", b"O")


SHAPE = """
select conname::text, pg_get_constraintdef(oid), convalidated::text from pg_constraint
where conrelid = any(%(tables)s::regclass[])
union all
select indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid::text from pg_index
where indrelid = any(%(tables)s::regclass[])
union all
select tgname::text, pg_get_triggerdef(oid), tgenabled::text from pg_trigger
where tgrelid = any(%(tables)s::regclass[]) and not tgisinternal
union all
select relname::text, relrowsecurity::text, relforcerowsecurity::text from pg_class
where oid = any(%(tables)s::regclass[])
order by 1, 2, 3
"""


def shape() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(SHAPE, {"tables": ["people_person", "people_affiliation", "people_guardianship"]})
        return list(cursor.fetchall())


def test_a_load_takes_constraints_down_and_puts_every_one_up_again(owned: list[int]) -> None:
    before, start = shape(), date(2024, 9, 1)
    known = AffiliationRow(owned[0], "learner", start)
    system = access.system()
    services.load_people([row(201, "Đặng Thị Ánh", known)], actor=system, at=AT)
    ward = [GuardianshipRow(201, 201, "mother", start)]
    with pytest.raises(CheckViolation):
        services.load_guardianships(ward, actor=system, at=AT)
    for wrong in (
        row(202, "Lê Thị Chi", known, current_commune_id=987_654),
        row(202, "Lê Thị Chi", known, known),
    ):
        with pytest.raises(IntegrityError):
            services.load_people([wrong], actor=system, at=AT)
    assert shape() == before
    assert len(before) > 40
    with database.acting(system):
        assert Person.objects.count() == 1
