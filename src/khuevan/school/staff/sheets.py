"""The school's staff as a workbook, after the fields of QĐ 4998 and the headings of the sector's staff lists.

A list brings in who works at the school and mends what is known of them; status and position change by decisions, on
their own pages. Pay and what is masked stay out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from khuevan.kernel import clock, sheets
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.sheets import (
    Batch,
    Code,
    Day,
    Digits,
    Key,
    Layout,
    Listed,
    Phone,
    Setting,
    Words,
    recorded,
    staging,
)
from khuevan.register.people import services as people
from khuevan.register.people.choices import ETHNIC_ALIASES, ETHNIC_CHOICES, Sex
from khuevan.register.people.permissions import UNCOVER_FIELD

from .choices import LEFT, Position, StaffStatus
from .models import StaffMember
from .permissions import EDIT_STAFF, VIEW_STAFF
from .records.member import STAFF
from .services.importing import add_staff, change_staff, retract_staff

N_ = gettext_noop
sheets.introduce(
    {
        "staff.elsewhere": sheets.wrong(
            N_("Số định danh này đã có hồ sơ ở nơi khác."),
            N_("Nếu người này chuyển đến, hãy ghi quyết định tiếp nhận ở trang Đội ngũ."),
        ),
        "staff.number": sheets.wrong(N_("%(facts)s"), N_("Đối chiếu giấy tờ rồi sửa.")),
        "staff.number_doubtful": sheets.doubtful(N_("%(facts)s"), N_("Xác nhận nếu đã đối chiếu giấy tờ.")),
        "staff.not_present": sheets.wrong(
            N_("Trạng thái «%(value)s» là đã rời trường."), N_("Ghi quyết định ở trang của người đó.")
        ),
        "staff.too_young": sheets.wrong(
            N_("Khi vào trường người này chưa đủ 15 tuổi."), N_("Kiểm tra ngày sinh và ngày vào trường.")
        ),
    }
)

_REAL: Final = [one for one in StaffStatus.choices if one[0] != StaffStatus.MISTAKEN]
_PERSON: Final = (
    Code("code", _("Mã cán bộ"), aliases=("Mã giáo viên", "MA", "Mã GV"), max_length=20),
    Words("full_name", _("Họ và tên"), aliases=("Họ tên", "HO_TEN"), required=True, max_length=100,
          clean=people.clean_name),
    Day("birth_date", _("Ngày sinh"), aliases=("NGAY_SINH",), required=True, earliest=date(1930, 1, 1)),
    Listed("sex", _("Giới tính"), aliases=("MA_GIOI_TINH",), choices=Sex.choices, required=True,
           catalogue="GIOI_TINH", by_code=False),
    Digits("national_id", _("Số định danh cá nhân"), aliases=("Số CMND/CCCD", "Số CCCD", "SO_CMTND"), lengths=(12,),
           sensitive=UNCOVER_FIELD, keep=3),
    Phone("phone", _("Số điện thoại di động"), aliases=("Điện thoại", "DI_DONG"), sensitive=UNCOVER_FIELD, keep=3),
    Listed("ethnicity", _("Dân tộc"), aliases=("MA_DAN_TOC",), choices=ETHNIC_CHOICES, spellings=ETHNIC_ALIASES,
           catalogue="DAN_TOC", sensitive=UNCOVER_FIELD),
    Words("permanent_address", _("Nơi thường trú"), max_length=250, sensitive=UNCOVER_FIELD),
    Listed("status", _("Trạng thái"), aliases=("Trạng thái CB", "Trạng thái cán bộ"), choices=_REAL, fixed=True,
           catalogue="TRANG_THAI"),
    Listed("position", _("Vị trí việc làm"), aliases=("Chức vụ", "Loại cán bộ", "MA_LOAI_CAN_BO"),
           choices=Position.choices, required=True, fixed=True, catalogue="VI_TRI"),
    Day("joined_on", _("Ngày vào trường"), aliases=("NAM_VAO_TRUONG",), fixed=True, earliest=date(1950, 1, 1)),
)  # fmt: skip
_OWN: Final = ("code", "status", "position", "joined_on")
_ALIASES: Final = {"main_subject": ("MA_MON_DAY",), "degree": ("Trình độ", "MA_TRINH_DO_CHUYEN_MON")}
_DONE: Final = {column.name for column in _PERSON}
_MEMBER: Final = tuple(
    column
    for item in STAFF.fields
    if item.editable and item.name not in _DONE
    for column in [recorded.column_of(STAFF, item, _ALIASES.get(item.name, ()))]
    if column is not None
)
_FIELDS: Final = (*_OWN, *(column.name for column in _MEMBER))


def _current() -> str:
    """Of who was entered by mistake, what a list says anew is left open."""
    fields = StaffMember._meta
    columns = ", ".join(f'm."{fields.get_field(column.name).column}"' for column in _MEMBER)  # type: ignore[union-attr]
    return f"""
