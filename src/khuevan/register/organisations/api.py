"""Reading the tree over HTTP: /api/v1/organisations/. Everything within the caller's scope.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date
from fractions import Fraction

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, requires

from . import queries
from .choices import EducationLevel, Line, Ownership, UnitKind
from .models import OrgUnit
from .permissions import VIEW_UNITS
from .records import POINTS

router = Router(tags=["organisations"])
router.add_router("", POINTS.router())
PAGE = 100
MOST_VALUES = 20_000


class NodeOut(Schema):
    """A unit in the tree of a day."""

    id: int
    code: str
    name: str
    kind: str
    opened_on: date
    closed_on: date | None
    has_children: bool


class UnitOut(Schema):
    """A unit as it is today. ``closed_on`` is the first day without it."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    levels: list[str]
    ownership: str
    area: str
    difficulty: str
    address: str
    commune_id: int | None
    managing_parent_id: int | None
    professional_parent_id: int | None
    latitude: float | None
    longitude: float | None
    opened_on: date
    closed_on: date | None


class SchoolsOut(Schema):
    """A page of schools by ascending id; ask again with ``after=next_after`` until it is null."""

    items: list[UnitOut]
    next_after: int | None


class KinOut(Schema):
    """A forebear or an heir."""

    id: int
    code: str
    name: str
    effective_on: date
    decision_number: str
    share: str


class LineageOut(Schema):
    """Both directions of succession."""

    predecessors: list[KinOut]
    successors: list[KinOut]


class ValueIn(Schema):
    """A value recorded for a unit on a day."""

    unit: int
    on: date
    amount: float = Field(allow_inf_nan=False)


class RegroupIn(Schema):
    """A series, and the day whose boundaries it is to be shown on.

    ``roll_up``: the values belong to the finest units and are summed under their parents of that day.
    """

    values: list[ValueIn] = Field(max_length=MOST_VALUES)
    boundaries_on: date
    roll_up: bool = False
    line: Line = Line.MANAGING


class CellOut(Schema):
    """A value on the chosen boundaries; ``estimated`` when a stated share was used."""

    unit: int
    on: date
    amount: float
    estimated: bool


class LeftOut(Schema):
    """A value without a place on the chosen boundaries, and why."""

    unit: int
    on: date
    amount: float
    reason: str


class RegroupOut(Schema):
    """The regrouped series; per day, cells and unapportioned together equal the input."""

    cells: list[CellOut]
    unapportioned: list[LeftOut]


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _visible(request: HttpRequest, unit_id: int) -> int:
    if unit_id not in access.scope(_actor(request), VIEW_UNITS):
        raise Http404
    return unit_id


@router.get("/tree", response=list[NodeOut], summary="Roots, or the units under one, on a day")
@requires(VIEW_UNITS)
def tree(
    request: HttpRequest, parent: int | None = None, on: date | None = None, line: Line = Line.MANAGING
) -> list[queries.Node]:
    """Units directly under ``parent`` on the day (today unless given), on the line."""
    day = on or clock.today()
    if parent is None:
        return queries.roots(on=day, line=line)
    return queries.children(_visible(request, parent), on=day, line=line)


@router.get("/units/{int:unit_id}", response=UnitOut, summary="One unit")
@requires(VIEW_UNITS)
def unit(request: HttpRequest, unit_id: int) -> OrgUnit:
    """A unit of the scope; 404 outside."""
    found = queries.unit_if_seen(_actor(request), _visible(request, unit_id))
    if found is None:
        raise Http404
    return found


@router.get("/units/{int:unit_id}/lineage", response=LineageOut, summary="Predecessors and successors")
@requires(VIEW_UNITS)
def lineage(request: HttpRequest, unit_id: int) -> dict[str, list[queries.Kin]]:
    """From whom the unit took over, and who took over from it."""
    _visible(request, unit_id)
    return {"predecessors": queries.predecessors(unit_id), "successors": queries.successors(unit_id)}


@router.get("/schools", response=SchoolsOut, summary="Schools and centres of the scope")
@requires(VIEW_UNITS)
def schools(
    request: HttpRequest,
    q: str = "",
    kind: UnitKind | None = None,
    level: EducationLevel | None = None,
    ownership: Ownership | None = None,
    commune: int | None = None,
    condition: str = Query("open", pattern="^(open|closed|all)$"),
    after: int = Query(0, ge=0, le=2**31 - 1),
) -> dict[str, object]:
    """In pages of 100."""
    wanted = queries.SchoolFilter(
        text=q[:200],
        kind=kind.value if kind else "",
        level=level.value if level else "",
        ownership=ownership.value if ownership else "",
        commune_id=commune,
        condition=condition,
    )
    found = queries.schools(_actor(request), wanted, on=clock.today()).select_related(None)
    rows = list(found.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    more = len(rows) > PAGE
    return {"items": rows[:PAGE], "next_after": rows[PAGE - 1].pk if more else None}


@router.post("/series/regroup", response=RegroupOut, summary="A series on the boundaries of then or of now")
@requires(VIEW_UNITS)
def regroup(request: HttpRequest, asked: RegroupIn) -> dict[str, object]:
    """Nothing is stored. Units outside the scope are answered as unknown."""
    reach = access.scope(_actor(request), VIEW_UNITS)
    values = [
        queries.Value(value.unit if value.unit in reach else 0, value.on, Fraction(str(value.amount)))
        for value in asked.values
    ]
    if asked.roll_up:
        found = queries.rolled_up(values, boundaries_on=asked.boundaries_on, line=asked.line)
    else:
        found = queries.regrouped(values, boundaries_on=asked.boundaries_on)
    return {
        "cells": [
            {"unit": cell.unit, "on": cell.on, "amount": float(cell.amount), "estimated": cell.estimated}
            for cell in found.cells
        ],
        "unapportioned": [
            {"unit": left.unit, "on": left.on, "amount": float(left.amount), "reason": left.reason.code}
            for left in found.unapportioned
        ],
    }
