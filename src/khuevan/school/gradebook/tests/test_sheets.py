"""Results of primary classes as a workbook: out, in, twice, undone; who is not of the class, what is closed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal

import pytest
import xlsxwriter

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.sheets import LayoutCases, commit
from khuevan.school.schoolyear.tests.builders import class_group, enrolment, year
from khuevan.school.staff.tests.builders import school

from ..models import Appraisal, ClosedTerm, Mark
from ..permissions import IMPORT_RESULTS
from ..sheets import RESULTS
from .builders import AT

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
