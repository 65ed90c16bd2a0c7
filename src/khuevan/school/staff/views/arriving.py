"""Somebody comes to the school: registering, and taking in whom another school lets go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records.errors import NotUnderstood
from khuevan.kernel.records.formats import parse_date
from khuevan.kernel.records.keys import by_key
from khuevan.register.people.services import BirthDate, FactsAreDoubtful, PeopleError
from khuevan.school.curriculum import queries as curriculum

from .. import services
from ..choices import MoveState
from ..forms import AcceptForm, RegisterForm, WhyForm, take_errors
from ..models import StaffMove
from ..permissions import RECORD_POSTINGS, VIEW_STAFF
from ..queries import places
from ..records import STAFF
from ..services.errors import StaffError


@dataclass(frozen=True)
class FormPage:
    """`doubts`, `look_alikes`: what has to be confirmed before this is saved. `groups`: (heading, names of fields)."""

    title: str
    lead: str
    form: django_forms.Form
    groups: Sequence[tuple[str, Sequence[str]]]
    breadcrumbs: Sequence[tuple[str, str]]
    cancel_url: str
    submit: str
    doubts: Sequence[str] = ()
    look_alikes: Sequence[Any] = ()


@dataclass(frozen=True)
class MovesPage:
    """`incoming`, `outgoing`: waiting for somebody; `done`: the latest that are answered."""

    incoming: Sequence[StaffMove]
    outgoing: Sequence[StaffMove]
    done: Sequence[StaffMove]
    may_record: bool
    breadcrumbs: Sequence[tuple[str, str]]


DONE_SHOWN = 50
_WHO = ("full_name", "born", "sex", "national_id", "phone", "email")
_HOW = ("school", "kind", "from_name", "position", "level", "main_subject", "contract_form", "code")
_DECISION = ("effective_on", "number", "body")


@requires(RECORD_POSTINGS)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A human being who is new to the school, with the decision that brings them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    schools = places.schools_to_choose(actor, RECORD_POSTINGS)
    form = RegisterForm(
        request.POST or None,
        subjects=subject_pairs(),
        schools=schools,
        initial={"effective_on": clock.today(), "school": actor.home_unit_id},
    )
    asked: FactsAreDoubtful | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _register(actor, form, schools)
        except FactsAreDoubtful as doubtful:
            asked = doubtful
        except (PeopleError, StaffError) as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã đưa %(name)s vào đội ngũ.") % {"name": made.full_name})
            return redirect(STAFF.url("detail", pk=made.pk))
    page = FormPage(
        title=_("Tiếp nhận người mới"),
        lead=_("Lập hồ sơ một người và ghi quyết định tuyển dụng, tiếp nhận hoặc biệt phái đến."),
        form=form,
        groups=((_("Cá nhân"), _WHO), (_("Vị trí công tác"), _HOW), (_("Quyết định"), _DECISION)),
        breadcrumbs=crumbs(_("Tiếp nhận người mới")),
        cancel_url=STAFF.url("list"),
        submit=_("Tiếp nhận"),
        doubts=[text for text in (asked.errors.values() if asked else ()) if text],
        look_alikes=asked.look_alikes if asked else (),
    )
    return ui.render(request, "staff/form.html", page, status=422 if request.method == "POST" else 200)


def _register(actor: Actor, form: RegisterForm, schools: Sequence[tuple[int, str]]) -> Any:
    given = form.cleaned_data
    asked = given.get("school") or (str(schools[0][0]) if len(schools) == 1 else "")
    school = places.school_for(actor, RECORD_POSTINGS, asked)
    if school is None:
        raise StaffError(_("Hãy mở trang này từ trường cần tiếp nhận."))
    try:
        born = BirthDate(parse_date(given["born"]))
    except NotUnderstood as problem:
        raise StaffError({"born": str(problem)}) from problem
    arrival = services.Arrival(
        decree=form.decree(),
        position=given["position"],
        kind=given["kind"],
        level=given["level"],
        main_subject=subject_of(given["main_subject"]),
        contract_form=given["contract_form"],
        code=given["code"],
        from_name=given["from_name"],
    )
    return services.register_staff(
        actor,
        at=clock.now(),
        school=school,
        arrival=arrival,
        facts=form.facts(born),
        confirmed=given["confirmed"],
    )


@requires(VIEW_STAFF)
@require_GET
def moves(request: HttpRequest) -> HttpResponse:
    """Who is on the way, from and to the schools of the scope."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = list(places.moves(actor, VIEW_STAFF).filter(state=MoveState.OFFERED))
    declined = list(places.moves(actor, VIEW_STAFF).filter(state=MoveState.DECLINED))
    done = places.moves(actor, VIEW_STAFF).exclude(state__in=[MoveState.OFFERED, MoveState.DECLINED])
    scope = access.scope(actor, VIEW_STAFF)
    page = MovesPage(
        incoming=[row for row in rows if row.to_school_id in scope],
        outgoing=[row for row in (*rows, *declined) if row.from_school_id in scope],
        done=list(done.order_by("-answered_at", "-id")[:DONE_SHOWN]),
        may_record=actor.holds(RECORD_POSTINGS),
        breadcrumbs=crumbs(_("Thuyên chuyển")),
    )
    return ui.render(request, "staff/moves.html", page)


