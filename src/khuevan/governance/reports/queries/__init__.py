"""The reads of the room."""

from .boards import Board, Row, board
from .filling import Told, contents_of, link_of, told
from .gathering import Gathered, StateIsGone, gathered_all, state_of
from .noticing import Notice, is_open, notices, typed_below
from .reports import (
    Waiting,
    campaigns,
    closed_on,
    comments,
    editions,
    latest,
    may_decide,
    may_submit,
    may_write,
    own_reports,
    parts_below,
    report,
    sections,
    seen,
    versions,
    waiting,
)
from .templates import Part, Sheet, content_of, may_end, outline_of, sheet_of, template, templates

__all__ = [
    "Board", "Gathered", "Notice", "Part", "Row", "Sheet", "StateIsGone", "Told", "Waiting", "board", "campaigns", "closed_on",
    "comments", "content_of", "contents_of", "editions", "gathered_all", "is_open", "latest", "link_of", "may_decide",
    "may_end", "may_submit", "may_write", "notices", "outline_of", "own_reports", "parts_below", "report", "sections", "seen",
    "sheet_of", "state_of", "template", "templates", "told", "typed_below", "versions", "waiting",
]  # fmt: skip
