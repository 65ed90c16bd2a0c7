"""One school, or a body with all that is under it: dimensions, checks, owners; recheck and owners' form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, Reach, requires
from khuevan.kernel.checks import components
from khuevan.kernel.records import Invalid
from khuevan.register.accounts.queries.roles import all_roles
from khuevan.register.organisations import queries as organisations
from khuevan.register.people import queries as people

from .. import queries, services
from ..models import Responsibility, UnitStanding
from ..permissions import ASSIGN_OWNERS, VIEW_QUALITY
from .words import breadcrumbs, dimension_shares, past_chart


@dataclass(frozen=True)
class OwnerRow:
    """One component: who answers for it by name, else the role that does, and how much is open in it."""

    code: str
    label: str
    person_id: int | None
    name: str
    role: str
    open: int
    url: str


@dataclass(frozen=True)
class BelowRow:
    """A unit directly under a body, and how it (with all below it) stands; None where it was never judged."""

    unit_id: int
    name: str
    standing: UnitStanding | None


@dataclass(frozen=True)
class UnitPage:
    unit_id: int
    name: str
    is_body: bool
    standing: UnitStanding | None
    shares: Sequence[tuple[str, float | None]]
    chart: ui.Chart | None
    checks: Sequence[queries.CheckRow]
    below: Sequence[BelowRow]
    owners: Sequence[OwnerRow]
    breadcrumbs: list[tuple[str, str]]
    may_assign: bool


@dataclass(frozen=True)
class OwnersPage:
    """`people`: those who work at the unit, to choose from; `errors`: by component."""

    unit_id: int
    name: str
    owners: Sequence[OwnerRow]
    people: Sequence[tuple[str, str]]
    breadcrumbs: list[tuple[str, str]]
    errors: dict[str, str] = field(default_factory=dict)


@requires(VIEW_QUALITY)
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    name = _name(actor, unit_id)
    scope = access.scope(actor, VIEW_QUALITY)
    below = organisations.descendants(unit_id)
    standing = queries.standing(unit_id)
    days = queries.history(unit_id)
    page = UnitPage(
        unit_id=unit_id,
        name=name,
        is_body=len(below) > 1,
        standing=standing,
        shares=dimension_shares(standing) if standing is not None else (),
        chart=past_chart(days) if len(days) > 1 else None,
        checks=queries.tallies(below & scope),
        below=_below(unit_id, scope) if len(below) > 1 else (),
        owners=_owners(unit_id, is_body=len(below) > 1),
        breadcrumbs=breadcrumbs(*_above(unit_id, scope), (name, "")),
        may_assign=access.decide(actor, ASSIGN_OWNERS, on=unit_id).allowed,
    )
    return ui.render(request, "quality/unit.html", page)


@require_POST
@requires(VIEW_QUALITY)
def recheck(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The checks of one school, now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    _name(actor, unit_id)
    ran = services.recheck_unit(actor=actor, at=clock.now(), unit_id=unit_id)
    messages.success(
        request,
        _("Đã kiểm tra lại: %(found)s lỗi mới, %(mended)s lỗi đã hết.")
        % {"found": ran.found, "mended": ran.mended},
    )
    return redirect("quality:unit", unit_id)


@requires(ASSIGN_OWNERS)
def owners(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Who answers for what; saved line by line."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    name = _name(actor, unit_id)
    access.demand(actor, ASSIGN_OWNERS, on=unit_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        component, chosen = request.POST.get("component", ""), request.POST.get("person", "")
        try:
            services.assign_owner(
                actor=actor, at=clock.now(), unit_id=unit_id, component=component,
                person_id=int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None,
            )  # fmt: skip
        except Invalid as invalid:
            errors[component] = " ".join(str(text) for text in invalid.errors.values())
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("quality:owners", unit_id)
    page = OwnersPage(
        unit_id=unit_id,
        name=name,
        owners=_owners(unit_id, is_body=False),
        people=[("", _("Theo vai trò")), *_people_of(unit_id)],
        breadcrumbs=breadcrumbs(
            (name, reverse("quality:unit", args=[unit_id])), (_("Người phụ trách dữ liệu"), "")
        ),
        errors=errors,
    )
    return ui.render(request, "quality/owners.html", page, status=422 if errors else 200)


def _below(unit_id: int, scope: Reach) -> list[BelowRow]:
    """The worst first; those never judged at the end."""
    nodes = [node for node in organisations.children(unit_id, on=clock.today()) if node.id in scope]
    standings = UnitStanding.objects.in_bulk([node.id for node in nodes])
    rows = [BelowRow(node.id, node.name, standings.get(node.id)) for node in nodes]
    return sorted(rows, key=lambda row: row.standing.score or 0.0 if row.standing else 101.0)


def _above(unit_id: int, scope: Reach) -> list[tuple[str, str]]:
    """The bodies over it that the reader sees: the way back up."""
    return [
        (node.name, reverse("quality:unit", args=[node.id]))
        for node in organisations.ancestors(unit_id, on=clock.today())
        if node.id in scope
    ]


def _name(actor: Actor, unit_id: int) -> str:
    """The unit's name. Raises Http404 outside the scope."""
    if unit_id not in access.scope(actor, VIEW_QUALITY):
        raise Http404
    names = organisations.names([unit_id])
    if unit_id not in names:
        raise Http404
    return names[unit_id]


def _people_of(unit_id: int) -> list[tuple[str, str]]:
    on = clock.today()
    rows = [*people.affiliated(unit_id, "officer", on), *people.affiliated(unit_id, "staff", on)]
    return [
        (str(row.person_id), f"{row.full_name} · {row.title}" if row.title else row.full_name) for row in rows
    ]


def _owners(unit_id: int, *, is_body: bool) -> list[OwnerRow]:
    named = {
        row.component: row
        for row in Responsibility.objects.filter(unit_id=unit_id, valid_until=None).select_related("person")
    }
    open_in = {} if is_body else queries.owners_to_remind(unit_id)
    roles = _role_names()
    address = reverse("quality:findings")
    rows = []
    for part in components():
        held = named.get(part.code)
        role = part.department if is_body else part.school
        rows.append(
            OwnerRow(
                code=part.code,
                label=str(part.label),
                person_id=held.person_id if held else None,
                name=held.person.full_name if held else "",
                role=roles.get(role, role),
                open=open_in.get(part.code, 0),
                url=f"{address}?{urlencode({'unit': str(unit_id), 'component': part.code})}",
            )
        )
    return rows


def _role_names() -> dict[str, str]:
    return {role.code: role.name for role in all_roles()}


def scope_of_unit(unit: str) -> Reach | None:
    """The units below the one that the address names; None where it names none."""
    if not unit.isdecimal() or len(unit) > 9:
        return None
    return organisations.descendants(int(unit))
