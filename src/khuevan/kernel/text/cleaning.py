"""Cleaning of text on its way in, so that equal names are equal strings."""

import unicodedata
from typing import Final

from .alphabet import APOSTROPHES


class _Visible(dict[int, int | str | None]):
    """`str.translate` table that drops what cannot be seen; filled with each code point on its first use."""

    def __missing__(self, code: int) -> int | str | None:
        character = chr(code)
        category = unicodedata.category(character)
        kept: int | str | None = code
        if character.isspace():
            kept = " "
        elif category in ("Cc", "Cf", "Cs"):
            kept = None
        self[code] = kept
        return kept


_VISIBLE: Final = _Visible()
_BARE: Final = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


def nfc(text: str) -> str:
    """Composed Unicode (NFC) on one line: trimmed, single spaces, nothing that cannot be seen.

    Zero-width characters, marks of writing direction, soft hyphens, control characters and lone surrogates
        are removed; every kind of space, tabs and line ends too, becomes one space. Letters and case stay.
    """
    seen = " ".join(text.translate(_VISIBLE).split())
    return unicodedata.normalize("NFC", seen)


def bare_apostrophes(text: str) -> str:
    """All kinds of apostrophe made the plain one, so that K’Brôih and K'Brôih are one name."""
    return text.translate(_BARE)
