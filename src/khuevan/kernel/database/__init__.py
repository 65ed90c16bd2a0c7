"""PostgreSQL: the embedded server, roles, row-level security, backup. See README.md.

Names that need Django are imported on first use: settings read `address` and `server` of this package.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .binding import acting, bind
    from .planning import ByKey, prepared
    from .rows import ChangedMeanwhile, ScopedQuerySet, Versioned

_HOMES = {
    "acting": "binding",
    "bind": "binding",
    "prepared": "planning",
    "ByKey": "planning",
    "ChangedMeanwhile": "rows",
    "ScopedQuerySet": "rows",
    "Versioned": "rows",
}

__all__ = ["ByKey", "ChangedMeanwhile", "ScopedQuerySet", "Versioned", "acting", "bind", "prepared"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(name)
