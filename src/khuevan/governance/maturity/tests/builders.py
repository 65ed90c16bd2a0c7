"""A department with two communes and three primary schools, and who assesses there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zlib import crc32

from khuevan.governance.indicators.permissions import FREEZE, REBUILD, VIEW_RECORDS, VIEW_VALUES
from khuevan.governance.maturity import queries, services
from khuevan.governance.maturity.choices import Kind
from khuevan.governance.maturity.models import Assessment
from khuevan.governance.maturity.permissions import (
    CONFIGURE,
    DECIDE_ASSESSMENTS,
    PREPARE_ASSESSMENTS,
    REVIEW_ASSESSMENTS,
    SUBMIT_ASSESSMENTS,
    VIEW_ASSESSMENTS,
)
from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.testing import actor
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people.models import Person
from khuevan.school.schoolyear.models import Enrolment
from khuevan.school.schoolyear.tests import builders as schoolyear

YEAR, EDITION = "2026-2027", "4725"
ON, AT = date(2026, 11, 26), datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
LATE = datetime(2027, 6, 2, 3, 0, tzinfo=UTC)
WHY = "Còn thiếu minh chứng của kế hoạch dạy học trực tuyến"
SIDE = (VIEW_VALUES, VIEW_RECORDS, VIEW_ASSESSMENTS)
SCHOOL = (*SIDE, PREPARE_ASSESSMENTS, SUBMIT_ASSESSMENTS)
BODY = (*SIDE, DECIDE_ASSESSMENTS, REVIEW_ASSESSMENTS)


class World:
    """Di Linh: Kim Đồng (three pupils, one with a personal number), Lê Lợi. Bảo Thuận: Quang Trung."""

    def __init__(self) -> None:
        country = make_country()
        self.country = country
        self.ministry, self.department = country.ministry.pk, country.department.pk
        self.commune, self.far = country.commune.pk, country.other_commune.pk
        self.school = make_school(country.commune).pk
        self.near = make_school(country.commune, "Trường Tiểu học Lê Lợi").pk
        self.other = make_school(country.other_commune, "Trường Tiểu học Quang Trung").pk
        self.group = schoolyear.class_group(self.school)
        self.anh = schoolyear.enrolment(self.school, "Nguyễn Thị Ánh", group=self.group, sex="female")
        self.ka = schoolyear.enrolment(self.school, "K'Brẽ Thị Ka", group=self.group, sex="female")
        self.binh = schoolyear.enrolment(self.school, "Trần Văn Bình", group=self.group, sex="male")
        above = [self.commune, self.department, self.ministry]
        self.head = someone(*SCHOOL, units=[self.school], home=self.school, outline=above, name="Hiệu trưởng")
        self.clerk = someone(
            *SIDE, PREPARE_ASSESSMENTS, units=[self.school], home=self.school, outline=above, name="Văn thư"
        )
        self.other_head = someone(
            *SCHOOL, units=[self.near], home=self.near, outline=above, name="Hiệu trưởng Lê Lợi"
        )
        self.commune_officer = someone(
            *BODY, units=[self.commune, self.school, self.near], home=self.commune,
            outline=[self.department, self.ministry], name="Chuyên viên xã",
        )  # fmt: skip
        self.far_officer = someone(
            *BODY, units=[self.far, self.other], home=self.far, outline=[self.department, self.ministry],
            name="Chuyên viên xã khác",
        )  # fmt: skip
        self.officer = someone(
            *BODY, CONFIGURE, FREEZE, REBUILD,
            units=[self.department, self.commune, self.far, self.school, self.near, self.other],
            home=self.department, outline=[self.ministry], name="Chuyên viên Sở",
        )  # fmt: skip

    def begun(
        self, who: Actor | None = None, unit_id: int | None = None, *, at: datetime = AT, year: str = YEAR
    ) -> Assessment:
        one = who or self.head
        with database.acting(one):
            return services.begin_assessment(
                one, at=at, unit_id=unit_id or self.school, edition=EDITION, year=year
            )

    def scored(
        self, one: Assessment, *, share: Decimal = Decimal("0.8"), who: Actor | None = None, at: datetime = AT
    ) -> None:
        """Every line: conditions met, so much of the maximum of every other."""
        by = who or self.head
        with database.acting(by):
            for row in queries.sheet(one).leaves:
                maximum = row.row.line.maximum
                services.record_score(
                    by, at=at, assessment_id=one.pk, code=row.row.code,
                    points=None if maximum is None else (maximum * share).quantize(Decimal("0.1")),
                    met=True if row.row.line.kind is Kind.MANDATORY else None, reason="Có hệ thống khác, xem minh chứng",
                )  # fmt: skip

    def sent(
        self, *, who: Actor | None = None, unit_id: int | None = None, share: Decimal = Decimal("0.8")
    ) -> Assessment:
        by = who or self.head
        one = self.begun(by, unit_id)
        self.scored(one, who=by, share=share)
        with database.acting(by):
            return services.submit_assessment(by, at=AT, assessment_id=one.pk)


def someone(
    *permissions: Permission, units: list[int], home: int, outline: list[int], name: str = "Người xem"
) -> Actor:
    """Who is at home in a unit, with an account of their own."""
    made = actor(*permissions, units=units, outline=outline, name=name)
    return replace(made, home_unit_id=home, account_id=2_000_000_000 + crc32(name.encode()) % 100_000)


def numbered(enrolment: Enrolment, number: str) -> None:
    """What somebody's record says from now on, written past the rules."""
    with database.acting(access.system()):
        Person.objects.filter(pk=enrolment.person_id).update(national_id=number)
