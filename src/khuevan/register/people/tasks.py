"""Work of the night."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock, jobs

from . import services


@jobs.every("15 17 * * *")  # 00:15 in Việt Nam
@jobs.job("people.affiliation:gather", label=_("Cập nhật nơi học tập, công tác hết hạn"))
def gather_ended(progress: jobs.Progress) -> dict[str, int]:
    """Affiliations that ended yesterday no longer show their people to the unit."""
    return {"changed": services.gather_ended(at=clock.now())}
