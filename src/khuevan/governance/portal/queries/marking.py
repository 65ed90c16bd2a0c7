"""How long kept pages, and what is kept for making them, hold."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from khuevan.kernel import clock

from ..models import Stamp

Made = TypeVar("Made")
_kept: dict[Hashable, tuple[Hashable, Any]] = {}
_lock = Lock()


def mark() -> int:
    """Another number after each publication. One query."""
    return int(Stamp.objects.values_list("number", flat=True).get())


def kept(name: str, make: Callable[[], Made], *, on: date) -> Made:
    """What is the same on every page until the next publication, made once by a worker, at the longest for an hour as
    pages are. Inside of a transaction nothing is kept: what it sees may be taken back."""
    if connection.in_atomic_block:
        return make()
    now = (str(connection.settings_dict["NAME"]), mark(), on, f"{clock.now():%Y%m%d%H}")
    with _lock:
        held = _kept.get(name)
    if held is not None and held[0] == now:
        found: Made = held[1]
        return found
    found = make()
    with _lock:
        _kept[name] = (now, found)
    return found
