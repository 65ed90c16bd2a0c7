"""The year's conclusions of a school: looked at, then recorded in the register of the year by one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.school.staff.queries import places

from .. import services
from ..permissions import RECORD_OUTCOMES
from ..queries.conclusions import Conclusions, conclusions
from .school import choose


@dataclass(frozen=True)
class OutcomesPage:
    school: Any
    year: Any
    years: Sequence[tuple[str, str]]
    found: Conclusions
    action: str
    onward: str
    why: str
    errors: Sequence[str]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(RECORD_OUTCOMES)
@require_http_methods(["GET", "POST"])
def outcomes(request: HttpRequest) -> HttpResponse:
    """How many of each class go on, repeat or wait; and the act that writes it into the register."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    here = places.school_for(actor, RECORD_OUTCOMES, request.GET.get("school", ""))
    year = places.year_for(request.GET.get("year", ""), clock.today())
    if here is None or year is None:
        if request.method == "POST":
            raise Http404
        return choose(request, actor, RECORD_OUTCOMES, _("Kết luận cả năm"), reverse("gradebook:outcomes"))
    asked = urlencode({"school": here.pk, "year": year.code})
    address = f"{reverse('gradebook:outcomes')}?{asked}"
    errors: list[str] = []
    if request.method == "POST":
        try:
            many = services.record_conclusions(
                actor, here.pk, year, digest=request.POST.get("digest", ""), at=clock.now(),
                overwrite="overwrite" in request.POST, why=request.POST.get("why", ""),
            )  # fmt: skip
        except Invalid as invalid:
            errors = list(invalid.errors.values())
        except ChangedMeanwhile as changed:
            errors = [str(changed)]
        else:
            messages.success(
                request, _("Đã ghi kết luận của %(many)d học sinh vào hồ sơ năm học.") % {"many": many}
            )
            return redirect(address)
    page = OutcomesPage(
        school=here,
        year=year,
        years=places.years(),
        found=conclusions(here.pk, year.pk),
        action=address,
        onward=f"{reverse('schoolyear:roll_over')}?{asked}",
        why=request.POST.get("why", ""),
        errors=errors,
        breadcrumbs=[
            (_("Sổ điểm của trường"), f"{reverse('gradebook:school')}?{asked}&term=0"),
            (_("Kết luận cả năm"), ""),
        ],
    )
    return ui.render(request, "gradebook/outcomes.html", page, status=422 if errors else 200)
