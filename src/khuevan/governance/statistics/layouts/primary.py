"""The primary quality reports (EQMS) of QĐ 4998, section 2.5: lists and measures as read there; days are ours."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from ..choices import Season, Tier
from .declarations import Check, Column, Form, Missing, Row, Section, across, down, within
from .ending import PRIMARY_ROWS, rated
from .pieces import (
    BUILT,
    BY_BUILD,
    CONTRACTS,
    DEGREES,
    LEARNER,
    MINORITY,
    MINORITY_WOMEN,
    OF_LEARNERS,
    OURS,
    SPECIFICATION,
    TOTAL,
    WITH_AREAS,
    WITH_POINTS,
    WOMEN,
    column_of_grade,
    land,
    of_land,
    row_of_grade,
    staff,
)

GRADES: Final = ("01", "02", "03", "04", "05")
CODES: Final = tuple(f"g{grade}" for grade in GRADES)
PUPILS: Final = "schoolyear.student:primary"
HELD: Final = {"level": "primary"}


_REGIMES: Final[tuple[tuple[str, Any], ...]] = (
    ("tenure", _("biên chế, không xác định thời hạn")), ("term", _("biên chế, xác định thời hạn")),
    ("official", _("công chức")), ("labour", _("hợp đồng lao động")),
    ("support", _("hợp đồng theo Nghị định 111/2022")), ("visiting", _("thỉnh giảng")),
)  # fmt: skip
_STEPS: Final[tuple[tuple[str, Any], ...]] = (
    ("c2", _("bậc 6 (C2)")), ("c1", _("bậc 5 (C1)")), ("b2", _("bậc 4 (B2)")), ("b1", _("bậc 3 (B1)")),
    ("below", _("dưới bậc 3 (B1)")), ("unknown", _("chưa ghi bậc")),
)  # fmt: skip


def _regimes(indicator: str) -> tuple[Row, ...]:
    return tuple(
        Row(f"regime_{one}", label, indicator, held={**HELD, "contract_form": one}, depth=1)
        for one, label in _REGIMES
    )


def _english() -> tuple[Section, list[Check]]:
    """DN_DNGVTAS: teachers of English, by step of TT 01/2014 and by regime."""
    section = Section(
        "english", _("Giáo viên tiếng Anh"), _("người"), (TOTAL, WOMEN, MINORITY, MINORITY_WOMEN),
        (
            Row("teachers", _("Giáo viên tiếng Anh"), "staff.employed:english", held=HELD),
            *(Row(f"step_{one}", label, f"staff.employed:english_{one}", held=HELD, depth=1) for one, label in _STEPS),
            Row("regimes", _("Chia theo chế độ")),
            *_regimes("staff.employed:english"),
        ),
        "DN_DNGVTAS",
    )  # fmt: skip
    columns = ("total", "women", "minority", "minority_women")
    return section, [
        *down(section, _("Giáo viên tiếng Anh bằng tổng các bậc"), "teachers", tuple(f"step_{one}" for one, _w in _STEPS),
              *columns),
        *down(section, _("Giáo viên bằng tổng các chế độ"), "teachers", tuple(f"regime_{one}" for one in CONTRACTS),
              *columns),
    ]  # fmt: skip


def _trained(list_code: str) -> tuple[Section, list[Check]]:
    """GN_CMCD2S, CN_CMCD2S: who completed training in the school year."""
    section = Section(
        "training", _("Đã hoàn thành bồi dưỡng trong năm học"), _("người"), (TOTAL, WOMEN, MINORITY),
        (
            Row("teachers", _("Giáo viên"), "staff.employed:trained_teachers", held=HELD),
            Row("managers", _("Hiệu trưởng, phó hiệu trưởng"), "staff.employed:trained_managers", held=HELD),
        ),
        list_code,
    )  # fmt: skip
    return section, [
        *within(section, _("Nữ không nhiều hơn tổng số"), "women", "total", "teachers", "managers")
    ]


def _teachers() -> tuple[Section, list[Check]]:
    """DN_DNGVS: teachers only, by training and by regime."""
    whole = staff("primary")
    kept = {"teachers", *(f"degree_{one}" for one in DEGREES)}
    section = Section(
        "teachers", _("Đội ngũ giáo viên"), _("người"), whole.columns,
        (
            *(row for row in whole.rows if row.code in kept),
            Row("regimes", _("Chia theo chế độ")),
            *_regimes("staff.employed:teachers"),
        ),
        "DN_DNGVS",
    )  # fmt: skip
    return section, [
        *down(section, _("Giáo viên bằng tổng các trình độ"), "teachers", tuple(f"degree_{one}" for one in DEGREES),
              "total", "women"),
        *down(section, _("Giáo viên bằng tổng các chế độ"), "teachers", tuple(f"regime_{one}" for one in CONTRACTS),
              "total", "women"),
    ]  # fmt: skip


def _classes(version: int) -> tuple[Section, list[Check]]:
    """DN_LOPHSS: classes and combined classes by grade; from version 3 on those at further points."""
    further = Row(
        "satellite", _("trong đó: lớp ở điểm lẻ"), "schoolyear.class_group:satellite", held=HELD, depth=1
    )
    section = Section(
        "classes", _("Lớp"), _("lớp"), (TOTAL, *map(column_of_grade, GRADES)),
        (
            Row("classes", _("Số lớp"), "schoolyear.class_group:primary"),
            Row("combined", _("Lớp ghép"), "schoolyear.class_group:combined", held=HELD, depth=1),
            *((further,) if version > 2 else ()),
        ),
        "DN_LOPHSS",
    )  # fmt: skip
    rows = tuple(row.code for row in section.rows)
    return section, [*across(section, _("Tổng số lớp bằng tổng các khối"), "total", CODES, *rows)]


def pupils(list_code: str) -> tuple[Section, list[Check]]:
    """Pupils of each grade: girls, minority, minority girls, disabled; and those in combined classes."""
    combined = "schoolyear.student:combined"
    section = Section(
        "learners", _("Học sinh"), LEARNER, OF_LEARNERS,
        (
            Row("all", _("Tổng số"), PUPILS),
            *(row_of_grade(grade, PUPILS) for grade in GRADES),
            Row("combined", _("Học lớp ghép"), combined, held=HELD),
        ),
        list_code,
    )  # fmt: skip
    columns = tuple(column.code for column in OF_LEARNERS)
    return section, [*down(section, _("Tổng số bằng tổng các khối"), "all", CODES, *columns)]


def _points() -> tuple[Section, list[Check]]:
    """DN_DTRLOPHSS: pupils whose class is at a further point, by grade; all further points of the school together."""
    further = "schoolyear.student:satellite"
    section = Section(
        "points", _("Học sinh học ở điểm lẻ"), LEARNER, OF_LEARNERS,
        (
            Row("all", _("Tổng số"), further, held=HELD),
            *(Row(f"g{grade}", row_of_grade(grade, further).label, further, held={**HELD, "grade": grade}, depth=1)
              for grade in GRADES),
            Row("combined", _("Học lớp ghép"), "schoolyear.student:satellite_combined", held=HELD, depth=1),
        ),
        "DN_DTRLOPHSS",
    )  # fmt: skip
    columns = tuple(column.code for column in OF_LEARNERS)
    return section, [*down(section, _("Tổng số bằng tổng các khối"), "all", CODES, *columns)]


def _rooms(version: int) -> tuple[Section, list[Check]]:
    rows = [Row("rooms", _("Số phòng học"), "facilities.room:primary")]
    if version > 1:
        rows.append(Row("area", _("Diện tích (m²)"), "facilities.room:area_primary", depth=1))
    if version > 2:
        rows += [
            Row("satellite", _("trong đó: phòng ở điểm lẻ"), "facilities.room:satellite", held=HELD, depth=1),
            Row(
                "area_satellite",
                _("Diện tích ở điểm lẻ (m²)"),
                "facilities.room:area_satellite",
                held=HELD,
                depth=1,
            ),
        ]
    section = Section("rooms", _("Phòng học"), _("phòng"), BY_BUILD, tuple(rows), "DN_CSVCPHONGHOCS")
    codes = [row.code for row in rows]
    return section, [
        *across(section, _("Tổng số phòng bằng tổng các cấp công trình"), "total", BUILT, *codes)
    ]


def _group_rooms() -> tuple[Section, list[Check]]:
    """Of the list by points: whether they suffice, over the whole school."""
    kinds: tuple[tuple[str, Any], ...] = (
        ("enough", _("Đủ diện tích, bàn ghế")), ("lacks_furniture", _("Thiếu bàn ghế")),
        ("lacks_area", _("Thiếu diện tích")), ("unknown", _("Chưa đánh giá")),
    )  # fmt: skip
    columns = (TOTAL, *(Column(code, label, {"furnishing": code}) for code, label in kinds))
    section = Section(
        "group_rooms", _("Phòng học theo nhóm của trường một cấp"), _("phòng"), columns,
        (Row("rooms", _("Số phòng"), "facilities.room:group_rooms", held={"school_level": "primary"}),),
        "DN_DTRCSVCS",
    )  # fmt: skip
    parts = tuple(code for code, _label in kinds)
    return section, [*across(section, _("Tổng số bằng tổng các mức đáp ứng"), "total", parts, "rooms")]


def _grounds() -> tuple[Section, list[Check]]:
    section = land("primary", "DN_CSVCDIENTICHDATS")
    return section, of_land(section)


def _parking() -> tuple[Section, list[Check]]:
    held = {"school_level": "primary"}
    section = Section(
        "parking", _("Nhà để xe của trường một cấp"), _("trường"), (TOTAL,),
        (
            Row("staff", _("Trường có nhà để xe giáo viên"), "facilities.school:staff_parking_share", held=held),
            Row("learners", _("Trường có nhà để xe học sinh"), "facilities.school:learner_parking_share", held=held),
        ),
        "DN_DTRCSVCS",
    )  # fmt: skip
    return section, []


def _toilets(version: int) -> tuple[Section, list[Check]]:
    users: tuple[tuple[str, Any], ...] = (
        ("staff_male", _("GV nam")), ("staff_female", _("GV nữ")), ("staff_shared", _("GV dùng chung")),
        ("learners_male", _("HS nam")), ("learners_female", _("HS nữ")), ("learners_shared", _("HS dùng chung")),
    )  # fmt: skip
    held = {"school_level": "primary"}
    section = Section(
        "toilets", _("Nhà vệ sinh của trường một cấp"), _("nhà vệ sinh"),
        (TOTAL, *(Column(code, label, {"users": code}) for code, label in users)),
        (
            Row("toilets", _("Số nhà vệ sinh"), "facilities.toilet:all", held=held),
            Row("standard", _("trong đó: đạt chuẩn"), "facilities.toilet:standard_share", held=held, depth=1),
            *([Row("area", _("Diện tích (m²)"), "facilities.toilet:area", held=held)] if version > 1 else []),
        ),
        "DN_CSVCNHAVESINHS",
    )  # fmt: skip
    codes = tuple(code for code, _label in users)
    return section, [
        *across(
            section,
            _("Tổng số bằng tổng các nhóm người dùng"),
            "total",
            codes,
            *(row.code for row in section.rows),
        )
    ]


def _form(
    code: str, symbol: str, title: Any, season: Season, as_of: tuple[int, int], due: tuple[tuple[int, int], ...],
    found: tuple[tuple[Section, list[Check]], ...], missing: tuple[Missing, ...], **more: Any,
) -> Form:  # fmt: skip
    days = dict(zip((Tier.SCHOOL, Tier.COMMUNE, Tier.DEPARTMENT), due, strict=True))
    return Form(
        code, symbol, title, level="primary", season=season, as_of=as_of, due=days, source=SPECIFICATION, layout=OURS,
        sections=tuple(section for section, _checks in found),
        checks=tuple(check for _section, checks in found for check in checks), missing=missing, **more,
    )  # fmt: skip


_NO_RECORD: Final = _("nền tảng chưa có hồ sơ này")
_OF_YEAR_END: Final = _("kết quả chung của học sinh tiểu học chỉ có ở cuối năm")
_OF_TESTS: Final = _("tài liệu không nói ô đếm điểm nào; chỉ tiêu chưa đọc điểm từng bài kiểm tra")
_CMCD1S: Final = Missing(_("CMCD1S: sinh hoạt chuyên môn cộng đồng"), _NO_RECORD)
_DEVELOPMENT: Final = (_CMCD1S, Missing(_("CMCD2S: mô đun bồi dưỡng đã hoàn thành"), _NO_RECORD))
_MODULES: Final = Missing(
    _("CMCD2S: từng mô đun bồi dưỡng"),
    _("hồ sơ ghi đợt bồi dưỡng, không ghi mô đun; biểu đếm người đã hoàn thành"),
)


def _beginning(
    found: tuple[tuple[Section, list[Check]], ...], missing: tuple[Missing, ...], **more: Any
) -> Form:
    return _form(
        "eqms-dn", "EQMS.ĐN", _("Báo cáo chất lượng giáo dục tiểu học, đầu năm"), Season.BEGINNING, (9, 30),
        ((10, 10), (10, 20), (10, 31)), found, missing, **more,
    )  # fmt: skip


def _middle(
    found: tuple[tuple[Section, list[Check]], ...], missing: tuple[Missing, ...], **more: Any
) -> Form:
    return _form(
        "eqms-gn", "EQMS.GN", _("Báo cáo chất lượng giáo dục tiểu học, giữa năm"), Season.MIDDLE, (1, 31),
        ((2, 10), (2, 20), (2, 28)), (pupils("GN_DGHSS"), *found),
        (
            Missing(_("GN_DGHSS: kết quả đánh giá giữa năm"), _OF_YEAR_END),
            Missing(_("GN_DIEMS: điểm kiểm tra định kỳ"), _OF_TESTS),
            *missing,
        ),
        **more,
    )  # fmt: skip


def _end(found: tuple[tuple[Section, list[Check]], ...], missing: tuple[Missing, ...], **more: Any) -> Form:
    return _form(
        "eqms-cn", "EQMS.CN", _("Báo cáo chất lượng giáo dục tiểu học, cuối năm"), Season.END, (5, 31),
        ((6, 10), (6, 20), (6, 30)),
        (pupils("CN_DGHSS"), rated("overall", _("Đánh giá kết quả giáo dục"), "primary", PRIMARY_ROWS), *found),
        (Missing(_("CN_DIEMS: điểm kiểm tra định kỳ"), _OF_TESTS), *missing),
        **more,
    )  # fmt: skip


_OF_ENGLISH: Final = Missing(_("DN_DNGVTAS: giáo viên tiếng Anh theo bậc năng lực"), _NO_RECORD)
_PEDAGOGY: Final = Missing(
    _("DN_DNGVTAS: chứng chỉ nghiệp vụ sư phạm"), _("hồ sơ đội ngũ không ghi chứng chỉ này")
)
_OF_POINTS: Final = (
    Missing(
        _("DN_DTRCSVCS: cơ sở vật chất theo điểm trường"), _("sổ có theo điểm trường nhưng chỉ tiêu đếm theo trường")
    ),
    Missing(_("DN_DTRLOPHSS theo từng điểm trường"), _("lớp không ghi điểm trường; biểu cho số của cả trường")),
)  # fmt: skip
_EACH_POINT: Final = Missing(
    _("DN_DTRCSVCS, DN_DTRLOPHSS: từng điểm trường một dòng"),
    _("biểu cho cả trường và, trong đó, các điểm lẻ gộp lại; từng điểm xem ở sổ phòng và danh sách lớp"),
)
_OF_AREAS: Final = Missing(
    _("DN_CSVCDIENTICHDATS và diện tích của phòng học, nhà vệ sinh"), _("phiên bản này của biểu chưa có")
)
FORMER: Final = (
    _beginning(
        (_teachers(), _classes(1), pupils("DN_DTRLOPHSS"), _rooms(1), _toilets(1)),
        (_OF_ENGLISH, *_OF_POINTS, _OF_AREAS), valid_until=WITH_AREAS,
    ),
    _beginning(
        (
            _teachers(), _classes(2), pupils("DN_DTRLOPHSS"), _rooms(2), _group_rooms(), _toilets(2), _grounds(),
            _parking(),
        ),
        (_OF_ENGLISH, *_OF_POINTS), version=2, valid_from=WITH_AREAS, valid_until=WITH_POINTS,
    ),
    _middle((), _DEVELOPMENT, valid_until=WITH_POINTS),
    _end((), _DEVELOPMENT, valid_until=WITH_POINTS),
)  # fmt: skip
"""Until the school year 2025-2026; the second of the beginning of the year until the third came."""

FORMS: Final = (
    _beginning(
        (
            _teachers(), _english(), _classes(3), pupils("DN_LOPHSS"), _points(), _rooms(3), _group_rooms(), _toilets(2),
            _grounds(), _parking(),
        ),
        (_PEDAGOGY, _EACH_POINT), version=3, valid_from=WITH_POINTS,
    ),
    _middle((_trained("GN_CMCD2S"),), (_CMCD1S, _MODULES), version=2, valid_from=WITH_POINTS),
    _end((_trained("CN_CMCD2S"),), (_CMCD1S, _MODULES), version=2, valid_from=WITH_POINTS),
)  # fmt: skip
