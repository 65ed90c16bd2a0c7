"""What several pages of the room say in the same way."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..choices import TERMS
from ..rules import FINAL, FINAL_LEVEL, MIDTERM, MIDTERM_LEVEL, PRIMARY, REGULAR, MarkColumn
from ..rules.instruments import Instrument


def term_asked(text: str, usual: int) -> int:
    return int(text) if text in ("1", "2") else usual


def term_tabs(address: str, current: int, extra: str = "") -> list[tuple[str, str, bool]]:
    """One tab a term."""
    return [(str(label), f"{address}?term={number}{extra}", number == current) for number, label in TERMS]


def column_words(column: MarkColumn, instrument: Instrument | None) -> tuple[str, str]:
    """Heading of a column, short and in full."""
    if column.kind == REGULAR:
        return _("TX%(number)d") % {"number": column.ordinal}, _("Đánh giá thường xuyên lần %(number)d") % {
            "number": column.ordinal
        }
    is_primary = instrument is not None and instrument.kind == PRIMARY
    return {
        MIDTERM: (_("Điểm GK") if is_primary else _("GK"), _("Kiểm tra giữa kỳ")),
        FINAL: (_("Điểm CK") if is_primary else _("CK"), _("Kiểm tra cuối kỳ")),
        MIDTERM_LEVEL: (_("Mức GK"), _("Mức đạt giữa kỳ")),
        FINAL_LEVEL: (_("Mức CK"), _("Mức đạt cuối kỳ")),
    }.get(column.kind, (_("Nhận xét"), _("Nhận xét")))
