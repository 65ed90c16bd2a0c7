"""Facilities over HTTP: /api/v1/facilities/. Everything within the caller's scope, by the services of the pages.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.keys import LARGEST
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import EducationLevel

from . import queries, services
from .choices import Asset, Condition, InventoryKind
from .models import Inventory
from .permissions import CONFIRM_INVENTORY, EDIT_FACILITIES, VIEW_FACILITIES
from .records import BOOKS, INVENTORIES, STANDARDS

router = Router(tags=["facilities"])
for record in (*BOOKS, INVENTORIES, *STANDARDS):
    router.add_router("", record.router())


class FigureOut(Schema):
    """One figure of a school: in all, and by point (null: bound to no point). `rows`: the page with the rows behind."""

    code: str
    label: str
    group: str
    symbol: str
    unit: str
    value: float
    by_point: list[dict[str, float | int | None]]
    rows: str


class FlagOut(Schema):
    """A yes or no of the sector's school file; null where nothing is recorded."""

    symbol: str
    label: str
    value: bool | None


class FiguresOut(Schema):
    school: int
    figures: list[FigureOut]
    flags: list[FlagOut]


class GapOut(Schema):
    """One line of a minimum list against the usable stock."""

    item: int
    code: str
    name: str
    level: str
    subject: str
    need: int
    have: int
    lacking: int
    share: float


class SchoolGapOut(Schema):
    school: int
    need: int
    met: int
    lines: int
    lines_met: int
    share: float | None
    gaps: list[GapOut]


class BoardRowOut(Schema):
    """One school of the board; shares are parts of 1, null where there is nothing to divide by."""

    school: int
    code: str
    name: str
    commune: int | None
    classes: int
    learners: int
    classrooms: int
    solid_share: float | None
    classrooms_per_class: float | None
    learners_per_computer: float | None
    clean_water: bool | None
    has_internet: bool
    toilets_below_standard: int
    connected_share: float | None
    equipment_share: float | None
    inventory_year: int | None


class BoardOut(Schema):
    items: list[BoardRowOut]
    count: int


class LineOut(Schema):
    """A line of an inventory."""

    id: int
    version: int
    asset: str
    row: int
    name: str
    place: str
    unit: str
    booked_quantity: int
    booked_usable: int | None
    booked_condition: str
    counted_quantity: int | None
    counted_usable: int | None
    counted_condition: str
    remark: str
    difference: int | None


class LinesOut(Schema):
    inventory: int
    version: int
    status: str
    lines: list[LineOut]
    counted: int
    differing: int
    missing: int
    surplus: int
    is_intact: bool | None


class OpenIn(Schema):
    school: int = Field(ge=1, le=LARGEST)
    kind: InventoryKind
    as_of: date
    committee: str = Field("", max_length=2000)
    corrects: int | None = Field(None, ge=1, le=LARGEST)


class CountIn(Schema):
    line: int = Field(ge=1, le=LARGEST)
    version: int = Field(ge=0, le=LARGEST)
    quantity: int | None = Field(None, ge=0, le=1_000_000)
    usable: int | None = Field(None, ge=0, le=1_000_000)
    condition: Condition = Condition.UNKNOWN
    remark: str = Field("", max_length=500)


class CountsIn(Schema):
    counts: list[CountIn] = Field(max_length=5000)


class ConfirmIn(Schema):
    version: int = Field(ge=0, le=LARGEST)
    note: str = Field("", max_length=2000)


class CancelIn(Schema):
    version: int = Field(ge=0, le=LARGEST)
    why: str = Field(max_length=500)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _school(request: HttpRequest, school_id: int) -> Any:
    if school_id > LARGEST or school_id not in access.scope(_actor(request), VIEW_FACILITIES):
        raise Http404
    wanted = organisations.SchoolFilter(condition="all")
    found = organisations.schools(_actor(request), wanted, on=clock.today()).filter(pk=school_id).first()
    if found is None:
        raise Http404
    return found


