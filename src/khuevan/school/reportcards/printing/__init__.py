"""Report cards on paper: the PDF of a year, of a level, of a class, made from the same values as the XML."""

from .printing import FORMS, CannotPrint, Press, press
from .sealing import FIELD, seal_order
from .shaping import CopyNote, Imprint, Sheet, Shown, Signed, YearSheet

__all__ = [
    "FIELD",
    "seal_order",
    "FORMS",
    "CannotPrint",
    "CopyNote",
    "Imprint",
    "Press",
    "Sheet",
    "Shown",
    "Signed",
    "YearSheet",
    "press",
]
