"""Enrolling a child, its withdrawal, its return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import by_key
from khuevan.register.people import services as people
from khuevan.school.curriculum.choices import GRADES_OF_LEVEL
from khuevan.school.learners import services as learners

from .. import queries, services
from ..forms import EnrolForm, ReturnForm, TakeBackForm, WithdrawForm, take_errors
from ..models import ClassGroup, Enrolment
from ..permissions import EDIT_ENROLMENTS
from ..records import CLASSES, ENROLMENTS
from .places import actor_of, number_in, school_of, year_of


@dataclass(frozen=True)
class ActPage:
    title: str
    lead: str
    form: django_forms.Form
    breadcrumbs: Sequence[tuple[str, str]]
    cancel_url: str
    submit: str
    asks: bool = False
    hidden: Sequence[tuple[str, object]] = ()
    transfer_url: str = ""
    known: services.Known | None = None


@requires(EDIT_ENROLMENTS)
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """One act: person, learner, enrolment, placement. Look-alikes are shown and confirmed by a tick."""
    actor = actor_of(request)
    school, year = school_of(request, EDIT_ENROLMENTS), year_of(request)
    if school is None or year is None:
        return ui.render(request, "schoolyear/no_school.html", NoSchoolPage(_("Ghi danh học sinh")))
    classes = queries.open_classes(school.pk, year.pk)
    form = EnrolForm(
        request.POST or None,
        classes=[(one.pk, f"{one.name} ({one.size})") for one in classes],  # type: ignore[attr-defined]
        grades=[grade for level in school.levels for grade in GRADES_OF_LEVEL[level]],
        initial={"class_group": number_in(request, "class_group"), "enrolled_on": clock.today()},
    )
    asks, transfer_url = False, ""
    known: services.Known | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        group = next((one for one in classes if one.pk == data["class_group"]), None)
        order = services.EnrolOrder(
            school=school,
            school_year=year,
            grade=group.grade if group and not data["grade"] else data["grade"],
            enrolled_on=data["enrolled_on"],
            class_group=group,
            facts=form.facts(),
            entry_kind=data["entry_kind"],
            came_from=data["came_from"],
        )
        try:
            act = services.admit_learner if request.POST.get("step") == "admit" else services.enrol_learner
            made = act(actor, order, at=clock.now())
        except (learners.KnownElsewhere, people.CodeIsTaken, services.EnrolledElsewhere) as taken:
            known = services.look_for_known(actor, order, at=clock.now())
            if known is None or known.by_transfer:
                transfer_url = queries.transfer_address()
            if known is None or not known.way.kind:
                take_errors(form, taken)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
        except Invalid as invalid:
            asks = "confirmed" in invalid.errors
            take_errors(form, invalid)
        else:
            messages.success(request, _("Đã ghi danh %(name)s.") % {"name": made.full_name})
            if request.POST.get("again"):
                return redirect(request.get_full_path())
            return redirect(ENROLMENTS.url("detail", pk=made.pk))
    page = ActPage(
        title=_("Ghi danh học sinh"),
        lead=f"{school.name}, {year.code}",
        form=form,
        breadcrumbs=[(_("Lớp học"), CLASSES.url("list")), (_("Ghi danh học sinh"), "")],
        cancel_url=CLASSES.url("list"),
        submit=_("Ghi danh"),
        asks=asks or bool(request.POST.get("confirmed")),
        hidden=[("school", school.pk), ("year", year.code)],
        transfer_url=transfer_url,
        known=known,
    )
    return ui.render(request, "schoolyear/enrol.html", page, status=422 if form.errors else 200)


@dataclass(frozen=True)
class NoSchoolPage:
    title: str


def _enrolment(request: HttpRequest, pk: int) -> Enrolment:
    """Within the scope or not there; then the permission at its school."""
    actor = actor_of(request)
    row: Enrolment | None = by_key(ENROLMENTS.rows(actor), pk)
    if row is None:
        raise Http404
    access.demand(actor, EDIT_ENROLMENTS, on=row.school_id)
    return row


@requires(EDIT_ENROLMENTS)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actor, row = actor_of(request), _enrolment(request, pk)
    form = WithdrawForm(request.POST or None, initial={"version": row.version, "on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_learner(actor, row, at=clock.now(), **form.cleaned_data)
        except Invalid as invalid:
            take_errors(form, invalid)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
            return _act(request, row, form, _("Cho thôi học"), status=409)
        else:
            messages.success(request, _("Đã ghi %(name)s thôi học.") % {"name": row.full_name})
            return redirect(ENROLMENTS.url("detail", pk=pk))
    return _act(request, row, form, _("Cho thôi học"))


@requires(EDIT_ENROLMENTS)
@require_http_methods(["GET", "POST"])
def take_in_again(request: HttpRequest, pk: int) -> HttpResponse:
    actor, row = actor_of(request), _enrolment(request, pk)
    classes = queries.open_classes(row.school_id, row.school_year_id, row.grade)
    form = ReturnForm(
        request.POST or None,
        classes=[(one.pk, one.name) for one in classes],
        initial={"version": row.version, "on": clock.today(), "class_group": row.class_group_id},
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        group: ClassGroup | None = next((one for one in classes if one.pk == data["class_group"]), None)
        try:
            services.take_in_again(
                actor,
                row,
                at=clock.now(),
                version=data["version"],
                on=data["on"],
                class_group=group,
                note=data["note"],
            )
        except Invalid as invalid:
            take_errors(form, invalid)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
            return _act(request, row, form, _("Nhận học lại"), status=409)
        else:
            messages.success(request, _("Đã nhận %(name)s học lại.") % {"name": row.full_name})
            return redirect(ENROLMENTS.url("detail", pk=pk))
    return _act(request, row, form, _("Nhận học lại"))


@requires(EDIT_ENROLMENTS)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """An enrolment entered by mistake."""
    actor, row = actor_of(request), _enrolment(request, pk)
    title, form = _("Rút ghi danh nhầm"), TakeBackForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.take_back_enrolment(actor, row, at=clock.now(), **form.cleaned_data)
        except Invalid as invalid:
            take_errors(form, invalid)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
            return _act(request, row, form, title, status=409)
        else:
            messages.success(request, _("Đã rút ghi danh của %(name)s.") % {"name": row.full_name})
            return redirect(ENROLMENTS.url("list"))
    return _act(request, row, form, title)


def _act(
    request: HttpRequest, row: Enrolment, form: django_forms.Form, title: str, *, status: int = 0
) -> HttpResponse:
    one = ENROLMENTS.url("detail", pk=row.pk)
    page = ActPage(
        title=title,
        lead=f"{row.full_name}, {row.school_year.code}",
        form=form,
        breadcrumbs=[(_("Học sinh theo năm học"), ENROLMENTS.url("list")), (row.full_name, one), (title, "")],
        cancel_url=one,
        submit=title,
    )
    return ui.render(request, "schoolyear/act.html", page, status=status or (422 if form.errors else 200))
