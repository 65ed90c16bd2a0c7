"""Days that forms count on are frozen when they end, so that what is opened weeks later says what was so then."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock, jobs


@jobs.every("5 17 * * *", at_start=True)  # 00:05 in Việt Nam, five minutes after the day
@jobs.job("statistics.day:freeze", label=_("Chốt số liệu của ngày lấy số liệu biểu thống kê"), retry=2)
def freeze_days(progress: jobs.Progress) -> dict[str, int]:
    """Nothing to do on most days."""
    from khuevan.governance.indicators.services import CannotFreeze

    from . import services

    try:
        done = services.freeze_ended_days(actor=progress.actor, at=clock.now())
    except CannotFreeze as failure:
        raise jobs.JobFailed(str(failure)) from failure
    return {"frozen": len(done)}
