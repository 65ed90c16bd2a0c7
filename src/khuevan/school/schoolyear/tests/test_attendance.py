"""Counts of classes and learners by school, level and grade."""

from __future__ import annotations

from datetime import date

import pytest

from khuevan.kernel import access, database
from khuevan.kernel.access import Reach
from khuevan.register.organisations.tests.builders import make_country, make_school

from .. import queries
from ..models import Enrolment
from . import builders

ON = date(2026, 11, 25)


@pytest.fixture
def schools(db: None) -> tuple[int, int]:
    """3A with two learners, 3B with one, one not placed yet in grade 4; another school with one learner."""
    commune = make_country().commune
    here, elsewhere = make_school(commune).pk, make_school(commune, "Trường Tiểu học Lê Lợi").pk
    first, second = builders.class_group(here, "3A"), builders.class_group(here, "3B")
    for name in ("Nguyễn Thị Ánh", "Trần Văn Bảo"):
        builders.enrolment(here, name, group=first)
    builders.enrolment(here, "Lê Thị Cúc", group=second)
    builders.enrolment(here, "Phạm Văn Dũng", grade="04")
    builders.enrolment(elsewhere, "K’Brền", group=builders.class_group(elsewhere, "5A", "05"))
    return here, elsewhere


def counts(
    reach: Reach, wanted: list[int] | None = None, on: date = ON
) -> list[tuple[int, str, int, int, int]]:
    with database.acting(access.system()):
        return [
            (row.school_id, row.grade, row.classes, row.learners, row.largest_class)
            for row in queries.attendance(reach, wanted, on=on)
        ]


def test_classes_and_learners_are_counted_by_grade(schools: tuple[int, int]) -> None:
    here, elsewhere = schools
    mine = [(here, "03", 2, 3, 2), (here, "04", 0, 1, 0)]
    assert counts(Reach.of([here])) == mine
    assert counts(Reach.everything()) == [*mine, (elsewhere, "05", 1, 1, 1)]
    assert counts(Reach.everything(), [elsewhere]) == [(elsewhere, "05", 1, 1, 1)]
    assert counts(Reach.nothing()) == []


def test_who_left_counts_no_more_and_other_years_do_not_count(schools: tuple[int, int]) -> None:
    here, _elsewhere = schools
    with database.acting(access.system()):
        gone = Enrolment.objects.get(full_name="Lê Thị Cúc")
        gone.left_on, gone.status = ON, "05"
        gone.save()
    assert counts(Reach.of([here])) == [(here, "03", 2, 2, 2), (here, "04", 0, 1, 0)]
    assert counts(Reach.of([here]), on=date(2025, 11, 25)) == []


def test_girls_are_counted_among_the_learners(schools: tuple[int, int]) -> None:
    here, _elsewhere = schools
    with database.acting(access.system()):
        Enrolment.objects.filter(school_id=here).update(sex="male")
        Enrolment.objects.filter(full_name__in=("Nguyễn Thị Ánh", "Lê Thị Cúc")).update(sex="female")
        girls = {row.grade: row.girls for row in queries.attendance(Reach.of([here]), on=ON)}
    assert girls == {"03": 2, "04": 0}
