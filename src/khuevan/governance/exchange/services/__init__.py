"""The writes of the room."""

from .checking import begin_check, run_check
from .following import follow, reconcile
from .packing import begin_package, download, make_package

__all__ = [
    "begin_check",
    "begin_package",
    "download",
    "follow",
    "make_package",
    "reconcile",
    "run_check",
]
