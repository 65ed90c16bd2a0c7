"""PostgreSQL: the embedded server, roles, row-level security, backup. See README.md.

Names that need Django are imported on first use: settings read `address` and `server` of this package.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .asking import ask
    from .binding import acting, bind
    from .planning import ByKey, ChangeByKey, Kept, prepared
    from .rows import ChangedMeanwhile, ScopedQuerySet, Versioned
    from .savepoints import apart
    from .turns import Turn, TurnTaken

_HOMES = {
    "acting": "binding",
    "ask": "asking",
    "bind": "binding",
    "prepared": "planning",
    "ByKey": "planning",
    "ChangeByKey": "planning",
    "apart": "savepoints",
    "Kept": "planning",
    "ChangedMeanwhile": "rows",
    "ScopedQuerySet": "rows",
    "Versioned": "rows",
    "Turn": "turns",
    "TurnTaken": "turns",
}

__all__ = [
    "ByKey",
    "ChangeByKey",
    "ChangedMeanwhile",
    "Kept",
    "ScopedQuerySet",
    "Turn",
    "TurnTaken",
    "Versioned",
    "acting",
    "apart",
    "ask",
    "bind",
    "prepared",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)  # asked once
        return found
    raise AttributeError(name)
