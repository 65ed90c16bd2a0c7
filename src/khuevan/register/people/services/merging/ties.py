"""What points to a person, in any room: each room ties its columns here, so that a merge moves them and undoing puts back
exactly those. Rooms stand above this one, so they come to it (`apps.ready`), never the other way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils.functional import Promise

Row = Mapping[str, Any]
"""A row as PostgreSQL writes it in JSON: days and moments are text."""
MERGE_ID = "\x00merge"
"""Stands in a step for the number of the merge, which is known only when it is done."""


@dataclass(frozen=True)
class Step:
    """One row gets these values. `said`: the sentence of the preview."""

    table: str
    row_id: int
    values: Mapping[str, Any]
    said: str


@dataclass(frozen=True)
class Question:
    """What a person must decide before the merge; `answer` is "" until then. `options`: (value, words)."""

    code: str
    text: str
    options: Sequence[tuple[str, str]]
    answer: str = ""


@dataclass
class Part:
    """What one tie has to do: steps in their order; what is to be decided; why it cannot be done."""

    steps: list[Step] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Merging:
    """The two as they stand, and what was answered."""

    kept: Row
    gone: Row
    on: date
    answers: Mapping[str, str]

    def ask(self, part: Part, code: str, text: str, options: Sequence[tuple[str, str]]) -> str:
        """The answer to a question that is put into the part, "" where there is none yet."""
        given = self.answers.get(code, "")
        answer = given if given in {value for value, _words in options} else ""
        part.questions.append(Question(code, text, options, answer))
        return answer

    def last_day(self, valid_from: str) -> str:
        """The end of a period that ends with the merge and has one day at least."""
        begun = date.fromisoformat(valid_from)
        return max(self.on, date.fromordinal(begun.toordinal() + 1)).isoformat()


Settle = Callable[[Merging, Sequence[Row], Sequence[Row]], Part]


@dataclass(frozen=True)
class Tie:
    """`table.column` names a person. `settle(merging, rows of the gone, rows of the kept)` says what is to be done;
    without it every row is moved. `derived`: columns that follow from others and are computed anew when undone.
    """

    table: str
    column: str
    label: str | Promise
    settle: Settle
    derived: frozenset[str] = frozenset()
    order: int = 50


_ties: dict[tuple[str, str], Tie] = {}


def tie(
    table: str,
    column: str,
    label: str | Promise,
    settle: Settle | None = None,
    *,
    derived: Iterable[str] = (),
    order: int = 50,
) -> None:
    """Declares a column that names a person. Lower `order` is settled first."""
    mover = settle or (lambda merging, gone, kept: moved(table, column, label, merging, gone))
    _ties[table, column] = Tie(table, column, label, mover, frozenset(derived), order)


def ties() -> list[Tie]:
    return sorted(_ties.values(), key=lambda found: (found.order, found.table, found.column))


def moved(table: str, column: str, label: str | Promise, merging: Merging, rows: Sequence[Row]) -> Part:
    """Every row is of the survivor from now on."""
    return Part([Step(table, row["id"], {column: merging.kept["id"]}, str(label)) for row in rows])


def rows_of(table: str, column: str, values: Iterable[Any]) -> list[Row]:
    """The rows of any table in which the column has one of these values, by id."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"select to_jsonb(t)::text from {quoted(table)} t where t.{quoted(column)} = any(%s) order by t.id",  # noqa: S608 - declared names
            [sorted(values)],
        )
        return [json.loads(row[0]) for row in cursor.fetchall()]
