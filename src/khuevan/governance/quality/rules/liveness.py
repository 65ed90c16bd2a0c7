"""Which tables show that a part of a school's data is kept up, and within how many days it should change."""

from __future__ import annotations

from typing import Final, NamedTuple


class LivePart(NamedTuple):
    """component: code of the part. days: until somebody decides otherwise (`LimitChange`); no text sets them."""

    name: str
    component: str
    tables: tuple[str, ...]
    days: int


LIVE_PARTS: Final = (
    LivePart("register", "schoolyear.register", ("schoolyear_enrolment",), 100),
    LivePart("classes", "schoolyear.classes", ("schoolyear_classgroup",), 370),
    LivePart("staff", "staff.members", ("staff_staffmember", "staff_posting"), 190),
    LivePart(
        "facilities", "facilities.books",
        ("facilities_land", "facilities_room", "facilities_toilet", "facilities_utilities",
         "facilities_internetline", "facilities_computerset", "facilities_equipment"), 370,
    ),
)  # fmt: skip
LIVE_TABLES: Final = tuple(table for part in LIVE_PARTS for table in part.tables)
