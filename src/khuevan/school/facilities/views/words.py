"""Figures and findings in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from khuevan.kernel.records.formats import format_number

from ..queries import Lacking

NOTHING = "–"


@dataclass(frozen=True)
class Sentence:
    """What is wanting, with the rows behind it."""

    text: str
    url: str
    tone: str


def decimal_of(value: Fraction, places: int) -> Decimal:
    """Rounded half up, as people do."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent(part: int, whole: int) -> str:
    """«80 %» of whole things; a dash of nothing."""
    return share_text(Fraction(part, whole)) if whole else NOTHING


def share_text(share: Fraction | None) -> str:
    if share is None:
        return NOTHING
    return f"{format_number(decimal_of(share * 100, 1).normalize() + 0)}%"


def ratio(part: int, whole: int, places: int = 2) -> str:
    return ratio_text(Fraction(part, whole), places) if whole else NOTHING


def ratio_text(value: Fraction | None, places: int = 2) -> str:
    if value is None:
        return NOTHING
    return format_number(decimal_of(value, places).normalize() + 0)


def sentence_of(one: Lacking, url: str, tone: str) -> Sentence:
    """What the word means, with its number."""
    number = format_number(one.number)
    level = str(one.level.label).lower() if one.level is not None else ""
    words = {
        "no_rooms": _("Chưa ghi phòng nào"),
        "no_land": _("Chưa ghi khu đất nào"),
        "no_utilities": _("Chưa ghi điện, nước, hạ tầng"),
        "no_toilets": _("Chưa ghi nhà vệ sinh nào"),
        "water": _("%(number)s nơi chưa có nước sạch") % {"number": number},
        "temporary": _("%(number)s phòng học tạm") % {"number": number},
        "borrowed": _("%(number)s phòng học nhờ, mượn") % {"number": number},
        "toilets": _("%(number)s nhà vệ sinh chưa đạt chuẩn") % {"number": number},
        "classrooms": _("Thiếu %(number)s phòng học %(level)s so với %(source)s")
        % {"number": number, "level": level, "source": one.detail},
        "internet": _("Chưa có đường truyền Internet cho dạy học"),
        "computers": _("Thiếu %(number)s máy tính dạy Tin học %(level)s so với %(source)s")
        % {"number": number, "level": level, "source": one.detail},
        "equipment": _("%(number)s loại thiết bị tối thiểu chưa đủ") % {"number": number},
        "inventory": _("Chưa có kiểm kê đã xác nhận trong 12 tháng qua"),
    }
    return Sentence(words[one.word], url, tone)
