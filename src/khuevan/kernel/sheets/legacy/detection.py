"""Tells legacy text from Unicode by evidence: which reading turns words into Vietnamese syllables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .syllables import is_syllable
from .tables import ENCODINGS, FONTS, convert

ENOUGH: Final = 0.85
MARGIN: Final = 0.25
FEW: Final = 3
MOST_WORDS: Final = 4_000
_HIGH: Final = re.compile("[\u00a1-\u00ff]")
_EDGES: Final = ".,;:!?()[]{}\"'«»-–/\\ 0123456789"


@dataclass(frozen=True)
class Verdict:
    """encoding: `tcvn3`, `vni`, or empty for Unicode. words: how many told it; before, after: the shares of
    them that are syllables as they stand and once converted. font: a font that says the same."""

    encoding: str = ""
    words: int = 0
    before: float = 1.0
    after: float = 1.0
    font: str = ""


def judge(texts: Iterable[str], fonts: Iterable[str] = ()) -> Verdict:
    """Only words with signs of the upper half of Windows-1252 can tell; Vietnamese in Unicode has such letters too
    (à, é, ô), so they must be no syllables as they stand, and nearly all must become syllables."""
    telling = _telling(texts)
    if not telling:
        return Verdict()
    before = _share(telling)
    named = {encoding: _font(encoding, fonts) for encoding in ENCODINGS}
    best = Verdict(words=len(telling), before=before, after=before)
    for encoding in ENCODINGS:
        after = _share([convert(word, encoding) for word in telling])
        enough = ENOUGH - (0.15 if named[encoding] else 0)
        few = 1 if named[encoding] else FEW
        if after >= enough and after > before + MARGIN and len(telling) >= few and after > best.after:
            best = Verdict(encoding, len(telling), before, after, named[encoding])
    return best


def count(texts: Iterable[str]) -> tuple[int, int]:
    """How many of the words with accents are syllables, and how many words have accents."""
    words = [word for text in texts for part in text.split() if not (word := part.strip(_EDGES)).isascii()]
    return sum(map(is_syllable, words[:MOST_WORDS])), len(words[:MOST_WORDS])


def _telling(texts: Iterable[str]) -> list[str]:
    words: dict[str, None] = {}
    for text in texts:
        if not _HIGH.search(text):
            continue
        for part in text.split():
            word = part.strip(_EDGES)
            if _HIGH.search(word) and not any(sign.isdigit() for sign in word):
                words[word] = None
        if len(words) >= MOST_WORDS:
            break
    return list(words)


def _share(words: list[str]) -> float:
    return sum(map(is_syllable, words)) / len(words)


def _font(encoding: str, fonts: Iterable[str]) -> str:
    return next((font for font in fonts if font.lower().startswith(FONTS[encoding])), "")
