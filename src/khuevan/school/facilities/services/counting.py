"""Between the books and an inventory: rows become lines to count, and afterwards follow what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ..choices import Asset
from ..models import ComputerSet, Equipment, Inventory, InventoryLine, Land, Room, Toilet

BOOKS: dict[Asset, Any] = {
    Asset.LAND: Land,
    Asset.ROOM: Room,
    Asset.TOILET: Toilet,
    Asset.COMPUTERS: ComputerSet,
    Asset.EQUIPMENT: Equipment,
}
UNITS = {Asset.LAND: "khu", Asset.ROOM: "phòng", Asset.TOILET: "nhà", Asset.COMPUTERS: "máy"}


def rows_of(school_id: int) -> list[tuple[Asset, Any]]:
    """The open rows of all books that are counted, in their order."""
    found: list[tuple[Asset, Any]] = []
    for asset, model in BOOKS.items():
        links = ("point", "room") if asset in (Asset.COMPUTERS, Asset.EQUIPMENT) else ("point",)
        rows = model.objects.filter(school_id=school_id, closed_on__isnull=True).select_related(*links)
        found += [(asset, row) for row in rows.order_by("sort_key", "pk")]
    return found


def lines_of(inventory: Inventory, rows: Iterable[tuple[Asset, Any]], *, booked: bool) -> list[InventoryLine]:
    """Unsaved lines. `booked` False: entered after the opening, so the books as they stood had none of it."""
    made = []
    for asset, row in rows:
        usable = getattr(row, "usable", None)
        places = [row.point.name if row.point else "", row.room.name if getattr(row, "room", None) else ""]
        made.append(
            InventoryLine(
                inventory=inventory,
                school_id=inventory.school_id,
                asset=asset,
                row_id=row.pk,
                name=row.name,
                place=", ".join(filter(None, places)),
                unit=getattr(row, "unit", "") or UNITS[asset],
                used_since=row.used_since,
                booked_quantity=getattr(row, "quantity", 1) if booked else 0,
                booked_usable=None if usable is None else usable if booked else 0,
                booked_condition=row.condition,
            )
        )
    return made


def let_books_follow(lines: Sequence[InventoryLine], as_of: date) -> None:
    """Number, usable and condition become the counted ones; what was not found at all is closed as of the day."""
    by_asset: dict[Asset, dict[int, InventoryLine]] = {}
    for line in lines:
        by_asset.setdefault(Asset(line.asset), {})[line.row_id] = line
    for asset, wanted in by_asset.items():
        held = BOOKS[asset].objects.select_for_update()
        for row in held.filter(pk__in=list(wanted), closed_on__isnull=True).order_by("pk"):
            if changes := _changes(row, wanted[row.pk], as_of):
                for name, value in changes.items():
                    setattr(row, name, value)
                row.save_checked(row.version, fields=list(changes))


def _changes(row: Any, line: InventoryLine, as_of: date) -> dict[str, Any]:
    if line.counted_quantity == 0:
        return {"closed_on": as_of, "note": line.remark}
    wanted: dict[str, Any] = {}
    if hasattr(row, "quantity"):
        wanted["quantity"] = line.counted_quantity
    if line.counted_usable is not None:
        wanted["usable"] = line.counted_usable
    if line.counted_condition:
        wanted["condition"] = line.counted_condition
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}
