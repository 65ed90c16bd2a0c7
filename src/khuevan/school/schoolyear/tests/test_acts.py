"""Enrolling, withdrawing, returning, placing: what is written, what is refused, and who hears of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing.actors import actor
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people import permissions as people
from khuevan.register.people import services as person_services
from khuevan.register.people.models import Person
from khuevan.school.learners.permissions import EDIT_LEARNERS
from khuevan.school.schoolyear import services
from khuevan.school.schoolyear.models import ClassGroup, Enrolment, Placement, SchoolYear, StatusChange
from khuevan.school.schoolyear.permissions import EDIT_ENROLMENTS, SEE_EVERY_CLASS, VIEW_ENROLMENTS

from .builders import class_group, enrolment, year

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
ON = date(2026, 11, 25)
SYSTEM = access.system()
HELD = (
    EDIT_ENROLMENTS, VIEW_ENROLMENTS, SEE_EVERY_CLASS, EDIT_LEARNERS, people.VIEW_PEOPLE, people.REGISTER_PERSON,
    people.CORRECT_PERSON,
)  # fmt: skip


@pytest.fixture
def school(db: None) -> OrgUnit:
    return make_school(make_country().commune)


def clerk_of(unit: OrgUnit) -> Actor:
    return actor(*HELD, units=[unit.pk])


def order(school: OrgUnit, **other: Any) -> services.EnrolOrder:
    facts = {
        "full_name": "Trần Gia Hân", "birth_date": date(2018, 9, 5), "sex": "female", "national_id": "",
        "confirmed": False, **other.pop("facts", {}),
    }  # fmt: skip
    values: dict[str, Any] = {
        "school": school, "school_year": SchoolYear.objects.get(code="2026-2027"), "grade": "03", "enrolled_on": ON,
        "facts": facts, "entry_kind": "entry", **other,
    }  # fmt: skip
    return services.EnrolOrder(**values)


def test_one_act_registers_enrols_and_places(school: OrgUnit) -> None:
    group = class_group(school.pk)
    with database.acting(clerk_of(school)):
        made = services.enrol_learner(clerk_of(school), order(school, class_group=group), at=AT)
        person = Person.objects.get(pk=made.person_id)
        assert (made.full_name, made.status, made.learner.school_id) == ("Trần Gia Hân", "01", school.pk)
        assert person.units.ids() == [school.pk]
        assert Placement.objects.get(enrolment=made).class_group_id == group.pk
        assert StatusChange.objects.get(enrolment=made).status == "01"


def test_somebody_from_outside_arrives_in_the_term_of_the_day(school: OrgUnit) -> None:
    with database.acting(clerk_of(school)):
        came = order(school, entry_kind="transferred", came_from="Trường ở Lào")
        assert services.enrol_learner(clerk_of(school), came, at=AT).status == "02"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"grade": "10"}, "grade"),
        ({"enrolled_on": date(2026, 11, 26)}, "enrolled_on"),
        ({"enrolled_on": date(2026, 7, 31)}, "enrolled_on"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(school: OrgUnit, change: dict[str, Any], field: str) -> None:
    with database.acting(clerk_of(school)), pytest.raises(Invalid) as refused:
        services.enrol_learner(clerk_of(school), order(school, **change), at=AT)
    assert set(refused.value.errors) == {field}
    with database.acting(SYSTEM):
        assert not Enrolment.objects.exists()
        assert not Person.objects.filter(full_name="Trần Gia Hân").exists()


def test_a_look_alike_has_to_be_confirmed(school: OrgUnit) -> None:
    with database.acting(clerk_of(school)):
        services.enrol_learner(clerk_of(school), order(school), at=AT)
        with pytest.raises(Invalid) as asked:
            services.enrol_learner(clerk_of(school), order(school), at=AT)
        assert "confirmed" in asked.value.errors
        again = order(school, facts={"confirmed": True})
        assert services.enrol_learner(clerk_of(school), again, at=AT).pk


def test_a_number_known_elsewhere_leads_to_a_transfer(school: OrgUnit) -> None:
    with database.acting(SYSTEM):
        commune = OrgUnit.objects.get(pk=school.managing_parent_id)
    other = make_school(commune, "Trường Tiểu học Lê Lợi")
    number = {"national_id": "068318001234"}
    with database.acting(clerk_of(other)):
        services.enrol_learner(clerk_of(other), order(other, facts=number), at=AT)
    with database.acting(clerk_of(school)), pytest.raises(Invalid, match="chuyển trường"):
        services.enrol_learner(clerk_of(school), order(school, facts=number), at=AT)


def test_a_class_of_another_grade_or_school_is_refused(school: OrgUnit) -> None:
    group = class_group(school.pk, "5A", "05")
    with database.acting(clerk_of(school)), pytest.raises(Invalid) as refused:
        services.enrol_learner(clerk_of(school), order(school, class_group=group), at=AT)
    assert set(refused.value.errors) == {"class_group"}


def test_without_the_permission_nothing_is_written(school: OrgUnit) -> None:
    teacher = actor(VIEW_ENROLMENTS, units=[school.pk])
    with database.acting(teacher), pytest.raises(access.Refused):
        services.enrol_learner(teacher, order(school), at=AT)


def test_withdrawing_and_coming_back(school: OrgUnit) -> None:
    row = enrolment(school.pk, group=class_group(school.pk))
    clerk = clerk_of(school)
    with database.acting(clerk):
        row = Enrolment.objects.get(pk=row.pk)
        services.withdraw_learner(
            clerk,
            row,
            at=AT,
            version=row.version,
            on=date(2026, 11, 20),
            reason="03",
            note="Nhà chuyển vào rẫy",
        )
        row.refresh_from_db()
        assert (row.status, row.left_on, row.leave_reason) == ("05", date(2026, 11, 20), "03")
        assert Placement.objects.get(enrolment=row).valid_until == date(2026, 11, 20)
        with pytest.raises(Invalid, match="đã rời trường"):
            services.withdraw_learner(clerk, row, at=AT, version=row.version, on=ON, reason="03")
        group = ClassGroup.objects.get()
        services.take_in_again(clerk, row, at=AT, version=row.version, on=ON, class_group=group)
        row.refresh_from_db()
        assert (row.status, row.left_on, row.class_group_id) == ("03", None, group.pk)
        assert Placement.objects.filter(enrolment=row).count() == 2


def test_a_withdrawal_needs_a_reason_and_a_day_that_has_come(school: OrgUnit) -> None:
    row = enrolment(school.pk)
    clerk = clerk_of(school)
    with database.acting(clerk):
        row = Enrolment.objects.get(pk=row.pk)
        with pytest.raises(Invalid) as refused:
            services.withdraw_learner(clerk, row, at=AT, version=row.version, on=date(2026, 12, 1), reason="")
    assert set(refused.value.errors) == {"reason", "on"}


def test_two_who_act_on_the_same_row_are_told(school: OrgUnit) -> None:
    row = enrolment(school.pk)
    clerk = clerk_of(school)
    with database.acting(clerk):
        row = Enrolment.objects.get(pk=row.pk)
        with pytest.raises(ChangedMeanwhile):
            services.withdraw_learner(clerk, row, at=AT, version=row.version + 1, on=ON, reason="06")


def test_placing_many_is_planned_shown_and_done_as_shown(school: OrgUnit) -> None:
    first, second = class_group(school.pk, "3A"), class_group(school.pk, "3B")
    rows = [enrolment(school.pk, f"Lê Văn {letter}", group=first) for letter in "ABC"]
    clerk = clerk_of(school)
    with database.acting(clerk):
        wanted = {row.pk: second.pk for row in rows[:2]}
        plan = services.plan_placement(clerk, school.pk, wanted, on=ON, at=AT)
        assert plan.sizes == {"3A": (3, 1), "3B": (0, 2)}
        assert services.place_learners(clerk, plan, digest=plan.digest, at=AT) == 2
        assert Enrolment.objects.filter(class_group=second).count() == 2
        assert Placement.objects.filter(enrolment=rows[0], valid_until=ON).count() == 1
        again = services.plan_placement(clerk, school.pk, wanted, on=ON, at=AT)
        assert again.moves == ()
        with pytest.raises(ChangedMeanwhile):
            services.place_learners(clerk, plan, digest="khác", at=AT)
        with pytest.raises(ChangedMeanwhile):
            services.place_learners(clerk, plan, digest=plan.digest, at=AT)


def test_a_class_beyond_the_size_of_the_law_warns(school: OrgUnit) -> None:
    group = class_group(school.pk, is_combined=True, combined_grades=["02", "03"])
    rows = [enrolment(school.pk, f"Lê Văn {letter}") for letter in "ABCDEGHIKLMNOPQR"]
    clerk = clerk_of(school)
    with database.acting(clerk):
        plan = services.plan_placement(clerk, school.pk, {row.pk: group.pk for row in rows}, on=ON, at=AT)
    assert plan.warnings == ("Lớp 3A sẽ có 16 học sinh, quá 15.",)


def test_a_correction_of_the_person_reaches_the_register_of_the_present_school(school: OrgUnit) -> None:
    row = enrolment(school.pk, "Nguyen Thi Anh")
    with database.acting(SYSTEM):
        person = Person.objects.get(pk=row.person_id)
        facts = person_services.facts_of(person)
        person_services.correct_person(
            actor=SYSTEM, at=AT, person=person, expected_version=person.version, confirmed=True,
            facts=type(facts)(**{**facts.__dict__, "full_name": "Nguyễn Thị Ánh"}),
        )  # fmt: skip
        row.refresh_from_db()
    assert row.full_name == "Nguyễn Thị Ánh"
    assert year().code == "2026-2027"
