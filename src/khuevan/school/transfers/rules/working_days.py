"""Working days: Monday to Friday without public holidays (Bộ luật Lao động 2019, Điều 111, 112).

Days off that are moved to bridge a week-end, and the Saturdays worked for them, come with the calendar of the `holidays`
library, which follows each year's notice. The day on which something arrives does not count.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


@lru_cache(maxsize=64)
def _calendar(year: int) -> HolidayBase:
    import holidays  # a third of a second, only for those who count days

    return holidays.country_holidays("VN", years=year)


def is_working_day(on: date) -> bool:
    return bool(_calendar(on.year).is_working_day(on))


def after_working_days(since: date, days: int) -> date:
    """The last day of a period of `days` working days that begins on the day after `since`. Raises ValueError below 1."""
    if days < 1:
        raise ValueError("a period has at least one day")
    day = since
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_left(on: date, due: date) -> int:
    """Working days after `on` up to and including `due`; negative where so many have passed since."""
    step = 1 if due >= on else -1
    day, count = on, 0
    while day != due:
        day += timedelta(days=step)
        counted = day if step > 0 else day + timedelta(days=1)
        count += step * is_working_day(counted)
    return count
