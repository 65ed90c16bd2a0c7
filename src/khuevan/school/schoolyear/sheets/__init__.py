"""The lists of a school year as workbooks: classes, and the register of learners.

Headings after the sector database's templates (`Filemau-HocSinh`, class lists); which are seen in practice only, is said
at the aliases. Learner and enrolment are one line of a list, so the register is here, above both rooms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from khuevan.kernel import clock, events, sheets
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.sheets import (
    Batch,
    Code,
    Day,
    Decimals,
    Digits,
    Key,
    Layout,
    Listed,
    Lookup,
    Offer,
    Parameter,
    Phone,
    Setting,
    TableTarget,
    Whole,
    Words,
    Yes,
    staging,
)
from khuevan.kernel.sheets.tables import Told
from khuevan.kernel.text import search_text, sort_key
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Area
from khuevan.register.people import services as people
from khuevan.register.people.choices import ETHNIC_ALIASES, ETHNIC_CHOICES, RELIGION_CHOICES, Sex
from khuevan.register.people.permissions import UNCOVER_FIELD
from khuevan.school.curriculum.choices import Grade
from khuevan.school.learners import services as learners
from khuevan.school.learners.choices import (
    PRESENT,
    REAL_STATUSES,
    Computer,
    Disability,
    Internet,
    Poverty,
)
from khuevan.school.learners.permissions import SEE_HEALTH, SEE_ORIGIN, SEE_POLICY

from ..choices import LANGUAGES, Boarding
from ..events import ClassChanged, ClassClosed, ClassOpened
from ..models import ClassGroup, SchoolYear
from ..permissions import EDIT_CLASSES, EDIT_ENROLMENTS, VIEW_CLASSES, VIEW_ENROLMENTS
from ..queries import years
from ..services import (
    add_enrolments,
    level_in,
    retract_enrolments,
    solely_enrolled,
    take_back_admissions,
    taken_back_before,
)
from . import newcomers
from .communes import CommuneColumn

N_ = gettext_noop
sheets.introduce(
    {
        "schoolyear.grade_not_taught": sheets.wrong(
            N_("Trường không dạy khối «%(value)s»."), N_("Kiểm tra khối, hoặc cấp học của trường.")
        ),
        "schoolyear.number": sheets.wrong(
            N_("%(facts)s"), N_("Đối chiếu giấy khai sinh hoặc căn cước rồi sửa.")
        ),
        "schoolyear.number_doubtful": sheets.doubtful(
            N_("%(facts)s"), N_("Xác nhận nếu đã đối chiếu giấy tờ.")
        ),
        "schoolyear.other_class": sheets.doubtful(
            N_("Em đang ở lớp %(facts)s; lớp không đổi qua tệp này."), N_("Đổi lớp ở trang Xếp lớp.")
        ),
        "schoolyear.not_present": sheets.wrong(
            N_("Trạng thái «%(value)s» là đã rời trường."), N_("Ghi thôi học, chuyển đi ở trang của em.")
        ),
        "schoolyear.without_class": sheets.wrong(
            N_("Chưa có lớp."), N_("Ghi tên hoặc mã lớp của năm học này.")
        ),
    }
)


def year_choices(actor: Actor, unit_id: int) -> list[tuple[str, str]]:
    """The present year first."""
    today = clock.today()
    found = sorted(
        years(), key=lambda year: (not year.starts_on <= today <= year.ends_on, -year.starts_on.toordinal())
    )
    return [(str(year.pk), year.code) for year in found]


SCHOOL_YEAR: Final = Parameter("school_year", _("Năm học"), year_choices)

# --- classes ------------------------------------------------------------------------------------------------


def classes_of(setting: Setting) -> Sequence[Offer]:
    """The school's classes of the year; one that was dissolved cannot be meant."""
    rows = ClassGroup.objects.filter(school_id=setting.unit_id, school_year_id=setting.values["school_year"])
    return [
        Offer(number, (name, code), note=f"đã giải thể từ {closed:%d/%m/%Y}." if closed else "")
        for number, name, code, closed in rows.order_by("sort_key", "id").values_list(
            "id", "name", "code", "closed_on"
        )
    ]


