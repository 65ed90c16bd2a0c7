"""What the signs of TCVN3 and VNI stand for.

TCVN3 is the one-byte code of TCVN 5712:1993 as the ABC fonts (.VnTime, …) draw it: most capitals with a tone have no
sign of their own, and fonts ending in H draw small letters as capitals. VNI writes a vowel and its mark as two signs.
Both are read here as Windows-1252 shows them, which is how Excel stores them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_TCVN3_FIRST: Final = 0xA1
_TCVN3_LETTERS: Final = (
    "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộ"
    "ờởỡớợùỖủũúụừửữứựỳỷỹýỵ"
)

GRAVE, HOOK, TILDE, ACUTE, DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES: Final = {"ø": GRAVE, "û": HOOK, "õ": TILDE, "ù": ACUTE, "ï": DOT}
_ON_CIRCUMFLEX: Final = {"â": "", "à": GRAVE, "å": HOOK, "ã": TILDE, "á": ACUTE, "ä": DOT}
_ON_BREVE: Final = {"ê": "", "è": GRAVE, "ú": HOOK, "ü": TILDE, "é": ACUTE, "ë": DOT}
_SINGLE: Final = {
    "ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "í": "í", "ò": "ị", "î": "ỵ",
}  # fmt: skip


def _vni() -> dict[str, str]:
    """Every sequence of VNI in both cases; longer ones first when they are looked for."""
    found = dict(_SINGLE)
    for vowel in "aeiouy":
        found |= {vowel + sign: vowel + tone for sign, tone in _TONES.items()}
    for vowel in "aeo":
        found |= {vowel + sign: vowel + _CIRCUMFLEX + tone for sign, tone in _ON_CIRCUMFLEX.items()}
    found |= {"a" + sign: "a" + _BREVE + tone for sign, tone in _ON_BREVE.items()}
    for letter, plain in (("ô", "o"), ("ö", "u")):
        found |= {letter + sign: plain + _HORN + tone for sign, tone in _TONES.items()}
    both = {}
    for signs, letters in found.items():
        letters = unicodedata.normalize("NFC", letters)
        both[signs] = letters
        both[signs.upper()] = both[signs[0].upper() + signs[1:]] = letters.upper()
    return both


TCVN3: Final = {_TCVN3_FIRST + at: letter for at, letter in enumerate(_TCVN3_LETTERS)}
VNI: Final = _vni()
_VNI_SIGNS: Final = re.compile("|".join(re.escape(signs) for signs in sorted(VNI, key=len, reverse=True)))
ENCODINGS: Final = ("tcvn3", "vni")
NAMES: Final = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}
FONTS: Final = {"tcvn3": (".vn",), "vni": ("vni-", "vni ")}
"""How the names of fonts begin that are drawn for an encoding."""


def convert(text: str, encoding: str) -> str:
    """Unicode (NFC) of text in `tcvn3` or `vni`."""
    if encoding == "tcvn3":
        return unicodedata.normalize("NFC", text.translate(TCVN3))
    return _VNI_SIGNS.sub(lambda found: VNI[found.group()], text)
