"""What is counted of an area's population: enrolment rates of TT 03/2024 over the surveyed, and the shares of NĐ 20/2014.

Ages and conditions are those of the shipped thresholds; the assessment of a commune asks with the ages that are in force.
"""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Source, Trust
from khuevan.kernel.measures import (
    Between,
    Count,
    Group,
    Indicator,
    Ratio,
    Rows,
    Split,
    both,
    is_one,
    no,
    words_of,
    yes,
)
from khuevan.register.people.facts import ETHNICITY, MINORITY, SEX

from .choices import DossierState, Measure, Presence, Study, StudyLevel, Tier
from .facts import RESIDENTS, TERRITORIES
from .rules import conditions

GROUP: Final = Group("universalisation", _("Phổ cập giáo dục, xóa mù chữ"), order=60)
PEOPLE: Final = _("người")
DECREE: Final = "NĐ 20/2014/NĐ-CP"
LISTED: Final = Source("TT 03/2024/TT-BGDĐT", _("danh mục chỉ tiêu"), Trust.REPORTED)
OWN: Final = Source(_("tính từ phiếu điều tra và sổ đăng bộ của trường"), trust=Trust.PLAIN)

AGE: Final = Split("age", _("Tuổi"))
DISABLED: Final = Split(
    "has_disability", _("Khuyết tật"), {True: _("Khuyết tật"), False: _("Không khuyết tật")}
)
LEVEL: Final = Split("level", _("Đang học cấp"), {**dict(StudyLevel.choices), "": _("Không đi học")})
HAMLET: Final = Split("hamlet", _("Tổ, thôn, xóm"))
SPLITS: Final = (SEX, MINORITY, ETHNICITY, DISABLED, AGE, LEVEL, HAMLET)

Rows(
    RESIDENTS,
    shown=("form", "hamlet", "sex", "age", "level", "place", "study_said"),
    open=lambda row: reverse("universalisation:household", args=[row["household_id"]]),
    words={
        **words_of(SEX, ETHNICITY, LEVEL),
        "presence": dict(Presence.choices),
        "study_said": dict(Study.choices),
    },
)


TIER: Final = Split("tier", _("Cấp"), dict(Tier.choices))
STATE: Final = Split("state", _("Hồ sơ"), dict(DossierState.choices))
Rows(
    TERRITORIES, shown=("tier", "year", "state", "has_preschool"),
    open=lambda row: reverse("universalisation:dossier", args=[row["id"]]), words=words_of(TIER, STATE),
)  # fmt: skip


def _aged(least: int, most: int) -> Any:
    return both(conditions.OBLIGED, Between("age", least, most))


def _count(word: str, label: Any, where: Any, **more: Any) -> None:
    Indicator(
        f"universalisation.resident:{word}", GROUP, Count(RESIDENTS, where), label=label,
        **{"unit": PEOPLE, "source": OWN, "splits": SPLITS, **more},
    )  # fmt: skip


def _share(word: str, label: Any, measure: Measure, ages: tuple[int, int], **more: Any) -> None:
    wanted = conditions.counted(measure, *ages)
    Indicator(
        f"universalisation.resident:{word}", GROUP,
        Ratio(Count(RESIDENTS, both(wanted.among, wanted.of)), Count(RESIDENTS, wanted.among), 100), label=label,
        **{"unit": "%", "decimals": 1, "source": Source(DECREE, trust=Trust.READ), "splits": SPLITS, **more},
    )  # fmt: skip


_count("all", _("Dân số điều tra phổ cập"), None)
_count("obliged", _("Số người phải phổ cập"), conditions.OBLIGED)
_count("disabled", _("Số người khuyết tật trong phiếu"), yes("has_disability"))
_count("out_of_school", _("Trẻ em 6-14 tuổi không đi học"), both(_aged(6, 14), no("studies")))
_count(
    "illiterate",
    _("Người 15-60 tuổi chưa đạt chuẩn biết chữ mức độ 1"),
    both(_aged(15, 60), Between("literacy", 0, 0)),
)
_share(
    "nursery_rate", _("Tỉ lệ huy động trẻ em 0-2 tuổi"), Measure.ATTENDING, (0, 2), source=LISTED, official="1106",
    note=_("Danh mục ghi trẻ từ 3 đến 36 tháng tuổi; ở đây tính trẻ 0-2 tuổi của năm học."),
)  # fmt: skip
_share(
    "kindergarten_rate",
    _("Tỉ lệ huy động trẻ em 3-5 tuổi"),
    Measure.ATTENDING,
    (3, 5),
    source=LISTED,
    official="1206",
)
_share(
    "five_rate", _("Tỉ lệ huy động trẻ em 5 tuổi"), Measure.ATTENDING, (5, 5), source=LISTED, official="1207"
)
_share(
    "preschool_done",
    _("Tỉ lệ trẻ em 6 tuổi hoàn thành chương trình mầm non"),
    Measure.COMPLETED_PRESCHOOL,
    (6, 6),
)
_share("grade_1", _("Tỉ lệ trẻ em 6 tuổi vào lớp 1"), Measure.IN_GRADE_1, (6, 6))
_share("primary_at_11", _("Tỉ lệ trẻ em 11 tuổi hoàn thành tiểu học"), Measure.COMPLETED_PRIMARY, (11, 11))
_share("primary_at_14", _("Tỉ lệ trẻ em 14 tuổi hoàn thành tiểu học"), Measure.COMPLETED_PRIMARY, (14, 14))
_share("secondary_15_18", _("Tỉ lệ người 15-18 tuổi tốt nghiệp THCS"), Measure.GRADUATED_SECONDARY, (15, 18))
_share("studying_on", _("Tỉ lệ người 15-18 tuổi học tiếp sau THCS"), Measure.STUDYING_ON, (15, 18))
_share("literate_15_35", _("Tỉ lệ người 15-35 tuổi biết chữ mức độ 1"), Measure.LITERATE_1, (15, 35))
_share("literate_15_60", _("Tỉ lệ người 15-60 tuổi biết chữ mức độ 2"), Measure.LITERATE_2, (15, 60))
_share(
    "disabled_learning", _("Tỉ lệ trẻ khuyết tật 6-14 tuổi được đi học"), Measure.DISABLED_LEARNING, (6, 14)
)

for _word, _tier, _label, _official in (
    (
        "preschool_communes",
        "commune",
        _("Số xã được công nhận phổ cập giáo dục mầm non cho trẻ em 5 tuổi"),
        "",
    ),
    (
        "preschool_provinces",
        "province",
        _("Số tỉnh được công nhận phổ cập giáo dục mầm non cho trẻ em 5 tuổi"),
        "1211",
    ),
):
    Indicator(
        f"universalisation.territory:{_word}", GROUP,
        Count(TERRITORIES, both(is_one("tier", _tier), yes("has_preschool"))),
        label=_label, unit=_("đơn vị"), source=LISTED if _official else OWN, official=_official,
        note=_("Theo hồ sơ gần nhất đã nộp; quyết định của Bộ về một tỉnh do tỉnh ấy ghi lại."),
    )  # fmt: skip
Indicator(
    "universalisation.territory:handed_in", GROUP, Count(TERRITORIES), label=_("Số hồ sơ phổ cập đã nộp"),
    unit=_("hồ sơ"), source=OWN, splits=(TIER, STATE),
)  # fmt: skip
