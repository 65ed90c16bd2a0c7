"""Every question that a record answers, put to the records of the room."""

from __future__ import annotations

from datetime import date
from typing import Any

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.records import RecordCases
from khuevan.kernel.text import search_text, sort_key
from khuevan.register.organisations.tests.builders import AT, make_country, make_school
from khuevan.register.people.permissions import CORRECT_PERSON, EDIT_GUARDIANS, REGISTER_PERSON, VIEW_PEOPLE

from .. import services
from ..models import CatalogueItem, Reward, ViolenceCase
from ..permissions import VIEW_LEARNERS
from ..records import CATALOGUE, LEARNERS, REWARDS, VIOLENCE_CASES
from .builders import learner

NAMES = ("Trần Văn Bình", "Nguyễn Thị Ánh", "K'Brôih", "Đặng Đức Đạt")
SYSTEM = access.system()


def called(number: int) -> str:
    """A name of its own for each number."""
    return f"{NAMES[number % 4]} {chr(65 + number // 26)}{chr(97 + number % 26)}"


class OfTwoSchools(RecordCases):
    def furnish(self) -> None:
        commune = make_country().commune
        self.here = make_school(commune).pk
        self.elsewhere = make_school(commune, "Trường Tiểu học Lê Lợi").pk


class TestLearners(OfTwoSchools):
    record = LEARNERS
    permissions = (VIEW_PEOPLE, REGISTER_PERSON, CORRECT_PERSON, EDIT_GUARDIANS)
    queries = 5
    changed = {
        "full_name": "Nguyễn Thị Ánh Dương",
        "birthplace": "Bệnh viện Di Linh",
        "short_name": "Dương",
        "height_cm": "121,5",
        "computer": "tablet",
    }
    invalid = {
        "full_name": "",
        "birth_date": "31/02/2016",
        "sex": "",
        "national_id": "12345",
        "phone": "12",
        "ethnicity": "77",
    }

    def build(self, unit_id: int | None, number: int) -> Any:
        made = learner(unit_id or 0, called(number))
        made.school_year, made.grade, made.class_name, made.status = "2026-2027", "03", "3A", "01"
        made.eye_disease, made.birth_certificate_ethnicity = f"Loạn thị độ {number}", f"Cơ-ho Srê {number}"
        made.save()
        return made

    def valid(self) -> dict[str, str]:
        return {
            "full_name": "Lê Thị Đắk Nông",
            "birth_date": "05/09/2017",
            "sex": "female",
            "school": str(self.here),
            "ethnicity": "12",
            "birthplace": "Đắk Nông",
            "current_address": "Thôn 3",
            "phone": "0912345678",
        }


class TestCatalogue(RecordCases):
    record = CATALOGUE
    queries = 4
    changed = {"name": "Con của người có công", "position": "15"}
    invalid = {"name": "", "code": "có dấu", "position": "x"}

    def furnish(self) -> None:
        super().furnish()
        CatalogueItem.objects.all().delete()

    def build(self, unit_id: int | None, number: int) -> CatalogueItem:
        name = f"Diện số {number}"
        return CatalogueItem.objects.create(
            list="policy_group",
            code=f"D{number}",
            name=name,
            trust="local",
            search=search_text(f"{name} D{number}"),
            sort_key=sort_key(name),
        )

    def valid(self) -> dict[str, str]:
        return {
            "name": "Con liệt sĩ",
            "list": "policy_group",
            "code": "CLS",
            "position": "1",
            "trust": "official",
        }


class RowCases(OfTwoSchools):
    permissions = (VIEW_LEARNERS, VIEW_PEOPLE)

    def furnish(self) -> None:
        super().furnish()
        self.child = learner(self.here or 0, "Lê Thị Đắk Nông")

    @property
    def system(self) -> Actor:
        return SYSTEM


class TestRewards(RowCases):
    record = REWARDS
    queries = 4
    changed = {"content": "Giải Nhì kỳ thi chọn học sinh giỏi cấp tỉnh"}
    invalid = {"content": "", "happened_on": "31/02/2026"}

    def build(self, unit_id: int | None, number: int) -> Reward:
        return services.record_reward(
            SYSTEM,
            at=AT,
            learner=learner(unit_id or 0, called(number)),
            content=f"Giải {number}",
            happened_on=date(2025, 9, number % 28 + 1),
        )

    def valid(self) -> dict[str, str]:
        return {
            "learner": str(self.child.pk),
            "content": "Học sinh Xuất sắc",
            "happened_on": "31/05/2026",
            "decision_number": "12/QĐ-THKĐ",
        }


class TestViolenceCases(RowCases):
    record = VIOLENCE_CASES
    queries = 4
    changed = {"handling": "Hai gia đình đã gặp nhau"}
    invalid = {"form": "", "role": "", "happened_on": "31/02/2026"}

    def build(self, unit_id: int | None, number: int) -> ViolenceCase:
        return services.record_violence_case(
            SYSTEM,
            at=AT,
            learner=learner(unit_id or 0, called(number)),
            role="Bị hại",
            form=f"Xúc phạm {number}",
            happened_on=date(2025, 9, number % 28 + 1),
        )

    def valid(self) -> dict[str, str]:
        return {
            "learner": str(self.child.pk),
            "role": "Bị hại",
            "form": "Xúc phạm",
            "happened_on": "01/10/2025",
        }


def test_a_stranger_reads_nothing() -> None:
    assert not access.decide(actor(units=[1]), VIEW_LEARNERS)
