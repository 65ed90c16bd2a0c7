"""One visit: when and who, what was found, what is to be put right, the minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid, typed_day, typed_of
from khuevan.register.signing import queries as signing

from .. import queries, services
from ..choices import MinutesState, Result, VisitState
from ..models import Answer, Member, Minutes, Photo, Remedy, Visit
from ..permissions import INSPECT, PLAN_INSPECTIONS, VIEW_INSPECTIONS
from ..queries import Beside
from ..rules import FAULTS
from .words import (
    MINUTES_TONES,
    actor_of,
    address,
    number_of,
    remedy_badge,
    result_badge,
    trail,
    visit_badge,
)


@dataclass(frozen=True)
class FoundView:
    """A line of the sheet as it was found. is_fault: a remedy may be demanded."""

    row: Answer
    badge: Markup
    beside: Sequence[Beside]
    photos: Sequence[Photo]
    remedy: Remedy | None
    remedy_badge: Markup
    is_fault: bool


@dataclass(frozen=True)
class VisitPage:
    """turn: whose signature the minutes wait for; form: where it is the reader's. may: what the reader may do."""

    visit: Visit
    badge: Markup
    facts: Sequence[tuple[str, object]]
    team: Sequence[Member]
    colleagues: Sequence[tuple[str, str]]
    leaders: Sequence[tuple[str, str]]
    chosen: Sequence[str]
    leader: str
    lines: Sequence[FoundView]
    is_read: bool
    unwritten: int
    usual_due: str
    minutes: Minutes | None
    minutes_badge: Markup
    editions: Sequence[tuple[Minutes, Markup]]
    is_broken: bool
    seen: str
    form: signing.GestureForm | None
    may: frozenset[str]
    breadcrumbs: Sequence[tuple[str, str]]
    error: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


@requires(VIEW_INSPECTIONS)
@require_safe
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    return show(request, queries.visit(actor_of(request), visit_id))


def show(
    request: HttpRequest,
    one: Visit,
    *,
    error: Mapping[str, str] | None = None,
    form: signing.GestureForm | None = None,
) -> HttpResponse:
    """The page; with what was wrong and what was typed where an act was refused."""
    actor, today = actor_of(request), clock.today()
    is_read = queries.may_read_sheet(actor, one)
    found = queries.latest(one) if is_read else None
    may = _may(actor, one, found)
    lines = _lines(request, one) if is_read else []
    team = queries.members(one)
    colleagues = queries.inspectors(one, on=today) if "prepare" in may else []
    if form is None and found is not None and may & {"lead", "sign"}:
        form = signing.GestureForm(None, certificates=certificates_of(actor))
    bad = bool(error) or bool(form is not None and form.errors)
    policy = queries.policy(today)
    due = today + timedelta(days=policy.remedy_days) if policy is not None else None
    chosen = request.POST.getlist("team") if error else [str(row.account_id) for row in team]
    page = VisitPage(
        visit=one,
        badge=visit_badge(one.state),
        facts=_facts(one),
        team=team,
        colleagues=[(str(row.account_id), f"{row.name} · {row.place}") for row in colleagues],
        leaders=[("", "–"), *((str(row.account_id), row.name) for row in colleagues)],
        chosen=chosen,
        leader=request.POST.get("leader", "") if error
        else next((str(row.account_id) for row in team if row.is_leader), ""),
        lines=lines,
        is_read=is_read,
        unwritten=sum(not line.row.result for line in lines),
        usual_due=ui.formatters.day(due) if due is not None else "",
        minutes=found,
        minutes_badge=_minutes_badge(found),
        editions=[(row, _minutes_badge(row)) for row in queries.editions(one)],
        is_broken=found is not None and bool(found.content) and queries.contents_of(one, found) is None,
        seen=services.seen_digest(one, found) if found is not None else "",
        form=form,
        may=may,
        breadcrumbs=trail((one.body_name, _body_url(actor, one)), (one.unit_name, "")),
        error=error or {},
        typed=typed_of(request) if bad else {},
    )  # fmt: skip
    return ui.render(request, "inspections/visit.html", page, status=422 if bad else 200)


def certificates_of(actor: Actor) -> list[Any]:
    """The actor's certificates at the own unit."""
    if actor.person_id is None or actor.home_unit_id is None:
        return []
    return signing.usable_certificates(actor.person_id, actor.home_unit_id, clock.now())


def _body_url(actor: Actor, one: Visit) -> str:
    if one.body_id not in access.scope(actor, VIEW_INSPECTIONS):
        return ""
    return address("start", asked={"unit": str(one.body_id), "year": one.school_year})


def _minutes_badge(found: Minutes | None) -> Markup:
    if found is None:
        return Markup("")
    state = MinutesState(found.state)
    return ui.badge(str(state.label), MINUTES_TONES[state])


