"""Birth dates as people write them, and why some cannot be.

Old papers carry dates of the lunar calendar. Its months have 29 or 30 days, so 30/02, and 29/02 of a common
year, exist there only: such a date is refused with that reason, never bent to 01/03.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from khuevan.kernel.text import nfc

from .findings import N_, Finding, wrong

OLDEST_YEARS: Final = 125
"""No living person is older; records of the dead before that are no business of a school."""

SUBJECT: Final = "birth_date"
_DAY_FIRST: Final = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d+)$")
_ISO: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$")
_MONTH: Final = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{4})$")
_YEAR: Final = re.compile(r"^(\d{4})$")


@dataclass(frozen=True)
class BirthDate:
    """`on` is the first day that fits; `precision` says what of it is known: day, month or year."""

    on: date
    precision: str = "day"

    def __str__(self) -> str:
        if self.precision == "year":
            return f"{self.on.year:04d}"
        if self.precision == "month":
            return f"{self.on.month:02d}/{self.on.year:04d}"
        return f"{self.on.day:02d}/{self.on.month:02d}/{self.on.year:04d}"


def parse_birth_date(text: str, *, on: date) -> tuple[BirthDate | None, tuple[Finding, ...]]:
    """dd/mm/yyyy, d/m/yyyy (also with . and -), mm/yyyy, yyyy, or ISO yyyy-mm-dd; `on` is today.

    Gives the date and nothing, or None and the reason; empty text gives None and no finding.
    """
    written = nfc(text)
    if not written:
        return None, ()
    parts = _split(written)
    if parts is None:
        return None, (
            wrong(
                SUBJECT,
                "unreadable",
                N_("Không đọc được ngày sinh «%(text)s»; hãy viết ngày/tháng/năm, ví dụ 05/09/2015."),
                text=written,
            ),
        )
    day, month, year_text = parts
    if len(year_text) != 4:
        return None, (
            wrong(
                SUBJECT,
                "short_year",
                N_("Năm sinh «%(year)s» phải viết đủ bốn chữ số."),
                year=year_text,
            ),
        )
    year = int(year_text)
    impossible = _why_impossible(day, month, year)
    if impossible is not None:
        return None, (impossible,)
    born = BirthDate(
        date(year, month or 1, day or 1),
        "day" if day is not None else "month" if month is not None else "year",
    )
    findings = birth_date_findings(born, on=on)
    return (None, findings) if findings else (born, ())


def birth_date_findings(born: BirthDate, *, on: date) -> tuple[Finding, ...]:
    """Whether a real date can be the birth date of somebody alive or lately alive; `on` is today."""
    if born.on > on:
        return (wrong(SUBJECT, "future", N_("Ngày sinh %(date)s còn ở tương lai."), date=str(born)),)
    if on.year - born.on.year > OLDEST_YEARS:
        return (
            wrong(
                SUBJECT,
                "too_old",
                N_("Ngày sinh %(date)s cách nay hơn %(years)s năm."),
                date=str(born),
                years=OLDEST_YEARS,
            ),
        )
    return ()


def _split(written: str) -> tuple[int | None, int | None, str] | None:
    """Day, month and the digits of the year; None where a part is missing or the text is no date."""
    if not written.isascii():
        return None
    if match := _ISO.match(written):
        return int(match[3]), int(match[2]), match[1]
    if match := _DAY_FIRST.match(written):
        return int(match[1]), int(match[2]), match[3]
    if match := _MONTH.match(written):
        return None, int(match[1]), match[2]
    if match := _YEAR.match(written):
        return None, None, match[1]
    return None


def _why_impossible(day: int | None, month: int | None, year: int) -> Finding | None:
    if year < 1:
        return wrong(SUBJECT, "no_year", N_("Không có năm %(year)s."), year=f"{year:04d}")
    if month is None:
        return None
    if not 1 <= month <= 12:
        swapped = day is not None and 1 <= day <= 12 and 1 <= month <= 31
        text = (
            N_("Không có tháng %(month)s; có phải ngày và tháng bị đảo chỗ?")
            if swapped
            else N_("Không có tháng %(month)s.")
        )
        return wrong(SUBJECT, "no_month", text, month=month)
    if day is None:
        return None
    days = monthrange(year, month)[1]
    if 1 <= day <= days:
        return None
    if month == 2 and day in (29, 30):
        return wrong(
            SUBJECT,
            "lunar",
            N_(
                "Ngày %(day)s/02/%(year)s không có trong dương lịch, chỉ có thể là ngày âm lịch; "
                "hãy ghi ngày dương lịch theo giấy khai sinh, hoặc chỉ ghi năm sinh."
            ),
            day=day,
            year=year,
        )
    return wrong(
        SUBJECT,
        "no_day",
        N_("Không có ngày %(day)s; tháng %(month)s năm %(year)s có %(days)s ngày."),
        day=day,
        month=month,
        year=year,
        days=days,
    )
