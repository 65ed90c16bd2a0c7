"""The declaration of facts: a statement, the types of its columns, and which changes concern it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from django.utils.functional import Promise

_CODE = re.compile(r"^[a-z_]+\.[a-z_]+$")
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_declared: dict[str, Facts] = {}


class Kind(Enum):
    """What a column holds. WHOLE: int4 or smaller; NUMBER: any number, read as a float."""

    WHOLE = "whole"
    LARGE = "large"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    YES = "yes"


@dataclass(frozen=True)
class Column:
    """`label` is what a person reads; without one the column never appears in a sentence or a list."""

    name: str
    kind: Kind
    label: str | Promise = ""

    def __post_init__(self) -> None:
        if not _NAME.match(self.name):
            raise ValueError(f"{self.name!r} is no name of a column")


@dataclass(frozen=True)
class Watch:
    """A changed row of `table` concerns the facts whose `column` is its id or, with `via`, its value of that column;
    with EVERY_ROW for a column it concerns all of them.

    days: columns of the table with days on which a row begins to say something else by itself.
    """

    table: str
    column: str = "id"
    via: str = ""
    days: tuple[str, ...] = ()


EVERY_ROW = ""
ALWAYS = (Column("id", Kind.WHOLE), Column("unit_id", Kind.WHOLE), Column("title", Kind.TEXT))


@dataclass(frozen=True, eq=False)
class Facts:
    """`code` is room.noun. `record_table`: the table whose rows these are, for links and journals; "" where none.

    joined_whole: read over everything without joining row by row: for statements that join several protected tables.
        Of each policy PostgreSQL expects one row in a hundred, of several a handful in all, and then walks through one
        table for each row of another. Not for statements with a subquery a row, which need just that.
    is_followed: nothing shows in a row but what a watch names, whatever was written and whatever day it became: the rows
        may be kept and only those be read again that a watch leads to. See README.md.
    shares: columns in which rows that hold the same say something of each other (how many share this code): where one of
        them comes or goes, all are read again. Empty and unknown is shared with nobody.
    is_kept: facts of a state that was stored, as they were declared then: nothing is read of them from the database any
        more, and they stand in no registry.
    whole: the statement over everything, where it is put otherwise than for a few units: with a join in place of each
        subquery a row. It gives the same rows, and is always joined whole.
    """

    code: str
    label: str | Promise
    statement: str
    columns: tuple[Column, ...]
    watches: tuple[Watch, ...] = ()
    record_table: str = ""
    joined_whole: bool = False
    whole: str = ""
    is_followed: bool = False
    shares: tuple[tuple[str, ...], ...] = ()
    is_kept: bool = False

    def __post_init__(self) -> None:
        if not _CODE.match(self.code):
            raise ValueError(f"code of facts {self.code!r} is not room.noun")
        names = [column.name for column in (*ALWAYS, *self.columns)]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.code}: a column is named twice")
        if self.is_kept:
            return
        if self.code in _declared and _declared[self.code].statement != self.statement:
            raise ValueError(f"facts {self.code} are declared twice, differently")
        _declared[self.code] = self

    @property
    def room(self) -> str:
        return self.code.partition(".")[0]

    @cached_property
    def every(self) -> tuple[Column, ...]:
        """All columns in the order in which they are read: id, unit_id, title first."""
        return (*ALWAYS, *self.columns)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.every}

    @cached_property
    def watched_tables(self) -> frozenset[str]:
        return frozenset(watch.table for watch in self.watches)


def declared() -> dict[str, Facts]:
    """All facts of the rooms loaded so far, by code."""
    return dict(sorted(_declared.items()))
