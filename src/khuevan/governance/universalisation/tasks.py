"""Surveys follow communes that merge: soon after the decision is written down, and on the day that it takes effect."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, clock, events, jobs
from khuevan.register.organisations.events import UnitsMerged


@jobs.follower("universalisation.survey:follow_mergers")
def follow_mergers() -> None:
    """Moves nothing where nothing merged."""
    from . import services

    services.follow_mergers(actor=access.system(), at=clock.now())


@jobs.every("10 17 * * *", at_start=True)  # 00:10 in Việt Nam: decisions take effect on a day
@jobs.job("universalisation.survey:take_over", label=_("Chuyển phiếu điều tra của xã đã sáp nhập"), retry=1)
def take_over(progress: jobs.Progress) -> dict[str, int]:
    """For decisions that take effect today, and for news that was lost with its process."""
    from . import services

    return {"communes": len(services.follow_mergers(actor=progress.actor, at=clock.now()))}


@events.subscribe(UnitsMerged)
def look_again(_merged: UnitsMerged) -> None:
    jobs.nudge(follow_mergers)
