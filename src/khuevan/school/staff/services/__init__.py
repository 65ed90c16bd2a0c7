"""The writes of staff: one function per act. Each decides, checks the rules, saves, records and tells."""

from ..rules import ActPlan, Decree
from .acts import Arrival, Order, cancel_act, preview_act, record_act, register_staff
from .assignments import (
    CopyPlan,
    Lesson,
    assign,
    change_lesson,
    copy_term,
    end_lesson,
    plan_copy,
    set_homeroom,
)
from .errors import AlreadyEmployed, StaffError
from .loading import AssignmentRow, StaffRow, load_assignments, load_papers, load_staff
from .members import change_member, declare_means
from .moves import accept_move, decline_move, withdraw_move

__all__ = [
    "ActPlan",
    "AlreadyEmployed",
    "Arrival",
    "AssignmentRow",
    "CopyPlan",
    "Decree",
    "Lesson",
    "Order",
    "StaffError",
    "StaffRow",
    "accept_move",
    "assign",
    "cancel_act",
    "change_lesson",
    "change_member",
    "copy_term",
    "decline_move",
    "declare_means",
    "end_lesson",
    "load_assignments",
    "load_papers",
    "load_staff",
    "plan_copy",
    "preview_act",
    "record_act",
    "register_staff",
    "set_homeroom",
    "withdraw_move",
]
