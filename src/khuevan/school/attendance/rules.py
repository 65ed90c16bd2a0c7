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


INSTRUMENT: Final = "TT 22/2021/TT-BGDĐT, Điều 12"
COUNTED: Final = frozenset({"lower_secondary", "upper_secondary", "continuing"})
"""Primary schools and preschools promote without counting absences (TT 27/2020, Điều 9)."""


def limit_of(level: str, most: int, most_continuing: int) -> Limit | None:
    """Of a level. most, most_continuing: how many sessions may be missed, as decided (open points); that the circular
    holds in continuing education too was not read."""
    if level not in COUNTED:
        return None
    return Limit(INSTRUMENT, most_continuing if level == "continuing" else most, one_a_day=True)


@dataclass(frozen=True)
class Missed:
    """A learner away at a slot: a session (`am`, `pm`) or a period (`p1` … `p10`); kind as in the roll."""

    on: date
    slot: str
    kind: str


def session_of(slot: str, morning_periods: int = MORNING_PERIODS) -> str:
    """The half-day that a slot belongs to: the first periods are the morning's."""
    if slot in SESSIONS:
        return slot
    return AM if int(slot[1:]) <= morning_periods else PM


def sessions_missed(
    missed: Iterable[Missed],
    called: Mapping[date, Collection[str]],
    *,
    one_a_day: bool = True,
    morning_periods: int = MORNING_PERIODS,
    single_periods: str = "all",
) -> int:
    """Sessions that count as missed, with leave or without (TT 22/2021, Điều 12, khoản 1, điểm c).

    A session is missed when the roll of the session says so, or when every roll that was called at its periods does;
    who came late was there. called: slots of each day whose roll was called. single_periods: `any` where one missed
    period makes a missed session.
    """

    def session(slot: str) -> str:
        return session_of(slot, morning_periods)

    away: dict[tuple[date, str], set[str]] = {}
    for one in missed:
        if one.kind in AWAY:
            away.setdefault((one.on, session(one.slot)), set()).add(one.slot)
    lost = [
        (on, half)
        for (on, half), slots in away.items()
        if half in slots
        or single_periods == "any"
        or slots >= {slot for slot in called.get(on, ()) if session(slot) == half}
    ]
    return len({on for on, _half in lost}) if one_a_day else len(lost)


def is_beyond(sessions: int, limit: Limit | None) -> bool:
    """Whether so many sessions keep somebody from being promoted: more than 45, not 45."""
    return limit is not None and sessions > limit.sessions