def _inventory(request: HttpRequest, pk: int) -> Inventory:
    found = queries.inventory(_actor(request), pk)
    if found is None:
        raise Http404
    return found


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


@router.get(
    "/schools/{int:school_id}/figures", response=FiguresOut, summary="Figures of a school, with their symbols"
)
@requires(VIEW_FACILITIES)
def figures(request: HttpRequest, school_id: int) -> dict[str, Any]:
    """What the beginning-of-year forms ask, in all and by point."""
    _school(request, school_id)
    shelf = queries.books(_actor(request), [school_id]).get(school_id, queries.NOTHING)
    points = [point.id for point in queries.places(school_id, shelf, clock.today())]
    return {
        "school": school_id,
        "figures": [
            {
                "code": figure.code,
                "label": str(figure.label),
                "group": str(figure.group),
                "symbol": figure.symbol,
                "unit": str(figure.unit),
                "value": float(figure.value(shelf)),
                "by_point": [
                    {"point": point, "value": float(figure.value(shelf, point))} for point in points
                ],
                "rows": figure.rows_of(school_id),
            }
            for figure in queries.FIGURES
        ],
        "flags": [
            {"symbol": flag.symbol, "label": str(flag.label), "value": flag.of(shelf)}
            for flag in queries.FLAGS
        ],
    }


@router.get("/schools/{int:school_id}/gap", response=SchoolGapOut, summary="Minimum lists against stock")
@requires(VIEW_FACILITIES)
def gap(request: HttpRequest, school_id: int) -> dict[str, Any]:
    """Every line that asks something of the school today."""
    found = _school(request, school_id)
    seen = queries.school_gap(_actor(request), school_id, found.levels, on=clock.today())
    total = seen.total
    return {
        "school": school_id,
        "need": total.need,
        "met": total.met,
        "lines": total.lines,
        "lines_met": total.lines_met,
        "share": _number(total.share),
        "gaps": [_gap(seen, level.level, one) for level in seen.levels for one in level.gaps],
    }


def _gap(seen: queries.SchoolGap, level: EducationLevel, one: Any) -> dict[str, Any]:
    item = seen.items[one.item_id]
    return {
        "item": item.pk,
        "code": item.code,
        "name": item.name,
        "level": level.value,
        "subject": item.subject.code if item.subject else "",
        "need": one.need,
        "have": one.have,
        "lacking": one.lacking,
        "share": float(one.share),
    }


@router.get("/board", response=BoardOut, summary="Schools of the scope side by side")
@requires(VIEW_FACILITIES)
def board(
    request: HttpRequest,
    q: str = "",
    level: EducationLevel | None = None,
    commune: int | None = Query(None, ge=1, le=LARGEST),
    lacks: str = Query("", description="water, temporary, rooms, toilets, internet, computers, equipment, …"),
) -> dict[str, Any]:
    """All schools that the filters keep, in the order of names."""
    wanted = organisations.SchoolFilter(text=q[:200], level=level.value if level else "", commune_id=commune)
    rows = queries.board(_actor(request), wanted, on=clock.today())
    if lacks in queries.LACKS:
        rows = [row for row in rows if queries.LACKS[lacks](row)]
    return {"items": [_board_row(row) for row in rows], "count": len(rows)}


def _board_row(row: queries.SchoolRow) -> dict[str, Any]:
    return {
        "school": row.id,
        "code": row.code,
        "name": row.name,
        "commune": row.commune_id,
        "classes": row.size.classes,
        "learners": row.size.learners,
        "classrooms": row.classrooms,
        "solid_share": _number(row.solid_share),
        "classrooms_per_class": _number(row.per_class),
        "learners_per_computer": _number(row.per_computer),
        "clean_water": row.clean_water,
        "has_internet": row.is_online,
        "toilets_below_standard": row.toilets_below,
        "connected_share": _number(row.connected_share),
        "equipment_share": _number(row.gap.share),
        "inventory_year": row.inventory_year,
    }


