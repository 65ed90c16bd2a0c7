"""What is counted of results: learning and conduct, conclusions of the year, titles."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Source, Trust
from khuevan.kernel.measures import (
    Between,
    Condition,
    Count,
    Group,
    Indicator,
    Median,
    Not,
    Rows,
    both,
    is_one,
    share,
    words_of,
    yes,
)
from khuevan.school.schoolyear.facts import LEARNER_SPLITS

from .choices import TERMS_AND_YEAR, YEAR, NextStep, ResultLevel, Title
from .facts import RESULTS

RESULT_GROUP: Final = Group("results", _("Kết quả học tập, rèn luyện"), order=60)
SECONDARY: Final = Source("TT 22/2021/TT-BGDĐT", _("Điều 8, 9"), Trust.REPORTED)
CONCLUSIONS: Final = Source("TT 22/2021/TT-BGDĐT", _("Điều 12 đến 15"), Trust.REPORTED)
PRIMARY: Final = Source("TT 27/2020/TT-BGDĐT", _("Điều 9"), Trust.REPORTED)
OWN: Final = Source(_("tính từ kết quả đã khóa sổ"), trust=Trust.PLAIN)

OVERALL: Final[dict[str, Any]] = {
    "excellent": _("Hoàn thành xuất sắc"),
    "well_completed": _("Hoàn thành tốt"),
    "completed": _("Hoàn thành"),
    "not_completed": _("Chưa hoàn thành"),
}
"""Primary schools, at the end of the year."""

Rows(
    RESULTS, shown=("class_name", "grade", "term", "learning", "conduct", "overall", "next_step", "award"),
    open=lambda row: reverse("gradebook:transcript", args=[row["enrolment_id"]]),
    words={
        **words_of(*LEARNER_SPLITS), "term": dict(TERMS_AND_YEAR), "learning": dict(ResultLevel.choices),
        "conduct": dict(ResultLevel.choices), "overall": OVERALL, "next_step": dict(NextStep.choices),
        "award": dict(Title.choices),
    },
)  # fmt: skip

_OF_YEAR: Final = is_one("term", YEAR)
_JUDGED: Final = Between("learning", 1)
_CONDUCT_JUDGED: Final = Between("conduct", 1)
_CONCLUDED: Final = both(_OF_YEAR, is_one("next_step", *NextStep.values))
_RATED: Final = both(_OF_YEAR, is_one("overall", *OVERALL))


def _share(word: str, label: Any, of: Condition, among: Condition, source: Source, note: Any = "") -> None:
    Indicator(
        f"gradebook.result:{word}", RESULT_GROUP, share(RESULTS, of, among), label=label, unit="%", source=source,
        splits=LEARNER_SPLITS, note=note, decimals=1,
    )  # fmt: skip


Indicator(
    "gradebook.result:years", RESULT_GROUP, Count(RESULTS, _OF_YEAR), label=_("Số học sinh đã có kết quả cả năm"),
    unit=_("học sinh"), source=OWN, splits=LEARNER_SPLITS,
)  # fmt: skip
_share("whole_share", _("Tỉ lệ kết quả cả năm đủ điểm, nhận xét"), yes("is_whole"), _OF_YEAR, OWN)

_LEVELS: Final[tuple[tuple[int, str, Any, Any], ...]] = (
    (1, "good", _("Tỉ lệ học sinh có kết quả học tập cả năm mức Tốt"),
     _("Tỉ lệ học sinh có kết quả rèn luyện cả năm mức Tốt")),
    (2, "fair", _("Tỉ lệ học sinh có kết quả học tập cả năm mức Khá"),
     _("Tỉ lệ học sinh có kết quả rèn luyện cả năm mức Khá")),
    (3, "passed", _("Tỉ lệ học sinh có kết quả học tập cả năm mức Đạt"),
     _("Tỉ lệ học sinh có kết quả rèn luyện cả năm mức Đạt")),
    (4, "not_passed", _("Tỉ lệ học sinh có kết quả học tập cả năm mức Chưa đạt"),
     _("Tỉ lệ học sinh có kết quả rèn luyện cả năm mức Chưa đạt")),
)  # fmt: skip
for _number, _word, _learning, _conduct in _LEVELS:
    _share(f"learning_{_word}", _learning, is_one("learning", _number), both(_OF_YEAR, _JUDGED), SECONDARY)
    _share(
        f"conduct_{_word}", _conduct, is_one("conduct", _number), both(_OF_YEAR, _CONDUCT_JUDGED), SECONDARY
    )
for _term, _good, _below in (
    (1, _("Tỉ lệ học sinh có kết quả học tập học kỳ I mức Tốt, Khá"),
     _("Tỉ lệ học sinh có kết quả học tập học kỳ I mức Chưa đạt")),
    (2, _("Tỉ lệ học sinh có kết quả học tập học kỳ II mức Tốt, Khá"),
     _("Tỉ lệ học sinh có kết quả học tập học kỳ II mức Chưa đạt")),
):  # fmt: skip
    _share(
        f"term_{_term}_fair_up",
        _good,
        is_one("learning", 1, 2),
        both(is_one("term", _term), _JUDGED),
        SECONDARY,
    )
    _share(
        f"term_{_term}_below", _below, is_one("learning", 4), both(is_one("term", _term), _JUDGED), SECONDARY
    )

_PRIMARY_LEVELS: Final[tuple[tuple[str, Any], ...]] = (
    ("excellent", _("Tỉ lệ học sinh tiểu học hoàn thành xuất sắc")),
    ("well_completed", _("Tỉ lệ học sinh tiểu học hoàn thành tốt")),
    ("completed", _("Tỉ lệ học sinh tiểu học hoàn thành")),
    ("not_completed", _("Tỉ lệ học sinh tiểu học chưa hoàn thành")),
)
for _word, _label in _PRIMARY_LEVELS:
    _share(f"primary_{_word}", _label, is_one("overall", _word), _RATED, PRIMARY)

_STEPS: Final[tuple[tuple[str, Any, Condition], ...]] = (
    ("promoted", _("Tỉ lệ học sinh được lên lớp"), is_one("next_step", "promoted")),
    ("summer", _("Tỉ lệ học sinh phải rèn luyện hoặc kiểm tra lại trong hè"),
     is_one("next_step", "summer_training", "reassessment")),
    ("repeated", _("Tỉ lệ học sinh chưa được lên lớp"), is_one("next_step", "repeated")),
)  # fmt: skip
for _word, _label, _which in _STEPS:
    _share(_word, _label, _which, _CONCLUDED, CONCLUSIONS, _("Trong những em đã có kết luận cuối năm."))
_share(
    "titled", _("Tỉ lệ học sinh được khen thưởng cuối năm"), Not(is_one("award", "")), _OF_YEAR, CONCLUSIONS
)
_share("excellent", _("Tỉ lệ học sinh Xuất sắc"), is_one("award", "excellent"), _OF_YEAR, CONCLUSIONS)
Indicator(
    "gradebook.result:median_absences", RESULT_GROUP, Median(RESULTS, "absences", _OF_YEAR),
    label=_("Trung vị số buổi nghỉ trong năm"), unit=_("buổi"), source=OWN, splits=LEARNER_SPLITS, decimals=1,
)  # fmt: skip
