"""One school: its overview and its table of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.records import Computed, export
from khuevan.kernel.records.fields import Field
from khuevan.kernel.records.formats import format_date, format_number

from .. import queries
from ..choices import BuildClass, ComputerPurpose
from ..permissions import CONFIRM_INVENTORY, EDIT_FACILITIES, VIEW_FACILITIES
from ..queries import BY_CODE, FIGURES, FLAGS, Figure, Lacking, Overview, PointRow
from ..records import BOOKS, LAND, LINES, ROOMS, TOILETS, UTILITIES
from .place import actor_of, crumbs, found_school, tabs
from .words import Sentence, percent, ratio, sentence_of

TONES = {
    "water": "danger",
    "no_rooms": "info",
    "no_land": "info",
    "no_utilities": "info",
    "no_toilets": "info",
}


@dataclass(frozen=True)
class Tile:
    """One figure with the rows behind it."""

    label: str
    value: str
    detail: str = ""
    icon: str = ""
    url: str = ""
    tone: str = "primary"


@dataclass(frozen=True)
class SchoolPage:
    """The overview."""

    school: Any
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]
    tiles: Sequence[Tile]
    wanting: Sequence[Sentence]
    charts: Sequence[ui.Chart]
    points: Sequence[Sequence[object]]
    norms: Sequence[Sequence[object]]
    flags: Sequence[tuple[str, object]]
    books: Sequence[tuple[str, str, str]]
    additions: Sequence[tuple[str, str, str]]
    inventory_url: str
    inventory_words: str
    inventories: Sequence[Any]


@requires(VIEW_FACILITIES)
@require_GET
def school(request: HttpRequest, school_id: int) -> HttpResponse:
    """What a school has, what it lacks, point by point."""
    actor, today = actor_of(request), clock.today()
    found = found_school(actor, school_id)
    seen = queries.overview(actor, school_id, found.levels, on=today, difficulty=found.difficulty)
    may_edit = bool(access.decide(actor, EDIT_FACILITIES, on=school_id))
    may_confirm = bool(access.decide(actor, CONFIRM_INVENTORY, on=school_id))
    page = SchoolPage(
        school=found,
        tabs=tabs(school_id, "school"),
        breadcrumbs=crumbs(found),
        tiles=_tiles(seen),
        wanting=[_wanting(one, school_id, may_edit) for one in queries.lacking(seen, today)],
        charts=_charts(seen),
        points=[_point_cells(seen, point) for point in seen.points],
        norms=[_norm_cells(check) for check in seen.norms],
        flags=[(f"{flag.label} ({flag.symbol})", _yes(flag.of(seen.books))) for flag in FLAGS],
        books=[
            (str(record.plural), f"{record.url('list')}?school={school_id}&closed=0", record.icon)
            for record in BOOKS
        ],
        additions=[
            (str(record.label), f"{record.url('add')}?school={school_id}&quantity=1", record.icon)
            for record in BOOKS
        ]
        if may_edit
        else [],
        inventory_url=_inventory_url(seen, may_confirm),
        inventory_words=_inventory_words(seen),
        inventories=seen.inventories[:5],
    )
    return ui.render(request, "facilities/school.html", page)


def _inventory_url(seen: Overview, may_confirm: bool) -> str:
    if seen.open_inventory is not None:
        return reverse("facilities:inventory_detail", args=[seen.open_inventory.pk])
    return f"{reverse('facilities:inventory_open')}?school={seen.school_id}" if may_confirm else ""


def _inventory_words(seen: Overview) -> str:
    return _("Tiếp tục kiểm kê") if seen.open_inventory is not None else _("Mở kiểm kê")


def _yes(answer: bool | None) -> object:
    if answer is None:
        return ui.badge(_("Chưa ghi"))
    return ui.badge(_("Có"), "success") if answer else ui.badge(_("Không"), "warning")


def _tiles(seen: Overview) -> list[Tile]:
    school_id, shelf = seen.school_id, seen.books
    classrooms, solid = (int(BY_CODE[code].value(shelf)) for code in ("classroom.all", "classroom.solid"))
    connected = int(BY_CODE["classroom.connected"].value(shelf))
    standard, below = shelf["toilet"].count(is_standard=True), int(BY_CODE["toilet.below"].value(shelf))
    speed = max((int(cell.measures["speed"] or 0) for cell in shelf["line"].cells), default=0)
    total = seen.total
    return [
        Tile(
            _("Phòng học"), format_number(classrooms), _("%(share)s kiên cố") % {"share": percent(solid, classrooms)},
            "door", BY_CODE["classroom.all"].rows_of(school_id),
        ),
        Tile(
            _("Phòng học trên lớp"), ratio(classrooms, seen.size.classes),
            _("%(classes)s lớp") % {"classes": format_number(seen.size.classes)}, "chalkboard",
            BY_CODE["classroom.all"].rows_of(school_id),
        ),
        *(_computer_tile(seen, level, one) for level, one in seen.informatics if one.learners),
        Tile(
            _("Phòng học có trình chiếu, Internet"), percent(connected, classrooms),
            _("%(number)s phòng") % {"number": format_number(connected)}, "presentation",
            BY_CODE["classroom.connected"].rows_of(school_id),
        ),
        Tile(
            _("Nhà vệ sinh đạt chuẩn"), percent(standard, standard + below),
            _("%(number)s chưa đạt") % {"number": format_number(below)}, "droplet",
            BY_CODE["toilet.below"].rows_of(school_id) if below else f"{TOILETS.url('list')}?school={school_id}&closed=0",
            "warning" if below else "primary",
        ),
        _water_tile(seen),
        Tile(
            _("Internet cho dạy học"), _("%(speed)s Mbps") % {"speed": format_number(speed)} if speed else _("Chưa có"),
            "", "wifi", f"{LINES.url('list')}?school={school_id}&closed=0", "primary" if speed else "warning",
        ),
        Tile(
            _("Thiết bị tối thiểu"), percent(total.met, total.need),
            _("%(met)s trong %(lines)s loại đủ") % {"met": total.lines_met, "lines": total.lines}, "list-check",
            reverse("facilities:school_gap", args=[school_id]),
            "primary" if total.lines == total.lines_met else "warning",
        ),
    ]  # fmt: skip


def _computer_tile(seen: Overview, level: Any, one: Any) -> Tile:
    label = _("Học sinh trên một máy Tin học, %(level)s") % {"level": str(level.label).lower()}
    detail = _("%(computers)s máy, %(learners)s học sinh") % {
        "computers": format_number(one.computers),
        "learners": format_number(one.learners),
    }
    if one.sharing is not None:
        detail += "; " + _("%(sharing)s em một máy trong giờ học") % {"sharing": one.sharing}
    url = BY_CODE["computers.informatics"].rows_of(seen.school_id)
    tone = "primary" if one.computers else "warning"
    return Tile(label, ratio(one.learners, one.computers), detail, "device-desktop", url, tone)


def _water_tile(seen: Overview) -> Tile:
    sheets = seen.books["utilities"]
    clean, all_of = sheets.count(has_clean_water=True), sheets.count()
    url = f"{UTILITIES.url('list')}?school={seen.school_id}&closed=0"
    if not all_of:
        return Tile(_("Nước sạch"), _("Chưa ghi"), "", "droplets", url, "neutral")
    detail = _("%(clean)s trong %(all)s nơi") % {"clean": clean, "all": all_of}
    if clean == all_of:
        return Tile(_("Nước sạch"), _("Có"), detail, "droplets", url)
    return Tile(_("Nước sạch"), _("Chưa đủ"), detail, "droplets", url, "danger")


def _charts(seen: Overview) -> list[ui.Chart]:
    charts = []
    builds = [(build, int(BY_CODE[f"classroom.{build.value}"].value(seen.books))) for build in BuildClass]
    if any(number for _build, number in builds):
        charts.append(
            ui.Chart(
                _("Phòng học theo cấp công trình"),
                [str(build.label) for build, _number in builds],
                [ui.Series(_("Phòng học"), [number for _build, number in builds])],
                kind="pie",
                unit=_("phòng"),
                category_label=_("Cấp công trình"),
            )
        )
    subjects = [(name, total) for name, total in seen.gap.by_subject() if total.lacking][:10]
    if subjects:
        charts.append(
            ui.Chart(
                _("Mức đáp ứng thiết bị tối thiểu"),
                [name or _("Dùng chung") for name, _total in subjects],
                [ui.Series(_("Đáp ứng"), [float((total.share or 0) * 100) for _name, total in subjects])],
                unit="%",
                category_label=_("Môn học"),
                decimals=1,
            )
        )
    purposes = [(one, seen.books["computers"].count(purpose=one.value)) for one in ComputerPurpose]
    if any(number for _one, number in purposes):
        charts.append(
            ui.Chart(
                _("Máy tính theo mục đích"),
                [str(one.label) for one, number in purposes if number],
                [ui.Series(_("Máy tính"), [number for _one, number in purposes if number])],
                unit=_("máy"),
                category_label=_("Dùng để"),
            )
        )
    return charts


def _wanting(one: Lacking, school_id: int, may_edit: bool) -> Sentence:
    behind: Mapping[str, str] = {
        "water": BY_CODE["works.no_clean_water"].rows_of(school_id),
        "temporary": BY_CODE["classroom.temporary"].rows_of(school_id),
        "borrowed": BY_CODE["classroom.borrowed"].rows_of(school_id),
        "toilets": BY_CODE["toilet.below"].rows_of(school_id),
        "classrooms": BY_CODE["classroom.all"].rows_of(school_id),
        "computers": BY_CODE["computers.informatics"].rows_of(school_id),
        "equipment": reverse("facilities:school_gap", args=[school_id]),
        "inventory": f"{reverse('facilities:inventory_list')}?school={school_id}",
    }
    adding = {
        "no_rooms": ROOMS,
        "no_land": LAND,
        "no_utilities": UTILITIES,
        "no_toilets": TOILETS,
        "internet": LINES,
    }
    url = behind.get(one.word, "")
    if one.word in adding:
        record = adding[one.word]
        url = f"{record.url('add' if may_edit else 'list')}?school={school_id}"
    return sentence_of(one, url, TONES.get(one.word, "warning"))


def _point_cells(seen: Overview, point: PointRow) -> Sequence[object]:
    shelf, at = seen.books, point.id
    sheets = [cell for cell in shelf["utilities"].cells if cell.point_id == at]
    name = point.name or _("Dùng chung, chưa gắn điểm")
    return (
        name + (f" ({_('điểm chính')})" if point.is_main else ""),
        *(_linked(BY_CODE[code], seen, at) for code in ("land.area", "classroom.all", "classroom.solid")),
        _linked(BY_CODE["computers.all"], seen, at),
        _yes(all(cell.keys["has_clean_water"] for cell in sheets) if sheets else None),
        _yes(all(cell.keys["power_source"] == "grid" for cell in sheets) if sheets else None),
    )


def _linked(figure: Figure, seen: Overview, point_id: int | None) -> object:
    """The figure of a point, leading to its rows; a list cannot ask for «no point», so that one only shows."""
    value = figure.value(seen.books, point_id)
    text = format_number(value)
    return ui.link(figure.rows_of(seen.school_id, point_id), text) if point_id is not None and value else text


def _norm_cells(check: Any) -> Sequence[object]:
    norm = check.norm
    answer = {True: ("Đạt", "success"), False: ("Chưa đạt", "danger")}
    words = {True: _("Đạt"), False: _("Chưa đạt")}
    met = ui.badge(_("Chưa có số")) if check.met is None else ui.badge(words[check.met], answer[check.met][1])
    return (
        Markup('{} <span class="kv-muted">{}</span>').format(str(norm.kind.label), str(norm.level.label)),
        "–" if check.actual is None else format_number(Decimal(f"{float(check.actual):.2f}")),
        format_number(Decimal(f"{float(norm.value):.2f}")),
        met,
        Markup('{} <span class="kv-muted">{}</span>').format(norm.instrument, str(norm.trust.label)),
    )


# --- the table of figures --------------------------------------------------------------------------------


@dataclass(frozen=True)
class FigureRow:
    """One figure: total and point by point; `cells` are texts or links."""

    group: str
    label: str
    symbol: str
    unit: str
    cells: Sequence[object]


@dataclass(frozen=True)
class FiguresPage:
    school: Any
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]
    columns: Sequence[str]
    groups: Sequence[tuple[str, Sequence[FigureRow]]]
    flags: Sequence[tuple[str, object]]
    printed: str


@requires(VIEW_FACILITIES)
@require_GET
def figures(request: HttpRequest, school_id: int) -> HttpResponse:
    """The beginning-of-year figures per point, each leading to its rows."""
    actor, today = actor_of(request), clock.today()
    found = found_school(actor, school_id)
    shelf = queries.books(actor, [school_id]).get(school_id, queries.NOTHING)
    points = queries.places(school_id, shelf, today)
    grouped: dict[str, list[FigureRow]] = {}
    for figure in FIGURES:
        cells: list[object] = []
        for at in (..., *(point.id for point in points)):
            value = figure.value(shelf, at)
            text = format_number(value) if value else "–"
            named = at if isinstance(at, int) else None
            cells.append(
                ui.link(figure.rows_of(school_id, named), text) if value and at is not None else text
            )
        row = FigureRow(str(figure.group), _label(figure), figure.symbol, str(figure.unit), cells)
        grouped.setdefault(row.group, []).append(row)
    page = FiguresPage(
        school=found,
        tabs=tabs(school_id, "figures"),
        breadcrumbs=crumbs(found),
        columns=[_("Toàn trường"), *(point.name or _("Chưa gắn điểm") for point in points)],
        groups=list(grouped.items()),
        flags=[(f"{flag.label} ({flag.symbol})", _yes(flag.of(shelf))) for flag in FLAGS],
        printed=format_date(today),
    )
    return ui.render(request, "facilities/figures.html", page)


def _label(figure: Figure) -> str:
    return (
        _("%(label)s, diện tích") % {"label": figure.label}
        if figure.code.endswith(".area") and (figure.book != "land")
        else str(figure.label)
    )


@requires(VIEW_FACILITIES)
@require_GET
def figures_export(request: HttpRequest, school_id: int) -> HttpResponseBase:
    """The same table as a workbook: one row a figure, one column a point."""
    actor, today = actor_of(request), clock.today()
    found = found_school(actor, school_id)
    shelf = queries.books(actor, [school_id]).get(school_id, queries.NOTHING)
    points = queries.places(school_id, shelf, today)
    columns: list[Field] = [
        Computed("group", _("Nhóm"), of=lambda row: row["group"]),
        Computed("label", _("Chỉ số"), of=lambda row: row["label"]),
        Computed("symbol", _("Ký hiệu"), of=lambda row: row["symbol"]),
        Computed("unit", _("Đơn vị tính"), of=lambda row: row["unit"]),
        _Number("all", _("Toàn trường"), of=lambda row: row["all"]),
    ]
    for number, point in enumerate(points):
        columns.append(_Number(f"p{number}", point.name or _("Chưa gắn điểm"), of=_reader(number)))
    rows = [
        {
            "group": str(figure.group),
            "label": _label(figure),
            "symbol": figure.symbol,
            "unit": str(figure.unit),
            "all": figure.value(shelf),
            "points": [figure.value(shelf, point.id) for point in points],
        }
        for figure in FIGURES
    ]
    return export.answer(
        actor,
        columns,
        rows,
        "xlsx",
        title=_("Biểu cơ sở vật chất %(code)s") % {"code": found.code},
        action="facilities.figures:export",
        at=clock.now(),
        asked=f"school={school_id}",
    )


def _reader(number: int) -> Any:
    return lambda row: row["points"][number]


@dataclass(frozen=True)
class _Number(Computed):
    """A computed column whose cells are numbers."""

    def cell(self, value: Any) -> Any:
        return None if value is None else float(value)
