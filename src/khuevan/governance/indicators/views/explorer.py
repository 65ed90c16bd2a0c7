"""The explorer: indicators, units, a split and states side by side, as table, chart or map; kept, shared, taken along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel import audit, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Decimals, Invalid, Text, export

from .. import queries, services
from ..models import SavedView
from ..permissions import VIEW_VALUES
from ..rules import Figure, asked_of
from ..rules.exploring import MOST_SERIES, Form, Found, Pivot, axis_of, classes, pivot
from ..rules.tiles import initials, tiles
from .exploring import Field, Wanted, filters_of, form_of, wanted_of
from .tables import csv_lines, parquet
from .words import address, bare, name_of, ordered, start

SIDES = ("sex",)
KINDS = ("xlsx", "csv", "parquet")
UP = ("age", "grade")
"""A pyramid is of a split that runs upward and one with two sides."""


@dataclass(frozen=True)
class ExplorerPage:
    """table: the heading of each column and the rows; notes: what could not be shown, in words."""

    place: queries.Place
    fields: Sequence[Field]
    filters: Sequence[Field]
    is_narrowed: bool
    charts: Sequence[ui.Chart]
    map: ui.Map | None
    tiles: ui.Tiles | None
    axis: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, str, Sequence[str]]]
    notes: Sequence[str]
    is_computed: bool
    downloads: Sequence[tuple[str, str]]
    views: Sequence[tuple[SavedView, str]]
    question: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_VALUES)
@require_GET
def explorer(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    wanted = wanted_of(request)
    explored = _explored(actor, wanted)
    notes, charts, picture, tiled = _notes(wanted, explored), list[ui.Chart](), None, None
    table = _Table(wanted, explored.found)
    if wanted.form is Form.PYRAMID:
        chart, why = _pyramid(actor, wanted)
        charts, notes = [chart] if chart else [], [*notes, why] if why else notes
    elif wanted.form is Form.MAP:
        picture, tiled = _map(actor, wanted, table)
        notes += [] if picture.points else [_("Các đơn vị bên dưới chưa có vị trí, hoặc không có giá trị.")]
    elif wanted.form is not Form.TABLE:
        charts = _charts(wanted, table)
        if len(table.pivot.columns) > MOST_SERIES:
            notes.append(_("Biểu đồ chỉ vẽ %(most)s dãy đầu; bảng có đủ.") % {"most": MOST_SERIES})
    question = wanted.question()
    page = ExplorerPage(
        place=wanted.place, fields=form_of(wanted), filters=filters_of(wanted), is_narrowed=bool(wanted.held),
        charts=charts, map=picture, tiles=tiled, axis=table.heading, columns=table.columns,
        rows=table.rows(), notes=notes, is_computed=bool(wanted.states),
        downloads=[
            (kind, f"{reverse('indicators:explorer_export', args=[kind])}?{question}") for kind in KINDS
        ],
        views=[(one, f"{reverse('indicators:explorer_view', args=[one.pk])}") for one in queries.own_views(actor)],
        question=question, breadcrumbs=[start(wanted.place), (_("Khám phá"), "")],
    )  # fmt: skip
    return ui.render(request, "indicators/explorer.html", page)


@requires(VIEW_VALUES)
@require_GET
def explorer_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A row for each figure, whatever the layout on the page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    wanted = wanted_of(request)
    lines = list(_lines(wanted, _explored(actor, wanted).found))
    title = ", ".join(str(one.label) for one in wanted.indicators)
    if kind == "xlsx":
        columns = (
            Text("indicator", _("Chỉ tiêu")), Text("measured", _("Đơn vị tính")), Text("period", _("Kỳ")),
            Text("unit", _("Đơn vị")), Text("value_of", _("Phân tổ")), Decimals("value", _("Giá trị"), places=4),
            Decimals("upper", _("Tử số")), Decimals("lower", _("Mẫu số")),
        )  # fmt: skip
        return export.answer(
            actor, columns, lines, "xlsx", title=_("Khám phá số liệu"), action="indicators.value:export",
            at=clock.now(), asked=wanted.question(),
        )  # fmt: skip
    if kind not in ("csv", "parquet"):
        raise Http404
    audit.record(
        actor, "export", "indicators.value:export", at=clock.now(), unit_id=wanted.place.id, why=title[:200]
    )
    heads = list(vars(lines[0])) if lines else ["code", "value"]
    if kind == "parquet":
        return parquet("so-lieu", pl.DataFrame([vars(one) for one in lines], infer_schema_length=None))
    rows = (list(vars(one).values()) for one in lines)
    answer = StreamingHttpResponse(csv_lines(heads, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="so-lieu.csv"'
    return answer


@require_POST
@requires(VIEW_VALUES)
def explorer_keep(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    question = request.POST.get("question", "")
    try:
        made = services.keep_view(
            actor=actor, at=clock.now(), name=request.POST.get("name", ""), question=question,
            is_shared=bool(request.POST.get("shared")),
        )  # fmt: skip
    except Invalid as invalid:
        messages.error(request, " ".join(str(one) for one in invalid.errors.values()))
        return redirect("indicators:explorer")
    messages.success(
        request, _("Đã giữ cách xem này. Người mở đường dẫn thấy số liệu trong phạm vi của chính họ.")
    )
    return redirect("indicators:explorer_view", made.pk)


@require_POST
@requires(VIEW_VALUES)
def explorer_drop(request: HttpRequest, saved_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.drop_view(actor=actor, at=clock.now(), view_id=saved_id)
    messages.success(request, _("Đã bỏ cách xem."))
    return redirect("indicators:explorer")


@requires(VIEW_VALUES)
@require_GET
def explorer_view(request: HttpRequest, saved_id: int) -> HttpResponse:
    """The question of a kept view; the answer is computed for whoever opens it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.seen_view(actor, saved_id)
    if found is None:
        raise Http404
    return redirect(f"{reverse('indicators:explorer')}?{found.question}")


