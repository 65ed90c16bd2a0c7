"""Who did what, when, from where and why, and what changed from what to what. See README.md."""

from typing import Any

_HOMES = {
    "Act": "acts",
    "Acted": "events",
    "RowChange": "feed",
    "Touched": "touching",
    "TouchedRows": "touching",
    "touched_by": "touching",
    "touched_rows": "touching",
    "heads": "feed",
    "rows_since": "feed",
    "seal": "feed",
    "act": "acts",
    "bulk": "acts",
    "export": "acts",
    "look": "acts",
    "record": "acts",
    "history": "queries",
    "Subject": "subjects",
    "name_action": "subjects",
    "name_fact": "subjects",
    "name_tables": "subjects",
    "name_units": "subjects",
    "subject": "subjects",
}

__all__ = [
    "Act",
    "Acted",
    "RowChange",
    "Subject",
    "Touched",
    "TouchedRows",
    "act",
    "bulk",
    "export",
    "heads",
    "history",
    "look",
    "name_action",
    "name_fact",
    "name_tables",
    "name_units",
    "record",
    "rows_since",
    "seal",
    "subject",
    "touched_by",
    "touched_rows",
]  # noqa: F822


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)  # asked once
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
