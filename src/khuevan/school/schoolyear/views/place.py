"""Placing learners into classes: choose, see what will change, do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel import clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.errors import NotUnderstood
from khuevan.kernel.records.formats import format_date, parse_date
from khuevan.school.curriculum.choices import GRADES_OF_LEVEL, Grade

from .. import queries, services
from ..models import ClassGroup, Enrolment
from ..permissions import EDIT_ENROLMENTS
from ..records import CLASSES
from ..rules.placement import Child, shared_out
from .acts import NoSchoolPage
from .places import actor_of, number_in, school_of, year_of


@dataclass(frozen=True)
class PlacePage:
    """rows: who may be placed; chosen: enrolment id -> class id as typed or shared out; plan: what will change."""

    school: Any
    year: Any
    grade: str
    grades: Sequence[tuple[str, str]]
    classes: Sequence[ClassGroup]
    rows: Sequence[Enrolment]
    chosen: dict[int, int]
    on: str
    plan: services.PlacementPlan | None = None
    errors: Sequence[str] = ()
    class_choices: Sequence[tuple[str, str]] = field(default_factory=list)


@requires(EDIT_ENROLMENTS)
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """GET: those without a class, grade by grade. POST: `share` deals them out, `preview` shows, `commit` does."""
    actor = actor_of(request)
    school, year = school_of(request, EDIT_ENROLMENTS), year_of(request)
    if school is None or year is None:
        return ui.render(request, "schoolyear/no_school.html", NoSchoolPage(_("Xếp lớp")))
    waiting = queries.unplaced(school.pk, year.pk)
    taught = [grade for level in school.levels for grade in GRADES_OF_LEVEL[level]]
    grade = (
        request.POST.get("grade") or request.GET.get("grade") or (waiting[0].grade if waiting else taught[0])
    )
    classes = queries.open_classes(school.pk, year.pk, grade if grade in taught else taught[0])
    chosen = _chosen(request)
    to_class = number_in(request, "to_class")
    if to_class:
        chosen = {
            int(pk): to_class for pk in request.POST.getlist("learner") if pk.isdigit() and len(pk) < 10
        }
    rows = [row for row in waiting if row.grade == grade]
    if chosen:
        known = {row.pk for row in rows}
        rows += list(
            Enrolment.objects.filter(pk__in=set(chosen) - known, school_id=school.pk)
            .select_related("class_group")
            .order_by("sort_key", "id")
        )
    errors: list[str] = []
    plan = None
    on, wrong = _day(request)
    if wrong:
        errors.append(wrong)
    if request.method == "POST" and request.POST.get("step") == "share" and classes:
        children = [Child(row.pk, row.sex) for row in rows if row.class_group_id is None]
        chosen = shared_out(children, {one.pk: one.size for one in classes})  # type: ignore[attr-defined]
    elif request.method == "POST" and not errors:
        try:
            plan = services.plan_placement(actor, school.pk, chosen, on=on, at=clock.now())
            if request.POST.get("step") == "commit":
                moved = services.place_learners(
                    actor, plan, digest=request.POST.get("digest", ""), at=clock.now()
                )
                messages.success(request, _("Đã xếp lớp cho %(number)d học sinh.") % {"number": moved})
                into = {move.to_class_id for move in plan.moves}
                if len(into) == 1:
                    return redirect(CLASSES.url("detail", pk=into.pop()))
                return redirect(f"{request.path}?school={school.pk}&year={year.code}")
        except Invalid as invalid:
            plan = None
            errors.extend(invalid.errors.values())
        except ChangedMeanwhile:
            errors.append(_("Dữ liệu vừa thay đổi, chưa xếp ai cả. Hãy xem lại rồi xác nhận."))
    shown = PlacePage(
        school=school,
        year=year,
        grade=grade,
        grades=[(one, str(Grade(one).label)) for one in taught],
        classes=classes,
        rows=rows,
        chosen=chosen,
        on=format_date(on),
        plan=plan,
        errors=errors,
        class_choices=[("", "---"), *((str(one.pk), one.name) for one in classes)],
    )
    return ui.render(request, "schoolyear/place.html", shown, status=422 if errors else 200)


def _chosen(request: HttpRequest) -> dict[int, int]:
    """`place_<enrolment>` -> class, of those for whom one was chosen."""
    found = {}
    for name, texts in request.POST.lists():
        value = str(texts[-1])
        number = name.removeprefix("place_")
        if (
            name.startswith("place_")
            and number.isdigit()
            and value.isdigit()
            and max(len(number), len(value)) < 10
        ):
            found[int(number)] = int(value)
    return found


def _day(request: HttpRequest) -> tuple[date, str]:
    text = request.POST.get("on", "").strip()
    if not text:
        return clock.today(), ""
    try:
        return parse_date(text), ""
    except NotUnderstood as problem:
        return clock.today(), str(problem)
