"""The reads of the room. Everything is within what the bound actor may see."""

from .attendance import Attendance, attendance

__all__ = ["Attendance", "attendance"]
