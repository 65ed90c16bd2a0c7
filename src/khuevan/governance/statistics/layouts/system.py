"""The indicator system of TT 03/2024 as far as its list was seen, and what here answers to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Trust

from .declarations import Words


@dataclass(frozen=True)
class _Named:
    """A name with the level in it, said in the reader's language."""

    said: Any
    level: Any

    def __str__(self) -> str:
        return str(self.said) % {"level": self.level}


@dataclass(frozen=True)
class Listed:
    """code: in the circular's list; indicators: ours that say it, () where no record does, and then note says why.
    trust: of the code and name; UNVERIFIED: it follows the pattern of the codes that were seen."""

    code: str
    name: Words | _Named
    level: str
    indicators: tuple[str, ...] = ()
    trust: Trust = Trust.REPORTED
    note: Words = ""


_POPULATION: Final = _("trên dân số của phiếu điều tra phổ cập, ở các xã đã điều tra")
_OF_AGE: Final = _("trên dân số của phiếu điều tra phổ cập, trẻ 0-2 tuổi của năm học thay cho 3-36 tháng")
_STANDARD: Final = _("nền tảng chưa có hồ sơ công nhận trường đạt chuẩn quốc gia")
_TOGETHER: Final = _("hồ sơ đội ngũ không tách nhà trẻ và mẫu giáo")
_PATTERN: Final = _("chưa đọc được mã; suy theo cách đánh mã của các cấp đã đọc")

_SEEN: Final = (
    Listed("1101", _("Số nhà trẻ"), "preschool", ("organisations.school:nursery",)),
    Listed("1102", _("Số nhóm trẻ"), "preschool", ("schoolyear.class_group:nursery",)),
    Listed("1103", _("Số phòng nhà trẻ"), "preschool", ("facilities.room:nursery",)),
    Listed("1104", _("Số cán bộ quản lý, giáo viên, nhân viên nhà trẻ"), "preschool", ("staff.employed:preschool",),
           note=_TOGETHER),
    Listed("1105", _("Số trẻ nhà trẻ"), "preschool", ("schoolyear.student:nursery",)),
    Listed("1106", _("Tỉ lệ huy động trẻ 3-36 tháng tuổi"), "preschool", ("universalisation.resident:nursery_rate",),
           note=_OF_AGE),
    Listed("1107", _("Tỉ lệ phòng nhà trẻ kiên cố"), "preschool", ("facilities.room:solid_nursery",)),
    Listed("1201", _("Số trường mẫu giáo, mầm non"), "preschool", ("organisations.school:kindergarten",)),
    Listed("1202", _("Số lớp mẫu giáo"), "preschool", ("schoolyear.class_group:kindergarten",)),
    Listed("1203", _("Số phòng học mẫu giáo"), "preschool", ("facilities.room:kindergarten",)),
    Listed("1204", _("Số cán bộ quản lý, giáo viên, nhân viên mẫu giáo"), "preschool", ("staff.employed:preschool",),
           note=_TOGETHER),
    Listed("1205", _("Số trẻ mẫu giáo"), "preschool", ("schoolyear.student:kindergarten",)),
    Listed("1206", _("Tỉ lệ huy động trẻ 3-5 tuổi"), "preschool", ("universalisation.resident:kindergarten_rate",),
           note=_POPULATION),
    Listed("1207", _("Tỉ lệ huy động trẻ 5 tuổi"), "preschool", ("universalisation.resident:five_rate",),
           note=_POPULATION),
    Listed("1208", _("Tỉ lệ trẻ 5-6 tuổi hoàn thành chương trình giáo dục mầm non"), "preschool",
           ("schoolyear.student:preschool_completed_share",)),
    Listed("1209", _("Tỉ lệ phòng học mẫu giáo kiên cố"), "preschool", ("facilities.room:solid_kindergarten",)),
    Listed("1210", _("Tỉ lệ trường mẫu giáo, mầm non đạt chuẩn quốc gia"), "preschool", note=_STANDARD),
    Listed("1211", _("Số tỉnh đạt phổ cập giáo dục mầm non cho trẻ 5 tuổi"), "preschool",
           ("universalisation.territory:preschool_provinces",),
           note=_("theo quyết định của Bộ ghi trên nền tảng; nền tảng của một tỉnh chỉ biết tỉnh mình")),
    Listed("2101", _("Số trường tiểu học"), "primary", ("organisations.school:primary",)),
    Listed("2102", _("Số lớp tiểu học"), "primary", ("schoolyear.class_group:primary",)),
    Listed("2103", _("Số phòng học tiểu học"), "primary", ("facilities.room:primary",)),
    Listed("2104", _("Số cán bộ quản lý, giáo viên, nhân viên tiểu học"), "primary", ("staff.employed:primary",)),
    Listed("2105", _("Số học sinh tiểu học"), "primary", ("schoolyear.student:primary",)),
    Listed("2106", _("Số học sinh bình quân một …"), "primary", ("schoolyear.class_group:size_primary",),
           Trust.UNVERIFIED, _("chỉ đọc được phần đầu tên chỉ tiêu")),
)  # fmt: skip


def _counterparts(block: str, level: str, words: Any, rooms: bool = True) -> tuple[Listed, ...]:
    """Schools, classes, rooms, staff, learners of a level whose part of the list was not seen."""
    ours = (
        (
            "01",
            _("Số trường %(level)s"),
            f"organisations.school:{'centre' if level == 'continuing' else level}",
        ),
        ("02", _("Số lớp %(level)s"), f"schoolyear.class_group:{level}"),
        ("03", _("Số phòng học %(level)s"), f"facilities.room:{level}" if rooms else ""),
        ("04", _("Số cán bộ quản lý, giáo viên, nhân viên %(level)s"), f"staff.employed:{level}"),
        ("05", _("Số học sinh %(level)s"), f"schoolyear.student:{level}"),
    )
    return tuple(
        Listed(f"{block}{number}" if block else "", _Named(said, words), level, (code,) if code else (),
               Trust.UNVERIFIED, _PATTERN)
        for number, said, code in ours
    )  # fmt: skip


LISTED: Final = (
    *_SEEN,
    *_counterparts("22", "lower_secondary", _("trung học cơ sở")),
    *_counterparts("23", "upper_secondary", _("trung học phổ thông")),
    *_counterparts("", "continuing", _("giáo dục thường xuyên"), rooms=False),
)
