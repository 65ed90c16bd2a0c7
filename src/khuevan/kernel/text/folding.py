"""Search without accents: what is stored and what is typed are folded in the same way and then compared."""

from typing import Final

from .alphabet import APOSTROPHES, HYPHENS, plain_letters
from .cleaning import nfc


class _Folded(dict[int, str]):
    """`str.translate` table from a character to plain letters, digits or a space; filled on first use."""

    def __missing__(self, code: int) -> str:
        folded = "".join(c if c.isalnum() else " " for c in plain_letters(chr(code)))
        self[code] = folded
        return folded


_FOLDED: Final = _Folded()
_JOINTS: Final = APOSTROPHES + HYPHENS
_GLUE: Final = str.maketrans(dict.fromkeys(_JOINTS, ""))


def fold(text: str) -> str:
    """Lower case without accents, đ as d, anything but letters and digits as one space between words.

    `fold("Đặng Thị Ánh") == "dang thi anh"`; `fold("H'Hen Niê") == "h hen nie"`. Composed or decomposed,
        hoà or hòa, the result is the same, and folding again changes nothing. It holds no sign that LIKE or a
        text search query would take as an operator. Letters of other scripts stay, in lower case.
    """
    return " ".join(nfc(text).translate(_FOLDED).split())


def search_text(text: str) -> str:
    """Folded text for a search column: also holds parted names written together.

    K'Brôih is found by "k broih", "broih" and "kbroih": `search_text("K'Brôih") == "k broih kbroih"`.
    """
    folded = fold(text)
    if not any(joint in text for joint in _JOINTS):
        return folded
    present = set(folded.split())
    joined = [word for word in fold(nfc(text).translate(_GLUE)).split() if word not in present]
    return " ".join([folded, *joined])


def search_words(text: str) -> tuple[str, ...]:
    """The different words of what a user typed, folded, in the order typed; () when nothing can be searched
    for.
    """
    return tuple(dict.fromkeys(fold(text).split()))
