"""PostgreSQL: the embedded server, roles, row-level security, backup. See README.md.

Names that need Django are imported on first use: settings read `address` and `server` of this package.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .binding import acting, bind
    from .planning import ByKey, ChangeByKey, Kept, prepared
    from .rows import ChangedMeanwhile, ScopedQuerySet, Versioned
    from .savepoints import apart
    from .turns import turn_taken, wait_for_turn

_HOMES = {
    "acting": "binding",
    "bind": "binding",
    "prepared": "planning",
    "ByKey": "planning",
    "ChangeByKey": "planning",
    "apart": "savepoints",
    "Kept": "planning",
    "ChangedMeanwhile": "rows",
    "ScopedQuerySet": "rows",
    "Versioned": "rows",
    "turn_taken": "turns",
    "wait_for_turn": "turns",
}

__all__ = [
    "ByKey",
    "ChangeByKey",
    "ChangedMeanwhile",
    "Kept",
    "ScopedQuerySet",
    "Versioned",
    "acting",
    "apart",
    "bind",
    "prepared",
    "turn_taken",
    "wait_for_turn",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)  # asked once
        return found
    raise AttributeError(name)
