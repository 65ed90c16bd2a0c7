"""Whether anything was written into some tables since a moment: of what was read then, what still holds.

A lane of the log moves on in the very transaction that changes the rows, and each change of a followed table moves one.
So whoever sees the same heads sees the same rows, and what lies beyond the heads of a moment is what changed since. Read
the moment first and the rows after it: rows that are newer than their moment are only read once more than they had to be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from khuevan.kernel import database


@dataclass(frozen=True, slots=True)
class Moment:
    """The number of the last entry of each lane, in their order. total: their sum; two moments with the same one are the
    same, as no lane goes back."""

    heads: tuple[int, ...]
    total: int


def this_moment() -> Moment:
    """As the running transaction sees it."""
    ((heads,),) = database.ask("select array(select seq from audit_head order by lane)", ()).rows
    return Moment(tuple(heads), sum(heads))


def still(moment: Moment, tables: Iterable[str]) -> Moment | None:
    """The present moment, if nothing was written into these tables since that one; None where something was, or where
    so much was logged meanwhile that looking through it would take longer than reading the rows."""
    ((heads,),) = database.ask("select audit_still(%s, %s)", [list(moment.heads), sorted(tables)]).rows
    return None if heads is None else Moment(tuple(heads), sum(heads))
