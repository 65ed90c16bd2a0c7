"""The reads of report cards, within what the actor may see."""

from .layouts import LAYOUT, LAYOUT_PRIMARY, layout_for

__all__ = ["LAYOUT", "LAYOUT_PRIMARY", "layout_for"]
