"""COPY of classes and enrolments: everything that lists and searches need is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from khuevan.kernel import access, database
from khuevan.kernel.database import lifecycle
from khuevan.register.people.tests import builders as people
from khuevan.school.learners.models import Learner
from khuevan.school.schoolyear import services
from khuevan.school.schoolyear.models import ClassGroup, Enrolment, Placement

SYSTEM = access.system()


@pytest.fixture
def owned(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """A school; afterwards everything is emptied again, by the owner (COPY commits by itself)."""
    with django_db_blocker.unblock(), lifecycle.as_owner():
        yield people.unit("L9")
        with connection.cursor() as cursor:
            cursor.execute(
                "truncate schoolyear_placement, schoolyear_enrolment, schoolyear_classgroup, learners_learner,"
                " people_affiliation, people_person restart identity cascade"
            )
            cursor.execute("delete from organisations_orgunit where code = 'L9'")


def test_loaded_rows_are_whole(owned: int) -> None:
    person = people.person(owned, "Đặng Thị Ánh")
    with database.acting(SYSTEM):
        learner = Learner.objects.create(person=person, school_id=owned)
        year = services.ids_of_years()["2026-2027"]
    group = services.ClassRow(
        501, owned, year, "3A", "3A", "03", "primary", date(2026, 8, 1), combined_grades=["03"]
    )
    child = services.EnrolmentRow(
        901, learner.pk, person.pk, owned, year, "03", "primary", "Đặng Thị Ánh", date(2018, 1, 2), "female",
        date(2026, 9, 5), class_group_id=501,
    )  # fmt: skip
    assert services.load_classes([group], actor=SYSTEM, at=people.AT) == 1
    assert services.load_enrolments([child], actor=SYSTEM, at=people.AT) == 1
    with database.acting(SYSTEM):
        row = Enrolment.objects.get(pk=901)
        assert (row.search, row.sort_key) == (person.search, person.sort_key)
        assert ClassGroup.objects.get(pk=501).parents_in_class is True
        assert Placement.objects.get(enrolment=row).class_group_id == 501
