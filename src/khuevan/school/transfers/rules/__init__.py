"""What the law says of transfers: functions on values."""

from .acts import Facts, act_refusals, awaited, request_refusals
from .deadlines import Periods, answer_due, placement_due, return_due
from .working_days import after_working_days, is_working_day, working_days_left

__all__ = [
    "Facts",
    "Periods",
    "act_refusals",
    "after_working_days",
    "answer_due",
    "awaited",
    "is_working_day",
    "placement_due",
    "request_refusals",
    "return_due",
    "working_days_left",
]
