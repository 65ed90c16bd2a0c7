"""What an address asks of an indicator: columns that are held fast, and one to take it apart by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from khuevan.kernel.facts import Column, Kind
from khuevan.kernel.measures import Condition, Indicator, Split, both, is_one

YES_NO = {"1": True, "0": False}


@dataclass(frozen=True)
class Asked:
    """chosen: split -> the value that it is held at; by: the split that it is taken apart by."""

    chosen: tuple[tuple[Split, str | int | bool], ...] = ()
    by: Split | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def condition(self) -> Condition | None:
        """What the rows must be; None: nothing is asked of them."""
        held = [is_one(split.column, value) for split, value in self.chosen]
        return both(*held) if held else None


def asked_of(indicator: Indicator, words: Mapping[str, str]) -> Asked:
    """words: of the address. What the indicator cannot be split by asks nothing, nor does what its column cannot hold."""
    chosen, kept = [], {}
    for split in indicator.splits:
        word = words.get(split.column, "")
        value = value_of(indicator.facts[0].by_name[split.column], word) if word else None
        if value is not None:
            chosen.append((split, value))
            kept[split.column] = word
    by = indicator.split(words.get("by", ""))
    if by is not None and by.column not in kept:
        kept["by"] = by.column
        return Asked(tuple(chosen), by, kept)
    return Asked(tuple(chosen), None, kept)


def value_of(column: Column, word: str) -> str | int | bool | None:
    """The word of an address as a value of the column; None for what it cannot hold. "-" is the empty text."""
    if column.kind is Kind.YES:
        return YES_NO.get(word)
    if column.kind in (Kind.WHOLE, Kind.LARGE):
        return int(word) if word.isascii() and word.removeprefix("-").isdigit() and len(word) < 10 else None
    return "" if word == "-" else word.replace("\x00", "")
