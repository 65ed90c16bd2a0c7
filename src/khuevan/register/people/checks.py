"""What is wrong, missing, there twice or stale in what is recorded of people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Check, Component, Dimension, Limit, Setting, Severity, Source, Trust

from .facts import GUARDIANSHIPS, PEOPLE
from .rules.ages import GROWN_UP, OLDEST_LEARNER, OLDEST_WORKER, SMALLEST_GAP, YOUNGEST_WORKER
from .rules.personal_number import PROVINCES

IDENTITY = Component("people.identity", _("Thông tin nhân thân"), school="clerk", order=10)
FAMILY = Component("people.family", _("Cha mẹ, người giám hộ"), school="clerk", order=20)

NUMBER_LAW = Source("NĐ 137/2015/NĐ-CP, Điều 13; TT 07/2016/TT-BCA", "Điều 7", Trust.REPORTED)
FIELDS_LAW = "QĐ 4998/QĐ-BGDĐT"
EXPERIENCE = Source(_("kinh nghiệm nhập liệu"), trust=Trust.PLAIN)

number = pl.col("national_id")
is_number = number.str.contains(r"^[0-9]{12}$")
birth_year = pl.col("birth_date").dt.year()
mark = number.str.slice(3, 1).cast(pl.Int32, strict=False)
year_digits = number.str.slice(4, 2).cast(pl.Int32, strict=False)
says_year = 1900 + 100 * (mark // 2) + year_digits
is_learner = pl.col("kind") == "learner"
is_worker = pl.col("kind").is_in(["staff", "officer"])
is_vietnamese = pl.col("nationality").is_in(["VN", ""])


def to_cell(cell: str, key: str = "id") -> Callable[[Mapping[str, Any]], str]:
    """The form of the person, at the field."""
    return lambda row: f"{reverse('people:edit', args=[row[key]])}#id_{cell}"


def to_family(row: Mapping[str, Any]) -> str:
    return reverse("people:person_tab", args=[row.get("ward_id") or row["id"], "family"])


def years(at: Setting) -> pl.Expr:
    """Completed years of age on the day."""
    born = pl.col("birth_date")
    before = (born.dt.month() > at.on.month) | (
        (born.dt.month() == at.on.month) & (born.dt.day() > at.on.day)
    )
    return at.on.year - born.dt.year() - before.cast(pl.Int32)


def months(at: Setting) -> pl.Expr:
    born = pl.col("birth_date")
    return (at.on.year - born.dt.year()) * 12 + at.on.month - born.dt.month()


# --- correct: the number against birth and sex --------------------------------------------------------------

Check(
    "people.person:number_year", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.WRONG,
    label=_("Số định danh không khớp năm sinh"),
    text=_("Hai chữ số thứ 5, 6 của số định danh khác hai số cuối của năm sinh trong ngày sinh %(birth_date)s."),
    fields=("national_id", "birth_date"), source=NUMBER_LAW,
    applies=lambda at: is_number & pl.col("birth_date").is_not_null(),
    wrong=lambda at: year_digits != birth_year % 100,
    mend=to_cell("national_id"),
)  # fmt: skip
Check(
    "people.person:number_century", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.WRONG,
    label=_("Số định danh không khớp thế kỷ sinh"),
    text=_("Chữ số thứ 4 của số định danh chỉ một thế kỷ khác với ngày sinh %(birth_date)s."),
    fields=("national_id", "birth_date"), source=NUMBER_LAW,
    applies=lambda at: is_number & pl.col("birth_date").is_not_null(),
    wrong=lambda at: says_year // 100 != birth_year // 100,
    mend=to_cell("national_id"),
)  # fmt: skip
Check(
    "people.person:number_sex", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.WRONG,
    label=_("Số định danh không khớp giới tính"),
    text=_("Chữ số thứ 4 của số định danh chỉ giới tính khác với giới tính đã ghi."),
    fields=("national_id", "sex"), source=NUMBER_LAW,
    applies=lambda at: is_number & (pl.col("sex") != ""),
    wrong=lambda at: (mark % 2 == 1) != (pl.col("sex") == "female"),
    mend=to_cell("sex"),
)  # fmt: skip
Check(
    "people.person:number_province", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Mã tỉnh trong số định danh lạ"),
    text=_("Ba chữ số đầu của số định danh không có trong bảng mã tỉnh, thành phố."),
    fields=("national_id",), source=NUMBER_LAW,
    applies=lambda at: is_number & is_vietnamese,
    wrong=lambda at: ~number.str.slice(0, 3).is_in(list(PROVINCES)),
    mend=to_cell("national_id"),
)  # fmt: skip
Check(
    "people.person:number_pattern", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Số định danh giống số gõ thử"),
    text=_("Sáu chữ số cuối của số định danh là một dãy đều."),
    fields=("national_id",), source=EXPERIENCE,
    applies=lambda at: is_number,
    wrong=lambda at: number.str.slice(6).str.contains(
        "^(0{6}|1{6}|2{6}|3{6}|4{6}|5{6}|6{6}|7{6}|8{6}|9{6}|012345|123456|234567|345678|456789|987654|876543|765432"
        "|654321|543210)$"
    ),
    mend=to_cell("national_id"),
)  # fmt: skip

# --- correct: birth, name, ways of contact ------------------------------------------------------------------

Check(
    "people.person:birth_future", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.WRONG,
    label=_("Ngày sinh ở tương lai"),
    text=_("Ngày sinh %(birth_date)s còn ở tương lai."),
    fields=("birth_date",), source=Source(_("ngày sinh không thể sau hôm nay"), trust=Trust.PLAIN),
    applies=lambda at: pl.col("birth_date").is_not_null(),
    wrong=lambda at: pl.col("birth_date") > at.on,
    mend=to_cell("born"),
)  # fmt: skip
Check(
    "people.person:learner_age", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Tuổi của người học khó tin"),
    text=_("Người học sinh ngày %(birth_date)s: dưới %(youngest)s tháng hoặc trên %(oldest)s tuổi."),
    fields=("birth_date",), source=EXPERIENCE,
    limits=(Limit("youngest", 3, _("tháng")), Limit("oldest", OLDEST_LEARNER, _("tuổi"))),
    applies=lambda at: is_learner & pl.col("birth_date").is_not_null() & (pl.col("birth_date") <= at.on),
    wrong=lambda at: (months(at) < at.limit("youngest")) | (years(at) > at.limit("oldest")),
    mend=to_cell("born"),
)  # fmt: skip
Check(
    "people.person:worker_too_young", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.WRONG,
    label=_("Chưa đủ tuổi lao động"),
    text=_("Nhà giáo, nhân viên sinh ngày %(birth_date)s chưa đủ %(youngest)s tuổi khi bắt đầu làm việc."),
    fields=("birth_date",), source=Source("Luật 45/2019/QH14", "Điều 3, 143", Trust.REPORTED),
    limits=(Limit("youngest", YOUNGEST_WORKER, _("tuổi")),),
    applies=lambda at: is_worker & pl.col("birth_date").is_not_null(),
    wrong=lambda at: pl.col("years_at_start") < at.limit("youngest"),
    mend=to_cell("born"),
)  # fmt: skip
Check(
    "people.person:worker_age", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Tuổi của nhà giáo, nhân viên khó tin"),
    text=_("Sinh ngày %(birth_date)s: dưới %(youngest)s hoặc trên %(oldest)s tuổi."),
    fields=("birth_date",), source=EXPERIENCE,
    limits=(Limit("youngest", GROWN_UP, _("tuổi")), Limit("oldest", OLDEST_WORKER, _("tuổi"))),
    applies=lambda at: is_worker & pl.col("birth_date").is_not_null(),
    wrong=lambda at: (years(at) < at.limit("youngest")) | (years(at) > at.limit("oldest")),
    mend=to_cell("born"),
)  # fmt: skip
Check(
    "people.person:name_case", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Họ tên viết toàn chữ hoa hoặc chữ thường"),
    text=_("Họ và tên viết toàn chữ hoa hoặc toàn chữ thường."),
    fields=("title",), source=EXPERIENCE,
    applies=lambda at: pl.col("title").str.len_chars() > 3,
    wrong=lambda at: (pl.col("title") == pl.col("title").str.to_uppercase())
    | (pl.col("title") == pl.col("title").str.to_lowercase()),
    mend=to_cell("full_name"),
)  # fmt: skip
Check(
    "people.person:name_signs", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.WRONG,
    label=_("Họ tên có chữ số hoặc ký tự lạ"),
    text=_("Họ và tên có chữ số hoặc ký tự không dùng trong tên."),
    fields=("title",), source=Source(FIELDS_LAW, "HO_TEN", Trust.READ),
    wrong=lambda at: pl.col("title").str.contains(r"[^\p{Latin}\p{M} '\-.]"),
    mend=to_cell("full_name"),
)  # fmt: skip
Check(
    "people.person:name_long", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Họ tên quá dài để liên thông"),
    text=_("Họ và tên dài hơn %(most)s ký tự, cơ sở dữ liệu ngành không nhận."),
    fields=("title",), source=Source(FIELDS_LAW, "HO_TEN, S50", Trust.READ),
    limits=(Limit("most", 50, _("ký tự")),),
    wrong=lambda at: pl.col("title").str.len_chars() > at.limit("most"),
    mend=to_cell("full_name"),
)  # fmt: skip
Check(
    "people.person:phone_shape", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.WRONG,
    label=_("Số điện thoại không đúng dạng"),
    text=_("Số điện thoại không phải 10 chữ số bắt đầu bằng 0, cũng không phải số quốc tế."),
    fields=("phone",), source=Source(_("kho số viễn thông từ năm 2018"), trust=Trust.PRACTICE),
    applies=lambda at: pl.col("phone") != "",
    wrong=lambda at: ~pl.col("phone").str.contains(r"^(0[35789]\d{8}|02\d{8,9}|\+[1-9]\d{6,14})$"),
    mend=to_cell("phone"),
)  # fmt: skip
Check(
    "people.person:email_shape", PEOPLE, IDENTITY, Dimension.CORRECT, Severity.WRONG,
    label=_("Thư điện tử không đúng dạng"),
    text=_("Thư điện tử không có dạng ten@mien.vn, hoặc gõ nhầm tên miền."),
    fields=("email",), source=EXPERIENCE,
    applies=lambda at: pl.col("email") != "",
    wrong=lambda at: ~pl.col("email").str.contains(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
    | pl.col("email").str.contains(r"@(gmai\.com|gmail\.con|gmail\.vn|gmail\.com\.vn|gamil\.com|yahoo\.con)$"),
    mend=to_cell("email"),
)  # fmt: skip

# --- complete -----------------------------------------------------------------------------------------------

Check(
    "people.person:number_missing", PEOPLE, IDENTITY, Dimension.COMPLETE, Severity.WRONG,
    label=_("Chưa có số định danh cá nhân"),
    text=_("Chưa có số định danh cá nhân; mã số hồ sơ học tập suốt đời dựa vào số này."),
    fields=("national_id",), source=Source("NĐ 88/2026/NĐ-CP", "Điều 9, 25", Trust.REPORTED),
    applies=lambda at: is_vietnamese,
    wrong=lambda at: number == "",
    mend=to_cell("national_id"),
)  # fmt: skip
Check(
    "people.person:birth_missing", PEOPLE, IDENTITY, Dimension.COMPLETE, Severity.WRONG,
    label=_("Chưa có ngày sinh"),
    text=_("Chưa có ngày sinh."),
    fields=("birth_date",), source=Source(FIELDS_LAW, "NGAY_SINH", Trust.READ),
    wrong=lambda at: pl.col("birth_date").is_null(),
    mend=to_cell("born"),
)  # fmt: skip
Check(
    "people.person:birth_day_missing", PEOPLE, IDENTITY, Dimension.COMPLETE, Severity.DOUBTFUL,
    label=_("Ngày sinh chưa đủ ngày, tháng"),
    text=_("Ngày sinh mới có năm hoặc tháng và năm."),
    fields=("birth_date",), source=Source(FIELDS_LAW, "NGAY_SINH (D, 10)", Trust.READ),
    applies=lambda at: pl.col("birth_date").is_not_null(),
    wrong=lambda at: pl.col("birth_precision") != "day",
    mend=to_cell("born"),
)  # fmt: skip
Check(
    "people.person:sex_missing", PEOPLE, IDENTITY, Dimension.COMPLETE, Severity.WRONG,
    label=_("Chưa có giới tính"),
    text=_("Chưa có giới tính."),
    fields=("sex",), source=Source(FIELDS_LAW, "MA_GIOI_TINH", Trust.READ),
    wrong=lambda at: pl.col("sex") == "",
    mend=to_cell("sex"),
)  # fmt: skip
Check(
    "people.person:ethnicity_missing", PEOPLE, IDENTITY, Dimension.COMPLETE, Severity.WRONG,
    label=_("Chưa có dân tộc"),
    text=_("Chưa có dân tộc."),
    fields=("has_ethnicity",), source=Source(FIELDS_LAW, "MA_DAN_TOC", Trust.READ),
    applies=lambda at: is_vietnamese,
    wrong=lambda at: ~pl.col("has_ethnicity"),
    mend=to_cell("ethnicity"),
)  # fmt: skip
Check(
    "people.person:commune_missing", PEOPLE, IDENTITY, Dimension.COMPLETE, Severity.DOUBTFUL,
    label=_("Chưa có xã, phường thường trú"),
    text=_("Người học chưa có xã, phường thường trú."),
    fields=("has_commune",), source=Source(FIELDS_LAW, "XA_PHUONG_ID", Trust.READ),
    applies=lambda at: is_learner & is_vietnamese,
    wrong=lambda at: ~pl.col("has_commune"),
    mend=to_cell("permanent_commune_id"),
)  # fmt: skip
Check(
    "people.person:birthplace_missing", PEOPLE, IDENTITY, Dimension.COMPLETE, Severity.DOUBTFUL,
    label=_("Chưa có nơi sinh"),
    text=_("Người học chưa có nơi sinh."),
    fields=("has_birthplace",), source=Source(FIELDS_LAW, "NOI_SINH", Trust.READ),
    applies=lambda at: is_learner,
    wrong=lambda at: ~pl.col("has_birthplace"),
    mend=to_cell("birthplace"),
)  # fmt: skip
Check(
    "people.person:guardian_missing", PEOPLE, FAMILY, Dimension.COMPLETE, Severity.DOUBTFUL,
    label=_("Trẻ chưa có cha mẹ, người giám hộ"),
    text=_("Người học sinh ngày %(birth_date)s chưa thành niên mà chưa ghi cha mẹ hay người giám hộ."),
    fields=("has_guardian",), source=Source(FIELDS_LAW, "TEN_CHA, TEN_ME, TEN_NGUOI_DD", Trust.READ),
    limits=(Limit("grown_up", GROWN_UP, _("tuổi")),),
    applies=lambda at: is_learner & (years(at) < at.limit("grown_up")),
    wrong=lambda at: ~pl.col("has_guardian"),
    mend=to_family,
)  # fmt: skip
Check(
    "people.person:worker_phone_missing", PEOPLE, IDENTITY, Dimension.COMPLETE, Severity.DOUBTFUL,
    label=_("Nhà giáo, nhân viên chưa có điện thoại"),
    text=_("Chưa có số điện thoại di động."),
    fields=("phone",), source=Source(FIELDS_LAW, "DI_DONG", Trust.READ),
    applies=lambda at: is_worker,
    wrong=lambda at: pl.col("phone") == "",
    mend=to_cell("phone"),
)  # fmt: skip

# --- clean, live --------------------------------------------------------------------------------------------

Check(
    "people.person:two_places", PEOPLE, IDENTITY, Dimension.CLEAN, Severity.WRONG,
    label=_("Đang học ở hai nơi"),
    text=_("Người học đang được ghi ở %(places)s nơi cùng lúc; hãy kết thúc nơi đã rời đi."),
    fields=("places",), source=Source("TT 15/2026/TT-BGDĐT", "Điều 34", Trust.READ),
    applies=lambda at: is_learner,
    wrong=lambda at: pl.col("places") > 1,
    mend=lambda row: reverse("people:person_tab", args=[row["id"], "affiliations"]),
)  # fmt: skip
Check(
    "people.person:commune_closed", PEOPLE, IDENTITY, Dimension.LIVE, Severity.DOUBTFUL,
    label=_("Nơi thường trú là xã, phường không còn"),
    text=_("Xã, phường thường trú đã sáp nhập; hãy ghi xã, phường mới."),
    fields=("commune_is_closed",), source=Source("QĐ 19/2025/QĐ-TTg", trust=Trust.REPORTED),
    applies=lambda at: pl.col("has_commune"),
    wrong=lambda at: pl.col("commune_is_closed"),
    mend=to_cell("permanent_commune_id"),
)  # fmt: skip

# --- guardians ----------------------------------------------------------------------------------------------

is_parent = pl.col("relationship").is_in(["father", "mother"])

Check(
    "people.guardianship:parent_sex", GUARDIANSHIPS, FAMILY, Dimension.CORRECT, Severity.WRONG,
    label=_("Giới tính không hợp với quan hệ"),
    text=_("Giới tính của %(guardian)s không hợp với quan hệ cha hoặc mẹ."),
    fields=("relationship", "guardian_sex"), shown=("ward_id",),
    source=Source(FIELDS_LAW, "TEN_CHA, TEN_ME", Trust.READ),
    applies=lambda at: pl.col("relationship").str.contains("(father|mother)$") & (pl.col("guardian_sex") != ""),
    wrong=lambda at: pl.col("relationship").str.ends_with("father") != (pl.col("guardian_sex") == "male"),
    mend=to_family,
)  # fmt: skip
Check(
    "people.guardianship:parent_order", GUARDIANSHIPS, FAMILY, Dimension.CORRECT, Severity.WRONG,
    label=_("Cha mẹ sinh cùng năm hoặc sau con"),
    text=_("%(guardian)s sinh năm %(guardian_year)s, con sinh năm %(ward_year)s."),
    fields=("guardian_year", "ward_year"), shown=("ward_id",),
    source=Source(_("cha mẹ sinh trước con"), trust=Trust.PLAIN),
    applies=lambda at: is_parent & pl.col("guardian_year").is_not_null() & pl.col("ward_year").is_not_null(),
    wrong=lambda at: pl.col("guardian_year") >= pl.col("ward_year"),
    mend=to_family,
)  # fmt: skip
Check(
    "people.guardianship:parent_gap", GUARDIANSHIPS, FAMILY, Dimension.CORRECT, Severity.DOUBTFUL,
    label=_("Cha mẹ hơn con quá ít tuổi"),
    text=_("%(guardian)s sinh năm %(guardian_year)s, con sinh năm %(ward_year)s: hơn chưa tới %(least)s tuổi."),
    fields=("guardian_year", "ward_year"), shown=("ward_id",), source=EXPERIENCE,
    limits=(Limit("least", SMALLEST_GAP, _("tuổi")),),
    applies=lambda at: is_parent & (pl.col("guardian_year") < pl.col("ward_year")),
    wrong=lambda at: pl.col("ward_year") - pl.col("guardian_year") < at.limit("least"),
    mend=to_family,
)  # fmt: skip
Check(
    "people.guardianship:phone_missing", GUARDIANSHIPS, FAMILY, Dimension.COMPLETE, Severity.DOUBTFUL,
    label=_("Người giám hộ chưa có điện thoại liên hệ"),
    text=_("Chưa có số điện thoại liên hệ của %(guardian)s."),
    fields=("guardian_phone",), shown=("ward_id",),
    source=Source(FIELDS_LAW, "DIEN_THOAI_LIEN_HE", Trust.READ),
    applies=lambda at: pl.col("is_legal_representative"),
    wrong=lambda at: pl.col("guardian_phone") == "",
    mend=to_family,
)  # fmt: skip
