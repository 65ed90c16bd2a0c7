"""The beginning-of-year forms of TT 25/2024: symbol, reporter, day and deadline as reported; rows and columns
are ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Source, Trust

from ..choices import Season, Tier
from .declarations import Check, Form, Missing, Row, Section, across, down, within
from .pieces import (
    ANNEX_I,
    BUILT,
    BY_BUILD,
    CONTRACTS,
    DEGREES,
    GIRLS,
    LEARNER,
    OF_LEARNERS,
    OURS,
    OWNED,
    TOTAL,
    WITH_AREAS,
    column_of_grade,
    land,
    of_land,
    row_of_grade,
    schools,
    staff,
)

AS_OF: Final = (9, 30)
DUE: Final = {Tier.SCHOOL: (10, 10), Tier.COMMUNE: (10, 20), Tier.DEPARTMENT: (10, 31)}
"""Only the department's day is in the source (received by 31 October); those below leave time to check, and are ours."""
UNSEEN: Final = Source(
    "TT 25/2024/TT-BGDĐT", _("Phụ lục I: chưa đọc được biểu này, ký hiệu là phỏng đoán"), Trust.UNVERIFIED
)
COLUMNS: Final = tuple(column.code for column in OF_LEARNERS)


@dataclass(frozen=True)
class Level:
    """What the forms of one level differ in. ages: the least and the most that have a row."""

    level: str
    word: str
    school: Any
    learners: Any
    grades: tuple[str, ...]
    ages: tuple[int, int] | None
    rooms: str


def general(
    code: str, symbol: str, title: Any, one: Level, source: Source = ANNEX_I, *, version: int = 2
) -> Form:
    """Primary to upper secondary, and continuing education."""
    learners = f"schoolyear.student:{one.level}"
    held = {"level": one.level}
    own = schools(Row("schools", one.school, f"organisations.school:{one.word}"))
    grades = tuple(f"g{grade}" for grade in one.grades)
    classes = Section(
        "classes", _("Lớp"), _("lớp"), (TOTAL, *map(column_of_grade, one.grades)),
        (
            Row("classes", _("Số lớp"), f"schoolyear.class_group:{one.level}"),
            Row("combined", _("trong đó: lớp ghép"), "schoolyear.class_group:combined", held=held, depth=1),
        ),
    )  # fmt: skip
    pupils = Section(
        "learners", one.learners, LEARNER, OF_LEARNERS,
        (
            Row("all", _("Tổng số"), learners),
            *(row_of_grade(grade, learners) for grade in one.grades),
            Row("entering", _("Tuyển mới đầu cấp"), "schoolyear.student:entering", held=held, depth=1),
            Row("repeating", _("Lưu ban từ năm trước"), "schoolyear.student:repeating", held=held, depth=1),
            Row("boarding", _("Nội trú"), "schoolyear.student:boarding", held=held, depth=1),
            Row("day_boarding", _("Bán trú"), "schoolyear.student:day_boarding", held=held, depth=1),
            Row("combined", _("Học lớp ghép"), "schoolyear.student:combined", held=held, depth=1),
        ),
    )  # fmt: skip
    workers = staff(one.level)
    sections = [own, classes, pupils]
    checks: list[Check] = [
        *across(own, _("Tổng số bằng tổng các loại hình"), "total", OWNED, "schools", "points", "satellites"),
        *across(classes, _("Tổng số lớp bằng tổng các khối"), "total", grades, "classes", "combined"),
        *of_learners(pupils, "all", grades),
    ]
    if one.ages is not None:
        ages = _by_age(learners, one.ages)
        sections.append(ages)
        checks += _of_ages(ages, pupils)
    if one.rooms:
        rows = [Row("rooms", _("Số phòng học"), one.rooms)]
        if version > 1:
            rows.append(Row("area", _("Diện tích (m²)"), _area_of(one.rooms), depth=1))
        rooms = Section("rooms", _("Phòng học"), _("phòng"), BY_BUILD, tuple(rows))
        sections.append(rooms)
        checks += across(
            rooms,
            _("Tổng số phòng bằng tổng các cấp công trình"),
            "total",
            BUILT,
            *(row.code for row in rows),
        )
        if version > 1:
            grounds = land(one.level)
            sections.append(grounds)
            checks += of_land(grounds)
    return Form(
        code, symbol, title, level=one.level, season=Season.BEGINNING, as_of=AS_OF, due=DUE, source=source, layout=OURS,
        sections=(*sections, workers), checks=(*checks, *of_staff(workers)), missing=_missing(one, version),
        version=max(version, 1), **_days(version),
    )  # fmt: skip