@router.get("/inventories/{int:pk}/lines", response=LinesOut, summary="Lines of an inventory")
@requires(VIEW_FACILITIES)
def lines(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Books and counts; `is_intact` says whether a confirmed one is still what was confirmed."""
    return _lines(_inventory(request, pk))


def _lines(found: Inventory) -> dict[str, Any]:
    whole = queries.whole(found)
    return {
        "inventory": found.pk,
        "version": found.version,
        "status": found.status,
        "lines": [_line(one) for section in whole.sections for one in section.lines],
        "counted": whole.tally.counted,
        "differing": whole.tally.differing,
        "missing": whole.tally.missing,
        "surplus": whole.tally.surplus,
        "is_intact": whole.is_intact,
    }


def _line(one: queries.Counted) -> dict[str, Any]:
    line = one.line
    return {
        "id": line.pk,
        "version": line.version,
        "asset": Asset(line.asset).value,
        "row": line.row_id,
        **{name: getattr(line, name) for name in _COPIED},
        "difference": one.count.difference if one.count.is_counted else None,
    }


_COPIED = (
    "name", "place", "unit", "booked_quantity", "booked_usable", "booked_condition", "counted_quantity",
    "counted_usable", "counted_condition", "remark",
)  # fmt: skip


@router.post("/inventories/open", response={201: LinesOut}, summary="Open an inventory")
@requires(CONFIRM_INVENTORY)
def open_inventory(request: HttpRequest, asked: OpenIn) -> Any:
    """Every open row of the books becomes a line to count."""
    _school(request, asked.school)
    order = services.OpenOrder(
        kind=asked.kind, as_of=asked.as_of, committee=asked.committee, corrects_id=asked.corrects
    )
    made = services.open_inventory(_actor(request), asked.school, order, at=clock.now(), on=clock.today())
    return 201, _lines(made)


@router.post("/inventories/{int:pk}/counts", response=LinesOut, summary="Record what was counted")
@requires(EDIT_FACILITIES)
def count(request: HttpRequest, pk: int, asked: CountsIn) -> dict[str, Any]:
    """All lines sent or none; each names the version that was read."""
    found = _inventory(request, pk)
    orders = {
        one.line: services.CountOrder(
            version=one.version,
            quantity=one.quantity,
            usable=one.usable,
            condition=one.condition.value,
            remark=one.remark,
        )
        for one in asked.counts
    }
    services.count_lines(_actor(request), found, orders, at=clock.now())
    return _lines(_inventory(request, pk))


@router.post("/inventories/{int:pk}/refresh", response=LinesOut, summary="Take in rows entered meanwhile")
@requires(EDIT_FACILITIES)
def refresh(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Rows entered after the opening stand with nothing booked."""
    found = _inventory(request, pk)
    services.refresh_inventory(_actor(request), found, at=clock.now())
    return _lines(found)


@router.post("/inventories/{int:pk}/confirm", response=LinesOut, summary="Confirm an inventory")
@requires(CONFIRM_INVENTORY)
def confirm(request: HttpRequest, pk: int, asked: ConfirmIn) -> dict[str, Any]:
    """Freezes the count; the books follow it."""
    found = _inventory(request, pk)
    return _lines(
        services.confirm_inventory(
            _actor(request), found, at=clock.now(), version=asked.version, note=asked.note
        )
    )


@router.post("/inventories/{int:pk}/cancel", response=LinesOut, summary="Cancel an inventory")
@requires(CONFIRM_INVENTORY)
def cancel(request: HttpRequest, pk: int, asked: CancelIn) -> dict[str, Any]:
    """Ends it without effect on the books."""
    found = _inventory(request, pk)
    return _lines(
        services.cancel_inventory(
            _actor(request), found, at=clock.now(), version=asked.version, why=asked.why
        )
    )
