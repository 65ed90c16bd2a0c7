"""Workbooks in and out: a room declares a layout, the rest follows. See README.md.

Names are imported on first use, so that settings and the reading process may load this package.
"""

from typing import Any

_HOMES = {
    "Batch": "layout",
    "Code": "columns",
    "Column": "columns",
    "Computed": "columns",
    "Day": "columns",
    "Decimals": "columns",
    "Digits": "columns",
    "Key": "layout",
    "Layout": "layout",
    "Listed": "columns",
    "Lookup": "columns",
    "Offer": "columns",
    "Parameter": "layout",
    "Phone": "columns",
    "Setting": "columns",
    "TableTarget": "tables",
    "Target": "layout",
    "Whole": "columns",
    "Words": "columns",
    "Yes": "columns",
    "doubtful": "messages",
    "findings": "layout",
    "frame_of": "layout",
    "introduce": "messages",
    "layouts": "layout",
    "wrong": "messages",
}

__all__ = [*_HOMES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    if name in ("recorded", "staging"):
        from importlib import import_module

        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
