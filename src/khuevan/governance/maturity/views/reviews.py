"""External assessment: an assessor's own sheet, and settling where two differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid, typed_day

from .. import queries, services
from ..choices import Kind
from ..models import Review
from ..permissions import DECIDE_ASSESSMENTS, REVIEW_ASSESSMENTS, VIEW_ASSESSMENTS
from ..services import Given
from .acts import done
from .assessments import said
from .words import actor_of, address, points, read_met, read_points, trail


@dataclass(frozen=True)
class ReviewLine:
    """own: what the school says; given: what this assessor wrote."""

    code: str
    name: str
    is_mandatory: bool
    maximum: str
    proposed: str
    own: str
    reason: str
    evidence: int
    url: str
    points: str
    met: str
    note: str
    error: str


@dataclass(frozen=True)
class ReviewPage:
    review: Review
    lines: Sequence[ReviewLine]
    may_write: bool
    typed: Mapping[str, str]
    error: Mapping[str, str]
    breadcrumbs: Sequence[tuple[str, str]]


@require_POST
@requires(DECIDE_ASSESSMENTS)
def open_external(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return done(
        request,
        assessment_id,
        _("Đã mở đánh giá ngoài: cần hai người, mỗi người chấm độc lập."),
        lambda actor: services.open_external(
            actor,
            at=clock.now(),
            assessment_id=assessment_id,
            codes=[code[:12] for code in request.POST.getlist("codes")],
        ),
    )


@require_POST
@requires(REVIEW_ASSESSMENTS)
def take_seat(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """To the own sheet."""
    taken: list[Review] = []

    def act(actor: Actor) -> None:
        taken.append(services.take_seat(actor, at=clock.now(), assessment_id=assessment_id))

    answer = done(request, assessment_id, _("Bạn là một trong hai người đánh giá."), act)
    return redirect("maturity:review", taken[0].pk) if taken else answer


@requires(VIEW_ASSESSMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    actor = actor_of(request)
    one = queries.review(actor, review_id)
    if request.method != "POST":
        return _shown(request, one)
    access.demand(actor, REVIEW_ASSESSMENTS)
    try:
        given = _read(request, one)
        services.write_review(
            actor, at=clock.now(), review_id=one.pk, given=given, visited_on=typed_day(request, "visited_on"),
            remarks=request.POST.get("remarks", ""),
        )  # fmt: skip
        if request.POST.get("then") == "seal":
            services.seal_review(actor, at=clock.now(), review_id=one.pk)
    except Invalid as invalid:
        return _shown(request, queries.review(actor, review_id), error=invalid.errors, typed=request.POST)
    messages.success(
        request, _("Đã chốt phiếu.") if request.POST.get("then") == "seal" else _("Đã lưu phiếu.")
    )
    if request.POST.get("then") == "seal":
        return redirect("maturity:assessment", one.assessment_id)
    return redirect("maturity:review", one.pk)


def _read(request: HttpRequest, one: Review) -> dict[str, Given]:
    """Raises Invalid naming every line that is no number."""
    found: dict[str, Given] = {}
    wrong: dict[str, str] = {}
    for code in one.assessment.sampled:
        try:
            number = read_points(request.POST.get(f"points-{code}", ""), code)
        except Invalid as invalid:
            wrong |= {code: f"{code}: {'; '.join(invalid.errors.values())}"}
            continue
        found[code] = Given(
            number, read_met(request.POST.get(f"met-{code}", "")), request.POST.get(f"note-{code}", "")
        )
    if wrong:
        raise Invalid(wrong)
    return found


def _shown(
    request: HttpRequest,
    one: Review,
    *,
    error: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:
    found = queries.sheet(one.assessment)
    mine = actor_of(request).account_id == one.account_id
    lines = [
        _line(one, row, typed or {}, error or {})
        for row in found.leaves
        if row.row.code in one.assessment.sampled
    ]
    days = ui.formatters.day(one.visited_on) if one.visited_on else ""
    page = ReviewPage(
        review=one,
        lines=lines,
        may_write=mine and one.sealed_at is None and one.assessment.state == "external",
        typed={
            "visited_on": str((typed or {}).get("visited_on", days)),
            "remarks": str((typed or {}).get("remarks", one.remarks)),
        },
        error=error or {},
        breadcrumbs=trail(
            (
                f"{one.assessment.unit_name} · {one.assessment.school_year}",
                address("assessment", assessment_id=one.assessment_id),
            ),
            (_("Phiếu đánh giá ngoài số %(seat)s") % {"seat": one.seat}, ""),
        ),
    )
    return ui.render(request, "maturity/review.html", page, status=422 if error else 200)


def _line(
    one: Review, row: queries.SheetRow, typed: Mapping[str, Any], error: Mapping[str, str]
) -> ReviewLine:
    code = row.row.code
    kept = one.scores.get(code, {})
    met = {True: "yes", False: "no"}.get(kept.get("met"), "")
    return ReviewLine(
        code=code,
        name=row.row.line.name,
        is_mandatory=row.row.line.kind is Kind.MANDATORY,
        maximum=points(row.row.line.maximum),
        proposed=points(row.proposed),
        own=said(row.own),
        reason=row.reason,
        evidence=row.evidence,
        url=address("criterion", assessment_id=one.assessment_id, code=code),
        points=str(typed.get(f"points-{code}", (kept.get("points") or "").replace(".", ","))),
        met=str(typed.get(f"met-{code}", met)),
        note=str(typed.get(f"note-{code}", kept.get("note", ""))),
        error=error.get(code, ""),
    )


@require_POST
@requires(DECIDE_ASSESSMENTS)
def settle(request: HttpRequest, assessment_id: int, code: str) -> HttpResponse:
    def act(actor: Actor) -> None:
        services.settle_score(
            actor, at=clock.now(), assessment_id=assessment_id, code=code,
            points=read_points(request.POST.get("final_points", ""), "final_points"),
            met=read_met(request.POST.get("final_met", "")), reason=request.POST.get("final_reason", ""),
        )  # fmt: skip

    return done(request, assessment_id, _("Đã thống nhất dòng %(code)s.") % {"code": code}, act)


@require_POST
@requires(DECIDE_ASSESSMENTS)
def conclude(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return done(
        request, assessment_id, _("Đã kết luận đánh giá ngoài."),
        lambda actor: services.conclude_external(actor, at=clock.now(), assessment_id=assessment_id),
    )  # fmt: skip
