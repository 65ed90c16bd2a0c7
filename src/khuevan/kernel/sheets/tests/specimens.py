"""A layout over the garden of the records' tests: beds are units, plants are rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from django.utils.translation import gettext_noop

from khuevan.kernel.records.tests.specimens.models import Bed, Plant
from khuevan.kernel.records.tests.specimens.permissions import EDIT_PLANTS, SEE_ORIGIN, VIEW_PLANTS
from khuevan.kernel.sheets import messages
from khuevan.kernel.sheets.columns import (
    Code,
    Day,
    Decimals,
    Digits,
    Listed,
    Lookup,
    Offer,
    Setting,
    Whole,
    Words,
    Yes,
)
from khuevan.kernel.sheets.layout import Key, Layout, findings
from khuevan.kernel.sheets.tables import TableTarget
from khuevan.kernel.text import search_text, sort_key

KINDS = (("01", "Cây ăn quả"), ("02", "Cây lấy gỗ"), ("03", "Rau"))
messages.introduce(
    {
        "specimens.weightless": messages.wrong(
            gettext_noop("Có khối lượng mà không có chiều cao."), gettext_noop("Ghi chiều cao.")
        ),
        "specimens.giant": messages.doubtful(
            gettext_noop("Cây cao bất thường."), gettext_noop("Kiểm tra đơn vị đo.")
        ),
    }
)


def parents(setting: Setting) -> Sequence[Offer]:
    plants = (
        Plant.objects.filter(bed_id=setting.unit_id)
        .order_by("id")
        .values_list("id", "tag", "name", "closed_on")
    )
    return [
        Offer(number, (name, tag), note=f"đã nhổ ngày {closed}." if closed else "")
        for number, tag, name, closed in plants
    ]


def measures(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
    bad = rows.filter(pl.col("weight").is_not_null() & pl.col("height").is_null())["row"].to_list()
    tall = rows.filter(pl.col("height") > 9_000)["row"].to_list()
    return findings(
        [(row, "height", "specimens.weightless", "") for row in bad]
        + [(row, "height", "specimens.giant", "") for row in tall]
    )


def derived(setting: Setting, frame: pl.DataFrame) -> pl.DataFrame:
    names = frame["name"].fill_null("").to_list()
    return frame.with_columns(
        pl.Series("search", [search_text(name) for name in names], dtype=pl.String),
        pl.Series("sort_key", [sort_key(name) for name in names], dtype=pl.String),
    )


COLUMNS = {
    "tag": "tag", "name": "name", "kind": "kind", "opened_on": "opened_on", "height": "height",
    "weight": "weight", "edible": "edible", "note": "note", "origin": "origin", "parent": "parent",
}  # fmt: skip

PLANTS = Layout(
    "specimens.plants",
    "Danh sách cây",
    columns=(
        Digits("tag", "Mã cây", lengths=(6,), required=True, aliases=("Số cây", "MA_CAY")),
        Words("name", "Tên cây", required=True, max_length=100, aliases=("Họ tên cây",)),
        Listed("kind", "Loại cây", choices=KINDS, catalogue="LOAI_CAY", spellings={"Cây gỗ": "02"}),
        Day(
            "opened_on",
            "Ngày trồng",
            required=True,
            latest=date(2030, 1, 1),
            aliases=("Ngày trồng (dd/mm/yyyy)",),
        ),
        Whole("height", "Chiều cao", least=0, most=10_000),
        Decimals("weight", "Khối lượng", places=1, least=0),
        Yes("edible", "Ăn được"),
        Words("note", "Ghi chú"),
        Code("origin", "Nguồn gốc", sensitive=SEE_ORIGIN, keep=2, max_length=40),
        Lookup("parent", "Cây mẹ", offers=parents, missing="Thêm cây mẹ trước."),
    ),
    keys=(Key(("tag",)), Key(("name", "opened_on"), certain=False)),
    permission=EDIT_PLANTS,
    view=VIEW_PLANTS,
    target=TableTarget(
        Plant, COLUMNS, unit="bed", derive=derived, derived=("search", "sort_key"), closed="closed_on"
    ),
    examine=(measures,),
)


def build_bed(name: str = "Luống") -> int:
    from khuevan.kernel import access, database

    with database.acting(access.system()):
        return Bed.objects.create(name=name).pk
