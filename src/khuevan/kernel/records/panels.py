"""What hangs below the facts of a row: tables of what belongs to it, from the record's own room and from rooms above.

A panel's source is asked with (actor, row, on) and answers with a Panel, or with None where it has nothing to say to
this reader. Sources decide themselves what the actor may see; they cost one query each, whatever the rows.

    @panel("learners.learner", order=20)
    def enrolments(actor, learner, on) -> Panel | None: ...
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from khuevan.kernel.access import Actor

if TYPE_CHECKING:
    from .record import Record


@dataclass(frozen=True)
class PanelColumn:
    """As ui's `column()`: kind is "", number, date or actions."""

    label: str
    kind: str = ""
    sort: str = ""


@dataclass(frozen=True)
class Panel:
    """rows: one sequence of cells each, text or markup of `ui` (link, badge, masked), the first names the row.
    actions: (label, address, icon)."""

    title: str
    columns: Sequence[PanelColumn]
    rows: Sequence[Sequence[object]]
    actions: Sequence[tuple[str, str, str]] = ()
    empty: str = ""
    icon: str = ""
    id: str = ""

    @staticmethod
    def cells(row: Sequence[object]) -> Sequence[object]:
        return row


Source = Callable[[Actor, Any, date], Panel | None]
_sources: dict[str, list[tuple[int, Source]]] = {}


def panel(key: str, *, order: int = 50) -> Callable[[Source], Source]:
    """Hangs a source under the detail pages of the record `module.name`, in the order of `order`."""

    def hang(source: Source) -> Source:
        _sources.setdefault(key, []).append((order, source))
        return source

    return hang


def panels_of(record: Record, actor: Actor, row: Any, on: date) -> tuple[Panel, ...]:
    sources = sorted(_sources.get(record.key, ()), key=lambda held: held[0])
    found = (source(actor, row, on) for _, source in sources)
    return tuple(one for one in found if one is not None)
