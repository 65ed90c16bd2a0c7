"""The acts of the room."""

from .defining import decide_indicator, end_indicator, propose_indicator
from .freezing import CannotFreeze, freeze, freeze_day
from .keeping import drop_view, keep_view
from .months import keep_months, keep_past
from .publishing import publish, set_threshold, stop_publishing
from .refreshing import CannotWrite, Refreshed, follow, rebuild
from .sealing import SEAL, seal_snapshot

__all__ = [
    "CannotFreeze",
    "CannotWrite",
    "Refreshed",
    "SEAL",
    "decide_indicator",
    "drop_view",
    "end_indicator",
    "follow",
    "freeze",
    "freeze_day",
    "keep_months",
    "keep_past",
    "keep_view",
    "propose_indicator",
    "publish",
    "rebuild",
    "seal_snapshot",
    "set_threshold",
    "stop_publishing",
]
