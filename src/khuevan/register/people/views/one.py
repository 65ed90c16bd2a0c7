"""The page of one person: facts, affiliations, guardians and wards, history; and showing a masked field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import access, audit, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.text import nfc

from .. import queries, services
from ..models import Merge, Person
from ..permissions import (
    AFFILIATE_PERSON,
    CORRECT_PERSON,
    EDIT_GUARDIANS,
    MERGE_PEOPLE,
    UNCOVER_FIELD,
    VIEW_HISTORY,
    VIEW_PEOPLE,
)
from ..rules import province_of_number

TABS = ("facts", "affiliations", "family", "history")


@dataclass(frozen=True)
class Masked:
    """A sensitive field: what is shown of it, and where it is uncovered ("" where it may not be)."""

    label: str
    shown: str
    url: str


@dataclass(frozen=True)
class UncoverPage:
    """One sensitive field: `value` is empty until the reason was given."""

    label: str
    url: str
    value: str
    breadcrumbs: list[tuple[str, str]]


@dataclass(frozen=True)
class PersonPage:
    person: Person
    tab: str
    tabs: list[tuple[str, str, bool]]
    breadcrumbs: list[tuple[str, str]]
    plain: list[tuple[str, Any]] = field(default_factory=list)
    masked: list[Masked] = field(default_factory=list)
    profile: queries.Profile | None = None
    history: Sequence[Any] = ()
    may_correct: bool = False
    may_affiliate: bool = False
    may_bind: bool = False
    may_merge: bool = False
    merges: Sequence[Merge] = ()


@requires(VIEW_PEOPLE)
def person(request: HttpRequest, person_id: int, tab: str = "facts") -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        found = queries.person_for(actor, person_id)
    except Http404:
        survivor = queries.survivor_of(actor, person_id)
        if survivor is None:
            raise
        messages.info(request, _("Hồ sơ số %(number)s đã được gộp vào hồ sơ này.") % {"number": person_id})
        return redirect("people:person", survivor.pk)
    sees_history = may(actor, VIEW_HISTORY, found)
    if tab == "history" and not sees_history:
        access.demand(actor, VIEW_HISTORY, on=found.units.ranges[0][0])
    labels = {
        "facts": _("Thông tin"),
        "affiliations": _("Nơi học tập, công tác"),
        "family": _("Gia đình, giám hộ"),
        "history": _("Lịch sử"),
    }
    page = PersonPage(
        person=found,
        tab=tab,
        tabs=[
            (labels[name], _address(found, name), name == tab)
            for name in TABS
            if name != "history" or sees_history
        ],
        breadcrumbs=[(_("Con người"), reverse("people:people")), (found.full_name, "")],
        plain=_plain(found) if tab == "facts" else [],
        masked=_masked(actor, found) if tab == "facts" else [],
        profile=queries.profile(found),
        history=audit.history(actor, found) if tab == "history" else (),
        may_correct=may(actor, CORRECT_PERSON, found),
        may_affiliate=may(actor, AFFILIATE_PERSON, found),
        may_bind=may(actor, EDIT_GUARDIANS, found),
        may_merge=may(actor, MERGE_PEOPLE, found),
        merges=queries.merges_into(found) if tab == "facts" else (),
    )
    return ui.render(request, "people/person.html", page)


@require_POST
@requires(VIEW_PEOPLE)
def uncover(request: HttpRequest, person_id: int, name: str) -> HttpResponse:
    """Asks why, then answers with the value itself, for the place where the dots were; the look is logged.

    Without JavaScript both stand on a page of their own.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.person_for(actor, person_id)
    if name not in services.SENSITIVE_FIELDS:
        raise Http404
    services.demand_uncovering(actor, found)
    why, value = nfc(request.POST.get("why", ""))[:300], ""
    if why:
        value = services.uncover(actor=actor, at=clock.now(), person=found, field=name, why=why)
        value = value or _("chưa ghi")
    address = _address(found, "facts")
    page = UncoverPage(
        label=_label(name),
        url=reverse("people:uncover", args=[found.pk, name]),
        value=value,
        breadcrumbs=[
            (_("Con người"), reverse("people:people")),
            (found.full_name, address),
            (_label(name), ""),
        ],
    )
    if request.headers.get("HX-Request") != "true":
        response = ui.render(request, "people/uncover.html", page)
    elif value:
        response = HttpResponse(escape(value))
    else:
        response = ui.render(request, "people/reason.html", page)
    response.headers["Cache-Control"] = "no-store"
    return response


def may(actor: Actor, permission: access.Permission, found: Person) -> bool:
    """Whether the actor holds the permission in one of the person's units."""
    scope = access.scope(actor, permission)
    return scope.is_everything or bool(found.units & scope)


def _label(name: str) -> str:
    label = str(getattr(Person._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def _address(found: Person, tab: str) -> str:
    if tab == "facts":
        return reverse("people:person", args=[found.pk])
    return reverse("people:person_tab", args=[found.pk, tab])


def _plain(found: Person) -> list[tuple[str, Any]]:
    return [
        (_("Ngày sinh"), str(found.born or "")),
        (_("Giới tính"), found.get_sex_display()),
        (_("Mã định danh ngành"), found.sector_id),
        (_("Quốc tịch"), found.get_nationality_display()),
        (_("Nơi sinh"), found.birthplace),
        (_("Nơi đăng ký khai sinh (theo số định danh)"), province_of_number(found.national_id)),
    ]


def _masked(actor: Actor, found: Person) -> list[Masked]:
    allowed = may(actor, UNCOVER_FIELD, found) or services.is_oneself(actor, found)
    rows = []
    for name in services.SENSITIVE_FIELDS:
        value = getattr(found, name)
        shown = (
            "" if not value else f"•••••••••{value[-3:]}" if name in ("national_id", "phone") else "••••••••"
        )
        url = reverse("people:uncover", args=[found.pk, name]) if allowed and value else ""
        rows.append(Masked(_label(name), shown, url))
    return rows
