"""What of one's background work awaits on the home page."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.access import Actor
from khuevan.kernel.ui import Card

from .choices import OPEN, State
from .models import JobRun


def open_work(actor: Actor, on: date) -> Card | None:
    """One's own work that still runs, or has failed within a week and was not repeated."""
    if actor.account_id is None:
        return None
    counted = JobRun.objects.filter(account_id=actor.account_id).aggregate(
        running=Count("id", filter=Q(state__in=OPEN)),
        broken=Count(
            "id",
            filter=Q(state__in=[State.FAILED, State.INTERRUPTED], ended_at__date__gte=_week_before(on)),
        ),
    )
    if not counted["running"] and not counted["broken"]:
        return None
    return Card(
        _("Công việc nền của bạn"),
        counted["running"] + counted["broken"],
        _("%(running)s chưa xong, %(broken)s không thành công") % counted,
        reverse("jobs:runs") + "?whose=mine",
        icon="loader",
        tone="danger" if counted["broken"] else "primary",
    )


def _week_before(on: date) -> date:
    return date.fromordinal(on.toordinal() - 7)
