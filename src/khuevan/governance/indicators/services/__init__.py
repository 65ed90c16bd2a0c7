"""The acts of the room."""

from .refreshing import Refreshed, follow, rebuild

__all__ = ["Refreshed", "follow", "rebuild"]
