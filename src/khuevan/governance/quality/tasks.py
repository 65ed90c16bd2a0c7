"""Runs by the clock and on demand, and following what is changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import audit, clock, database, events, jobs

from . import services


@jobs.every("0 19 * * 0-5")  # 02:00 in Việt Nam
@jobs.job("quality.checks:run", label=_("Kiểm tra dữ liệu toàn bộ"), retry=0, whole=False, resumable=True)
def run_checks(progress: jobs.Progress) -> dict[str, float]:
    """Every check over everything, in a transaction of its own, so that a second connection may read ahead."""
    return _said(services.run_checks(actor=progress.actor, at=clock.now(), step=progress.step))


@jobs.every("0 19 * * 6")  # Sunday 02:00 in Việt Nam
@jobs.job(
    "quality.checks:run_anew", label=_("Kiểm tra lại toàn bộ từ đầu"), retry=0, whole=False, resumable=True
)
def run_anew(progress: jobs.Progress) -> dict[str, float]:
    """The same without anything that is kept from before: what was changed past the log is seen once a week."""
    return _said(services.run_checks(actor=progress.actor, at=clock.now(), step=progress.step, full=True))


def _said(ran: services.Ran) -> dict[str, float]:
    return {
        "rows": ran.rows, "read": ran.read, "found": ran.found, "mended": ran.mended, "seconds": round(ran.seconds, 1)
    }  # fmt: skip


@jobs.every("30 19 * * 6")  # Sunday 02:30 in Việt Nam
@jobs.job("quality.duplicates:find", label=_("Tìm hồ sơ nghi trùng"), retry=0)
def find_duplicates(progress: jobs.Progress) -> dict[str, int]:
    """All learners linked with each other."""
    return services.find_duplicates(actor=progress.actor, at=clock.now())


@jobs.every("0 0 * * *")  # 07:00 in Việt Nam; each part of each school once a week
@jobs.job("quality.reminders:make", label=_("Nhắc cập nhật dữ liệu"), retry=0)
def remind(progress: jobs.Progress) -> dict[str, int]:
    """Those who answer for parts of the data that have gone stale."""
    return {"reminders": services.remind(at=clock.now())}


@jobs.follower("quality.findings:follow")
def follow_changes() -> None:
    """What was changed since the last look is judged again."""
    services.follow(at=clock.now())


@jobs.every("*/10 * * * *")
@jobs.job("quality.findings:catch_up", label=_("Kiểm tra dữ liệu vừa thay đổi"), whole=False, resumable=True)
def catch_up(progress: jobs.Progress) -> dict[str, int]:
    """For changes made past the services, and those whose nudge was lost with its process."""
    try:
        return {"runs": len(services.follow(at=clock.now()))}
    except database.TurnTaken:
        return {"runs": 0}  # the follower is at it, and looks again until nothing is new


@events.subscribe(audit.Acted)
def look_again(acted: audit.Acted) -> None:
    """Something was done somewhere: have the follower look."""
    jobs.nudge(follow_changes)
