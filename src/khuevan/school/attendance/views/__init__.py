"""The pages of attendance."""

from .leave import ask, decide, leave
from .rolls import call, roll, save
from .sheet import sheet
from .today import today

__all__ = ["ask", "call", "decide", "leave", "roll", "save", "sheet", "today"]
