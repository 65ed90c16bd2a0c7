"""What pages and programs read of imports, within the actor's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from . import checking, messages, units
from .choices import State
from .columns import Setting
from .layout import Layout, layouts
from .models import Import
from .permissions import VIEW_IMPORTS
from .planning import BEFORE, Kind
from .services import folder
from .services.work import LABELS

PAGE: Final = 50
WHY_LEFT: Final = {
    "changed_since": gettext_lazy("đã có người sửa sau lần nhập."),
    "in_use": gettext_lazy("đã có dữ liệu khác gắn với bản ghi này."),
    "cannot_withdraw": gettext_lazy("danh sách này không rút lại được bản ghi đã thêm."),
}
TONES: Final = {
    "new": "success", "changed": "primary", "unchanged": "neutral", "doubtful": "warning", "wrong": "danger",
    "skipped": "neutral",
}  # fmt: skip
STATE_TONES: Final = {
    State.UPLOADED: "neutral", State.UNDERSTOOD: "warning", State.CHECKED: "primary", State.COMMITTED: "success",
    State.UNDONE: "neutral", State.REFUSED: "danger", State.DROPPED: "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One field of a row that changes."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """One row of the file as the preview shows it."""

    number: int
    kind: str
    kind_label: str
    tone: str
    name: str
    lines: tuple[Line, ...]
    problems: tuple[tuple[str, str, str, str], ...]
    """(label of the column, what, how to right it, address where it is put right if not in the file)."""
    doubt: tuple[str, str]
    choice: str


@dataclass(frozen=True)
class Repair:
    label: str
    what: str
    count: int
    example: str
    weight: str


def offered(actor: Actor) -> list[Layout]:
    """The layouts that the actor may import or export somewhere."""
    return [
        layout
        for layout in layouts().values()
        if access.decide(actor, layout.permission).allowed
        or (layout.view and access.decide(actor, layout.view).allowed)
    ]


def imports(actor: Actor) -> QuerySet[Import]:
    """One's own, and those of the units where one may view them; newest last in no order."""
    of_units = Import.objects.within(access.scope(actor, VIEW_IMPORTS))
    if actor.account_id is None:
        return of_units
    return Import.objects.filter(Q(account_id=actor.account_id) | Q(pk__in=of_units.values("pk")))


def one_import(actor: Actor, import_id: int) -> Import:
    """Raises Http404."""
    found = imports(actor).filter(pk=import_id).first()
    if found is None or found.layout not in layouts():
        raise Http404
    return found


def rows(actor: Actor, made: Import, at: datetime, kind: str, number: int) -> tuple[list[Row], int]:
    """One page of the preview's rows and how many there are of the kind ("" for all that need eyes first)."""
    layout = layouts()[made.layout]
    lazy = folder.scan(made.pk, folder.PLAN)
    if kind:
        lazy = lazy.filter(pl.col("_kind") == kind)
    total = lazy.select(pl.len()).collect().item()
    part = lazy.slice((number - 1) * PAGE, PAGE).collect()
    found = _findings_of(made, part["row"].to_list())
    setting = Setting(actor, at, made.unit_id, made.values)
    lists = {column.name: column.options(setting) for column in layout.columns}
    decided = made.decisions.get("rows", {})
    return [
        _row(layout, row, found.get(row["row"], []), lists, decided) for row in part.iter_rows(named=True)
    ], int(total)


def _findings_of(made: Import, numbers: list[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for name in (folder.FINDINGS, folder.PLANNED):
        here = folder.scan(made.pk, name).filter(
            pl.col("row").is_in(numbers) & (pl.col("weight") != "repaired")
        )
        for one in here.collect().iter_rows(named=True):
            found.setdefault(one["row"], []).append(one)
    return found


def _row(
    layout: Layout,
    row: dict[str, Any],
    found: list[dict[str, Any]],
    lists: dict[str, dict[Any, str]],
    decided: dict[str, str],
) -> Row:
    kind = Kind(row["_kind"])
    names = layout.keys[-1].columns
    shown = [layout.by_name[name].show(row[name], lists[name]) for name in names]
    lines = tuple(
        Line(
            str(layout.by_name[name].label),
            _covered(layout, name, row[name + BEFORE], lists),
            layout.by_name[name].show(row[name], lists[name]) or "–",
        )
        for name in (row["_fields"] or [])
        if row["id"] is not None
    )
    problems = []
    for one in found:
        what, mend = checking.said(layout, one)
        column = layout.by_name.get(one["column"])
        page = messages.page(one["code"])
        problems.append((str(column.label) if column else "", what, mend, reverse(page) if page else ""))
    doubt = messages.said(row["_note"], {}) if row["_note"] and kind == Kind.DOUBTFUL else ("", "")
    return Row(
        row["row"] + 1, str(kind), str(LABELS[str(kind)]), TONES[str(kind)], " · ".join(filter(None, shown)) or "–",
        lines, tuple(problems), doubt, decided.get(str(row["row"]), ""),
    )  # fmt: skip


def _covered(layout: Layout, name: str, value: Any, lists: dict[str, dict[Any, str]]) -> str:
    """What stands in the record; of sensitive columns only that there is something."""
    column = layout.by_name[name]
    text = column.show(value, lists[name])
    if not text:
        return "–"
    if column.sensitive:
        return "••••" + (text[-column.keep :] if column.keep and len(text) > column.keep else "")
    return text


def repairs(made: Import) -> list[Repair]:
    """What the checks found, by column: how often, with an example."""
    layout = layouts()[made.layout]
    told = []
    for one in made.told.get("summary", []):
        column = layout.by_name.get(one["column"])
        what, _mend = checking.said(layout, one)
        told.append(
            Repair(str(column.label) if column else "–", what, one["count"], one["value"], one["weight"])
        )
    return told


def doubts(made: Import) -> list[tuple[str, str, int]]:
    """Kinds of doubt in the plan: code, sentence, rows."""
    try:
        counted = (
            folder.scan(made.pk, folder.PLAN)
            .filter((pl.col("_kind") == "doubtful") & pl.col("_note").is_not_null())
            .group_by("_note").len().sort("len", descending=True).collect()
        )  # fmt: skip
    except FileNotFoundError:
        return []
    listed = [(code, messages.said(code, {})[0], count) for code, count in counted.iter_rows()]
    for one in made.told.get("summary", []):
        if one["weight"] == "doubtful" and one["code"] not in [code for code, *_rest in listed]:
            listed.append((one["code"], checking.said(layouts()[made.layout], one)[0], one["count"]))
    return listed


def aside(made: Import) -> list[tuple[int, str, str]]:
    """Rows that are no records: number, why, text."""
    words = {
        "signature": _("phần ký tên"), "total": _("dòng tổng cộng"), "headings": _("tiêu đề lặp lại"),
    }  # fmt: skip
    return [(row + 1, words.get(why, why), text) for row, why, text in made.told.get("aside", [])]


def unit_name(made: Import) -> str:
    return units.name_of(made.unit_id)
