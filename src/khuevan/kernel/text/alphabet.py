"""The Vietnamese alphabet and its tones, as tables.

Decomposition is Unicode's own (`unicodedata`), so each letter is told apart into its base, the mark that
makes it another letter of the alphabet (ă â ê ô ơ ư đ) and its tone.
"""

import unicodedata
from typing import Final

LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""Order of the alphabet; f j w z stand where the Latin alphabet puts them (names of other peoples, foreign
names).
"""

TONES: Final = {
    "\u0300": 1,  # huyền
    "\u0309": 2,  # hỏi
    "\u0303": 3,  # ngã
    "\u0301": 4,  # sắc
    "\u0323": 5,  # nặng
}
"""Combining mark of each tone to its place in the order; no mark (ngang) is 0."""

BREVE: Final = "\u0306"
CIRCUMFLEX: Final = "\u0302"
HORN: Final = "\u031b"

APOSTROPHES: Final = "'\u2018\u2019\u02bc\u02bb\u02b9\u0060\u00b4\u2032\uff07"
"""All the signs that keyboards put into K'Brôih."""

HYPHENS: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212"

SPECIAL_LETTERS: Final = {
    "đ": "d",
    "ð": "d",
    "ɖ": "d",
    "ƀ": "b",
    "ɓ": "b",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "ŋ": "ng",
    "ø": "o",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
    "þ": "th",
}
"""Letters that Unicode does not decompose, with the plain letters that people type for them."""


def _decomposed(character: str) -> str:
    """Lower case and taken apart; both again, for signs whose plain form is an upper-case letter (ᴬ)."""
    apart = unicodedata.normalize("NFKD", character.lower())
    return unicodedata.normalize("NFKD", apart.lower())


def plain_letters(character: str) -> str:
    """The unaccented lower-case letters of one character; itself in lower case when it is not Latin.

    A combining mark alone gives "".
    """
    plain = []
    for part in _decomposed(character):
        if unicodedata.combining(part):
            continue
        plain.append(SPECIAL_LETTERS.get(part, part))
    return "".join(plain)


def letter_and_tone(character: str) -> tuple[str, int]:
    """Letters of the alphabet and the tone of one character in NFC: "Ậ" gives ("â", 5).

    Marks outside Vietnamese are dropped (ç is c). Letters of other scripts come back as they are.
    """
    tone = 0
    letters = ""
    for part in _decomposed(character):
        if part in TONES:
            tone = TONES[part]
        elif part in (BREVE, CIRCUMFLEX, HORN) and letters:
            composed = unicodedata.normalize("NFC", letters[-1] + part)
            if composed in LETTERS:
                letters = letters[:-1] + composed
        elif unicodedata.combining(part):
            continue
        else:
            letters += part if part == "đ" else SPECIAL_LETTERS.get(part, part)
    return letters, tone
