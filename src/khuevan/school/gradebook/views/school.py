"""A school's term: which classes are filled, closing them, how results spread; requests to open again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, Permission, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.ui.fields import DateField
from khuevan.school.staff.queries import places

from .. import queries, services
from ..choices import TERMS, YEAR, ReopeningState
from ..models import Reopening
from ..permissions import CLOSE_TERM, EVERY_CLASS, RECORD_OUTCOMES, VIEW_OVERVIEW
from ..queries import overview
from .charts import level_chart, titles_and_steps
from .words import term_asked


@dataclass(frozen=True)
class SchoolPage:
    school: Any
    year: Any
    term: int
    classes: Sequence[overview.ClassState]
    chart: ui.Chart | None
    figures: Sequence[tuple[str, int]]
    may_close: bool
    may_open: bool
    outcomes_url: str
    waiting: int
    years: Sequence[tuple[str, str]]
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]

    @property
    def open_classes(self) -> int:
        return sum(one.closed_at is None for one in self.classes)


@requires(VIEW_OVERVIEW)
@require_GET
def school(request: HttpRequest) -> HttpResponse:
    """Classes of a school in a term (or the year), and how results are spread over the levels."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    here, year, term = _place(actor, request)
    if here is None or year is None:
        return _choose(request, actor)
    shown = term or 2
    page = SchoolPage(
        school=here,
        year=year,
        term=term,
        classes=overview.class_states(actor, here.pk, year, shown),
        chart=level_chart(overview.spread_of(here.pk, term, year_id=year.pk)),
        figures=titles_and_steps(overview.spread_of(here.pk, term, year_id=year.pk)) if term == YEAR else (),
        may_close=bool(term) and bool(access.decide(actor, CLOSE_TERM, on=here.pk)),
        may_open=here.pk in access.scope(actor, EVERY_CLASS),
        outcomes_url=f"{reverse('gradebook:outcomes')}?{urlencode({'school': here.pk, 'year': year.code})}"
        if term == YEAR and access.decide(actor, RECORD_OUTCOMES, on=here.pk)
        else "",
        waiting=sum(one.state == ReopeningState.ASKED for one in overview.reopenings_of(here.pk)),
        years=places.years(),
        tabs=[
            (str(label), _address("gradebook:school", here, year, number), number == term)
            for number, label in (*TERMS, (YEAR, _("Cả năm")))
        ],
        breadcrumbs=[(_("Sổ điểm của trường"), "")],
    )
    return ui.render(request, "gradebook/school.html", page)


def _place(actor: Actor, request: HttpRequest) -> tuple[Any, Any, int]:
    """School, year and term of the address. Raises Http404 for a school outside of the scope."""
    code = request.GET.get("code", "")
    here = places.school_named(actor, VIEW_OVERVIEW, code) if code and "\x00" not in code else None
    here = here or places.school_for(actor, VIEW_OVERVIEW, request.GET.get("school", ""))
    today = clock.today()
    year = places.year_for(request.GET.get("year", ""), today)
    asked = request.GET.get("term", "")
    return here, year, YEAR if asked == "0" else term_asked(asked, queries.running_term(today))


def _address(name: str, here: Any, year: Any, term: int) -> str:
    return f"{reverse(name)}?{urlencode({'school': here.pk, 'year': year.code, 'term': term})}"


def _choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    return choose(request, actor, VIEW_OVERVIEW, _("Sổ điểm của trường"), reverse("gradebook:school"))


def choose(
    request: HttpRequest, actor: Actor, permission: Permission, title: str, action: str
) -> HttpResponse:
    """First the school: for pages that work at one."""
    code = request.GET.get("code", "")
    page = places.school_choice(actor, permission, title=title, action=action, code=code)
    return ui.render(request, "staff/choose.html", page)


@requires(CLOSE_TERM)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Closes the chosen classes of a school for a term."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    here, year, term = _place(actor, request)
    if here is None or year is None or not term:
        raise Http404
    access.demand(actor, CLOSE_TERM, on=here.pk)
    chosen = {
        int(text)
        for text in request.POST.getlist("class")
        if text.isascii() and text.isdecimal() and len(text) < 10
    }
    groups = [
        one.group for one in overview.class_states(actor, here.pk, year, term) if one.group.pk in chosen
    ]
    if not groups:
        messages.error(request, _("Hãy chọn ít nhất một lớp."))
    else:
        closed, problems = services.close_terms(actor, groups, term, at=clock.now())
        for words in problems:
            messages.error(request, words)
        if closed:
            names = ", ".join(one.name for one in closed)
            messages.success(request, _("Đã khóa sổ điểm lớp %(names)s.") % {"names": names})
    return redirect(_address("gradebook:school", here, year, term))


@dataclass(frozen=True)
class ReopeningsPage:
    rows: Sequence[Reopening]
    today: date
    usual: date
    school: Any
    breadcrumbs: Sequence[tuple[str, str]]


@requires(CLOSE_TERM)
@require_GET
def reopenings(request: HttpRequest) -> HttpResponse:
    """Requests to write in closed gradebooks: those that wait, those that are open, and what was answered."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    here = places.school_for(actor, CLOSE_TERM, request.GET.get("school", ""))
    if here is None:
        return _choose(request, actor)
    today = clock.today()
    page = ReopeningsPage(
        rows=overview.reopenings_of(here.pk),
        today=today,
        usual=today + timedelta(days=3),
        school=here,
        breadcrumbs=[
            (_("Sổ điểm của trường"), f"{reverse('gradebook:school')}?school={here.pk}"),
            (_("Đề nghị mở lại sổ"), ""),
        ],
    )
    return ui.render(request, "gradebook/reopenings.html", page)


@requires(CLOSE_TERM)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens until a day, declines with a reason, or closes again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = (
        Reopening.objects.within(access.scope(actor, CLOSE_TERM)).filter(pk=pk).first()
        if pk < 2**31
        else None
    )
    if row is None:
        raise Http404
    text = request.POST.get("version", "")
    seen: dict[str, Any] = {
        "version": int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0, "at": clock.now(),
    }  # fmt: skip
    try:
        if "approve" in request.POST:
            until = DateField(required=True).clean(request.POST.get("open_until", ""))
            services.approve_reopening(actor, row, open_until=until, **seen)
            messages.success(request, _("Đã mở lại sổ đến hết %(until)s.") % {"until": f"{until:%d/%m/%Y}"})
        elif "decline" in request.POST:
            services.decline_reopening(actor, row, answer=request.POST.get("answer", ""), **seen)
            messages.success(request, _("Đã trả lời đề nghị."))
        else:
            services.close_again(actor, row, **seen)
            messages.success(request, _("Sổ đã được khóa lại."))
    except services.GradebookError as error:
        messages.error(request, "; ".join(error.errors.values()))
    except ChangedMeanwhile as changed:
        messages.error(request, str(changed))
    except ValidationError:
        messages.error(request, _("Ngày mở đến không đọc được; hãy ghi ngày/tháng/năm."))
    return redirect(f"{reverse('gradebook:reopenings')}?school={row.school_id}")
