"""The points of a school as a workbook, after the group DIEM_TRUONGS of the sector's data specification."""

from __future__ import annotations

import polars as pl
from django.utils.translation import gettext as _

from khuevan.kernel import sheets
from khuevan.kernel.sheets import Key, Setting, recorded

from . import queries
from .choices import MapPrecision
from .models import SchoolPoint
from .records import POINTS
from .rules.kinds import INSTITUTIONS


def with_precision(setting: Setting, frame: pl.DataFrame) -> pl.DataFrame:
    """A place that somebody wrote down is approximate."""
    known, unknown = int(MapPrecision.APPROXIMATE), int(MapPrecision.UNKNOWN)
    placed = pl.when(pl.col("latitude").is_not_null()).then(known).otherwise(unknown)
    return frame.with_columns(
        placed.cast(pl.Int64).alias("map_precision"), pl.lit(setting.actor.name[:120]).alias("changed_by")
    )


def points_make_sense(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
    """What the form checks: one main point, days after the school's, a place or none, codes of closed points."""
    school = queries.unit(setting.actor, setting.unit_id)
    found: list[tuple[int, str, str, str]] = []

    def say(wrong: pl.DataFrame, column: str, sentence: str) -> None:
        found.extend((row, column, "sheets.rule", sentence) for row in wrong["row"])

    if school.kind not in INSTITUTIONS:
        say(rows, "name", _("Chỉ cơ sở giáo dục mới có điểm trường."))
    say(
        rows.filter(pl.col("opened_on") < school.opened_on), "opened_on",
        _("Điểm trường không thể hoạt động trước ngày trường được thành lập (%(on)s).")
        % {"on": f"{school.opened_on:%d/%m/%Y}"},
    )  # fmt: skip
    say(
        rows.filter(pl.col("latitude").is_null() != pl.col("longitude").is_null()), "latitude",
        _("Cần cả vĩ độ và kinh độ."),
    )  # fmt: skip
    closed = SchoolPoint.objects.filter(school_id=setting.unit_id, closed_on__isnull=False)
    codes = list(closed.values_list("code", flat=True))
    say(
        rows.filter(pl.col("code").is_in(codes)),
        "code",
        _("Mã này là của một điểm trường đã ngừng hoạt động."),
    )
    mains = SchoolPoint.objects.filter(school_id=setting.unit_id, closed_on=None, is_main=True)
    main = list(mains.values_list("code", flat=True))
    chosen = rows.filter(pl.col("is_main"))
    if main and not rows.filter(pl.col("code").is_in(main) & (pl.col("is_main") == False)).height:  # noqa: E712
        say(chosen.filter(~pl.col("code").is_in(main)), "is_main", _("Trường đã có điểm trường chính."))
    elif chosen.height > 1:
        say(chosen[1:], "is_main", _("Trường đã có điểm trường chính."))
    return sheets.findings(found)


POINTS_SHEET = recorded.layout(
    POINTS, "organisations.points", keys=(Key(("code",)),), sheet="DiemTruong", but=("closed_on",),
    aliases={
        "code": ("DIEM_TRUONG_ID", "Mã điểm"), "name": ("TEN_DIEM_TRUONG",), "address": ("DIA_CHI",),
        "phone": ("DIEN_THOAI",), "distance_km": ("KHOANG_CACH",), "travel": ("PHUONG_TIEN_DI_LAI",),
        "area_m2": ("DIEN_TICH",),
    },
    examine=(points_make_sense,), derive=with_precision, derived=("map_precision", "changed_by"),
)  # fmt: skip
