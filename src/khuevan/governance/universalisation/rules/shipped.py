"""Thresholds and deadlines that come with the platform. Every row says how surely it is known; a department edits them.

Commune, district and province until 30 June 2025: NĐ 20/2014/NĐ-CP. Age bands that the decree leaves open (whom "children
up to 14" means, of which age completion of preschool is counted) are our reading and marked so. How provinces are counted
since districts fell away was found in one tool of the field only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from khuevan.school.curriculum.choices import Trust

from ..choices import Measure, Provided, Standard, Tier

DECREE, CIRCULAR = "NĐ 20/2014/NĐ-CP", "TT 07/2016/TT-BGDĐT"
SINCE, TWO_TIERS = date(2014, 5, 15), date(2025, 7, 1)
ARTICLES: Final = {
    Standard.PRESCHOOL: "Điều 6",
    Standard.PRIMARY_1: "Điều 9",
    Standard.PRIMARY_2: "Điều 10",
    Standard.PRIMARY_3: "Điều 11",
    Standard.SECONDARY_1: "Điều 14",
    Standard.SECONDARY_2: "Điều 15",
    Standard.SECONDARY_3: "Điều 16",
    Standard.LITERACY_1: "Điều 20",
    Standard.LITERACY_2: "Điều 21",
}


@dataclass(frozen=True)
class Shipped:
    """A threshold."""

    tier: Tier
    standard: Standard
    measure: Measure
    least: int
    instrument: str
    age_from: int | None = None
    age_to: int | None = None
    special: bool = False
    valid_from: date = SINCE
    valid_until: date | None = None
    trust: Trust = Trust.OFFICIAL
    note: str = ""


@dataclass(frozen=True)
class ShippedDeadline:
    tier: Tier
    month: int
    day: int
    recogniser: str
    instrument: str
    valid_from: date = SINCE
    valid_until: date | None = None
    trust: Trust = Trust.SECONDARY


_OUR_AGE = "Nghị định không nói rõ tính trên độ tuổi nào; đây là cách hiểu của nền tảng, chưa kiểm chứng."
# standard, measure, ages, share, share of communes with especially difficult conditions, ages there, trust, note
_COMMUNE: Final = (
    (Standard.PRESCHOOL, Measure.ATTENDING, (5, 5), 95, 90, (5, 5), Trust.OFFICIAL, ""),
    (Standard.PRESCHOOL, Measure.COMPLETED_PRESCHOOL, (6, 6), 85, 80, (6, 6), Trust.UNVERIFIED, _OUR_AGE),
    (Standard.PRIMARY_1, Measure.IN_GRADE_1, (6, 6), 90, 90, (6, 6), Trust.OFFICIAL, ""),
    (Standard.PRIMARY_1, Measure.COMPLETED_PRIMARY, (14, 14), 80, 70, (14, 14), Trust.UNVERIFIED, _OUR_AGE),
    (Standard.PRIMARY_2, Measure.IN_GRADE_1, (6, 6), 95, 95, (6, 6), Trust.OFFICIAL, ""),
    (Standard.PRIMARY_2, Measure.COMPLETED_PRIMARY, (11, 11), 80, 70, (11, 11), Trust.OFFICIAL, ""),
    (Standard.PRIMARY_2, Measure.REST_IN_PRIMARY, (11, 11), 100, 100, (11, 11), Trust.OFFICIAL, ""),
    (Standard.PRIMARY_3, Measure.IN_GRADE_1, (6, 6), 98, 98, (6, 6), Trust.OFFICIAL, ""),
    (Standard.PRIMARY_3, Measure.COMPLETED_PRIMARY, (11, 11), 90, 80, (11, 11), Trust.OFFICIAL, ""),
    (Standard.PRIMARY_3, Measure.REST_IN_PRIMARY, (11, 11), 100, 100, (11, 11), Trust.OFFICIAL, ""),
    (Standard.SECONDARY_1, Measure.GRADUATED_SECONDARY, (15, 18), 80, 70, (15, 18), Trust.OFFICIAL, ""),
    (Standard.SECONDARY_2, Measure.GRADUATED_SECONDARY, (15, 18), 90, 80, (15, 18), Trust.OFFICIAL, ""),
    (Standard.SECONDARY_3, Measure.GRADUATED_SECONDARY, (15, 18), 95, 90, (15, 18), Trust.OFFICIAL, ""),
    (Standard.SECONDARY_3, Measure.STUDYING_ON, (15, 18), 80, 70, (15, 18), Trust.OFFICIAL, ""),
    (Standard.LITERACY_1, Measure.LITERATE_1, (15, 35), 90, 90, (15, 25), Trust.OFFICIAL, ""),
    (Standard.LITERACY_2, Measure.LITERATE_2, (15, 60), 90, 90, (15, 35), Trust.OFFICIAL, ""),
)
# besides, of disabled persons who are able to learn (TT 07/2016 Điều 2)
_DISABLED: Final = (
    (Standard.PRESCHOOL, (5, 5)),
    (Standard.PRIMARY_1, (6, 14)),
    (Standard.SECONDARY_1, (11, 18)),
)
# share of communes in a district, of districts in a province (until 30 June 2025), of communes in a province since
_ABOVE: Final = (
    (Standard.PRESCHOOL, 90, 100, 90),
    (Standard.PRIMARY_1, 90, 100, 90),
    (Standard.PRIMARY_2, 90, 100, 90),
    (Standard.PRIMARY_3, 90, 100, 90),
    (Standard.SECONDARY_1, 90, 100, 90),
    (Standard.SECONDARY_2, 95, 100, 95),
    (Standard.SECONDARY_3, 100, 100, 100),
    (Standard.LITERACY_1, 90, 90, 81),
    (Standard.LITERACY_2, 90, 100, 90),
)
_ON_COMMUNES = "Tính trên số xã sau khi bỏ cấp huyện: thấy ở một công cụ của ngành, chưa thấy văn bản."
_NO_SOURCE = "Chưa thấy nguồn cho cấp tỉnh sau khi bỏ cấp huyện; tạm lấy tỉ lệ của cấp huyện trước đây."


def thresholds() -> Iterator[Shipped]:
    """All of them."""
    for standard, measure, ages, usual, hard, hard_ages, trust, note in _COMMUNE:
        article = f"{DECREE} {ARTICLES[standard]}"
        for special, least, band in ((False, usual, ages), (True, hard, hard_ages)):
            yield Shipped(
                Tier.COMMUNE,
                standard,
                measure,
                least,
                article,
                *band,
                special=special,
                trust=trust,
                note=note,
            )
    for standard, ages in _DISABLED:
        for special in (False, True):
            yield Shipped(
                Tier.COMMUNE,
                standard,
                Measure.DISABLED_LEARNING,
                60,
                f"{CIRCULAR} Điều 2",
                *ages,
                special=special,
            )
    for standard, district, former, now in _ABOVE:
        article = f"{DECREE} {ARTICLES[standard]}"
        yield Shipped(
            Tier.DISTRICT, standard, Measure.UNITS_MEETING, district, article, valid_until=TWO_TIERS,
        )  # fmt: skip
        yield Shipped(Tier.PROVINCE, standard, Measure.UNITS_MEETING, former, article, valid_until=TWO_TIERS)
        yield Shipped(
            Tier.PROVINCE, standard, Measure.UNITS_MEETING, now, f"{article}, sau 01/07/2025", valid_from=TWO_TIERS,
            trust=Trust.UNVERIFIED, note=_NO_SOURCE if standard == Standard.PRESCHOOL else _ON_COMMUNES,
        )  # fmt: skip


@dataclass(frozen=True)
class ShippedProvision:
    kind: Provided
    level: str
    least: str
    instrument: str = CIRCULAR
    valid_from: date = date(2016, 1, 1)
    valid_until: date | None = None
    trust: Trust = Trust.UNVERIFIED
    note: str = "TT 29/2021/TT-BGDĐT đã bỏ một số điều kiện của thông tư này; chưa đọc được là điều kiện nào."


PROVISIONS: Final = (
    ShippedProvision(Provided.ROOMS_PER_CLASS, "preschool", "1.0"),
    ShippedProvision(Provided.AREA_PER_CHILD, "preschool", "1.5"),
    ShippedProvision(Provided.EQUIPPED, "preschool", "100"),
    ShippedProvision(Provided.QUALIFIED, "preschool", "100"),
    ShippedProvision(Provided.ROOMS_PER_CLASS, "primary", "0.7"),
    ShippedProvision(Provided.QUALIFIED, "primary", "100"),
    ShippedProvision(Provided.ROOMS_PER_CLASS, "lower_secondary", "0.5"),
    ShippedProvision(Provided.QUALIFIED, "lower_secondary", "100"),
)
"""The numbers were read in the circular; that all of them still hold was not. The day from which they hold is the first
of the circular's year, for want of its own."""

DEADLINES: Final = (
    ShippedDeadline(
        Tier.COMMUNE, 10, 3, "Ủy ban nhân dân huyện", "TT 19/2020/TT-BGDĐT; NĐ 20/2014 Điều 25", valid_until=TWO_TIERS
    ),
    ShippedDeadline(
        Tier.COMMUNE, 10, 3, "Ủy ban nhân dân tỉnh", "TT 19/2020/TT-BGDĐT, sau 01/07/2025", valid_from=TWO_TIERS,
        trust=Trust.UNVERIFIED,
    ),
    ShippedDeadline(
        Tier.DISTRICT, 10, 5, "Ủy ban nhân dân tỉnh", "TT 19/2020/TT-BGDĐT; NĐ 20/2014 Điều 25", valid_until=TWO_TIERS
    ),
    ShippedDeadline(
        Tier.PROVINCE, 10, 10, "Bộ Giáo dục và Đào tạo", "TT 19/2020/TT-BGDĐT; NĐ 20/2014 Điều 25, 31"
    ),
)  # fmt: skip
