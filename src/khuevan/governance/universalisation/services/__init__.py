"""The writes of the room: one function per act."""

from ..rules import MemberFacts
from .dossiers import check_dossier, recognise_dossier, return_dossier, submit_dossier
from .households import HouseholdFacts, close_household, save_household, save_member, visit_household
from .loading import SurveyRow, load_survey
from .merging import TakenOver, follow_mergers
from .paper import MOST, household_paper
from .printing import dossier_pdf, dossier_workbook
from .rounds import close_round, open_round, reopen_round
from .tying import follow_register, place_unsurveyed, tie_members

__all__ = [
    "MOST",
    "HouseholdFacts",
    "MemberFacts",
    "SurveyRow",
    "TakenOver",
    "check_dossier",
    "close_household",
    "close_round",
    "dossier_pdf",
    "dossier_workbook",
    "follow_mergers",
    "household_paper",
    "follow_register",
    "load_survey",
    "open_round",
    "place_unsurveyed",
    "recognise_dossier",
    "reopen_round",
    "return_dossier",
    "save_household",
    "save_member",
    "submit_dossier",
    "tie_members",
    "visit_household",
]
