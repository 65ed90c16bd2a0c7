"""The writes of the room: running checks, following changes, saying what is right, who answers for what."""

from ..rules.liveness import LIVE_TABLES
from .duplicates import decide_different, find_duplicates, put_off_pair, reopen_pair
from .explaining import explain_finding, take_back_explanation
from .following import begin, follow
from .limits import change_limit, settings_on
from .owners import assign_owner
from .reminding import mark_seen, remind
from .running import Ran, recheck_unit, run_checks, run_units

__all__ = [
    "remind",
    "mark_seen",
    "LIVE_TABLES",
    "Ran",
    "assign_owner",
    "begin",
    "change_limit",
    "decide_different",
    "explain_finding",
    "find_duplicates",
    "follow",
    "put_off_pair",
    "recheck_unit",
    "reopen_pair",
    "run_checks",
    "run_units",
    "settings_on",
    "take_back_explanation",
]
