"""The list of accounts and the page of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires, signed_in
from khuevan.kernel.records.errors import Invalid
from khuevan.register.organisations import queries as organisations

from .. import permissions, queries, services
from ..choices import AccountKind
from ..forms import NewAccountForm, ReasonForm, take_errors
from ..models import Account
from ..queries.accounts import SORTS, STATES, roles_to_filter
from ..queries.grants import GrantRow
from ..queries.sessions import SessionRow


@dataclass(frozen=True)
class AccountsPage:
    slice: ui.Slice
    listing: ui.Listing
    kinds: list[tuple[str, str]]
    states: list[tuple[str, str]]
    roles: list[tuple[str, str]]
    may_create: bool


@requires(permissions.VIEW_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = clock.today()
    listing = ui.Listing.of(request, sorts=SORTS, sort="name", filters=("kind", "state", "role"))
    found = queries.accounts(
        actor,
        on=on,
        words=listing.text,
        kind=listing.chosen("kind") if listing.chosen("kind") in AccountKind.values else "",
        state=listing.chosen("state") if listing.chosen("state") in STATES else "",
        role=listing.chosen("role"),
    ).order_by(*listing.order(SORTS))
    everything = ("", _("Tất cả"))
    page = AccountsPage(
        slice=ui.take(found, listing).map(queries.account_row),
        listing=listing,
        kinds=[everything, *((value, str(label)) for value, label in AccountKind.choices)],
        states=[
            everything,
            ("active", _("Đang hoạt động")),
            ("locked", _("Đang khóa")),
            ("never", _("Chưa đăng nhập lần nào")),
            ("first", _("Chưa đổi mật khẩu ban đầu")),
        ],
        roles=[everything, *roles_to_filter()],
        may_create=actor.holds(permissions.CREATE_ACCOUNTS),
    )
    return ui.render(request, "accounts/accounts.html", page)


@dataclass(frozen=True)
class AccountPage:
    """`acts`: what the actor may do here, as (url name, words, icon, permission held)."""

    account: Account
    unit: str
    person_name: str
    grants: list[GrantRow]
    sessions: list[SessionRow]
    first_password: str
    may_grant: bool
    may_lock: bool
    may_reset: bool
    may_act_as: bool
    may_end_sessions: bool
    form: ReasonForm
    is_own: bool


@requires(permissions.VIEW_ACCOUNTS)
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _account_page(request, queries.account_in_scope(actor, account_id))


def _account_page(
    request: HttpRequest,
    shown: Account,
    *,
    form: ReasonForm | None = None,
    first_password: str = "",
    status: int = 200,
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at = clock.now()

    def may(permission: access.Permission) -> bool:
        return bool(access.decide(actor, permission, on=shown))

    page = AccountPage(
        account=shown,
        unit=shown.unit.name if shown.unit else "",
        person_name=shown.person.full_name if shown.person else "",
        grants=queries.grants_of(shown.pk, clock.on(at)),
        sessions=queries.sessions_of(shown.pk, at=at),
        first_password=first_password,
        may_grant=may(permissions.GIVE_GRANTS) and shown.pk != actor.account_id,
        may_lock=may(permissions.LOCK_ACCOUNT) and shown.pk != actor.account_id,
        may_reset=may(permissions.RESET_PASSWORD) and shown.pk != actor.account_id,
        may_act_as=may(permissions.ACT_AS) and shown.pk != actor.account_id and not actor.acting_for,
        may_end_sessions=may(permissions.END_SESSIONS),
        form=form or ReasonForm(),
        is_own=shown.pk == actor.account_id,
    )
    return ui.render(request, "accounts/account.html", page, status=status)


def _act_with_reason(
    request: HttpRequest, account_id: int, act: Callable[[Actor, Account, str], Any]
) -> tuple[HttpResponse | None, Account, Any]:
    """Runs an act that needs a reason; where it is refused in words, the account's page with them instead."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = queries.account_in_scope(actor, account_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            return None, shown, act(actor, shown, form.cleaned_data["reason"])
        except Invalid as error:
            take_errors(form, error)
    return _account_page(request, shown, form=form, status=422), shown, None


