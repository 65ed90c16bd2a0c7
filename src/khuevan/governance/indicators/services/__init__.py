"""The acts of the room."""

from .freezing import CannotFreeze, freeze
from .refreshing import Refreshed, follow, rebuild

__all__ = ["CannotFreeze", "Refreshed", "follow", "freeze", "rebuild"]
