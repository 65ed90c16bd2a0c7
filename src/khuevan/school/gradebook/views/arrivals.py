"""Learners who came in the middle of a year, and taking over what they did at the other school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.school.staff.queries import places

from .. import queries, services
from ..choices import ResultLevel
from ..models import TakeOver
from ..permissions import TAKE_OVER
from ..queries.arrivals import Arrival, Former, arrivals, books_here, former_year, taken_of
from ..rules import LEVEL, PASS, SCORE
from .school import choose


@dataclass(frozen=True)
class ArrivalsPage:
    school: Any
    year: Any
    years: Sequence[tuple[str, str]]
    rows: Sequence[Arrival]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(TAKE_OVER)
@require_GET
def arrived(request: HttpRequest) -> HttpResponse:
    """Who came to the school in a year, and whose results were taken over from where."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    here = places.school_for(actor, TAKE_OVER, request.GET.get("school", ""))
    year = places.year_for(request.GET.get("year", ""), clock.today())
    if here is None or year is None:
        return choose(
            request, actor, TAKE_OVER, _("Kết quả học sinh chuyển đến"), reverse("gradebook:arrivals")
        )
    page = ArrivalsPage(
        school=here,
        year=year,
        years=places.years(),
        rows=arrivals(here.pk, year.pk),
        breadcrumbs=[(_("Kết quả học sinh chuyển đến"), "")],
    )
    return ui.render(request, "gradebook/arrivals.html", page)


@dataclass(frozen=True)
class TakeOverPage:
    enrolment: Any
    former: Former | None
    former_facts: Sequence[tuple[str, str]]
    taken: TakeOver | None
    fields: Sequence[tuple[str, str, str, str, str]]
    """Of the form: name, label, help, what was typed, what is wrong."""
    conducts: Sequence[tuple[str, str]]
    school: str
    paper_number: str
    conduct: str
    errors: Mapping[str, str]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(TAKE_OVER)
@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """One learner: what another school of the platform has, to be taken over; or a form for what a paper says."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.enrolment_for(actor, enrolment_id) if enrolment_id < 2**31 else None
    if found is None:
        raise Http404
    access.demand(actor, TAKE_OVER, on=found.school_id)
    errors: Mapping[str, str] = {}
    if request.method == "POST":
        try:
            words = _taken(request, actor, found)
        except services.GradebookError as error:
            errors = error.errors
        except ChangedMeanwhile as changed:
            errors = {"": str(changed)}
        else:
            messages.success(request, words)
            return redirect(reverse("gradebook:take_over", args=[found.pk]))
    return ui.render(
        request,
        "gradebook/take_over.html",
        _page(request, actor, found, errors),
        status=422 if errors else 200,
    )


def _taken(request: HttpRequest, actor: Actor, found: Any) -> str:
    """Raises GradebookError, ChangedMeanwhile."""
    if request.POST.get("step") == "take":
        many = services.take_over(actor, found, digest=request.POST.get("digest", ""), at=clock.now())
        return _("Đã tiếp nhận %(many)d kết quả và điểm của %(name)s.") % {
            "many": many,
            "name": found.full_name,
        }
    conduct = request.POST.get("conduct", "")
    typed = {
        book.subject.pk: request.POST.get(f"subject-{book.subject.pk}", "")[:600]
        for book in books_here(actor, found, 1)
    }
    services.enter_taken_over(
        actor,
        found,
        school=request.POST.get("school", ""),
        paper_number=request.POST.get("paper_number", ""),
        typed=typed,
        conduct=int(conduct) if conduct in ("1", "2", "3", "4") else None,
        at=clock.now(),
    )
    return _("Đã ghi kết quả học kỳ I của %(name)s theo giấy tờ.") % {"name": found.full_name}


def _page(request: HttpRequest, actor: Actor, found: Any, errors: Mapping[str, str]) -> TakeOverPage:
    former = former_year(found)
    taken = next(iter(taken_of(found.pk)), None)
    typed = request.POST if request.method == "POST" else {}
    group = found.class_group
    back = f"{reverse('gradebook:arrivals')}?{urlencode({'school': found.school_id, 'year': group.school_year.code})}"
    return TakeOverPage(
        enrolment=found,
        former=former,
        former_facts=_facts(former) if former else (),
        taken=taken,
        fields=[] if former else _fields(actor, found, typed, errors),
        conducts=[("", "–"), *((str(int(level)), str(level.label)) for level in ResultLevel)]
        if group.level != "primary"
        else (),
        school=typed.get("school", taken.from_school if taken else found.came_from),
        paper_number=typed.get("paper_number", taken.paper_number if taken else ""),
        conduct=typed.get("conduct", ""),
        errors=errors,
        breadcrumbs=[
            (_("Kết quả học sinh chuyển đến"), back),
            (found.full_name, reverse("gradebook:transcript", args=[found.pk])),
            (_("Tiếp nhận kết quả"), ""),
        ],
    )


def _facts(former: Former) -> list[tuple[str, str]]:
    return [
        (_("Trường đã học"), former.school),
        (_("Lớp"), former.class_name),
        (_("Rời trường"), f"{former.left_on:%d/%m/%Y}" if former.left_on else ""),
        (_("Kết quả học tập học kỳ I"), str(ResultLevel(former.learning).label) if former.learning else ""),
        (_("Kết quả rèn luyện học kỳ I"), str(ResultLevel(former.conduct).label) if former.conduct else ""),
        (_("Điểm từng lần sẽ chép vào ô còn trống"), str(len(former.marks))),
    ]


def _fields(
    actor: Actor, found: Any, typed: Mapping[str, str], errors: Mapping[str, str]
) -> list[tuple[str, str, str, str, str]]:
    helps = {SCORE: _("Điểm trung bình học kỳ I"), PASS: _("Đ hoặc CĐ"), LEVEL: _("T, H hoặc C")}
    rows = []
    for book in books_here(actor, found, 1):
        entry = next((one.entry for one in book.columns if one.entry in helps), SCORE)
        name = f"subject-{book.subject.pk}"
        rows.append((name, book.subject.name, helps[entry], typed.get(name, ""), errors.get(name, "")))
    return rows
