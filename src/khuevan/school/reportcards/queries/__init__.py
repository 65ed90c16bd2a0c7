"""The reads of report cards, within what the actor may see."""

from .cards import (
    card_for,
    cards,
    class_for,
    content_of,
    current_xml,
    expected_in,
    issued_version,
    signed_xml,
    slot_reports,
    slots_of,
    verified,
    versions_of,
)
from .layouts import LAYOUT, LAYOUT_PRIMARY, layout_for
from .waiting import Waiting, slots_for, waiting_count, waiting_for

__all__ = [
    "LAYOUT",
    "LAYOUT_PRIMARY",
    "Waiting",
    "card_for",
    "cards",
    "class_for",
    "content_of",
    "current_xml",
    "expected_in",
    "issued_version",
    "layout_for",
    "signed_xml",
    "slot_reports",
    "slots_for",
    "slots_of",
    "verified",
    "versions_of",
    "waiting_count",
    "waiting_for",
]
