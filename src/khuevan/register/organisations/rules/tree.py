"""Paths in the tree and the refusal of cycles.

A path is the ids from the root down to the unit itself, each between slashes: "/1/68/345/". Comparing
prefixes of such strings gives subtrees with an ordinary index, without the ltree extension.
"""

from __future__ import annotations

from collections.abc import Callable


class CycleFound(Exception):  # noqa: N818  the name is the sentence that went wrong
    """The parents of a unit lead back to the unit; ``ids`` is the loop in order."""

    def __init__(self, ids: tuple[int, ...]) -> None:
        """Keep the loop."""
        self.ids = ids
        super().__init__(" > ".join(str(number) for number in ids))


def ancestors(unit_id: int, parent_of: Callable[[int], int | None]) -> tuple[int, ...]:
    """Ids above the unit, nearest first. Raises CycleFound when the chain bites itself."""
    chain: list[int] = []
    seen = {unit_id}
    current = parent_of(unit_id)
    while current is not None:
        if current in seen:
            raise CycleFound((unit_id, *chain, current))
        seen.add(current)
        chain.append(current)
        current = parent_of(current)
    return tuple(chain)


def path(unit_id: int, parent_of: Callable[[int], int | None]) -> str:
    """The path of the unit, itself included."""
    ids = (*reversed(ancestors(unit_id, parent_of)), unit_id)
    return "/" + "".join(f"{number}/" for number in ids)
