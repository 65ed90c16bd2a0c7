"""The rules of the room: functions on values."""

from .aims import Measured, Outcome, outcome_of
from .contents import Contents, Part, digest_of, read_contents, written
from .heads import in_head
from .noticing import Move, lagging, move_of
from .numbers import said_day, said_number, short_day
from .publishing import personal_numbers
from .signers import Rank, rank_of, title_above
from .states import SENT, SHORTEST_REASON, Refusal, next_state, why_not

__all__ = [
    "SENT",
    "SHORTEST_REASON",
    "Contents",
    "Measured",
    "Move",
    "Outcome",
    "Part",
    "Rank",
    "Refusal",
    "digest_of",
    "in_head",
    "lagging",
    "move_of",
    "next_state",
    "outcome_of",
    "personal_numbers",
    "rank_of",
    "read_contents",
    "said_day",
    "said_number",
    "short_day",
    "title_above",
    "why_not",
    "written",
]
