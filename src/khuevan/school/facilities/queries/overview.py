"""One school: everything its overview shows, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Difficulty, EducationLevel

from ..choices import InventoryStatus, NormKind
from ..models import Inventory
from ..rules.computers import Informatics, computers_lacking
from ..rules.needs import Total
from ..rules.rooms import classrooms_lacking
from .books import NOTHING, Books, books
from .figures import BY_CODE
from .gaps import SchoolGap, gaps_of, standard
from .inventories import inventories
from .norms import Checked, checks
from .sizes import UNKNOWN, SchoolSize, informatics, sizes, taught_levels


@dataclass(frozen=True)
class PointRow:
    """One place of the school; `id` None: what is bound to no point."""

    id: int | None
    name: str
    is_main: bool


@dataclass(frozen=True)
class Lacking:
    """One thing that is wanting: a word for the page (`views` say it), a number, and how grave it is."""

    word: str
    number: int = 0
    level: EducationLevel | None = None
    detail: str = ""


@dataclass(frozen=True)
class Overview:
    """`points` that have something in the books, or are open."""

    school_id: int
    books: Books
    size: SchoolSize
    levels: Sequence[EducationLevel]
    gap: SchoolGap
    norms: Sequence[Checked]
    points: Sequence[PointRow]
    inventories: Sequence[Inventory]
    informatics: Sequence[tuple[EducationLevel, Informatics]]

    @property
    def total(self) -> Total:
        return self.gap.total

    @property
    def last_inventory(self) -> Inventory | None:
        return next((one for one in self.inventories if one.status == InventoryStatus.CONFIRMED), None)

    @property
    def open_inventory(self) -> Inventory | None:
        return next((one for one in self.inventories if one.status == InventoryStatus.OPEN), None)


def overview(
    actor: Actor, school_id: int, levels: Sequence[str], *, on: date, difficulty: str = ""
) -> Overview:
    """The caller has made sure that the school is within the scope."""
    shelf = books(actor, [school_id]).get(school_id, NOTHING)
    size = sizes(actor, [school_id], on=on).get(school_id, UNKNOWN)
    wanted = standard(on)
    taught = taught_levels(levels)
    hard = difficulty == Difficulty.ESPECIALLY
    return Overview(
        school_id=school_id,
        books=shelf,
        size=size,
        levels=taught,
        gap=SchoolGap(gaps_of(shelf, size, levels, wanted), wanted.items, size),
        norms=checks(shelf, size, levels, on=on, hard_area=hard),
        points=places(school_id, shelf, on),
        inventories=inventories(actor, school_id),
        informatics=[(level, informatics(shelf, size, level)) for level in taught],
    )


def places(school_id: int, shelf: Books, on: date) -> list[PointRow]:
    """The points of the school, the main one first, then what is bound to none."""
    found = [
        PointRow(point.pk, point.name, point.is_main)
        for point in organisations.points(school_id)
        if point.closed_on is None or point.closed_on > on
    ]
    unbound = any(cell.point_id is None for book in shelf.of.values() for cell in book.cells)
    return [*found, PointRow(None, "", False)] if unbound or not found else found


def lacking(found: Overview, on: date) -> list[Lacking]:
    """What is wanting, the gravest first. Nothing is said of what nobody knows yet, but that it is not known."""
    return [*_unwritten(found), *_buildings(found), *_digital(found), *_equipment(found, on)]


def _unwritten(found: Overview) -> list[Lacking]:
    words = {"room": "no_rooms", "land": "no_land", "utilities": "no_utilities", "toilet": "no_toilets"}
    return [Lacking(word) for book, word in words.items() if not found.books[book].cells]


def _buildings(found: Overview) -> list[Lacking]:
    wanting = []
    for code, word in (
        ("works.no_clean_water", "water"),
        ("classroom.temporary", "temporary"),
        ("classroom.borrowed", "borrowed"),
        ("toilet.below", "toilets"),
    ):
        if number := int(BY_CODE[code].value(found.books)):
            wanting.append(Lacking(word, number))
    for check in found.norms:
        if check.norm.kind is NormKind.CLASSROOMS_PER_CLASS and check.met is False:
            classes = _classes(found, check.norm.level)
            classrooms = int((check.actual or Fraction(0)) * classes)
            number = classrooms_lacking(classrooms, classes, check.norm.value)
            wanting.append(Lacking("classrooms", number, check.norm.level, check.norm.instrument))
    return wanting


def _classes(found: Overview, level: EducationLevel) -> int:
    return sum(found.size.levels[level].classes.values()) if level in found.size.levels else 0


def _digital(found: Overview) -> list[Lacking]:
    wanting = []
    if not found.books["line"].count(for_teaching=True):
        wanting.append(Lacking("internet"))
    limits = {
        check.norm.level: check.norm
        for check in found.norms
        if check.norm.kind is NormKind.LEARNERS_PER_COMPUTER
    }
    for level, one in found.informatics:
        if level in limits and one.learners:
            number = computers_lacking(one, limits[level].value)
            if number:
                wanting.append(Lacking("computers", number, level, limits[level].instrument))
    return wanting


def _equipment(found: Overview, on: date) -> list[Lacking]:
    wanting = []
    total = found.total
    if total.lines > total.lines_met:
        wanting.append(Lacking("equipment", total.lines - total.lines_met))
    last = found.last_inventory
    if found.open_inventory is None and (last is None or (on - last.as_of).days > 365):
        wanting.append(Lacking("inventory"))
    return wanting
