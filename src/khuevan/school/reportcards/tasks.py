"""The cards of a whole school as one job; news that this room follows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, clock, database, jobs
from khuevan.kernel.events import subscribe
from khuevan.school.gradebook.events import ManyResultsStored, ResultsStored

from .models import Card
from .queries.whole_school import JOB
from .services.refreshing import refresh_class
from .services.whole_school import classes_of, make_class


@jobs.job(JOB, label=_("Lập học bạ cả trường"), retry=2, whole=False, resumable=True)
def generate_school(progress: jobs.Progress, school_id: int, year_id: int) -> dict[str, int]:
    """Each class in a transaction of its own, so that one that cannot be made holds up no other."""
    with database.acting(progress.actor):
        groups = classes_of(school_id, year_id)
    lines = []
    for number, group in enumerate(groups):
        progress.step(number, len(groups), group.name)
        with database.acting(progress.actor):
            lines.append(make_class(progress.actor, progress.run_id, group, at=clock.now()))
    progress.step(len(groups), len(groups))
    return {
        "classes": len(lines),
        "made": sum(one.made for one in lines),
        "changed": sum(one.changed for one in lines),
    }


@subscribe(ResultsStored)
def follow_the_results(event: ResultsStored) -> None:
    """A mark changed while a closed term was open again: signatures over what it changes fall at once."""
    with database.acting(access.system("Khuê Văn")):
        first = Card.objects.filter(class_group_id=event.class_group_id).select_related("class_group").first()
        if first is not None:
            refresh_class(access.system("Khuê Văn"), first.class_group, at=clock.now())


@subscribe(ManyResultsStored)
def follow_many_results(event: ManyResultsStored) -> None:
    """The same for classes that have cards, of very many whose results were worked out at once."""
    system = access.system("Khuê Văn")
    with database.acting(system):
        cards = Card.objects.filter(class_group_id__in=event.class_group_ids).select_related("class_group")
        for group in {one.class_group_id: one.class_group for one in cards}.values():
            refresh_class(system, group, at=clock.now())
