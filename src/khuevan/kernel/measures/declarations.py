"""The declaration of an indicator. Rooms declare, the indicators room computes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.functional import Promise

from khuevan.kernel.checks import Source
from khuevan.kernel.facts import Facts, Kind

from .conditions import Misdeclared, kind_of
from .formulas import Measure, facts_of

_CODE = re.compile(r"^[a-z_]+\.[a-z_]+:[a-z0-9_]+$")
_declared: dict[str, Indicator] = {}
_opened: dict[str, Rows] = {}


@dataclass(frozen=True)
class Group:
    """A chapter of the catalogue."""

    code: str
    label: str | Promise
    order: int = 50


@dataclass(frozen=True)
class Split:
    """A column by which values may be taken apart. words: what its values are called; left out, they speak for
    themselves. In every fact that an indicator reads the column has the same name.

    of_unit: the same in every row of a unit. is_fine: of so many values that sums taken apart by it would be nearly as
    many as the rows, so none are stored and the rows are asked.
    """

    column: str
    label: str | Promise
    words: Mapping[Any, str | Promise] | None = None
    _: KW_ONLY
    of_unit: bool = False
    is_fine: bool = False


def words_of(*splits: Split) -> dict[str, Mapping[Any, str | Promise]]:
    """By column, what the values of these splits are called: so that sentences and lists say them as tables do."""
    return {one.column: one.words for one in splits if one.words}


@dataclass(frozen=True)
class Rows:
    """The records behind a figure: which of their columns a page shows, and where one is opened."""

    facts: Facts
    shown: tuple[str, ...]
    open: Callable[[Mapping[str, Any]], str]
    words: Mapping[str, Mapping[Any, str | Promise]] | None = None

    def __post_init__(self) -> None:
        for column in self.shown:
            kind_of(self.facts, column)
            if not self.facts.by_name[column].label:
                raise Misdeclared(f"{self.facts.code}.{column} has no label, so no page shows it")
        if self.facts.code in _opened:
            raise Misdeclared(f"the rows of {self.facts.code} are declared twice")
        _opened[self.facts.code] = self


@dataclass(frozen=True, eq=False)
class Indicator:
    """`code` is room.noun:word; `official` the code in the sector's own system, "" where it has none or is not known.
    unit: what is counted, "%" of percentages. version: grows when the meaning of a value changes. is_own: defined by
    people in a page (`read_measure`), so it is no room's and stands in no registry."""

    code: str
    group: Group
    measure: Measure
    _: KW_ONLY
    label: str | Promise
    unit: str | Promise
    source: Source
    splits: tuple[Split, ...] = ()
    official: str = ""
    note: str | Promise = ""
    decimals: int = 0
    version: int = 1
    is_own: bool = False

    def __post_init__(self) -> None:
        if not _CODE.match(self.code):
            raise Misdeclared(f"code of an indicator {self.code!r} is not room.noun:word")
        if self.code in _declared and not self.is_own:
            raise Misdeclared(f"indicator {self.code!r} is declared twice")
        for split in self.splits:
            for facts in self.facts:
                if kind_of(facts, split.column) in (Kind.NUMBER, Kind.DATE):
                    raise Misdeclared(f"{self.code}: nothing is split by {split.column}, a number or a day")
        if not self.is_own:
            _declared[self.code] = self

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        return facts_of(self.measure)

    def split(self, column: str) -> Split | None:
        return next((one for one in self.splits if one.column == column), None)


@lru_cache(maxsize=1)
def _load() -> None:
    for config in apps.get_app_configs():
        if config.name.startswith("khuevan.") and find_spec(f"{config.name}.indicators") is not None:
            import_module(f"{config.name}.indicators")


def declared() -> dict[str, Indicator]:
    """Every indicator of every room by its code, in the order of the rooms and, in a room, of the declarations."""
    _load()
    return dict(_declared)


def rows_of(facts: Facts) -> Rows | None:
    """How the records of these facts are shown; None where no room says so."""
    _load()
    return _opened.get(facts.code)
