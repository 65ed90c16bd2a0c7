"""A learner is seen by the present school and by the family; attacked with all filters of the application off."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from khuevan.kernel import access, database
from khuevan.kernel.testing.actors import actor
from khuevan.register.people.tests import builders as people
from khuevan.school.learners.models import Learner

from .builders import learner

pytestmark = pytest.mark.django_db


def test_another_school_sees_nothing_and_changes_nothing() -> None:
    here, there = people.unit("R-1"), people.unit("R-2")
    child = learner(here)
    with database.acting(actor(units=[there])):
        assert not Learner.objects.filter(pk=child.pk).exists()
        assert Learner.objects.filter(pk=child.pk).update(school_id=there) == 0
    with database.acting(actor(units=[here])):
        assert Learner.objects.get(pk=child.pk).school_id == here


def test_a_school_makes_no_learner_of_a_stranger() -> None:
    here, there = people.unit("R-1"), people.unit("R-2")
    stranger = people.person(there)
    with (
        database.acting(actor(units=[here])),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Learner.objects.create(person_id=stranger.pk, school_id=here)


def test_the_learner_sees_the_own_row_without_any_unit() -> None:
    child = learner(people.unit("R-1"))
    with database.acting(actor(person_id=child.person_id)):
        assert Learner.objects.filter(pk=child.pk).exists()
    with database.acting(access.system()):
        other = people.person(people.unit("R-2"), "Trần Văn Bình")
    with database.acting(actor(person_id=other.pk)):
        assert not Learner.objects.filter(pk=child.pk).exists()