@require_POST
@requires(permissions.LOCK_ACCOUNT)
def lock(request: HttpRequest, account_id: int) -> HttpResponse:
    wrong, shown, _done = _act_with_reason(
        request,
        account_id,
        lambda actor, found, reason: services.lock_account(actor, found, reason=reason, at=clock.now()),
    )
    if wrong is not None:
        return wrong
    messages.success(request, _("Đã khóa tài khoản %(name)s.") % {"name": shown})
    return redirect("accounts:account", account_id)


@require_POST
@requires(permissions.LOCK_ACCOUNT)
def unlock(request: HttpRequest, account_id: int) -> HttpResponse:
    wrong, shown, _done = _act_with_reason(
        request,
        account_id,
        lambda actor, found, reason: services.unlock_account(actor, found, reason=reason, at=clock.now()),
    )
    if wrong is not None:
        return wrong
    messages.success(request, _("Đã mở khóa tài khoản %(name)s.") % {"name": shown})
    return redirect("accounts:account", account_id)


@require_POST
@requires(permissions.RESET_PASSWORD)
def reset_password(request: HttpRequest, account_id: int) -> HttpResponse:
    """Shows the new first password in the answer itself, once: it is kept nowhere."""
    wrong, shown, first = _act_with_reason(
        request,
        account_id,
        lambda actor, found, reason: services.reset_password(actor, found, reason=reason, at=clock.now()),
    )
    if wrong is not None:
        return wrong
    shown.refresh_from_db()
    response = _account_page(request, shown, first_password=first)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires(permissions.ACT_AS)
def start_act_as(request: HttpRequest, account_id: int) -> HttpResponse:
    wrong, _shown, _done = _act_with_reason(
        request,
        account_id,
        lambda actor, found, reason: services.start_act_as(
            actor,
            found,
            reason=reason,
            session_key=request.session.session_key or "",
            at=clock.now(),
        ),
    )
    return wrong if wrong is not None else redirect("accounts:home")


@require_POST
@signed_in(
    "stops what one has started oneself; while it runs the actor holds only the other person's permissions"
)
def stop_act_as(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.stop_act_as(actor, session_key=request.session.session_key or "", at=clock.now())
    messages.success(request, _("Đã trở lại tài khoản của bạn."))
    return redirect("accounts:home")


@require_POST
@requires(permissions.END_SESSIONS)
def end_sessions(request: HttpRequest, account_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = queries.account_in_scope(actor, account_id)
    ended = services.end_sessions(
        actor,
        shown,
        at=clock.now(),
        keep_key=request.session.session_key if shown.pk == actor.account_id else None,
    )
    messages.success(request, _("Đã kết thúc %(count)s phiên làm việc.") % {"count": ended})
    return redirect("accounts:account", account_id)


@dataclass(frozen=True)
class NewAccountPage:
    form: NewAccountForm


@requires(permissions.CREATE_ACCOUNTS)
def new_account(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = NewAccountForm(request.POST or None, initial={"kind": AccountKind.OFFICER})
    if request.method == "POST" and form.is_valid():
        try:
            made, first = services.create_account(
                actor,
                username=form.cleaned_data["username"],
                kind=form.cleaned_data["kind"],
                unit_id=unit_id_of(form.cleaned_data["unit"]),
                display_name=form.cleaned_data["display_name"],
                email=form.cleaned_data["email"],
                at=clock.now(),
            )
        except Invalid as error:
            take_errors(form, error)
        else:
            made.refresh_from_db()
            response = _account_page(request, made, first_password=first)
            response["Cache-Control"] = "no-store"
            return response
    status = 422 if form.is_bound else 200
    return ui.render(request, "accounts/new_account.html", NewAccountPage(form), status=status)


def unit_id_of(code: str) -> int:
    """Raises Invalid at the field `unit` where the actor sees no unit of that code."""
    found = organisations.by_code(code.strip())
    if found is None:
        raise Invalid({"unit": _("Không có đơn vị mang mã này trong phạm vi của bạn.")})
    return found.pk