def of_learners(section: Section, total: str, parts: tuple[str, ...]) -> list[Check]:
    """Grades add up; girls, minority and disabled are no more than all."""
    return [
        *down(section, _("Tổng số bằng tổng các khối"), total, parts, *COLUMNS),
        *within(section, _("Nữ không nhiều hơn tổng số"), "girls", "total", total, *parts),
        *within(section, _("Nữ dân tộc thiểu số không nhiều hơn dân tộc thiểu số"), "minority_girls", "minority", total),
        *within(section, _("Nữ dân tộc thiểu số không nhiều hơn nữ"), "minority_girls", "girls", total),
        *within(section, _("Khuyết tật không nhiều hơn tổng số"), "disabled", "total", total),
    ]  # fmt: skip


def of_staff(section: Section) -> list[Check]:
    parts = ("managers", "teachers", "support")
    columns = ("total", "women", "minority", "minority_women")
    return [
        *down(section, _("Tổng số bằng quản lý, giáo viên, nhân viên"), "all", parts, *columns),
        *down(section, _("Giáo viên bằng tổng các trình độ"), "teachers", tuple(f"degree_{one}" for one in DEGREES),
              "total", "women"),
        *down(section, _("Tổng số bằng tổng các hình thức hợp đồng"), "all",
              tuple(f"contract_{one}" for one in CONTRACTS), "total", "women"),
    ]  # fmt: skip


def _by_age(learners: str, ages: tuple[int, int]) -> Section:
    least, most = ages
    return Section(
        "ages", _("Theo tuổi, tính đến 31/12"), LEARNER, (TOTAL, GIRLS),
        tuple(Row(f"a{age:02}", str(age), learners, held={"age": str(age)}) for age in range(least, most + 1)),
    )  # fmt: skip


def _of_ages(ages: Section, pupils: Section) -> list[Check]:
    rows = tuple(row.code for row in ages.rows)
    return [
        Check(_("Tổng số bằng tổng các tuổi"), (pupils.key("all", column.code),),
              tuple(ages.key(row, column.code) for row in rows), of=column.label)
        for column in ages.columns
    ]  # fmt: skip


def _area_of(rooms: str) -> str:
    """The area of the rooms that an indicator counts."""
    return rooms.replace(":", ":area_")


def _days(version: int) -> dict[str, date]:
    """0: a form that has one version only."""
    if not version:
        return {}
    return {"valid_from": WITH_AREAS} if version > 1 else {"valid_until": WITH_AREAS}


def _missing(one: Level, version: int) -> tuple[Missing, ...]:
    several = Missing(
        _("Phòng học, đất của trường nhiều cấp học"),
        _("chỉ đếm phòng mà sổ ghi dùng cho đúng một cấp; đất và sân chơi của trường nhiều cấp không chia được"),
    ) if version > 1 else Missing(
        _("Phòng học của trường nhiều cấp học"), _("biểu chỉ đếm phòng mà sổ ghi dùng cho đúng một cấp"),
    )  # fmt: skip
    of_centre = Missing(_("Phòng học của trung tâm"), _("sổ cơ sở vật chất không chia phòng theo cấp"))
    return (several if one.rooms else of_centre,)


PRIMARY: Final = Level(
    "primary", "teach_primary", _("Trường có dạy tiểu học"), _("Học sinh tiểu học"),
    ("01", "02", "03", "04", "05"), (5, 16), "facilities.room:primary",
)  # fmt: skip
LOWER: Final = Level(
    "lower_secondary", "teach_lower", _("Trường có dạy trung học cơ sở"), _("Học sinh trung học cơ sở"),
    ("06", "07", "08", "09"), (10, 20), "facilities.room:lower_secondary",
)  # fmt: skip
UPPER: Final = Level(
    "upper_secondary", "teach_upper", _("Trường có dạy trung học phổ thông"), _("Học sinh trung học phổ thông"),
    ("10", "11", "12"), (14, 24), "facilities.room:upper_secondary",
)  # fmt: skip
CONTINUING: Final = Level(
    "continuing", "teach_continuing", _("Cơ sở có dạy giáo dục thường xuyên"), _("Học viên giáo dục thường xuyên"),
    ("06", "07", "08", "09", "10", "11", "12"), None, "",
)  # fmt: skip

_NURSERY, _KINDERGARTEN = ("13", "14", "15"), ("16", "17", "18")


