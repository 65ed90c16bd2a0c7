"""Rows of a school are the school's; attacked with all filters of the application off."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from khuevan.kernel import access, database
from khuevan.kernel.testing.actors import actor
from khuevan.register.people.tests import builders as people
from khuevan.school.learners.models import Learner
from khuevan.school.schoolyear.models import ClassGroup, Enrolment, Placement

from .builders import ON, class_group, enrolment, year

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools() -> tuple[int, int]:
    return people.unit("R-1"), people.unit("R-2")


def test_another_school_sees_no_class_no_enrolment_no_placement(schools: tuple[int, int]) -> None:
    here, there = schools
    enrolment(here, group=class_group(here))
    with database.acting(actor(units=[there])):
        assert not ClassGroup.objects.exists()
        assert not Enrolment.objects.exists()
        assert not Placement.objects.exists()
    with database.acting(actor(units=[here])):
        assert (ClassGroup.objects.count(), Enrolment.objects.count(), Placement.objects.count()) == (1, 1, 1)


def test_the_old_school_reads_its_register_after_the_learner_moved(schools: tuple[int, int]) -> None:
    here, there = schools
    row = enrolment(here)
    with database.acting(access.system()):
        Learner.objects.filter(pk=row.learner_id).update(school_id=there)
    with database.acting(actor(units=[here])):
        assert Enrolment.objects.get(pk=row.pk).full_name == "Nguyễn Thị Ánh"
        assert not Learner.objects.filter(pk=row.learner_id).exists()


def test_a_school_enrols_no_stranger(schools: tuple[int, int]) -> None:
    here, there = schools
    stranger = enrolment(there)
    with (
        database.acting(actor(units=[here])),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Enrolment.objects.create(
            learner_id=stranger.learner_id, person_id=stranger.person_id, school_id=here, school_year=year(),
            grade="03", level="primary", enrolled_on=ON, status_on=ON, full_name="Ai đó",
        )  # fmt: skip


def test_a_learner_is_present_at_one_school_a_year(schools: tuple[int, int]) -> None:
    here, there = schools
    row = enrolment(here)
    with pytest.raises(IntegrityError, match="at_one_school"), transaction.atomic():
        enrolment(there, learner=Learner(pk=row.learner_id, person=row.person))


def test_a_class_is_of_the_same_school_and_year(schools: tuple[int, int]) -> None:
    here, there = schools
    row, strange = enrolment(here), class_group(there)
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with pytest.raises(IntegrityError, match="schoolyear_enrolment_class"), transaction.atomic():
            Enrolment.objects.filter(pk=row.pk).update(class_group_id=strange.pk)
