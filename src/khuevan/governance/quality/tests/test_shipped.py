"""The checks that are shipped: their statements run, their links lead somewhere, and ages are judged as the law says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from khuevan.governance.quality.services.reading import Part, Plan, read_parts
from khuevan.governance.quality.store import store
from khuevan.kernel import access, database, facts
from khuevan.kernel.access import Reach
from khuevan.kernel.checks import Dimension, Setting, declared, judge
from khuevan.school.schoolyear.tests import builders as schoolyear

from .builders import ON
from .test_runs import World

SHIPPED = sorted(code for code in declared() if not code.startswith("specimens"))


def test_there_are_checks_of_every_dimension() -> None:
    assert len(SHIPPED) >= 40
    assert {declared()[code].dimension for code in SHIPPED} == set(Dimension)


@pytest.mark.django_db
def test_every_statement_gives_its_columns() -> None:
    World()
    read = {check.facts.code: check.facts for check in declared().values() if check.code in SHIPPED}
    with database.acting(access.system()):
        rows = {code: facts.read(found, on=ON).height for code, found in read.items()}
        for found in read.values():
            for watch in found.watches:
                if watch.column != facts.EVERY_ROW:
                    facts.read_units(found, on=ON, column=watch.column, values=[1])
                facts.read_turned(watch, since=date(2026, 1, 1), on=ON)
    assert rows["people.person"] == 3
    assert len(rows) >= 5


@pytest.mark.django_db
def test_over_everything_come_the_same_rows_as_for_the_units() -> None:
    """Some statements are put otherwise over everything: with a join in place of a subquery a row."""
    world, made = World(), apps.get_model
    first, _empty = schoolyear.class_group(world.school, "3A"), schoolyear.class_group(world.school, "3B")
    child = schoolyear.enrolment(world.school, "Phạm Văn Dũng", group=first)
    schoolyear.enrolment(world.school, "Lý Thị Em", group=first)
    with database.acting(access.system()):
        made("learners", "Learner").objects.filter(pk=child.learner_id).update(disability="01")
        made("people", "Affiliation").objects.create(
            person=world.right, unit_id=world.other, kind="learner", valid_from=date(2026, 9, 1)
        )
        made("people", "Guardianship").objects.create(
            ward=world.right, guardian=world.far, relationship="mother", valid_from=date(2026, 9, 1)
        )
        read = {check.facts for check in declared().values() if check.code in SHIPPED}
        for found in sorted(read, key=lambda one: one.code):
            everything = facts.read(found, on=ON)
            of_units = facts.read(found, on=ON, units=Reach.of(world.units.values()))
            assert everything.sort(everything.columns).equals(of_units.sort(of_units.columns)), found.code
            assert bool(everything.height) or not found.whole, found.code


def test_rows_are_read_ahead_in_the_order_asked_for(django_db_setup: None, django_db_blocker: Any) -> None:
    """Over connections of their own, which are closed also where whoever asked stops in the middle."""
    wanted = sorted({check.facts for check in declared().values()}, key=lambda one: one.code)
    with django_db_blocker.unblock():
        plan = Plan([Part(found) for found in wanted], {})
        read = list(read_parts(plan, store(), on=ON, ahead=True))
        stopped = read_parts(plan, store(), on=ON, ahead=True)
        next(stopped)
        stopped.close()
    assert [rows.frame.columns for rows in read] == [[column.name for column in one.every] for one in wanted]


@pytest.mark.parametrize("code", SHIPPED)
def test_every_link_leads_to_a_page(code: str) -> None:
    check = declared()[code]
    values = dict.fromkeys(check.kept, 1)
    assert check.mend({"id": 1, "unit_id": 1, **values}).startswith("/")


# grade, born, what is said: the school year 2026-2027 begins in 2026, grade 1 is for those born in 2020.
AGES = (
    (1, date(2020, 1, 1), None),
    (1, date(2020, 12, 31), None),
    (1, date(2021, 1, 1), "age_early"),
    (1, date(2018, 6, 1), None),
    (1, date(2017, 6, 1), None),
    (1, date(2016, 12, 31), "age_late"),
    (6, date(2015, 9, 5), None),
    (6, date(2011, 9, 5), "age_late"),
    (10, date(2011, 2, 2), None),
    (12, date(2009, 2, 2), None),
    (12, date(2015, 2, 2), "age_impossible"),
    (5, date(2003, 2, 2), "age_impossible"),
    (18, date(2021, 5, 5), None),
    (16, date(2019, 5, 5), "age_group"),
)


@pytest.mark.parametrize(("grade", "born", "said"), AGES)
def test_ages_for_grades(grade: int, born: date, said: str | None) -> None:
    asked = [c for c in declared().values() if c.code.startswith("schoolyear.enrolment:age")]
    row = {
        "grade_number": grade, "grade": f"{grade:02}", "level": "primary", "year": 2026, "birth_date": born,
        "birth_year": born.year,
    }  # fmt: skip
    found = [problem.check.code.rpartition(":")[2] for problem in judge(asked, [row], Setting(ON))]
    assert found == ([] if said is None else [said])
