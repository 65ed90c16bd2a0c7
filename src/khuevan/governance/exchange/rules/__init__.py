"""Versions of records, and packages as bytes: functions on values, without Django, clock or database."""

from .comparing import Difference, compare
from .packages import (
    FORMAT,
    Limits,
    Manifest,
    Opened,
    PackageRefused,
    Part,
    Reason,
    open_package,
    write_package,
)
from .versions import Told, Touch, tell

__all__ = [
    "FORMAT",
    "Difference",
    "Limits",
    "Manifest",
    "Opened",
    "PackageRefused",
    "Part",
    "Reason",
    "Told",
    "Touch",
    "compare",
    "open_package",
    "tell",
    "write_package",
]
