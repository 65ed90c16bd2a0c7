"""Inventories: what differs, what may be confirmed, and the mark that shows whether a confirmed one was altered.

Law on Accounting 88/2015/QH13 art. 40: an inventory states what is there, its difference from the books and the
causes; the books follow the result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Count:
    """One line: the books, and what was counted (None: not counted yet)."""

    asset: str
    row_id: int
    name: str
    place: str
    unit: str
    booked_quantity: int
    booked_usable: int | None
    booked_condition: str
    counted_quantity: int | None = None
    counted_usable: int | None = None
    counted_condition: str = ""
    remark: str = ""

    @property
    def is_counted(self) -> bool:
        return self.counted_quantity is not None

    @property
    def difference(self) -> int:
        """Counted less booked: negative is missing, positive is surplus; 0 while not counted."""
        return 0 if self.counted_quantity is None else self.counted_quantity - self.booked_quantity

    @property
    def differs(self) -> bool:
        """In number, in what is usable or in condition."""
        if not self.is_counted:
            return False
        usable = self.booked_usable is not None and self.counted_usable != self.booked_usable
        worse = bool(self.counted_condition) and self.counted_condition != self.booked_condition
        return self.difference != 0 or usable or worse


@dataclass(frozen=True)
class Tally:
    """An inventory in numbers. `missing` and `surplus` are pieces."""

    lines: int = 0
    counted: int = 0
    differing: int = 0
    missing: int = 0
    surplus: int = 0

    @property
    def is_complete(self) -> bool:
        return self.lines > 0 and self.lines == self.counted


def tally(counts: Iterable[Count]) -> Tally:
    """Added up."""
    lines = counted = differing = missing = surplus = 0
    for count in counts:
        lines += 1
        counted += count.is_counted
        differing += count.differs
        missing += max(0, -count.difference)
        surplus += max(0, count.difference)
    return Tally(lines, counted, differing, missing, surplus)


def unexplained(counts: Iterable[Count]) -> list[Count]:
    """Lines whose number differs and whose cause nobody wrote: art. 40 asks for the cause."""
    return [count for count in counts if count.difference and not count.remark.strip()]


def digest(head: dict[str, str], counts: Sequence[Count]) -> str:
    """SHA-256 (hex) over the head and every line in the order of books and rows; the same content gives the same mark."""
    body = [asdict(count) for count in sorted(counts, key=lambda one: (one.asset, one.row_id))]
    text = json.dumps([head, body], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
