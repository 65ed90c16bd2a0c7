"""The writes of attendance: one function per act. Each decides, checks the rules, saves and records."""

from .errors import AttendanceError
from .leave import ask_leave, decide_leave, withdraw_leave
from .loading import AbsenceRow, CallRow, load_rolls
from .rolls import MOST_CELLS, Answer, Cell, call_roll, save_cells

__all__ = [
    "MOST_CELLS",
    "AbsenceRow",
    "Answer",
    "AttendanceError",
    "CallRow",
    "Cell",
    "ask_leave",
    "call_roll",
    "decide_leave",
    "load_rolls",
    "save_cells",
    "withdraw_leave",
]
