"""Readable usernames: given name, then the initials of the rest, then a number where needed.

>>> stem("dang thi minh anh")
'anhdtm'
>>> free_names(["anhdtm", "anhdtm", "huydq"], taken={"anhdtm"})
['anhdtm2', 'anhdtm3', 'huydq']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

SHORTEST, LONGEST = 3, 40
_SHAPE = re.compile(r"^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])$")
_OTHER = re.compile(r"[^a-z0-9]+")


def stem(folded_name: str) -> str:
    """From a folded full name (lower case, no accents, surname first). Two letters at least are padded."""
    words = [word for word in (_OTHER.sub("", part) for part in folded_name.split()) if word]
    if not words:
        return "nguoidung"
    made = (words[-1] + "".join(word[0] for word in words[:-1]))[: LONGEST - 8]
    return made if len(made) >= SHORTEST else made + "kv"


def free_names(stems: Sequence[str], taken: Iterable[str]) -> list[str]:
    """One free username for each stem, in the same order; numbers start at 2 and skip what is taken."""
    used = set(taken)
    following: dict[str, int] = {}
    names: list[str] = []
    for base in stems:
        name, number = base, following.get(base, 2)
        while name in used:
            name, number = f"{base}{number}", number + 1
        following[base] = number
        used.add(name)
        names.append(name)
    return names


def is_username(text: str) -> bool:
    """Folded letters, digits, dot, hyphen, underscore inside; 3 to 40 characters."""
    return SHORTEST <= len(text) <= LONGEST and bool(_SHAPE.match(text))
