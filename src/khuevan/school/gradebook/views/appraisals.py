"""The homeroom teacher's page of a class: conduct or qualities and competences, comments; and the bank of phrases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.school.staff import queries as staff

from .. import queries, services
from ..choices import TERMS, TRAIT_NAMES, Moment, ResultLevel
from ..models import Appraisal, Phrase
from ..permissions import APPRAISE
from ..queries.results import learners_of
from ..rules.observed import domains_of
from ..rules.primary import TRAITS


@dataclass(frozen=True)
class AppraisalRow:
    """One learner: what stands, what was typed and is wrong. `cells`: (field, label, value) of the levels."""

    enrolment_id: int
    name: str
    version: int
    conduct: str
    cells: Sequence[tuple[str, str, str]]
    comment: str
    problem: str


@dataclass(frozen=True)
class AppraisalsPage:
    group: Any
    term: int
    moment: str
    rows: Sequence[AppraisalRow]
    conducts: Sequence[tuple[str, str]]
    levels: Sequence[tuple[str, str]]
    traits: Sequence[str]
    phrases: Sequence[str]
    notice: str
    may_write: bool
    action: str
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(APPRAISE)
@require_http_methods(["GET", "POST"])
def appraisals(request: HttpRequest, class_id: int, term: int) -> HttpResponse:
    """Every learner of the class on one page; what is wrong in one row leaves the others saved."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    group = queries.class_for(actor, class_id) if class_id < 2**31 else None
    if group is None or term not in (1, 2) or not staff.is_homeroom_teacher(actor, class_id):
        raise Http404
    moment = (
        Moment.MIDTERM
        if request.GET.get("moment") == Moment.MIDTERM and group.level == "primary"
        else Moment.FINAL
    )
    problems: dict[int, str] = {}
    typed: dict[int, services.Said] = {}
    if request.method == "POST":
        people = [one.pk for one in learners_of(group)]
        typed = {pk: _said(request, pk, _traits(group)) for pk in people if f"version-{pk}" in request.POST}
        try:
            problems = services.save_appraisals(
                actor, group, term, moment, list(typed.values()), at=clock.now()
            )
        except services.GradebookError as error:
            messages.error(request, "; ".join(error.errors.values()))
            return redirect(request.get_full_path())
        if not problems:
            messages.success(request, _("Đã lưu đánh giá của lớp %(name)s.") % {"name": group.name})
            return redirect(request.get_full_path())
        messages.error(
            request, _("%(many)d dòng chưa lưu, xem lời nhắc ở từng dòng.") % {"many": len(problems)}
        )
    page = _page(actor, group, term, moment, problems, typed)
    return ui.render(request, "gradebook/appraisals.html", page, status=422 if problems else 200)


def _traits(group: Any) -> tuple[str, ...]:
    if group.level == "primary":
        return TRAITS
    if group.level != "preschool":
        return ()
    points = queries.points_of(group)
    return domains_of(group.grade, points.domains, points.nursery_domains)


def _said(request: HttpRequest, pk: int, traits: Sequence[str]) -> services.Said:
    def text(name: str) -> str:
        return request.POST.get(f"{name}-{pk}", "")

    version, conduct = text("version"), text("conduct")
    return services.Said(
        pk,
        int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0,
        int(conduct) if conduct in ("1", "2", "3", "4") else None,
        {trait: text(trait)[:2] for trait in traits if text(trait)},
        text("comment"),
    )


