"""Every question that a record answers, put to members, papers and norms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from khuevan.kernel import access
from khuevan.kernel.testing.records import RecordCases
from khuevan.register.organisations.choices import EducationLevel
from khuevan.register.organisations.permissions import VIEW_UNITS

from .. import records
from ..choices import SchoolType
from ..permissions import VIEW_STAFF
from .builders import AT, member, school, subject


def day(year: int, number: int) -> date:
    """Another day for each number."""
    return date(year, 1, 1) + timedelta(number)


class Furnished(RecordCases):
    """Two schools with somebody at each."""

    permissions = (VIEW_STAFF, VIEW_UNITS)

    def furnish(self) -> None:
        self.here, self.elsewhere = school("Trường THCS Lê Lợi"), school("Trường THCS Quang Trung")
        self.somebody = {unit: member(unit, "Đặng Thị Ánh") for unit in (self.here, self.elsewhere)}

    def paper(self, unit_id: int | None, serial: int, **values: Any) -> Any:
        """Saves a paper of a member of the school, another for each number, as its service does."""
        who = member(unit_id, f"Đặng Thị Ánh {serial:02}")
        return self.record.create(access.system(), at=AT, staff=who, **self.rest(values))

    def rest(self, values: dict[str, Any]) -> dict[str, Any]:
        names = [item.name for item in self.record.enterable(None) if item.name != "staff"]
        empty = {name: self.record.field(name).empty for name in names}
        return {**empty, **values}

    def about(self, **typed: str) -> dict[str, str]:
        return {"staff": str(self.somebody[self.here].pk), **typed}  # type: ignore[index]


class TestMembers(Furnished):
    record = records.STAFF
    queries = 6
    changed = {"code": "GV-Đ01", "recruited_by": "Sở GDĐT Lâm Đồng"}
    invalid = {
        "level": "không có",
        "recruited_on": "31/02/2025",
        "periods_taught": "-1",
        "joined_on": "01/01/1990",
    }

    def furnish(self) -> None:
        self.here, self.elsewhere = school("Trường THCS Lê Lợi"), school("Trường THCS Quang Trung")
        subject()

    def build(self, unit_id: int | None, number: int) -> Any:
        return member(
            unit_id, f"Nguyễn Thị Ánh {number:02}", code=f"GV{number:03}", insurance_number="7912345678"
        )


class TestContracts(Furnished):
    record = records.CONTRACTS
    queries = 5
    changed = {"number": "13/HĐLV"}
    invalid = {"number": "", "form": "không có", "valid_from": "31/02/2025"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return self.paper(
            unit_id, number, form="tenure", number=f"{number}/HĐLV", valid_from=day(2020, number)
        )

    def valid(self) -> dict[str, str]:
        return self.about(form="term", number="12/HĐLV", valid_from="01/09/2024", valid_until="01/09/2027")


class TestSalarySteps(Furnished):
    record = records.SALARY_STEPS
    queries = 5
    changed = {"decision_number": "5/QĐ"}
    invalid = {"rank": "x", "step": "0", "valid_from": ""}

    def build(self, unit_id: int | None, number: int) -> Any:
        return self.paper(
            unit_id, number, rank="V.07.04.32", step=1 + number % 9, valid_from=day(2020, number)
        )

    def valid(self) -> dict[str, str]:
        return self.about(rank="V.07.04.32", step="3", coefficient="3", valid_from="01/09/2024")


class TestQualifications(Furnished):
    record = records.QUALIFICATIONS
    queries = 5
    changed = {"major": "Sư phạm Đắk Lắk"}
    invalid = {"place": "", "degree": "x", "graduated_on": "1"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return self.paper(
            unit_id,
            number,
            place="ĐHSP",
            major=f"Toán {number}",
            degree="bachelor",
            graduated_on=day(2008, number),
        )

    def valid(self) -> dict[str, str]:
        return self.about(
            place="Đại học Đà Lạt", major="Sư phạm Toán", degree="master", graduated_on="30/06/2015"
        )


class TestLanguages(Furnished):
    record = records.LANGUAGES
    queries = 5
    changed = {"issuer": "Trường Đại học Đà Lạt"}
    invalid = {"language": "x", "level": "", "score": "một", "issued_on": "2"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return self.paper(unit_id, number, language="en", level="3", issued_on=day(2018, number))

    def valid(self) -> dict[str, str]:
        return self.about(language="en", level="4", score="6,5", issued_on="30/06/2019")


class TestTrainings(Furnished):
    record = records.TRAININGS
    queries = 5
    changed = {"title": "Dạy học tích hợp ở Đắk Nông", "periods": "40"}
    invalid = {"programme": "x", "title": "", "year": "2026", "started_on": "2", "result": ""}

    def build(self, unit_id: int | None, number: int) -> Any:
        return self.paper(
            unit_id,
            number,
            programme="1",
            title=f"Mô đun {number}",
            year="2025-2026",
            started_on=day(2026, number),
            result="done",
        )

    def valid(self) -> dict[str, str]:
        return self.about(
            programme="2", title="Chuyển đổi số", year="2026-2027", started_on="01/10/2026", result="running"
        )


class TestRewards(Furnished):
    record = records.REWARDS
    queries = 5
    changed = {"content": "Chiến sĩ thi đua Đắk Nông"}
    invalid = {"kind": "x", "content": "", "honour": "", "given_on": "2"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return self.paper(
            unit_id,
            number,
            kind="certificate",
            content=f"Thành tích {number}",
            honour="commune",
            given_on=day(2025, number),
        )

    def valid(self) -> dict[str, str]:
        return self.about(
            kind="advanced_worker", content="Năm học 2025-2026", honour="department", given_on="30/05/2026"
        )


class TestDisciplines(Furnished):
    record = records.DISCIPLINES
    queries = 5
    changed = {"reason": "Vi phạm quy định ở Đắk Nông"}
    invalid = {"kind": "x", "reason": "", "decision_number": "", "given_on": "2"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return self.paper(
            unit_id,
            number,
            kind="reprimand",
            reason=f"Lý do {number}",
            honour="school",
            given_on=day(2025, number),
            decision_number="1/QĐ",
        )

    def valid(self) -> dict[str, str]:
        return self.about(
            kind="warning", reason="Vi phạm", honour="school", given_on="30/05/2026", decision_number="2/QĐ"
        )


class TestAssessments(Furnished):
    record = records.ASSESSMENTS
    queries = 5
    changed = {"assessed_by": "Hiệu trưởng Đặng Văn Đức"}
    invalid = {"kind": "x", "year": "26", "result": "x", "assessed_on": "2"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return self.paper(
            unit_id,
            number,
            kind="teacher",
            year=f"{2000 + number}-{2001 + number}",
            result="good",
            assessed_on=date(2001 + number, 5, 1),
        )

    def valid(self) -> dict[str, str]:
        return self.about(kind="employee", year="2025-2026", result="well_done", assessed_on="30/05/2026")


class TestDuties(Furnished):
    record = records.DUTIES
    queries = 5
    changed = {"decision_number": "9/QĐ-ĐN"}
    invalid = {"kind": "x", "valid_from": "2", "periods": "-1"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return self.paper(unit_id, number, kind="group_head", paid=False, valid_from=day(2026, number))

    def valid(self) -> dict[str, str]:
        return self.about(kind="counselling", valid_from="01/09/2026", periods="4")


class TestNorms(RecordCases):
    record = records.NORMS
    queries = 4
    changed = {"article": "Điều 7 khoản 3 điểm đ"}
    invalid = {"post": "x", "periods": "không", "instrument": "", "valid_from": "2"}

    def furnish(self) -> None:
        self.here = self.elsewhere = None
        self.record.model.objects.all().delete()

    def build(self, unit_id: int | None, number: int) -> Any:
        return self.record.model.objects.create(
            post="teacher",
            school_type=SchoolType.values[number % 5],
            level=EducationLevel.values[number // 5 % 5],
            periods=23,
            instrument=f"TT {number}/2030",
            valid_from=day(2030, number),
        )

    def valid(self) -> dict[str, str]:
        return {"post": "teacher", "school_type": "general", "level": "primary", "periods": "22,5", "trust": "official",
                "instrument": "TT 9/2031", "valid_from": "01/09/2031"}  # fmt: skip


class TestDutyRules(RecordCases):
    record = records.DUTY_RULES
    queries = 4
    changed = {"label": "Tổ trưởng ở Đắk Nông"}
    invalid = {"label": "", "periods": "không", "instrument": "", "valid_from": "2"}

    def furnish(self) -> None:
        self.here = self.elsewhere = None
        self.record.model.objects.all().delete()

    def build(self, unit_id: int | None, number: int) -> Any:
        return self.record.model.objects.create(
            code="group_head",
            label=f"Tổ trưởng {number:02}",
            periods=3,
            instrument="TT 1/2030",
            valid_from=day(2030, number),
        )

    def valid(self) -> dict[str, str]:
        return {"label": "Tổ phó", "code": "group_deputy", "periods": "1", "instrument": "TT 9/2031", "trust": "official",
                "valid_from": "01/09/2031"}  # fmt: skip
