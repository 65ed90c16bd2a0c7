"""Changing signed files at random, as copies get changed and as attackers would."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from khuevan.register.signing.verification import Outcome

from .builders import verified

_BITS = (
    b"<",
    b">",
    b'"',
    b"=",
    b"&",
    b"\x00",
    b"\xff",
    b" ",
    b"\n",
    b"/",
    b"A",
    b"0",
    b"]]>",
    b"<!--",
    b"&#0;",
    b"obj",
)


def changes(original: bytes, count: int, *, seed: int) -> Iterator[bytes]:
    """`count` different files, none of them the original."""
    chance = random.Random(seed)
    made = 0
    while made < count:
        changed = _changed(original, chance)
        if changed != original:
            made += 1
            yield changed


def _changed(original: bytes, chance: random.Random) -> bytes:
    content = bytearray(original)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at, size = chance.randrange(len(content)), chance.choice((1, 1, 2, 8, 60, 900))
        act = chance.randrange(7)
        if act == 0:
            content[at] ^= 1 << chance.randrange(8)
        elif act == 1:
            content[at] = chance.randrange(256)
        elif act == 2:
            del content[at : at + size]
        elif act == 3:
            content[at:at] = chance.choice(_BITS)
        elif act == 4:
            there = chance.randrange(len(content))
            content[at:at] = content[there : there + size]
        elif act == 5:
            there = chance.randrange(len(content))
            content[at : at + size] = content[there : there + size]
        else:
            content[at : at + 1] = bytes((content[at] ^ 0x20,))
    return bytes(content)


def tried(original: bytes, changed: Iterable[bytes], **more: Any) -> Counter[str]:
    """Outcome -> how often. Raises AssertionError for a changed file that was called valid, with the change.
    more: for `verified`, of documents other than those here."""
    counted: Counter[str] = Counter({"valid": 0, "remarks": 0, "invalid": 0})
    for content in changed:
        outcome = verified(content, **more).outcome
        counted[outcome.value] += 1
        if outcome is Outcome.VALID:
            first = next(
                (n for n, pair in enumerate(zip(original, content, strict=False)) if pair[0] != pair[1]), -1
            )
            raise AssertionError(f"called valid: byte {first}: {content[max(0, first - 60) : first + 60]!r}")
    return counted
