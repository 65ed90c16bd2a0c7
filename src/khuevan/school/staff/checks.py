"""What cannot be, what is missing, what is there twice and what has gone stale in what a school records of its staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Check, Component, Dimension, Limit, Setting, Severity, Source, Trust

from .facts import LESSONS, MEMBERS

MEMBER_RECORDS = Component("staff.members", _("Đội ngũ"), school="clerk", order=50)
TEACHING = Component("staff.lessons", _("Phân công giảng dạy"), school="head", order=55)

FIELDS_LAW = "QĐ 4998/QĐ-BGDĐT"
RETIREMENT = Source("Bộ luật Lao động 45/2019/QH14, Điều 169; NĐ 135/2020/NĐ-CP", "Điều 4", Trust.UNVERIFIED)
OWN = Source(_("hai nơi ghi một điều phải giống nhau"), trust=Trust.PLAIN)
SENSE = Source(_("suy từ chính dữ liệu"), trust=Trust.PLAIN)

is_teacher = pl.col("part") == "teacher"
teaches_subjects = is_teacher & pl.col("level").is_in(["lower_secondary", "upper_secondary"])
knows_birth = pl.col("birth_date").is_not_null()
_RANKS = ["below", "elementary", "intermediate", "college", "bachelor", "master", "doctor"]
_BELOW_COLLEGE, _BELOW_BACHELOR = _RANKS[:3], _RANKS[:4]


def to_member(cell: str) -> Callable[[Mapping[str, Any]], str]:
    """The form of the member, at the field."""
    return lambda row: f"{reverse('staff:member_change', args=[row['id']])}#id_{cell}"


def to_person(cell: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: f"{reverse('people:edit', args=[row['person_id']])}#id_{cell}"


def to_acts(row: Mapping[str, Any]) -> str:
    """Where a decision is recorded."""
    return reverse("staff:acts", args=[row["id"]])


def to_contract(row: Mapping[str, Any]) -> str:
    return f"{reverse('staff:contract_add')}?staff={row['id']}"


def to_board(row: Mapping[str, Any]) -> str:
    return (
        f"{reverse('staff:board')}?school={row['unit_id']}" if row.get("unit_id") else reverse("staff:board")
    )


def months(at: Setting) -> pl.Expr:
    """Completed months of age on the day."""
    born = pl.col("birth_date")
    return (
        (at.on.year - born.dt.year()) * 12
        + at.on.month
        - born.dt.month()
        - (born.dt.day() > at.on.day).cast(pl.Int32)
    )


def retirement(at: Setting) -> pl.Expr:
    """Months of age at which somebody of this sex retires in the year, by the limits in force."""
    steps = max(at.on.year - 2021, 0)
    ages = {
        sex: min(at.limit(f"{sex}_first") + steps * at.limit(f"{sex}_step"), at.limit(f"{sex}_last"))
        for sex in ("male", "female")
    }
    return pl.when(pl.col("sex") == "female").then(ages["female"]).otherwise(ages["male"])


# --- correct -------------------------------------------------------------------------------------------------

Check(
    "staff.member:too_young", MEMBERS, MEMBER_RECORDS, Dimension.CORRECT, Severity.WRONG,
    label=_("Chưa đủ tuổi làm viên chức"),
    text=_("Sinh ngày %(birth_date)s, chưa đủ %(least)s tuổi mà đã trong đội ngũ."),
    fields=("birth_date",), shown=("person_id",),
    source=Source("Luật Viên chức 58/2010/QH12", "Điều 22", Trust.UNVERIFIED), limits=(Limit("least", 18, _("tuổi")),),
    applies=lambda at: knows_birth, wrong=lambda at: months(at) < at.limit("least") * 12, mend=to_person("born"),
)  # fmt: skip
Check(
    "staff.member:past_retirement", MEMBERS, MEMBER_RECORDS, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Quá tuổi nghỉ hưu mà vẫn đang làm việc"),
    text=_("Sinh ngày %(birth_date)s, đã quá tuổi nghỉ hưu mà chưa ghi chờ nghỉ hưu hoặc nghỉ hưu."),
    fields=("birth_date", "sex", "status"), source=RETIREMENT,
    limits=(
        Limit("male_first", 723, _("tháng tuổi, nam, năm 2021")), Limit("male_step", 3, _("tháng mỗi năm")),
        Limit("male_last", 744, _("tháng tuổi, nam, cao nhất")),
        Limit("female_first", 664, _("tháng tuổi, nữ, năm 2021")),
        Limit("female_step", 4, _("tháng mỗi năm")), Limit("female_last", 720, _("tháng tuổi, nữ, cao nhất")),
        Limit("grace", 2, _("tháng")),
    ),
    applies=lambda at: knows_birth & (pl.col("sex") != "") & pl.col("status").is_in(["1", "2"]),
    wrong=lambda at: months(at) >= retirement(at) + at.limit("grace"),
    advice=_("Ghi quyết định nghỉ hưu, hoặc giải trình nếu được kéo dài thời gian làm việc."), mend=to_acts,
)  # fmt: skip
Check(
    "staff.member:degree", MEMBERS, MEMBER_RECORDS, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Trình độ dưới chuẩn được đào tạo"),
    text=_("Giáo viên có trình độ dưới chuẩn được đào tạo của cấp đang dạy."),
    fields=("degree", "level"), source=Source("Luật Giáo dục 43/2019/QH14", "Điều 72", Trust.UNVERIFIED),
    applies=lambda at: is_teacher & (pl.col("degree") != "") & (pl.col("level") != ""),
    wrong=lambda at: pl.when(pl.col("level") == "preschool")
    .then(pl.col("degree").is_in(_BELOW_COLLEGE)).otherwise(pl.col("degree").is_in(_BELOW_BACHELOR)),
    advice=_("Ghi văn bằng mới vào quá trình đào tạo, hoặc giải trình nếu đang trong lộ trình nâng chuẩn."),
    mend=to_member("degree"),
)  # fmt: skip
Check(
    "staff.member:joined_early", MEMBERS, MEMBER_RECORDS, Dimension.CORRECT, Severity.WRONG,
    label=_("Ngày vào trường không thể có"),
    text=_("Vào trường ngày %(joined_on)s, mà sinh ngày %(birth_date)s."),
    fields=("joined_on", "birth_date"), source=SENSE, limits=(Limit("least", 15, _("tuổi")),),
    applies=lambda at: knows_birth & pl.col("joined_on").is_not_null(),
    wrong=lambda at: pl.col("joined_on").dt.year() - pl.col("birth_date").dt.year() < at.limit("least"),
    mend=to_member("joined_on"),
)  # fmt: skip
Check(
    "staff.member:name_differs", MEMBERS, MEMBER_RECORDS, Dimension.CORRECT, Severity.WRONG,
    label=_("Họ tên khác với hồ sơ cá nhân"), text=_("Họ tên trong danh sách đội ngũ khác với hồ sơ cá nhân."),
    fields=("name_differs",), shown=("person_id",), source=OWN,
    wrong=lambda at: pl.col("name_differs"), mend=to_person("full_name"),
)  # fmt: skip
Check(
    "staff.member:birth_differs", MEMBERS, MEMBER_RECORDS, Dimension.CORRECT, Severity.WRONG,
    label=_("Ngày sinh khác với hồ sơ cá nhân"), text=_("Ngày sinh trong danh sách đội ngũ khác với hồ sơ cá nhân."),
    fields=("birth_differs",), shown=("person_id",), source=OWN,
    wrong=lambda at: pl.col("birth_differs"), mend=to_person("born"),
)  # fmt: skip
Check(
    "staff.member:overload", MEMBERS, TEACHING, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Dạy vượt quá giới hạn của định mức"),
    text=_("Được phân công %(periods)s tiết một tuần, định mức %(norm)s tiết, vượt quá %(share)s lần."),
    fields=("periods", "norm"), shown=("unit_id",),
    source=Source("TT 05/2025/TT-BGDĐT", _("Điều 3 khoản 2"), Trust.REPORTED), limits=(Limit("share", 1.5, _("lần")),),
    applies=lambda at: pl.col("norm").is_not_null() & (pl.col("norm") > 0) & pl.col("periods").is_not_null(),
    wrong=lambda at: pl.col("periods") > pl.col("norm") * at.limit("share"), mend=to_board,
)  # fmt: skip
Check(
    "staff.lesson:absent_teacher", LESSONS, TEACHING, Dimension.CORRECT, Severity.WRONG,
    label=_("Phân công cho người không làm việc tại trường"),
    text=_("Người được phân công đang nghỉ dài ngày hoặc không còn làm việc tại trường."),
    fields=("is_at_work",), shown=("unit_id",), source=SENSE,
    wrong=lambda at: ~pl.col("is_at_work"), mend=to_board,
)  # fmt: skip
Check(
    "staff.lesson:closed_class", LESSONS, TEACHING, Dimension.CORRECT, Severity.WRONG,
    label=_("Phân công ở lớp đã giải thể"), text=_("Lớp này đã giải thể, phân công chưa kết thúc."),
    fields=("class_is_closed",), shown=("unit_id",), source=SENSE,
    wrong=lambda at: pl.col("class_is_closed"), mend=to_board,
)  # fmt: skip

# --- complete ------------------------------------------------------------------------------------------------


def _missing(
    word: str, label: Any, text: Any, column: str, cell: str, symbol: Any, applies: Any = None
) -> None:
    """A field of the annex that is empty: text without letters, or a flag that says it is not there."""
    is_flag = column.startswith("has_")
    Check(
        f"staff.member:{word}", MEMBERS, MEMBER_RECORDS, Dimension.COMPLETE, Severity.WRONG,
        label=label, text=text, fields=(column,), source=Source(FIELDS_LAW, symbol, Trust.READ), applies=applies,
        wrong=lambda at: ~pl.col(column) if is_flag else pl.col(column) == "", mend=to_member(cell),
    )  # fmt: skip


_missing("no_degree", _("Chưa ghi trình độ chuyên môn"), _("Chưa ghi trình độ chuyên môn được đào tạo."),
         "degree", "degree", "MA_TRINH_DO_CHUYEN_MON", lambda at: pl.col("part") != "support")  # fmt: skip
_missing("no_level", _("Giáo viên chưa ghi cấp dạy"), _("Chưa ghi cấp dạy."),
         "level", "level", "MA_CAP_HOC", lambda at: is_teacher)  # fmt: skip
_missing("no_subject", _("Giáo viên chưa ghi môn dạy"), _("Chưa ghi môn dạy."),
         "has_subject", "main_subject", "MA_MON_DAY_GV", lambda at: teaches_subjects)  # fmt: skip
_missing("no_contract_form", _("Chưa ghi hình thức hợp đồng"), _("Chưa ghi hình thức hợp đồng."),
         "contract_form", "contract_form", "MA_HINH_THUC_HOP_DONG")  # fmt: skip
_missing("no_means", _("Giáo viên chưa khai phương tiện dạy trực tuyến"),
         _("Chưa khai máy tính và đường truyền để dạy trực tuyến."),
         "has_means", "computers", _("báo cáo Đề án, QĐ 131/QĐ-TTg"), lambda at: is_teacher)  # fmt: skip
Check(
    "staff.member:no_lessons", MEMBERS, TEACHING, Dimension.COMPLETE, Severity.DOUBTFUL,
    label=_("Giáo viên chưa được phân công"),
    text=_("Trường đã phân công mà giáo viên này chưa có tiết dạy và lớp chủ nhiệm nào trong năm học."),
    fields=("lessons",), shown=("unit_id",), source=Source("TT 05/2025/TT-BGDĐT", _("định mức"), Trust.REPORTED),
    applies=lambda at: is_teacher & pl.col("is_at_work") & ~pl.col("is_away") & pl.col("is_assigned_school")
    & (pl.col("level") != "preschool") & (pl.col("position") == "teacher"),
    wrong=lambda at: (pl.col("lessons") == 0) & ~pl.col("has_homeroom"), mend=to_board,
)  # fmt: skip

# --- clean ---------------------------------------------------------------------------------------------------

Check(
    "staff.member:code_twice", MEMBERS, MEMBER_RECORDS, Dimension.CLEAN, Severity.WRONG,
    label=_("Hai người cùng mã cán bộ"), text=_("Có %(namesakes)s người của trường cùng mã cán bộ này."),
    fields=("namesakes",), source=Source("TT 42/2021/TT-BGDĐT", _("mã định danh là duy nhất"), Trust.REPORTED),
    applies=lambda at: pl.col("has_code"), wrong=lambda at: pl.col("namesakes") > 1, mend=to_member("code"),
)  # fmt: skip
Check(
    "staff.member:insurance_twice", MEMBERS, MEMBER_RECORDS, Dimension.CLEAN, Severity.WRONG,
    label=_("Hai người cùng số sổ bảo hiểm xã hội"), text=_("Có %(insured)s người cùng số sổ bảo hiểm xã hội này."),
    fields=("insured",), source=SENSE,
    applies=lambda at: pl.col("has_insurance"), wrong=lambda at: pl.col("insured") > 1,
    mend=to_member("insurance_number"),
)  # fmt: skip
Check(
    "staff.member:two_schools", MEMBERS, MEMBER_RECORDS, Dimension.CLEAN, Severity.DOUBTFUL,
    label=_("Đang làm việc ở hai trường"), text=_("Đang làm việc ở %(schools)s trường cùng lúc."),
    fields=("schools",), source=SENSE,
    applies=lambda at: pl.col("is_at_work"), wrong=lambda at: pl.col("schools") > 1,
    advice=_("Trường cũ ghi quyết định chuyển đi; hoặc giải trình nếu dạy liên trường."), mend=to_acts,
)  # fmt: skip

# --- live ----------------------------------------------------------------------------------------------------

Check(
    "staff.member:contract_expired", MEMBERS, MEMBER_RECORDS, Dimension.LIVE, Severity.WRONG,
    label=_("Hợp đồng đã hết hạn"),
    text=_("Hợp đồng hết hạn từ %(contract_until)s, chưa ghi hợp đồng mới hoặc quyết định thôi việc."),
    fields=("contract_until",), source=Source("Luật Viên chức 58/2010/QH12", "Điều 25", Trust.UNVERIFIED),
    applies=lambda at: pl.col("contract_until").is_not_null() | pl.col("contract_in_force"),
    wrong=lambda at: ~pl.col("contract_in_force"), mend=to_contract,
)  # fmt: skip
Check(
    "staff.member:leave_over", MEMBERS, MEMBER_RECORDS, Dimension.LIVE, Severity.WRONG,
    label=_("Hết thời hạn nghỉ mà chưa ghi trở lại"),
    text=_("Nghỉ dài ngày đến %(leave_until)s, chưa ghi trở lại làm việc hoặc gia hạn."),
    fields=("leave_until",), source=SENSE,
    applies=lambda at: pl.col("is_away") & pl.col("leave_until").is_not_null(),
    wrong=lambda at: pl.col("leave_until") < at.on, mend=to_acts,
)  # fmt: skip
