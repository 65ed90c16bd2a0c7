"""Many schools side by side: what an officer watches, filters, exports, and opens down to the rooms behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from markupsafe import Markup

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Computed, export
from khuevan.kernel.records.fields import Field
from khuevan.kernel.records.formats import format_number
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import EducationLevel

from .. import queries
from ..choices import BuildClass
from ..permissions import VIEW_FACILITIES
from ..queries import BY_CODE, LACKS, SORTS, SchoolRow, Summary
from ..records import UTILITIES
from .place import actor_of
from .words import percent, ratio, ratio_text, share_text

FILTERS = ("level", "commune", "lacks")
MOST_COMMUNES = 300
SIZE = 50


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    detail: str = ""
    icon: str = ""
    url: str = ""
    tone: str = "primary"


@dataclass(frozen=True)
class BoardPage:
    """A page of the board, the totals of everything that the filters keep, and two pictures of them."""

    listing: ui.Listing
    filters: Sequence[ui.Choice]
    slice: ui.Slice
    cells: Any
    tiles: Sequence[Tile]
    charts: Sequence[ui.Chart]
    export_url: str
    gap_url: str


def asked(listing: ui.Listing) -> organisations.SchoolFilter:
    commune = listing.chosen("commune")
    level = listing.chosen("level")
    return organisations.SchoolFilter(
        text=listing.text,
        level=level if level in EducationLevel.values else "",
        commune_id=int(commune) if commune.isdecimal() and len(commune) < 10 else None,
    )


def rows_asked(actor: Actor, listing: ui.Listing) -> list[SchoolRow]:
    """The rows that the address asks for, in its order."""
    rows = queries.board(actor, asked(listing), on=clock.today())
    if listing.chosen("lacks") in LACKS:
        rows = [row for row in rows if LACKS[listing.chosen("lacks")](row)]
    return sorted(rows, key=SORTS.get(listing.sort_key, SORTS["name"]), reverse=listing.descending)


def filters(actor: Actor) -> list[ui.Choice]:
    every = [("", _("Tất cả"))]
    lacks = {
        "water": _("Chưa có nước sạch"),
        "temporary": _("Có phòng học tạm, mượn"),
        "rooms": _("Dưới một phòng học trên lớp"),
        "toilets": _("Nhà vệ sinh thiếu, chưa đạt chuẩn"),
        "internet": _("Chưa có Internet dạy học"),
        "computers": _("Thiếu máy tính Tin học"),
        "equipment": _("Thiếu thiết bị tối thiểu"),
        "inventory": _("Chưa kiểm kê trong 12 tháng"),
        "books": _("Chưa ghi sổ nào"),
    }
    offered = [
        ui.choice("level", _("Cấp học"), [*every, *EducationLevel.choices]),
        ui.choice("lacks", _("Còn thiếu"), [*every, *lacks.items()]),
    ]
    communes = [(str(pk), name) for pk, name in organisations.communes(actor, on=clock.today())]
    if 1 < len(communes) <= MOST_COMMUNES:
        offered.insert(1, ui.choice("commune", _("Xã, phường"), [*every, *communes]))
    return offered


@requires(VIEW_FACILITIES)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Schools of the scope; somebody of one school goes to its own page."""
    actor = actor_of(request)
    listing = ui.Listing.of(request, sorts=SORTS, sort="name", filters=FILTERS)
    rows = rows_asked(actor, listing)
    if len(rows) == 1 and not listing.is_narrowed:
        return redirect("facilities:school", school_id=rows[0].id)
    totals = queries.summary(rows)
    page = BoardPage(
        listing=listing,
        filters=filters(actor),
        slice=ui.take_of(rows, listing, SIZE),
        cells=cells_of,
        tiles=_tiles(totals, listing),
        charts=_charts(rows),
        export_url=listing.same(reverse("facilities:board_export")),
        gap_url=listing.same(reverse("facilities:gap")),
    )
    return ui.render(request, "facilities/board.html", page)


def cells_of(row: SchoolRow) -> Sequence[object]:
    """What the board shows of one school; each figure leads to the rows behind it."""

    def linked(code: str, text: str) -> object:
        return ui.link(BY_CODE[code].rows_of(row.id), text)

    water = {
        True: ui.badge(_("Có"), "success"),
        False: ui.badge(_("Chưa"), "danger"),
        None: ui.badge(_("Chưa ghi")),
    }[row.clean_water]
    gap = reverse("facilities:school_gap", args=[row.id])
    computers = ratio_text(row.per_computer)
    return (
        Markup('{} <span class="kv-muted">{}</span>').format(
            ui.link(reverse("facilities:school", args=[row.id]), row.name), row.commune
        ),
        linked("classroom.all", format_number(row.classrooms)),
        linked("classroom.solid", share_text(row.solid_share)) if row.classrooms else ui.formatters.NOTHING,
        ratio_text(row.per_class),
        linked("computers.informatics", computers) if row.informatics_computers else computers,
        ui.link(f"{UTILITIES.url('list')}?school={row.id}&closed=0", water),
        linked("toilet.below", format_number(row.toilets_below)) if row.toilets_below else "0",
        share_text(row.connected_share),
        ui.link(gap, share_text(row.gap.share)),
    )


