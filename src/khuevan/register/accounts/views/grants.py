"""Giving a role with a look at what it opens, taking it back, and handing over for leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires, signed_in
from khuevan.kernel.records.errors import Invalid
from khuevan.register.organisations import queries as organisations

from .. import permissions, queries, services
from ..forms import DelegationForm, GrantForm, ReasonForm, take_errors
from ..models import Account, Grant
from ..queries.grants import (
    GrantRow,
    Outcome,
    delegable_grants,
    delegations_by,
    grant_in_scope,
    grant_row,
    outcome,
    stand_in,
)
from ..services.grants import lacking_for


@dataclass(frozen=True)
class GrantPage:
    account: Account
    form: GrantForm
    outcome: Outcome | None


@requires(permissions.GIVE_GRANTS)
def new_grant(request: HttpRequest, account_id: int) -> HttpResponse:
    """First the preview (`step=preview`), then the same form with `step=give`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at = clock.now()
    on = clock.on(at)
    account = queries.account_in_scope(actor, account_id)
    code = account.unit.code if account.unit else ""
    form = GrantForm(request.POST or None, initial={"unit": code, "valid_from": on})
    shown: Outcome | None = None
    if request.method == "POST" and form.is_valid():
        try:
            shown = _outcome(actor, account, form.cleaned_data, on)
            if request.POST.get("step") == "give":
                _give(actor, account, form.cleaned_data, at)
                messages.success(request, _("Đã cấp quyền cho %(name)s.") % {"name": account})
                return redirect("accounts:account", account.pk)
        except Invalid as error:
            take_errors(form, error)
    status = 422 if form.is_bound and form.errors else 200
    return ui.render(request, "accounts/grant.html", GrantPage(account, form, shown), status=status)


def _outcome(actor: Actor, account: Account, entered: dict[str, Any], on: date) -> Outcome:
    unit = organisations.by_code(entered["unit"].strip())
    if unit is None:
        raise Invalid({"unit": _("Không có đơn vị mang mã này trong phạm vi của bạn.")})
    entered["unit_id"] = unit.pk
    role = entered["role"]
    area = organisations.descendants(unit.pk, on)
    return outcome(account, role, unit.pk, unit.name, on, lacking_for(actor, role.permissions, area))


def _give(actor: Actor, account: Account, entered: dict[str, Any], at: Any) -> None:
    services.give_grant(
        actor,
        account=account,
        role=entered["role"],
        unit_id=entered["unit_id"],
        valid_from=entered["valid_from"],
        valid_until=entered["valid_until"],
        reason=entered["reason"],
        at=at,
        on=clock.on(at),
    )


@dataclass(frozen=True)
class RevokePage:
    grant: GrantRow
    form: ReasonForm


@requires(permissions.GIVE_GRANTS)
def revoke_grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _revoke(request, grant_in_scope(actor, grant_id), back="accounts:account")


def _revoke(request: HttpRequest, grant: Grant, *, back: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at = clock.now()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke_grant(actor, grant, reason=form.cleaned_data["reason"], at=at, on=clock.on(at))
        except Invalid as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã thu hồi quyền."))
            return redirect(back, grant.account_id) if back == "accounts:account" else redirect(back)
    page = RevokePage(grant_row(grant, clock.on(at)), form)
    return ui.render(request, "accounts/revoke.html", page, status=422 if form.errors else 200)


@dataclass(frozen=True)
class DelegationsPage:
    own: list[GrantRow]
    given: list[GrantRow]


@signed_in("one's own grants, and the delegations cut from them")
def delegations(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = clock.today()
    account = services.own_account(actor)
    page = DelegationsPage(
        own=[grant_row(grant, on) for grant in delegable_grants(account.pk, on)],
        given=delegations_by(account.pk, on),
    )
    return ui.render(request, "accounts/delegations.html", page)


@dataclass(frozen=True)
class DelegationPage:
    grant: GrantRow
    form: DelegationForm


@signed_in("a part of one's own grant, to a stand-in; the service checks that it is one's own")
def new_delegation(request: HttpRequest, grant_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at = clock.now()
    on = clock.on(at)
    account = services.own_account(actor)
    grant = next((g for g in delegable_grants(account.pk, on) if g.pk == grant_id), None)
    if grant is None:
        raise Http404
    form = DelegationForm(request.POST or None, grant=grant, initial={"valid_from": on})
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        try:
            services.delegate(
                actor,
                grant=grant,
                account=stand_in(entered["account"]),
                permissions=entered["permissions"],
                valid_from=entered["valid_from"],
                valid_until=entered["valid_until"],
                reason=entered["reason"],
                at=at,
                on=on,
            )
        except Invalid as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã ủy quyền."))
            return redirect("accounts:delegations")
    page = DelegationPage(grant_row(grant, on), form)
    return ui.render(request, "accounts/delegation.html", page, status=422 if form.errors else 200)


@signed_in("takes back what one has handed over oneself; anything else is 404")
def revoke_delegation(request: HttpRequest, grant_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    account = services.own_account(actor)
    grant = grant_in_scope(actor, grant_id)
    if grant.delegated_from is None or grant.delegated_from.account_id != account.pk:
        raise Http404
    return _revoke(request, grant, back="accounts:delegations")
