"""The acts of the room."""

from .freezing import CannotFreeze, freeze
from .keeping import drop_view, keep_view
from .publishing import publish, set_threshold, stop_publishing
from .refreshing import Refreshed, follow, rebuild

__all__ = [
    "CannotFreeze",
    "Refreshed",
    "drop_view",
    "follow",
    "freeze",
    "keep_view",
    "publish",
    "rebuild",
    "set_threshold",
    "stop_publishing",
]
