"""What is counted of rooms, computers, toilets and what a school is connected to."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Source, Trust
from khuevan.kernel.facts import Facts
from khuevan.kernel.measures import (
    Condition,
    Count,
    Group,
    Indicator,
    Median,
    Ratio,
    Rows,
    Split,
    Sum,
    both,
    is_one,
    share,
    words_of,
    yes,
)
from khuevan.register.organisations.choices import EducationLevel
from khuevan.register.organisations.facts import SCHOOL_SPLITS
from khuevan.school.schoolyear.facts import CLASSES, STUDENTS

from .choices import BuildClass, ComputerKind, ComputerPurpose, Furnishing, RoomKind, ToiletUsers
from .facts import COMPUTERS, ROOMS, SCHOOLS, TOILETS

FACILITIES: Final = Group("facilities", _("Cơ sở vật chất"), order=50)
LISTED: Final = Source("TT 03/2024/TT-BGDĐT", _("danh mục chỉ tiêu"), Trust.REPORTED)
UNSEEN: Final = Source("TT 03/2024/TT-BGDĐT", _("chưa đọc được mã và nội dung chỉ tiêu"), Trust.UNVERIFIED)
PRIMARY_REPORT: Final = Source("QĐ 4998/QĐ-BGDĐT", "2.5", Trust.READ)
OWN: Final = Source(_("tính từ sổ cơ sở vật chất của trường"), trust=Trust.PLAIN)
ROOM: Final = _("phòng")
AREA: Final = "m²"
LEARNERS: Final = _("học sinh")
MACHINES: Final = _("máy")

BUILD: Final = Split("build_class", _("Cấp công trình"), dict(BuildClass.choices))
ROOM_KIND: Final = Split("kind", _("Loại phòng"), dict(RoomKind.choices))
PURPOSE: Final = Split("purpose", _("Dùng để"), dict(ComputerPurpose.choices))
MACHINE_KIND: Final = Split("kind", _("Loại máy"), dict(ComputerKind.choices))
USERS: Final = Split("users", _("Người dùng nhà vệ sinh"), dict(ToiletUsers.choices))
USED_BY: Final = Split("level", _("Dùng cho cấp học"), dict(EducationLevel.choices))
FURNISHED: Final = Split(
    "furnishing", _("Mức đáp ứng"), {code or "unknown": label for code, label in Furnishing.choices}
)
BY_ROOM: Final = (BUILD, ROOM_KIND, USED_BY, *SCHOOL_SPLITS)


def _page(name: str) -> Any:
    """The page of the line in the book."""
    return lambda row: reverse(f"facilities:{name}_detail", kwargs={"pk": row["id"]})


Rows(
    ROOMS, shown=("kind", "build_class", "quantity", "area_m2", "has_internet", "has_projection"), open=_page("room"),
    words=words_of(BUILD, ROOM_KIND, USED_BY, FURNISHED, *SCHOOL_SPLITS),
)  # fmt: skip
Rows(
    TOILETS, shown=("users", "quantity", "fixtures", "is_standard", "has_water"), open=_page("toilet"),
    words=words_of(USERS, *SCHOOL_SPLITS),
)  # fmt: skip
Rows(
    COMPUTERS, shown=("purpose", "kind", "quantity", "usable", "used_since"), open=_page("computer_set"),
    words=words_of(PURPOSE, MACHINE_KIND, *SCHOOL_SPLITS),
)  # fmt: skip
Rows(
    SCHOOLS, shown=("classes", "classrooms", "has_clean_water", "has_internet", "land_m2", "counted_on"),
    open=lambda row: reverse("facilities:school", args=[row["id"]]), words=words_of(*SCHOOL_SPLITS),
)  # fmt: skip

_CLASSROOM: Final = yes("is_classroom")
_NURSERY: Final = is_one("kind", "care_room")
_KINDERGARTEN: Final = both(is_one("kind", "classroom"), is_one("level", "preschool"))
_SOLID: Final = is_one("build_class", "solid")
_CONNECTED: Final = both(_CLASSROOM, yes("has_internet"), yes("has_projection"))
_INFORMATICS: Final = is_one("purpose", "informatics")
_LEVEL_NOTE: Final = _(
    "Của trường nhiều cấp chỉ tính phòng mà sổ ghi dùng cho đúng một cấp; phòng còn lại ở chỉ tiêu «chưa chia theo cấp»."
)


def _figure(word: str, facts: Facts, measure: Any, label: Any, unit: Any, **more: Any) -> None:
    Indicator(
        f"{facts.code}:{word}", FACILITIES, measure, label=label, unit=unit,
        **{"source": OWN, "splits": SCHOOL_SPLITS, **more},
    )  # fmt: skip


def _rooms(where: Condition) -> Sum:
    return Sum(ROOMS, "quantity", where)


def _rooms_share(word: str, label: Any, of: Condition, among: Condition, **more: Any) -> None:
    _figure(
        word, ROOMS, Ratio(_rooms(both(among, of)), _rooms(among), 100), label, "%",
        **{"splits": BY_ROOM, "decimals": 1, **more},
    )  # fmt: skip


# word, code in the list, label, which rooms
_CLASSROOMS_OF: Final[tuple[tuple[str, str, Any, Condition], ...]] = (
    ("nursery", "1103", _("Số phòng nuôi dưỡng, chăm sóc trẻ nhà trẻ"), _NURSERY),
    ("kindergarten", "1203", _("Số phòng học mẫu giáo"), _KINDERGARTEN),
    ("primary", "2103", _("Số phòng học tiểu học"), both(_CLASSROOM, is_one("level", "primary"))),
    ("lower_secondary", "", _("Số phòng học trung học cơ sở"),
     both(_CLASSROOM, is_one("level", "lower_secondary"))),
    ("upper_secondary", "", _("Số phòng học trung học phổ thông"),
     both(_CLASSROOM, is_one("level", "upper_secondary"))),
)  # fmt: skip

_AREAS_OF: Final[dict[str, Any]] = {
    "nursery": _("Diện tích phòng nuôi dưỡng, chăm sóc trẻ nhà trẻ"),
    "kindergarten": _("Diện tích phòng học mẫu giáo"),
    "primary": _("Diện tích phòng học tiểu học"),
    "lower_secondary": _("Diện tích phòng học trung học cơ sở"),
    "upper_secondary": _("Diện tích phòng học trung học phổ thông"),
}

_figure(
    "classrooms", ROOMS, _rooms(_CLASSROOM), _("Số phòng học, phòng nuôi dưỡng trẻ"), ROOM, splits=BY_ROOM
)
for _word, _official, _label, _which in _CLASSROOMS_OF:
    _figure(
        _word, ROOMS, _rooms(_which), _label, ROOM, splits=BY_ROOM, official=_official, note=_LEVEL_NOTE,
        source=LISTED if _official else UNSEEN, version=2,
    )  # fmt: skip
    _figure(
        f"area_{_word}", ROOMS, Sum(ROOMS, "total_m2", _which), _AREAS_OF[_word], AREA, splits=BY_ROOM, note=_LEVEL_NOTE,
        source=PRIMARY_REPORT if _word == "primary" else OWN, decimals=1,
    )  # fmt: skip
_AT_SATELLITE: Final = both(_CLASSROOM, yes("at_satellite"))
_figure(
    "satellite", ROOMS, _rooms(_AT_SATELLITE), _("Số phòng học, phòng nuôi dưỡng trẻ ở điểm lẻ"), ROOM, splits=BY_ROOM,
    source=PRIMARY_REPORT, note=_LEVEL_NOTE,
)  # fmt: skip
_figure(
    "area_satellite", ROOMS, Sum(ROOMS, "total_m2", _AT_SATELLITE),
    _("Diện tích phòng học, phòng nuôi dưỡng trẻ ở điểm lẻ"), AREA, splits=BY_ROOM, source=PRIMARY_REPORT,
    note=_LEVEL_NOTE, decimals=1,
)  # fmt: skip
_figure(
    "undivided", ROOMS, _rooms(both(_CLASSROOM, is_one("level", ""))),
    _("Số phòng học của trường nhiều cấp chưa chia theo cấp"), ROOM, splits=BY_ROOM,
    note=_("Sổ chưa ghi phòng dùng cho cấp nào, hoặc ghi nhiều cấp cùng dùng."),
)  # fmt: skip
_figure(
    "group_rooms", ROOMS, _rooms(is_one("kind", "group_room")), _("Số phòng học theo nhóm"), ROOM,
    splits=(FURNISHED, *BY_ROOM), source=PRIMARY_REPORT,
)  # fmt: skip
_figure(
    "subject_rooms", ROOMS, _rooms(yes("is_subject_room")), _("Số phòng học bộ môn"), ROOM, splits=BY_ROOM
)
_rooms_share("solid_share", _("Tỉ lệ phòng học kiên cố"), _SOLID, _CLASSROOM, source=PRIMARY_REPORT)
_rooms_share(
    "solid_nursery", _("Tỉ lệ phòng nhà trẻ kiên cố"), _SOLID, _NURSERY, official="1107", source=LISTED
)
_rooms_share(
    "solid_kindergarten", _("Tỉ lệ phòng học mẫu giáo kiên cố"), _SOLID, _KINDERGARTEN, official="1209",
    source=LISTED, note=_LEVEL_NOTE, version=2,
)  # fmt: skip
for _word, _label, _class in (
    ("semi_solid_share", _("Tỉ lệ phòng học bán kiên cố"), "semi_solid"),
    ("temporary_share", _("Tỉ lệ phòng học tạm"), "temporary"),
    ("borrowed_share", _("Tỉ lệ phòng học nhờ, mượn"), "borrowed"),
):
    _rooms_share(_word, _label, is_one("build_class", _class), _CLASSROOM, source=PRIMARY_REPORT)
_rooms_share(
    "connected_share", _("Tỉ lệ phòng học có thiết bị trình chiếu và Internet"), _CONNECTED, _CLASSROOM
)
_figure("per_class", ROOMS, Ratio(_rooms(_CLASSROOM), Count(CLASSES)), _("Số phòng học bình quân một lớp"), ROOM,
        decimals=2)  # fmt: skip
_figure(
    "area_per_learner", ROOMS, Ratio(Sum(ROOMS, "total_m2", _CLASSROOM), Count(STUDENTS)),
    _("Diện tích phòng học bình quân một học sinh"), AREA, decimals=2,
)  # fmt: skip

_figure("usable", COMPUTERS, Sum(COMPUTERS, "usable"), _("Số máy tính dùng được"), MACHINES,
        splits=(PURPOSE, MACHINE_KIND, *SCHOOL_SPLITS))  # fmt: skip
_figure("informatics", COMPUTERS, Sum(COMPUTERS, "usable", _INFORMATICS), _("Số máy tính dùng được để dạy Tin học"),
        MACHINES, splits=(MACHINE_KIND, *SCHOOL_SPLITS))  # fmt: skip
_figure(
    "usable_share", COMPUTERS, Ratio(Sum(COMPUTERS, "usable"), Sum(COMPUTERS, "quantity"), 100),
    _("Tỉ lệ máy tính dùng được"), "%", splits=(PURPOSE, MACHINE_KIND, *SCHOOL_SPLITS), decimals=1,
)  # fmt: skip
_figure(
    "learners_per_computer", COMPUTERS, Ratio(Count(STUDENTS), Sum(COMPUTERS, "usable", _INFORMATICS)),
    _("Số học sinh trên một máy tính dạy Tin học"), LEARNERS, decimals=1,
    note=_("Tất cả học sinh của trường trên số máy dùng được, không phải số em ngồi chung một máy trong giờ học."),
)  # fmt: skip
_figure("median_age", COMPUTERS, Median(COMPUTERS, "age"), _("Trung vị số năm đã dùng của các bộ máy tính"), _("năm"),
        splits=(PURPOSE, MACHINE_KIND, *SCHOOL_SPLITS), decimals=1)  # fmt: skip

_figure("all", TOILETS, Sum(TOILETS, "quantity"), _("Số nhà vệ sinh"), _("nhà vệ sinh"), splits=(USERS, *SCHOOL_SPLITS),
        source=PRIMARY_REPORT)  # fmt: skip
_figure("area", TOILETS, Sum(TOILETS, "total_m2"), _("Diện tích nhà vệ sinh"), AREA, splits=(USERS, *SCHOOL_SPLITS),
        source=PRIMARY_REPORT, decimals=1)  # fmt: skip
_figure(
    "standard_share", TOILETS,
    Ratio(Sum(TOILETS, "quantity", yes("is_standard")), Sum(TOILETS, "quantity"), 100),
    _("Tỉ lệ nhà vệ sinh đạt chuẩn"), "%", splits=(USERS, *SCHOOL_SPLITS), decimals=1, source=PRIMARY_REPORT,
)  # fmt: skip
_figure(
    "learners_per_fixture", TOILETS, Ratio(Count(STUDENTS), Sum(TOILETS, "fixtures", yes("for_learners"))),
    _("Số học sinh trên một bệ xí"), LEARNERS, decimals=1,
)  # fmt: skip
_figure(
    "girls_per_fixture", TOILETS,
    Ratio(Count(STUDENTS, is_one("sex", "female")), Sum(TOILETS, "fixtures", is_one("users", "learners_female"))),
    _("Số học sinh nữ trên một bệ xí nữ"), LEARNERS, decimals=1,
)  # fmt: skip

for _word, _label, _column in (
    ("clean_water_share", _("Tỉ lệ trường có nước sạch"), "has_clean_water"),
    ("drinking_water_share", _("Tỉ lệ trường đủ nước uống"), "has_drinking_water"),
    ("power_share", _("Tỉ lệ trường có điện"), "has_power"),
    ("stable_power_share", _("Tỉ lệ trường có điện ổn định"), "has_stable_power"),
    ("internet_share", _("Tỉ lệ trường có Internet dùng cho dạy học"), "has_internet"),
    ("fence_share", _("Tỉ lệ trường có tường rào, cổng trường"), "has_fence"),
    ("fire_safety_share", _("Tỉ lệ trường có phòng cháy, chữa cháy"), "has_fire_safety"),
    ("accessible_share", _("Tỉ lệ trường có hạ tầng tiếp cận cho người khuyết tật"), "is_accessible"),
    ("library_share", _("Tỉ lệ trường có thư viện"), "has_library"),
    ("staff_parking_share", _("Tỉ lệ trường có nhà để xe giáo viên"), "has_staff_parking"),
    ("learner_parking_share", _("Tỉ lệ trường có nhà để xe học sinh"), "has_learner_parking"),
):
    _figure(
        _word, SCHOOLS, share(SCHOOLS, yes(_column)), _label, "%", decimals=1,
        note=_("Ở ít nhất một điểm trường; trường chưa ghi sổ được tính là không có."),
    )  # fmt: skip
_figure("land", SCHOOLS, Sum(SCHOOLS, "land_m2"), _("Tổng diện tích đất"), AREA)
_figure(
    "playground",
    SCHOOLS,
    Sum(SCHOOLS, "playground_m2"),
    _("Tổng diện tích sân chơi, bãi tập"),
    AREA,
    source=PRIMARY_REPORT,
)
_figure(
    "land_per_learner", SCHOOLS, Ratio(Sum(SCHOOLS, "land_m2"), Count(STUDENTS)),
    _("Diện tích đất bình quân một học sinh"), AREA, decimals=1,
)  # fmt: skip
