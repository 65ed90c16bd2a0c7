"""The lists of classes and of learners, asked what every list is asked; and communes in them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.sheets import LayoutCases, commit
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people.events import PersonRegistered
from khuevan.register.people.models import Person
from khuevan.register.people.permissions import CORRECT_PERSON, REGISTER_PERSON, UNCOVER_FIELD
from khuevan.school.learners.permissions import EDIT_LEARNERS
from khuevan.school.schoolyear.events import ClassOpened, LearnerEnrolled
from khuevan.school.schoolyear.permissions import EDIT_CLASSES, EDIT_ENROLMENTS, VIEW_CLASSES, VIEW_ENROLMENTS
from khuevan.school.schoolyear.sheets import CLASSES, LEARNERS

from .builders import class_group, year

pytestmark = pytest.mark.django_db


class TestClasses(LayoutCases):
    layout = CLASSES
    news = (ClassOpened,)
    rows = (
        {"code": "6A", "name": "6A", "grade": "Khối 6", "two_sessions": "Có", "opened_on": "01/08/2026"},
        {"code": "9B", "name": "9B", "grade": "09", "sessions_per_week": 6},
    )

    @pytest.fixture
    def place(self, db: None) -> tuple[Actor, int, Mapping[str, str]]:
        school = make_school(make_country().commune, "Trường THCS Nâm Nung", UnitKind.LOWER_SECONDARY).pk
        return actor(EDIT_CLASSES, VIEW_CLASSES, units=[school]), school, {"school_year": str(year().pk)}


class TestLearners(LayoutCases):
    layout = LEARNERS
    news = (PersonRegistered, LearnerEnrolled)
    rows = (
        {"class_group": "6A", "code": "24001", "full_name": "Nguyễn Thị Ánh", "birth_date": "05/09/2015", "sex": "Nữ",
         "permanent_address": "Thôn 3", "permanent_commune_id": "Xã Bảo Thuận", "current_commune_id": "xã di linh"},
        {"class_group": "6A", "code": "24002", "full_name": "Y Bhăm Niê", "birth_date": "12/11/2015", "sex": "Nam",
         "ethnicity": "Ê Đê", "phone": "0912345679", "birthplace": "Huyện Di Linh, tỉnh Lâm Đồng"},
    )  # fmt: skip

    @pytest.fixture
    def place(self, db: None) -> tuple[Actor, int, Mapping[str, str]]:
        school = make_school(make_country().commune, "Trường THCS Nâm Nung", UnitKind.LOWER_SECONDARY).pk
        class_group(school, "6A", "06")
        held = (
            EDIT_ENROLMENTS, VIEW_ENROLMENTS, EDIT_CLASSES, VIEW_CLASSES, EDIT_LEARNERS, REGISTER_PERSON, CORRECT_PERSON,
            UNCOVER_FIELD,
        )  # fmt: skip
        return actor(*held, units=[school]), school, {"school_year": str(year().pk)}

    def stored(self) -> int:
        with database.acting(access.system()):
            return Person.objects.count()

    def test_communes_are_found_and_districts_are_history(
        self, place: tuple[Actor, int, Mapping[str, str]]
    ) -> None:
        rows = [
            {**self.rows[0], "permanent_commune_id": "Xã Bảo Thuận, huyện Di Linh"},
            {**self.rows[1], "current_commune_id": "Huyện Di Linh", "permanent_commune_id": "Xã Không Có"},
        ]
        made = self.taken(place, self.table(rows))
        found = {(one["column"], one["code"], one["weight"]) for one in made.told["summary"]}
        assert found >= {
            ("permanent_commune_id", "schoolyear.district_named", "doubtful"),
            ("current_commune_id", "schoolyear.only_district", "doubtful"),
            ("permanent_commune_id", "schoolyear.no_commune", "wrong"),
        }
        assert made.counts["wrong"] == 1
        commit(place[0], self.taken(place, self.table()))
        with database.acting(access.system()):
            person = Person.objects.get(full_name="Nguyễn Thị Ánh")
            names = dict(OrgUnit.objects.values_list("pk", "name"))
        assert [names[one] for one in (person.permanent_commune_id, person.current_commune_id)] == [
            "Xã Bảo Thuận",
            "Xã Di Linh",
        ]