def with_level(setting: Setting, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that follow from a class's name and grade."""
    school = organisations.unit(setting.actor, setting.unit_id)
    names, codes = frame["name"].fill_null("").to_list(), frame["code"].fill_null("").to_list()
    grades = frame["grade"].to_list()
    return frame.with_columns(
        pl.Series("search", [search_text(f"{name} {code}") for name, code in zip(names, codes, strict=True)]),
        pl.Series("sort_key", [sort_key(name) for name in names]),
        pl.Series("level", [(level_in(school, grade) or "") if grade else "" for grade in grades]),
    )


def grades_are_taught(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
    school = organisations.unit(setting.actor, setting.unit_id)
    wrong = {grade for grade in rows["grade"].drop_nulls().unique() if level_in(school, grade) is None}
    found = rows.filter(pl.col("grade").is_in(list(wrong)))["row"].to_list()
    return sheets.findings([(row, "grade", "schoolyear.grade_not_taught", "") for row in found])


def _year_code(year_id: int) -> str:
    return next((one.code for one in years() if one.pk == year_id), "")


def tell_of_class(setting: Setting, told: Told) -> None:
    """As the acts of classes do."""
    if told.what == "added":
        events.publish(ClassOpened(told.id, setting.unit_id, _year_code(int(setting.values["school_year"]))))
    elif told.what == "changed":
        events.publish(ClassChanged(told.id, setting.unit_id, told.fields))
    else:
        events.publish(ClassClosed(told.id, setting.unit_id, clock.on(setting.at)))


_CLASS_COLUMNS: Final = (
    Code("code", _("Mã lớp"), aliases=("MA_LOP", "Mã lớp học"), required=True, fixed=True, max_length=20),
    Words("name", _("Tên lớp"), aliases=("TEN_LOP", "Lớp học", "Lớp"), required=True, max_length=20),
    Listed(
        "grade",
        _("Khối"),
        aliases=("MA_KHOI", "Khối học", "Nhóm tuổi"),
        choices=Grade.choices,
        required=True,
        catalogue="KHOI",
        spellings={f"Khối {int(code)}": code for code, _name in Grade.choices if int(code) < 13},
    ),
    Whole("position", _("Thứ tự"), aliases=("THU_TU",), least=0, most=999),
    Yes("two_sessions", _("Học 2 buổi/ngày"), aliases=("Lớp học 2 buổi trên ngày",)),
    Whole("sessions_per_week", _("Số buổi học/tuần"), least=1, most=14),
    Whole("periods_per_week", _("Số tiết học/tuần"), least=1, most=70),
    Listed("boarding", _("Bán trú, nội trú"), choices=Boarding.choices, catalogue="BAN_TRU"),
    Yes("is_special", _("Lớp chuyên biệt")),
    Yes("has_disabled", _("Có học sinh khuyết tật")),
    Yes("is_specialised", _("Lớp chuyên")),
    Listed("language_1", _("Ngoại ngữ 1"), choices=LANGUAGES, catalogue="NGOAI_NGU"),
    Listed("language_2", _("Ngoại ngữ 2"), choices=LANGUAGES, catalogue="NGOAI_NGU"),
    Day("opened_on", _("Ngày mở lớp")),
)

CLASSES = Layout(
    "schoolyear.classes",
    _("Danh sách lớp"),
    columns=_CLASS_COLUMNS,
    keys=(Key(("code",)),),
    permission=EDIT_CLASSES,
    view=VIEW_CLASSES,
    parameters=(SCHOOL_YEAR,),
    target=TableTarget(
        ClassGroup,
        {column.name: column.name for column in _CLASS_COLUMNS},
        unit="school",
        constants=lambda setting: {"school_year": int(setting.values["school_year"])},
        derive=with_level,
        derived=("search", "sort_key", "level"),
        closed="closed_on",
        tell=tell_of_class,
    ),
    examine=(grades_are_taught,),
    sheet="DanhSachLop",
    help=_("Các lớp của một năm học."),
    icon="door",
)

# --- learners -----------------------------------------------------------------------------------------------

_PERSON: Final = people.IMPORTED
_LEARNER: Final = learners.IMPORTED
_LEARNER_COLUMNS: Final = (
    Lookup(
        "class_group",
        _("Lớp"),
        aliases=("Mã lớp", "Tên lớp", "Lớp học", "MA_LOP"),
        offers=classes_of,
        fixed=True,
        missing=_("Nhập danh sách lớp trước, hoặc sửa tên lớp."),
    ),
    Code(
        "code",
        _("Mã học sinh"),
        aliases=("Mã định danh Bộ GD&ĐT", "HOC_SINH_ID", "Mã HS"),
        max_length=20,
        fixed=True,
    ),
    Words(
        "full_name",
        _("Họ và tên"),
        aliases=("Họ tên", "Họ tên học sinh", "HO_TEN"),
        required=True,
        max_length=100,
        clean=people.clean_name,
    ),
    Day(
        "birth_date",
        _("Ngày sinh"),
        aliases=("NGAY_SINH", "Ngày tháng năm sinh"),
        required=True,
        earliest=date(1950, 1, 1),
    ),
    Listed(
        "sex",
        _("Giới tính"),
        aliases=("MA_GIOI_TINH", "Phái"),
        choices=Sex.choices,
        required=True,
        catalogue="GIOI_TINH",
        by_code=False,
        spellings={"Trai": "male", "Gái": "female"},
    ),
    Listed(
        "status",
        _("Trạng thái"),
        aliases=("Trạng thái HS", "Trạng thái học sinh"),
        choices=REAL_STATUSES,
        fixed=True,
        catalogue="TRANG_THAI",
        spellings={"HK1": "02", "HK2": "06", "hè": "10", "Chuyển đến": "02"},
    ),
    Day(
        "enrolled_on",
        _("Ngày vào trường"),
        aliases=("Ngày nhập trạng thái", "Ngày trạng thái", "Ngày nhập học"),
        fixed=True,
    ),
    Digits(
        "national_id",
        _("Số định danh cá nhân"),
        aliases=("MA_CONG_DAN_ID", "Số CCCD", "Số CMND/CCCD", "Mã định danh"),
        lengths=(12,),
        sensitive=UNCOVER_FIELD,
        keep=4,
    ),
    Listed(
        "ethnicity",
        _("Dân tộc"),
        aliases=("MA_DAN_TOC",),
        choices=ETHNIC_CHOICES,
        spellings=ETHNIC_ALIASES,
        catalogue="DAN_TOC",
        sensitive=SEE_ORIGIN,
    ),
    Listed(
        "religion",
        _("Tôn giáo"),
        aliases=("MA_TON_GIAO",),
        choices=RELIGION_CHOICES,
        catalogue="TON_GIAO",
        by_code=False,
        sensitive=UNCOVER_FIELD,
    ),
    Words("birthplace", _("Nơi sinh"), aliases=("NOI_SINH", "Nơi sinh chi tiết"), max_length=250),
    Words(
        "permanent_address",
        _("Nơi thường trú"),
        aliases=("Tổ/thôn/xóm thường trú", "Tổ/thôn HKTT", "Hộ khẩu thường trú"),
        max_length=250,
    ),
    CommuneColumn(
        "permanent_commune_id",
        _("Xã, phường thường trú"),
        aliases=(
            "XA_PHUONG_ID",
            "MA_XA",
            "Xã/phường",
            "Phường/xã",
            "Xã/phường thường trú",
            "Xã HKTT",
            "Phường/xã HKTT",
        ),
    ),
    Words(
        "current_address", _("Chỗ ở hiện nay"), aliases=("Nơi ở hiện nay", "Địa chỉ hiện nay"), max_length=250
    ),
    CommuneColumn(
        "current_commune_id",
        _("Xã, phường nơi ở hiện nay"),
        aliases=("Xã/phường nơi ở", "Xã/phường hiện nay", "Phường/xã nơi ở hiện nay"),
    ),
    Phone(
        "phone",
        _("Số điện thoại liên hệ"),
        aliases=("SĐT liên hệ", "Điện thoại", "SĐT"),
        sensitive=UNCOVER_FIELD,
        keep=3,
    ),
    Listed("area", _("Khu vực"), aliases=("MA_KHU_VUC",), choices=Area.choices, catalogue="KHU_VUC"),
    Listed(
        "disability",
        _("Loại khuyết tật"),
        aliases=("MA_LOAI_KHUYET_TAT", "Khuyết tật"),
        choices=Disability.choices,
        catalogue="KHUYET_TAT",
        sensitive=SEE_HEALTH,
    ),
    Listed(
        "poverty",
        _("Hộ nghèo, cận nghèo"),
        choices=Poverty.choices,
        catalogue="HO_NGHEO",
        by_code=False,
        sensitive=SEE_POLICY,
    ),
    Words("father_occupation", _("Nghề nghiệp cha"), aliases=("Nghề cha",), max_length=150),
    Words("mother_occupation", _("Nghề nghiệp mẹ"), aliases=("Nghề mẹ",), max_length=150),
    Words("guardian_occupation", _("Nghề nghiệp người giám hộ"), max_length=150),
    Decimals("height_cm", _("Chiều cao (cm)"), places=1, least=30, most=250, sensitive=SEE_HEALTH),
    Decimals("weight_kg", _("Cân nặng (kg)"), places=1, least=2, most=200, sensitive=SEE_HEALTH),
    Yes("can_swim", _("Biết bơi")),
    Listed("computer", _("Máy tính ở nhà"), choices=Computer.choices, catalogue="MAY_TINH", by_code=False),
    Yes("has_smartphone", _("Có điện thoại thông minh")),
    Listed(
        "internet", _("Đường truyền ở nhà"), choices=Internet.choices, catalogue="INTERNET", by_code=False
    ),
)

_CURRENT: Final = """
select l.id, l.version || '.' || coalesce(e.version, 0), p.id, c.name, e.class_group_id, l.code,
    p.full_name, p.birth_date, p.sex, e.status, e.enrolled_on,
    p.national_id, p.ethnicity, p.religion, p.birthplace, p.permanent_address,
    p.permanent_commune_id, p.current_address, p.current_commune_id,
    p.phone, l.area, l.disability, l.poverty, l.father_occupation, l.mother_occupation,
    l.guardian_occupation, l.height_cm, l.weight_kg, l.can_swim, l.computer, l.has_smartphone, l.internet
from learners_learner l join people_person p on p.id = l.person_id
left join schoolyear_enrolment e on e.learner_id = l.id and e.school_id = l.school_id and e.school_year_id = {}
    and e.status <> '00'
left join schoolyear_classgroup c on c.id = e.class_group_id
where l.school_id = {} order by l.id
"""


@dataclass(frozen=True)
class RegisterTarget:
    """People, learners, enrolments and placements of one school and year, each written by its own room."""

    def current(self, setting: Setting) -> pl.DataFrame:
        """The school's learners, enrolled this year or not yet."""
        return self._current(setting).drop("_person", "_class")

    def _current(self, setting: Setting) -> pl.DataFrame:
        schema: dict[str, Any] = {
            "id": pl.Int64,
            "version": pl.String,
            "_person": pl.Int64,
            "_class": pl.String,
        }
        schema |= {column.name: column.value_type for column in _LEARNER_COLUMNS}
        return staging.fetched(_CURRENT, [int(setting.values["school_year"]), setting.unit_id], schema)

    def commit(self, batch: Batch) -> pl.DataFrame:
        setting = batch.setting
        year = SchoolYear.objects.get(pk=int(setting.values["school_year"]))
        own = {"actor": setting.actor, "at": setting.at, "school_id": setting.unit_id}
        since = min(max(year.starts_on, date(year.starts_on.year, 9, 5)), clock.on(setting.at))
        done = [pl.DataFrame(schema={"row": pl.UInt32, "id": pl.Int64})]
        if batch.added.height:
            there = newcomers.away(batch.added)
            done.append(newcomers.admit(batch, there, since))
            done.append(self._add(batch.added.join(there, on="row", how="anti"), since, year, own))
        if batch.changed.height:
            done.append(self._change(batch, since, year, own))
        written = pl.concat(done)
        return written.join(self._current(setting).select("id", "version"), on="id", how="left")

    def _add(self, frame: pl.DataFrame, since: date, year: SchoolYear, own: dict[str, Any]) -> pl.DataFrame:
        made = learners.add_learners(frame, since=since, **own)
        self._enrol(frame.join(made, on="row", how="inner", maintain_order="left"), since, year, own)
        return made.select("row", "id")

    def _change(self, batch: Batch, since: date, year: SchoolYear, own: dict[str, Any]) -> pl.DataFrame:
        now = self._current(batch.setting).select(
            "id", pl.col("version").alias("_now"), "_person", pl.col("class_group").alias("_there")
        )
        here = batch.changed.join(now, on="id", how="left", maintain_order="left")
        if here.filter(pl.col("version").ne_missing(pl.col("_now"))).height:
            raise ChangedMeanwhile
        frame = here.rename({"_person": "person"})
        learners.restore_learners(frame["person"].to_list(), **own)
        learners.change_learners(frame, batch.touched, why=batch.why, **own)
        self._enrol(
            frame.filter(pl.col("_there").is_null() & pl.col("class_group").is_not_null()), since, year, own
        )
        gone = frame.filter(pl.col("_there").is_not_null() & pl.col("class_group").is_null())
        self.withdraw(batch.setting, taken_back_before(gone))
        retract_enrolments(gone["id"].to_list(), school_year_id=year.pk, why=batch.why, **own)
        return here.select("row", "id")

    def _enrol(self, frame: pl.DataFrame, since: date, year: SchoolYear, own: dict[str, Any]) -> None:
        frame = frame.with_columns(pl.col("status").fill_null("01"), pl.col("enrolled_on").fill_null(since))
        add_enrolments(frame.filter(pl.col("class_group").is_not_null()), school_year_id=year.pk, **own)

    def withdraw(self, setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
        """Person, learner and enrolment are marked as entered by mistake, all three or none; whoever came from elsewhere
        is of the former school again. Nothing is deleted."""
        own = {"actor": setting.actor, "at": setting.at, "school_id": setting.unit_id}
        year, why = int(setting.values["school_year"]), str(_("Hoàn tác việc nhập tệp."))
        admitted, gone = take_back_admissions(rows["id"].to_list(), school_year_id=year, why=why, **own)
        made_here = [number for number in rows["id"].to_list() if number not in admitted]
        alone = solely_enrolled(made_here, school_id=setting.unit_id, school_year_id=year)
        free = learners.retract_learners(alone, **own)
        gone |= retract_enrolments(list(free), school_year_id=year, why=why, **own)
        return rows.filter(~pl.col("id").is_in(list(gone))).select("id", pl.lit("in_use").alias("why"))


REGISTER = RegisterTarget()


def numbers_agree(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
    """The number against birth and sex."""
    problems = people.number_problems(rows, clock.on(setting.at))
    found = [
        (row, "national_id", "schoolyear.number" if wrong else "schoolyear.number_doubtful", text)
        for row, text, wrong in problems
    ]
    return sheets.findings(found)


def classes_agree(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
    """A learner who is in another class already, statuses of people who left, and learners without a class."""
    gone = rows.filter(pl.col("status").is_not_null() & ~pl.col("status").is_in(list(PRESENT)))[
        "row"
    ].to_list()
    found = [(row, "status", "schoolyear.not_present", "") for row in gone]
    here = REGISTER._current(setting).select("code", "national_id", "class_group", "_class")
    known: dict[str, tuple[int | None, str]] = {}
    for code, number, group, name in here.iter_rows():
        known |= {text: (group, name) for text in (code, number) if text}
    for row, code, number, group in rows.select("row", "code", "national_id", "class_group").iter_rows():
        there = known.get(code) or known.get(number)
        if there and there[0] is not None and group is not None and there[0] != group:
            found.append((row, "class_group", "schoolyear.other_class", there[1]))
        elif there is None and group is None:
            found.append((row, "class_group", "schoolyear.without_class", ""))
    return sheets.findings(found)


LEARNERS = Layout(
    "schoolyear.learners",
    _("Hồ sơ học sinh theo lớp"),
    columns=_LEARNER_COLUMNS,
    keys=(Key(("code",)), Key(("national_id",)), Key(("full_name", "birth_date"), certain=False)),
    permission=EDIT_ENROLMENTS,
    view=VIEW_ENROLMENTS,
    parameters=(SCHOOL_YEAR,),
    target=REGISTER,
    examine=(numbers_agree, newcomers.newcomers_are_known, classes_agree),
    listed=pl.col("enrolled_on").is_not_null(),
    sheet="HocSinh",
    help=_("Hồ sơ và lớp của học sinh trong một năm học, theo mẫu của cơ sở dữ liệu ngành."),
    icon="users",
)
