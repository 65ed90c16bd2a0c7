"""What is done with an assessment: each a form on its page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid, typed_day, typed_of

from .. import queries, services
from ..permissions import DECIDE_ASSESSMENTS, PREPARE_ASSESSMENTS, SUBMIT_ASSESSMENTS
from .assessments import show
from .words import actor_of


@require_POST
@requires(PREPARE_ASSESSMENTS)
def propose(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return done(
        request, assessment_id, _("Đã tính lại điểm đề xuất từ dữ liệu hiện nay."),
        lambda actor: services.propose_anew(actor, at=clock.now(), assessment_id=assessment_id),
    )  # fmt: skip


@require_POST
@requires(PREPARE_ASSESSMENTS)
def take(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return done(
        request, assessment_id, _("Đã lấy điểm đề xuất cho những dòng chưa chấm."),
        lambda actor: services.take_proposals(actor, at=clock.now(), assessment_id=assessment_id),
    )  # fmt: skip


@require_POST
@requires(SUBMIT_ASSESSMENTS)
def submit(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return done(
        request, assessment_id, _("Đã duyệt và gửi tự đánh giá."),
        lambda actor: services.submit_assessment(
            actor, at=clock.now(), assessment_id=assessment_id, decision=request.POST.get("decision", ""),
            reason=request.POST.get("reason", ""),
        ),
    )  # fmt: skip


@require_POST
@requires(DECIDE_ASSESSMENTS)
def accept(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return done(
        request, assessment_id, _("Đã xác nhận hồ sơ đạt yêu cầu."),
        lambda actor: services.accept_assessment(actor, at=clock.now(), assessment_id=assessment_id),
    )  # fmt: skip


@require_POST
@requires(DECIDE_ASSESSMENTS)
def send_back(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return done(
        request, assessment_id, _("Đã trả lại để bổ sung."),
        lambda actor: services.return_assessment(
            actor, at=clock.now(), assessment_id=assessment_id, reason=request.POST.get("reason", "")
        ),
    )  # fmt: skip


@require_POST
@requires(DECIDE_ASSESSMENTS)
def recognise(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return done(
        request, assessment_id, _("Đã công nhận mức độ."),
        lambda actor: services.recognise_level(
            actor, at=clock.now(), assessment_id=assessment_id, decision=request.POST.get("decision", ""),
            decided_on=typed_day(request, "decided_on"), reason=request.POST.get("reason", ""),
        ),
    )  # fmt: skip


@require_POST
@requires(DECIDE_ASSESSMENTS)
def publish(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return done(
        request, assessment_id, _("Đã công bố mức độ."),
        lambda actor: services.publish_level(actor, at=clock.now(), assessment_id=assessment_id),
    )  # fmt: skip


@require_POST
@requires(DECIDE_ASSESSMENTS)
def hand_over(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """To the body that manages the unit today."""
    return done(
        request, assessment_id, _("Đã chuyển nơi đánh giá."),
        lambda actor: services.hand_over(
            actor, at=clock.now(), assessment_id=assessment_id, reason=request.POST.get("reason", "")
        ),
    )  # fmt: skip


@require_POST
@requires(DECIDE_ASSESSMENTS)
def stop(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return done(
        request, assessment_id, _("Đã dừng đánh giá."),
        lambda actor: services.stop_assessment(
            actor, at=clock.now(), assessment_id=assessment_id, reason=request.POST.get("reason", "")
        ),
    )  # fmt: skip


def done(request: HttpRequest, assessment_id: int, said: str, act: Callable[[Actor], object]) -> HttpResponse:
    """Back to the page; a refusal is said on it, with what was typed."""
    actor = actor_of(request)
    try:
        act(actor)
    except Invalid as invalid:
        one = queries.assessment(actor, assessment_id)
        return show(request, one, error=invalid.errors, typed=typed_of(request))
    messages.success(request, said)
    return redirect("maturity:assessment", assessment_id)
