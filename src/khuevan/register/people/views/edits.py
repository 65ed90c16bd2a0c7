"""The forms of people: registering, correcting, affiliating, guardians."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, ui
from khuevan.kernel.access import Actor, Permission, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.register.organisations import queries as organisations

from .. import queries, services
from ..forms import (
    AffiliationForm,
    CorrectForm,
    DeathForm,
    EndForm,
    GuardianshipForm,
    RegisterForm,
    take_errors,
)
from ..models import Affiliation, Guardianship, Person
from ..permissions import AFFILIATE_PERSON, CORRECT_PERSON, EDIT_GUARDIANS, REGISTER_PERSON, VIEW_PEOPLE
from ..services.errors import say
from ..services.registration import facts_of


@dataclass(frozen=True)
class FormPage:
    """`doubts`, `look_alikes`: what has to be confirmed before this is saved."""

    title: str
    form: django_forms.Form
    breadcrumbs: list[tuple[str, str]]
    cancel_url: str
    doubts: Sequence[str] = ()
    look_alikes: Sequence[Person] = ()
    submit: str = ""


@requires(REGISTER_PERSON)
def register(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = RegisterForm(
        request.POST or None,
        on=clock.today(),
        communes=organisations.communes(actor, on=clock.today()),
        units=_units(request, actor, REGISTER_PERSON),
        initial={
            "unit_id": request.GET.get("unit", actor.home_unit_id),
            "kind": request.GET.get("kind", "learner"),
        },
    )
    asked: services.FactsAreDoubtful | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.register_person(
                actor=actor,
                at=clock.now(),
                facts=form.facts(),
                unit_id=data["unit_id"],
                kind=data["kind"],
                title=data["title"],
                valid_from=data["valid_from"],
                confirmed=data["confirmed"],
            )
        except services.FactsAreDoubtful as doubtful:
            asked = doubtful
        except services.PeopleError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã lập hồ sơ của %(name)s.") % {"name": made.full_name})
            return redirect("people:person", made.pk)
    return _show(request, _("Lập hồ sơ"), form, reverse("people:people"), asked)


@requires(CORRECT_PERSON)
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = queries.person_for(actor, person_id)
    access.demand(actor, CORRECT_PERSON, on=services.deciding_unit(actor, CORRECT_PERSON, person))
    before = facts_of(person)
    initial = {**before.__dict__, "born": str(before.born or ""), "version": person.version}
    form = CorrectForm(
        request.POST or None,
        on=clock.today(),
        communes=organisations.communes(actor, on=clock.today()),
        initial=initial,
    )
    asked: services.FactsAreDoubtful | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.correct_person(
                actor=actor,
                at=clock.now(),
                person=person,
                expected_version=data["version"],
                facts=form.facts(),
                why=data["why"],
                confirmed=data["confirmed"],
            )
        except services.FactsAreDoubtful as doubtful:
            asked = doubtful
        except services.PeopleError as error:
            take_errors(form, error)
        except ChangedMeanwhile as changed:
            form.add_error(None, f"{changed} {_last_change(actor, person)}".strip())
            return _show(request, _("Sửa hồ sơ"), form, _at(person), None, status=409)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("people:person", person.pk)
    return _show(request, _("Sửa hồ sơ"), form, _at(person), asked)


@requires(CORRECT_PERSON)
def death(request: HttpRequest, person_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = queries.person_for(actor, person_id)
    access.demand(actor, CORRECT_PERSON, on=services.deciding_unit(actor, CORRECT_PERSON, person))
    form = DeathForm(request.POST or None, initial={"version": person.version})
    if person.died_on is not None:
        return redirect("people:person", person.pk)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.note_death(
                actor=actor, at=clock.now(), person=person, expected_version=data["version"], on=data["on"]
            )
        except services.PeopleError as error:
            take_errors(form, error)
        except ChangedMeanwhile as changed:
            form.add_error(None, f"{changed} {_last_change(actor, person)}".strip())
            return _show(request, _("Ghi nhận đã mất"), form, _at(person), None, status=409)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("people:person", person.pk)
    return _show(request, _("Ghi nhận đã mất"), form, _at(person), None)


def _last_change(actor: Actor, person: Person) -> str:
    """Who was quicker, and when."""
    for line in audit.history(actor, person, limit=1):
        when = line.at.astimezone(clock.HERE).strftime("%H:%M %d/%m/%Y")
        return _("Người sửa: %(who)s, lúc %(when)s.") % {"who": line.who, "when": when}
    return ""


@requires(AFFILIATE_PERSON)
def affiliate(request: HttpRequest, person_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = queries.person_for(actor, person_id)
    form = AffiliationForm(
        request.POST or None,
        units=_units(request, actor, AFFILIATE_PERSON),
        initial={"unit_id": actor.home_unit_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.affiliate(actor=actor, at=clock.now(), person=person, **form.cleaned_data)
        except services.PeopleError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("people:person_tab", person.pk, "affiliations")
    return _show(request, _("Ghi nhận nơi học tập, công tác"), form, _at(person), None)


@requires(AFFILIATE_PERSON)
def end_affiliation(request: HttpRequest, affiliation_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    held: Affiliation = get_object_or_404(Affiliation.objects.select_related("person"), pk=affiliation_id)
    access.demand(actor, AFFILIATE_PERSON, on=held.unit_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_affiliation(actor=actor, at=clock.now(), affiliation=held, **form.cleaned_data)
        except services.PeopleError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("people:people")
    return _show(request, _("Kết thúc học tập, công tác"), form, _at(held.person), None)


@requires(EDIT_GUARDIANS)
def guardian(request: HttpRequest, person_id: int) -> HttpResponse:
    """Looks for the guardian by what was typed, then asks which one, then records."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    ward = queries.person_for(actor, person_id)
    form = GuardianshipForm(request.POST or None)
    asked: services.FactsAreDoubtful | None = None
    if request.method == "POST":
        form.offer([p for p in queries.search(actor, request.POST.get("guardian", "")) if p.pk != ward.pk])
        if form.is_valid():
            asked, made = _bind(actor, form, ward)
            if made:
                messages.success(request, _("Đã ghi nhận người giám hộ."))
                return redirect("people:person_tab", ward.pk, "family")
    return _show(request, _("Ghi nhận cha mẹ, người giám hộ"), form, _at(ward), asked)


