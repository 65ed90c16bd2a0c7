"""A list that takes in many who are known from elsewhere: the sixth grades of September, from primary schools around.

What holds for one (`admission`) holds for each line: number, birth date and name are named, the look is logged, former
school and grade are all that comes back, and the person is linked, never typed again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.school.learners import queries as learners
from khuevan.school.learners import services as learner_services

from ..choices import EnrolmentStatus
from ..models import Enrolment
from ..permissions import EDIT_ENROLMENTS
from .admission import LOOK, Known, admit_learner, find_all_known, known_of, within
from .enrolments import EnrolOrder
from .importing import retract_enrolments


def look_for_listed(
    actor: Actor, school_id: int, orders: Mapping[int, EnrolOrder], *, at: datetime
) -> dict[int, Known]:
    """What is known of those in the rows of a list, by row; missing where no one bears number, birth date and name. One
    look for the whole list is logged. Raises access.Refused."""
    access.demand(actor, EDIT_ENROLMENTS, on=school_id)
    if not orders:
        return {}
    why = _("Số định danh, ngày sinh, họ tên của %(rows)s dòng trong tệp nhập") % {"rows": len(orders)}
    audit.look(actor, LOOK, at=at, unit_id=school_id, why=why)
    with database.acting(access.system()):
        return {row: known_of(one) for row, one in find_all_known(orders).items()}


def admit_listed(actor: Actor, orders: Mapping[int, EnrolOrder], *, at: datetime) -> dict[int, int]:
    """Takes in those of the rows; answers the learner of each row.

    Raises access.Refused; Invalid; ChangedMeanwhile where somebody may not come in any more since the list was checked.
    """
    made = {}
    for row, order in orders.items():
        made[row] = admit_learner(actor, order, at=at).learner_id
    return made


def take_back_admissions(
    learner_ids: Collection[int], *, actor: Actor, at: datetime, school_id: int, school_year_id: int, why: str
) -> tuple[set[int], set[int]]:
    """Those of the learners whom the school had taken in from elsewhere, and of them those who could go back: where
    nothing hangs on the enrolment, it is marked as entered by mistake and the learner is of the former school again.

    Raises access.Refused.
    """
    access.demand(actor, EDIT_ENROLMENTS, on=school_id)
    former = _former_schools(learner_ids, school_id)
    gone = retract_enrolments(
        list(former), actor=actor, at=at, school_id=school_id, school_year_id=school_year_id, why=why
    )
    with database.acting(access.system()):
        found = learners.with_person(gone)
    for learner in found.values():
        back = former[learner.pk]
        if learner.school_id != school_id:
            raise ChangedMeanwhile
        reach = within(actor, [school_id, back], learner.person_id)
        with database.acting(reach):
            learner_services.move_learner(reach, learner, to=back, on=clock.on(at), at=at)
    return set(former), gone


def _former_schools(learner_ids: Collection[int], school_id: int) -> dict[int, int]:
    """The school where each was last, of those who were elsewhere before; a school may not see that, the act must."""
    with database.acting(access.system()):
        rows: Any = (
            Enrolment.objects.filter(learner_id__in=learner_ids, set_aside_by=None)
            .exclude(status=EnrolmentStatus.MISTAKEN)
            .exclude(school_id=school_id)
            .order_by("learner_id", "-school_year__starts_on", "-enrolled_on", "-id")
        )
        found: dict[int, int] = {}
        for learner_id, last in rows.values_list("learner_id", "school_id"):
            found.setdefault(learner_id, last)
        return found