def _tiles(totals: Summary, listing: ui.Listing) -> list[Tile]:
    rows_of = {code: figure.rows_of() for code, figure in BY_CODE.items()}
    return [
        Tile(
            _("Trường"), format_number(totals.schools),
            _("%(number)s đã ghi sổ") % {"number": format_number(totals.with_books)}, "school",
        ),
        Tile(
            _("Phòng học"), format_number(totals.classrooms),
            _("%(share)s kiên cố") % {"share": share_text(totals.solid_share)}, "door", rows_of["classroom.all"],
        ),
        Tile(
            _("Phòng học trên lớp"), ratio(totals.classrooms, totals.classes),
            _("%(classes)s lớp") % {"classes": format_number(totals.classes)}, "chalkboard",
            rows_of["classroom.all"],
        ),
        Tile(
            _("Học sinh trên một máy Tin học"), ratio_text(totals.per_computer),
            _("%(computers)s máy dùng được") % {"computers": format_number(totals.computers)}, "device-desktop",
            rows_of["computers.informatics"],
        ),
        Tile(
            _("Trường chưa có nước sạch"), format_number(totals.without_water),
            _("%(number)s chưa ghi") % {"number": format_number(totals.unknown_water)}, "droplets",
            rows_of["works.no_clean_water"], "danger" if totals.without_water else "primary",
        ),
        Tile(
            _("Phòng học có trình chiếu, Internet"), share_text(totals.connected_share), "", "presentation",
            rows_of["classroom.connected"],
        ),
        Tile(
            _("Trường chưa có Internet dạy học"), format_number(totals.offline), "", "wifi-off",
            "", "warning" if totals.offline else "primary",
        ),
        Tile(
            _("Thiết bị tối thiểu"), percent(totals.gap.met, totals.gap.need), "", "list-check",
            listing.same(reverse("facilities:gap")),
        ),
    ]  # fmt: skip


def _charts(rows: Sequence[SchoolRow]) -> list[ui.Chart]:
    """Build classes by commune (the twelve with most rooms that are not solid), and learners per computer by level."""
    charts = []
    communes = [(name, totals) for _id, name, totals in queries.by_commune(rows) if totals.classrooms]
    worst = sorted(communes, key=lambda pair: pair[1].by_class[BuildClass.SOLID] - pair[1].classrooms)[:12]
    if len(worst) > 1:
        charts.append(
            ui.Chart(
                _("Phòng học theo cấp công trình, 12 xã có nhiều phòng chưa kiên cố nhất"),
                [name or _("Chưa rõ xã") for name, _totals in worst],
                [
                    ui.Series(str(build.label), [totals.by_class[build] for _name, totals in worst])
                    for build in BuildClass
                ],
                kind="stacked",
                unit=_("phòng"),
                category_label=_("Xã, phường"),
            )
        )
    levels = queries.levels_computers(rows)
    if levels:
        charts.append(
            ui.Chart(
                _("Học sinh trên một máy tính Tin học"),
                [str(level.label) for level, _learners, _computers, _ratio in levels],
                [
                    ui.Series(
                        _("Học sinh trên máy"),
                        [None if ratio is None else round(float(ratio), 2) for *_rest, ratio in levels],
                    )
                ],
                category_label=_("Cấp học"),
                decimals=2,
            )
        )
    return charts


@requires(VIEW_FACILITIES)
@require_GET
def board_export(request: HttpRequest) -> HttpResponseBase:
    """The board as a workbook: every school that the filters keep, every figure."""
    actor = actor_of(request)
    listing = ui.Listing.of(request, sorts=SORTS, sort="name", filters=FILTERS)
    return export.answer(
        actor,
        columns(),
        rows_asked(actor, listing),
        "xlsx",
        title=_("Cơ sở vật chất các trường"),
        action="facilities.board:export",
        at=clock.now(),
        asked=request.GET.urlencode(),
    )


@dataclass(frozen=True)
class Number(Computed):
    """A computed column whose cells are numbers."""

    def cell(self, value: Any) -> Any:
        return None if value is None else round(float(value), 4)


def columns() -> list[Field]:
    figures: list[Field] = [
        Number(figure.code.replace(".", "_"), f"{figure.label} ({figure.code})", of=_reader(figure.code))
        for figure in queries.FIGURES
    ]
    return [
        Computed("name", _("Trường"), of=lambda row: row.name),
        Computed("code", _("Mã"), of=lambda row: row.code),
        Computed("commune", _("Xã, phường"), of=lambda row: row.commune),
        Number("classes", _("Số lớp"), of=lambda row: row.size.classes),
        Number("learners", _("Số học sinh"), of=lambda row: row.size.learners),
        Number("solid_share", _("Tỷ lệ phòng học kiên cố"), of=lambda row: row.solid_share),
        Number("per_class", _("Phòng học trên lớp"), of=lambda row: row.per_class),
        Number("per_computer", _("Học sinh trên máy Tin học"), of=lambda row: row.per_computer),
        Number("gap", _("Tỷ lệ đáp ứng thiết bị tối thiểu"), of=lambda row: row.gap.share),
        *figures,
    ]


def _reader(code: str) -> Any:
    return lambda row: BY_CODE[code].value(row.books)
