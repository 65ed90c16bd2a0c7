"""Opening a school year: the frame of its terms by a decision, seen before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind

from .. import queries, services
from ..forms import YearForm, take_errors
from ..permissions import EDIT_FRAME, EDIT_YEARS
from ..records import TERMS
from .places import actor_of, number_in


@dataclass(frozen=True)
class OpenPage:
    """`plan`: what will be written, once the form is whole."""

    form: YearForm
    years: Sequence[str]
    plan: services.YearPlan | None = None
    changed: str = ""


@requires(EDIT_YEARS)
@require_http_methods(["GET", "POST"])
def open_year(request: HttpRequest) -> HttpResponse:
    """GET: next year as usual. POST: `preview` shows what becomes of each term, `commit` writes it."""
    actor = actor_of(request)
    years = [year.code for year in queries.years()]
    first = number_in(request, "first") or (int(years[0][:4]) + 1 if years else clock.today().year)
    departments = _departments(actor)
    form = YearForm(
        request.POST or None,
        units=departments,
        for_country=bool(access.decide(actor, EDIT_FRAME)),
        first=first if 1 <= first < 9999 else clock.today().year,
        initial={"unit": departments[0][0] if departments else None},
    )
    plan, status, changed = None, 200, ""
    if request.method == "POST" and form.is_valid():
        order = _order(actor, form)
        try:
            if request.POST.get("step") == "commit":
                services.open_school_year(actor, order, digest=request.POST.get("digest", ""), at=clock.now())
                messages.success(request, _("Đã ghi khung năm học %(year)s.") % {"year": order.code})
                return redirect(
                    f"{TERMS.url('list')}?{urlencode({'unit': order.unit.pk}) if order.unit else ''}"
                )
            plan = services.plan_year(actor, order, at=clock.now())
        except Invalid as invalid:
            take_errors(form, invalid)
        except ChangedMeanwhile as meanwhile:
            changed, status = str(meanwhile), 409
            plan = services.plan_year(actor, order, at=clock.now())
    shown = OpenPage(form=form, years=years, plan=plan, changed=changed)
    return ui.render(request, "schoolyear/open_year.html", shown, status=422 if form.errors else status)


def _departments(actor: Actor) -> list[tuple[int, str]]:
    """Departments for which the actor may set the frame."""
    units = organisations.bodies(actor, on=clock.today(), reach=access.scope(actor, EDIT_YEARS))
    return [(unit.pk, unit.name) for unit in units if unit.kind == UnitKind.DEPARTMENT]


def _order(actor: Actor, form: YearForm) -> services.YearOrder:
    data: dict[str, Any] = form.cleaned_data
    return services.YearOrder(
        first=data["first"],
        unit=organisations.unit(actor, data["unit"]) if data["unit"] else None,
        decision_number=data["decision_number"],
        frames=form.frames(),
    )
