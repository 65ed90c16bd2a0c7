"""Which block a room belongs to, which rooms count as classrooms, and whether they suffice.

Blocks: TT 13/2020/TT-BGDĐT (as amended by TT 23/2024/TT-BGDĐT), named again in TT 09/2024/TT-BGDĐT art. 8.
"""

from __future__ import annotations

from fractions import Fraction

from ..choices import BuildClass, RoomBlock, RoomKind
from .shares import share

BLOCKS: dict[RoomKind, RoomBlock] = {
    RoomKind.CLASSROOM: RoomBlock.LEARNING,
    RoomKind.CARE_ROOM: RoomBlock.LEARNING,
    RoomKind.GROUP_ROOM: RoomBlock.LEARNING,
    RoomKind.SUBJECT_ROOM: RoomBlock.LEARNING,
    RoomKind.LABORATORY: RoomBlock.LEARNING,
    RoomKind.COMPUTER_ROOM: RoomBlock.LEARNING,
    RoomKind.LANGUAGE_ROOM: RoomBlock.LEARNING,
    RoomKind.ARTS_ROOM: RoomBlock.LEARNING,
    RoomKind.MULTI_PURPOSE: RoomBlock.LEARNING,
    RoomKind.STUDIO: RoomBlock.SUPPORT,
    RoomKind.LIBRARY: RoomBlock.SUPPORT,
    RoomKind.EQUIPMENT_ROOM: RoomBlock.SUPPORT,
    RoomKind.INCLUSION: RoomBlock.SUPPORT,
    RoomKind.COUNSELLING: RoomBlock.SUPPORT,
    RoomKind.UNION: RoomBlock.SUPPORT,
    RoomKind.HEAD_OFFICE: RoomBlock.ADMINISTRATION,
    RoomKind.OFFICE: RoomBlock.ADMINISTRATION,
    RoomKind.GUARD: RoomBlock.ADMINISTRATION,
    RoomKind.MEETING: RoomBlock.AUXILIARY,
    RoomKind.TEACHERS_ROOM: RoomBlock.AUXILIARY,
    RoomKind.MEDICAL: RoomBlock.AUXILIARY,
    RoomKind.STORE: RoomBlock.AUXILIARY,
    RoomKind.OTHER: RoomBlock.AUXILIARY,
    RoomKind.SPORTS_HALL: RoomBlock.SPORTS,
    RoomKind.KITCHEN: RoomBlock.LIVING,
    RoomKind.DINING: RoomBlock.LIVING,
    RoomKind.NAP_ROOM: RoomBlock.LIVING,
    RoomKind.BOARDING: RoomBlock.LIVING,
    RoomKind.STAFF_HOUSING: RoomBlock.LIVING,
}

CLASSROOMS = frozenset({RoomKind.CLASSROOM, RoomKind.CARE_ROOM})
"""Rooms in which a class has its place; statistics 1103, 1203, 2103 count them (TT 03/2024/TT-BGDĐT)."""
SUBJECT_ROOMS = frozenset(
    {
        RoomKind.SUBJECT_ROOM,
        RoomKind.LABORATORY,
        RoomKind.COMPUTER_ROOM,
        RoomKind.LANGUAGE_ROOM,
        RoomKind.ARTS_ROOM,
    }
)
"""Phòng học bộ môn (TT 14/2020/TT-BGDĐT, amended by TT 14/2025/TT-BGDĐT)."""


def solid_share(by_class: dict[BuildClass, int]) -> Fraction | None:
    """Share of solid rooms: indicators 1107 and 1209 of TT 03/2024/TT-BGDĐT. Borrowed rooms are in the whole."""
    return share(by_class.get(BuildClass.SOLID, 0), sum(by_class.values()))


def classrooms_lacking(classrooms: int, classes: int, norm: Fraction) -> int:
    """How many classrooms are wanting to `norm` rooms a class; 0 where there are enough.

    Norms are data: TT 13/2020/TT-BGDĐT for the standard, TT 07/2016/TT-BGDĐT for universalisation.
    """
    needed = norm * classes
    return max(0, -(-needed.numerator // needed.denominator) - classrooms)
