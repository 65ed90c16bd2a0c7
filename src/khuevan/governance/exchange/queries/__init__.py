"""The reads of the room. Everything is within what the bound actor may see."""

from .changes import ChangeFilter, ChangeRow, after, change, changes, highest, present, rows_of, versions
from .content import content, versions_of
from .kinds import Kind, derived, kinds, names, secret
from .packages import check, checked, checks, endings, package, packages

__all__ = [
    "ChangeFilter",
    "ChangeRow",
    "Kind",
    "after",
    "change",
    "changes",
    "check",
    "checked",
    "checks",
    "content",
    "derived",
    "endings",
    "highest",
    "kinds",
    "names",
    "package",
    "packages",
    "present",
    "rows_of",
    "secret",
    "versions",
    "versions_of",
]
