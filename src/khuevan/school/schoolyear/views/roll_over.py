"""The end of the year: outcomes class by class, then the passage into the next year."""

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
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel import access, clock, jobs, ui
from khuevan.kernel.access import requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import by_key

from .. import queries, services
from ..choices import Outcome
from ..models import ClassGroup, Enrolment, RollOver, SchoolYear
from ..permissions import ROLL_OVER
from ..records import CLASSES
from ..rules.roll_over import passage, usual_outcome
from ..tasks import commit_roll_over
from .acts import NoSchoolPage
from .places import actor_of, school_of, year_of


@dataclass(frozen=True)
class RollOverPage:
    school: Any
    from_year: SchoolYear
    to_year: SchoolYear | None
    plan: services.RollOverPlan | None
    run: RollOver | None
    years: Sequence[tuple[str, str]]


@requires(ROLL_OVER)
@require_GET
def roll_over(request: HttpRequest) -> HttpResponse:
    """What will become of every class, and what is still missing."""
    actor = actor_of(request)
    school, year = school_of(request, ROLL_OVER), year_of(request)
    if school is None or year is None:
        return ui.render(request, "schoolyear/no_school.html", NoSchoolPage(_("Chuyển năm học")))
    after = queries.year_after(year)
    plan = services.plan_roll_over(actor, school, year, after) if after else None
    shown = RollOverPage(
        school=school,
        from_year=year,
        to_year=after,
        plan=plan,
        run=RollOver.objects.filter(school=school, from_year=year).first(),
        years=[(one.code, one.code) for one in queries.years()],
    )
    return ui.render(request, "schoolyear/roll_over.html", shown)


@requires(ROLL_OVER)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Opens the next year's classes and hands the rest to a job; asked again it finds nothing left to do."""
    actor = actor_of(request)
    school, year = school_of(request, ROLL_OVER), year_of(request)
    if school is None or year is None:
        raise Http404
    back = f"{reverse('schoolyear:roll_over')}?{urlencode({'school': school.pk, 'year': year.code})}"
    after = queries.year_after(year)
    if after is None:
        raise Http404
    try:
        plan = services.plan_roll_over(actor, school, year, after)
        run = services.begin_roll_over(
            actor, school, plan, digest=request.POST.get("digest", ""), at=clock.now()
        )
    except ChangedMeanwhile:
        messages.error(request, _("Dữ liệu vừa thay đổi, chưa chuyển ai cả. Hãy xem lại rồi xác nhận."))
        return redirect(back)
    job = jobs.start(
        actor, commit_roll_over, at=clock.now(), unit_id=school.pk, roll_over_id=run.pk,
        onward=bool(request.POST.get("onward")),
    )  # fmt: skip
    return redirect("jobs:run", job.pk)


@dataclass(frozen=True)
class OutcomesPage:
    group: ClassGroup
    rows: Sequence[Enrolment]
    choices: Sequence[tuple[str, str]]
    usual: str
    errors: Sequence[str]
    typed: dict[int, str]
    back: str


@requires(ROLL_OVER)
@require_http_methods(["GET", "POST"])
def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """One class: what the year led to for each learner. The usual outcome is offered, never written by itself."""
    actor = actor_of(request)
    group = by_key(CLASSES.rows(actor), pk)
    if group is None:
        raise Http404
    access.demand(actor, ROLL_OVER, on=group.school_id)
    rows = list(Enrolment.objects.filter(class_group=group, left_on=None).order_by("sort_key", "id"))
    typed = {row.pk: request.POST.get(f"outcome_{row.pk}", row.outcome) for row in rows}
    if request.POST.get("step") == "usual":
        typed = {pk: outcome or usual_outcome(group.grade) for pk, outcome in typed.items()}
    errors: list[str] = []
    back = f"{reverse('schoolyear:roll_over')}?{urlencode({'school': group.school_id, 'year': group.school_year.code})}"
    if request.method == "POST" and request.POST.get("step") != "usual":
        try:
            changed = services.record_outcomes(
                actor, group.school_id, typed, on=clock.today(), at=clock.now()
            )
        except Invalid as invalid:
            errors = list(invalid.errors.values())
        else:
            messages.success(request, _("Đã ghi kết quả của %(number)d học sinh.") % {"number": changed})
            return redirect(back)
    shown = OutcomesPage(
        group=group,
        rows=rows,
        choices=[("", "---"), *_fitting(group.grade)],
        usual=str(Outcome(usual_outcome(group.grade)).label),
        errors=errors,
        typed=typed,
        back=back,
    )
    return ui.render(request, "schoolyear/outcomes.html", shown, status=422 if errors else 200)


def _fitting(grade: str) -> list[tuple[str, str]]:
    """Outcomes that the grade can lead to."""
    return [(code, str(label)) for code, label in Outcome.choices if not passage(grade, code).problem]
