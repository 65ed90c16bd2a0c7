"""What an absence counts for promotion. Pure functions on values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

AM, PM = "am", "pm"
SESSIONS: Final = (AM, PM)
AWAY: Final = frozenset({"P", "K"})
MORNING_PERIODS: Final = 5


@dataclass(frozen=True)
class Limit:
    """How many sessions of a year may be missed, by which instrument. `one_a_day`: counted on a plan of one session a
    day, so that a day away from a class of two sessions is one."""

    instrument: str
    sessions: int
    one_a_day: bool


TT22: Final = Limit("TT 22/2021/TT-BGDĐT, Điều 12", 45, one_a_day=True)
LIMITS: Final[Mapping[str, Limit]] = {"lower_secondary": TT22, "upper_secondary": TT22}
"""By level. Primary schools and preschools promote without counting absences (TT 27/2020, Điều 9)."""


@dataclass(frozen=True)
class Missed:
    """A learner away at a slot: a session (`am`, `pm`) or a period (`p1` … `p10`); kind as in the roll."""

    on: date
    slot: str
    kind: str


def session_of(slot: str) -> str:
    """The half-day that a slot belongs to: the first five periods are the morning's."""
    if slot in SESSIONS:
        return slot
    return AM if int(slot[1:]) <= MORNING_PERIODS else PM


def sessions_missed(
    missed: Iterable[Missed], called: Mapping[date, Collection[str]], *, one_a_day: bool = True
) -> int:
    """Sessions that count as missed, with leave or without (TT 22/2021, Điều 12, khoản 1, điểm c).

    A session is missed when the roll of the session says so, or when every roll that was called at its periods does;
    who came late was there. called: slots of each day whose roll was called.
    """
    away: dict[tuple[date, str], set[str]] = {}
    for one in missed:
        if one.kind in AWAY:
            away.setdefault((one.on, session_of(one.slot)), set()).add(one.slot)
    lost = [
        (on, session)
        for (on, session), slots in away.items()
        if session in slots or slots >= {slot for slot in called.get(on, ()) if session_of(slot) == session}
    ]
    return len({on for on, _session in lost}) if one_a_day else len(lost)


def is_beyond(sessions: int, level: str) -> bool:
    """Whether so many sessions keep somebody of this level from being promoted: more than 45, not 45."""
    limit = LIMITS.get(level)
    return limit is not None and sessions > limit.sessions
