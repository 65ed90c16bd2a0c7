"""Probes: what the platform itself knows about a criterion, declared once and frozen, as indicators are.

A probe reads a figure that can be opened down to its records and turns it into a share of the criterion's points; several
probes of one criterion share its points by weight. How a figure becomes points is ours and says so beside every proposal.
Criteria that nothing in the platform tells about have no probe: the school scores them itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rules import Falling, Rising, Scale
from .rules.shipped import CODE

Words = str | Promise


@dataclass(frozen=True)
class OfIndicator:
    """The value of an indicator that is a share in per cent."""

    code: str


@dataclass(frozen=True)
class Divided:
    """The value of one indicator for each unit of another: learners of a class for each computer."""

    upper: str
    lower: str


@dataclass(frozen=True)
class OfUse:
    """How many of how many, counted by `queries.usage` under this name."""

    name: str


Source = OfIndicator | Divided | OfUse


@dataclass(frozen=True)
class Probe:
    """criterion: code of the line in the edition. says: the formula in words, without the weight.

    page: the address where the records are, as "name?parameter that holds the unit" or "name/" with the unit in its path;
    "" where the indicator's own page serves."""

    code: str
    edition: str
    criterion: str
    label: Words
    source: Source
    says: Words
    unit: Words = "%"
    scale: Scale = Rising()
    weight: Fraction = Fraction(1)
    page: str = ""
    note: Words = ""

    def __post_init__(self) -> None:
        if self.code in _declared:
            raise ValueError(f"probe {self.code!r} is declared twice")
        if sum((one.weight for one in of(self.edition, self.criterion)), self.weight) > 1:
            raise ValueError(f"probes of {self.edition} {self.criterion} give more than its points")
        _declared[self.code] = self


_declared: dict[str, Probe] = {}
HALF: Final = Fraction(1, 2)


def declared() -> Mapping[str, Probe]:
    """By code, in the order of declaration."""
    return MappingProxyType(_declared)


def of(edition: str, criterion: str) -> tuple[Probe, ...]:
    return tuple(one for one in _declared.values() if (one.edition, one.criterion) == (edition, criterion))


def of_edition(edition: str) -> dict[str, tuple[Probe, ...]]:
    """Criterion -> its probes."""
    codes = dict.fromkeys(one.criterion for one in _declared.values() if one.edition == edition)
    return {code: of(edition, code) for code in codes}


_IN_PROPORTION = _("theo tỉ lệ, đủ 100 % thì được trọn điểm")
_HERE = _(
    "Chỉ biết tài khoản trên nền tảng này; tài khoản ở hệ thống bồi dưỡng khác thì ghi điểm của trường kèm minh chứng."
)

Probe(
    "people.accounts",
    CODE,
    "1.6.1",
    _("Giáo viên, cán bộ quản lý có tài khoản đang hoạt động"),
    OfUse("teacher_accounts"),
    _IN_PROPORTION,
    page="accounts:accounts?unit",
    note=_HERE,
)
Probe(
    "people.devices",
    CODE,
    "1.6.2",
    _("Giáo viên có máy tính để dạy trực tuyến"),
    OfIndicator("staff.employed:computer_share"),
    _IN_PROPORTION,
    weight=HALF,
)
Probe(
    "people.seen",
    CODE,
    "1.6.2",
    _("Giáo viên, cán bộ quản lý đã dùng nền tảng trong 90 ngày qua"),
    OfUse("teachers_seen"),
    _IN_PROPORTION,
    weight=HALF,
    page="accounts:accounts?unit",
)
Probe(
    "devices.rooms", CODE, "1.7.1", _("Phòng học có thiết bị trình chiếu và Internet"),
    OfIndicator("facilities.room:connected_share"), _IN_PROPORTION,
)  # fmt: skip
Probe(
    "devices.informatics", CODE, "1.7.2", _("Học sinh của một lớp trên một máy tính dạy Tin học"),
    Divided("schoolyear.class_group:size", "facilities.computers:informatics"),
    _("từ 2 học sinh một máy trở xuống thì trọn điểm, từ 6 học sinh một máy trở lên thì không điểm, ở giữa theo tỉ lệ"),
    unit=_("học sinh một máy"), scale=Falling(Fraction(2), Fraction(6)),
)  # fmt: skip
Probe(
    "devices.studio", CODE, "1.7.3", _("Có phòng studio làm học liệu số trong sổ phòng"), OfUse("studio"),
    _("có thì trọn điểm"), page="facilities:room_list?school",
)  # fmt: skip
Probe(
    "system.identifiers",
    CODE,
    "2.3.2",
    _("Học sinh có số định danh cá nhân"),
    OfUse("identified"),
    _IN_PROPORTION,
    weight=HALF,
    page="learners:learner_list?school",
)
Probe(
    "system.attendance", CODE, "2.3.2", _("Học sinh có lớp đã điểm danh"), OfIndicator("attendance.learner:called_share"),
    _IN_PROPORTION, weight=HALF,
)  # fmt: skip
Probe(
    "system.gradebook", CODE, "2.3.3", _("Lớp đã có điểm, nhận xét trong sổ điểm của năm học"), OfUse("marked_classes"),
    _IN_PROPORTION, weight=HALF, page="schoolyear:class_group_list?school",
)  # fmt: skip
Probe(
    "system.report_cards",
    CODE,
    "2.3.3",
    _("Học sinh đã được phát hành học bạ số"),
    OfIndicator("reportcards.card:issued_share"),
    _IN_PROPORTION,
    weight=HALF,
)
Probe(
    "system.staff",
    CODE,
    "2.3.4",
    _("Giáo viên đã được phân công giảng dạy"),
    OfIndicator("staff.employed:assigned_share"),
    _IN_PROPORTION,
)
Probe(
    "system.facilities",
    CODE,
    "2.3.5",
    _("Sổ cơ sở vật chất đang có số liệu (đất, phòng, vệ sinh, điện nước, Internet, máy tính)"),
    OfUse("books"),
    _("theo số sổ có dòng trên 6 sổ"),
    page="facilities:room_list?school",
)
Probe(
    "system.exchange",
    CODE,
    "2.3.8",
    _("Có gói dữ liệu lập trong 12 tháng qua"),
    OfUse("packages"),
    _("có thì trọn phần điểm"),
    weight=HALF,
    page="exchange:packages?unit",
)
Probe(
    "system.quality",
    CODE,
    "2.3.8",
    _("Chất lượng dữ liệu: điểm chung của đơn vị"),
    OfUse("quality"),
    _IN_PROPORTION,
    weight=HALF,
    page="quality:unit/",
)
Probe(
    "services.families",
    CODE,
    "2.4.1",
    _("Học sinh có cha mẹ, người giám hộ có tài khoản"),
    OfUse("families"),
    _IN_PROPORTION,
    page="accounts:accounts?unit",
)
