"""The job that makes the cards of a whole school, and what came of each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404

from khuevan.kernel import access, jobs
from khuevan.kernel.access import Actor
from khuevan.kernel.jobs.choices import OPEN

from ..choices import Hindrance
from ..models import Card, ClassMaking
from ..permissions import GENERATE

JOB: Final = "reportcards.cards:generate_school"
SchoolYear: Any = Card._meta.get_field("school_year").related_model
School: Any = Card._meta.get_field("school").related_model


@dataclass(frozen=True)
class Making:
    """lines: the classes that are through, those with something to do first; running: the job as it stands."""

    running: jobs.JobRun
    school: Any
    year: Any
    lines: tuple[ClassMaking, ...]

    @property
    def made(self) -> int:
        return sum(one.made for one in self.lines)

    @property
    def changed(self) -> int:
        return sum(one.changed for one in self.lines)

    @property
    def hindered(self) -> int:
        """Classes that could not be made."""
        return sum(one.hindrance in (Hindrance.OPEN_BOOKS, Hindrance.OTHER) for one in self.lines)


def open_run(school_id: int, year_id: int) -> jobs.JobRun | None:
    """The job of this school and year that waits or runs."""
    found = last_run(school_id, year_id)
    return found if found is not None and found.state in OPEN else None


def last_run(school_id: int, year_id: int) -> jobs.JobRun | None:
    """The latest job of this school and year."""
    rows = jobs.JobRun.objects.filter(unit_id=school_id, name=JOB, arguments__year_id=year_id)
    found: jobs.JobRun | None = rows.order_by("-id").first()
    return found


def making_for(actor: Actor, run_id: int) -> Making:
    """Raises Http404 outside of where the actor makes cards."""
    reach = access.scope(actor, GENERATE)
    rows = jobs.JobRun.objects.within(reach).filter(name=JOB, pk=run_id)
    run = rows.first() if run_id < 2**63 else None
    if run is None:
        raise Http404
    found = ClassMaking.objects.filter(run_id=run_id).select_related("class_group")
    lines = sorted(found, key=lambda one: (not one.hindrance, one.class_group.grade, one.class_group.name))
    return Making(
        run,
        School.objects.get(pk=run.unit_id),
        SchoolYear.objects.get(pk=run.arguments["year_id"]),
        tuple(lines),
    )
