"""Changing signed cards as a forger with an XML editor would: still in canonical form, so the verifier gets far."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any, Final

from lxml import etree

from ..rules.reading import canonical, parsed

WORDS: Final = ("9.9", "10", "", "T", "data", "thongtinhocba", "mon-TOAN", "ky-cbql", "Nguyễn Văn Khác", " ")


def forgeries(original: bytes, count: int, *, seed: int) -> Iterator[bytes]:
    """`count` files, none of them the original."""
    chance = random.Random(seed)
    untouched = parsed(original)
    made = 0
    while made < count:
        root = copy.deepcopy(untouched)
        for _ in range(chance.choice((1, 1, 2, 3))):
            chance.choice(_ACTS)(root, chance)
        changed = canonical(root)
        if changed != original:
            made += 1
            yield changed


def _element(root: Any, chance: random.Random) -> Any:
    return chance.choice(list(root.iter("*")))


def _text(root: Any, chance: random.Random) -> None:
    one = _element(root, chance)
    if len(one) == 0:
        one.text = chance.choice(WORDS)
    else:
        one.tail = chance.choice(WORDS)


def _attribute(root: Any, chance: random.Random) -> None:
    one = _element(root, chance)
    name = chance.choice(list(one.attrib) or ["Id"])
    one.set(name, chance.choice(WORDS))


def _without(root: Any, chance: random.Random) -> None:
    one = _element(root, chance)
    if one.getparent() is not None:
        one.tail = None
        one.getparent().remove(one)


def _twice(root: Any, chance: random.Random) -> None:
    one = _element(root, chance)
    if one.getparent() is not None:
        _element(root, chance).append(copy.deepcopy(one))


def _moved(root: Any, chance: random.Random) -> None:
    one, into = _element(root, chance), _element(root, chance)
    if one.getparent() is not None and one not in into.iterancestors() and one is not into:
        into.insert(chance.randrange(len(into) + 1), one)


def _swapped(root: Any, chance: random.Random) -> None:
    """Two of a kind change their places: two signatures, two subjects."""
    one = _element(root, chance)
    others = [other for other in root.iter(one.tag) if other is not one]
    if not others or one.getparent() is None:
        return
    other = chance.choice(others)
    if other in one.iterancestors() or one in other.iterancestors():
        return
    first, second = copy.deepcopy(one), copy.deepcopy(other)
    one.getparent().replace(one, second)
    other.getparent().replace(other, first)


def _wrapped(root: Any, chance: random.Random) -> None:
    """The covered element stands elsewhere, and another in its place."""
    one = _element(root, chance)
    if one.getparent() is None:
        return
    fake = copy.deepcopy(one)
    for leaf in fake.iter("*"):
        if len(leaf) == 0 and leaf.text:
            leaf.text = chance.choice(WORDS)
            break
    one.getparent().replace(one, fake)
    etree.SubElement(_element(root, chance), "O").append(one)


_ACTS: Final[tuple[Callable[[Any, random.Random], None], ...]] = (
    _text, _attribute, _without, _twice, _moved, _swapped, _wrapped,
)  # fmt: skip
