"""Lines of the register that mean somebody known from another school: asked about, then taken in, not typed again."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel import sheets
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.sheets import Batch, Setting
from khuevan.register.organisations import queries as organisations
from khuevan.register.people import services as people

from ..choices import EntryKind
from ..models import ClassGroup, SchoolYear
from ..services import EnrolOrder, Known, admit_listed, look_for_listed

N_ = gettext_noop
ADMISSION = "schoolyear.admission"
sheets.introduce(
    {
        ADMISSION: sheets.doubtful(
            N_("Em đã có hồ sơ: %(facts)s."),
            N_(
                "Xác nhận để tiếp nhận em với hồ sơ ấy; các ô khác của dòng này chưa được ghi, sau đó nhập lại tệp là có."
            ),
        ),
        "schoolyear.elsewhere": sheets.wrong(
            N_("Số định danh này đã có hồ sơ ở trường khác, nhưng ngày sinh hoặc họ tên không khớp."),
            N_("Đối chiếu giấy tờ rồi sửa ô sai."),
        ),
        "schoolyear.no_way_in": sheets.wrong(
            N_("%(facts)s"),
            N_("Ghi danh em ở trang Ghi danh học sinh: trang ấy tiếp nhận, hoặc dẫn sang chuyển trường."),
            page="schoolyear:enrol",
        ),
    }
)
_COLUMNS = ("row", "national_id", "birth_date", "full_name", "class_group", "enrolled_on")


def away(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose number belongs to somebody out of reach."""
    numbered = rows.filter(pl.col("national_id").is_not_null())
    taken = people.numbers_elsewhere(numbered["national_id"].to_list())
    return numbered.filter(pl.col("national_id").is_in(list(taken)))


def newcomers_are_known(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
    """Whoever has a record elsewhere: may they come in, or what stands in the way."""
    there = away(rows)
    known = look_for_listed(setting.actor, setting.unit_id, _orders(setting, there), at=setting.at)
    found = []
    for row in there["row"].to_list():
        one = known.get(row)
        if one is None:
            found.append((row, "national_id", "schoolyear.elsewhere", ""))
        elif one.says:
            found.append((row, "national_id", "schoolyear.no_way_in", one.says))
        else:
            found.append((row, "national_id", ADMISSION, _told(one)))
    return sheets.findings(found)


def _told(known: Known) -> str:
    parts = (known.school_name, known.grade, known.school_year, known.outcome)
    return " · ".join(filter(None, parts)) or str(_("chưa học ở trường nào"))


def admit(batch: Batch, there: pl.DataFrame, since: date) -> pl.DataFrame:
    """Takes in those of the added rows (`away`) whom the clerk has confirmed; answers `row`, `id` (learner).

    Raises ChangedMeanwhile where somebody's number was given away since the list was checked.
    """
    if set(there["row"].to_list()) - batch.confirmed.get(ADMISSION, frozenset()):
        raise ChangedMeanwhile
    made = admit_listed(batch.setting.actor, _orders(batch.setting, there, since), at=batch.setting.at)
    schema = {"row": pl.UInt32, "id": pl.Int64}
    return pl.DataFrame(list(made.items()), schema=schema, orient="row")


def _orders(setting: Setting, rows: pl.DataFrame, since: date | None = None) -> dict[int, EnrolOrder]:
    """By row; rows without birth date, name or class are left to what is wrong with those."""
    whole = rows.select(_COLUMNS).drop_nulls(("birth_date", "full_name", "class_group"))
    if not whole.height:
        return {}
    year = SchoolYear.objects.get(pk=int(setting.values["school_year"]))
    school = organisations.unit(setting.actor, setting.unit_id)
    classes = ClassGroup.objects.in_bulk(whole["class_group"].unique().to_list())
    return {
        one["row"]: _order(one, school, year, classes[one["class_group"]], since or year.starts_on)
        for one in whole.iter_rows(named=True)
    }


def _order(one: dict[str, Any], school: Any, year: SchoolYear, group: ClassGroup, since: date) -> EnrolOrder:
    return EnrolOrder(
        school=school,
        school_year=year,
        grade=group.grade,
        class_group=group,
        enrolled_on=one["enrolled_on"] or since,
        entry_kind=EntryKind.ENTRY,
        facts={name: one[name] for name in ("full_name", "birth_date", "national_id")},
    )
