"""A department with two communes and three primary schools, and who reports there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from khuevan.governance.indicators.permissions import FREEZE, REBUILD, VIEW_RECORDS, VIEW_VALUES
from khuevan.governance.statistics import queries, services
from khuevan.governance.statistics.models import Report
from khuevan.governance.statistics.permissions import (
    DECIDE_REPORTS,
    PREPARE_REPORTS,
    SUBMIT_REPORTS,
    VIEW_REPORTS,
)
from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.testing import actor
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people.models import Person
from khuevan.register.people.rules import BirthDate
from khuevan.register.people.tests.builders import person
from khuevan.register.signing import services as signatures
from khuevan.register.signing.permissions import KEEP_SEAL, REGISTER_CERTIFICATE
from khuevan.school.schoolyear.models import Enrolment
from khuevan.school.schoolyear.tests import builders as schoolyear

YEAR, FORM = "2026-2027", "dn-th"
ON, AT = date(2026, 10, 8), datetime(2026, 10, 8, 3, 0, 5, 678, tzinfo=UTC)
LATER = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
KINH, COHO = "01", "15"
SIDE = (VIEW_VALUES, VIEW_RECORDS, VIEW_REPORTS, PREPARE_REPORTS, SUBMIT_REPORTS)
ALL, GIRLS, MINORITY_GIRLS = "learners.all.total", "learners.all.girls", "learners.all.minority_girls"


class World:
    """Di Linh: Kim Đồng (2 girls, one of them of a minority; 1 boy), Lê Lợi (1 boy). Bảo Thuận: Quang Trung,
    where nobody is."""

    def __init__(self) -> None:
        country = make_country()
        self.country = country
        self.ministry, self.department = country.ministry.pk, country.department.pk
        self.commune, self.far = country.commune.pk, country.other_commune.pk
        self.school = make_school(country.commune).pk
        self.near = make_school(country.commune, "Trường Tiểu học Lê Lợi").pk
        self.empty = make_school(country.other_commune, "Trường Tiểu học Quang Trung").pk
        self.group = schoolyear.class_group(self.school)
        self.anh = child(self.school, "Nguyễn Thị Ánh", "female", group=self.group)
        self.ka = child(self.school, "K'Brẽ Thị Ka", "female", COHO, group=self.group)
        self.binh = child(self.school, "Trần Văn Bình", "male", group=self.group)
        self.duc = child(self.near, "Phan Văn Đức", "male")
        above = [self.commune, self.department, self.ministry]
        self.head = someone(*SIDE, units=[self.school], home=self.school, outline=above, name="Hiệu trưởng")
        self.other_head = someone(
            *SIDE, units=[self.near], home=self.near, outline=above, name="Hiệu trưởng Lê Lợi"
        )
        self.reader = someone(VIEW_REPORTS, VIEW_VALUES, units=[self.school], home=self.school, outline=above)
        self.commune_officer = someone(
            *SIDE, DECIDE_REPORTS, units=[self.commune, self.school, self.near], home=self.commune,
            outline=[self.department, self.ministry], name="Chuyên viên xã",
        )  # fmt: skip
        self.officer = someone(
            *SIDE, DECIDE_REPORTS, FREEZE, REBUILD,
            units=[self.department, self.commune, self.far, self.school, self.near, self.empty],
            home=self.department, outline=[self.ministry], name="Chuyên viên Sở",
        )  # fmt: skip

    def begun(self, who: Actor, unit_id: int, *, form: str = FORM, at: datetime = AT) -> Report:
        with database.acting(who):
            return services.begin_report(who, at=at, unit_id=unit_id, form=form, year=YEAR)

    def sent(self, who: Actor, report: Report, *, note: str = "", at: datetime = AT) -> Report:
        with database.acting(who):
            seen = queries.filled(who, Report.objects.get(pk=report.pk)).digest
            return services.submit_report(who, at=at, report_id=report.pk, seen=seen, note=note)

    def sent_anew(self, who: Actor, unit_id: int, *, note: str = "", at: datetime = AT) -> Report:
        return self.sent(who, self.begun(who, unit_id, at=at), note=note, at=at)

    def cells(self, who: Actor, report: Report) -> dict[str, float]:
        with database.acting(who):
            return dict(queries.filled(who, Report.objects.get(pk=report.pk)).contents.cells)


def keeper_of_the_seal(world: World) -> tuple[Actor, Any]:
    """The department's officer, who works there and keeps its seal; and the seal."""
    who = person(world.department, "Lê Văn Dấu", "staff", born=BirthDate(date(1985, 4, 3)), sex="male")
    codes = frozenset({REGISTER_CERTIFICATE.code, KEEP_SEAL.code})
    holdings = (*world.officer.holdings, access.Holding(codes, world.officer.reach))
    made = replace(world.officer, person_id=who.pk, holdings=holdings)
    with database.acting(made):
        return made, signatures.issue_test_certificate(made, seal=True, at=AT)


def someone(
    *permissions: Permission, units: list[int], home: int, outline: list[int], name: str = "Người xem"
) -> Actor:
    """Who is at home in a unit."""
    return replace(actor(*permissions, units=units, outline=outline, name=name), home_unit_id=home)


def child(school_id: int, name: str, sex: str, ethnicity: str = KINH, *, group: object = None) -> Enrolment:
    made = schoolyear.enrolment(school_id, name, group=group, sex=sex)  # type: ignore[arg-type]
    changed(made, ethnicity=ethnicity)
    return made


def changed(enrolment: Enrolment, **columns: object) -> None:
    """What somebody's record says from now on, written past the rules."""
    with database.acting(access.system()):
        Person.objects.filter(pk=enrolment.person_id).update(**columns)
