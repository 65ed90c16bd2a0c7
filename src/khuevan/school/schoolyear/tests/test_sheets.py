"""Classes and the register of learners from workbooks, as the sector's templates have them, and out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Record, listing
from khuevan.kernel.sheets import Setting, writing
from khuevan.kernel.sheets.models import Import
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.sheets import commit, take_in, undo, workbook
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people import queries as people
from khuevan.register.people.models import Guardianship, Person
from khuevan.register.people.permissions import CORRECT_PERSON, REGISTER_PERSON, VIEW_PEOPLE
from khuevan.register.people.services import BirthDate
from khuevan.school.learners.models import Learner
from khuevan.school.learners.permissions import EDIT_LEARNERS, VIEW_LEARNERS
from khuevan.school.learners.records.learners import LEARNERS as LEARNERS_RECORD
from khuevan.school.schoolyear.models import ClassGroup, Enrolment, Placement, StatusChange
from khuevan.school.schoolyear.permissions import (
    EDIT_CLASSES,
    EDIT_ENROLMENTS,
    SEE_EVERY_CLASS,
    VIEW_CLASSES,
    VIEW_ENROLMENTS,
)
from khuevan.school.schoolyear.records import ENROLMENTS
from khuevan.school.schoolyear.sheets import CLASSES, LEARNERS

from .builders import class_group, enrolment, year

pytestmark = pytest.mark.django_db

HEAD = ["STT", "Mã lớp", "Mã học sinh", "Họ tên", "Ngày sinh (dd/mm/yyyy)", "Giới tính", "Trạng thái HS", "Dân tộc",
        "Số định danh cá nhân", "SĐT liên hệ"]  # fmt: skip
ROWS: list[list[Any]] = [
    [
        1,
        "6A",
        "2400000001",
        "Nguyễn Thị Ánh",
        "05/09/2015",
        "Nữ",
        "Đang học",
        "Kinh",
        "066315000123",
        "0912345678",
    ],
    [2, "6A", "2400000002", "Y Bhăm Niê", "12/11/2015", "Nam", "Đang học", "Ê Đê", 66215004567, 912345679],
    [3, "6B", "2400000003", "H’Hen  Byă", "2015-01-30", "Nữ", None, "Êđê", None, None],
]


HELD = (
    EDIT_ENROLMENTS, VIEW_ENROLMENTS, EDIT_CLASSES, VIEW_CLASSES, EDIT_LEARNERS, REGISTER_PERSON, CORRECT_PERSON,
)  # fmt: skip


@pytest.fixture
def commune() -> Any:
    return make_country().commune


@pytest.fixture
def school(commune: Any) -> int:
    return make_school(commune, "Trường THCS Nâm Nung", UnitKind.LOWER_SECONDARY).pk


@pytest.fixture
def clerk(school: int) -> Actor:
    return replace(actor(*HELD, units=[school]), home_unit_id=school)


@pytest.fixture
def this_year() -> dict[str, str]:
    return {"school_year": str(year().pk)}


@pytest.fixture
def classes(school: int) -> None:
    class_group(school, "6A", "06")
    class_group(school, "6B", "06")


def everybody(model: Any, **wanted: Any) -> list[Any]:
    with database.acting(access.system()):
        return list(model.objects.filter(**wanted).order_by("pk"))


def read(
    clerk: Actor, school: int, values: dict[str, str], rows: list[list[Any]], head: list[str] = HEAD
) -> Import:
    title = [["PHÒNG GIÁO DỤC"], ["DANH SÁCH HỌC SINH"], []]
    foot = [
        [None, "Tổng số: 3 học sinh"],
        [None] * 7 + ["Ngày 05 tháng 9 năm 2026"],
        [None] * 7 + ["HIỆU TRƯỞNG"],
    ]
    content = workbook(("Sheet1", [*title, head, *rows, *foot]), ("DAN_TOC", [["Mã", "Tên"], ["01", "Kinh"]]))
    return take_in(clerk, LEARNERS, school, content, values=values)


def test_a_class_list_comes_in_and_out_unchanged(
    clerk: Actor, school: int, this_year: dict[str, str]
) -> None:
    rows = [
        ["Mã lớp", "Tên lớp", "Khối", "Học 2 buổi/ngày"],
        ["6A", "6A", "Khối 6", "Có"],
        ["9B", "9B", "09", None],
    ]
    made = commit(clerk, take_in(clerk, CLASSES, school, workbook(("A", rows)), values=this_year))
    assert made.counts["added"] == 2
    first, second = everybody(ClassGroup, school_id=school)
    assert (first.grade, first.level, first.two_sessions, second.grade) == (
        "06",
        "lower_secondary",
        True,
        "09",
    )
    assert take_in(clerk, CLASSES, school, workbook(("A", rows)), values=this_year).counts["unchanged"] == 2
    wrong = [rows[0], ["3A", "3A", "Lớp 3", None]]
    assert take_in(clerk, CLASSES, school, workbook(("A", wrong)), values=this_year).counts["wrong"] == 1


@pytest.mark.usefixtures("classes")
def test_the_sectors_template_makes_people_learners_and_enrolments(
    clerk: Actor, school: int, this_year: dict[str, str]
) -> None:
    made = read(clerk, school, this_year, ROWS)
    assert (made.counts["new"], made.counts["rows"]) == (3, 3), made.told
    assert [why for _row, why, _text in made.told["aside"]] == ["total", "signature", "signature"]
    commit(clerk, made)
    ann, bham, hen = everybody(Learner, school_id=school)
    assert (ann.code, ann.search) == ("2400000001", "nguyen thi anh")
    with database.acting(access.system()):
        person = Person.objects.get(pk=bham.person_id)
    assert (person.national_id, person.phone, person.ethnicity) == ("066215004567", "0912345679", "12")
    assert (person.birth_date, person.sex, person.kinds, str(person.units)) == (
        date(2015, 11, 12), "male", 1, str(person.units),
    )  # fmt: skip
    assert len(everybody(Enrolment, school_id=school, status="01")) == 3
    assert len(everybody(Placement, school_id=school)) == 3
    assert read(clerk, school, this_year, ROWS).counts["unchanged"] == 3


@pytest.mark.usefixtures("classes")
def test_an_export_of_the_register_is_unchanged_when_it_comes_back(
    clerk: Actor, school: int, this_year: dict[str, str], tmp_path: Path
) -> None:
    commit(clerk, read(clerk, school, this_year, ROWS))
    setting = Setting(clerk, clock.now(), school, this_year)
    with database.acting(clerk):
        current = LEARNERS.target.current(setting)
        writing.write(LEARNERS, setting, current, tmp_path / "out.xlsx")
    content = (tmp_path / "out.xlsx").read_bytes()
    assert b"066315000123" not in content
    again = take_in(clerk, LEARNERS, school, content, values=this_year)
    assert (again.counts["unchanged"], again.counts["rows"]) == (3, 3)


@pytest.mark.usefixtures("classes")
def test_a_corrected_name_and_a_new_phone_are_written_and_undone(
    clerk: Actor, school: int, this_year: dict[str, str]
) -> None:
    commit(clerk, read(clerk, school, this_year, ROWS))
    later = [row[:] for row in ROWS]
    later[0][3], later[1][9] = "Nguyễn Thị Ngọc Ánh", "0987654321"
    made = read(clerk, school, this_year, later)
    assert (made.counts["changed"], made.counts["unchanged"]) == (2, 1)
    commit(clerk, made)
    ann, bham, _hen = everybody(Learner, school_id=school)
    assert ann.search == "nguyen thi ngoc anh"
    undo(clerk, made)
    assert made.counts["restored"] == 2
    with database.acting(access.system()):
        assert Person.objects.get(pk=ann.person_id).full_name == "Nguyễn Thị Ánh"
        assert Person.objects.get(pk=bham.person_id).phone == "0912345679"


KEPT = (
    "people_person",
    "people_affiliation",
    "learners_learner",
    "schoolyear_enrolment",
    "schoolyear_placement",
)


def row_counts() -> dict[str, int]:
    with database.acting(access.system()), connection.cursor() as cursor:
        counts = {}
        for table in KEPT:
            cursor.execute(f"select count(*) from {table}")
            counts[table] = cursor.fetchone()[0]
        return counts


def shown(clerk: Actor, record: Record, query: str = "") -> list[str]:
    """Names in a list as a page shows it."""
    with database.acting(clerk):
        asked = listing.read_asked(record, QueryDict(query), clerk)
        page = listing.page(record, clerk, asked)
        assert page.count == len(page.rows), "what is hidden is not counted"
        return [row.full_name if record is ENROLMENTS else row.person.full_name for row in page.rows]


@pytest.mark.usefixtures("classes")
def test_undoing_changes_statuses_and_the_list_may_come_again(
    clerk: Actor, school: int, this_year: dict[str, str]
) -> None:
    seeing = actor(*HELD, VIEW_LEARNERS, VIEW_PEOPLE, SEE_EVERY_CLASS, units=[school])
    clerk = replace(clerk, holdings=seeing.holdings)
    made = commit(clerk, read(clerk, school, this_year, ROWS))
    before = row_counts()
    undo(clerk, made)
    assert (made.counts["withdrawn"], made.counts["left_count"]) == (3, 0)
    assert row_counts() == before, "nothing is deleted"
    assert (
        {row.status for row in everybody(Enrolment)} == {row.status for row in everybody(Learner)} == {"00"}
    )
    assert {row.valid_until == row.valid_from for row in everybody(Placement)} == {True}
    assert len(everybody(StatusChange, status="00")) == 3
    for record in (LEARNERS_RECORD, ENROLMENTS):
        assert shown(clerk, record) == []
        assert len(shown(clerk, record, "status=00")) == 3, "found by asking for them"
    with database.acting(clerk):
        assert people.people(clerk, people.PeopleFilter()).rows == ()
        assert len(people.people(clerk, people.PeopleFilter(kind="mistaken")).rows) == 3
        assert people.affiliation_counts("learner", [school], on=clock.today()).get(school, 0) == 0
        history = audit.history(clerk, everybody(Enrolment)[0])
    assert "sheets.import:undo" in {line.action for line in history}
    again = commit(clerk, read(clerk, school, this_year, ROWS))
    assert (again.counts["altered"], again.counts["added"]) == (3, 0), "the same people are taken up again"
    assert len(shown(clerk, ENROLMENTS)) == len(shown(clerk, LEARNERS_RECORD)) == 3
    assert row_counts()["learners_learner"] == 3
    assert read(clerk, school, this_year, ROWS).counts["unchanged"] == 3
    undo(clerk, again)
    assert shown(clerk, LEARNERS_RECORD) == []
    assert row_counts() == {**before, "schoolyear_enrolment": 6, "schoolyear_placement": 6}


@pytest.mark.usefixtures("classes")
def test_what_hangs_on_a_new_learner_keeps_it_from_being_taken_back(
    clerk: Actor, school: int, this_year: dict[str, str]
) -> None:
    made = commit(clerk, read(clerk, school, this_year, ROWS))
    ann, bham, _hen = everybody(Learner, school_id=school)
    with database.acting(access.system()):
        mother = Person.objects.exclude(pk=ann.person_id).order_by("-pk").first()
        assert mother is not None
        Guardianship.objects.create(
            ward_id=ann.person_id, guardian=mother, relationship="other", valid_from=date(2026, 9, 5)
        )
        Learner.objects.filter(pk=bham.pk).update(area="01", version=bham.version + 1)
    undo(clerk, made)
    assert made.counts["withdrawn"] == 0
    assert sorted(why for _row, _name, why in made.counts["left"]) == ["changed_since", "in_use", "in_use"]
    assert len(everybody(Enrolment, status="01")) == 3


@pytest.mark.usefixtures("classes")
def test_what_cannot_be_is_said_at_its_cell(
    clerk: Actor, school: int, commune: Any, this_year: dict[str, str]
) -> None:
    other = make_school(commune, "Trường THCS Lê Lợi", UnitKind.LOWER_SECONDARY).pk
    enrolment(
        other,
        "Lê Văn Tám",
        group=class_group(other, "6C", "06"),
        born=BirthDate(date(2015, 3, 1)),
        national_id="066315009999",
    )
    wrong = [row[:] for row in ROWS]
    wrong[0][8] = "066215000123"
    wrong[1][1] = "6Z"
    wrong[2][8], wrong[2][5] = "066315009999", "Nữ"
    made = read(clerk, school, this_year, wrong)
    codes = {(one["column"], one["code"]) for one in made.told["summary"] if one["weight"] == "wrong"}
    assert {
        ("national_id", "schoolyear.number"),
        ("class_group", "not_found"),
        ("national_id", "schoolyear.elsewhere"),
    } <= codes
    assert made.counts["wrong"] == 3


@pytest.mark.usefixtures("classes")
def test_another_class_is_no_matter_of_a_workbook(
    clerk: Actor, school: int, this_year: dict[str, str]
) -> None:
    commit(clerk, read(clerk, school, this_year, ROWS))
    moved = [row[:] for row in ROWS]
    moved[0][1] = "6B"
    made = read(clerk, school, this_year, moved)
    assert [one["code"] for one in made.told["summary"] if one["weight"] == "doubtful"] == [
        "schoolyear.other_class"
    ]
    assert (made.counts["unchanged"], made.counts["changed"]) == (3, 0)