@requires(RECORD_POSTINGS)
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, move_id: int) -> HttpResponse:
    """The receiving school takes somebody in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    move = _move(actor, move_id, "to_school_id")
    form = AcceptForm(
        request.POST or None,
        subjects=subject_pairs(),
        initial={"on": move.effective_on, "position": move.position, "version": move.version},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.accept_move(
                actor, move, at=clock.now(), version=given["version"], position=given["position"], level=given["level"],
                subject=subject_of(given["main_subject"]), on=given["on"],
            )  # fmt: skip
        except (PeopleError, StaffError) as error:
            take_errors(form, error)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
        else:
            messages.success(request, _("Đã tiếp nhận %(name)s.") % {"name": made.full_name})
            return redirect(STAFF.url("detail", pk=made.pk))
    return _ask(
        request, form, move, _("Tiếp nhận %(name)s") % {"name": move.full_name}, _("Tiếp nhận"),
        ("on", "position", "level", "main_subject", "version"),
    )  # fmt: skip


@requires(RECORD_POSTINGS)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, move_id: int, verb: str) -> HttpResponse:
    """Declining (where they were to go) or withdrawing (where they came from), with a reason."""
    if verb not in ("decline", "withdraw"):
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    declining = verb == "decline"
    move = _move(actor, move_id, "to_school_id" if declining else "from_school_id")
    do: Any = services.decline_move if declining else services.withdraw_move
    form = WhyForm(request.POST or None, initial={"version": move.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            do(actor, move, at=clock.now(), version=given["version"], why=given["why"])
        except (PeopleError, StaffError) as error:
            take_errors(form, error)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
        else:
            words = (
                _("Đã từ chối; trường cũ được báo lý do.")
                if declining
                else _("Đã rút lại; người này trở lại đội ngũ.")
            )
            messages.success(request, words)
            return redirect("staff:moves")
    title = _("Từ chối tiếp nhận %(name)s") if declining else _("Rút lại việc thuyên chuyển %(name)s")
    submit = _("Từ chối") if declining else _("Rút lại")
    return _ask(request, form, move, title % {"name": move.full_name}, submit, ("why", "version"))


def _ask(
    request: HttpRequest,
    form: django_forms.Form,
    move: StaffMove,
    title: str,
    submit: str,
    names: Sequence[str],
) -> HttpResponse:
    page = FormPage(
        title=title,
        lead=_("%(from)s → %(to)s, từ ngày %(on)s, quyết định %(number)s của %(body)s.")
        % {
            "from": move.from_name, "to": move.to_name, "on": f"{move.effective_on:%d/%m/%Y}",
            "number": move.decision_number, "body": move.deciding_body,
        },
        form=form,
        groups=(("", names),),
        breadcrumbs=[(_("Đội ngũ"), STAFF.url("list")), (_("Thuyên chuyển"), reverse("staff:moves")), (title, "")],
        cancel_url=reverse("staff:moves"),
        submit=submit,
    )  # fmt: skip
    return ui.render(request, "staff/form.html", page, status=422 if request.method == "POST" else 200)


def _move(actor: Actor, move_id: int, side: str) -> StaffMove:
    """A move of which this side is in the scope; the other side learns nothing by trying."""
    found = by_key(StaffMove.objects, move_id)
    if found is None:
        raise Http404
    if getattr(found, side) not in access.scope(actor, RECORD_POSTINGS):
        if found.from_school_id in actor.reach or found.to_school_id in actor.reach:
            access.demand(actor, RECORD_POSTINGS, on=getattr(found, side))
        raise Http404
    return found


@requires(RECORD_POSTINGS)
@require_GET
def destinations(request: HttpRequest) -> HttpResponse:
    """Schools of the whole platform while somebody types where a person goes: names and codes are public."""
    typed = str(next(iter(request.GET.values()), "")).replace("\x00", "")[:100]
    return ui.render(request, "staff/places.html", places.destinations(typed))


def crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("Đội ngũ"), STAFF.url("list")), (last, "")]


def subject_pairs() -> list[tuple[str, str]]:
    return [(str(row.pk), row.name) for row in curriculum.subjects()]


def subject_of(text: str) -> Any:
    return next((row for row in curriculum.subjects() if str(row.pk) == text), None) if text else None
