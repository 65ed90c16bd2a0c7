"""The acts of the room."""

from .deciding import accept_report, return_report
from .freezing import freeze_ended_days
from .packing import TakenIn, pack_reports, take_in_package
from .preparing import begin_report, choose_corrections, explain_cell, renew_layout
from .sending import submit_report

__all__ = [
    "TakenIn",
    "accept_report",
    "begin_report",
    "choose_corrections",
    "explain_cell",
    "freeze_ended_days",
    "pack_reports",
    "renew_layout",
    "return_report",
    "submit_report",
    "take_in_package",
]
