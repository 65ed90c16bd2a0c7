"""Results of primary classes as the workbook `KetQuaHocTapImportExcel` of the sector database has them: levels and test
marks of the end of a term, qualities and competences, one learner a row.

Columns follow that template as it was seen in use; subjects of grades 4 and 5, which it lacks, come after them. What is
concluded (completed, promoted) is computed here: those columns are left out and, in a file that comes in, not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from khuevan.kernel import clock, sheets
from khuevan.kernel.access import Actor
from khuevan.kernel.sheets import (
    Batch,
    Code,
    Day,
    Key,
    Layout,
    Listed,
    Lookup,
    Offer,
    Parameter,
    Setting,
    Whole,
    Words,
)
from khuevan.register.people import services as people
from khuevan.school.schoolyear import queries as schoolyear

from .choices import TERMS
from .permissions import IMPORT_RESULTS
from .queries import taken_in
from .services.importing import ResultRow, put_back, store_rows

N_ = gettext_noop
sheets.introduce(
    {
        "gradebook.not_in_class": sheets.wrong(
            N_("Không có học sinh này trong lớp."), N_("Kiểm tra lớp, mã học sinh, họ tên và ngày sinh.")
        ),
        "gradebook.closed": sheets.wrong(
            N_("Sổ điểm của lớp này đã khóa."), N_("Đề nghị mở lại sổ rồi nhập tệp.")
        ),
    }
)
LEVELS: Final = (("T", _("Hoàn thành tốt")), ("H", _("Hoàn thành")), ("C", _("Chưa hoàn thành")))
TRAIT_LEVELS: Final = (("T", _("Tốt")), ("D", _("Đạt")), ("C", _("Cần cố gắng")))
SUBJECTS: Final = (
    ("TOAN", _("Toán")), ("TV", _("Tiếng Việt")), ("DD", _("Đạo đức")), ("TNXH", _("Tự nhiên và Xã hội")),
    ("NN1", _("Ngoại ngữ")), ("TDT", _("Tiếng dân tộc")), ("THCN", _("Tin học")), ("NT-AN", _("Âm nhạc")),
    ("NT-MT", _("Mĩ thuật")), ("HDTN", _("Hoạt động trải nghiệm")), ("GDTC", _("Giáo dục thể chất")),
)  # fmt: skip
MORE_SUBJECTS: Final = (("LSDL", _("Lịch sử và Địa lí")), ("KH", _("Khoa học")), ("NT", _("Nghệ thuật")))
WITH_TESTS: Final = ("TOAN", "TV")
MORE_TESTS: Final = ("NN1", "THCN", "LSDL", "KH")
TESTS: Final = {
    "TOAN": _("Toán: điểm kiểm tra định kỳ"), "TV": _("Tiếng Việt: điểm kiểm tra định kỳ"),
    "NN1": _("Ngoại ngữ: điểm kiểm tra định kỳ"), "THCN": _("Tin học: điểm kiểm tra định kỳ"),
    "LSDL": _("Lịch sử và Địa lí: điểm kiểm tra định kỳ"), "KH": _("Khoa học: điểm kiểm tra định kỳ"),
}  # fmt: skip
TRAITS: Final = (
    ("autonomy", _("Tự chủ và tự học")), ("communication", _("Giao tiếp và hợp tác")),
    ("problem_solving", _("Giải quyết vấn đề và sáng tạo")), ("language", _("Ngôn ngữ")),
    ("calculation", _("Tính toán")),
    ("science", _("Năng lực khoa học")), ("aesthetics", _("Thẩm mĩ")), ("physical", _("Thể chất")),
    ("patriotism", _("Yêu nước")), ("compassion", _("Nhân ái")), ("diligence", _("Chăm chỉ")),
    ("honesty", _("Trung thực")),
    ("responsibility", _("Trách nhiệm")),
)  # fmt: skip
MORE_TRAITS: Final = (("technology", _("Năng lực công nghệ")), ("informatics", _("Năng lực tin học")))


def year_choices(actor: Actor, unit_id: int) -> list[tuple[str, str]]:
    """The running year first."""
    running = schoolyear.year_at(clock.today())
    found = sorted(schoolyear.years(), key=lambda year: year != running)
    return [(str(year.pk), year.code) for year in found]


def term_choices(actor: Actor, unit_id: int) -> list[tuple[str, str]]:
    """The running term first."""
    usual = taken_in.running_term(clock.today())
    return [(str(number), str(label)) for number, label in sorted(TERMS, key=lambda one: one[0] != usual)]


def classes(setting: Setting) -> Sequence[Offer]:
    """Primary classes of the school in the year."""
    return [
        Offer(one.pk, (one.name, one.code))
        for one in taken_in.primary_classes(setting.unit_id, int(setting.values["school_year"]))
    ]


def _level(code: str, label: Any) -> Listed:
    return Listed(
        f"level_{code}", label, choices=LEVELS, spellings={"HTT": "T", "HT": "H", "CHT": "C"},
        aliases=(f"{label} mức đạt được", f"{label} mức"),
    )  # fmt: skip


def _test(code: str) -> Whole:
    subject = str(TESTS[code]).partition(":")[0]
    return Whole(
        f"test_{code}", TESTS[code], least=1, most=10,
        aliases=(f"{subject} điểm KTĐK", f"{subject} điểm kiểm tra định kỳ"),
    )  # fmt: skip


def _subject_columns() -> list[Any]:
    found: list[Any] = []
    for code, label in SUBJECTS:
        found.append(_level(code, label))
        if code in WITH_TESTS:
            found.append(_test(code))
    return found


def _more_columns() -> list[Any]:
    return [
        *(_level(code, label) for code, label in MORE_SUBJECTS),
        *(_test(code) for code in MORE_TESTS),
        *(_trait(code, label) for code, label in MORE_TRAITS),
    ]


def _trait(code: str, label: Any) -> Listed:
    return Listed(f"trait_{code}", label, choices=TRAIT_LEVELS)


COLUMNS: Final = (
    Lookup("class_group", _("Mã lớp"), aliases=("Lớp", "Tên lớp", "MA_LOP"), offers=classes, required=True, fixed=True,
           missing=_("Ghi tên hoặc mã một lớp tiểu học của năm học này.")),
    Code("code", _("Mã học sinh"), aliases=("HOC_SINH_ID", "Mã HS"), max_length=20, fixed=True),
    Words("full_name", _("Họ tên"), aliases=("Họ và tên", "HO_TEN"), required=True, max_length=100, fixed=True,
          clean=people.clean_name),
    Day("birth_date", _("Ngày sinh"), aliases=("NGAY_SINH",), required=True, fixed=True, earliest=date(1950, 1, 1)),
    *_subject_columns(),
    *(_trait(code, label) for code, label in TRAITS),
    *_more_columns(),
)  # fmt: skip
LEVEL_NAMES: Final = tuple(one.name for one in COLUMNS if one.name.startswith("level_"))
TEST_NAMES: Final = tuple(one.name for one in COLUMNS if one.name.startswith("test_"))
TRAIT_NAMES: Final = tuple(one.name for one in COLUMNS if one.name.startswith("trait_"))


@dataclass(frozen=True)
class ResultTarget:
    """Learners of primary classes who have a result in the term; adding a row gives somebody their first ones."""

    def current(self, setting: Setting) -> pl.DataFrame:
        rows = []
        for one in taken_in.results_in(setting.unit_id, *_where(setting)):
            rows.append(
                {
                    "id": one.enrolment_id, "version": one.version, "class_group": one.class_id, "code": one.code or None,
                    "full_name": one.full_name, "birth_date": one.birth_date,
                    **{f"level_{code}": word for code, word in one.levels.items()},
                    **{f"test_{code}": int(number) for code, number in one.tests.items()},
                    **{f"trait_{code}": level for code, level in one.traits.items()},
                }
            )  # fmt: skip
        return sheets.frame_of(RESULTS, rows)

    def commit(self, batch: Batch) -> pl.DataFrame:
        setting = batch.setting
        year, term = _where(setting)
        known = taken_in.learners_in(setting.unit_id, year)
        written, found = [], []
        for row in batch.added.iter_rows(named=True):
            number = known.find(row["class_group"], row["code"], row["full_name"], row["birth_date"])
            if number is not None:
                written.append(_row(number, "", row))
                found.append((row["row"], number))
        for row in batch.changed.iter_rows(named=True):
            written.append(_row(row["id"], row["version"], row))
            found.append((row["row"], row["id"]))
        store_rows(setting.actor, setting.unit_id, term, written, at=setting.at, why=batch.why)
        now = self.current(setting).select("id", "version")
        done = pl.DataFrame(found, schema={"row": pl.UInt32, "id": pl.Int64}, orient="row")
        return done.join(now, on="id", how="left")

    def withdraw(self, setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
        _year, term = _where(setting)
        kept = put_back(setting.actor, setting.unit_id, term, rows["id"].to_list(), at=setting.at)
        return rows.filter(pl.col("id").is_in(sorted(kept))).select("id", pl.lit("in_use").alias("why"))


def _where(setting: Setting) -> tuple[int, int]:
    return int(setting.values["school_year"]), int(setting.values["term"])


def _row(enrolment_id: int, version: str, row: dict[str, Any]) -> ResultRow:
    return ResultRow(
        enrolment_id=enrolment_id,
        version=version,
        levels={name.removeprefix("level_"): row[name] or "" for name in LEVEL_NAMES},
        tests={
            name.removeprefix("test_"): None if row[name] is None else Decimal(row[name])
            for name in TEST_NAMES
        },
        traits={name.removeprefix("trait_"): row[name] or "" for name in TRAIT_NAMES},
    )


def rows_are_of_the_class(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
    """Every row names a learner of its class, and a class whose term is not closed."""
    year, term = _where(setting)
    known = taken_in.learners_in(setting.unit_id, year)
    closed = taken_in.closed_classes(setting.unit_id, term)
    found = []
    for row in rows.select("row", "class_group", "code", "full_name", "birth_date").iter_rows(named=True):
        if row["class_group"] is None or row["full_name"] is None:
            continue
        if row["class_group"] in closed:
            found.append((row["row"], "class_group", "gradebook.closed", ""))
        elif known.find(row["class_group"], row["code"], row["full_name"], row["birth_date"]) is None:
            found.append((row["row"], "full_name", "gradebook.not_in_class", ""))
    return sheets.findings(found)


RESULTS = Layout(
    "gradebook.results", _("Kết quả học tập tiểu học"), columns=COLUMNS,
    keys=(Key(("class_group", "code")), Key(("class_group", "full_name", "birth_date"))),
    permission=IMPORT_RESULTS, view=IMPORT_RESULTS, target=ResultTarget(), examine=(rows_are_of_the_class,),
    parameters=(Parameter("school_year", _("Năm học"), year_choices), Parameter("term", _("Học kỳ"), term_choices)),
    sheet="KetQuaHocTap", icon="table",
    help=_("Mức đạt và điểm kiểm tra cuối kỳ, phẩm chất, năng lực của các lớp tiểu học."),
)  # fmt: skip
