"""The reads of report cards, within what the actor may see."""

from ..printing import CopyNote, Shown
from ..rules.content import CardContent
from ..rules.reading import NotACard, read
from .cards import (
    SlotReport,
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
from .further import Further, continues_at, further_steps
from .issued import (
    IssuedCard,
    IssuedClass,
    cards_of_class,
    expected_of,
    issued_by_class,
    issued_of_class,
    issued_of_learner,
    issued_xml,
    no_longer_issued,
)
from .layouts import LAYOUT, LAYOUT_PRIMARY, layout_for
from .layouts import declare as declare_layouts
from .levels import Level, adds_years, level_of
from .papers import paper_of, seal_order_of
from .waiting import Waiting, slots_for, waiting_count, waiting_for
from .words import field_words, value_words

__all__ = [
    "Further",
    "continues_at",
    "further_steps",
    "LAYOUT",
    "LAYOUT_PRIMARY",
    "Level",
    "adds_years",
    "level_of",
    "CardContent",
    "CopyNote",
    "IssuedCard",
    "IssuedClass",
    "NotACard",
    "Shown",
    "SlotReport",
    "Waiting",
    "card_for",
    "cards",
    "cards_of_class",
    "class_for",
    "content_of",
    "declare_layouts",
    "current_xml",
    "expected_in",
    "expected_of",
    "field_words",
    "issued_by_class",
    "issued_of_class",
    "issued_of_learner",
    "issued_version",
    "issued_xml",
    "layout_for",
    "no_longer_issued",
    "paper_of",
    "seal_order_of",
    "read",
    "signed_xml",
    "slot_reports",
    "slots_for",
    "slots_of",
    "value_words",
    "verified",
    "versions_of",
    "waiting_count",
    "waiting_for",
]