def preschool(version: int = 2) -> Form:
    nursery = tuple(f"g{grade}" for grade in _NURSERY)
    kindergarten = tuple(f"g{grade}" for grade in _KINDERGARTEN)
    own = schools(
        Row("schools", _("Trường có dạy mầm non"), "organisations.school:teach_preschool"),
        Row("nurseries", _("Nhà trẻ"), "organisations.school:nursery", depth=1),
        Row("kindergartens", _("Trường mẫu giáo, mầm non"), "organisations.school:kindergarten", depth=1),
    )
    classes = Section(
        "classes", _("Nhóm trẻ, lớp mẫu giáo"), _("nhóm, lớp"),
        (TOTAL, *map(column_of_grade, (*_NURSERY, *_KINDERGARTEN))),
        (
            Row("nursery", _("Nhóm trẻ"), "schoolyear.class_group:nursery", only=("total", *nursery)),
            Row("kindergarten", _("Lớp mẫu giáo"), "schoolyear.class_group:kindergarten", only=("total", *kindergarten)),
        ),
    )  # fmt: skip
    of_nursery, of_kindergarten = "schoolyear.student:nursery", "schoolyear.student:kindergarten"
    children = Section(
        "learners", _("Trẻ em"), _("trẻ"), OF_LEARNERS,
        (
            Row("nursery", _("Trẻ nhà trẻ"), of_nursery),
            *(row_of_grade(grade, of_nursery) for grade in _NURSERY),
            Row("kindergarten", _("Trẻ mẫu giáo"), of_kindergarten),
            *(row_of_grade(grade, of_kindergarten) for grade in _KINDERGARTEN),
        ),
    )  # fmt: skip
    rooms = Section(
        "rooms", _("Phòng nuôi dưỡng, phòng học"), _("phòng"), BY_BUILD,
        (
            Row("nursery", _("Phòng nuôi dưỡng, chăm sóc trẻ nhà trẻ"), "facilities.room:nursery"),
            Row("kindergarten", _("Phòng học mẫu giáo"), "facilities.room:kindergarten"),
            *((
                Row("area_nursery", _("Diện tích phòng nhà trẻ (m²)"), "facilities.room:area_nursery"),
                Row("area_kindergarten", _("Diện tích phòng mẫu giáo (m²)"), "facilities.room:area_kindergarten"),
            ) if version > 1 else ()),
        ),
    )  # fmt: skip
    grounds = (land("preschool"),) if version > 1 else ()
    workers = staff("preschool")
    return Form(
        "dn-mn", "01.ĐN-MN", _("Báo cáo thống kê đầu năm học, giáo dục mầm non"), level="preschool",
        season=Season.BEGINNING, as_of=AS_OF, due=DUE, source=ANNEX_I, layout=OURS,
        sections=(own, classes, children, rooms, *grounds, workers), version=version, **_days(version),
        checks=(
            *across(own, _("Tổng số bằng tổng các loại hình"), "total", OWNED, "schools", "nurseries", "kindergartens",
                    "points", "satellites"),
            *across(classes, _("Tổng số nhóm bằng tổng các độ tuổi"), "total", nursery, "nursery"),
            *across(classes, _("Tổng số lớp bằng tổng các độ tuổi"), "total", kindergarten, "kindergarten"),
            *of_learners(children, "nursery", nursery),
            *of_learners(children, "kindergarten", kindergarten),
            *across(rooms, _("Tổng số phòng bằng tổng các cấp công trình"), "total", BUILT,
                    *(row.code for row in rooms.rows)),
            *(check for one in grounds for check in of_land(one)),
            *of_staff(workers),
        ),
        missing=(
            Missing(_("Cán bộ, giáo viên tách theo nhà trẻ và mẫu giáo"), _("hồ sơ đội ngũ không tách hai phần này")),
            Missing(_("Tỉ lệ huy động trẻ"), _("cần dân số theo độ tuổi, không có trong hồ sơ của trường")),
        ),
    )  # fmt: skip


def _forms(version: int) -> tuple[Form, ...]:
    return (
        preschool(version),
        general("dn-th", "02.ĐN-TH", _("Báo cáo thống kê đầu năm học, giáo dục tiểu học"), PRIMARY, version=version),
        general("dn-thcs", "03.ĐN-THCS", _("Báo cáo thống kê đầu năm học, giáo dục trung học cơ sở"), LOWER,
                version=version),
        general("dn-thpt", "04.ĐN-THPT", _("Báo cáo thống kê đầu năm học, giáo dục trung học phổ thông"), UPPER,
                version=version),
    )  # fmt: skip


FORMS: Final = (
    *_forms(2),
    general(
        "dn-gdtx",
        "05.ĐN-GDTX",
        _("Báo cáo thống kê đầu năm học, giáo dục thường xuyên"),
        CONTINUING,
        UNSEEN,
        version=0,
    ),
)
FORMER: Final = _forms(1)
"""Until the school year 2025-2026."""
