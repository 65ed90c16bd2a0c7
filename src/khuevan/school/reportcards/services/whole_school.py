"""The cards of a whole school in one job: class by class, each in a transaction of its own, with what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, jobs
from khuevan.kernel.access import Actor
from khuevan.kernel.database import Turn
from khuevan.school.schoolyear import queries as schoolyear

from ..choices import Hindrance
from ..models import ClassMaking
from ..permissions import GENERATE
from ..queries.issued import cards_of_class
from ..queries.whole_school import JOB, open_run
from .errors import BooksAreOpen, CardError
from .generating import generate_class

BEGINNING = Turn("reportcards.whole_school")


def begin_school(actor: Actor, school: Any, year: Any, *, at: datetime) -> jobs.JobRun:
    """Has the cards of every class of the year made. Asked again while that runs, it is the same job.

    Raises Refused, CardError where there is no class.
    """
    access.demand(actor, GENERATE, on=school.pk)
    if not classes_of(school.pk, year.pk):
        raise CardError(_("Trường chưa có lớp nào của năm học này."))
    from ..tasks import generate_school

    with transaction.atomic():
        BEGINNING.of(school.pk).wait()
        running = open_run(school.pk, year.pk)
        if running is not None:
            return running
        with audit.act(actor, GENERATE.code, at=at, on=school, unit_id=school.pk) as act:
            act.note(year=year.code)
            return jobs.start(
                actor, generate_school, at=at, unit_id=school.pk,
                label=_("Lập học bạ cả trường, năm học %(year)s") % {"year": year.code},
                school_id=school.pk, year_id=year.pk,
            )  # fmt: skip


def classes_of(school_id: int, year_id: int) -> list[Any]:
    """Those that get cards, in order."""
    return [one for one in schoolyear.open_classes(school_id, year_id) if one.level != "preschool"]


def make_class(actor: Actor, run_id: int, group: Any, *, at: datetime) -> ClassMaking:
    """One class of the job, and its row, in the running transaction. A class that has its row is left as it is.

    Raises Refused where the right was taken away meanwhile.
    """
    known = ClassMaking.objects.filter(run_id=run_id, class_group_id=group.pk).first()
    if known is not None:
        return known
    line = ClassMaking(school_id=group.school_id, run_id=run_id, class_group=group, done_at=at)
    try:
        with transaction.atomic():
            done = generate_class(actor, group, at=at)
    except CardError as error:
        line.hindrance = Hindrance.OPEN_BOOKS if isinstance(error, BooksAreOpen) else Hindrance.OTHER
        line.why = str(error)[:500]
    else:
        line.made, line.changed = done.made, done.changed
        if done.unassigned:
            line.hindrance, line.why = Hindrance.NOBODY, ", ".join(done.unassigned)[:500]
        elif not cards_of_class(group.pk):
            line.hindrance = Hindrance.EMPTY
    with audit.act(actor, GENERATE.code, at=at, on=group):
        line.save()
    return line


__all__ = ["JOB", "begin_school", "classes_of", "make_class"]
