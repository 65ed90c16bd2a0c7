"""The acts of the room."""

from .deciding import accept_report, return_report
from .freezing import freeze_ended_days
from .packing import TakenIn, ToSend, pack_reports, package_to_send, take_in_package
from .preparing import begin_report, choose_corrections, explain_cell, renew_layout
from .sealing import SEAL, seal_package
from .sending import submit_report

__all__ = [
    "SEAL",
    "TakenIn",
    "ToSend",
    "accept_report",
    "begin_report",
    "choose_corrections",
    "explain_cell",
    "freeze_ended_days",
    "pack_reports",
    "package_to_send",
    "renew_layout",
    "return_report",
    "seal_package",
    "submit_report",
    "take_in_package",
]
