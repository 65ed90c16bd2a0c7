"""What everybody may read: published plans with how far they are; no reports, no names of people, and figures of large
bodies only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import clock, ui
from khuevan.kernel.access import public

from .. import queries
from ..choices import PlanState, Standing, Tier
from ..models import Amendment, Instrument, Plan
from ..queries import TargetRow, TaskRow
from .words import STATE_TONES, TONES, amount, asked_for, standing_badge

OPEN = "Published plans are public papers; their progress is shown without reports and names."
LARGE = (Tier.MINISTRY, Tier.DEPARTMENT)
"""Whose figures are over so many people that nobody is seen through them."""


@dataclass(frozen=True)
class PublicListPage:
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    slice: ui.Slice
    tones: Any
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PublicPlanPage:
    plan: Plan
    stats: Sequence[tuple[str, int, str]]
    targets: Sequence[TargetRow]
    tasks: Sequence[TaskRow]
    instruments: Sequence[Instrument]
    amendments: Sequence[Amendment]
    parent: Plan | None
    shows_values: bool
    breadcrumbs: Sequence[tuple[str, str]]

    asked_for: Any = staticmethod(asked_for)
    badge: Any = staticmethod(standing_badge)
    amount: Any = staticmethod(amount)


@public(OPEN)
@require_safe
@ui.for_everybody
def public_list(request: HttpRequest) -> HttpResponse:
    listing = ui.Listing.of(request, filters=("tier",))
    found = queries.matching(queries.published_plans(), listing.text)
    if listing.chosen("tier") in Tier.values:
        found = found.filter(tier=listing.chosen("tier"))
    page = PublicListPage(
        listing,
        (ui.choice("tier", _("Cấp"), [("", _("Mọi cấp")), *Tier.choices]),),
        ui.take(found, listing),
        STATE_TONES,
        [(_("Kế hoạch công khai"), "")],
    )
    return ui.render(request, "targets/public_list.html", page)


@public(OPEN)
@require_safe
@ui.for_everybody
def public_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    found = queries.published_plans().filter(pk=plan_id).select_related("parent").first()
    if found is None:
        raise Http404
    today = clock.today()
    targets = queries.target_rows(None, [found], on=today)
    tasks = queries.task_rows(None, [found], on=today)
    stats = queries.counted([*targets, *tasks])
    parent = found.parent if found.parent_id and found.parent and found.parent.is_published else None
    page = PublicPlanPage(
        found,
        [(str(one.label), stats[one], TONES[one]) for one in Standing if stats[one]]
        if found.state == PlanState.ADOPTED
        else [],
        targets,
        tasks,
        queries.instruments(found.pk),
        queries.amendments(found.pk),
        parent,
        found.tier in LARGE,
        [(_("Kế hoạch công khai"), reverse("targets:public_list")), (found.title[:80], "")],
    )
    return ui.render(request, "targets/public.html", page)
