"""The school's staff as a workbook."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.sheets import LayoutCases, commit, undo
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people.events import PersonRegistered
from khuevan.register.people.models import Person
from khuevan.register.people.permissions import CORRECT_PERSON, REGISTER_PERSON
from khuevan.school.staff.events import StaffPosted
from khuevan.school.staff.models import Posting, StaffMember
from khuevan.school.staff.permissions import EDIT_STAFF, RECORD_POSTINGS, VIEW_STAFF
from khuevan.school.staff.sheets import STAFF_SHEET

from .builders import subject

pytestmark = pytest.mark.django_db


class TestStaff(LayoutCases):
    layout = STAFF_SHEET
    news = (StaffPosted, PersonRegistered)
    rows = (
        {"code": "GV001", "full_name": "Lê Thị Hoa", "birth_date": "08/03/1985", "sex": "Nữ", "position": "Giáo viên",
         "national_id": "066185000123", "main_subject": "Toán", "degree": "Đại học", "joined_on": "01/08/2015"},
        {"code": "NV001", "full_name": "Y Bhăm Niê", "birth_date": "12/11/1990", "sex": "Nam", "position": "Văn thư",
         "ethnicity": "Ê Đê", "status": "Đang làm việc", "phone": "912345679"},
    )  # fmt: skip

    @pytest.fixture
    def place(self, db: None) -> tuple[Actor, int, Mapping[str, str]]:
        subject()
        school = make_school(make_country().commune, "Trường THCS Nâm Nung", UnitKind.LOWER_SECONDARY).pk
        held = (EDIT_STAFF, VIEW_STAFF, RECORD_POSTINGS, REGISTER_PERSON, CORRECT_PERSON)
        return actor(*held, units=[school]), school, {}

    def stored(self) -> int:
        with database.acting(access.system()):
            return Person.objects.count() + StaffMember.objects.count() + Posting.objects.count()

    def test_corrections_are_written_and_undone(self, place: tuple[Actor, int, Mapping[str, str]]) -> None:
        commit(place[0], self.taken(place, self.table()))
        later = [{**self.rows[0], "full_name": "Lê Thị Hoa Mai", "degree": "Thạc sĩ"}, self.rows[1]]
        made = self.taken(place, self.table(later))
        assert (made.counts["changed"], made.counts["unchanged"]) == (1, 1), made.told
        commit(place[0], made)
        with database.acting(access.system()):
            member = StaffMember.objects.get(code="GV001")
            assert (member.full_name, member.degree, member.search) == (
                "Lê Thị Hoa Mai",
                "master",
                "le thi hoa mai gv001",
            )
        undo(place[0], made)
        with database.acting(access.system()):
            member = StaffMember.objects.get(code="GV001")
            assert (member.full_name, member.degree) == ("Lê Thị Hoa", "bachelor")

    def test_who_was_taken_back_is_taken_up_again(self, place: tuple[Actor, int, Mapping[str, str]]) -> None:
        undo(place[0], commit(place[0], self.taken(place, self.table())))
        made = commit(place[0], self.taken(place, self.table()))
        assert (made.counts["altered"], made.counts["added"]) == (2, 0)
        assert self.kept(place)["status"].to_list() == ["1", "1"]
        with database.acting(access.system()):
            assert Posting.objects.filter(cancelled_at=None).count() == 2
        undo(place[0], made)
        assert self.kept(place).height == 0

    def test_what_cannot_be_is_said_at_its_cell(self, place: tuple[Actor, int, Mapping[str, str]]) -> None:
        wrong = [
            {**self.rows[0], "national_id": "066285000123", "joined_on": "01/08/1990"},
            {**self.rows[1], "status": "Thôi việc", "position": "Phi công"},
        ]
        made = self.taken(place, self.table(wrong))
        found = {(one["column"], one["code"]) for one in made.told["summary"] if one["weight"] == "wrong"}
        assert found == {
            ("national_id", "staff.number"), ("joined_on", "staff.too_young"), ("status", "staff.not_present"),
            ("position", "not_listed"),
        }  # fmt: skip
