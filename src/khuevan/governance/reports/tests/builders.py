"""A department with two communes and three schools, its figures frozen, a campaign, and people who may sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from khuevan.governance.indicators import services as indicators
from khuevan.governance.indicators.permissions import FREEZE, REBUILD, VIEW_VALUES
from khuevan.governance.reports import queries, services
from khuevan.governance.reports.models import Campaign, Report
from khuevan.governance.reports.permissions import (
    DECIDE_REPORTS,
    OPEN_CAMPAIGNS,
    PUBLISH_REPORTS,
    SUBMIT_REPORTS,
    VIEW_REPORTS,
    WRITE_REPORTS,
)
from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.testing import actor
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people.models import Person
from khuevan.register.people.rules import BirthDate
from khuevan.register.people.tests.builders import person
from khuevan.register.signing import services as signatures
from khuevan.register.signing.permissions import REGISTER_CERTIFICATE
from khuevan.school.schoolyear.models import Enrolment
from khuevan.school.schoolyear.tests import builders as schoolyear

YEAR, AT = "2026-2027", datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
LATE = datetime(2027, 6, 10, 3, 0, tzinfo=UTC)
WHY = "Đơn vị còn thiếu, gửi trước để kịp hạn"
SIDE = (VIEW_VALUES, VIEW_REPORTS, WRITE_REPORTS, SUBMIT_REPORTS, PUBLISH_REPORTS, REGISTER_CERTIFICATE)
LEAD = "Công tác lãnh đạo, chỉ đạo, tổ chức thực hiện"


class World:
    """Di Linh: Kim Đồng (2 girls, 1 boy), Lê Lợi (1 boy). Bảo Thuận: Quang Trung, where nobody is."""

    def __init__(self) -> None:
        country = make_country()
        self.ministry, self.department = country.ministry.pk, country.department.pk
        self.commune, self.far = country.commune.pk, country.other_commune.pk
        self.school = make_school(country.commune).pk
        self.near = make_school(country.commune, "Trường Tiểu học Lê Lợi").pk
        self.empty = make_school(country.other_commune, "Trường Tiểu học Quang Trung").pk
        self.anh = child(self.school, "Nguyễn Thị Ánh", "female")
        self.ka = child(self.school, "K'Brẽ Thị Ka", "female")
        self.binh = child(self.school, "Trần Văn Bình", "male")
        self.duc = child(self.near, "Phan Văn Đức", "male")
        below = [self.commune, self.school, self.near]
        every = [self.department, self.far, self.empty, *below]
        above = [self.commune, self.department, self.ministry]
        self.head = self.someone("Lê Thị Hiệu Trưởng", self.school, SIDE, [self.school], above)
        self.clerk = self.someone(
            "Văn Thị Thư", self.school, (VIEW_VALUES, VIEW_REPORTS, WRITE_REPORTS), [self.school], above
        )
        self.stranger = self.someone("Hiệu trưởng Lê Lợi", self.near, SIDE, [self.near], above)
        self.commune_officer = self.someone(
            "Phạm Chuyên Viên Xã", self.commune, (*SIDE, DECIDE_REPORTS, OPEN_CAMPAIGNS), below, above[1:]
        )
        self.officer = self.someone(
            "Đỗ Chuyên Viên Sở",
            self.department,
            (*SIDE, DECIDE_REPORTS, OPEN_CAMPAIGNS, FREEZE, REBUILD),
            every,
            above[2:],
        )
        indicators.rebuild(actor=self.officer, at=AT)
        self.snapshot = indicators.freeze(actor=self.officer, at=AT, period="Kỳ thử 2026-2027")

    @staticmethod
    def someone(
        name: str, home: int, held: tuple[Permission, ...], units: list[int], outline: list[int]
    ) -> Actor:
        """Who works in a unit."""
        who = person(home, name, "staff", born=BirthDate(date(1980, 4, home % 27 + 1)), sex="female")
        return replace(
            actor(*held, units=units, outline=outline, name=name), home_unit_id=home, person_id=who.pk
        )

    def campaign(self, outline: str = "programme", **other: Any) -> Campaign:
        order = services.Order("Báo cáo thử", outline, YEAR, self.snapshot.pk, **other)
        with database.acting(self.officer):
            return services.open_campaign(self.officer, at=AT, unit_id=self.department, order=order)

    def report(self, campaign: Campaign, unit_id: int) -> Report:
        with database.acting(access.system()):
            return Report.objects.select_related("campaign").get(
                campaign=campaign, unit_id=unit_id, is_latest=True
            )

    def write(self, who: Actor, report: Report, body: str, *, key: str = LEAD, seen: int = 0) -> None:
        with database.acting(who):
            services.write_section(who, at=AT, report_id=report.pk, key=key, body=body, seen=seen)

    def hand_over(self, who: Actor, report: Report) -> None:
        with database.acting(who):
            services.hand_over(who, at=AT, report_id=report.pk, reason=WHY)

    def send(self, who: Actor, report: Report, *, note: str = WHY, at: datetime = AT) -> Report:
        """Signs and sends what is shown now."""
        with database.acting(who):
            certificate = signatures.issue_test_certificate(who, seal=False, at=at)
            seen = services.seen_digest(queries.told(who, queries.report(who, report.pk)))
            with signatures.opened_signer(certificate, at=at) as signer:
                sign = services.Signature(certificate.pk, signer)
                return services.submit_report(
                    who, at=at, report_id=report.pk, seen=seen, signs=[sign], note=note
                )

    def sent(
        self, who: Actor, campaign: Campaign, unit_id: int, body: str = "Đã ban hành kế hoạch."
    ) -> Report:
        report = self.report(campaign, unit_id)
        self.write(who, report, body)
        self.hand_over(who, report)
        return self.send(who, report)


def child(school_id: int, name: str, sex: str) -> Enrolment:
    return schoolyear.enrolment(school_id, name, sex=sex)


def changed(enrolment: Enrolment, **columns: object) -> None:
    """What somebody's record says from now on, written past the rules."""
    with database.acting(access.system()):
        Person.objects.filter(pk=enrolment.person_id).update(**columns)
