"""The plain records of the room, and the declaration of the learner's profile."""

from . import panels
from .learners import LEARNERS
from .profile import PROFILE, SECTIONS, Kept, levels_of
from .rows import CATALOGUE, REWARDS, VIOLENCE_CASES

__all__ = [
    "CATALOGUE",
    "LEARNERS",
    "PROFILE",
    "REWARDS",
    "SECTIONS",
    "VIOLENCE_CASES",
    "Kept",
    "levels_of",
    "panels",
]
