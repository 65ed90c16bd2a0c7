"""Rows of a list's page as plain values: what its columns show, and nothing else.

Fifty model objects of forty columns, each with half a dozen linked ones, cost more than the rest of the page together.
A row here answers to the same names (`row.pk`, `row.grade`, `row.school.name`), so that fields read it as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models

from .fields import Computed, Field, Filled, Reference

if TYPE_CHECKING:
    from .record import Record


class ShownRow:
    """One row, or what it links to; an attribute for every value read."""

    pk: Any

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{name!r} is no column of the list: name it in `reads` of the computed field")


class Shape:
    """Which values a list reads, and how a tuple of them becomes a row."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = tuple(dict.fromkeys(paths))
        self.root = _Part()
        for place, path in enumerate(self.paths):
            *links, name = path.split("__")
            part = self.root
            for link in links:
                part = part.links.setdefault(link, _Part())
            part.values.append((name, place))

    def rows(self, found: models.QuerySet[Any]) -> Iterator[Any]:
        return map(self.root.made, found.values_list(*self.paths))

    def row(self, values: Sequence[Any]) -> Any:
        """The row of the values of `paths`."""
        return self.root.made(values)


class _Part:
    def __init__(self) -> None:
        self.values: list[tuple[str, int]] = []
        self.links: dict[str, _Part] = {}

    def made(self, values: Sequence[Any]) -> Any:
        """None for a link that leads nowhere: its key is empty."""
        named = {name: values[place] for name, place in self.values}
        if self.links and named.get("pk", 0) is not None:
            for name, part in self.links.items():
                named[name] = part.made(values)
        if named.get("pk", 0) is None:
            return None
        row = ShownRow()
        row.__dict__ = named
        return row


def shape_of(record: Record) -> Shape | None:
    """None where a listed field reads the row by a function that does not say what it needs."""
    paths = ["pk"]
    if not record.shared:
        paths.append(record.scope_field)
    if record.versioned:
        paths.append("version")
    for item in record.listed:
        read = _paths_of(record, item)
        if read is None:
            return None
        paths += read
    for column in record.sorts().values():
        links = column.split("__")[:-1]
        paths += [*("__".join([*links[:depth], "pk"]) for depth in range(1, len(links) + 1)), column]
    return Shape(paths)


def _paths_of(record: Record, item: Field) -> list[str] | None:
    if isinstance(item, Computed):
        return None if item.reads is None else list(item.reads)
    if isinstance(item, Filled):
        return [item.of]
    above = [f"{item.via}__pk"] if item.via else []
    if not isinstance(item, Reference):
        return [*above, item.path]
    return (
        [*above, f"{item.path}__pk", f"{item.path}__{item.show}"] if item.shows_column(record.model) else None
    )
