"""End-of-year forms: Annex II of TT 25/2024 was not seen, so symbols, days, rows and columns are all ours and
unverified."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from ..choices import Season, Tier
from .declarations import Check, Form, Missing, Row, Section, across, down, within
from .pieces import ANNEX_II, LEARNER, OF_LEARNERS, OF_PEOPLE, OURS, TOTAL, column_of_grade

AS_OF: Final = (5, 31)
DUE: Final = {Tier.SCHOOL: (6, 10), Tier.COMMUNE: (6, 20), Tier.DEPARTMENT: (6, 30)}
_REGISTER: Final[tuple[tuple[str, Any], ...]] = (
    ("from_start", _("Vào trường đến ngày 30/9")),
    ("moved_in", _("Lượt chuyển đến trong năm học")),
    ("moved_out", _("Lượt chuyển đi trong năm học")),
    ("withdrawn", _("Thôi học trong năm học")),
)
_LEVELS: Final[tuple[tuple[str, Any], ...]] = (
    ("good", _("Tốt")), ("fair", _("Khá")), ("passed", _("Đạt")), ("not_passed", _("Chưa đạt")),
)  # fmt: skip
OVERALL: Final[tuple[tuple[str, Any], ...]] = (
    ("excellent", _("Hoàn thành xuất sắc")), ("well_completed", _("Hoàn thành tốt")),
    ("completed", _("Hoàn thành")), ("not_completed", _("Chưa hoàn thành")),
)  # fmt: skip


def register_of(level: str, learners: str) -> tuple[Section, list[Check]]:
    """Who was there, came and went."""
    held = {"level": level}
    section = Section(
        "register", _("Biến động trong năm học"), LEARNER, OF_PEOPLE,
        (
            *(Row(word, label, f"schoolyear.registered:{word}", held=held) for word, label in _REGISTER),
            Row("present", _("Có mặt ngày cuối kỳ"), learners),
        ),
    )  # fmt: skip
    rows = (*(word for word, _label in _REGISTER), "present")
    return section, [*within(section, _("Nữ không nhiều hơn tổng số"), "girls", "total", *rows)]


def rated(
    code: str, label: Any, level: str, rows: tuple[tuple[str, Any, str], ...]
) -> tuple[Section, list[Check]]:
    """How many stand at each mark, by kinds of learners; their sum is everybody who was judged."""
    first = rows[0][2]
    held = {"level": level}
    section = Section(
        code, label, LEARNER, OF_LEARNERS,
        (
            Row("all", _("Đã có kết quả"), first, held=held, which="lower"),
            *(Row(word, said, indicator, held=held, depth=1) for word, said, indicator in rows),
        ),
    )  # fmt: skip
    parts = tuple(word for word, _said, _indicator in rows)
    columns = tuple(column.code for column in OF_LEARNERS)
    return section, [*down(section, _("Đã có kết quả bằng tổng các mức"), "all", parts, *columns)]


def by_grade(code: str, label: Any, grades: tuple[str, ...], rows: tuple[tuple[str, Any, str], ...], level: str) -> (
    tuple[Section, list[Check]]
):  # fmt: skip
    """The same by grade."""
    first, held = rows[0][2], {"level": level}
    section = Section(
        code, label, LEARNER, (TOTAL, *map(column_of_grade, grades)),
        (
            Row("all", _("Đã có kết quả"), first, held=held, which="lower"),
            *(Row(word, said, indicator, held=held, depth=1) for word, said, indicator in rows),
        ),
    )  # fmt: skip
    codes = tuple(f"g{grade}" for grade in grades)
    parts = tuple(word for word, _said, _indicator in rows)
    return section, [
        *across(section, _("Tổng số bằng tổng các khối"), "total", codes, "all", *parts),
        *down(section, _("Đã có kết quả bằng tổng các mức"), "all", parts, *codes),
    ]


PRIMARY_ROWS: Final = tuple((word, label, f"gradebook.result:primary_{word}") for word, label in OVERALL)


def secondary(code: str, symbol: str, title: Any, level: str, grades: tuple[str, ...]) -> Form:
    learning = tuple((word, label, f"gradebook.result:learning_{word}") for word, label in _LEVELS)
    conduct = tuple((word, label, f"gradebook.result:conduct_{word}") for word, label in _LEVELS)
    steps: tuple[tuple[str, Any, str], ...] = (
        ("promoted", _("Được lên lớp"), "gradebook.result:promoted"),
        ("summer", _("Rèn luyện, kiểm tra lại trong hè"), "gradebook.result:summer"),
        ("repeated", _("Chưa được lên lớp"), "gradebook.result:repeated"),
    )
    found = (
        register_of(level, f"schoolyear.student:{level}"),
        by_grade("learning", _("Kết quả học tập cả năm"), grades, learning, level),
        by_grade("conduct", _("Kết quả rèn luyện cả năm"), grades, conduct, level),
        rated("steps", _("Kết luận cuối năm"), level, steps),
    )
    return _form(code, symbol, title, level, found)


def _form(
    code: str, symbol: str, title: Any, level: str, found: tuple[tuple[Section, list[Check]], ...]
) -> Form:
    return Form(
        code, symbol, title, level=level, season=Season.END, as_of=AS_OF, due=DUE, source=ANNEX_II, layout=OURS,
        sections=tuple(section for section, _checks in found),
        checks=tuple(check for _section, checks in found for check in checks), missing=_MISSING,
    )  # fmt: skip


_MISSING: Final = (
    Missing(_("Kết quả thi tốt nghiệp, xét tốt nghiệp"), _("nền tảng chưa có hồ sơ thi và xét tốt nghiệp")),
)

FORMS: Final = (
    _form(
        "cn-th", "02.CN-TH", _("Báo cáo thống kê cuối năm học, giáo dục tiểu học"), "primary",
        (
            register_of("primary", "schoolyear.student:primary"),
            by_grade("overall", _("Đánh giá kết quả giáo dục"), ("01", "02", "03", "04", "05"), PRIMARY_ROWS, "primary"),
        ),
    ),
    secondary("cn-thcs", "03.CN-THCS", _("Báo cáo thống kê cuối năm học, giáo dục trung học cơ sở"), "lower_secondary",
              ("06", "07", "08", "09")),
    secondary("cn-thpt", "04.CN-THPT", _("Báo cáo thống kê cuối năm học, giáo dục trung học phổ thông"),
              "upper_secondary", ("10", "11", "12")),
)  # fmt: skip
