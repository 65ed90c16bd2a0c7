"""The acts of the room."""

from .defining import decide_indicator, end_indicator, propose_indicator
from .freezing import CannotFreeze, freeze
from .keeping import drop_view, keep_view
from .publishing import publish, set_threshold, stop_publishing
from .refreshing import Refreshed, follow, rebuild

__all__ = [
    "CannotFreeze",
    "Refreshed",
    "decide_indicator",
    "drop_view",
    "end_indicator",
    "follow",
    "freeze",
    "keep_view",
    "propose_indicator",
    "publish",
    "rebuild",
    "set_threshold",
    "stop_publishing",
]
