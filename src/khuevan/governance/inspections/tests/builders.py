"""A department with two communes and five schools, and people with accounts who inspect, are inspected, and sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from khuevan.governance.inspections import queries, services
from khuevan.governance.inspections.choices import Result
from khuevan.governance.inspections.models import Answer, Candidate, Plan, Visit
from khuevan.governance.inspections.rules import shipped
from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.register.accounts import queries as accounts
from khuevan.register.accounts.tests.builders import make_account, make_grant
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people.rules import BirthDate
from khuevan.register.people.tests.builders import person
from khuevan.register.signing import services as signatures
from khuevan.school.schoolyear.tests import builders as schoolyear

YEAR = "2026-2027"
ON, AT = date(2026, 11, 26), datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
LATER = datetime(2027, 1, 20, 3, 0, tzinfo=UTC)
WHY = "Có đơn phản ánh về hồ sơ học sinh"
REPLY = "Đã lập quyết định phân công và cập nhật đủ"
TEXT = "Lập quyết định phân công, cập nhật hồ sơ thiếu"


class World:
    """Di Linh: Kim Đồng, Lê Lợi, Võ Thị Sáu. Bảo Thuận: Quang Trung, Nguyễn Du."""

    def __init__(self) -> None:
        country = make_country()
        self.country = country
        self.department, self.commune, self.far = (
            country.department.pk, country.commune.pk, country.other_commune.pk,
        )  # fmt: skip
        self.school = make_school(country.commune).pk
        self.near = make_school(country.commune, "Trường Tiểu học Lê Lợi").pk
        self.third = make_school(country.commune, "Trường Tiểu học Võ Thị Sáu").pk
        self.other = make_school(country.other_commune, "Trường Tiểu học Quang Trung").pk
        self.last = make_school(country.other_commune, "Trường Tiểu học Nguyễn Du").pk
        schoolyear.class_group(self.school)
        self.officer = someone("Đỗ Chuyên Viên Sở", "department_officer", self.department)
        self.second = someone("Trần Chuyên Viên Sở", "department_officer", self.department)
        self.commune_officer = someone("Phạm Chuyên Viên Xã", "commune_officer", self.commune)
        self.far_officer = someone("Vũ Chuyên Viên Xã Khác", "commune_officer", self.far)
        self.head = someone("Lê Thị Hiệu Trưởng", "head", self.school)
        self.clerk = someone("Văn Thị Thư", "clerk", self.school)
        self.other_head = someone("Hiệu Trưởng Lê Lợi", "head", self.near)

    def drawn(self, *, seed: str = "2026", who: Actor | None = None, body: int | None = None) -> Plan:
        by = who or self.officer
        with database.acting(by):
            plan = services.begin_plan(
                by, at=AT, body_id=body or self.department, year=YEAR, sheet=shipped.SHEET
            )
            return services.draw_plan(by, at=AT, plan_id=plan.pk, seed=seed)

    def approved(self, *units: int, seed: str = "2026") -> Plan:
        """units: named besides, so that they are in it whatever the lot says."""
        plan, by = self.drawn(seed=seed), self.officer
        with database.acting(by):
            for row in Candidate.objects.filter(plan=plan, unit_id__in=units, way=""):
                services.name_unit(by, at=AT, plan_id=plan.pk, candidate_id=row.pk, reason=WHY)
            return services.approve_plan(by, at=AT, plan_id=plan.pk, decision="12/QĐ-SGDĐT", decided_on=None)

    def visit(self, unit_id: int | None = None) -> Visit:
        """Planned, with a team of two: the officer leads."""
        unit = unit_id or self.school
        plan = self.approved(unit)
        with database.acting(self.officer):
            found = Visit.objects.get(plan=plan, unit_id=unit)
            return services.prepare_visit(
                self.officer, at=AT, visit_id=found.pk, planned_on=ON,
                team=[self.officer.account_id or 0, self.second.account_id or 0], leader=self.officer.account_id,
            )  # fmt: skip

    def opened(self, unit_id: int | None = None) -> Visit:
        found = self.visit(unit_id)
        with database.acting(self.officer):
            return services.open_visit(self.officer, at=AT, visit_id=found.pk)

    def concluded(self, unit_id: int | None = None) -> Visit:
        """Everything met, the third line not: with a remedy."""
        found, by = self.opened(unit_id), self.officer
        with database.acting(by):
            rows = list(Answer.objects.filter(visit=found).order_by("place"))
            for row in rows:
                result = Result.NOT_MET if row.place == 3 else Result.MET
                cells = [services.Cell(row.pk, "result", result.value, 0)]
                if row.place == 3:
                    cells.append(services.Cell(row.pk, "remark", "Thiếu hồ sơ của 4 học sinh", 0))
                services.save_cells(by, at=AT, visit_id=found.pk, cells=cells)
            services.demand_remedy(
                by, at=AT, visit_id=found.pk, answer_id=rows[2].pk, text=TEXT, due_on=date(2026, 12, 26)
            )
            return services.conclude_visit(by, at=AT, visit_id=found.pk, remarks="Cần bổ sung hồ sơ.")

    def sign(self, who: Actor, visit: Visit) -> None:
        """The leader's or the head's signature, whichever is due."""
        with database.acting(who):
            certificate = signatures.issue_test_certificate(who, seal=False, at=AT)
            found = queries.latest(visit)
            assert found is not None
            visit = queries.visit(who, visit.pk)
            seen = services.seen_digest(visit, found)
            with signatures.opened_signer(certificate, at=AT) as signer:
                sign = services.Signature(certificate.pk, signer)
                if queries.may_lead(who, visit):
                    services.lead_minutes(
                        who, at=AT, visit_id=visit.pk, seen=seen, sign=sign, number="7", place="Di Linh"
                    )
                else:
                    services.sign_minutes(who, at=AT, visit_id=visit.pk, seen=seen, sign=sign)

    def signed(self) -> Visit:
        found = self.concluded()
        self.sign(self.officer, found)
        self.sign(self.head, found)
        with database.acting(self.officer):
            return queries.visit(self.officer, found.pk)


def someone(name: str, role: str, home: int) -> Actor:
    """With an account of that role at the unit, and a posting there."""
    account = make_account(home, name=name, kind="officer" if role.endswith("officer") else "staff")
    make_grant(account, role, home)
    born = BirthDate(date(1980, 4, account.pk % 27 + 1))
    who = person(home, name, "staff", born=born, sex="female")
    made = accounts.actor_for(account.pk, ON)
    with database.acting(access.system()):
        return replace(made, person_id=who.pk, persons=made.persons)
