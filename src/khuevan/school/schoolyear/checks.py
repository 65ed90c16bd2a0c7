"""What is wrong, missing, twice or stale in enrolments and classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Check, Component, Dimension, Limit, Severity, Source, Trust

from .facts import CLASSES, ENROLMENTS, PAST_CLASSES

REGISTER = Component("schoolyear.register", _("Học sinh trong năm học"), school="clerk", order=30)
CLASS_RECORDS = Component("schoolyear.classes", _("Lớp học"), school="clerk", order=40)
CHARTER = "TT 15/2026/TT-BGDĐT"
SIZES = Source(CHARTER, _("số học sinh một lớp"), Trust.READ)
AGES = Source(CHARTER, _("tuổi vào học"), Trust.READ)
FIELDS_LAW = "QĐ 4998/QĐ-BGDĐT"
OWN = Source(_("hai nơi ghi một điều phải giống nhau"), trust=Trust.PLAIN)

in_school = pl.col("grade_number").is_between(1, 12) & (pl.col("level") != "continuing")
in_kindergarten = pl.col("grade_number").is_between(16, 18)
years_late = pl.col("year") - pl.col("birth_year") - (pl.col("grade_number") + 5)
years_off = pl.col("year") - pl.col("birth_year") - (pl.col("grade_number") - 13)
knows_birth = pl.col("birth_year").is_not_null()


def to_person(row: Mapping[str, Any]) -> str:
    return f"{reverse('people:edit', args=[row['person_id']])}#id_born"


def to_record(name: str) -> Callable[[Mapping[str, Any]], str]:
    """The page of the enrolment or the class."""
    return lambda row: reverse(f"schoolyear:{name}_detail", kwargs={"pk": row["id"]})


Check(
    "schoolyear.enrolment:age_impossible", ENROLMENTS, REGISTER, Dimension.CORRECT, Severity.WRONG,
    label=_("Ngày sinh không thể có ở khối lớp này"),
    text=_("Học khối %(grade_number)s mà sinh ngày %(birth_date)s: sớm hơn %(early)s năm hoặc muộn hơn %(late)s năm."),
    fields=("birth_date", "grade"), shown=("person_id",), source=AGES,
    limits=(Limit("early", 2, _("năm")), Limit("late", 12, _("năm"))),
    applies=lambda at: in_school & knows_birth,
    wrong=lambda at: (years_late < -at.limit("early")) | (years_late > at.limit("late")),
    mend=to_person,
)  # fmt: skip
Check(
    "schoolyear.enrolment:age_early", ENROLMENTS, REGISTER, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Học sớm tuổi"),
    text=_("Học khối %(grade_number)s, sinh ngày %(birth_date)s: sớm hơn tuổi quy định; cần quyết định học vượt lớp."),
    fields=("birth_date", "grade"), shown=("person_id",), source=AGES, limits=(Limit("early", 2, _("năm")),),
    applies=lambda at: in_school & knows_birth,
    wrong=lambda at: (years_late < 0) & (years_late >= -at.limit("early")),
    mend=to_person,
)  # fmt: skip
Check(
    "schoolyear.enrolment:age_late", ENROLMENTS, REGISTER, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Học quá tuổi"),
    text=_("Học khối %(grade_number)s, sinh ngày %(birth_date)s: quá tuổi quy định hơn %(most)s năm."),
    fields=("birth_date", "grade"), shown=("person_id",), source=AGES,
    limits=(Limit("most", 3, _("năm")), Limit("late", 12, _("năm"))),
    applies=lambda at: in_school & knows_birth,
    wrong=lambda at: (years_late > at.limit("most")) & (years_late <= at.limit("late")),
    mend=to_person,
)  # fmt: skip
Check(
    "schoolyear.enrolment:age_group", ENROLMENTS, REGISTER, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Trẻ không đúng nhóm tuổi mẫu giáo"),
    text=_("Trẻ sinh ngày %(birth_date)s lệch nhóm tuổi hơn %(most)s năm."),
    fields=("birth_date", "grade"), shown=("person_id",),
    source=Source(FIELDS_LAW, "DM_NHOM_TUOI_MN", Trust.PRACTICE), limits=(Limit("most", 1, _("năm")),),
    applies=lambda at: in_kindergarten & knows_birth,
    wrong=lambda at: years_off.abs() > at.limit("most"),
    mend=to_person,
)  # fmt: skip
Check(
    "schoolyear.enrolment:enrolled_future", ENROLMENTS, REGISTER, Dimension.CORRECT, Severity.WRONG,
    label=_("Ngày vào trường ở tương lai"),
    text=_("Ngày vào trường %(enrolled_on)s còn ở tương lai."),
    fields=("enrolled_on",), source=Source(_("việc đã ghi phải đã xảy ra"), trust=Trust.PLAIN),
    wrong=lambda at: pl.col("enrolled_on") > at.on,
    mend=to_record("enrolment"),
)  # fmt: skip
Check(
    "schoolyear.enrolment:grade_differs", ENROLMENTS, REGISTER, Dimension.CORRECT, Severity.WRONG,
    label=_("Khối của học sinh khác khối của lớp"),
    text=_("Học sinh ghi khối %(grade_number)s nhưng lớp %(class_name)s thuộc khối khác."),
    fields=("grade", "class_name"), source=OWN,
    applies=lambda at: pl.col("has_class"),
    wrong=lambda at: pl.col("grade_differs"),
    mend=to_record("enrolment"),
)  # fmt: skip
Check(
    "schoolyear.enrolment:class_missing", ENROLMENTS, REGISTER, Dimension.COMPLETE, Severity.WRONG,
    label=_("Chưa xếp lớp"),
    text=_("Học sinh đang học nhưng chưa được xếp lớp."),
    fields=("has_class",), source=Source(FIELDS_LAW, "MA_LOP", Trust.READ),
    wrong=lambda at: ~pl.col("has_class"),
    mend=to_record("enrolment"),
)  # fmt: skip
Check(
    "schoolyear.enrolment:class_closed", ENROLMENTS, REGISTER, Dimension.LIVE, Severity.WRONG,
    label=_("Còn ở lớp đã giải thể"),
    text=_("Học sinh còn ở lớp %(class_name)s đã giải thể."),
    fields=("class_is_closed", "class_name"), source=OWN,
    applies=lambda at: pl.col("has_class"),
    wrong=lambda at: pl.col("class_is_closed"),
    mend=to_record("enrolment"),
)  # fmt: skip
Check(
    "schoolyear.enrolment:name_stale", ENROLMENTS, REGISTER, Dimension.LIVE, Severity.DOUBTFUL,
    label=_("Sổ đăng bộ chưa theo họ tên mới"),
    text=_("Họ tên trong sổ đăng bộ khác hồ sơ cá nhân."),
    fields=("name_differs",), source=OWN,
    wrong=lambda at: pl.col("name_differs"),
    mend=to_record("enrolment"),
)  # fmt: skip
Check(
    "schoolyear.enrolment:birth_stale", ENROLMENTS, REGISTER, Dimension.LIVE, Severity.DOUBTFUL,
    label=_("Sổ đăng bộ chưa theo ngày sinh mới"),
    text=_("Ngày sinh trong sổ đăng bộ khác hồ sơ cá nhân (%(birth_date)s)."),
    fields=("birth_differs",), source=OWN,
    wrong=lambda at: pl.col("birth_differs"),
    mend=to_record("enrolment"),
)  # fmt: skip

# --- classes ------------------------------------------------------------------------------------------------

is_secondary = pl.col("level").is_in(["lower_secondary", "upper_secondary"])

Check(
    "schoolyear.class_group:size_primary", CLASSES, CLASS_RECORDS, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Lớp tiểu học quá đông"),
    text=_("Lớp có %(size)s học sinh, nhiều nhất là %(most)s."),
    fields=("size",), source=SIZES, limits=(Limit("most", 35, _("học sinh")),),
    applies=lambda at: pl.col("level") == "primary", wrong=lambda at: pl.col("size") > at.limit("most"),
    mend=to_record("class_group"),
)  # fmt: skip
Check(
    "schoolyear.class_group:size_secondary", CLASSES, CLASS_RECORDS, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Lớp trung học quá đông"),
    text=_("Lớp có %(size)s học sinh, nhiều nhất là %(most)s."),
    fields=("size",), source=SIZES, limits=(Limit("most", 45, _("học sinh")),),
    applies=lambda at: is_secondary, wrong=lambda at: pl.col("size") > at.limit("most"),
    mend=to_record("class_group"),
)  # fmt: skip
Check(
    "schoolyear.class_group:size_combined", CLASSES, CLASS_RECORDS, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Lớp ghép quá đông"),
    text=_("Lớp ghép có %(size)s học sinh, nhiều nhất là %(most)s."),
    fields=("size",), source=SIZES, limits=(Limit("most", 15, _("học sinh")),),
    applies=lambda at: pl.col("is_combined") & (pl.col("level") == "primary"),
    wrong=lambda at: pl.col("size") > at.limit("most"),
    mend=to_record("class_group"),
)  # fmt: skip
Check(
    "schoolyear.class_group:combined_grades", CLASSES, CLASS_RECORDS, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Lớp ghép quá nhiều trình độ"),
    text=_("Lớp ghép %(combined_grades)s trình độ, nhiều nhất là %(most)s."),
    fields=("combined_grades",), source=SIZES, limits=(Limit("most", 3, _("trình độ")),),
    applies=lambda at: pl.col("is_combined"), wrong=lambda at: pl.col("combined_grades") > at.limit("most"),
    mend=to_record("class_group"),
)  # fmt: skip
Check(
    "schoolyear.class_group:disabled", CLASSES, CLASS_RECORDS, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Quá nhiều học sinh khuyết tật trong một lớp"),
    text=_("Lớp hòa nhập có %(disabled)s học sinh khuyết tật, nhiều nhất là %(most)s."),
    fields=("disabled",), source=SIZES, limits=(Limit("most", 2, _("học sinh")),),
    applies=lambda at: ~pl.col("is_special"), wrong=lambda at: pl.col("disabled") > at.limit("most"),
    mend=to_record("class_group"),
)  # fmt: skip
Check(
    "schoolyear.class_group:level_not_taught", CLASSES, CLASS_RECORDS, Dimension.CORRECT, Severity.WRONG,
    label=_("Lớp thuộc cấp mà trường không dạy"),
    text=_("Cấp học của lớp không có trong các cấp học của trường."),
    fields=("level",), source=OWN,
    wrong=lambda at: ~pl.col("level_is_taught"),
    mend=to_record("class_group"),
)  # fmt: skip
Check(
    "schoolyear.class_group:homeroom_missing", CLASSES, CLASS_RECORDS, Dimension.COMPLETE, Severity.DOUBTFUL,
    label=_("Lớp chưa có giáo viên chủ nhiệm"),
    text=_("Lớp chưa có giáo viên chủ nhiệm."),
    fields=("has_homeroom_teacher",), source=Source(FIELDS_LAW, "GIAO_VIEN_ID", Trust.READ),
    wrong=lambda at: ~pl.col("has_homeroom_teacher"),
    mend=to_record("class_group"),
)  # fmt: skip
Check(
    "schoolyear.class_group:homeroom_twice", CLASSES, CLASS_RECORDS, Dimension.CLEAN, Severity.DOUBTFUL,
    label=_("Một người chủ nhiệm nhiều lớp"),
    text=_("Giáo viên chủ nhiệm của lớp đang chủ nhiệm %(homerooms)s lớp."),
    fields=("homerooms",), source=Source(_("mỗi giáo viên chủ nhiệm một lớp"), trust=Trust.UNVERIFIED),
    applies=lambda at: pl.col("has_homeroom_teacher"), wrong=lambda at: pl.col("homerooms") > 1,
    mend=to_record("class_group"),
)  # fmt: skip
Check(
    "schoolyear.class_group:name_twice", CLASSES, CLASS_RECORDS, Dimension.CLEAN, Severity.WRONG,
    label=_("Hai lớp cùng tên"),
    text=_("Trường có %(namesakes)s lớp cùng tên trong năm học."),
    fields=("namesakes",), source=Source(_("tên lớp phân biệt các lớp của một trường"), trust=Trust.PLAIN),
    wrong=lambda at: pl.col("namesakes") > 1,
    mend=to_record("class_group"),
)  # fmt: skip
Check(
    "schoolyear.class_group:empty", CLASSES, CLASS_RECORDS, Dimension.LIVE, Severity.DOUBTFUL,
    label=_("Lớp không có học sinh"),
    text=_("Lớp đang mở nhưng không có học sinh nào."),
    fields=("size",), source=Source("TT 42/2021/TT-BGDĐT", trust=Trust.REPORTED),
    wrong=lambda at: pl.col("size") == 0,
    mend=to_record("class_group"),
)  # fmt: skip

Check(
    "schoolyear.past_class:frozen", PAST_CLASSES, CLASS_RECORDS, Dimension.LIVE, Severity.WRONG,
    label=_("Lớp đóng băng: chưa chuyển sang năm học mới"),
    text=_("Lớp của năm học %(year_code)s còn %(stayed)s học sinh, chưa em nào có trong năm học %(next_code)s dù đã vào"
           " năm học %(days_into_year)s ngày (cho phép %(days)s ngày)."),
    fields=("year_code",), source=Source(CHARTER, _("số ngày do Sở định, sửa được"), Trust.UNVERIFIED),
    limits=(Limit("days", 60, _("ngày")),),
    applies=lambda at: pl.col("stayed") > 0,
    wrong=lambda at: (pl.col("went_on") == 0) & (pl.col("days_into_year") > at.limit("days")),
    mend=lambda row: reverse("schoolyear:roll_over"),
)  # fmt: skip
