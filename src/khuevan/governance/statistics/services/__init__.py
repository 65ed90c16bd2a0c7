"""The acts of the room."""

from .deciding import accept_report, return_report
from .preparing import begin_report, explain_cell, renew_layout
from .sending import submit_report

__all__ = [
    "accept_report",
    "begin_report",
    "explain_cell",
    "renew_layout",
    "return_report",
    "submit_report",
]
