"""Vietnamese order as a stored string: plain ASCII whose bytes sort as a Vietnamese reader expects.

PostgreSQL's embedded build has no ICU, and a server's own collations differ from machine to machine; a key
in a `COLLATE "C"` column sorts the same everywhere and can be paged through with an index.

A syllable's key is its letters, one ASCII character each in the order of the alphabet, and then its tone,
which is lower than any letter: so "An" < "Án" < "Anh" < "Ăn" < "Ân". Syllables are compared one after the
other, as dictionaries do: all that begins with "Hoa" stands before all that begins with "Hòa". Where the
tone mark is written (hoà, hòa) makes no difference, neither do case, apostrophes and other signs. Numbers
stand before letters and are compared by value: "Lớp 9" < "Lớp 10".
"""

import re
from functools import lru_cache
from typing import Final

from .alphabet import APOSTROPHES, LETTERS, letter_and_tone
from .cleaning import nfc

_CODES: Final = dict(zip(LETTERS, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))
_TONE_CODES: Final = "!#$%&*"
_OTHER_SCRIPT: Final = "z"
_PARTS: Final = re.compile(r"[0-9]+|[^0-9]+")
_DROPPED: Final = str.maketrans(dict.fromkeys(APOSTROPHES))


def _number_code(digits: str) -> str:
    """Digits led by how many they are, so that bytes compare by value; 1 to 8 in one digit, more in four."""
    value = digits.lstrip("0") or "0"
    length = len(value)
    return f"{length}{value}" if length < 9 else f"9{length:03d}{value}"


def _letters_code(text: str) -> tuple[str, str]:
    letters: list[str] = []
    tones: list[str] = []
    for character in text:
        spelled, tone = letter_and_tone(character)
        for letter in spelled:
            code = _CODES.get(letter)
            if code is not None:
                letters.append(code)
            elif letter.isdecimal() and letter.isascii():
                letters.append(letter)
            elif letter.isalnum():
                letters.append(f"{_OTHER_SCRIPT}{ord(letter):06x}")
        if tone:
            tones.append(_TONE_CODES[tone])
    return "".join(letters), "".join(tones)


@lru_cache(maxsize=65_536)
def _word_key(word: str) -> str:
    """Key of one word without spaces; "" for a word of signs only. Cached: a nation uses few thousand
    syllables.
    """
    keys = []
    for syllable in "".join(c if c.isalnum() or letter_and_tone(c)[1] else " " for c in word).split():
        codes: list[str] = []
        tones = ""
        for part in _PARTS.findall(syllable):
            if part[0] in "0123456789":
                codes.append(_number_code(part))
            else:
                letters, marks = _letters_code(part)
                codes.append(letters)
                tones += marks
        keys.append("".join(codes) + (tones or _TONE_CODES[0]))
    return " ".join(keys)


def _key_of_words(words: list[str]) -> str:
    return " ".join(key for key in map(_word_key, words) if key)


def sort_key(text: str) -> str:
    """Key of a name of a place, a school, a thing; compare as bytes (`COLLATE "C"`)."""
    return _key_of_words(nfc(text).translate(_DROPPED).lower().split())


def name_sort_key(full_name: str) -> str:
    """Key of a person's name: given name (the last part), then surname (the first), then the parts between.

    "Đặng Thị Ánh" is ordered as "Ánh Đặng Thị". A name of one part is ordered by it.
    """
    words = nfc(full_name).translate(_DROPPED).lower().split()
    if len(words) > 1:
        words = [words[-1], *words[:-1]]
    return _key_of_words(words)
