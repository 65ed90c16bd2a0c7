"""Dates and numbers as they are written in Viet Nam: 02/09/2025, 1.234,5. Pure functions.

Decimal comma and thousands point follow TCVN practice; days are d/m/yyyy. ISO dates are read too,
because machines and browsers write them. Nothing is guessed: what has two readings is refused.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from .errors import NotUnderstood

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MOMENT = re.compile(
    r"(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})\s+(?P<day>\S+)"
    r"|(?P<day2>\S+) (?P<hour2>\d{1,2})[:hg](?P<minute2>\d{2})"
)
_PLAIN = re.compile(r"[+-]?\d+(,\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_POINTED = re.compile(r"[+-]?\d+\.\d+")
_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))


def parse_date(text: str) -> date:
    """`2/9/2025` or `2025-09-02`. Raises NotUnderstood."""
    found = _DAY.fullmatch(text)
    if found:
        day, month, year = (int(part) for part in found.groups())
    else:
        found = _ISO_DAY.fullmatch(text)
        if not found:
            raise NotUnderstood(
                _("«%(text)s» không phải là ngày. Hãy viết ngày/tháng/năm, ví dụ 05/09/2025.")
                % {"text": text[:40]}
            )
        year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise NotUnderstood(_("Ngày %(text)s không có trong lịch.") % {"text": text[:40]}) from None


def parse_moment(text: str) -> datetime:
    """`14:05 02/09/2025`, `02/09/2025 14:05` or ISO, on the clock of Viet Nam, as aware UTC.

    Raises NotUnderstood.
    """
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        if "T" in text or ":" in text:
            return (read if read.tzinfo else read.replace(tzinfo=VIETNAM)).astimezone(UTC)
    found = _MOMENT.fullmatch(text)
    if not found:
        raise NotUnderstood(
            _("«%(text)s» không phải là giờ và ngày. Hãy viết ví dụ 05/09/2025 14:05.") % {"text": text[:40]}
        )
    parts = found.groupdict()
    day = parse_date(parts["day"] or parts["day2"])
    hour, minute = int(parts["hour"] or parts["hour2"]), int(parts["minute"] or parts["minute2"])
    if hour > 23 or minute > 59:
        raise NotUnderstood(_("Không có giờ %(hour)s:%(minute)02d.") % {"hour": hour, "minute": minute})
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


def parse_number(text: str) -> Decimal:
    """`1.234,5`, `1234,5`, `-7`. `1234.5` is refused with advice, not read as 12345. Raises NotUnderstood."""
    packed = text.translate(_SPACES).replace("\u2212", "-")
    if _PLAIN.fullmatch(packed) or _GROUPED.fullmatch(packed):
        return Decimal(packed.replace(".", "").replace(",", "."))
    if _POINTED.fullmatch(packed):
        raise NotUnderstood(
            _("«%(text)s»: phần thập phân viết sau dấu phẩy, ví dụ %(example)s.")
            % {"text": text[:40], "example": packed.replace(".", ",")[:40]}
        )
    raise NotUnderstood(_("«%(text)s» không phải là số. Hãy viết ví dụ 1.234,5.") % {"text": text[:40]})


def format_date(value: date | None) -> str:
    return "" if value is None else f"{value.day:02}/{value.month:02}/{value.year:04}"


def format_moment(value: datetime | None) -> str:
    """On the clock of Viet Nam, to the minute."""
    if value is None:
        return ""
    local = value.astimezone(VIETNAM)
    return f"{format_date(local.date())} {local.hour:02}:{local.minute:02}"


def format_number(value: Decimal | int | float | None, places: int | None = None) -> str:
    """Thousands with points, decimals with a comma; `places` decimals, or just those that matter."""
    if value is None:
        return ""
    number = Decimal(str(value))
    if places is None:
        written = f"{number:,f}"
        if "." in written:
            written = written.rstrip("0").rstrip(".")
    else:
        written = f"{number:,.{places}f}"
    return written.translate({ord(","): ".", ord("."): ","})