def _explored(actor: Actor, wanted: Wanted) -> queries.Explored:
    return queries.explored(
        actor, wanted.indicators, wanted.shown, wanted.place, wanted.words, wanted.states, wanted.bounds,
        today=clock.today(),
    )  # fmt: skip


class _Table:
    """The figures as rows and columns, with their names."""

    def __init__(self, wanted: Wanted, found: Sequence[Found]) -> None:
        self.wanted = wanted
        by = any(asked_of(one, wanted.words).by for one in wanted.indicators)
        self.axis = axis_of(split=by, units=len(wanted.shown), states=len(wanted.states))
        if wanted.form is Form.MAP:
            self.axis = "unit"
        self.pivot: Pivot = pivot(found, self.axis)
        split = wanted.indicators[0].split(wanted.words.get("by", "")) if wanted.indicators else None
        self.split = split
        if self.axis == "value" and split is not None:
            self.pivot = Pivot(ordered(split, list(self.pivot.rows)), self.pivot.columns, self.pivot.cells)
        self.heading = {"unit": _("Đơn vị"), "state": _("Kỳ"), "value": str(split.label) if split else ""}[
            self.axis
        ]
        self.columns = [self.name_of_column(one) for one in self.pivot.columns]

    def name_of_row(self, row: Any) -> str:
        if self.axis == "unit":
            return self.wanted.names.get(row, str(row))
        if self.axis == "state":
            return self.wanted.state_names.get(row, "")
        return name_of(self.split, row) if self.split else ""

    def name_of_column(self, column: tuple[Any, ...]) -> str:
        """Only what differs between the columns, and what it is measured in."""
        indicator, unit, state, value = column
        parts = []
        if len(self.wanted.indicators) > 1 or len(self.pivot.columns) == 1:
            parts.append(str(indicator.label))
        if unit and len(self.wanted.shown) > 1:
            parts.append(self.wanted.names.get(unit, ""))
        if self.axis != "state" and len(self.wanted.states) > 1:
            parts.append(self.wanted.state_names.get(state, ""))
        if self.axis != "value" and self.split is not None:
            parts.append(name_of(self.split, value))
        return " · ".join(part for part in parts if part) or str(indicator.label)

    def rows(self) -> list[tuple[str, str, list[str]]]:
        made = []
        for row in self.pivot.rows:
            cells = [self.pivot.cells.get((row, column)) for column in self.pivot.columns]
            said = [
                bare(c[0], one) if one else ui.formatters.NOTHING
                for c, one in zip(self.pivot.columns, cells, strict=True)
            ]
            made.append((self.name_of_row(row), self._url(row), said))
        return made  # fmt: skip

    def _url(self, row: Any) -> str:
        """The page of the first indicator about this row's unit."""
        if self.axis != "unit" or not self.wanted.indicators:
            return ""
        return address(
            "value", self.wanted.indicators[0], self.wanted.place, unit=str(row), **self.wanted.held
        )


def _charts(wanted: Wanted, table: _Table) -> list[ui.Chart]:
    """A chart for each unit of measurement: numbers of different kinds share no axis."""
    kinds: dict[str, list[tuple[Any, ...]]] = {}
    for column in table.pivot.columns[:MOST_SERIES]:
        kinds.setdefault(str(column[0].unit), []).append(column)
    made = []
    for unit, columns in kinds.items():
        series = [
            ui.Series(
                table.name_of_column(column),
                [_number(table.pivot.cells.get((row, column))) for row in table.pivot.rows],
            )
            for column in columns
        ]
        made.append(
            ui.Chart(
                ", ".join(dict.fromkeys(str(column[0].label) for column in columns)),
                [table.name_of_row(row) for row in table.pivot.rows], series,
                kind="line" if wanted.form is Form.LINE else "bar", unit=unit, category_label=table.heading,
                decimals=max(column[0].decimals for column in columns),
            )
        )  # fmt: skip
    return [one for one in made if one.categories]


