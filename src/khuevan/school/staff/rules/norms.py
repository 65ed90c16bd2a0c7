"""How many periods a week a teacher owes, by instrument and date: what is shipped, and how it is looked up.

The tables are the start of an editable catalogue (`models.LoadNorm`, `models.DutyRule`): a department corrects a
number, or enters a new circular, without a new version of the platform. Every row says how it is known.

- TT 05/2025/TT-BGDĐT (in force 22/04/2025): general schools. Passages quoted in secondary sources.
- TT 04/2026/TT-BGDĐT (February 2026): continuing education. Likewise; the day it came into force was not seen.
- TT 28/2009/TT-BGDĐT: before. From general knowledge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

TT_05: Final = "TT 05/2025/TT-BGDĐT"
TT_04: Final = "TT 04/2026/TT-BGDĐT"
TT_28: Final = "TT 28/2009/TT-BGDĐT"

FROM_05: Final = date(2025, 4, 22)
FROM_04: Final = date(2026, 2, 24)
FROM_28: Final = date(2009, 11, 22)


@dataclass(frozen=True)
class Norm:
    """Periods a week of a post at a type of school and level, in [valid_from, valid_until)."""

    instrument: str
    article: str
    school_type: str
    level: str
    post: str
    periods: Decimal
    trust: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True)
class Duty:
    """What lessens the norm. `periods`: a week; None: the head decides, and the number is entered with the duty.

    periods_large: in a large school (28 classes; 19 in region 1), where it differs. is_duty: one of the
    two that a teacher may hold at most (a probation or a child under twelve months is none). kept_when_paid:
    also lessens where an allowance is paid for it. fund, fund_large: periods a week for the whole school together.
    """

    code: str
    label: str
    instrument: str
    article: str
    periods: Decimal | None
    trust: str
    valid_from: date
    valid_until: date | None = None
    periods_large: Decimal | None = None
    periods_primary: Decimal | None = None
    is_duty: bool = True
    kept_when_paid: bool = False
    fund: Decimal | None = None
    fund_large: Decimal | None = None
    continuing: bool = False


@dataclass(frozen=True)
class NormBook:
    """All norms and duties, of all times."""

    norms: tuple[Norm, ...] = ()
    duties: tuple[Duty, ...] = ()
    _found: dict[tuple[str, str, str, date], Norm | None] = field(default_factory=dict, compare=False)

    def norm(self, post: str, school_type: str, level: str, on: date) -> Norm | None:
        """The norm in force; None where there is none by periods (preschools count hours)."""
        key = (post, school_type, level, on)
        if key not in self._found:
            fits = [
                one
                for one in self.norms
                if one.post == post
                and one.school_type == school_type
                and one.level in ("", level)
                and _in_force(one, on)
            ]
            self._found[key] = max(fits, key=lambda one: (bool(one.level), one.valid_from), default=None)
        return self._found[key]

    def duty(self, code: str, on: date, *, continuing: bool = False) -> Duty | None:
        """What the duty was worth on the day, in general or in continuing education."""
        fits = [
            one
            for one in self.duties
            if one.code == code and one.continuing == continuing and _in_force(one, on)
        ]
        return max(fits, key=lambda one: one.valid_from, default=None)

    def duties_on(self, on: date, *, continuing: bool = False) -> tuple[Duty, ...]:
        """Every duty that can be held on the day."""
        return tuple(one for one in self.duties if one.continuing == continuing and _in_force(one, on))


def _in_force(row: Norm | Duty, on: date) -> bool:
    return row.valid_from <= on and (row.valid_until is None or on < row.valid_until)


_TYPE_OF_KIND: Final = {
    "ethnic_boarding": "boarding",
    "ethnic_semi_boarding": "semi_boarding",
    "special": "special",
    "inclusion_support": "special",
    "vocational_continuing": "continuing",
    "continuing": "continuing",
    "community_learning": "continuing",
    "language_it": "continuing",
}


def school_type_of(kind: str) -> str:
    """Which line of the norm a kind of school falls under."""
    return _TYPE_OF_KIND.get(kind, "general")


def region_of(area: str) -> int:
    """Region 1, 2 or 3 (TT 20/2023/TT-BGDĐT) from DM_KHU_VUC; unverified mapping. Unknown counts as 2.

    Region 1: mountains, borders, islands; 2: the plain; 3: towns.
    """
    return {"01": 1, "04": 1, "02": 3}.get(area, 2)


def is_large(classes: int, region: int) -> bool:
    """TT 05/2025 Điều 10 khoản 1, Điều 11: from 28 classes, in region 1 from 19."""
    return classes >= (19 if region == 1 else 28)


def _norms() -> Iterable[Norm]:
    rows = (
        ("general", "primary", 23),
        ("general", "lower_secondary", 19),
        ("general", "upper_secondary", 17),
        ("semi_boarding", "primary", 21),
        ("semi_boarding", "lower_secondary", 17),
        ("boarding", "lower_secondary", 17),
        ("boarding", "upper_secondary", 15),
        ("special", "primary", 21),
        ("special", "lower_secondary", 17),
        ("special", "upper_secondary", 15),
    )
    for school_type, level, periods in rows:
        yield Norm(
            TT_05, "Điều 7 khoản 3", school_type, level, "teacher", Decimal(periods), "secondary", FROM_05
        )
        yield Norm(
            TT_28, "Điều 6", school_type, level, "teacher", Decimal(periods), "unverified", FROM_28, FROM_05
        )
    for school_type in ("general", "semi_boarding", "boarding", "special"):
        for post, periods in (("head", 2), ("deputy", 4)):
            yield Norm(TT_05, "Điều 8 khoản 3", school_type, "", post, Decimal(periods), "secondary", FROM_05)
            yield Norm(
                TT_28, "Điều 7", school_type, "", post, Decimal(periods), "unverified", FROM_28, FROM_05
            )
    yield Norm(TT_04, "Điều 7", "continuing", "", "teacher", Decimal(17), "secondary", FROM_04)
    # 8 and 10 per cent of the yearly norm of a teacher: of 17 periods a week as well.
    yield Norm(TT_04, "Điều 8 khoản 1", "continuing", "", "head", Decimal("1.36"), "secondary", FROM_04)
    yield Norm(TT_04, "Điều 8 khoản 1", "continuing", "", "deputy", Decimal("1.7"), "secondary", FROM_04)


def _duty(code: str, label: str, article: str, periods: str | None, **other: object) -> Duty:
    number = None if periods is None else Decimal(periods)
    return Duty(code, label, TT_05, article, number, "secondary", FROM_05, **other)  # type: ignore[arg-type]


def _continuing(code: str, label: str, article: str, periods: str | None, **other: object) -> Duty:
    number = None if periods is None else Decimal(periods)
    return Duty(code, label, TT_04, article, number, "secondary", FROM_04, continuing=True, **other)  # type: ignore[arg-type]


def _before(code: str, label: str, article: str, periods: str, **other: object) -> Duty:
    return Duty(code, label, TT_28, article, Decimal(periods), "unverified", FROM_28, FROM_05, **other)  # type: ignore[arg-type]


_FUND: Final = {"fund": Decimal(4), "fund_large": Decimal(8)}
_STATE: Final = {"is_duty": False, "kept_when_paid": True}

_DUTIES: Final = (
    _duty("homeroom", "Chủ nhiệm lớp", "Điều 9 khoản 1", "4"),
    _duty("group_head", "Tổ trưởng tổ chuyên môn", "Điều 9 khoản 3", "3", kept_when_paid=True),
    _duty("group_deputy", "Tổ phó tổ chuyên môn", "Điều 9 khoản 3", "1", kept_when_paid=True),
    _duty("boarders_head", "Tổ trưởng tổ quản lý học sinh", "Điều 9 khoản 4", "3"),
    _duty("boarders_deputy", "Tổ phó tổ quản lý học sinh", "Điều 9 khoản 4", "1"),
    _duty("subject_room", "Phụ trách phòng học bộ môn", "Điều 9 khoản 6", "3"),
    _duty("equipment_room", "Phụ trách phòng thiết bị giáo dục", "Điều 9 khoản 6", "3"),
    _duty(
        "party_secretary",
        "Bí thư đảng bộ, chi bộ",
        "Điều 10 khoản 1",
        "3",
        periods_large=Decimal(4),
        kept_when_paid=True,
    ),
    _duty("union", "Công tác công đoàn", "Điều 10 khoản 2; TT 08/2016", None, kept_when_paid=True),
    _duty(
        "youth_union", "Công tác Đoàn, Hội", "Điều 10 khoản 3; QĐ 13/2013/QĐ-TTg", None, kept_when_paid=True
    ),
    _duty("council", "Chủ tịch, thư ký hội đồng trường", "Điều 10", "2"),
    _duty("inspection", "Trưởng ban thanh tra nhân dân", "Điều 10", "2"),
    _duty("academic", "Kiêm giáo vụ", "Điều 11 khoản 1", None, **_FUND),
    _duty("counselling", "Kiêm tư vấn học sinh", "Điều 11 khoản 2", None, **_FUND),
    _duty("it", "Kiêm công nghệ thông tin, phòng tin học", "Điều 11", "3"),
    _duty("clerical", "Kiêm văn thư", "Điều 11", "3"),
    _duty("library", "Kiêm thư viện", "Điều 11", "3"),
    _duty("inclusion", "Kiêm hỗ trợ giáo dục người khuyết tật", "Điều 11", "3"),
    _duty("pioneers", "Tổng phụ trách Đội", "Điều 7: định mức riêng theo quy mô trường", None),
    _duty("other", "Nhiệm vụ khác do hiệu trưởng phân công", "Điều 13", None),
    _duty("probation", "Trong thời gian tập sự", "Điều 12 khoản 1", "2", **_STATE),
    _duty(
        "infant",
        "Nữ nuôi con dưới 12 tháng tuổi",
        "Điều 12 khoản 2",
        "3",
        periods_primary=Decimal(4),
        **_STATE,
    ),
    _continuing("homeroom", "Chủ nhiệm lớp", "Điều 9", "4"),
    _continuing("group_head", "Trưởng phòng, tổ trưởng (nhiều nhất 6)", "Điều 9", None),
    _continuing("group_deputy", "Phó trưởng phòng, tổ phó (nhiều nhất 4)", "Điều 9", None),
    _continuing("counselling", "Kiêm tư vấn học viên (nhiều nhất 8)", "Điều 9", None),
    _continuing("other", "Kiêm nhiệm vị trí việc làm khác (2 đến 4)", "Điều 9 khoản 2", None),
    _continuing("probation", "Trong thời gian tập sự", "Điều 10", "2", **_STATE),
    _continuing("infant", "Nữ nuôi con dưới 12 tháng tuổi", "Điều 10", "3", **_STATE),
    _before("homeroom", "Chủ nhiệm lớp", "Điều 8 khoản 1", "4", periods_primary=Decimal(3)),
    _before("group_head", "Tổ trưởng tổ chuyên môn", "Điều 8", "3", kept_when_paid=True),
    _before("probation", "Trong thời gian tập sự", "Điều 10", "2", **_STATE),
    _before("infant", "Nữ nuôi con dưới 12 tháng tuổi", "Điều 10", "3", periods_primary=Decimal(4), **_STATE),
)

SHIPPED: Final = NormBook(tuple(_norms()), _DUTIES)

MOST_DUTIES: Final = 2
"""TT 05/2025 Điều 3 khoản 3: nobody holds more than two of the duties of Điều 9, 10, 11."""

OVERTIME_SHARE: Final = Decimal("0.5")
"""TT 05/2025 Điều 3 khoản 2, TT 04/2026 Điều 4: periods beyond the norm, of the norm of a week, at most."""

TEACHING_WEEKS: Final = 35
"""TT 05/2025 Điều 5: 37 weeks of which two are in reserve; the norm of a year counts 35."""
