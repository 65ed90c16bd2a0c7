"""The reports that a unit has to write, and the campaigns that it opened or takes part in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires

from .. import queries
from ..choices import State
from ..models import Campaign, Report
from ..permissions import OPEN_CAMPAIGNS, VIEW_REPORTS
from ..rules import SENT
from .words import state_badge, trail, unit_asked


@dataclass(frozen=True)
class ReportsPage:
    name: str
    unit_id: int
    own: Sequence[tuple[Report, Markup]]
    campaigns: Sequence[tuple[Campaign, str, str]]
    may_open: bool
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_REPORTS)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id, name = unit_asked(request)
    today = clock.today()
    own = queries.own_reports(actor, unit_id)
    page = ReportsPage(
        name=name,
        unit_id=unit_id,
        own=[(one, state_badge(State(one.state), days_late(one, today))) for one in own],
        campaigns=[
            (one, queries.outline_of(one), f"{reverse('reports:campaign', args=[one.pk])}?unit={unit_id}")
            for one in queries.campaigns(actor, [unit_id])
        ],
        may_open=access.decide(actor, OPEN_CAMPAIGNS, on=unit_id).allowed
        and (actor.everything or actor.home_unit_id == unit_id),
        breadcrumbs=trail((name, "")),
    )
    return ui.render(request, "reports/reports.html", page)


def days_late(one: Report, today: date) -> int:
    sent = one.state in SENT and one.submitted_at is not None
    day = clock.on(one.submitted_at) if sent and one.submitted_at else today
    return max(0, (day - one.due_on).days)
