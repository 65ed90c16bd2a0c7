"""The fact store by the clock, on demand, and following what is changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, audit, clock, database, events, jobs

from .permissions import FREEZE, REBUILD


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


@jobs.every("50 16 * * *", at_start=True)  # 23:50 in Việt Nam: the last of a month stays
@jobs.job("indicators.month:keep", label=_("Giữ số liệu theo tháng"), retry=1)
def keep_months(progress: jobs.Progress) -> dict[str, int]:
    """The month that runs, and frozen states of months."""
    from . import services

    try:
        return {"months": len(services.keep_months(actor=progress.actor, at=clock.now()))}
    except services.CannotWrite as failure:
        raise jobs.JobFailed(str(failure)) from failure


@jobs.follower("indicators.month:follow")
def follow_months() -> None:
    """What was frozen or computed anew is put into the series."""
    from . import services

    services.keep_months(actor=access.system(), at=clock.now())


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

    try:
        return {"reads": len(services.follow(at=clock.now()))}
    except database.TurnTaken:
        return {"reads": 0}  # another writes; whoever was told of a change looks again


@events.subscribe(audit.Acted)
def look_again(acted: audit.Acted) -> None:
    """Something was done somewhere: have the follower look."""
    jobs.nudge(follow_changes)
    if acted.action in (FREEZE.code, REBUILD.code):
        jobs.nudge(follow_months)
