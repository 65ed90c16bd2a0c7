"""The acts of custody: each decides, saves, records and tells."""

from ..offline.archive import archive as verifier
from .examining import Examined, examine
from .handing_over import (
    cancel_handover,
    download_handover,
    held_xml,
    prove_handover,
    refuse_handover,
    seal_cards,
)
from .packing import download_package, make_package, sign_package, submit_package, withdraw_package
from .receiving import accept_package, check_package, note_recall, send_back
from .taking_over import NotTaken, countersign, hold_cards

__all__ = [
    "Examined",
    "NotTaken",
    "accept_package",
    "cancel_handover",
    "check_package",
    "countersign",
    "download_handover",
    "download_package",
    "examine",
    "held_xml",
    "hold_cards",
    "make_package",
    "note_recall",
    "prove_handover",
    "refuse_handover",
    "seal_cards",
    "send_back",
    "sign_package",
    "submit_package",
    "verifier",
    "withdraw_package",
]