select m.id, m.version || '.' || p.version, p.id, m.version, m.status = '0', m.code, p.full_name, p.birth_date, p.sex,
    p.national_id, p.phone, p.ethnicity, p.permanent_address, case when m.status <> '0' then m.status end,
    case when m.status <> '0' then m.position end, case when m.status <> '0' then m.joined_on end, {columns}
from staff_staffmember m join people_person p on p.id = m.person_id where m.school_id = {{}} order by m.id
"""  # noqa: S608 - names of declared columns


@dataclass(frozen=True)
class StaffTarget:
    """People, members and postings of one school."""

    def current(self, setting: Setting) -> pl.DataFrame:
        return self._current(setting).drop("_person", "_version", "_mistaken")

    def _current(self, setting: Setting) -> pl.DataFrame:
        schema: dict[str, Any] = {
            "id": pl.Int64, "version": pl.String, "_person": pl.Int64, "_version": pl.Int64, "_mistaken": pl.Boolean,
        }  # fmt: skip
        schema |= {column.name: column.value_type for column in (*_PERSON, *_MEMBER)}
        return staging.fetched(_current(), [setting.unit_id], schema)

    def commit(self, batch: Batch) -> pl.DataFrame:
        done = [pl.DataFrame(schema={"row": pl.UInt32, "id": pl.Int64})]
        if batch.added.height:
            done.append(add_staff(batch, _FIELDS))
        if batch.changed.height:
            done.append(self._change(batch))
        written = pl.concat(done)
        return written.join(self._current(batch.setting).select("id", "version"), on="id", how="left")

    def _change(self, batch: Batch) -> pl.DataFrame:
        now = self._current(batch.setting).select(
            "id", pl.col("version").alias("_now"), "_person", "_version", "_mistaken"
        )
        here = batch.changed.join(now, on="id", how="left", maintain_order="left")
        if here.filter(pl.col("version").ne_missing(pl.col("_now"))).height:
            raise ChangedMeanwhile
        gone = here.filter(pl.col("position").is_null())
        if gone.height:
            self.withdraw(batch.setting, gone.select("id", "version"))
        kept = here.filter(pl.col("position").is_not_null()).with_columns(
            pl.col("_version").alias("version"), pl.col("_person").alias("person")
        )
        change_staff(Batch(batch.setting, batch.added, kept, batch.touched, batch.why), _FIELDS)
        return here.select("row", "id")

    def withdraw(self, setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
        gone = retract_staff(
            rows["id"].to_list(), actor=setting.actor, at=setting.at, school_id=setting.unit_id,
            why=str(_("Hoàn tác việc nhập tệp.")),
        )  # fmt: skip
        return rows.filter(~pl.col("id").is_in(list(gone))).select("id", pl.lit("in_use").alias("why"))


def people_are_right(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
    """Numbers against birth and sex, numbers of people elsewhere, statuses of people who left, ages."""
    found = [
        (row, "national_id", "staff.number" if wrong else "staff.number_doubtful", text)
        for row, text, wrong in people.number_problems(rows, clock.on(setting.at))
    ]
    numbered = rows.filter(pl.col("national_id").is_not_null())
    taken = people.numbers_elsewhere(numbered["national_id"].to_list())
    away = numbered.filter(pl.col("national_id").is_in(list(taken)))["row"].to_list()
    gone = rows.filter(pl.col("status").is_in(sorted(LEFT)))["row"].to_list()
    young = rows.filter((pl.col("joined_on").dt.year() - pl.col("birth_date").dt.year()) < 15)[
        "row"
    ].to_list()
    found += [(row, "national_id", "staff.elsewhere", "") for row in away]
    found += [(row, "status", "staff.not_present", "") for row in gone]
    return sheets.findings(found + [(row, "joined_on", "staff.too_young", "") for row in young])


STAFF_SHEET = Layout(
    "staff.members", _("Danh sách đội ngũ"), columns=(*_PERSON, *_MEMBER),
    keys=(Key(("code",)), Key(("national_id",)), Key(("full_name", "birth_date"), certain=False)),
    permission=EDIT_STAFF, view=VIEW_STAFF, target=StaffTarget(), examine=(people_are_right,),
    listed=pl.col("status").is_not_null() & ~pl.col("status").is_in(sorted(LEFT)), sheet="CanBoGiaoVien",
    help=_("Cán bộ quản lý, giáo viên, nhân viên của trường."), icon="users-group",
)  # fmt: skip
