"""What holds of learners. Pure functions on values."""

from .body import body_mass_index
from .levels import CONTINUING, EVERY, Levels, at, kept_levels
from .profile import profile_findings

__all__ = ["CONTINUING", "EVERY", "Levels", "at", "body_mass_index", "kept_levels", "profile_findings"]
