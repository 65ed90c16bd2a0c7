"""The books of many schools at once, added up by what figures ask of them: one grouped statement a book.

A cell is a combination of attributes with how many pieces and how many square metres have it. Every figure of the room,
on whatever page, is a sum over cells (`queries.figures`), so that a number has one definition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Max, Sum
from django.db.models.functions import Coalesce

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from ..models import ComputerSet, Equipment, InternetLine, Land, Room, Toilet, Utilities
from ..permissions import VIEW_FACILITIES

ROOM_KEYS = ("kind", "build_class", "furnishing", "has_projection", "has_internet", "levels", "subject_id")
TOILET_KEYS = ("users", "is_standard", "has_water")
LAND_KEYS = ("tenure",)
LINE_KEYS = ("kind", "for_teaching", "for_management")
COMPUTER_KEYS = ("purpose", "kind", "levels", "room_id")
EQUIPMENT_KEYS = ("kind", "item_id")
UTILITY_KEYS = (
    "water_source", "has_clean_water", "power_source", "is_power_stable", "has_drinking_water", "teaches_handwashing",
    "has_staff_parking", "has_learner_parking", "is_accessible", "has_fire_safety", "has_fence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """`keys` as named above; `count` pieces; `measures`: m² and whatever else the book adds up."""

    point_id: int | None
    keys: Mapping[str, Any]
    count: int
    measures: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Book:
    """The cells of one book of one school."""

    cells: tuple[Cell, ...] = ()

    def where(self, **conditions: Any) -> Iterator[Cell]:
        """Cells that have each key's value, or one of a set of values."""
        for cell in self.cells:
            if all(_fits(cell.keys[key], wanted) for key, wanted in conditions.items()):
                yield cell

    def count(self, **conditions: Any) -> int:
        return sum(cell.count for cell in self.where(**conditions))


def _fits(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, frozenset) else value == wanted


EMPTY = Book()


@dataclass(frozen=True, slots=True)
class Books:
    """All books of one school, by name: land, room, toilet, utilities, line, computers, equipment."""

    of: Mapping[str, Book] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Book:
        return self.of.get(name, EMPTY)


NOTHING = Books()


def books(
    actor: Actor, schools: Collection[int] | None = None, names: Sequence[str] = ()
) -> dict[int, Books]:
    """The open books of the schools (None: of the whole scope); `names`: which, all unless given."""
    gathered: dict[int, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for name, (model, keys, measures) in _BOOKS.items():
        if names and name not in names:
            continue
        rows = model._default_manager.within(access.scope(actor, VIEW_FACILITIES)).filter(
            closed_on__isnull=True
        )
        if schools is not None:
            rows = rows.filter(school_id__in=list(schools))
        labels = tuple(measures)
        grouped = rows.order_by().values_list("school_id", "point_id", *keys).annotate(**measures)
        for school_id, point_id, *rest in grouped:
            values, sums = rest[: len(keys)], dict(zip(labels, rest[len(keys) :], strict=True))
            count = int(sums.pop("pieces") or 0)
            gathered[school_id][name].append(
                Cell(point_id, dict(zip(keys, values, strict=True)), count, sums)
            )
    return {
        school: Books({name: Book(tuple(cells)) for name, cells in found.items()})
        for school, found in gathered.items()
    }


def _product(column: str) -> Any:
    """Of one piece, times the pieces."""
    whole = DecimalField(max_digits=20, decimal_places=2)
    return Coalesce(Sum(F("quantity") * F(column), output_field=whole), Decimal(0), output_field=whole)


def _sum(column: str) -> Any:
    return Coalesce(Sum(column), Decimal(0))


def _whole(column: str) -> Any:
    return Coalesce(Sum(column), 0)


def _ones() -> Any:
    return Count("pk")


_BOOKS: dict[str, tuple[Any, tuple[str, ...], dict[str, Any]]] = {
    "land": (
        Land,
        LAND_KEYS,
        {"pieces": _ones(), "area": _sum("area_m2"), "playground": _sum("playground_m2")},
    ),
    "room": (Room, ROOM_KEYS, {"pieces": _whole("quantity"), "area": _product("area_m2")}),
    "toilet": (
        Toilet,
        TOILET_KEYS,
        {"pieces": _whole("quantity"), "area": _product("area_m2"), "fixtures": _product("fixtures")},
    ),
    "utilities": (
        Utilities,
        UTILITY_KEYS,
        {"pieces": _ones(), "taps": _whole("taps")},
    ),
    "line": (InternetLine, LINE_KEYS, {"pieces": _ones(), "speed": Max("speed_mbps")}),
    "computers": (
        ComputerSet,
        COMPUTER_KEYS,
        {"pieces": _whole("quantity"), "usable": _whole("usable")},
    ),
    "equipment": (
        Equipment,
        EQUIPMENT_KEYS,
        {"pieces": _whole("quantity"), "usable": _whole("usable")},
    ),
}
