"""A class's term as a whole, and the transcript of one learner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.school.staff import queries as staff

from .. import queries, services
from ..choices import TERMS, YEAR, NextStep, ResultLevel, Title
from ..models import Appraisal, Exemption, TakeOver, TermResult
from ..permissions import APPRAISE, ASK_REOPENING, EVERY_CLASS, EXEMPT, TAKE_OVER, VIEW_MARKS
from ..queries import overview
from ..queries.arrivals import taken_of
from ..queries.results import Outcome, SubjectOutcome, subjects_of, term_outcome
from ..queries.words import average_words, word_words
from .charts import OVERALL, band_chart, level_chart


@dataclass(frozen=True)
class ClassRow:
    enrolment_id: int
    name: str
    cells: Sequence[tuple[str, bool]]
    """What is shown, and whether it is an average so far only."""
    learning: str
    conduct: str
    missing: int
    by_plan: bool


@dataclass(frozen=True)
class ClassPage:
    group: Any
    term: int
    subjects: Sequence[Any]
    rows: Sequence[ClassRow]
    charts: Sequence[ui.Chart]
    is_closed: bool
    is_primary: bool
    is_so_far: bool
    appraise_url: str
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_MARKS)
@require_GET
def class_page(request: HttpRequest, class_id: int, term: int) -> HttpResponse:
    """Averages as they stand, learners in the order of names, and how they are spread."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    group = _group(actor, class_id)
    if term not in (1, 2):
        raise Http404
    outcome = term_outcome(actor, group, term)
    spread = overview.spread_of(group.school_id, term, year_id=group.school_year_id, class_id=group.pk)
    is_homeroom = staff.is_homeroom_teacher(actor, group.pk) and actor.holds(APPRAISE)
    rows = [_row(one, outcome.subjects) for one in outcome.rows]
    page = ClassPage(
        group=group,
        term=term,
        subjects=outcome.subjects,
        rows=rows,
        charts=[chart for chart in (level_chart(spread), band_chart(outcome)) if chart is not None],
        is_closed=queries.lock_of(group, None, term, clock.today()).closed is not None,
        is_primary=group.level == "primary",
        is_so_far=any(so_far for row in rows for _shown, so_far in row.cells),
        appraise_url=reverse("gradebook:appraisals", args=[group.pk, term]) if is_homeroom else "",
        tabs=[
            (str(label), reverse("gradebook:class", args=[group.pk, one]), one == term)
            for one, label in TERMS
        ],
        breadcrumbs=_crumbs(actor, group, _("Lớp %(name)s") % {"name": group.name}),
    )
    return ui.render(request, "gradebook/class.html", page)


def _group(actor: Actor, class_id: int) -> Any:
    group = queries.class_for(actor, class_id) if class_id < 2**31 else None
    if group is None:
        raise Http404
    return group


def _crumbs(actor: Actor, group: Any, here: str) -> list[tuple[str, str]]:
    if group.school_id in access.scope(actor, EVERY_CLASS):
        return [
            (_("Sổ điểm của trường"), f"{reverse('gradebook:school')}?school={group.school_id}"),
            (here, ""),
        ]
    return [(_("Sổ điểm của tôi"), reverse("gradebook:my_books")), (here, "")]


def _row(one: Outcome, subjects: Sequence[Any]) -> ClassRow:
    return ClassRow(
        one.enrolment.pk,
        one.enrolment.full_name,
        [_cell(one.subjects.get(subject.pk)) for subject in subjects],
        _level(one.learning),
        _level(one.conduct),
        one.missing,
        one.by_plan,
    )


def _cell(found: SubjectOutcome | None) -> tuple[str, bool]:
    if found is None:
        return "", False
    if found.is_exempt:
        return _("miễn"), False
    if found.average is None and found.so_far is not None:
        return average_words(found.so_far), True
    test = f" {found.test.normalize():f}" if found.test is not None else ""
    return average_words(found.average) or word_words(found.word) + test, False


def _level(value: int | None) -> str:
    return str(ResultLevel(value).label) if value else ""


@dataclass(frozen=True)
class TranscriptPage:
    enrolment: Any
    lines: Sequence[overview.Line]
    results: Sequence[tuple[str, TermResult | None, str]]
    appraisals: Mapping[int, Appraisal]
    facts: Sequence[tuple[str, str]]
    taken: Sequence[TakeOver]
    take_over_url: str
    exemptions: Sequence[Exemption]
    may_exempt: bool
    subjects: Sequence[tuple[str, str]]
    terms: Sequence[tuple[str, str]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_MARKS)
