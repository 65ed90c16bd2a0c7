"""Results of secondary classes as a workbook like `KetQuaHocTapImportExcel`: one learner a row, for each subject the
marks of a term as the gradebook has them (regular ones, midterm, final), then conduct.

The sector database's own template of these levels was not seen: who a learner is and what the sheet is called are as in
the primary one, subjects are headed as the grid heads them. Averages and the result of the term are computed: they go
out for whoever needs them and, in a file that comes in, are set aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.sheets import Computed, Decimals, Listed, Setting

from ..choices import ResultLevel
from ..queries import taken_in
from ..queries.taken_in import NOTHING, CellKey, Part, Standing, TakenIn
from ..queries.words import average_words, word_words
from ..rules import (
    FINAL,
    MIDTERM,
    REGULAR,
    Marks,
    comment_result,
    learning_level,
    term_average,
)
from .results import CONDUCT, Cells, ResultTarget, results_layout, where, who_columns

PASSED: Final = (("D", _("Đạt")), ("CD", _("Chưa đạt")))
SCORED: Final[Mapping[str, Any]] = {
    "NV": _("Ngữ văn"), "TOAN": _("Toán"), "NN1": _("Ngoại ngữ 1"), "GDCD": _("Giáo dục công dân"),
    "LSDL": _("Lịch sử và Địa lí"), "KHTN": _("Khoa học tự nhiên"), "LS": _("Lịch sử"), "DL": _("Địa lí"),
    "KTPL": _("Giáo dục kinh tế và pháp luật"), "VL": _("Vật lí"), "HH": _("Hóa học"), "SH": _("Sinh học"),
    "CN": _("Công nghệ"), "TH": _("Tin học"), "QPAN": _("Giáo dục quốc phòng và an ninh"), "NN2": _("Ngoại ngữ 2"),
    "TDT": _("Tiếng dân tộc thiểu số"),
}  # fmt: skip
COMMENTED: Final[Mapping[str, Any]] = {
    "GDTC": _("Giáo dục thể chất"), "NT": _("Nghệ thuật"), "AN": _("Âm nhạc"), "MT": _("Mĩ thuật"),
    "GDDP": _("Nội dung giáo dục của địa phương"), "HDTNHN": _("Hoạt động trải nghiệm, hướng nghiệp"),
}  # fmt: skip
MOST_REGULAR: Final = {True: 4, False: 2}
"""Of a scored subject of more than 70 periods a year, and of one assessed by comment (TT 22/2021 Điều 6)."""
_KINDS: Final = (REGULAR, MIDTERM, FINAL)
LOWER: Final = Part(("lower_secondary", "continuing"), ("06", "07", "08", "09"), _KINDS)
UPPER: Final = Part(("upper_secondary", "continuing"), ("10", "11", "12"), _KINDS)
_LOWER_SUBJECTS: Final = (
    "NV", "TOAN", "NN1", "GDCD", "LSDL", "KHTN", "CN", "TH", "GDTC", "NT", "GDDP", "HDTNHN", "NN2", "TDT",
)  # fmt: skip
_UPPER_SUBJECTS: Final = (
    "NV", "TOAN", "NN1", "LS", "DL", "KTPL", "VL", "HH", "SH", "CN", "TH", "QPAN", "GDTC", "AN", "MT", "GDDP", "HDTNHN",
    "NN2", "TDT",
)  # fmt: skip
_SHORT: Final = {REGULAR: _("thường xuyên"), MIDTERM: _("giữa kỳ"), FINAL: _("cuối kỳ")}
_SIGNS: Final = {REGULAR: ("ĐĐGtx", "TX"), MIDTERM: ("ĐĐGgk", "GK"), FINAL: ("ĐĐGck", "CK")}


def _cells(code: str) -> list[CellKey]:
    regular = [CellKey(code, REGULAR, at) for at in range(1, MOST_REGULAR[code in SCORED] + 1)]
    return [*regular, CellKey(code, MIDTERM), CellKey(code, FINAL)]


def _name(cell: CellKey) -> str:
    return f"{cell.kind}{cell.ordinal}_{cell.subject}"


class _Heading:
    """«Toán: thường xuyên 1», in the reader's language."""

    def __init__(self, cell: CellKey) -> None:
        self.cell = cell

    def __str__(self) -> str:
        ordinal = f" {self.cell.ordinal}" if self.cell.kind == REGULAR else ""
        return f"{_subject(self.cell.subject)}: {_SHORT[self.cell.kind]}{ordinal}"


def _subject(code: str) -> str:
    return str(SCORED.get(code) or COMMENTED[code])


