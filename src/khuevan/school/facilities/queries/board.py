"""Many schools side by side: what an officer watches. Every figure is that of the school's own page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Difficulty, EducationLevel

from ..choices import BuildClass, InventoryStatus, NormKind
from ..models import Inventory
from ..permissions import VIEW_FACILITIES
from ..rules.computers import Informatics, is_enough
from ..rules.needs import Total
from ..rules.norms import Norm, in_force
from ..rules.shares import share
from .books import NOTHING, Books, books
from .figures import BY_CODE
from .gaps import LevelGaps, Standard, gaps_of, standard
from .norms import all_norms
from .sizes import UNKNOWN, SchoolSize, informatics, sizes, taught_levels


@dataclass(frozen=True)
class SchoolRow:
    """One school of the board. Shares are exact fractions of 1; None where there is nothing to divide by."""

    id: int
    name: str
    code: str
    sort_key: str
    commune_id: int | None
    commune: str
    levels: Sequence[str]
    hard_area: bool
    books: Books
    size: SchoolSize
    gaps: Sequence[LevelGaps]
    enough_computers: bool | None
    inventory_year: int | None

    @property
    def has_books(self) -> bool:
        return bool(self.books.of)

    @property
    def classrooms(self) -> int:
        return int(BY_CODE["classroom.all"].value(self.books))

    @property
    def solid(self) -> int:
        return int(BY_CODE["classroom.solid"].value(self.books))

    @property
    def solid_share(self) -> Fraction | None:
        return share(self.solid, self.classrooms)

    @property
    def per_class(self) -> Fraction | None:
        """Classrooms for each class."""
        return share(self.classrooms, self.size.classes)

    @property
    def connected_share(self) -> Fraction | None:
        return share(int(BY_CODE["classroom.connected"].value(self.books)), self.classrooms)

    @property
    def clean_water(self) -> bool | None:
        """At every point that has a sheet; None where no sheet was written."""
        sheets = self.books["utilities"]
        return sheets.count(has_clean_water=True) == sheets.count() if sheets.cells else None

    @property
    def is_online(self) -> bool:
        return self.books["line"].count(for_teaching=True) > 0

    @property
    def toilets_below(self) -> int:
        return int(BY_CODE["toilet.below"].value(self.books))

    @property
    def temporary(self) -> int:
        """Classrooms that are temporary or borrowed."""
        return sum(
            int(BY_CODE[f"classroom.{build.value}"].value(self.books))
            for build in (BuildClass.TEMPORARY, BuildClass.BORROWED)
        )

    @property
    def informatics(self) -> Mapping[EducationLevel, Informatics]:
        found = {level: informatics(self.books, self.size, level) for level in taught_levels(self.levels)}
        return {level: one for level, one in found.items() if one.learners}

    @property
    def per_computer(self) -> Fraction | None:
        """Learners of Informatics on one computer for it, all levels; None where nobody learns it or none is there."""
        learners = sum(one.learners for one in self.informatics.values())
        return share(learners, self.informatics_computers) if learners else None

    @property
    def informatics_computers(self) -> int:
        return int(BY_CODE["computers.informatics.usable"].value(self.books))

    @property
    def gap(self) -> Total:
        return sum((level.total for level in self.gaps), Total())


LACKS: dict[str, Callable[[SchoolRow], bool]] = {
    "water": lambda row: row.clean_water is False,
    "temporary": lambda row: row.temporary > 0,
    "rooms": lambda row: row.per_class is not None and row.per_class < 1,
    "toilets": lambda row: row.toilets_below > 0 or not row.books["toilet"].cells,
    "internet": lambda row: not row.is_online,
    "computers": lambda row: row.enough_computers is False,
    "equipment": lambda row: row.gap.is_enough is False,
    "inventory": lambda row: row.inventory_year is None,
    "books": lambda row: not row.has_books,
}
"""What a school may lack, by the word in the address; labels stand in the view."""

_LAST = float("inf")
SORTS: dict[str, Callable[[SchoolRow], tuple[float | str, ...]]] = {
    "name": lambda row: (row.sort_key,),
    "classrooms": lambda row: (row.classrooms,),
    "solid": lambda row: (_number(row.solid_share),),
    "per_class": lambda row: (_number(row.per_class),),
    "connected": lambda row: (_number(row.connected_share),),
    "per_computer": lambda row: (_number(row.per_computer),),
    "toilets": lambda row: (row.toilets_below,),
    "gap": lambda row: (_number(row.gap.share),),
}


def _number(value: Fraction | None) -> float:
    return _LAST if value is None else float(value)


def board(actor: Actor, wanted: organisations.SchoolFilter, *, on: date) -> list[SchoolRow]:
    """Every open school of the filter within the scope, in the order of names. A fixed number of statements."""
    reach = access.scope(actor, VIEW_FACILITIES)
    listed = organisations.schools(actor, wanted, on=on).select_related(None).order_by("sort_key", "pk")
    found = [row for row in listed.values_list(*_COLUMNS) if row[0] in reach]
    ids = None if len(found) > MANY else [row[0] for row in found]
    shelves, people, lists = books(actor, ids), sizes(actor, ids, on=on), standard(on)
    norms, counted = all_norms(), _inventories(actor, on)
    rows = []
    for pk, name, code, sort_key, levels, difficulty, commune_id, commune in found:
        shelf, size = shelves.get(pk, NOTHING), people.get(pk, UNKNOWN)
        hard = difficulty == Difficulty.ESPECIALLY
        rows.append(
            SchoolRow(
                id=pk,
                name=name,
                code=code,
                sort_key=sort_key,
                commune_id=commune_id,
                commune=commune or "",
                levels=levels,
                hard_area=hard,
                books=shelf,
                size=size,
                gaps=_gaps(shelf, size, levels, lists),
                enough_computers=_enough(shelf, size, levels, norms, on, hard),
                inventory_year=counted.get(pk),
            )
        )
    return rows


_COLUMNS = ("pk", "name", "code", "sort_key", "levels", "difficulty", "commune_id", "commune__name")
MANY = 200
"""Beyond so many schools the books of the whole scope are read, rather than those of a list of numbers."""


def _gaps(shelf: Books, size: SchoolSize, levels: Sequence[str], lists: Standard) -> Sequence[LevelGaps]:
    return gaps_of(shelf, size, levels, lists) if size.levels else ()


def _enough(
    shelf: Books, size: SchoolSize, levels: Sequence[str], norms: Sequence[Norm], on: date, hard: bool
) -> bool | None:
    """Enough computers at every level with Informatics and a norm; None where none has both."""
    answers = []
    for level in taught_levels(levels):
        for norm in in_force(norms, level, on, hard_area=hard):
            if norm.kind is NormKind.LEARNERS_PER_COMPUTER:
                answers.append(is_enough(informatics(shelf, size, level), norm.value))
    known = [answer for answer in answers if answer is not None]
    return all(known) if known else None


def _inventories(actor: Actor, on: date) -> dict[int, int]:
    """School -> year of its confirmed inventory of the last twelve months."""
    since = date(on.year - 1, on.month, min(on.day, 28))
    rows = Inventory.objects.within(access.scope(actor, VIEW_FACILITIES)).filter(
        status=InventoryStatus.CONFIRMED, as_of__gt=since
    )
    return dict(rows.order_by("as_of").values_list("school_id", "year"))


@dataclass(frozen=True)
class Summary:
    """Rows added up: numerators and denominators, so that shares are those of all schools together."""

    schools: int
    with_books: int
    classrooms: int
    by_class: Mapping[BuildClass, int]
    connected: int
    classes: int
    learners: int
    informatics_learners: int
    computers: int
    without_water: int
    unknown_water: int
    offline: int
    land_m2: Decimal
    gap: Total

    @property
    def solid_share(self) -> Fraction | None:
        return share(self.by_class[BuildClass.SOLID], self.classrooms)

    @property
    def connected_share(self) -> Fraction | None:
        return share(self.connected, self.classrooms)

    @property
    def per_computer(self) -> Fraction | None:
        return share(self.informatics_learners, self.computers)


def summary(rows: Iterable[SchoolRow]) -> Summary:
    listed = list(rows)
    return Summary(
        schools=len(listed),
        with_books=sum(row.has_books for row in listed),
        classrooms=sum(row.classrooms for row in listed),
        by_class={
            build: sum(int(BY_CODE[f"classroom.{build.value}"].value(row.books)) for row in listed)
            for build in BuildClass
        },
        connected=sum(int(BY_CODE["classroom.connected"].value(row.books)) for row in listed),
        classes=sum(row.size.classes for row in listed),
        learners=sum(row.size.learners for row in listed),
        informatics_learners=sum(one.learners for row in listed for one in row.informatics.values()),
        computers=sum(row.informatics_computers for row in listed),
        without_water=sum(row.clean_water is False for row in listed),
        unknown_water=sum(row.clean_water is None for row in listed),
        offline=sum(not row.is_online for row in listed),
        land_m2=sum((Decimal(BY_CODE["land.area"].value(row.books)) for row in listed), Decimal(0)),
        gap=sum((row.gap for row in listed), Total()),
    )


def by_commune(rows: Iterable[SchoolRow]) -> list[tuple[int | None, str, Summary]]:
    """(id, name, summary) of each commune, in the order of names of communes."""
    grouped: dict[tuple[str, int | None], list[SchoolRow]] = {}
    for row in rows:
        grouped.setdefault((row.commune, row.commune_id), []).append(row)
    return [
        (key, name, summary(found))
        for (name, key), found in sorted(grouped.items(), key=lambda one: one[0][0])
    ]


def levels_computers(rows: Iterable[SchoolRow]) -> list[tuple[EducationLevel, int, int, Fraction | None]]:
    """(level, learners of Informatics, computers that serve it, ratio) over all schools."""
    learners: dict[EducationLevel, int] = {}
    computers: dict[EducationLevel, int] = {}
    for row in rows:
        for level, one in row.informatics.items():
            learners[level] = learners.get(level, 0) + one.learners
            computers[level] = computers.get(level, 0) + one.computers
    return [
        (level, learners[level], computers[level], share(learners[level], computers[level]))
        for level in EducationLevel
        if level in learners
    ]
