"""Plans are followed by the clock; a unit's own ones whenever somebody there reports or asks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock, jobs

from . import services


@jobs.every("20 * * * *", at_start=True)  # what did not move is not written again
@jobs.job("targets.plans:follow", label=_("Đo tiến độ các kế hoạch"), retry=1)
def follow_plans(progress: jobs.Progress) -> dict[str, int]:
    """What every line of every plan is worth today; who fell behind is told."""
    return services.follow_plans(progress.actor, at=clock.now(), step=progress.step)
