"""The summer after a year: classes that still have somebody to assess again, and a class's form."""

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

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.school.staff.queries import places

from .. import queries, services
from ..choices import NextStep, ResultLevel
from ..permissions import REASSESS
from ..queries.summer import Retake, SummerClass, SummerRow, is_closed, summer_classes, summer_of
from .school import choose

KEY = tuple[int, int]


@dataclass(frozen=True)
class SummerPage:
    school: Any
    year: Any
    years: Sequence[tuple[str, str]]
    classes: Sequence[SummerClass]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(REASSESS)
@require_GET
def summer(request: HttpRequest) -> HttpResponse:
    """Classes of a school whose year left somebody to train or to assess again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    here = places.school_for(actor, REASSESS, request.GET.get("school", ""))
    year = places.year_for(request.GET.get("year", ""), clock.today())
    if here is None or year is None:
        return choose(request, actor, REASSESS, _("Đánh giá lại trong hè"), reverse("gradebook:summer"))
    page = SummerPage(
        school=here,
        year=year,
        years=places.years(),
        classes=summer_classes(actor, here.pk, year.pk),
        breadcrumbs=[(_("Đánh giá lại trong hè"), "")],
    )
    return ui.render(request, "gradebook/summer.html", page)


@dataclass(frozen=True)
class ShownRetake:
    """A subject with what stands or was typed, and what is wrong with it."""

    found: Retake
    typed: str
    problem: str


@dataclass(frozen=True)
class ShownLearner:
    row: SummerRow
    name: str
    step: str
    tone: str
    conduct: str
    comment: str
    problem: str
    retakes: Sequence[ShownRetake]


@dataclass(frozen=True)
class ClassSummerPage:
    group: Any
    rows: Sequence[ShownLearner]
    conducts: Sequence[tuple[str, str]]
    why: str
    why_problem: str
    may_write: bool
    is_closed: bool
    breadcrumbs: Sequence[tuple[str, str]]


@requires(REASSESS)
@require_http_methods(["GET", "POST"])
def class_summer(request: HttpRequest, class_id: int) -> HttpResponse:
    """Marks of re-assessment and conduct after training, of one class; what is wrong in one place leaves the others."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    group = queries.class_for(actor, class_id) if class_id < 2**31 else None
    if group is None:
        raise Http404
    problems: Mapping[KEY, str] = {}
    why_problem = ""
    today = clock.today()
    rows = summer_of(actor, group, today)
    if request.method == "POST":
        given = _given(request, rows)
        try:
            problems = services.save_summer(
                actor, group, given, at=clock.now(), why=request.POST.get("why", "")
            )
        except services.GradebookError as error:
            why_problem = "; ".join(error.errors.values())
        else:
            if not problems:
                messages.success(
                    request, _("Đã lưu kết quả trong hè của lớp %(name)s.") % {"name": group.name}
                )
                return redirect(reverse("gradebook:class_summer", args=[group.pk]))
            rows = summer_of(actor, group, today)
    back = f"{reverse('gradebook:summer')}?{urlencode({'school': group.school_id, 'year': group.school_year.code})}"
    failed = bool(problems or why_problem)
    page = ClassSummerPage(
        group=group,
        rows=[_shown(request, row, problems, keep=failed) for row in rows],
        conducts=[("", "–"), *((str(int(level)), str(level.label)) for level in ResultLevel)],
        why=request.POST.get("why", ""),
        why_problem=why_problem,
        may_write=any(row.may_train or _may_retake(row) for row in rows),
        is_closed=is_closed(group),
        breadcrumbs=[
            (_("Đánh giá lại trong hè"), back),
            (_("Lớp %(name)s") % {"name": group.name}, ""),
        ],
    )
    return ui.render(request, "gradebook/class_summer.html", page, status=422 if failed else 200)


def _may_retake(row: SummerRow) -> bool:
    return row.may_retake and any(one.is_mine for one in row.retakes)


def _given(request: HttpRequest, rows: Sequence[SummerRow]) -> list[services.Retaken | services.Trained]:
    """What the form holds, for those that it may hold something of."""
    found: list[services.Retaken | services.Trained] = []
    for row in rows:
        pk = row.enrolment.pk
        for one in row.retakes:
            name = f"{pk}-{one.subject.pk}"
            if f"mark-{name}" in request.POST:
                typed = request.POST[f"mark-{name}"][:600]
                found.append(services.Retaken(pk, one.subject.pk, typed, _version(request, name)))
        if f"conduct-{pk}" in request.POST:
            conduct = request.POST[f"conduct-{pk}"]
            found.append(
                services.Trained(
                    pk,
                    int(conduct) if conduct in ("1", "2", "3", "4") else None,
                    request.POST.get(f"comment-{pk}", ""),
                    _version(request, str(pk)),
                )
            )
    return found


def _version(request: HttpRequest, name: str) -> int:
    text = request.POST.get(f"version-{name}", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _shown(request: HttpRequest, row: SummerRow, problems: Mapping[KEY, str], *, keep: bool) -> ShownLearner:
    """What was typed stays where it was refused."""
    pk = row.enrolment.pk
    typed = request.POST if keep else {}
    tones = {NextStep.PROMOTED: "success", NextStep.REPEATED: "danger"}
    return ShownLearner(
        row=row,
        name=row.enrolment.full_name,
        step=str(NextStep(row.step).label) if row.step else "",
        tone=tones.get(NextStep(row.step), "warning") if row.step else "neutral",
        conduct=typed.get(f"conduct-{pk}", str(row.conduct or "")),
        comment=typed.get(f"comment-{pk}", row.comment),
        problem=problems.get((pk, 0), ""),
        retakes=[
            ShownRetake(
                one,
                typed.get(f"mark-{pk}-{one.subject.pk}", one.value),
                problems.get((pk, one.subject.pk), ""),
            )
            for one in row.retakes
        ],
    )
