"""Every question that a record answers, put to classes, enrolments and terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from khuevan.kernel import access
from khuevan.kernel.testing.records import RecordCases
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.permissions import VIEW_UNITS
from khuevan.register.organisations.tests.builders import AT, make_country, make_school
from khuevan.school.schoolyear import services
from khuevan.school.schoolyear.models import ClassGroup, Enrolment, SchoolYear, Term
from khuevan.school.schoolyear.permissions import EDIT_FRAME, SEE_EVERY_CLASS
from khuevan.school.schoolyear.records import CLASSES, ENROLMENTS, TERMS

from .builders import class_group, enrolment, year

SYSTEM = access.system()


def letters(number: int) -> str:
    """Names have no digits."""
    return f"{chr(64 + number // 26 % 26 + 1)}{chr(97 + number % 26)}"


class TestClasses(RecordCases):
    record = CLASSES
    permissions = (VIEW_UNITS,)
    queries = 8
    changed = {"name": "3 Hoa Sen"}
    invalid = {"name": "", "grade": "99", "school_year": ""}

    def furnish(self) -> None:
        commune = make_country().commune
        self.here = make_school(commune).pk
        self.elsewhere = make_school(commune, "Trường Tiểu học Lê Lợi").pk

    def build(self, unit_id: int | None, number: int) -> ClassGroup:
        return services.open_class(
            SYSTEM, at=AT, school=OrgUnit.objects.get(pk=unit_id), school_year=year(), name=f"3A{number:03}",
            grade="03", code=f"3A{number:03}",
        )  # fmt: skip

    def valid(self) -> dict[str, Any]:
        return {
            "name": "5 Đoàn Kết", "school": str(self.here), "school_year": str(year().pk), "grade": "05",
            "two_sessions": "1", "sessions_per_week": "9",
        }  # fmt: skip


class TestEnrolments(RecordCases):
    record = ENROLMENTS
    permissions = (VIEW_UNITS, SEE_EVERY_CLASS)
    queries = 8
    changed = {"came_from": "Trường Tiểu học Quốc tế"}
    invalid = {"entry_kind": "gì", "position": "0"}

    def furnish(self) -> None:
        commune = make_country().commune
        self.here = make_school(commune).pk
        self.elsewhere = make_school(commune, "Trường Tiểu học Lê Lợi").pk
        self.groups: dict[int | None, ClassGroup] = {}

    def build(self, unit_id: int | None, number: int) -> Enrolment:
        assert unit_id is not None
        if unit_id not in self.groups:
            self.groups[unit_id] = class_group(unit_id)
        return enrolment(unit_id, f"Nguyễn Văn {letters(number)}", group=self.groups[unit_id])


class TestTerms(RecordCases):
    record = TERMS
    permissions = (EDIT_FRAME,)
    queries = 6
    changed = {"weeks": "17"}
    invalid = {"school_year": "", "level": "gì", "number": "3", "starts_on": "31/02/2027"}

    def furnish(self) -> None:
        super().furnish()
        Term.objects.all().delete()

    def build(self, unit_id: int | None, number: int) -> Term:
        first = 2030 + number
        made, _ = SchoolYear.objects.get_or_create(
            code=f"{first}-{first + 1}",
            defaults={"starts_on": date(first, 8, 1), "ends_on": date(first + 1, 7, 31)},
        )
        return services.add_term(
            SYSTEM, at=AT, school_year=made, level="primary", number=1, starts_on=date(first, 9, 5),
            ends_on=date(first + 1, 1, 10), weeks=18, trust="local",
        )  # fmt: skip

    def valid(self) -> dict[str, Any]:
        return {
            "school_year": str(year("2027-2028").pk), "level": "primary", "number": "1", "starts_on": "06/09/2027",
            "ends_on": "15/01/2028", "weeks": "18", "trust": "local",
        }  # fmt: skip
