"""An enrolment that should never have been: the wrong child, entered twice, admitted at the wrong school."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.school.learners import services as learner_services

from ..models import Enrolment
from ..permissions import EDIT_ENROLMENTS
from .admission_lists import take_back_admissions
from .importing import retract_enrolments, solely_enrolled


def take_back_enrolment(actor: Actor, enrolment: Enrolment, *, at: datetime, version: int, why: str) -> None:
    """Marks an enrolment as entered by mistake; whoever came from elsewhere is of the former school again, and a record
    that was made for it alone is marked too. Nothing is deleted.

    Raises access.Refused; ChangedMeanwhile; Invalid without a reason, or where something hangs on the enrolment by now.
    """
    access.demand(actor, EDIT_ENROLMENTS, on=enrolment.school_id)
    if not why.strip():
        raise Invalid({"why": _("Hãy ghi lý do.")})
    if enrolment.version != version:
        raise ChangedMeanwhile
    where: dict[str, Any] = {"actor": actor, "at": at, "school_id": enrolment.school_id}
    year, learner_id = enrolment.school_year_id, enrolment.learner_id
    with audit.act(
        actor,
        "schoolyear.enrolment:take_back",
        at=at,
        on=enrolment,
        unit_id=enrolment.school_id,
        why=why.strip(),
    ):
        admitted, gone = take_back_admissions([learner_id], school_year_id=year, why=why, **where)
        if not admitted:
            alone = solely_enrolled([learner_id], school_id=enrolment.school_id, school_year_id=year)
            gone = retract_enrolments([learner_id], school_year_id=year, why=why, **where)
            learner_services.retract_learners([one for one in alone if one in gone], **where)
        if not gone:
            raise Invalid(
                _("Em đã xếp sang lớp khác, đã rời trường, hoặc đã có điểm, điểm danh… ở lần ghi danh này.")
            )
