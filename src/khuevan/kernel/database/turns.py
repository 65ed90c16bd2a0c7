"""One transaction at a time where two would do the same work, or write the same files.

A turn ends with its transaction, however that ends.
"""

from __future__ import annotations

from copy import copy
from hashlib import sha256
from typing import Self

from django.db import connection

_declared: dict[int, str] = {}


class TurnTaken(RuntimeError):  # noqa: N818 - the name is what happened
    """Another transaction has the turn. It may have looked already: who leaves the work to it looks again later."""


class Turn:
    """The turn of one work, declared once under the work's own name: two works never wait for each other unawares."""

    def __init__(self, name: str) -> None:
        """name: room.work. Raises ValueError where the name, or one of the same number, is declared already."""
        self.name = name
        self.key = int.from_bytes(sha256(name.encode()).digest()[:4], "big") >> 1
        if self.key in _declared:
            raise ValueError(f"the turn of {name!r} is that of {_declared[self.key]!r}")
        _declared[self.key] = name

    def of(self, *things: int | str) -> Self:
        """The work's turn at one thing: a class, a term of it. The others of the work go on meanwhile."""
        one = copy(self)
        one.name = " ".join(map(str, (self.name, *things)))
        one.key = int.from_bytes(sha256(one.name.encode()).digest()[:8], "big", signed=True)
        return one

    def wait(self, *, beside: Turn | None = None) -> None:
        """Returns when no other transaction has the turn, and has it then. beside: a turn that is shared meanwhile with
        all who come beside it, so that whoever waits for that one itself has waited for every one of them."""
        with connection.cursor() as cursor:
            if beside is None:
                cursor.execute("select pg_advisory_xact_lock(%s)", [self.key])
            else:
                cursor.execute(
                    "select pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(%s)",
                    [beside.key, self.key],
                )

    def take(self) -> None:
        """Takes the turn if nobody has it, and waits for nothing. Raises TurnTaken."""
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [self.key])
            row = cursor.fetchone()
        if not (row and row[0]):
            raise TurnTaken(self.name)
