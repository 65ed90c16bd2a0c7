"""The reads of the room: who owes which form to whom, what reports say, how complete and punctual they are."""

from .boards import Board, BoardRow, Known, Totals, board, known_reports, standing, to_hand_in, totals_of
from .figures import Filled, compared, contents_of, counted_cell, filled, said_source
from .owing import Owed, Owing, forms_of, owed_by, owing, year_of, years
from .reports import (
    awaiting_decision,
    awaiting_sending,
    closed_on,
    latest,
    latest_below,
    may_decide,
    may_prepare,
    may_submit,
    report,
    revisions,
    seen,
)

__all__ = [
    "Board",
    "BoardRow",
    "Filled",
    "Known",
    "Owed",
    "Owing",
    "Totals",
    "awaiting_decision",
    "awaiting_sending",
    "board",
    "closed_on",
    "compared",
    "contents_of",
    "counted_cell",
    "filled",
    "forms_of",
    "known_reports",
    "latest",
    "latest_below",
    "may_decide",
    "may_prepare",
    "may_submit",
    "owed_by",
    "owing",
    "report",
    "revisions",
    "said_source",
    "seen",
    "standing",
    "to_hand_in",
    "totals_of",
    "year_of",
    "years",
]
