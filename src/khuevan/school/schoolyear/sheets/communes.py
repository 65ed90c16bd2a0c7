"""The column of a list that names a commune of the 34 provinces. Districts are understood as history, and doubted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel import sheets
from khuevan.kernel.sheets import Column, Setting
from khuevan.kernel.sheets.columns.base import COVERED, FACTS, Parsed, Read, by_value
from khuevan.kernel.sheets.reading.marks import FAULT, MARK
from khuevan.kernel.text import nfc
from khuevan.register.organisations import queries as organisations

N_ = gettext_noop
sheets.introduce(
    {
        "schoolyear.no_commune": sheets.wrong(
            N_("Không có xã, phường nào tên «%(value)s» trong danh mục 34 tỉnh."),
            N_("Ghi tên xã, phường hiện nay, thêm tên tỉnh nếu ở tỉnh khác, hoặc ghi mã xã 5 chữ số."),
        ),
        "schoolyear.several_communes": sheets.wrong(
            N_("«%(value)s» có thể chỉ nhiều xã, phường khác nhau."),
            N_("Ghi đủ «Xã» hoặc «Phường», hoặc ghi mã xã."),
        ),
        "schoolyear.district_named": sheets.doubtful(
            N_("«%(facts)s» là cấp huyện, không còn từ 01/07/2025; chỉ lấy tên xã, phường hiện nay."),
            N_("Kiểm tra xã, phường cũ ấy nay có đúng là xã, phường này không."),
        ),
        "schoolyear.only_district": sheets.doubtful(
            N_(
                "«%(value)s» là tên của trước 01/07/2025 («%(facts)s» là cấp huyện, không còn); ô này được để trống."
            ),
            N_("Ghi tên xã, phường hiện nay; tên cũ có thể giữ ở cột địa chỉ, nơi sinh."),
        ),
    }
)
_FAULTS = {"unknown": "schoolyear.no_commune", "several": "schoolyear.several_communes"}


@dataclass(frozen=True)
class CommuneColumn(Column):
    """By name, by name and province, or by code; exports write name and province."""

    kind: ClassVar[str] = "commune"
    dtype: ClassVar[Any] = pl.Int64
    width: ClassVar[float] = 28

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        if raw.null_count() == raw.len():
            return by_value(raw, lambda cell: Parsed(), self.dtype)
        known = organisations.gazetteer(setting.unit_id)
        return by_value(raw, lambda cell: _parsed(cell, known), self.dtype)

    def options(self, setting: Setting) -> dict[Any, str]:
        return {place.id: place.label for place in organisations.gazetteer(setting.unit_id).places}

    @property
    def signature(self) -> str:
        return _("tên xã, phường trong danh mục 34 tỉnh")


def _parsed(cell: str, known: organisations.Gazetteer) -> Parsed:
    if cell.startswith(FAULT):
        return Parsed(fault="cell_error" if len(cell) > len(FAULT) else "formula_without_value")
    text = nfc(cell[2:] if cell.startswith(MARK) else cell)
    if cell.startswith(COVERED) or not text.strip(" -–."):
        return Parsed()
    found = known.understand(text)
    if found.fault == "district":
        return Parsed(fault=f"schoolyear.only_district{FACTS}{found.district}")
    if found.fault:
        return Parsed(fault=_FAULTS[found.fault])
    return Parsed(
        found.id, repair=f"schoolyear.district_named{FACTS}{found.district}" if found.district else None
    )
