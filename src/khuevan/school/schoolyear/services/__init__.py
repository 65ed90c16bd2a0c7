"""The writes of the school year: one function per act."""

from .admission import Known, admit_learner, look_for_known
from .admission_lists import admit_listed, look_for_listed, take_back_admissions
from .classes import change_class, close_class, level_in, open_class
from .departure import depart
from .enrolments import (
    EnrolledElsewhere,
    EnrolOrder,
    enrol_learner,
    leave,
    take_in_again,
    withdraw_learner,
    write_enrolment,
)
from .importing import add_enrolments, retract_enrolments, solely_enrolled, taken_back_before
from .loading import ClassRow, EnrolmentRow, ids_of_years, load_classes, load_enrolments
from .mistakes import take_back_enrolment
from .opening import LevelFrame, TermStep, YearOrder, YearPlan, open_school_year, plan_year
from .outcomes import record_outcomes
from .placement import Move, PlacementPlan, place_learners, plan_placement
from .roll_over import (
    ClassPlan,
    RollOverPlan,
    begin_roll_over,
    finish_roll_over,
    plan_roll_over,
    roll_over_class,
)
from .years import add_term, change_term, open_year

__all__ = [
    "ClassPlan",
    "ClassRow",
    "EnrolOrder",
    "EnrolledElsewhere",
    "EnrolmentRow",
    "Known",
    "LevelFrame",
    "Move",
    "PlacementPlan",
    "RollOverPlan",
    "TermStep",
    "YearOrder",
    "YearPlan",
    "add_enrolments",
    "add_term",
    "admit_learner",
    "admit_listed",
    "begin_roll_over",
    "change_class",
    "change_term",
    "close_class",
    "depart",
    "enrol_learner",
    "finish_roll_over",
    "ids_of_years",
    "leave",
    "level_in",
    "load_classes",
    "load_enrolments",
    "look_for_known",
    "look_for_listed",
    "open_class",
    "open_school_year",
    "open_year",
    "place_learners",
    "plan_placement",
    "plan_roll_over",
    "plan_year",
    "record_outcomes",
    "retract_enrolments",
    "solely_enrolled",
    "taken_back_before",
    "roll_over_class",
    "take_back_admissions",
    "take_back_enrolment",
    "take_in_again",
    "withdraw_learner",
    "write_enrolment",
]
