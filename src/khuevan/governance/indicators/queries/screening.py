"""What of a frozen state may be told in papers that everybody reads, as of figures that are published by themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from khuevan.kernel.measures import Distinct, Median

from ..rules.publishing import person_parts, persons_of, tells_of_persons
from .indicators import indicator_of
from .protecting import counted_for_all, withheld
from .public import least_on, published
from .states import State


@dataclass(frozen=True)
class Open:
    """units: those whose figure may be told, None: of every unit. gone: by column of a split the (unit, value) that may
    not, although the unit's figure may."""

    units: frozenset[int] | None
    gone: Mapping[str, frozenset[tuple[int, Any]]] = field(default_factory=dict)

    def shows(self, unit_id: int) -> bool:
        return self.units is None or unit_id in self.units

    def shows_value(self, unit_id: int, column: str, value: Any) -> bool:
        return self.shows(unit_id) and (unit_id, value) not in self.gone.get(column, ())


NOTHING, EVERYTHING = Open(frozenset()), Open(None)


def open_figures(
    state: State, code: str, columns: Sequence[str] = (), *, on: date, told: Collection[str] = ()
) -> Open:
    """Of the indicator in the state, over all units at once, so that papers of different units do not tell of each other;
    what its public page withholds today is withheld too. columns: of splits by which single schools are taken apart.
    told: persons (as `persons_of` names them) whose numbers a text has everybody told, however few they are."""
    indicator = indicator_of(code, on=on)
    read = state.read(indicator) if indicator is not None else None
    if read is None:
        return NOTHING
    measure = read.measure
    if isinstance(measure, Median | Distinct):
        return NOTHING if tells_of_persons(measure) else EVERYTHING
    if {persons_of(part.facts) for part in person_parts(measure)} <= set(told):
        return EVERYTHING
    splits = [one for one in read.splits if one.column in columns]
    counted = counted_for_all(state, read, splits, with_leaves=bool(splits))
    gone = withheld(counted, least_on(on), (), with_leaves=bool(splits))
    units, cells = set(counted.totals) - gone.units, dict(gone.cells)
    page = published(code, on=on)
    if page is not None:
        units -= {unit for unit, figure in page.totals.items() if figure is None}
        for column in cells:
            rows = page.apart.get(column, {})
            cells[column] |= {
                (unit, value) for unit, row in rows.items() for value, figure in row.items() if figure is None
            }
    return Open(frozenset(units), cells)
