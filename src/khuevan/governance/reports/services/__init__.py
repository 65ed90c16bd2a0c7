"""The acts of the room."""

from .campaigns import Order, end_campaign, open_campaign, remind_all_late, remind_late
from .deciding import accept_report, return_report
from .publishing import publish_report, withdraw_report
from .submitting import Signature, declare, seen_digest, submit_report
from .templates import TemplateHasProblems, add_template, end_template
from .writing import comment, correct, hand_over, set_details, settle, take_back, write_section

__all__ = [
    "Order", "Signature", "TemplateHasProblems", "accept_report", "add_template", "comment", "correct", "declare",
    "end_campaign", "end_template", "hand_over", "open_campaign", "publish_report", "remind_all_late", "remind_late",
    "return_report",
    "seen_digest", "set_details", "settle", "submit_report", "take_back", "withdraw_report", "write_section",
]  # fmt: skip