def _may(actor: Actor, one: Visit, found: Minutes | None) -> frozenset[str]:
    turn = queries.to_sign(one, found)
    leads, signs = queries.may_lead(actor, one), queries.may_sign_for_unit(actor, one)
    writes = queries.may_write(actor, one)
    is_open = one.state == VisitState.OPEN
    held = {
        "prepare": queries.may_prepare(actor, one),
        "begin": writes and one.state == VisitState.PLANNED,
        "write": writes and is_open,
        "conclude": writes and is_open and leads,
        "resume": turn is MinutesState.DRAFT and leads,
        "lead": turn is MinutesState.DRAFT and leads,
        "object": turn is MinutesState.DRAFT and signs,
        "sign": turn is MinutesState.HALF and signs,
        "correct": leads and found is not None and found.state != MinutesState.DRAFT
        and one.state in (VisitState.CONCLUDED, VisitState.SIGNED),
    }  # fmt: skip
    return frozenset(name for name, allowed in held.items() if allowed)


def _lines(request: HttpRequest, one: Visit) -> list[FoundView]:
    actor, rows = actor_of(request), queries.answers(one)
    beside = queries.beside(actor, one, rows, on=clock.today())
    photos = queries.photos(one)
    remedies = {row.answer_id: row for row in queries.of_visit(one)}
    found = []
    for row in rows:
        remedy = remedies.get(row.pk)
        found.append(
            FoundView(
                row, result_badge(row.result), beside.get(row.pk, ()), photos.get(row.pk, ()), remedy,
                remedy_badge(remedy.state, remedy.due_on) if remedy is not None else Markup(""),
                Result(row.result) in FAULTS,
            )
        )  # fmt: skip
    return found


def _facts(one: Visit) -> list[tuple[str, object]]:
    return [
        (_("Cơ quan kiểm tra"), one.body_name),
        (_("Năm học"), one.school_year),
        (_("Theo quyết định"), one.decision),
        (_("Phiếu"), one.sheet),
        (_("Dự kiến ngày"), ui.formatters.day(one.planned_on)),
        (_("Kiểm tra ngày"), ui.formatters.day(one.visited_on)),
        (_("Kết luận lúc"), ui.formatters.day_and_time(one.concluded_at) if one.concluded_at else ""),
        (_("Không thực hiện vì"), one.ended_reason),
    ]


@require_POST
@requires(PLAN_INSPECTIONS)
def prepare(request: HttpRequest, visit_id: int) -> HttpResponse:
    return done(
        request, visit_id, _("Đã cử đoàn, hẹn ngày."),
        lambda actor: services.prepare_visit(
            actor, at=clock.now(), visit_id=visit_id, planned_on=typed_day(request, "planned_on"),
            team=[number_of(word) for word in request.POST.getlist("team")],
            leader=number_of(request.POST.get("leader", "")),
        ),
    )  # fmt: skip


@require_POST
@requires(INSPECT)
def demand(request: HttpRequest, visit_id: int) -> HttpResponse:
    return done(
        request, visit_id, _("Đã ghi yêu cầu khắc phục; đơn vị thấy khi kết luận."),
        lambda actor: services.demand_remedy(
            actor, at=clock.now(), visit_id=visit_id, answer_id=number_of(request.POST.get("answer", "")),
            text=request.POST.get("text", ""), due_on=typed_day(request, "due_on"),
        ),
    )  # fmt: skip


@require_POST
@requires(INSPECT)
def drop(request: HttpRequest, visit_id: int) -> HttpResponse:
    return done(
        request, visit_id, _("Đã bỏ yêu cầu khắc phục."),
        lambda actor: services.drop_remedy(
            actor, at=clock.now(), visit_id=visit_id, remedy_id=number_of(request.POST.get("remedy", ""))
        ),
    )  # fmt: skip


@require_POST
@requires(INSPECT)
def conclude(request: HttpRequest, visit_id: int) -> HttpResponse:
    return done(
        request, visit_id, _("Đã kết luận; đơn vị thấy kết quả, biên bản chờ ký."),
        lambda actor: services.conclude_visit(
            actor, at=clock.now(), visit_id=visit_id, remarks=request.POST.get("remarks", "")
        ),
    )  # fmt: skip


@require_POST
@requires(INSPECT)
def resume(request: HttpRequest, visit_id: int) -> HttpResponse:
    return done(
        request, visit_id, _("Đã mở lại phiếu."),
        lambda actor: services.resume_visit(actor, at=clock.now(), visit_id=visit_id),
    )  # fmt: skip


def done(request: HttpRequest, visit_id: int, said: str, act: Callable[[Actor], object]) -> HttpResponse:
    """Back to the visit; a refusal is said on its page, with what was typed."""
    actor = actor_of(request)
    try:
        act(actor)
    except Invalid as invalid:
        return show(request, queries.visit(actor, visit_id), error=invalid.errors)
    messages.success(request, said)
    return redirect("inspections:visit", visit_id)
