"""The writes of attendance: one function per act. Each decides, checks the rules, saves and records."""

from .errors import AttendanceError
from .leave import ask_leave, decide_leave, withdraw_leave
from .rolls import MOST_CELLS, Answer, Cell, call_roll, save_cells

__all__ = [
    "MOST_CELLS",
    "Answer",
    "AttendanceError",
    "Cell",
    "ask_leave",
    "call_roll",
    "decide_leave",
    "save_cells",
    "withdraw_leave",
]
