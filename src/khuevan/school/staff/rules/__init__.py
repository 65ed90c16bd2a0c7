"""The rules of staff: values in, values out. Each says its article; docs/rulebook/teaching-load.md works examples."""

from .acts import ACTS, ActFacts, ActPlan, ActRefused, Change, Decree, Wanted, arrival_refusals, plan_act
from .assigning import AssignedLesson, ClassSubject, Warned, warnings_of
from .load import Load, LoadFacts, Reduction, TakenDuty, fund_warnings, load_of
from .norms import SHIPPED, Duty, Norm, NormBook, region_of, school_type_of
from .retiring import retirement_day
from .salary import RANKS, Rank, coefficient_of, rank_names
from .sentences import Sentence, day

__all__ = [
    "ACTS",
    "RANKS",
    "SHIPPED",
    "ActFacts",
    "ActPlan",
    "ActRefused",
    "AssignedLesson",
    "Change",
    "ClassSubject",
    "Decree",
    "Duty",
    "Load",
    "LoadFacts",
    "Norm",
    "NormBook",
    "Rank",
    "Reduction",
    "Sentence",
    "TakenDuty",
    "Wanted",
    "Warned",
    "arrival_refusals",
    "coefficient_of",
    "day",
    "fund_warnings",
    "load_of",
    "plan_act",
    "rank_names",
    "region_of",
    "retirement_day",
    "school_type_of",
    "warnings_of",
]
