"""A commune with a school and a survey; a second commune; officers of both tiers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from khuevan.governance.universalisation import services
from khuevan.governance.universalisation.models import Household, Member, Round
from khuevan.governance.universalisation.permissions import (
    CONFIGURE,
    DECIDE,
    EDIT_SURVEY,
    SUBMIT,
    SUBMIT_PROVINCE,
    VIEW_SURVEY,
)
from khuevan.kernel import database
from khuevan.kernel.access import Actor
from khuevan.kernel.testing import actor
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people.services import BirthDate
from khuevan.school.schoolyear.models import Enrolment
from khuevan.school.schoolyear.tests import builders as schoolyear

ON, AT = date(2026, 9, 30), datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
YEAR = 2026
NUMBERED = "068318001234"


class World:
    """Di Linh with a school, Bảo Thuận beside it; an officer of each, and of the department."""

    def __init__(self) -> None:
        country = make_country()
        self.department = country.department.pk
        self.commune, self.far = country.commune.pk, country.other_commune.pk
        self.commune_code = country.commune.code
        self.school = make_school(country.commune).pk
        self.other_school = make_school(country.other_commune, "Trường Tiểu học Quang Trung").pk
        every = [self.department, self.commune, self.far, self.school, self.other_school]
        self.officer = actor(
            VIEW_SURVEY, EDIT_SURVEY, SUBMIT, units=[self.commune, self.school], outline=[self.department],
            name="Chuyên viên xã",
        )  # fmt: skip
        self.neighbour = actor(VIEW_SURVEY, EDIT_SURVEY, SUBMIT, units=[self.far, self.other_school])
        self.chief = actor(
            VIEW_SURVEY, DECIDE, CONFIGURE, SUBMIT_PROVINCE, units=every, name="Chuyên viên Sở"
        )
        self.head = actor(units=[self.school], outline=[self.commune, self.department])


def round_open(who: Actor, unit_id: int, **more: Any) -> Round:
    with database.acting(who):
        return services.open_round(
            who, at=AT, unit_id=unit_id, year=more.pop("year", YEAR), is_special=more.pop("is_special", False)
        )


def household(who: Actor, unit_id: int, number: str = "001", **more: Any) -> Household:
    facts = services.HouseholdFacts(
        number=number, head_name=more.pop("head_name", "Nguyễn Văn Hòa"), hamlet=more.pop("hamlet", "Thôn 1")
    )
    with database.acting(who):
        return services.save_household(who, facts, at=AT, unit_id=unit_id)


def facts(full_name: str = "Nguyễn Thị Ánh", **more: Any) -> services.MemberFacts:
    defaults: dict[str, Any] = {"birth_date": date(2018, 5, 5), "sex": "female"}
    return services.MemberFacts(full_name=full_name, **{**defaults, **more})


def member(who: Actor, form: Household, full_name: str = "Nguyễn Thị Ánh", **more: Any) -> Member:
    with database.acting(who):
        return services.save_member(who, form, facts(full_name, **more), at=AT)


def pupil(school_id: int, full_name: str, grade: str, born: date, **more: Any) -> Enrolment:
    """Enrolled in this year's class of the grade."""
    group = schoolyear.class_group(
        school_id, name=f"{int(grade)}A", grade=grade, code=f"{grade}{school_id}{full_name[-3:]}"
    )
    return schoolyear.enrolment(
        school_id, full_name, group=group, born=BirthDate(born), enrolled_on=date(2026, 9, 5), **more
    )
