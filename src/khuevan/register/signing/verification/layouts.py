"""How a kind of document is laid out, said by the room that owns it: which slots, over which element, by whom.

Without a layout the verifier knows what a signature covers, but not what it ought to cover, and never calls a file
with parts outside of all signatures valid.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class SlotRule:
    """One slot. place, covers: addresses from the root by element names, "A/B/C".

    by: the slot's attribute that names the Id of the covered element, where there are many at `covers`;
    whose: "person", "seal" or "" (either).
    """

    code: str
    label: str | Promise
    place: str
    covers: str
    by: str = ""
    whose: str = ""
    required: bool = True


@dataclass(frozen=True)
class Layout:
    """root: the root element's name, in Clark's form where it has a namespace; frame: attributes that elements outside
    of all signatures may have, as "address@name=value": another value is vouched for by nobody."""

    code: str
    title: str | Promise
    root: str
    slots: tuple[SlotRule, ...]
    frame: Collection[str] = ()


_layouts: dict[str, Layout] = {}


def declare(layout: Layout) -> Layout:
    """Makes the layout known under its root's name; a later one replaces an earlier."""
    _layouts[layout.root] = layout
    return layout


def layout_of(root: str) -> Layout | None:
    return _layouts.get(root)


def declared() -> list[Layout]:
    return list(_layouts.values())
