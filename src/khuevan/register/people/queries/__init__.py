"""The reads of people, always within what the actor may see."""

from .affiliated import Affiliated, affiliated, affiliation_counts, parents_of, wards_of
from .elsewhere import people_by_numbers, person_by_number
from .lists import PeopleFilter, PeoplePage, PersonRow, every_person, people
from .matching import find_by_code, look_alikes, names_of, search
from .merges import merges_into, merges_seen, survivor_of
from .one import Profile, person_for, profile
from .units import units_of, units_to_choose
from .waiting import doubtful_numbers, missing_numbers

__all__ = [
    "survivor_of",
    "merges_seen",
    "merges_into",
    "Affiliated",
    "PeopleFilter",
    "PeoplePage",
    "PersonRow",
    "Profile",
    "affiliated",
    "affiliation_counts",
    "doubtful_numbers",
    "every_person",
    "find_by_code",
    "look_alikes",
    "missing_numbers",
    "names_of",
    "parents_of",
    "people",
    "people_by_numbers",
    "person_by_number",
    "person_for",
    "profile",
    "search",
    "units_of",
    "units_to_choose",
    "wards_of",
]
