"""The kinds of columns that a layout declares."""

from .base import Column, Read, Setting
from .days import Day
from .lists import Listed, Lookup, Offer, Yes
from .numbers import Decimals, Whole
from .words import Code, Computed, Digits, Phone, Words

__all__ = [
    "Code", "Column", "Computed", "Day", "Decimals", "Digits", "Listed", "Lookup", "Offer", "Phone", "Read", "Setting",
    "Whole", "Words", "Yes",
]  # fmt: skip
