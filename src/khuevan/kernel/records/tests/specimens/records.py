"""Three declarations: one with everything, the same for very many rows, one with almost nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from khuevan.kernel.records import (
    PLAIN,
    Choice,
    Code,
    Computed,
    Date,
    Decimals,
    Invalid,
    LongText,
    Moment,
    Record,
    Reference,
    Several,
    Text,
    Whole,
    Yes,
)

from .models import Plant, Tool
from .permissions import EDIT_PLANTS, EDIT_TOOLS, REMOVE_PLANTS, SEE_ORIGIN, VIEW_PLANTS, VIEW_TOOLS

KINDS = (("tree", "Cây gỗ"), ("herb", "Cây thảo"), ("vine", "Dây leo"))
USES = (("food", "Ăn"), ("shade", "Che nắng"), ("medicine", "Làm thuốc"))


def closed_after_opened(values: dict[str, Any], row: Plant | None) -> None:
    if values.get("height") and not values.get("opened_on"):
        raise Invalid({"opened_on": "Cây đã đo chiều cao thì phải có ngày trồng."})


PLANTS = Record(
    Plant,
    "plant",
    "Cây",
    "Các cây",
    view=VIEW_PLANTS,
    edit=EDIT_PLANTS,
    remove=REMOVE_PLANTS,
    fields=(
        Text("name", "Tên", required=True, max_length=100, sorted_by="sort_key"),
        Code(
            "tag",
            "Số thẻ",
            required=True,
            max_length=20,
            pattern=r"[A-Z]{2}\d{4}",
            example="AB0012",
            fixed=True,
        ),
        Reference("bed", "Luống", required=True, found_by="search", sorted_by="bed__name"),
        Choice("kind", "Loại", KINDS, required=True),
        Several("uses", "Công dụng", USES, group="Chi tiết"),
        Date("opened_on", "Ngày trồng", earliest=date(1990, 1, 1), group="Chi tiết"),
        Date("closed_on", "Ngày bỏ", editable=False),
        Moment("seen_at", "Lần thăm", group="Chi tiết"),
        Whole("height", "Cao", unit="cm", most=10_000, group="Chi tiết"),
        Decimals("weight", "Nặng", places=1, unit="kg", group="Chi tiết"),
        Yes("edible", "Ăn được", group="Chi tiết"),
        LongText("note", "Ghi chú", max_length=300, group="Chi tiết"),
        Text("origin", "Nguồn gốc", max_length=40, sensitive=SEE_ORIGIN, keep=3, group="Chi tiết"),
        Reference("parent", "Cây mẹ", found_by="search", order="sort_key", group="Chi tiết"),
        Computed(
            "age",
            "Tuổi",
            lambda plant: "" if plant.opened_on is None else f"{2025 - plant.opened_on.year} năm",
        ),
    ),
    list=("name", "tag", "bed", "kind", "opened_on", "height", "weight", "origin", "age"),
    filters=("bed", "kind", "uses", "opened_on", "seen_at", "height", "weight", "edible", "tag", "note"),
    search=("name", "tag"),
    order=("name",),
    close=PLAIN,
    delete=PLAIN,
    rules=(closed_after_opened,),
    page_size=10,
)

FOREST = replace(PLANTS, name="tree", large=True)

TOOLS = Record(
    Tool,
    "tool",
    "Dụng cụ",
    "Các dụng cụ",
    view=VIEW_TOOLS,
    edit=EDIT_TOOLS,
    fields=(
        Text("name", "Tên", required=True, max_length=100),
        Whole("parts", "Số chi tiết", required=True, least=1),
    ),
    list=("name", "parts"),
    shared="Dụng cụ dùng chung cho mọi luống.",
)
