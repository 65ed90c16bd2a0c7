"""Work of the night."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock, jobs

from . import services


@jobs.every("5 17 * * *", at_start=True)  # 00:05 in Việt Nam, and for nights without a worker
@jobs.job("organisations.tree:refresh", label=_("Tính lại cây đơn vị của ngày mới"))
def refresh_tree(progress: jobs.Progress) -> dict[str, int]:
    """Acts dated ahead come into effect on their day."""
    return {"changed": services.refresh_if_new_day(on=clock.today())}
