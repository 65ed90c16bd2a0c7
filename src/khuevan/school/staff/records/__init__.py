"""The plain records of the room: members, the papers of their files, the norms."""

from .catalogue import DUTY_RULES, NORMS
from .member import STAFF
from .papers import (
    ASSESSMENTS,
    CONTRACTS,
    DISCIPLINES,
    DUTIES,
    LANGUAGES,
    PAPERS,
    QUALIFICATIONS,
    REWARDS,
    SALARY_STEPS,
    TRAININGS,
)
from .profile import FIELDS, Declared, member_fields

RECORDS = (STAFF, *PAPERS, NORMS, DUTY_RULES)

__all__ = [
    "ASSESSMENTS",
    "CONTRACTS",
    "DISCIPLINES",
    "DUTIES",
    "DUTY_RULES",
    "FIELDS",
    "LANGUAGES",
    "NORMS",
    "PAPERS",
    "QUALIFICATIONS",
    "RECORDS",
    "REWARDS",
    "SALARY_STEPS",
    "STAFF",
    "TRAININGS",
    "Declared",
    "member_fields",
]
