"""The places for signatures in a card, and carrying signatures over into a newly written one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from .reading import canonical, parsed
from .writing import DATA, INFO, subject_id

_SIGNED: Final = "DU_LIEU_HOC_BA/DANH_SACH_THONG_TIN_KY"
_SIGNATURE: Final = "{http://www.w3.org/2000/09/xmldsig#}Signature"
SUBJECT, HOMEROOM, HEAD, SEAL = "subject", "homeroom", "head", "seal"
KINDS: Final = (SUBJECT, HOMEROOM, HEAD, SEAL)
"""In the order of the chain."""


@dataclass(frozen=True)
class Place:
    """Where a signature stands (address from the root), what it covers, and its own Id, the same in every version."""

    address: str
    covers: str
    id: str


def place_of(kind: str, subject: str = "") -> Place:
    """subject: the code, for a subject's slot."""
    if kind == SUBJECT:
        own = subject_id(subject)
        return Place(f"{_SIGNED}/DANH_SACH_GVBM/GVBM[@KyCho='{own}']", own, f"ky-{own}")
    return {
        HOMEROOM: Place(f"{_SIGNED}/GVCN", INFO, "ky-gvcn"),
        HEAD: Place("PHAT_HANH_HOC_BA/CBQL", DATA, "ky-cbql"),
        SEAL: Place("PHAT_HANH_HOC_BA/KY_PHAT_HANH", DATA, "ky-phat-hanh"),
    }[kind]


def carried(fresh: bytes, old: bytes, places: Collection[Place]) -> bytes:
    """The newly written card with the signatures of these places taken over from the old one, unchanged.

    The caller has compared what they cover. What covers a slot itself must not be carried before all inside it are.
    """
    root, before = parsed(fresh), parsed(old)
    for place in places:
        signature, slot = _signature(before, place), root.find(place.address)
        if signature is not None and slot is not None:
            signature.tail = None
            slot.append(signature)
    return canonical(root)


def is_signed(content: bytes, place: Place) -> bool:
    return _signature(parsed(content), place) is not None


def _signature(root: Any, place: Place) -> Any:
    slot = root.find(place.address)
    return None if slot is None else slot.find(_SIGNATURE)
