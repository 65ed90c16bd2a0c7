"""How changes of a record become what a unit is told of it.

The contract is that of the envelope of the national data centre: an event NEW, UPDATE or CANCEL and a version that grows
with each; a reader passes over a version that is not higher than the one it has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

NEW, UPDATE, CANCEL = "NEW", "UPDATE", "CANCEL"


@dataclass(frozen=True)
class Touch:
    """One act on a record. place: its order among all; is_change: the record itself changed, and not only its units."""

    place: int
    act: str
    is_change: bool = True


@dataclass(frozen=True)
class Told:
    """What a unit is told: `touch` is the act behind it."""

    unit_id: int
    verb: str
    version: int
    touch: Touch


def tell(
    touches: Sequence[Touch], *, now: Collection[int], before: Mapping[int, tuple[int, str]]
) -> list[Told]:
    """What the units of a record are told after these acts, in their order.

    now: the units that hold the record now.
    before: unit -> the last version and event that it was told.
    A unit that the record has left hears CANCEL with the last act, one that it has come to hears NEW with the first.
    """
    acts = _once(touches)
    if not acts:
        return []
    changes = [touch for touch in acts if touch.is_change]
    told: list[Told] = []
    for unit_id in sorted({*now, *before}):
        version, verb = before.get(unit_id, (0, CANCEL))
        was_there, is_there = verb != CANCEL, unit_id in now
        if is_there and not was_there:
            steps = [(NEW, acts[0]), *((UPDATE, touch) for touch in changes if touch is not acts[0])]
        elif is_there:
            steps = [(UPDATE, touch) for touch in changes]
        elif was_there:
            steps = [(CANCEL, acts[-1])]
        else:
            steps = []
        told += [
            Told(unit_id, step, version + number, touch) for number, (step, touch) in enumerate(steps, 1)
        ]
    return told


def _once(touches: Sequence[Touch]) -> list[Touch]:
    """Each act once, at its first place; a change if any of its touches is one."""
    found: dict[str, Touch] = {}
    for touch in sorted(touches, key=lambda one: one.place):
        known = found.get(touch.act)
        if known is None:
            found[touch.act] = touch
        elif touch.is_change and not known.is_change:
            found[touch.act] = Touch(known.place, known.act, True)
    return list(found.values())
