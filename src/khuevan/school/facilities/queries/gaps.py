"""The gap between minimum lists and stock: of one school line by line, of many schools added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q

from khuevan.kernel.access import Actor
from khuevan.register.organisations.choices import EducationLevel

from ..choices import Basis, ComputerPurpose, EquipmentKind, Stock
from ..models import EquipmentItem, EquipmentList
from ..rules.needs import Gap, Line, Total, gaps, total
from .books import NOTHING, Books, books
from .sizes import UNKNOWN, SchoolSize, serves, size_for_lists, sizes, taught_levels


@dataclass(frozen=True)
class Standard:
    """The lists in force on a day: lines by level, and which line of today a line of a former list counts for."""

    lines: Mapping[EducationLevel, Sequence[Line]]
    items: Mapping[int, EquipmentItem]
    heirs: Mapping[int, int]

    def stock(self, books_of: Books, level: EducationLevel) -> dict[int, int]:
        """Usable pieces by line of today: booked for the line, or found in the book that the line names."""
        found: dict[int, int] = defaultdict(int)
        for cell in books_of["equipment"].cells:
            item_id = cell.keys["item_id"]
            if item_id is not None:
                found[self.heirs.get(item_id, item_id)] += int(cell.measures["usable"])
        for line in self.lines.get(level, ()):
            source = Stock(self.items[line.item_id].stock)
            if source is not Stock.EQUIPMENT:
                found[line.item_id] += _elsewhere(source, books_of, level)
        return found


PROJECTION = frozenset(
    {EquipmentKind.PROJECTOR.value, EquipmentKind.DISPLAY.value, EquipmentKind.INTERACTIVE_BOARD.value}
)
TEACHING = frozenset({ComputerPurpose.TEACHERS.value, ComputerPurpose.TEACHING.value})


def _elsewhere(source: Stock, books_of: Books, level: EducationLevel) -> int:
    """Usable pieces of another book. Projectors booked for a line count there already."""
    if source is Stock.PROJECTION:
        cells = books_of["equipment"].where(kind=PROJECTION, item_id=None)
        return sum(int(cell.measures["usable"]) for cell in cells)
    purposes = TEACHING if source is Stock.TEACHING else frozenset({ComputerPurpose.INFORMATICS.value})
    cells = books_of["computers"].where(purpose=purposes)
    return sum(int(cell.measures["usable"]) for cell in cells if serves(cell, level))


def standard(on: date) -> Standard:
    """Two statements, whatever the number of schools."""
    lists = EquipmentList.objects.filter(valid_from__lte=on).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    )
    levels = {row.pk: EducationLevel(row.level) for row in lists}
    items = {
        row.pk: row
        for row in EquipmentItem.objects.select_related("minimum_list", "subject").order_by("code", "pk")
    }
    lines: dict[EducationLevel, list[Line]] = defaultdict(list)
    for row in items.values():
        if row.minimum_list_id in levels and (row.closed_on is None or row.closed_on > on):
            lines[levels[row.minimum_list_id]].append(line_of(row))
    in_force = [line.item_id for of_level in lines.values() for line in of_level]
    return Standard(lines, items, _heirs(items, in_force))


def line_of(row: EquipmentItem) -> Line:
    return Line(
        item_id=row.pk,
        quantity=Fraction(row.quantity),
        basis=Basis(row.basis),
        per_size=row.per_size,
        grades=tuple(row.grades),
        subject_id=row.subject_id,
    )


def _heirs(items: Mapping[int, EquipmentItem], in_force: Collection[int]) -> dict[int, int]:
    """Any line -> the line in force that continues it, or that it continues, over any number of versions."""
    roots = {row_id: _root(row_id, items) for row_id in items}
    here = {roots[row_id]: row_id for row_id in in_force}
    return {row_id: here[root] for row_id, root in roots.items() if root in here}


def _root(row_id: int, items: Mapping[int, EquipmentItem]) -> int:
    seen = {row_id}
    former = items[row_id].replaces_id
    while former is not None and former not in seen:
        seen.add(former)
        row_id, former = former, items[former].replaces_id
    return row_id


@dataclass(frozen=True)
class LevelGaps:
    """One level of one school: each line with what it needs, has, lacks."""

    level: EducationLevel
    gaps: Sequence[Gap]

    @property
    def total(self) -> Total:
        return total(self.gaps)


def gaps_of(books_of: Books, size: SchoolSize, levels: Collection[str], wanted: Standard) -> list[LevelGaps]:
    """By level that the school teaches; a level without learners asks nothing."""
    return [
        LevelGaps(
            level,
            gaps(
                wanted.lines.get(level, ()),
                size_for_lists(books_of, size, level),
                wanted.stock(books_of, level),
            ),
        )
        for level in taught_levels(levels)
    ]


@dataclass(frozen=True)
class SchoolGap:
    """Everything the gap page of a school shows."""

    levels: Sequence[LevelGaps]
    items: Mapping[int, EquipmentItem]
    size: SchoolSize

    @property
    def total(self) -> Total:
        return sum((level.total for level in self.levels), Total())

    def by_subject(self) -> list[tuple[str, Total]]:
        """(name of the subject, total), most lacking first; lines of no subject last by name ""."""
        grouped: dict[str, list[Gap]] = defaultdict(list)
        for level in self.levels:
            for gap in level.gaps:
                subject = self.items[gap.item_id].subject
                grouped[subject.name if subject else ""].append(gap)
        added = [(name, total(found)) for name, found in grouped.items()]
        return sorted(added, key=lambda pair: (-pair[1].lacking, pair[0]))


def school_gap(actor: Actor, school_id: int, levels: Collection[str], *, on: date) -> SchoolGap:
    """One school against the lists in force on the day."""
    wanted = standard(on)
    books_of = books(actor, [school_id], ("room", "equipment", "computers")).get(school_id, NOTHING)
    size = sizes(actor, [school_id], on=on).get(school_id, UNKNOWN)
    return SchoolGap(gaps_of(books_of, size, levels, wanted), wanted.items, size)


@dataclass(frozen=True)
class ItemGap:
    """One line over many schools: schools that need it, that lack it, pieces."""

    item: EquipmentItem
    level: EducationLevel
    total: Total
    schools: int
    schools_lacking: int


def gaps_by_item(
    found: Mapping[int, Sequence[LevelGaps]], items: Mapping[int, EquipmentItem]
) -> list[ItemGap]:
    """Lines over schools, the most lacking first."""
    added: dict[int, list[int]] = {}
    levels: dict[int, EducationLevel] = {}
    for of_school in found.values():
        for level in of_school:
            for gap in level.gaps:
                sums = added.setdefault(gap.item_id, [0, 0, 0, 0])
                sums[0] += gap.need
                sums[1] += gap.met
                sums[2] += 1
                sums[3] += gap.lacking > 0
                levels[gap.item_id] = level.level
    rows = [
        ItemGap(
            items[item_id],
            levels[item_id],
            Total(need, met, schools, schools - lacking),
            schools,
            lacking,
        )
        for item_id, (need, met, schools, lacking) in added.items()
    ]
    return sorted(rows, key=lambda row: (-row.total.lacking, row.item.sort_key, row.item.pk))
