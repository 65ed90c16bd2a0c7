"""The declaration of a layout, and where all of them are found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import Any, Final, Protocol

import polars as pl

from khuevan.kernel.access import Actor, Permission

from .columns import Column, Setting
from .columns.base import Label

SCHEMA_OF_FINDINGS: Final = {"row": pl.UInt32, "column": pl.String, "code": pl.String, "facts": pl.String}


class LayoutError(Exception):
    """The declaration contradicts itself; found when the program starts."""


@dataclass(frozen=True)
class Key:
    """Columns that together name one record. Keys are tried in the layout's order.

    certain: finding one record by it is enough. Otherwise (a name and a birth date) the row is in doubt until a
        person says that it is the same.
    empty: all but the first may be empty: the room of this name without a building is one, too.
    """

    columns: tuple[str, ...]
    certain: bool = True
    empty: bool = False


@dataclass(frozen=True)
class Parameter:
    """Something that holds for the whole file and is chosen at the upload: the school year.

    choices: (value, label) pairs for this actor and unit, the usual one first.
    """

    name: str
    label: Label
    choices: Callable[[Actor, int], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Batch:
    """What is written at once. Frames hold one column of values for each column of the layout (null: unknown).

    added: `row`, values. changed: `row`, `id`, `version`, the values as they shall be. touched: names of the columns
    in which some changed row differs. why: for the audit log. confirmed: the added rows of which a person answered a
    doubt, by the doubt's code.
    """

    setting: Setting
    added: pl.DataFrame
    changed: pl.DataFrame
    touched: tuple[str, ...]
    why: str
    confirmed: Mapping[str, frozenset[int]] = field(default_factory=dict)


class Target(Protocol):
    """Where rows come from and go to: the room's own. All of it runs in one transaction as the actor, within reach.

    The frames' `id` and `version` are the room's to choose: any type for ids, text or numbers for versions that
    differ whenever the record has changed.
    """

    def current(self, setting: Setting) -> pl.DataFrame:
        """The records that a file of this setting can mean: `id`, `version`, one column for each of the layout's."""
        ...

    def commit(self, batch: Batch) -> pl.DataFrame:
        """Writes set-based; answers `row`, `id`, `version` as they are now, for added and changed rows.

        Raises ChangedMeanwhile where a changed record has another version by now, Refused, Invalid.
        """
        ...

    def withdraw(self, setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
        """Takes back records (`id`, `version`) that an import added, as far as nothing else hangs on them: by a change
        of status, nothing is deleted. Answers `id`, `why` for those that it could not take back."""
        ...


Examine = Callable[[Setting, pl.DataFrame], pl.DataFrame]
"""Rows with their values (`row`, one column for each of the layout's) -> findings (SCHEMA_OF_FINDINGS)."""


@dataclass(frozen=True)
class Layout:
    """One list that comes in and goes out as a workbook.

    key: `room.list`. columns: in the order of the template. keys: how a row finds its record.
    permission: to import; view: to export. target: the room's reading and writing.
    examine: checks over several columns and against the database, after every column was read.
    unit_column: the column that names the unit a row belongs to; rows of other units are refused.
    listed: which of the target's records an export shows; all unless said.
    sheet: name of the template's data sheet. title_rows: lines above the headings of the template.
    """

    key: str
    title: Label
    _: KW_ONLY
    columns: tuple[Column, ...]
    keys: tuple[Key, ...]
    permission: Permission
    target: Target
    view: Permission | None = None
    parameters: tuple[Parameter, ...] = ()
    examine: tuple[Examine, ...] = ()
    unit_column: str = ""
    listed: pl.Expr | None = None
    sheet: str = "DanhSach"
    help: Label = ""
    icon: str = "table"
    back: str = ""

    def __post_init__(self) -> None:
        for key in self.keys:
            for name in key.columns:
                self._known(name)
        if not self.keys:
            raise LayoutError(f"{self.key}: without a key no row finds its record")
        if self.unit_column:
            self._known(self.unit_column)
        for column in self.columns:
            if column.name in ("row", "id", "version") or column.name.startswith("_") or "~" in column.name:
                raise LayoutError(f"{self.key}: the column name {column.name!r} is the engine's own")
        _layouts[self.key] = self

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        named = {column.name: column for column in self.columns}
        if len(named) != len(self.columns):
            raise LayoutError(f"{self.key}: two columns of one name")
        return named

    def shown(self, current: pl.DataFrame) -> pl.DataFrame:
        """The records that an export shows."""
        return current if self.listed is None else current.filter(self.listed)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def _known(self, name: str) -> None:
        if name not in self.by_name:
            raise LayoutError(f"{self.key}: names the unknown column {name!r}")


_layouts: dict[str, Layout] = {}


def layouts() -> dict[str, Layout]:
    """By key."""
    return dict(_layouts)


def findings(rows: Sequence[tuple[int, str, str, str]] = ()) -> pl.DataFrame:
    """A frame of findings from (row, column, code, facts)."""
    return pl.DataFrame(list(rows), schema=SCHEMA_OF_FINDINGS, orient="row")


def frame_of(layout: Layout, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Records as a frame with the layout's types: `id`, `version` and its columns, absent ones null."""
    schema: dict[str, Any] = {column.name: column.value_type for column in layout.columns}
    found = {
        name: pl.Series(name, [row.get(name) for row in rows], dtype=kind) for name, kind in schema.items()
    }
    ids = {name: [row[name] for row in rows] for name in ("id", "version")}
    return pl.DataFrame({**ids, **found})
