"""The survey of a commune as a workbook: a row a person, with the head of the form repeated, as investigators' lists have
it. The export of a hamlet is its forms filled with what is known, to be corrected in the field and handed in again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from khuevan.kernel import clock, sheets
from khuevan.kernel.sheets import (
    Code,
    Day,
    Digits,
    Key,
    Layout,
    Listed,
    Setting,
    Whole,
    Words,
    Yes,
)
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.people import services as people
from khuevan.register.people.choices import ETHNIC_ALIASES, ETHNIC_CHOICES, Sex
from khuevan.register.people.permissions import UNCOVER_FIELD
from khuevan.school.learners.choices import Disability

from .. import rules
from ..choices import (
    REAL_PRESENCES,
    Completed,
    Literacy,
    Relation,
    Residence,
    Study,
    StudyLevel,
)
from ..permissions import EDIT_SURVEY, VIEW_SURVEY
from .target import COLUMNS, SurveyTarget

N_ = gettext_noop
sheets.introduce(
    {
        "universalisation.rule": sheets.wrong(N_("%(facts)s"), N_("Đối chiếu giấy tờ của hộ rồi sửa.")),
        "universalisation.number": sheets.doubtful(N_("%(facts)s"), N_("Xác nhận nếu đã đối chiếu giấy tờ.")),
        "universalisation.twice": sheets.wrong(
            N_("Người này đang ở phiếu %(facts)s của xã."),
            N_("Ghi chuyển đi ở phiếu kia, hoặc bỏ dòng này."),
        ),
        "universalisation.heads_differ": sheets.wrong(
            N_("Các dòng của phiếu %(facts)s ghi khác nhau ở ô này."),
            N_("Ghi giống nhau ở mọi dòng của phiếu."),
        ),
        "universalisation.no_commune": sheets.wrong(
            N_("Phiếu điều tra là của xã, phường; đơn vị đã chọn không phải xã, phường."),
            N_("Gửi lại tệp và chọn xã, phường."),
        ),
    }
)


_COLUMNS = (
    Whole("number", _("Số trong hệ thống"), aliases=("ID",), fixed=True, least=1, most=2**31 - 1),
    Code("form", _("Số phiếu"), aliases=("Số phiếu điều tra", "Mã hộ"), required=True, max_length=20),
    Words("hamlet", _("Tổ, thôn, xóm"), aliases=("Thôn", "Tổ/thôn/xóm", "Khu"), max_length=100),
    Words("address", _("Địa chỉ"), max_length=200),
    Words("head_name", _("Chủ hộ"), aliases=("Họ tên chủ hộ",), required=True, max_length=100),
    Listed("residence", _("Diện cư trú"), choices=Residence.choices, catalogue="CU_TRU", by_code=False),
    Words("full_name", _("Họ và tên"), aliases=("Họ tên",), required=True, max_length=100, clean=people.clean_name),
    Listed("relation", _("Quan hệ với chủ hộ"), aliases=("Quan hệ",), choices=Relation.choices, catalogue="QUAN_HE",
           by_code=False),
    Day("birth_date", _("Ngày sinh"), required=True, earliest=date(1900, 1, 1)),
    Listed("sex", _("Giới tính"), choices=Sex.choices, required=True, catalogue="GIOI_TINH", by_code=False,
           spellings={"Trai": "male", "Gái": "female"}),
    Listed("ethnicity", _("Dân tộc"), choices=ETHNIC_CHOICES, spellings=ETHNIC_ALIASES, catalogue="DAN_TOC"),
    Digits("national_id", _("Số định danh cá nhân"), aliases=("Số CCCD", "Mã định danh"), lengths=(12,),
           sensitive=UNCOVER_FIELD, keep=4),
    Listed("disability", _("Khuyết tật"), aliases=("Loại khuyết tật",), choices=Disability.choices,
           catalogue="KHUYET_TAT"),
    Yes("cannot_learn", _("Không có khả năng học tập")),
    Listed("completed", _("Đã hoàn thành"), aliases=("Trình độ cao nhất", "Tốt nghiệp"), choices=Completed.choices,
           catalogue="HOAN_THANH", by_code=False,
           spellings={"Chưa đi học": "none", "Mầm non": "preschool", "Tiểu học": "primary", "THCS": "lower_secondary",
                      "THPT": "upper_secondary", "Đại học": "university"}),
    Whole("last_grade", _("Học hết lớp"), least=1, most=12),
    Listed("study", _("Việc học"), choices=Study.choices, catalogue="VIEC_HOC", by_code=False),
    Listed("study_level", _("Đang học cấp"), choices=StudyLevel.choices, catalogue="CAP_HOC", by_code=False,
           spellings={"Trung học cơ sở": "lower_secondary", "Trung học phổ thông": "upper_secondary"}),
    Whole("study_grade", _("Đang học lớp"), least=1, most=12),
    Words("study_place", _("Nơi học"), aliases=("Trường",), max_length=200),
    Listed("literacy", _("Biết chữ"), choices=Literacy.choices, catalogue="BIET_CHU",
           spellings={"Mức 1": "1", "Mức 2": "2"}),
    Listed("presence", _("Tình trạng cư trú"), choices=REAL_PRESENCES, catalogue="TINH_TRANG", by_code=False,
           spellings={"Chết": "died", "Thường trú": "here"}),
    Day("presence_on", _("Từ ngày"), aliases=("Ngày chuyển, mất",)),
    Words("note", _("Ghi chú"), max_length=300),
)  # fmt: skip
assert tuple(column.name for column in _COLUMNS) == COLUMNS, "the target writes just these columns"
TARGET = SurveyTarget()


def forms_make_sense(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
    """What the page checks, for each row; that rows of one form agree about its head; that nobody stands in two forms."""
    unit = organisations.unit_if_seen(setting.actor, setting.unit_id)
    if unit is None or unit.kind != UnitKind.COMMUNE:
        return sheets.findings([(row, "form", "universalisation.no_commune", "") for row in rows["row"]])
    on = clock.on(setting.at)
    found: list[tuple[int, str, str, str]] = []
    for row in rows.iter_rows(named=True):
        if row["full_name"] is None or row["birth_date"] is None or row["sex"] is None:
            continue
        for name, sentence in rules.problems(_facts(row), on).items():
            found.append((row["row"], name, "universalisation.rule", sentence))
    found += [
        (row, "national_id", "universalisation.number", text)
        for row, text, _wrong in people.number_problems(rows, on)
    ]
    return sheets.findings(found + _heads_differ(rows) + _twice(setting, rows) + _unknown(setting, rows))


def _facts(row: dict[str, object]) -> rules.MemberFacts:
    texts = ("relation", "ethnicity", "national_id", "disability", "completed", "study", "study_level", "study_place",
             "literacy", "note")  # fmt: skip
    plain = {name: row[name] or "" for name in texts}
    return rules.MemberFacts(
        full_name=row["full_name"], birth_date=row["birth_date"], sex=row["sex"],  # type: ignore[arg-type]
        cannot_learn=bool(row["cannot_learn"]), last_grade=row["last_grade"],  # type: ignore[arg-type]
        study_grade=row["study_grade"], presence=row["presence"] or "here",  # type: ignore[arg-type]
        presence_on=row["presence_on"], **plain,  # type: ignore[arg-type]
    )  # fmt: skip


def _heads_differ(rows: pl.DataFrame) -> list[tuple[int, str, str, str]]:
    found: list[tuple[int, str, str, str]] = []
    for name in ("head_name", "hamlet", "address", "residence"):
        differing = rows.filter(
            (pl.col(name).drop_nulls().n_unique() > 1).over("form") & pl.col("form").is_not_null()
        )
        found += [
            (row, name, "universalisation.heads_differ", form)
            for row, form in differing.select("row", "form").iter_rows()
        ]
    return found


def _twice(setting: Setting, rows: pl.DataFrame) -> list[tuple[int, str, str, str]]:
    """Numbers that somebody present in another form of the commune has; rows of the file among themselves are the
    engine's to compare (the key)."""
    gone = pl.col("presence").is_in(["left", "died"])
    here = TARGET.current(setting).filter(~gone & pl.col("national_id").is_not_null())
    known = {
        number: (form, row_id)
        for number, form, row_id in here.select("national_id", "form", "id").iter_rows()
    }
    found: list[tuple[int, str, str, str]] = []
    given = rows.filter(pl.col("national_id").is_not_null() & ~gone.fill_null(False))
    for row, number, form, own in given.select("row", "national_id", "form", "number").iter_rows():
        held = known.get(number)
        if held and held[0] != form and own != held[1]:
            found.append((row, "national_id", "universalisation.twice", held[0]))
    return found


def _unknown(setting: Setting, rows: pl.DataFrame) -> list[tuple[int, str, str, str]]:
    given = rows.filter(pl.col("number").is_not_null())
    if not given.height:
        return []
    known = TARGET.current(setting)["id"].implode()
    lost: Sequence[int] = given.filter(~pl.col("number").is_in(known))["row"].to_list()
    return [(row, "number", "sheets.no_such_number", "") for row in lost]


SURVEY = Layout(
    "universalisation.survey",
    _("Phiếu điều tra phổ cập"),
    columns=_COLUMNS,
    keys=(Key(("number",)), Key(("form", "full_name", "birth_date")), Key(("national_id",), certain=False)),
    permission=EDIT_SURVEY,
    view=VIEW_SURVEY,
    target=TARGET,
    examine=(forms_make_sense,),
    sheet="PhieuDieuTra",
    help=_(
        "Mỗi dòng một người của một hộ; thông tin của phiếu ghi lại ở mọi dòng. Phiếu điền sẵn: xuất ở trang của xã."
    ),
    icon="clipboard-list",
)
