"""How units are named and picked: told by the room that knows units, so that this package need not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from khuevan.kernel.access import Actor


@dataclass(frozen=True)
class Units:
    """by_code: what a user typed or picked -> unit id, or None. code_of: the other way. name_of: for people.

    lookup: name of the address that offers units while somebody types.
    """

    by_code: Callable[[Actor, str], int | None]
    code_of: Callable[[Actor, int], str]
    name_of: Callable[[int], str]
    lookup: str = ""


_known: list[Units] = []


def name_units(units: Units) -> None:
    _known[:] = [units]


def by_code(actor: Actor, text: str) -> int | None:
    if _known:
        return _known[0].by_code(actor, text)
    return int(text) if text.isdecimal() else None


def code_of(actor: Actor, unit_id: int) -> str:
    return _known[0].code_of(actor, unit_id) if _known else str(unit_id)


def name_of(unit_id: int) -> str:
    return _known[0].name_of(unit_id) if _known else f"#{unit_id}"


def lookup() -> str:
    return _known[0].lookup if _known else ""
