"""Results of primary classes as the workbook `KetQuaHocTapImportExcel` of the sector database has them: levels and test
marks of the end of a term, qualities and competences, one learner a row.

Columns follow that template as it was seen in use; subjects of grades 4 and 5, which it lacks, come after them. What is
concluded (completed, promoted) is computed here: those columns are left out and, in a file that comes in, not read.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.sheets import Decimals, Listed

from ..queries.taken_in import CellKey, Part
from ..rules import FINAL, FINAL_LEVEL
from .results import TRAIT, Cells, ResultTarget, results_layout, who_columns

PART: Final = Part(("primary",), ("01", "02", "03", "04", "05"), (FINAL_LEVEL, FINAL))
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


def _level(code: str, label: Any) -> Listed:
    return Listed(
        f"level_{code}", label, choices=LEVELS, catalogue="MUC_DAT", spellings={"HTT": "T", "HT": "H", "CHT": "C"},
        aliases=(f"{label} mức đạt được", f"{label} mức"),
    )  # fmt: skip


def _test(code: str) -> Decimals:
    subject = str(TESTS[code]).partition(":")[0]
    return Decimals(
        f"test_{code}", TESTS[code], places=1, least=0, most=10, pointed=True,
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
    return Listed(f"{TRAIT}{code}", label, choices=TRAIT_LEVELS, catalogue="MUC_PCNL")


COLUMNS: Final = (
    *who_columns(PART, _("Ghi tên hoặc mã một lớp tiểu học của năm học này.")),
    *_subject_columns(),
    *(_trait(code, label) for code, label in TRAITS),
    *_more_columns(),
)
_LEVELS: Final = {
    one.name: CellKey(one.name.removeprefix("level_"), FINAL_LEVEL) for one in COLUMNS if one.name.startswith("level_")
}  # fmt: skip
_TESTS: Final = {
    one.name: CellKey(one.name.removeprefix("test_"), FINAL)
    for one in COLUMNS
    if one.name.startswith("test_")
}
TARGET: Final = ResultTarget(
    "gradebook.results",
    PART,
    Cells({**_LEVELS, **_TESTS}, frozenset(_LEVELS)),
    traits=tuple(one.name.removeprefix(TRAIT) for one in COLUMNS if one.name.startswith(TRAIT)),
)
RESULTS: Final = results_layout(
    "gradebook.results",
    _("Kết quả học tập tiểu học"),
    _("Mức đạt và điểm kiểm tra cuối kỳ, phẩm chất, năng lực của các lớp tiểu học."),
    COLUMNS,
    TARGET,
)
