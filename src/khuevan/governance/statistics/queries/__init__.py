"""The reads of the room: who owes which form to whom, what reports say, how complete and punctual they are."""

from ..rules import digest_of
from .boards import Board, BoardRow, Known, Totals, board, known_reports, standing, to_hand_in, totals_of
from .figures import SENT, Filled, compared, contents_of, counted_cell, filled, said_source
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
    receives_packages,
    report,
    revisions,
    seen,
)
from .sealing import PackageSealSeen, Sealed, package_seals, why_not_sealed

__all__ = [
    "Board",
    "BoardRow",
    "Filled",
    "Known",
    "SENT",
    "Owed",
    "Owing",
    "PackageSealSeen",
    "Sealed",
    "Totals",
    "awaiting_decision",
    "awaiting_sending",
    "board",
    "closed_on",
    "compared",
    "contents_of",
    "counted_cell",
    "digest_of",
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
    "package_seals",
    "receives_packages",
    "report",
    "revisions",
    "said_source",
    "seen",
    "standing",
    "to_hand_in",
    "totals_of",
    "why_not_sealed",
    "year_of",
    "years",
]
