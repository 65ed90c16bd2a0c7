"""The acts of the room."""

from .deciding import (
    accept_assessment,
    hand_over,
    publish_all,
    publish_level,
    recognise_level,
    return_assessment,
    stop_assessment,
)
from .preparing import begin_assessment, propose_anew, record_score, take_proposals
from .province import Reproposed, propose_all
from .sending import submit_assessment

__all__ = [
    "Reproposed",
    "accept_assessment",
    "begin_assessment",
    "hand_over",
    "propose_all",
    "propose_anew",
    "publish_all",
    "publish_level",
    "recognise_level",
    "record_score",
    "return_assessment",
    "stop_assessment",
    "submit_assessment",
    "take_proposals",
]
