"""By the clock: units are reminded of remedies that are past their day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, clock, jobs


@jobs.every("30 23 * * *")  # 06:30 in Việt Nam, before people open their home pages
@jobs.job("inspections.remedy:remind", label=_("Nhắc khắc phục quá hạn sau kiểm tra"), retry=1)
def remind_late(progress: jobs.Progress) -> dict[str, int]:
    """Each remedy at most once a week."""
    from . import services

    return {"reminded": services.remind_late(access.system(), at=clock.now())}
