"""The fact store by the clock, on demand, and following what is changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import audit, clock, events, jobs


@jobs.every("30 17 * * *")  # 00:30 in Việt Nam: facts are of a day
@jobs.job("indicators.facts:rebuild", label=_("Tính lại toàn bộ số liệu"), retry=1)
def rebuild(progress: jobs.Progress) -> dict[str, float]:
    """Every fact anew."""
    from . import services

    try:
        done = services.rebuild(actor=progress.actor, at=clock.now(), step=progress.step)
    except services.CannotWrite as failure:
        raise jobs.JobFailed(str(failure)) from failure
    return {"rows": done.rows, "seconds": round(done.seconds, 1)}


@jobs.follower("indicators.facts:follow")
def follow_changes() -> None:
    """What was changed since the last look is read again."""
    from . import services

    services.follow(at=clock.now())


@jobs.every("*/10 * * * *", at_start=True)
@jobs.job("indicators.facts:catch_up", label=_("Đọc lại số liệu vừa thay đổi"), whole=False, resumable=True)
def catch_up(progress: jobs.Progress) -> dict[str, int]:
    """For changes made past the services, and those whose nudge was lost with its process."""
    from . import services

    return {"reads": len(services.follow(at=clock.now()))}


@events.subscribe(audit.Acted)
def look_again(acted: audit.Acted) -> None:
    """Something was done somewhere: have the follower look."""
    jobs.nudge(follow_changes)
