"""Which of the twelve statuses (DM_TRANG_THAI_HOC_SINH) an act of a season leads to.

The list names each act by term: arrival 02, 06 and in summer 10; departure 04, 08, 11; withdrawal 05, 09, 12; return of
somebody who had withdrawn 03, 07. There is no status for a return in summer: that is an ordinary beginning, 01.
"""

from __future__ import annotations

from typing import Final

from .calendar import SUMMER, TERM_1, TERM_2

STUDYING: Final = "01"
PRESENT: Final = frozenset({"01", "02", "03", "06", "07", "10"})
WITHDRAWN: Final = frozenset({"05", "09", "12"})
DEPARTED: Final = frozenset({"04", "08", "11"})

_ARRIVED: Final = {TERM_1: "02", TERM_2: "06", SUMMER: "10"}
_DEPARTED: Final = {TERM_1: "04", TERM_2: "08", SUMMER: "11"}
_WITHDRAWN: Final = {TERM_1: "05", TERM_2: "09", SUMMER: "12"}
_RETURNED: Final = {TERM_1: "03", TERM_2: "07", SUMMER: STUDYING}


def status_of_arrival(season: str) -> str:
    """Of somebody who came from another school."""
    return _ARRIVED[season]


def status_of_departure(season: str) -> str:
    """Of somebody who went to another school."""
    return _DEPARTED[season]


def status_of_withdrawal(season: str) -> str:
    """Of somebody who left without going to another school."""
    return _WITHDRAWN[season]


def status_of_return(season: str) -> str:
    """Of somebody who had withdrawn and was taken in again."""
    return _RETURNED[season]


def is_present(status: str) -> bool:
    return status in PRESENT
