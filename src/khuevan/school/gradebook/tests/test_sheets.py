"""Results of classes as a workbook: out, in, twice, undone; who is not of the class, what is closed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.sheets import LayoutCases, commit
from khuevan.school.schoolyear.choices import EnrolmentStatus
from khuevan.school.schoolyear.tests.builders import class_group, enrolment, year
from khuevan.school.staff.tests.builders import assignment, member, school

from ..models import Appraisal, ClosedTerm, Exemption, Mark
from ..permissions import IMPORT_RESULTS
from ..services.errors import GradebookError
from ..sheets import LOWER_RESULTS, RESULTS, UPPER_RESULTS
from .builders import AT, classroom, subject_named

pytestmark = pytest.mark.django_db
BORN = "05/09/2015"


class TestResults(LayoutCases):
    layout = RESULTS
    news = ()
    rows = (
        {"class_group": "3A", "full_name": "Nguyễn Thị Ánh", "birth_date": BORN,
         "level_TOAN": "T", "test_TOAN": "9", "level_TV": "H",
         "test_TV": "8", "level_DD": "Hoàn thành tốt", "trait_honesty": "T", "trait_language": "Đạt"},
        {"class_group": "3A", "full_name": "Trần Văn Bình", "birth_date": BORN,
         "level_TOAN": "HT", "test_TOAN": "6", "trait_honesty": "C"},
    )  # fmt: skip

    @pytest.fixture
    def place(self, db: None) -> tuple[Actor, int, Mapping[str, str]]:
        here = school("Trường Tiểu học Nâm Nung", "primary")
        self.group = class_group(here, "3A", "03")
        for name in ("Nguyễn Thị Ánh", "Trần Văn Bình", "Lê Đức Cường"):
            enrolment(here, name, group=self.group)
        return actor(IMPORT_RESULTS, units=[here]), here, {"school_year": str(year().pk), "term": "1"}

    def stored(self) -> int:
        with database.acting(access.system()):
            return Mark.objects.count() + Appraisal.objects.count()

    def test_marks_and_levels_are_those_of_the_grid(
        self, place: tuple[Actor, int, Mapping[str, str]]
    ) -> None:
        commit(place[0], self.taken(place, self.table()))
        with database.acting(access.system()):
            held = Mark.objects.filter(enrolment__full_name="Nguyễn Thị Ánh", subject__code="TOAN").order_by(
                "kind"
            )
            assert list(held.values_list("kind", "number", "word")) == [
                ("final", Decimal("9.0"), ""), ("final_level", None, "T"),
            ]  # fmt: skip
            said = Appraisal.objects.get(enrolment__full_name="Nguyễn Thị Ánh")
        assert said.levels == {"honesty": "T", "language": "D"}
        later = [{**self.rows[0], "test_TOAN": "10"}, self.rows[1]]
        made = commit(place[0], self.taken(place, self.table(later)))
        assert (made.counts["changed"], made.counts["unchanged"]) == (1, 1), made.counts
        with database.acting(access.system()):
            assert held.get(kind="final").number == Decimal(10)

    def test_what_cannot_be_is_said_at_its_cell(self, place: tuple[Actor, int, Mapping[str, str]]) -> None:
        wrong = [
            {**self.rows[0], "full_name": "Người Lạ", "test_TOAN": "11"},
            {**self.rows[1], "level_TOAN": "Giỏi", "test_TV": "8,5"},
        ]
        made = self.taken(place, self.table(wrong))
        found = {(one["column"], one["code"]) for one in made.told["summary"] if one["weight"] == "wrong"}
        assert ("full_name", "gradebook.not_in_class") in found
        assert {column for column, _code in found} == {"full_name", "test_TOAN", "level_TOAN", "test_TV"}
        with database.acting(access.system()):
            ClosedTerm.objects.create(school_id=place[1], class_group=self.group, term=1, closed_at=AT)
        made = self.taken(place, self.table())
        assert {one["code"] for one in made.told["summary"] if one["weight"] == "wrong"} == {
            "gradebook.closed"
        }

    def test_headings_in_several_rows_are_understood(
        self, place: tuple[Actor, int, Mapping[str, str]]
    ) -> None:
        """As `KetQuaHocTapImportExcel` was seen: a title, subjects over two columns, level and test mark below."""
        target = io.BytesIO()
        with xlsxwriter.Workbook(target) as book:
            sheet = book.add_worksheet("KetQuaHocTap")
            sheet.write(0, 0, "KẾT QUẢ HỌC TẬP")
            for at, text in enumerate(("STT", "Mã lớp", "Mã học sinh", "Họ tên", "Ngày sinh")):
                sheet.merge_range(1, at, 2, at, text)
            sheet.merge_range(1, 5, 1, 6, "Toán")
            sheet.merge_range(1, 7, 1, 8, "Tiếng Việt")
            sheet.write_row(2, 5, ["Mức đạt được", "Điểm KTĐK", "Mức đạt được", "Điểm KTĐK"])
            sheet.merge_range(1, 9, 2, 9, "Yêu nước")
            sheet.write_row(3, 0, ["1", "3A", "", "Nguyễn Thị Ánh", BORN, "T", "9", "H", "8", "T"])
        made = self.taken(place, target.getvalue())
        assert (made.counts["new"], made.counts["wrong"]) == (1, 0), (made.told, made.understood)
        commit(place[0], made)
        (kept,) = self.kept(place).iter_rows(named=True)
        assert [kept[name] for name in ("level_TOAN", "test_TOAN", "level_TV", "test_TV", "trait_patriotism")] == [
            "T", 9, "H", 8, "T",
        ]  # fmt: skip


MATHS = {
    "regular1_TOAN": 8, "regular2_TOAN": 7, "regular3_TOAN": "9", "regular4_TOAN": "8,5", "midterm1_TOAN": 7.5,
    "final1_TOAN": "8.5",
}  # fmt: skip


class TestLowerResults(LayoutCases):
    layout = LOWER_RESULTS
    news = ()
    rows = (
        {"class_group": "6A1", "full_name": "Nguyễn Thị Ánh", "birth_date": BORN, **MATHS,
         "regular1_GDTC": "Đ", "regular2_GDTC": "Đạt", "midterm1_GDTC": "Đ", "final1_GDTC": "Đ", "conduct": "Tốt"},
        {"class_group": "6A1", "full_name": "Trần Văn Bình", "birth_date": BORN, "regular1_TOAN": 0, "conduct": "CĐ"},
    )  # fmt: skip

    @pytest.fixture
    def place(self, db: None) -> tuple[Actor, int, Mapping[str, str]]:
        self.room = classroom()
        assignment(self.room.hoa, self.room.group, subject_named("Giáo dục thể chất"), term=1)
        here = self.room.here
        return actor(IMPORT_RESULTS, units=[here]), here, {"school_year": str(year().pk), "term": "1"}

    def stored(self) -> int:
        with database.acting(access.system()):
            return Mark.objects.count() + Appraisal.objects.count()

    def wrong(
        self, place: tuple[Actor, int, Mapping[str, str]], *rows: Mapping[str, object]
    ) -> set[tuple[str, str]]:
        made = self.taken(place, self.table(rows))
        return {(one["column"], one["code"]) for one in made.told["summary"] if one["weight"] == "wrong"}

    def test_marks_are_those_of_the_grid_and_averages_go_out_and_are_not_read(
        self, place: tuple[Actor, int, Mapping[str, str]]
    ) -> None:
        lie = {**self.rows[0], "result_TOAN": "10,0", "learning": "Chưa đạt"}
        commit(place[0], self.taken(place, self.table([lie, self.rows[1]])))
        with database.acting(access.system()):
            held = Mark.objects.filter(enrolment__full_name="Nguyễn Thị Ánh", subject__code="TOAN")
            assert dict(held.values_list("kind", "number").exclude(kind="regular")) == {
                "midterm": Decimal("7.5"), "final": Decimal("8.5"),
            }  # fmt: skip
            assert set(Appraisal.objects.values_list("conduct", flat=True)) == {1, 4}
        first, second = self.kept(place).sort("full_name").iter_rows(named=True)
        assert (first["result_TOAN"], first["result_GDTC"], first["learning"]) == ("8,1", "Đ", "Chưa đạt")
        assert (second["regular1_TOAN"], second["result_TOAN"], second["learning"]) == (0.0, None, None)
        assert self.wrong(place, {**self.rows[0], "regular1_TOAN": 9}) == set()

    def test_what_the_grid_refuses_is_refused_at_its_cell(
        self, place: tuple[Actor, int, Mapping[str, str]]
    ) -> None:
        first, second = self.rows
        assert self.wrong(
            place,
            {**first, "regular1_TOAN": 11, "regular2_TOAN": "8.55", "final1_TOAN": "tám", "regular1_GDTC": "Giỏi"},
            {**second, "regular3_GDCD": 8, "midterm1_TDT": 7, "conduct": "Trung bình"},
        ) == {
            ("regular1_TOAN", "out_of_range"), ("regular2_TOAN", "too_many_places"), ("final1_TOAN", "not_number"),
            ("regular1_GDTC", "not_listed"), ("regular3_GDCD", "gradebook.column"), ("conduct", "not_listed"),
        }  # fmt: skip
        with database.acting(access.system()):
            Exemption.objects.create(
                school_id=place[1], enrolment=self.room.people[0], subject=self.room.subject, granted_on=AT.date(),
                reason="x",
            )  # fmt: skip
            gone = self.room.people[1]
            gone.left_on, gone.status = AT.date(), EnrolmentStatus.WITHDRAWN_TERM_1
            gone.save()
        found = self.wrong(place, first, second, {**second, "class_group": "7A"})
        assert found >= {("full_name", "gradebook.left"), ("regular1_TOAN", "gradebook.exempt")}
        assert {name for name, _code in found} > {"class_group", "final1_TOAN"}

    def test_a_closed_term_takes_nothing_new_and_its_own_export_is_unchanged(
        self, place: tuple[Actor, int, Mapping[str, str]], tmp_path: Path
    ) -> None:
        commit(place[0], self.taken(place, self.table()))
        waiting = self.taken(place, self.table([{**self.rows[0], "final1_TOAN": 9}]))
        with database.acting(access.system()):
            ClosedTerm.objects.create(school_id=place[1], class_group=self.room.group, term=1, closed_at=AT)
        back = self.taken(place, self.exported(place, tmp_path))
        assert (back.counts["unchanged"], back.counts["wrong"]) == (2, 0), back.told
        assert self.wrong(place, {**self.rows[0], "final1_TOAN": 9}) == {("class_group", "gradebook.closed")}
        with pytest.raises(GradebookError, match="6A1"):  # closed between the preview and the commit
            commit(place[0], waiting)
        with database.acting(access.system()):
            assert Mark.objects.get(
                enrolment=self.room.people[0], kind="final", subject__code="TOAN"
            ).number == Decimal("8.5")


def test_upper_secondary_results_come_in_and_go_out_unchanged(db: None, tmp_path: Path) -> None:
    case = TestLowerResults()
    case.layout, here = UPPER_RESULTS, school("Trường THPT Chu Văn An", "upper_secondary")
    group, teacher = class_group(here, "10A1", "10"), member(here, "Lê Thị Hoa")
    enrolment(here, "Nguyễn Thị Ánh", group=group)
    assignment(teacher, group, subject_named("Ngữ văn", "upper_secondary", "10"), term=1)
    place = actor(IMPORT_RESULTS, units=[here]), here, {"school_year": str(year().pk), "term": "1"}
    row = {
        "class_group": "10A1", "full_name": "Nguyễn Thị Ánh", "birth_date": BORN, "regular4_NV": "10",
        "midterm1_VL": 6.5, "conduct": "K",
    }  # fmt: skip
    made = commit(place[0], case.taken(place, case.table([row])))
    assert (made.state, made.counts["new"]) == ("committed", 1), made.told
    back = case.taken(place, case.exported(place, tmp_path))
    assert (back.counts["unchanged"], back.counts["rows"]) == (1, 1), back.told
