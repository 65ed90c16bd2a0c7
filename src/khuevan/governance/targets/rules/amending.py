"""What a line of a plan says on a day: as it was adopted, with every later decision that holds by then.

A decision that adjusts a plan names the item it changes and says what is new ("Điều chỉnh thời gian hoàn thành nhiệm vụ
sang năm 2024 (nhiệm vụ số I.1.3 của Quyết định số 1282/QĐ-BGDĐT)"). It never rewrites the plan: so neither do we.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..choices import ChangeKind


@dataclass(frozen=True)
class FoldedChange:
    """A change of one line. order: among those of one day, as they were written down."""

    kind: ChangeKind
    effective_on: date
    order: int
    values: Mapping[str, Any]
    number: str
    cited: str = ""
    item: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Done:
    """What a change did: field -> (before, after), in the order of the line's fields."""

    change: FoldedChange
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Edition:
    """A line on a day. is_there: not before it was added, nor once it was dropped. history: the earliest first."""

    fields: Mapping[str, Any]
    is_there: bool
    history: tuple[Done, ...] = ()


def edition_of(
    adopted: Mapping[str, Any], changes: Sequence[FoldedChange], day: date, *, is_added: bool = False
) -> Edition:
    """adopted: what the line said first. is_added: by one of the changes, so that it is not there before that.

    Fields that a change names and the line does not have are not taken over.
    """
    fields, is_there = dict(adopted), not is_added
    history = []
    for change in sorted(changes, key=lambda one: (one.effective_on, one.order)):
        if change.effective_on > day:
            break
        if change.kind is ChangeKind.DROP:
            is_there = False
        elif change.kind is ChangeKind.ADD:
            is_there = True
        done = {
            name: (fields[name], value)
            for name, value in change.values.items()
            if name in fields and fields[name] != value
        }
        fields.update({name: after for name, (_before, after) in done.items()})
        history.append(Done(change, done))
    return Edition(fields, is_there, tuple(history))