@require_GET
def transcript(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Results of a learner's closed terms and the year: what the report card will be made of."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.enrolment_for(actor, enrolment_id) if enrolment_id < 2**31 else None
    if found is None:
        raise Http404
    stored = overview.transcript_of(found)
    year = stored.results.get(YEAR)
    may_exempt = bool(access.decide(actor, EXEMPT, on=found.school_id))
    page = TranscriptPage(
        enrolment=found,
        lines=stored.lines,
        results=[
            (str(label), stored.results.get(term), _conclusion(stored.results.get(term)))
            for term, label in (*TERMS, (YEAR, _("Cả năm")))
        ],
        appraisals=stored.appraisals,
        facts=[
            (_("Kết luận"), str(NextStep(year.next_step).label) if year and year.next_step else ""),
            (_("Danh hiệu"), str(Title(year.title).label) if year and year.title else ""),
            (_("Buổi nghỉ trong năm"), str(year.absences) if year and year.absences is not None else ""),
        ],
        taken=taken_of(found.pk),
        take_over_url=_take_over_url(actor, found),
        exemptions=overview.exemptions_of(found),
        may_exempt=may_exempt,
        subjects=_to_exempt(found) if may_exempt else (),
        terms=[("0", _("Cả năm")), *((str(number), str(label)) for number, label in TERMS)],
        breadcrumbs=[
            *_crumbs(actor, found.class_group, "")[:-1],
            (
                _("Lớp %(name)s") % {"name": found.class_group.name},
                reverse("gradebook:class", args=[found.class_group_id, 1]),
            ),
            (found.full_name, ""),
        ],
    )
    return ui.render(request, "gradebook/transcript.html", page)


def _take_over_url(actor: Actor, enrolment: Any) -> str:
    """For who came from another school in this year, to whoever may take over what they did there."""
    came = enrolment.entry_kind == "transferred" or enrolment.came_from
    may = came and access.decide(actor, TAKE_OVER, on=enrolment.school_id)
    return reverse("gradebook:take_over", args=[enrolment.pk]) if may else ""


def _conclusion(row: TermResult | None) -> str:
    """Learning and conduct, or the overall evaluation of primary schools."""
    if row is None:
        return ""
    if row.overall:
        return str(OVERALL.get(row.overall, ""))
    parts = [
        (_("học tập: %(level)s"), _level(row.learning)),
        (_("rèn luyện: %(level)s"), _level(row.conduct)),
    ]
    return ", ".join(words % {"level": level} for words, level in parts if level)


def _to_exempt(enrolment: Any) -> list[tuple[str, str]]:
    """Subjects of the class, and the individual plan."""
    subjects = [(str(one.pk), one.name) for one in subjects_of(enrolment.class_group)]
    return [*subjects, ("plan", _("Đánh giá theo kế hoạch giáo dục cá nhân"))]


@requires(EXEMPT)
@require_POST
def exempt(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Exempts a learner from a subject, or has them assessed by an individual plan."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.enrolment_for(actor, enrolment_id) if enrolment_id < 2**31 else None
    if found is None:
        raise Http404
    asked, term = request.POST.get("subject", ""), request.POST.get("term", "")
    subject = next((one for one in subjects_of(found.class_group) if str(one.pk) == asked), None)
    if (subject is None and asked != "plan") or term not in ("0", "1", "2"):
        messages.error(request, _("Hãy chọn môn và học kỳ."))
        return redirect(reverse("gradebook:transcript", args=[found.pk]))
    try:
        services.grant_exemption(
            actor, found, subject=subject, term=int(term), reason=request.POST.get("reason", ""),
            decision_number=request.POST.get("decision_number", ""), at=clock.now(),
        )  # fmt: skip
    except services.GradebookError as error:
        messages.error(request, "; ".join(error.errors.values()))
    else:
        messages.success(request, _("Đã ghi việc miễn học."))
    return redirect(reverse("gradebook:transcript", args=[found.pk]))


@requires(EXEMPT)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends an exemption."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Exemption.objects.within(access.scope(actor, EXEMPT)).select_related("enrolment")
    row = rows.filter(pk=pk).first() if pk < 2**31 else None
    if row is None:
        raise Http404
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    try:
        services.withdraw_exemption(actor, row, version=version, at=clock.now())
        messages.success(request, _("Đã thôi miễn."))
    except services.GradebookError as error:
        messages.error(request, "; ".join(error.errors.values()))
    except ChangedMeanwhile as changed:
        messages.error(request, str(changed))
    return redirect(reverse("gradebook:transcript", args=[row.enrolment_id]))


@requires(ASK_REOPENING)
@require_POST
def ask(request: HttpRequest, class_id: int, subject_id: int, term: int) -> HttpResponse:
    """A teacher asks for a closed gradebook to be opened again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    group = _group(actor, class_id)
    subject = queries.subject_for(subject_id) if subject_id < 2**31 else None
    if subject is None or term not in (1, 2):
        raise Http404
    try:
        services.ask_reopening(
            actor, group, term, subject=subject, reason=request.POST.get("reason", ""), at=clock.now()
        )
    except services.GradebookError as error:
        messages.error(request, "; ".join(error.errors.values()))
    else:
        messages.success(request, _("Đã gửi đề nghị mở lại sổ đến hiệu trưởng."))
    return redirect(reverse("gradebook:book", args=[class_id, subject_id, term]))
