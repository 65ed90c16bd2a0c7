"""Inventories as pages show them: lines by book, what differs, whether a confirmed one was altered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.records.keys import by_key

from ..choices import Asset, InventoryStatus
from ..models import Inventory, InventoryLine
from ..permissions import VIEW_FACILITIES
from ..rules.inventories import Count, Tally, digest, tally


def count_of(line: InventoryLine) -> Count:
    """A line as rules see it."""
    return Count(
        asset=line.asset,
        row_id=line.row_id,
        name=line.name,
        place=line.place,
        unit=line.unit,
        booked_quantity=line.booked_quantity,
        booked_usable=line.booked_usable,
        booked_condition=line.booked_condition,
        counted_quantity=line.counted_quantity,
        counted_usable=line.counted_usable,
        counted_condition=line.counted_condition,
        remark=line.remark,
    )


def head_of(inventory: Inventory) -> dict[str, str]:
    """What the digest covers besides the lines."""
    return {
        "school": str(inventory.school_id),
        "kind": inventory.kind,
        "as_of": inventory.as_of.isoformat(),
        "committee": inventory.committee,
    }


@dataclass(frozen=True)
class Counted:
    """A line with what follows from it."""

    line: InventoryLine
    count: Count


@dataclass(frozen=True)
class Section:
    """The lines of one book."""

    asset: Asset
    lines: Sequence[Counted]

    @property
    def tally(self) -> Tally:
        return tally(counted.count for counted in self.lines)


@dataclass(frozen=True)
class Whole:
    """An inventory with everything in it. `is_intact`: None while it is open, else whether the digest still fits."""

    inventory: Inventory
    sections: Sequence[Section]
    tally: Tally
    is_intact: bool | None

    @property
    def differing(self) -> list[Counted]:
        return [one for section in self.sections for one in section.lines if one.count.differs]


def inventories(actor: Actor, school_id: int) -> list[Inventory]:
    """Those of a school, the latest first."""
    rows = Inventory.objects.within(access.scope(actor, VIEW_FACILITIES)).filter(school_id=school_id)
    return list(rows.order_by("-as_of", "-pk"))


def inventory(actor: Actor, inventory_id: int) -> Inventory | None:
    """One within the scope."""
    rows = Inventory.objects.within(access.scope(actor, VIEW_FACILITIES)).select_related("school", "corrects")
    return by_key(rows, inventory_id)


def whole(found: Inventory) -> Whole:
    """Two statements whatever the number of lines."""
    lines = list(InventoryLine.objects.filter(inventory=found).order_by("pk"))
    counted = [Counted(line, count_of(line)) for line in lines]
    counts = [one.count for one in counted]
    intact: bool | None = None
    if found.status == InventoryStatus.CONFIRMED:
        intact = digest(head_of(found), counts) == found.digest
    sections = [
        Section(asset, tuple(one for one in counted if one.line.asset == asset))
        for asset in Asset
        if any(one.line.asset == asset for one in counted)
    ]
    return Whole(found, tuple(sections), tally(counts), intact)


def lines_as_rows(found: Whole) -> list[dict[str, Any]]:
    """Each line with its difference, for exports."""
    return [
        {
            "asset": one.line.asset,
            "name": one.line.name,
            "place": one.line.place,
            "unit": one.line.unit,
            "used_since": one.line.used_since,
            "booked_quantity": one.line.booked_quantity,
            "counted_quantity": one.line.counted_quantity,
            "difference": one.count.difference if one.count.is_counted else None,
            "booked_usable": one.line.booked_usable,
            "counted_usable": one.line.counted_usable,
            "booked_condition": one.line.booked_condition,
            "counted_condition": one.line.counted_condition,
            "remark": one.line.remark,
        }
        for section in found.sections
        for one in section.lines
    ]


def open_inventories(actor: Actor, limit: int = 100) -> list[Inventory]:
    """Those that still wait to be confirmed, the oldest first."""
    rows = Inventory.objects.within(access.scope(actor, VIEW_FACILITIES)).filter(status=InventoryStatus.OPEN)
    return list(rows.order_by("as_of", "pk")[:limit])
