"""A department with two communes, three schools and their learners, and a store of its own for each test."""

from __future__ import annotations

from datetime import UTC, date, datetime

from khuevan.governance.indicators.permissions import (
    DECIDE_OWN,
    FREEZE,
    PROPOSE_OWN,
    PUBLISH,
    REBUILD,
    VIEW_RECORDS,
    VIEW_VALUES,
)
from khuevan.kernel import access, database
from khuevan.kernel.testing import actor
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people.models import Person
from khuevan.school.learners.permissions import VIEW_LEARNERS
from khuevan.school.schoolyear.models import Enrolment
from khuevan.school.schoolyear.tests import builders as schoolyear

ON, AT = date(2026, 11, 26), datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
EVERYTHING = (VIEW_VALUES, VIEW_RECORDS, REBUILD, FREEZE, PUBLISH, PROPOSE_OWN, DECIDE_OWN, VIEW_LEARNERS)
KINH, COHO = "01", "15"


class World:
    """Di Linh: Kim Đồng (2 girls, one of them of a minority; 1 boy), Lê Lợi (1 boy). Bảo Thuận: Quang Trung (1 girl)."""

    def __init__(self) -> None:
        country = make_country()
        self.department, self.commune, self.far = (
            country.department.pk, country.commune.pk, country.other_commune.pk
        )  # fmt: skip
        self.school = make_school(country.commune).pk
        self.near = make_school(country.commune, "Trường Tiểu học Lê Lợi").pk
        self.other = make_school(country.other_commune, "Trường Tiểu học Quang Trung").pk
        self.group = schoolyear.class_group(self.school)
        self.anh = child(self.school, "Nguyễn Thị Ánh", "female", group=self.group)
        self.ka = child(self.school, "K'Brẽ Thị Ka", "female", COHO, group=self.group)
        self.binh = child(self.school, "Trần Văn Bình", "male", group=self.group)
        self.duc = child(self.near, "Phan Văn Đức", "male")
        self.chi = child(self.other, "Lê Thị Chi", "female")
        every = [self.department, self.commune, self.far, self.school, self.near, self.other]
        self.officer = actor(*EVERYTHING, units=every, name="Chuyên viên Sở")
        self.commune_officer = actor(
            VIEW_VALUES, VIEW_RECORDS, units=[self.commune, self.school, self.near], outline=[self.department],
            name="Chuyên viên xã",
        )  # fmt: skip
        self.head = actor(*EVERYTHING, units=[self.school], outline=[self.commune, self.department])
        self.reader = actor(VIEW_VALUES, units=[self.school], outline=[self.commune, self.department])


def child(school_id: int, name: str, sex: str, ethnicity: str = KINH, *, group: object = None) -> Enrolment:
    made = schoolyear.enrolment(school_id, name, group=group, sex=sex)  # type: ignore[arg-type]
    changed(made, ethnicity=ethnicity)
    return made


def changed(enrolment: Enrolment, **columns: object) -> None:
    """What somebody's record says from now on, written past the rules."""
    with database.acting(access.system()):
        Person.objects.filter(pk=enrolment.person_id).update(**columns)
