"""Running views before anybody is known, and sensitive ones only for who has just proved it is them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.stages import LoginStage, LoginStageController
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuevan.kernel import access, database

View = TypeVar("View", bound=Callable[..., HttpResponse])


def as_platform(view: View) -> View:
    """For steps in which the account is known to allauth but not yet to the gate: the transaction sees all rows,
    and the view shows none but the account's own."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with database.acting(access.system("đăng nhập")):
            try:
                return view(request, *args, **kwargs)
            except ImmediateHttpResponse as early:
                return early.response

    return run  # type: ignore[return-value]


def at_stage(key: str) -> Callable[[View], View]:
    """Only in the middle of a sign-in that waits at this stage; otherwise back to its beginning.
    The view gets the stage as its second argument."""

    def decorate(view: View) -> View:
        @as_platform
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated:
                return redirect("/")
            stage: LoginStage | None = LoginStageController.enter(request, key)
            if stage is None or stage.login.user is None:
                return redirect("account_login")
            return view(request, stage, *args, **kwargs)

        return run  # type: ignore[return-value]

    return decorate


def confirmed(view: View) -> View:
    """Only within ten minutes of a password, a code or a passkey; asks for one and comes back by GET.
    Never while acting as somebody else."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        only_oneself(request)
        if not did_recently_reauthenticate(request):
            here = request.get_full_path() if request.method == "GET" else reverse("mfa_index")
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': here})}")
        return view(request, *args, **kwargs)

    return run  # type: ignore[return-value]


def only_oneself(request: HttpRequest) -> None:
    """Raises Refused while acting as somebody else: whose password would it be?"""
    actor: access.Actor = request.actor  # type: ignore[attr-defined]
    if actor.acting_for:
        raise access.Refused(_("Đang thao tác thay người khác thì không mở được trang bảo mật."))


def next_address(request: HttpRequest) -> str:
    """Where to go afterwards, if the request names an address of ours; "" otherwise."""
    return get_next_redirect_url(request) or ""
