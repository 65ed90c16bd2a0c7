"""What a form is: sections of rows and columns, each cell an indicator with what is held fast of it; sums that must hold.

A form is never edited: another layout is another version with its own days, and reports keep the version that they were
made by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from functools import cached_property

from django.utils.functional import Promise

from khuevan.kernel.checks import Source

from ..choices import Season, Tier

Words = str | Promise
NOTHING: Mapping[str, str] = {}


class Misdeclared(ValueError):
    """A form that contradicts itself; the sentence names the place."""


@dataclass(frozen=True)
class Column:
    """held: splits held fast in this column. which: "lower" where the lower part of a ratio is meant."""

    code: str
    label: Words
    held: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """indicator: code; left out, the row is only a heading. which: the part of a ratio that is counted.
    only: the columns in which the row has a cell; None: all. depth: how far it is indented."""

    code: str
    label: Words
    indicator: str = ""
    _: KW_ONLY
    held: Mapping[str, str] = field(default_factory=dict)
    which: str = "upper"
    only: tuple[str, ...] | None = None
    depth: int = 0


@dataclass(frozen=True)
class Cell:
    """A number of the form: what it counts."""

    key: str
    indicator: str
    held: Mapping[str, str]
    which: str


@dataclass(frozen=True)
class Section:
    """list_code: what the technical specification calls it, "" where it does not."""

    code: str
    label: Words
    unit: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    list_code: str = ""

    def key(self, row: str, column: str) -> str:
        return f"{self.code}.{row}.{column}"

    def cells(self) -> Iterable[Cell]:
        for row in self.rows:
            for column in self.columns:
                if row.indicator and (row.only is None or column.code in row.only):
                    double = set(row.held) & set(column.held)
                    if double:
                        raise Misdeclared(f"{self.key(row.code, column.code)} holds {double} twice")
                    held = {**row.held, **column.held}
                    yield Cell(self.key(row.code, column.code), row.indicator, held, row.which)


@dataclass(frozen=True)
class Check:
    """A control sum: what the cells on the left add up to equals (or is at most) what those on the right do.
    of: the row or column that it is about."""

    words: Words
    left: tuple[str, ...]
    right: tuple[str, ...]
    sign: str = "="
    of: Words = ""

    def __str__(self) -> str:
        return f"{self.words} ({self.of})" if self.of else str(self.words)


@dataclass(frozen=True)
class Missing:
    """What the source asks for and no record here says."""

    label: Words
    why: Words


@dataclass(frozen=True)
class Form:
    """code: in addresses; symbol: on the paper. level: whose schools owe it. as_of: (month, day) on which it
    counts; due: by
    whom until when (month, day), both in the school year. valid_from, valid_until: days that it counts on, half-open.
    layout: where the rows and columns come from; source: where the form itself does."""

    code: str
    symbol: str
    title: Words
    _: KW_ONLY
    level: str
    season: Season
    as_of: tuple[int, int]
    due: Mapping[Tier, tuple[int, int]]
    source: Source
    layout: Source
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]
    missing: tuple[Missing, ...] = ()
    version: int = 1
    valid_from: date = date(2025, 2, 9)
    valid_until: date | None = None

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """By key, in the order of the form."""
        found: dict[str, Cell] = {}
        for section in self.sections:
            for cell in section.cells():
                if cell.key in found:
                    raise Misdeclared(f"{self.code}: {cell.key} stands twice")
                found[cell.key] = cell
        for check in self.checks:
            for key in (*check.left, *check.right):
                if key not in found:
                    raise Misdeclared(f"{self.code}: a control sum names {key}, which is no cell")
        return found

    def label_of(self, key: str) -> str:
        """Section, row and column of a cell in words."""
        for section in self.sections:
            for row in section.rows:
                for column in section.columns:
                    if section.key(row.code, column.code) == key:
                        return f"{section.label}: {row.label}, {column.label}"
        return key

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def across(
    section: Section, words: Words, total: str, parts: tuple[str, ...], *rows: str
) -> tuple[Check, ...]:
    """For each row: the total column is the sum of the parts' columns."""
    return tuple(
        Check(words, (section.key(row, total),), tuple(section.key(row, part) for part in parts),
              of=_row(section, row).label)
        for row in rows
    )  # fmt: skip


def down(
    section: Section, words: Words, total: str, parts: tuple[str, ...], *columns: str
) -> tuple[Check, ...]:
    """For each column: the total row is the sum of the parts' rows."""
    return tuple(
        Check(words, (section.key(total, column),), tuple(section.key(part, column) for part in parts),
              of=_column(section, column).label)
        for column in columns
    )  # fmt: skip


def within(section: Section, words: Words, part: str, total: str, *rows: str) -> tuple[Check, ...]:
    """For each row: the column `part` is at most the column `total`."""
    return tuple(
        Check(words, (section.key(row, part),), (section.key(row, total),), "<=", _row(section, row).label)
        for row in rows
    )  # fmt: skip


def _row(section: Section, code: str) -> Row:
    return next(row for row in section.rows if row.code == code)


def _column(section: Section, code: str) -> Column:
    return next(column for column in section.columns if column.code == code)