def _column(cell: CellKey) -> Any:
    ordinal = str(cell.ordinal) if cell.kind == REGULAR else ""
    signs = (*_SIGNS[cell.kind], str(_SHORT[cell.kind]))
    aliases = tuple(f"{_subject(cell.subject)} {sign}{gap}{ordinal}" for sign in signs for gap in ("", " "))
    label: Any = _Heading(cell)
    if cell.subject in SCORED:
        return Decimals(_name(cell), label, aliases=aliases, places=1, least=0, most=10, pointed=True)
    spellings = {"Đ": "D", "CĐ": "CD"}
    return Listed(
        _name(cell), label, aliases=aliases, choices=PASSED, catalogue="DAT_CHUA_DAT", spellings=spellings
    )


class _ResultHeading:
    """«Toán: ĐTBmhk»."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        words = _("ĐTBmhk") if self.code in SCORED else _("kết quả học kỳ")
        return f"{_subject(self.code)}: {words}"


def _columns(part: Part, missing: Any, subjects: Sequence[str]) -> tuple[Any, ...]:
    marks: list[Any] = []
    for code in subjects:
        marks += [_column(cell) for cell in _cells(code)]
        heading: Any = _ResultHeading(code)
        marks.append(Computed(f"result_{code}", heading))
    return (
        *who_columns(part, missing),
        *marks,
        Listed(CONDUCT, _("Kết quả rèn luyện"), aliases=("Rèn luyện", "Hạnh kiểm", "Xếp loại hạnh kiểm"),
               choices=ResultLevel.choices, catalogue="DM_HANH_KIEM",
               spellings={"T": "1", "K": "2", "Đ": "3", "CĐ": "4", "CD": "4"}),
        Computed("learning", _("Kết quả học tập"), aliases=("Học lực", "Xếp loại học lực")),
    )  # fmt: skip


def told(setting: Setting, target: ResultTarget, found: Sequence[TakenIn]) -> dict[int, dict[str, Any]]:
    """Averages and words of the subjects, and the term's level of learning where nothing is missing."""
    rules = taken_in.rules_in(
        setting.actor, setting.unit_id, *where(setting), target.part, target.cells.subjects
    )
    return {one.enrolment_id: _told_of(one, rules) for one in found}


def _told_of(one: TakenIn, rules: taken_in.Rules) -> dict[str, Any]:
    scores: dict[str, Decimal] = {}
    comments: dict[str, bool] = {}
    texts: dict[str, Any] = {}
    if one.enrolment_id in rules.elsewhere:
        return texts
    wanted = rules.taken(one.class_id, one.enrolment_id)
    for code, cells in wanted.items():
        stands = {key: one.cells.get(CellKey(code, *key), NOTHING) for key in cells}
        if code in SCORED:
            average = _average(stands, rules.halves)
            if average is not None:
                scores[code], texts[f"result_{code}"] = average, average_words(average)
        else:
            passed = _passed(stands)
            if passed is not None:
                comments[code], texts[f"result_{code}"] = passed, word_words("D" if passed else "CD")
    is_whole = wanted and len(scores) + len(comments) == len(wanted)
    if is_whole and one.enrolment_id not in rules.by_plan:
        texts["learning"] = str(ResultLevel(learning_level(scores, comments)).label)
    return texts


def _average(stands: Mapping[tuple[str, int], Standing], halves: str) -> Decimal | None:
    regular = [number for (kind, _at), (number, _word) in stands.items() if kind == REGULAR]
    marks = Marks(regular, stands[MIDTERM, 1][0], stands[FINAL, 1][0], len(regular), halves)
    return term_average(marks)


def _passed(stands: Mapping[tuple[str, int], Standing]) -> bool | None:
    return comment_result(
        [word == "D" if word else None for (kind, _at), (_no, word) in stands.items() if kind in _KINDS]
    )


def _layout(key: str, title: Any, help_: Any, missing: Any, part: Part, subjects: Sequence[str]) -> Any:
    keys = {_name(cell): cell for code in subjects for cell in _cells(code)}
    words = frozenset(name for name, cell in keys.items() if cell.subject in COMMENTED)
    target = ResultTarget(key, part, Cells(keys, words), has_conduct=True, told=told)
    return results_layout(key, title, help_, _columns(part, missing, subjects), target)


LOWER_RESULTS: Final = _layout(
    "gradebook.results_lower", _("Kết quả học tập trung học cơ sở"),
    _("Điểm thường xuyên, giữa kỳ, cuối kỳ của các môn và kết quả rèn luyện của các lớp 6 đến 9."),
    _("Ghi tên hoặc mã một lớp 6 đến 9 của năm học này."), LOWER, _LOWER_SUBJECTS,
)  # fmt: skip
UPPER_RESULTS: Final = _layout(
    "gradebook.results_upper", _("Kết quả học tập trung học phổ thông"),
    _("Điểm thường xuyên, giữa kỳ, cuối kỳ của các môn và kết quả rèn luyện của các lớp 10 đến 12."),
    _("Ghi tên hoặc mã một lớp 10 đến 12 của năm học này."), UPPER, _UPPER_SUBJECTS,
)  # fmt: skip
