"""The pages of report cards."""

from .boards import class_page, generate, school
from .cancelling import cancel, cancel_class
from .cards import act, card, card_xml, version
from .levels import level, level_pdf
from .signing import to_sign
from .whole_school import generate_school, making, making_step

__all__ = [
    "act",
    "cancel",
    "cancel_class",
    "card",
    "card_xml",
    "class_page",
    "generate",
    "generate_school",
    "level",
    "level_pdf",
    "making",
    "making_step",
    "school",
    "to_sign",
    "version",
]
