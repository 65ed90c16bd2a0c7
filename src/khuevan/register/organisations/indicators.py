"""How many schools there are, of which kinds, and where: codes of TT 03/2024 where they were seen in its list."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Source, Trust
from khuevan.kernel.measures import (
    Condition,
    Count,
    Group,
    Indicator,
    Median,
    Ratio,
    Rows,
    either,
    is_one,
    no,
    share,
    words_of,
    yes,
)

from .facts import AREA, DIFFICULTY, OWNERSHIP, POINTS, SCHOOL_KIND, SCHOOL_SPLITS, SCHOOLS

NETWORK: Final = Group("network", _("Mạng lưới trường"), order=10)
LISTED: Final = Source("TT 03/2024/TT-BGDĐT", _("danh mục chỉ tiêu"), Trust.REPORTED)
UNSEEN: Final = Source("TT 03/2024/TT-BGDĐT", _("chưa đọc được mã và nội dung chỉ tiêu"), Trust.UNVERIFIED)
OWN: Final = Source(_("tính từ hồ sơ đơn vị"), trust=Trust.PLAIN)
SCHOOLS_UNIT: Final = _("trường")
KINDS_NOTE: Final = _(
    "Đếm theo loại trường ghi trong hồ sơ đơn vị; cách đếm trường nhiều cấp chưa đọc trong văn bản."
)

Rows(
    SCHOOLS, shown=("code", "school_kind", "ownership", "area", "difficulty"),
    open=lambda row: reverse("organisations:unit", args=[row["id"]]), words=words_of(*SCHOOL_SPLITS),
)  # fmt: skip
Rows(
    POINTS, shown=("school_name", "is_main", "distance_km", "area_m2"),
    open=lambda row: reverse("organisations:unit_tab", args=[row["unit_id"], "points"]), words=words_of(*SCHOOL_SPLITS),
)  # fmt: skip

# word, code in the list, label, which schools
_BY_KIND: Final[tuple[tuple[str, str, Any, Condition], ...]] = (
    ("nursery", "1101", _("Số nhà trẻ"), is_one("school_kind", "nursery")),
    ("kindergarten", "1201", _("Số trường mẫu giáo, mầm non"), is_one("school_kind", "kindergarten", "preschool")),
    ("primary", "2101", _("Số trường tiểu học"), is_one("school_kind", "primary")),
    ("lower_secondary", "", _("Số trường trung học cơ sở"), is_one("school_kind", "lower_secondary")),
    ("upper_secondary", "", _("Số trường trung học phổ thông"), is_one("school_kind", "upper_secondary", "gifted")),
    ("several_levels", "", _("Số trường phổ thông nhiều cấp học"),
     is_one("school_kind", "primary_lower", "lower_upper", "primary_lower_upper")),
    ("ethnic", "", _("Số trường phổ thông dân tộc nội trú, bán trú"),
     is_one("school_kind", "ethnic_boarding", "ethnic_semi_boarding")),
    ("special", "", _("Số trường chuyên biệt cho người khuyết tật"), is_one("school_kind", "special")),
    ("centre", "", _("Số trung tâm giáo dục thường xuyên, giáo dục nghề nghiệp - giáo dục thường xuyên"),
     is_one("school_kind", "continuing", "vocational_continuing")),
)  # fmt: skip
_TEACHING: Final = (
    ("teach_preschool", _("Số trường có dạy mầm non"), "teaches_preschool"),
    ("teach_primary", _("Số trường có dạy tiểu học"), "teaches_primary"),
    ("teach_lower", _("Số trường có dạy trung học cơ sở"), "teaches_lower"),
    ("teach_upper", _("Số trường có dạy trung học phổ thông"), "teaches_upper"),
    ("teach_continuing", _("Số cơ sở có dạy giáo dục thường xuyên"), "teaches_continuing"),
)
_DIFFICULT: Final[Condition] = is_one("difficulty", "difficult", "especially_difficult")
_SHARES: Final[tuple[tuple[str, Any, Condition], ...]] = (
    ("public_share", _("Tỉ lệ trường công lập"), is_one("ownership", "public")),
    ("difficult_share", _("Tỉ lệ trường ở vùng khó khăn, đặc biệt khó khăn"), _DIFFICULT),
    ("remote_share", _("Tỉ lệ trường ở miền núi, vùng sâu, biên giới, hải đảo"), is_one("area", "01", "04")),
    ("reachable_share", _("Tỉ lệ trường có ghi điện thoại hoặc thư điện tử"), either(yes("has_phone"), yes("has_email"))),
)  # fmt: skip

Indicator(
    "organisations.school:all", NETWORK, Count(SCHOOLS), label=_("Số trường, trung tâm"), unit=SCHOOLS_UNIT,
    source=OWN, splits=SCHOOL_SPLITS,
)  # fmt: skip
for _word, _official, _label, _which in _BY_KIND:
    Indicator(
        f"organisations.school:{_word}", NETWORK, Count(SCHOOLS, _which), label=_label, unit=SCHOOLS_UNIT,
        source=LISTED if _official else UNSEEN, official=_official, splits=SCHOOL_SPLITS, note=KINDS_NOTE,
    )  # fmt: skip
for _word, _label, _column in _TEACHING:
    Indicator(
        f"organisations.school:{_word}", NETWORK, Count(SCHOOLS, yes(_column)), label=_label, unit=SCHOOLS_UNIT,
        source=OWN, splits=SCHOOL_SPLITS, note=_("Một trường nhiều cấp được đếm ở mỗi cấp mà trường dạy."),
    )  # fmt: skip
for _word, _label, _which in _SHARES:
    Indicator(
        f"organisations.school:{_word}", NETWORK, share(SCHOOLS, _which), label=_label, unit="%", source=OWN,
        splits=(SCHOOL_KIND, OWNERSHIP, AREA, DIFFICULTY), decimals=1,
    )  # fmt: skip

Indicator(
    "organisations.point:all", NETWORK, Count(POINTS), label=_("Số điểm trường"), unit=_("điểm trường"), source=OWN,
    splits=SCHOOL_SPLITS,
)  # fmt: skip
Indicator(
    "organisations.point:satellite", NETWORK, Count(POINTS, no("is_main")), label=_("Số điểm trường lẻ"),
    unit=_("điểm trường"), source=OWN, splits=SCHOOL_SPLITS,
)  # fmt: skip
Indicator(
    "organisations.point:per_school", NETWORK, Ratio(Count(POINTS), Count(SCHOOLS)),
    label=_("Số điểm trường bình quân một trường"), unit=_("điểm trường"), source=OWN, splits=SCHOOL_SPLITS, decimals=2,
)  # fmt: skip
Indicator(
    "organisations.point:median_distance", NETWORK, Median(POINTS, "distance_km", no("is_main")),
    label=_("Trung vị khoảng cách từ điểm lẻ đến điểm chính"), unit="km", source=OWN, splits=SCHOOL_SPLITS, decimals=1,
)  # fmt: skip
