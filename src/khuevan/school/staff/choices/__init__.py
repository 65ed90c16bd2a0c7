"""Code lists of the room: codes are stored and exchanged, labels are read.

QĐ 4998/QĐ-BGDĐT names these lists (part II, "Danh mục dùng chung") and prints no values. Where a list below rests on
something that was read, its docstring says so; the others are the words of the field with codes of our own,
to be replaced when the Ministry's values are at hand: exchange maps by name meanwhile.
"""

from .posts import (
    AT_WORK,
    GROUP_OF_POSITION,
    LEFT,
    MANAGERS,
    TEACHING_GROUPS,
    ContractForm,
    Leave,
    Position,
    PostingKind,
    StaffGroup,
    StaffStatus,
)
from .qualities import (
    AssessmentKind,
    AssessmentLevel,
    ContestLevel,
    Degree,
    DisciplineKind,
    HonourLevel,
    ItCertificate,
    LanguageLevel,
    ManagementTraining,
    PoliticalTheory,
    RewardKind,
    StudyForm,
    TrainingProgramme,
    TrainingResult,
)
from .teaching import COMPUTERS, Computer, ForeignLanguage, Internet, MoveState, NormPost, SchoolType

__all__ = [
    "AT_WORK",
    "COMPUTERS",
    "GROUP_OF_POSITION",
    "LEFT",
    "MANAGERS",
    "TEACHING_GROUPS",
    "AssessmentKind",
    "AssessmentLevel",
    "Computer",
    "ContestLevel",
    "ContractForm",
    "Degree",
    "DisciplineKind",
    "ForeignLanguage",
    "HonourLevel",
    "Internet",
    "ItCertificate",
    "LanguageLevel",
    "Leave",
    "ManagementTraining",
    "MoveState",
    "NormPost",
    "PoliticalTheory",
    "Position",
    "PostingKind",
    "RewardKind",
    "SchoolType",
    "StaffGroup",
    "StaffStatus",
    "StudyForm",
    "TrainingProgramme",
    "TrainingResult",
]
