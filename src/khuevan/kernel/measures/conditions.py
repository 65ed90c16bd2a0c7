"""Which rows of facts a measure takes: a small closed language, so that the same declaration runs in every engine, reads
as a sentence, and cannot reach outside its facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from khuevan.kernel.facts import Facts, Kind

Value = str | int | float | bool | date
_FITTING: dict[Kind, tuple[type, ...]] = {
    Kind.WHOLE: (int,), Kind.LARGE: (int,), Kind.NUMBER: (int, float), Kind.TEXT: (str,), Kind.DATE: (date,),
    Kind.YES: (bool,),
}  # fmt: skip


class Misdeclared(ValueError):
    """A declaration that does not fit its facts; the sentence names it."""


@dataclass(frozen=True)
class Is:
    """The column holds one of the values."""

    column: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Between:
    """Both ends included; None is open. Unknown values are not between."""

    column: str
    least: int | float | date | None = None
    most: int | float | date | None = None


@dataclass(frozen=True)
class Not:
    """Rows of which it is not so; of which it is unknown counts as not so."""

    one: Condition


@dataclass(frozen=True)
class Both:
    all: tuple[Condition, ...]


@dataclass(frozen=True)
class Either:
    any: tuple[Condition, ...]


Condition = Is | Between | Not | Both | Either


def is_one(column: str, *values: Value) -> Is:
    return Is(column, values)


def yes(column: str) -> Is:
    return Is(column, (True,))


def no(column: str) -> Is:
    return Is(column, (False,))


def both(*conditions: Condition) -> Both:
    return Both(conditions)


def either(*conditions: Condition) -> Either:
    return Either(conditions)


def leaves(condition: Condition) -> Iterator[Is | Between]:
    """The questions to single columns, left to right."""
    match condition:
        case Is() | Between():
            yield condition
        case Not(one):
            yield from leaves(one)
        case Both(parts) | Either(parts):
            for part in parts:
                yield from leaves(part)


def demand_fit(condition: Condition | None, facts: Facts) -> None:
    """Raises Misdeclared where the condition names a column that the facts do not have, or a value of another kind."""
    if condition is None:
        return
    for leaf in leaves(condition):
        kind = kind_of(facts, leaf.column)
        values = leaf.values if isinstance(leaf, Is) else (leaf.least, leaf.most)
        for value in values:
            fits = value is None or (
                isinstance(value, _FITTING[kind]) and isinstance(value, bool) == (kind is Kind.YES)
            )
            if not fits:
                raise Misdeclared(f"{facts.code}.{leaf.column} is {kind.value}: {value!r} does not fit")


def kind_of(facts: Facts, column: str) -> Kind:
    """Raises Misdeclared for a column that the facts do not have."""
    if column not in facts.by_name:
        raise Misdeclared(f"{facts.code} has no column {column!r}")
    return facts.by_name[column].kind
