"""The writes of the room: running checks, following changes, saying what is right, who answers for what."""

from .explaining import explain_finding, take_back_explanation
from .following import begin, follow
from .limits import change_limit, settings_on
from .owners import assign_owner
from .running import Ran, recheck_unit, run_checks, run_units

__all__ = [
    "Ran",
    "assign_owner",
    "begin",
    "change_limit",
    "explain_finding",
    "follow",
    "recheck_unit",
    "run_checks",
    "run_units",
    "settings_on",
    "take_back_explanation",
]
