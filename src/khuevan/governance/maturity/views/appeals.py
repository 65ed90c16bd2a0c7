"""What a unit says against its level, and the answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import clock
from khuevan.kernel.access import requires

from .. import queries, services
from ..permissions import DECIDE_ASSESSMENTS, SUBMIT_ASSESSMENTS
from .acts import done
from .words import actor_of


@require_POST
@requires(SUBMIT_ASSESSMENTS)
def appeal(request: HttpRequest, assessment_id: int) -> HttpResponse:
    codes = [
        word for word in request.POST.get("codes", "").replace(";", ",").replace(" ", ",").split(",") if word
    ]
    return done(
        request, assessment_id, _("Đã gửi kiến nghị."),
        lambda actor: services.make_appeal(
            actor, at=clock.now(), assessment_id=assessment_id, codes=codes, text=request.POST.get("text", "")
        ),
    )  # fmt: skip


@require_POST
@requires(DECIDE_ASSESSMENTS)
def answer_appeal(request: HttpRequest, assessment_id: int, appeal_id: int) -> HttpResponse:
    one = queries.assessment(actor_of(request), assessment_id)
    if appeal_id not in {row.pk for row in queries.appeals(one)}:
        raise Http404
    return done(
        request, assessment_id, _("Đã trả lời kiến nghị."),
        lambda actor: services.answer_appeal(
            actor, at=clock.now(), appeal_id=appeal_id, upheld=request.POST.get("outcome") == "upheld",
            answer=request.POST.get("answer", ""),
        ),
    )  # fmt: skip
