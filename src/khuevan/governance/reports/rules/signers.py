"""Who of those who may sign comes first, and how the title stands above the name (NĐ 30/2020/NĐ-CP, Điều 13: the head
signs, a deputy for the head with «KT.»; of a commune's committee the chairman, «TM.»)."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

HEADS: Final = ("giám đốc", "hiệu trưởng", "chủ tịch", "thủ trưởng")
DEPUTY: Final = "phó "
COMMITTEE: Final = "TM. Ủy ban nhân dân"


class Rank(IntEnum):
    HEAD = 0
    DEPUTY = 1
    OFFICER = 2
    ADMINISTRATOR = 3
    """Of the platform: may do everything, and signs only where nobody else may."""


def rank_of(title: str, *, is_administrator: bool = False) -> Rank:
    """title: as the person's posting at the unit says it."""
    said = " ".join(title.lower().split())
    if said.startswith(HEADS):
        return Rank.HEAD
    if said.startswith(tuple(f"{DEPUTY}{one}" for one in HEADS)):
        return Rank.DEPUTY
    return Rank.ADMINISTRATOR if is_administrator else Rank.OFFICER


def title_above(title: str, *, is_committee: bool = False) -> str:
    """In lines that « / » parts; "" for whoever is neither head nor deputy: what stands there is the unit's matter."""
    said, rank = " ".join(title.split()), rank_of(title)
    first = (COMMITTEE,) if is_committee else ()
    if rank is Rank.HEAD:
        return " / ".join((*first, said))
    if rank is Rank.DEPUTY:
        head = said[len(DEPUTY) :]
        return " / ".join((*first, f"KT. {head[0].upper()}{head[1:]}", said))
    return ""
