"""Tables of the room. Each row of a school carries the school; papers carry it beside the member."""

from .catalogue import DutyRule, LoadNorm
from .member import StaffMember
from .papers import (
    Assessment,
    Contract,
    Discipline,
    Duty,
    LanguageCertificate,
    Qualification,
    Reward,
    SalaryStep,
    Training,
)
from .postings import Posting, StaffMove
from .teaching import TeachingAssignment

__all__ = [
    "Assessment",
    "Contract",
    "Discipline",
    "Duty",
    "DutyRule",
    "LanguageCertificate",
    "LoadNorm",
    "Posting",
    "Qualification",
    "Reward",
    "SalaryStep",
    "StaffMember",
    "StaffMove",
    "TeachingAssignment",
    "Training",
]
