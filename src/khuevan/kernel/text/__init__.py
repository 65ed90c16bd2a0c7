"""The Vietnamese language as far as lists and look-ups need it: cleaning, folding, ordering.

Pure functions on strings; no Django, no locale of the operating system, no ICU, so that the result is the
same on every machine and may be stored in a column.
"""

from .cleaning import bare_apostrophes, nfc
from .folding import fold, search_text, search_words
from .order import name_sort_key, sort_key

__all__ = [
    "bare_apostrophes",
    "fold",
    "name_sort_key",
    "nfc",
    "search_text",
    "search_words",
    "sort_key",
]
