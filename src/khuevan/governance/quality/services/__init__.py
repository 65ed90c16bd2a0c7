"""The writes of the room: running checks, following changes, saying what is right, who answers for what."""

from .following import begin, follow
from .running import Ran, recheck_unit, run_checks, run_units

__all__ = ["Ran", "begin", "follow", "recheck_unit", "run_checks", "run_units"]
