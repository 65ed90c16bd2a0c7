"""The reads of people, always within what the actor may see."""

from .lists import PeopleFilter, PeoplePage, PersonRow, people
from .matching import find_by_code, look_alikes, search
from .one import Profile, person_for, profile
from .waiting import doubtful_numbers, missing_numbers

__all__ = [
    "PeopleFilter",
    "PeoplePage",
    "PersonRow",
    "Profile",
    "doubtful_numbers",
    "find_by_code",
    "look_alikes",
    "missing_numbers",
    "people",
    "person_for",
    "profile",
    "search",
]
