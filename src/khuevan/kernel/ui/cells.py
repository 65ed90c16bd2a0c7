"""Cells as a page sends them (`frontend/queue.js`): JSON, each with whom it is about, its column, what was typed and the
version that was seen."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

LONGEST_COLUMN, LONGEST_WHY = 20, 300


@dataclass(frozen=True)
class SentCell:
    row: int
    column: str
    typed: str
    version: int


def cells_sent(
    request: HttpRequest, *, most_cells: int, most_bytes: int, longest: int
) -> tuple[list[SentCell], str]:
    """The cells, and why they are written. longest: what is typed is cut there. Raises ValueError with a sentence."""
    broken = _("Không đọc được nội dung gửi lên. Hãy tải lại trang rồi nhập lại.")
    if len(request.body) > most_bytes:
        raise ValueError(_("Gửi quá nhiều trong một lần."))
    try:
        sent = json.loads(request.body)
        why = _text(sent.get("why", ""))
        cells = [
            SentCell(
                _whole(one["e"]),
                _text(one.get("k", ""))[:LONGEST_COLUMN],
                _text(one["t"])[:longest],
                _whole(one["v"]),
            )
            for one in sent["cells"]
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(broken) from error
    if "\x00" in why:
        raise ValueError(broken)
    if len(cells) > most_cells:
        raise ValueError(_("Gửi quá nhiều trong một lần."))
    return cells, why[:LONGEST_WHY]


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value