def _page(
    actor: Actor,
    group: Any,
    term: int,
    moment: str,
    problems: Mapping[int, str],
    typed: Mapping[int, services.Said],
) -> AppraisalsPage:
    people, traits = learners_of(group), _traits(group)
    stored = {
        row.enrolment_id: row
        for row in Appraisal.objects.filter(
            enrolment_id__in=[one.pk for one in people], term=term, moment=moment
        )
    }
    lock = queries.lock_of(group, None, term, clock.today())
    address = reverse("gradebook:appraisals", args=[group.pk, term])
    moments = (
        [(Moment.MIDTERM, _("Giữa kỳ")), (Moment.FINAL, _("Cuối kỳ"))]
        if group.level == "primary"
        else [(Moment.FINAL, "")]
    )
    return AppraisalsPage(
        group=group,
        term=term,
        moment=moment,
        rows=[
            _row(one, stored.get(one.pk), traits, problems.get(one.pk, ""), typed.get(one.pk))
            for one in people
        ],
        conducts=[("", "–"), *((str(int(level)), str(level.label)) for level in ResultLevel)]
        if not traits
        else (),
        levels=[("", "–"), ("T", _("T (tốt)")), ("D", _("Đ (đạt)")), ("C", _("C (cần cố gắng)"))],
        traits=[str(TRAIT_NAMES[trait]) for trait in traits],
        phrases=own_phrases(actor, group.school_id),
        notice=_("Sổ điểm học kỳ này đã khóa; đánh giá chỉ xem được.") if lock.is_closed else "",
        may_write=not lock.is_closed,
        action=f"{address}?moment={moment}",
        tabs=[
            (
                " · ".join(filter(None, (str(label), words))),
                f"{reverse('gradebook:appraisals', args=[group.pk, number])}?moment={one}",
                (number, one) == (term, moment),
            )
            for number, label in TERMS
            for one, words in moments
        ],
        breadcrumbs=[
            (_("Sổ điểm của tôi"), reverse("gradebook:my_books")),
            (_("Lớp %(name)s") % {"name": group.name}, reverse("gradebook:class", args=[group.pk, term])),
            (_("Đánh giá, nhận xét"), ""),
        ],
    )


def _row(
    one: Any, row: Appraisal | None, traits: Sequence[str], problem: str, typed: services.Said | None
) -> AppraisalRow:
    """What was typed stays where it was refused; the version is the newest, so that the next save is meant."""
    levels: Mapping[str, str] = typed.levels if problem and typed else row.levels if row else {}
    conduct = typed.conduct if problem and typed else row.conduct if row else None
    comment = typed.comment if problem and typed else row.comment if row else ""
    return AppraisalRow(
        enrolment_id=one.pk,
        name=one.full_name,
        version=row.version if row else 0,
        conduct=str(conduct or ""),
        cells=[(trait, str(TRAIT_NAMES[trait]), levels.get(trait, "")) for trait in traits],
        comment=comment,
        problem=problem,
    )


def own_phrases(actor: Actor, school_id: int) -> list[str]:
    """The actor's own sentences at a school."""
    if actor.person_id is None:
        return []
    rows = Phrase.objects.filter(person_id=actor.person_id, school_id=school_id, put_away_at__isnull=True)
    return list(rows.order_by("text").values_list("text", flat=True))


@dataclass(frozen=True)
class PhrasesPage:
    rows: Sequence[Phrase]
    schools: Sequence[tuple[int, str]]
    typed: str
    error: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(APPRAISE)
@require_http_methods(["GET", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """One's own bank of sentences: added here, offered wherever comments are written."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    schools = sorted({(one.school_id, one.school.name) for one in _classes(actor)})
    typed = request.POST.get("text", "")
    error = ""
    if request.method == "POST":
        asked = request.POST.get("school", "")
        chosen = next((pk for pk, _name in schools if str(pk) == asked), schools[0][0] if schools else None)
        if chosen is None:
            raise Http404
        try:
            services.add_phrase(actor, chosen, typed, at=clock.now())
        except services.GradebookError as wrong:
            error = "; ".join(wrong.errors.values())
        else:
            messages.success(request, _("Đã thêm câu nhận xét."))
            return redirect(reverse("gradebook:phrases"))
    rows = Phrase.objects.filter(person_id=actor.person_id or 0, put_away_at__isnull=True)
    page = PhrasesPage(
        rows=list(rows.order_by("text")),
        schools=schools,
        typed=typed,
        error=error,
        breadcrumbs=[(_("Sổ điểm của tôi"), reverse("gradebook:my_books")), (_("Ngân hàng nhận xét"), "")],
    )
    return ui.render(request, "gradebook/phrases.html", page, status=422 if error else 200)


def _classes(actor: Actor) -> list[Any]:
    today = clock.today()
    return [*(one.group for one in staff.own_lessons(actor, today)), *staff.own_homerooms(actor, today)]


@requires(APPRAISE)
@require_POST
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer offers a sentence of one's own."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Phrase.objects.within(access.scope(actor, APPRAISE))
    row = (
        rows.filter(pk=pk, person_id=actor.person_id or 0, put_away_at__isnull=True).first()
        if pk < 2**31
        else None
    )
    if row is None:
        raise Http404
    services.put_away_phrase(actor, row, at=clock.now())
    return redirect(reverse("gradebook:phrases"))
