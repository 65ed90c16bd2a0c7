"""The acts of the room."""

from .freezing import CannotFreeze, freeze
from .publishing import publish, set_threshold, stop_publishing
from .refreshing import Refreshed, follow, rebuild

__all__ = [
    "CannotFreeze",
    "Refreshed",
    "follow",
    "freeze",
    "publish",
    "rebuild",
    "set_threshold",
    "stop_publishing",
]
