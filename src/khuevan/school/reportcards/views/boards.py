"""How far a school's and a class's cards are, who still has to sign; making the cards of a class."""

from __future__ import annotations

from collections.abc import Sequence
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
from khuevan.school.staff.queries import places

from .. import queries, services
from ..choices import OPEN, CardState
from ..permissions import EVERY_CLASS, GENERATE, VIEW_BOARD, VIEW_CARDS
from ..queries import boards, whole_school

TONES = {
    CardState.GENERATED: "neutral", CardState.SUBJECTS_SIGNED: "info", CardState.HOMEROOM_SIGNED: "info",
    CardState.HEAD_SIGNED: "primary", CardState.ISSUED: "success", CardState.RECALLED: "danger",
    CardState.CANCELLED: "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class SchoolPage:
    school: Any
    year: Any
    years: Sequence[tuple[str, str]]
    classes: Sequence[boards.ClassBoard]
    late: Sequence[boards.Late]
    chart: ui.Chart | None
    figures: Sequence[tuple[str, int, str]]
    may_open: bool
    may_generate: bool
    last_run: Any | None
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_BOARD)
@require_GET
def school(request: HttpRequest) -> HttpResponse:
    """Classes of a school with how many cards are in which state, and whose turn it is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    code = request.GET.get("code", "")
    here = places.school_named(actor, VIEW_BOARD, code) if code and "\x00" not in code else None
    here = here or places.school_for(actor, VIEW_BOARD, request.GET.get("school", ""))
    year = places.year_for(request.GET.get("year", ""), clock.today())
    if here is None or year is None:
        return _choose(request, actor)
    classes = boards.school_board(here.pk, year)
    may_generate = bool(access.decide(actor, GENERATE, on=here.pk))
    totals = [sum(one.states[place] for one in classes) for place in range(len(boards.STATES))]
    page = SchoolPage(
        school=here,
        year=year,
        years=places.years(),
        classes=classes,
        late=boards.late_signers(school_id=here.pk, year_id=year.pk),
        chart=_chart([one for one in classes if one.cards]),
        figures=[
            (str(state.label), many, TONES[state])
            for state, many in zip(boards.STATES, totals, strict=True)
            if many
        ],
        may_open=here.pk in access.scope(actor, EVERY_CLASS),
        may_generate=may_generate,
        last_run=whole_school.last_run(here.pk, year.pk) if may_generate else None,
        breadcrumbs=[(_("Tiến độ học bạ số"), "")],
    )
    return ui.render(request, "reportcards/school.html", page)


def _chart(classes: Sequence[boards.ClassBoard]) -> ui.Chart | None:
    if not classes:
        return None
    return ui.Chart(
        _("Học bạ của các lớp theo trạng thái"),
        categories=[one.group.name for one in classes],
        series=[
            ui.Series(str(state.label), [one.states[place] for one in classes])
            for place, state in enumerate(boards.STATES)
            if any(one.states[place] for one in classes)
        ],
        kind="stacked",
        category_label=_("Lớp"),
        decimals=0,
    )


def _choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = places.school_choice(
        actor, VIEW_BOARD, title=_("Tiến độ học bạ số"), action=reverse("reportcards:school"),
        code=request.GET.get("code", ""),
    )  # fmt: skip
    return ui.render(request, "staff/choose.html", page)


@dataclass(frozen=True)
class ClassPage:
    group: Any
    lines: Sequence[boards.CardLine]
    late: Sequence[boards.Late]
    tones: dict[CardState, str]
    is_closed: bool
    may_generate: bool
    may_cancel: bool
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_CARDS)
@require_GET
def class_page(request: HttpRequest, class_id: int) -> HttpResponse:
    """The cards of a class: state, signatures so far, who is next."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    group = queries.class_for(actor, class_id)
    lines = boards.class_board(group)
    may_generate = bool(access.decide(actor, GENERATE, on=group.school_id))
    page = ClassPage(
        group=group,
        lines=lines,
        late=boards.late_signers(school_id=group.school_id, year_id=group.school_year_id, class_id=group.pk),
        tones=TONES,
        is_closed=boards.is_closed(group),
        may_generate=may_generate,
        may_cancel=may_generate and any(one.card.state in OPEN for one in lines),
        breadcrumbs=trail(actor, group),
    )
    return ui.render(request, "reportcards/class.html", page)


def trail(actor: Actor, group: Any, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """School (for who sees it), class, and what lies below."""
    address = f"{reverse('reportcards:school')}?school={group.school_id}&year={group.school_year.code}"
    above = [(_("Tiến độ học bạ số"), address)] if group.school_id in access.scope(actor, VIEW_BOARD) else []
    own = reverse("reportcards:class", args=[group.pk]) if more else ""
    return [*above, (_("Học bạ lớp %(name)s") % {"name": group.name}, own), *more]


@requires(GENERATE)
@require_POST
def generate(request: HttpRequest, class_id: int) -> HttpResponse:
    """Makes the cards that are missing and brings the others up to date."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    group = queries.class_for(actor, class_id)
    if not access.decide(actor, GENERATE, on=group.school_id):
        raise Http404
    try:
        done = services.generate_class(actor, group, at=clock.now())
    except services.CardError as error:
        messages.error(request, str(error))
    else:
        text = _("Đã lập %(made)d học bạ mới, cập nhật %(changed)d học bạ.")
        messages.success(request, text % {"made": done.made, "changed": done.changed})
        if done.unassigned:
            words = _("Chưa phân công giáo viên: %(names)s. Hãy phân công, rồi lập lại.")
            messages.warning(request, words % {"names": ", ".join(done.unassigned)})
    return redirect("reportcards:class", group.pk)
