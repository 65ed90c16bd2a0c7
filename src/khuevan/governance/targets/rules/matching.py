"""Which indicator a target of a printed plan may mean, by its words. Only ever a proposal: somebody looks at it.

A plan says "100% nhà giáo có máy tính", the catalogue "Tỉ lệ giáo viên có máy tính để dạy trực tuyến". Words are compared
folded, the sector's different words for one thing are made one, and small words are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from khuevan.kernel import text

LIKELY: Final = 0.8
"""Part of an indicator's words that the target must hold for it to be proposed."""
POSSIBLE: Final = 0.3
"""Part from which it is offered."""
MOST: Final = 8
_SAME: Final = (
    ("co so giao duc", "truong"), ("nha truong", "truong"), ("nha giao", "giao vien"), ("nguoi hoc", "hoc sinh"),
    ("hoc vien", "hoc sinh"), ("ty le", "ti le"), ("thiet bi cong nghe", "may tinh"),
)  # fmt: skip
_SMALL: Final = frozenset({
    "ti", "le", "so", "co", "de", "va", "cac", "trong", "duoc", "dat", "cua", "cho", "o", "theo", "tu", "voi", "la",
    "mot", "moi", "tren", "tong", "da", "deu", "phai", "tai", "ve", "den",
})  # fmt: skip
_COUNTED: Final = re.compile(
    r"%\s*(?:số\s+|các\s+)*(?:cơ sở giáo dục|trường|nhà trường|đơn vị)\b", re.IGNORECASE
)


def likely_indicators(name: str, offered: Mapping[str, str]) -> list[tuple[str, float]]:
    """offered: code -> label. (code, part of its words that the target holds), the best first, those worth a look."""
    own = _words(name)
    found = [(code, _shared(own, _words(label))) for code, label in offered.items()]
    worth = sorted((one for one in found if one[1] >= POSSIBLE), key=lambda one: -one[1])
    return worth[:MOST]


def counts_schools(name: str) -> bool:
    """It asks for so many percent of the schools, so that each of them may show its evidence."""
    return _COUNTED.search(unicodedata.normalize("NFC", name)) is not None


def _shared(own: frozenset[str], label: frozenset[str]) -> float:
    return len(own & label) / len(label) if label else 0.0


def _words(said: str) -> frozenset[str]:
    """Pairs of neighbouring words that say something, or the single ones where there are no two: syllables alone mean
    little in Vietnamese."""
    folded = " ".join(re.findall(r"[a-z]+", text.fold(said)))
    for word, instead in _SAME:
        folded = folded.replace(word, instead)
    kept = [one for one in folded.split() if one not in _SMALL]
    pairs = [f"{first} {second}" for first, second in zip(kept, kept[1:], strict=False)]
    return frozenset(pairs or kept)
