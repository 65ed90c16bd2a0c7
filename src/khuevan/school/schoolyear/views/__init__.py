"""The ways in."""

from .acts import enrol, take_back, take_in_again, withdraw
from .classes import class_page
from .opening import open_year
from .place import place
from .roll_over import begin, outcomes, roll_over

__all__ = [
    "begin",
    "class_page",
    "enrol",
    "open_year",
    "outcomes",
    "place",
    "roll_over",
    "take_back",
    "take_in_again",
    "withdraw",
]
