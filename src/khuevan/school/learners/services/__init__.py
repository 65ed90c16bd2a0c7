"""The writes of learners: one function per act. Each decides, checks the rules, saves, records and tells."""

from .changing import JUDGED, change_learner
from .corrections import (
    accept_correction,
    ask_correction,
    correctable,
    demand_deciding,
    refuse_correction,
    withdraw_correction,
)
from .errors import KnownElsewhere
from .family import GuardianFacts, add_guardian
from .importing import IMPORTED, add_learners, change_learners, restore_learners, retract_learners
from .loading import LearnerRow, load_learners
from .merging import learner_of
from .moving import move_learner
from .registration import make_learner, register_learner
from .rows import (
    change_reward,
    change_violence_case,
    record_reward,
    record_violence_case,
)

__all__ = [
    "accept_correction",
    "ask_correction",
    "correctable",
    "demand_deciding",
    "refuse_correction",
    "withdraw_correction",
    "IMPORTED",
    "JUDGED",
    "GuardianFacts",
    "KnownElsewhere",
    "LearnerRow",
    "add_guardian",
    "add_learners",
    "change_learner",
    "change_learners",
    "change_reward",
    "change_violence_case",
    "learner_of",
    "load_learners",
    "make_learner",
    "move_learner",
    "record_reward",
    "record_violence_case",
    "register_learner",
    "restore_learners",
    "retract_learners",
]
