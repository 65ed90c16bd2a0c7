"""What the clock does: whoever is late is reminded, without an officer who thinks of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock, jobs

from . import services


@jobs.every("0 0 * * *", at_start=True)  # 07:00 in Việt Nam; the same unit again after a week
@jobs.job("reports.late:remind", label=_("Nhắc đơn vị chậm gửi báo cáo"), retry=1)
def remind_whoever_is_late(progress: jobs.Progress) -> dict[str, int]:
    """Of all running campaigns."""
    at = clock.now()
    return {"units": services.remind_all_late(progress.actor, at=at, on=clock.on(at))}
