"""Keys under which slips of typing and of hearing fall together. Pure functions on strings.

Fellegi and Sunter weigh agreement field by field (A Theory for Record Linkage, JASA 1969); keys only decide which
records are compared at all, and which kind of agreement it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from khuevan.kernel.text import fold

_TYPED_TONE: Final = re.compile(r"(?<=[a-z])[fjrsx0-9]+$")
"""No Vietnamese syllable ends so: what is left of Telex and VNI when the key of the tone came late."""

_DOUBLED: Final = re.compile(r"(.)\1+")
_STARTS: Final = (
    ("tr", "c"),
    ("ch", "c"),
    ("gi", "d"),
    ("r", "d"),
    ("v", "d"),
    ("x", "s"),
    ("n", "l"),
    ("ph", "f"),
)
_ENDS: Final = (("ng", "n"), ("ch", "t"), ("c", "t"), ("y", "i"))


@lru_cache(maxsize=20_000)
def sound_of(syllable: str) -> str:
    """A folded syllable as it may be heard in any region: son, xon -> son; trang, chan -> can; ly, li -> li."""
    heard = _TYPED_TONE.sub("", syllable) if len(syllable) > 2 else syllable
    if not heard.startswith(("ng", "nh")):
        heard = _exchanged(heard, _STARTS, at_start=True)
    return _DOUBLED.sub(r"\1", _exchanged(heard, _ENDS, at_start=False))


def _exchanged(text: str, pairs: tuple[tuple[str, str], ...], *, at_start: bool) -> str:
    for before, after in pairs:
        if len(text) <= len(before):
            continue
        if at_start and text.startswith(before):
            return after + text[len(before) :]
        if not at_start and text.endswith(before):
            return text[: -len(before)] + after
    return text


def name_key(name: str) -> str:
    """All syllables as heard, in the order of the alphabet, so that exchanged parts fall together too."""
    return " ".join(sorted(sound_of(part) for part in fold(name).split()))


def given_key(name: str) -> str:
    """The last syllable as heard: what somebody is called by."""
    parts = fold(name).split()
    return sound_of(parts[-1]) if parts else ""


def ends_key(name: str) -> str:
    """Family name and given name as heard, whichever stands first: middle parts are what gets lost."""
    parts = fold(name).split()
    return " ".join(sorted({sound_of(parts[0]), sound_of(parts[-1])})) if parts else ""


def given_part(name: str) -> str:
    """The last syllable, folded."""
    return fold(name).rpartition(" ")[2]
