"""Making the cards of a whole school: the job while it runs, and what is still to be done in which class."""

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
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import clock, jobs, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.jobs import queries as runs
from khuevan.school.staff.queries import places

from .. import services
from ..choices import Hindrance
from ..models import ClassMaking
from ..permissions import GENERATE
from ..queries import whole_school as queries

HINDRANCE_TONES = {
    Hindrance.OPEN_BOOKS: "danger", Hindrance.OTHER: "danger", Hindrance.NOBODY: "warning", Hindrance.EMPTY: "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class MakingPage:
    making: queries.Making
    run: Any
    tones: dict[Hindrance, str]
    board: str
    breadcrumbs: Sequence[tuple[str, str]]

    def remedy(self, line: ClassMaking) -> tuple[str, str] | None:
        """What to do about it: words and address."""
        where = urlencode({"school": self.making.school.pk, "year": self.making.year.code})
        if line.hindrance == Hindrance.OPEN_BOOKS:
            return _("Khóa sổ điểm"), f"{reverse('gradebook:school')}?{where}"
        if line.hindrance == Hindrance.NOBODY:
            return _("Phân công"), f"{reverse('staff:board')}?{where}"
        return None


@requires(GENERATE)
@require_POST
def generate_school(request: HttpRequest) -> HttpResponse:
    """Hands the making to a job; asked twice, there is one job."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    school = places.school_for(actor, GENERATE, request.POST.get("school", ""))
    year = places.year_for(request.POST.get("year", ""), clock.today())
    if school is None or year is None:
        raise Http404
    try:
        run = services.begin_school(actor, school, year, at=clock.now())
    except services.CardError as error:
        messages.error(request, str(error))
        return redirect(_board(school, year))
    return redirect("reportcards:making", run.pk)


@requires(GENERATE)
@require_safe
def making(request: HttpRequest, run_id: int) -> HttpResponse:
    """While the job runs its live part is asked for again and again; at its end the page comes anew."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.making_for(actor, run_id)
    board = _board(found.school, found.year)
    page = MakingPage(
        making=found,
        run=runs.shown(actor, found.running),
        tones=HINDRANCE_TONES,
        board=board,
        breadcrumbs=[(_("Tiến độ học bạ số"), board), (_("Lập học bạ cả trường"), "")],
    )
    if request.headers.get("HX-Request") and "part" in request.GET:
        if not found.running.is_open:
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = reverse("reportcards:making", args=[run_id])
            return answer
        answer = ui.fragment(request, "reportcards/making_live.html", page)
        answer["Cache-Control"] = "no-store"
        return answer
    return ui.render(request, "reportcards/making.html", page)


@requires(GENERATE)
@require_POST
def making_step(request: HttpRequest, run_id: int, step: str) -> HttpResponse:
    """Stops the job at its next class, or lets an ended one go on with the classes that are left."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.making_for(actor, run_id)
    if step == "stop":
        jobs.cancel(actor, found.running, at=clock.now())
        messages.info(request, _("Đã yêu cầu dừng. Lớp nào lập xong thì giữ nguyên."))
    elif step == "go-on":
        jobs.retry(actor, found.running, at=clock.now())
        messages.success(request, _("Đã xếp lại vào hàng đợi."))
    else:
        raise Http404
    return redirect("reportcards:making", run_id)


def _board(school: Any, year: Any) -> str:
    return f"{reverse('reportcards:school')}?{urlencode({'school': school.pk, 'year': year.code})}"