@requires(EDIT_GUARDIANS)
def end_guardianship(request: HttpRequest, guardianship_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bond = get_object_or_404(Guardianship, pk=guardianship_id)
    ward = queries.person_for(actor, bond.ward_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_guardianship(actor=actor, at=clock.now(), guardianship=bond, **form.cleaned_data)
        except services.PeopleError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("people:person_tab", ward.pk, "family")
    return _show(request, _("Kết thúc giám hộ"), form, _at(ward), None)


def _bind(
    actor: Actor, form: GuardianshipForm, ward: Person
) -> tuple[services.FactsAreDoubtful | None, Guardianship | None]:
    data: dict[str, Any] = dict(form.cleaned_data)
    data.pop("guardian")
    chosen = data.pop("guardian_id")
    if chosen is None:
        offered = form.fields["guardian_id"].choices  # type: ignore[attr-defined]
        form.add_error(
            "guardian_id" if offered else "guardian",
            _("Hãy chọn một người trong danh sách.")
            if offered
            else _("Không tìm thấy ai như vậy trong phạm vi của bạn."),
        )
        return None, None
    try:
        guardian_person = queries.person_for(actor, chosen, VIEW_PEOPLE)
        return None, services.record_guardianship(
            actor=actor, at=clock.now(), guardian=guardian_person, ward=ward, **data
        )
    except services.FactsAreDoubtful as doubtful:
        return doubtful, None
    except services.PeopleError as error:
        take_errors(form, error)
    except Http404:
        form.add_error("guardian_id", _("Hãy chọn một người trong danh sách."))
    return None, None


def _show(
    request: HttpRequest,
    title: str,
    form: django_forms.Form,
    cancel_url: str,
    asked: services.FactsAreDoubtful | None,
    status: int = 0,
) -> HttpResponse:
    if asked is None and "confirmed" in form.fields:
        form.fields["confirmed"].widget = django_forms.HiddenInput()
    page = FormPage(
        title=title,
        form=form,
        breadcrumbs=[(_("Con người"), reverse("people:people")), (title, "")],
        cancel_url=cancel_url,
        doubts=[say(finding) for finding in asked.findings] if asked else (),
        look_alikes=asked.look_alikes if asked else (),
        submit=_("Xác nhận và lưu") if asked else _("Lưu"),
    )
    return ui.render(
        request, "people/form.html", page, status=status or (422 if form.errors or asked else 200)
    )


def _at(person: Person) -> str:
    return reverse("people:person", args=[person.pk])


def _units(request: HttpRequest, actor: Actor, permission: Permission) -> list[tuple[int, str]]:
    """The units to choose from, and the one that the address or the form already names."""
    wanted = request.POST.get("unit_id") or request.GET.get("unit") or str(actor.home_unit_id or "")
    return queries.units_to_choose(actor, permission, wanted)
