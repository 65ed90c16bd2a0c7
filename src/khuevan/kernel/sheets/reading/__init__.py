"""Files of people turned into columns of raw cells, in a process of its own whose memory is bounded."""

from typing import Any

from . import marks

_HOMES = {
    "Book": "book",
    "Sheet": "book",
    "Unreadable": "book",
    "load": "book",
    "read": "process",
}

__all__ = ["Book", "Sheet", "Unreadable", "load", "marks", "read"]  # noqa: F822


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
