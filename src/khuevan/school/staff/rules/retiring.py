"""The day from which somebody may retire at the normal age.

Labour Code 45/2019/QH14 art. 169; Decree 135/2020/NĐ-CP art. 4: in 2021 men 60 years 3 months, women 55 years
4 months; three and four months more each year, until 62 in 2028 and 60 in 2035. The pension begins with the
month after the birthday. From general knowledge of the law in force; earlier retirement has its own grounds.
"""

from __future__ import annotations

from datetime import date

FIRST_YEAR = 2021
_START = {"male": (60 * 12 + 3, 3, 62 * 12), "female": (55 * 12 + 4, 4, 60 * 12)}


def retirement_months(sex: str, year: int) -> int:
    """Age of retirement, in months, of those who reach it in the year.

    >>> divmod(retirement_months("female", 2026), 12), divmod(retirement_months("male", 2026), 12)
    ((57, 0), (61, 6))
    """
    first, more, last = _START["male" if sex == "male" else "female"]
    return min(first + max(year - FIRST_YEAR, 0) * more, last)


def retirement_day(born: date | None, sex: str) -> date | None:
    """The first day of the month after the age is reached; None where birth or sex is unknown.

    >>> retirement_day(date(1969, 10, 20), "female")
    datetime.date(2026, 11, 1)
    """
    if born is None or sex not in _START:
        return None
    for year in range(FIRST_YEAR, born.year + 64):
        reached = _first_of(born, retirement_months(sex, year))
        if reached.year <= year or year == born.year + 63:
            return _first_of(reached, 1)
    return _first_of(born, 60 * 12 + 1)  # before 2021 the age was 60 and 55; they have retired long ago


def _first_of(start: date, months: int) -> date:
    count = start.year * 12 + start.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