def _pyramid(actor: Actor, wanted: Wanted) -> tuple[ui.Chart | None, str]:
    indicator = wanted.indicators[0]
    up = indicator.split(wanted.words.get("by", "")) or next(
        (one for name in UP if (one := indicator.split(name))), None
    )
    side = next((one for name in SIDES if (one := indicator.split(name))), None)
    if up is None or side is None or up is side or not side.words or not wanted.states:
        return None, _("Tháp cần một chỉ tiêu phân tổ được theo giới tính và theo tuổi hoặc khối.")
    values = list(side.words)[:2]
    rows = queries.pyramid(
        actor, indicator, wanted.place, up, [(side, one) for one in values], wanted.states[0][1], wanted.bounds,
        today=clock.today(),
    )  # fmt: skip
    if not rows:
        return None, _("Không có giá trị nào để vẽ tháp.")
    series = [
        ui.Series(name_of(side, one), [_number(figures[number]) for _value, figures in rows])
        for number, one in enumerate(values)
    ]
    return ui.Chart(
        f"{indicator.label}: {wanted.place.name}", [name_of(up, value) for value, _figures in rows], series,
        kind="pyramid", unit=str(indicator.unit), category_label=str(up.label), decimals=indicator.decimals,
    ), ""  # fmt: skip


def _map(actor: Actor, wanted: Wanted, table: _Table) -> tuple[ui.Map, ui.Tiles]:
    """A point for each unit below, in up to four ranges that size and shape tell apart as well as colours; the same as
    squares. Without lines of communes: no package that we may use carries them (README)."""
    at = queries.positions(actor, wanted.place, on=clock.today())
    column = table.pivot.columns[0] if table.pivot.columns else None
    cells = (
        {unit: table.pivot.cells[unit, column] for unit in table.pivot.rows if unit in at} if column else {}
    )
    known = {unit: one.value for unit, one in cells.items() if one.value is not None}
    indicator = wanted.indicators[0]
    ranges = classes(list(known.values()))
    names = [
        ui.formatters.number(low, indicator.decimals)
        if low == high
        else f"{ui.formatters.number(low, indicator.decimals)} – {ui.formatters.number(high, indicator.decimals)}"
        for low, high in ranges
    ]
    points, squares, cell_of = [], [], tiles({unit: at[unit] for unit in known})
    for unit, number in sorted(known.items(), key=lambda pair: pair[1]):
        group = next(place for place, (_low, high) in enumerate(ranges) if number <= high)
        points.append(
            ui.Point(*at[unit], wanted.names.get(unit, ""), address("value", indicator, wanted.place, unit=str(unit)),
                     f"{bare(indicator, cells[unit])} {indicator.unit}", names[group], (group + 1) / len(ranges))
        )  # fmt: skip
        last = points[-1]
        squares.append(
            ui.Tile(*cell_of[unit], initials(last.label), last.label, last.url, last.detail, group + 1)
        )
    title = f"{indicator.label} ({indicator.unit})"
    squares.sort(key=lambda one: (one.row, one.column))
    return ui.Map(title, points), ui.Tiles(_("Sơ đồ ô: %(title)s") % {"title": title}, squares, names)


@dataclass(frozen=True)
class _Line:
    code: str
    indicator: str
    measured: str
    period: str
    unit_id: int
    unit: str
    value_of: str
    value: float | None
    upper: float | None
    lower: float | None


def _lines(wanted: Wanted, found: Sequence[Found]) -> Iterator[_Line]:
    for one in found:
        split = one.indicator.split(wanted.words.get("by", ""))
        yield _Line(
            one.indicator.code, str(one.indicator.label), str(one.indicator.unit), wanted.state_names.get(one.state, ""),
            one.unit, wanted.names.get(one.unit, ""), name_of(split, one.value) if split else "", one.figure.value,
            one.figure.upper, one.figure.lower,
        )  # fmt: skip


def _notes(wanted: Wanted, explored: queries.Explored) -> list[str]:
    notes = list(wanted.notes)
    by = wanted.words.get("by", "")
    missing = [str(one.label) for one in wanted.indicators if by and one.split(by) is None]
    if missing:
        notes.append(_("Không phân tổ được theo cột này: %(names)s.") % {"names": ", ".join(missing)})
    for indicator, state in explored.silent:
        said = {"name": indicator.label, "state": wanted.state_names.get(state, "")}
        notes.append(
            _("Kỳ «%(state)s» không có số liệu cho «%(name)s», hoặc tệp của kỳ không còn nguyên vẹn.") % said
        )
    if explored.left_out:
        notes.append(
            _("%(count)s đơn vị của kỳ trước không còn và không có đúng một đơn vị kế thừa: không tính vào đâu được.")
            % {"count": len(explored.left_out)}
        )  # fmt: skip
    return notes


def _number(figure: Figure | None) -> float | None:
    return figure.value if figure else None
