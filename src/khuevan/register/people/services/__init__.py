"""The writes of people: one function per act. Each decides, checks the rules, saves, records and tells."""

from ..rules import BirthDate, PersonFacts, name_columns
from .affiliations import affiliate, end_affiliation, gather_ended
from .errors import (
    AlreadyDead,
    CodeIsTaken,
    FactsAreDoubtful,
    FactsAreWrong,
    PeopleError,
    PeriodIsWrong,
    PeriodOverlaps,
)
from .guardians import end_guardianship, record_guardianship
from .importing import (
    IMPORTED,
    add_people,
    correct_people,
    number_problems,
    numbers_elsewhere,
    restore_people,
    retract_people,
)
from .loading import (
    AffiliationRow,
    GuardianshipRow,
    PersonRow,
    load_affiliations,
    load_guardianships,
    load_people,
)
from .registration import correct_person, deciding_unit, facts_of, note_death, register_person
from .uncovering import SENSITIVE_FIELDS, demand_uncovering, is_oneself, uncover

__all__ = [
    "IMPORTED",
    "SENSITIVE_FIELDS",
    "AffiliationRow",
    "AlreadyDead",
    "BirthDate",
    "CodeIsTaken",
    "FactsAreDoubtful",
    "FactsAreWrong",
    "GuardianshipRow",
    "PeopleError",
    "PeriodIsWrong",
    "PeriodOverlaps",
    "PersonFacts",
    "PersonRow",
    "add_people",
    "affiliate",
    "correct_people",
    "correct_person",
    "deciding_unit",
    "demand_uncovering",
    "end_affiliation",
    "end_guardianship",
    "facts_of",
    "gather_ended",
    "is_oneself",
    "load_affiliations",
    "load_guardianships",
    "load_people",
    "name_columns",
    "note_death",
    "record_guardianship",
    "number_problems",
    "numbers_elsewhere",
    "register_person",
    "restore_people",
    "retract_people",
    "uncover",
]
