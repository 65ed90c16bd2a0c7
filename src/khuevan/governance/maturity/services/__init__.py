"""The acts of the room."""

from .amending import CriterionOrder, amend_criterion
from .appealing import answer_appeal, appeal_until, make_appeal
from .deciding import (
    accept_assessment,
    hand_over,
    publish_all,
    publish_level,
    recognise_level,
    return_assessment,
    stop_assessment,
)
from .evidence import give_file, give_link, give_record, try_link, withdraw_evidence
from .loading import LoadedSheet, load_published, load_scores
from .preparing import begin_assessment, propose_anew, record_score, take_proposals
from .province import Reproposed, propose_all
from .reviewing import (
    Given,
    conclude_external,
    open_external,
    seal_review,
    settle_score,
    take_seat,
    write_review,
)
from .sending import submit_assessment
from .watching import Watched, watch_links

__all__ = [
    "Watched",
    "watch_links",
    "load_scores",
    "load_published",
    "LoadedSheet",
    "write_review",
    "take_seat",
    "settle_score",
    "seal_review",
    "open_external",
    "conclude_external",
    "Given",
    "withdraw_evidence",
    "try_link",
    "give_record",
    "give_link",
    "give_file",
    "make_appeal",
    "appeal_until",
    "answer_appeal",
    "amend_criterion",
    "CriterionOrder",
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
