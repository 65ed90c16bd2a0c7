"""Work beside the pages: the commit of a roll-over, class by class."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock, database, jobs

from . import services
from .models import ClassGroup, RollOver


@jobs.job("schoolyear.roll_over:commit", label=_("Chuyển năm học"), retry=3, whole=False, resumable=True)
def commit_roll_over(progress: jobs.Progress, roll_over_id: int, onward: bool = False) -> dict[str, int]:
    """Each class in a transaction of its own; a class that was passed before has nobody left to pass."""
    with database.acting(progress.actor):
        run = RollOver.objects.select_related("school", "from_year", "to_year").get(pk=roll_over_id)
        groups = list(
            ClassGroup.objects.filter(school_id=run.school_id, school_year=run.from_year)
            .order_by("grade", "sort_key", "id")
            .values_list("pk", "name")
        )
    steps: list[tuple[int | None, str]] = [*groups, (None, "")]
    for number, (class_id, name) in enumerate(steps, 1):
        progress.step(number, len(steps), name)
        with database.acting(progress.actor):
            services.roll_over_class(progress.actor, run, class_id, at=clock.now(), onward=onward)
    with database.acting(progress.actor):
        run = services.finish_roll_over(progress.actor, run, at=clock.now())
    return {"enrolled": run.enrolled}
