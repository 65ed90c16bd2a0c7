"""Permissions are declared once, by the module that owns the object, and known by their code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise

_CODE = re.compile(r"^[a-z_]+\.[a-z_]+:[a-z_]+$")
_declared: dict[str, Permission] = {}


@dataclass(frozen=True)
class Permission:
    """`code` is module.object:verb; `label` is what a person reads; `sensitive` permissions are never borrowed.

    holders: codes of the shipped roles that hold it from the start. Roles themselves are data of another room; this
        names those that a room further up wants to serve, so that a new room adds nothing to the rooms below it.
    """

    code: str
    label: str | Promise
    sensitive: bool = False
    holders: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not _CODE.match(self.code):
            raise ValueError(f"permission code {self.code!r} is not module.object:verb")
        known = _declared.get(self.code)
        if known is not None and known != self:
            raise ValueError(f"permission {self.code!r} is declared twice, differently")
        _declared[self.code] = self

    def __str__(self) -> str:
        return self.code


def declared() -> dict[str, Permission]:
    """Every permission of the modules loaded so far, by code, in the order of the codes."""
    return dict(sorted(_declared.items()))
