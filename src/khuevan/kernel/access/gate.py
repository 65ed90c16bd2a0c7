"""The gate in front of every view: who, may they, and which rows the database will show.

A view without one of these decorators does not pass the architecture test, and would see no
protected row: the transaction that binds row-level security to the actor is opened here only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import psycopg
from django.conf import settings
from django.db import ProgrammingError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuevan.kernel import database

from .actors import Actor
from .decisions import Refused, demand
from .permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])
API_PREFIX = "/api/"
logger = logging.getLogger(__name__)


def requires(permission: Permission) -> Callable[[View], View]:
    """Only for those who hold the permission somewhere; the view narrows to `scope(actor, permission)`."""
    return _gate(("requires", permission.code), lambda actor: demand(actor, permission))


def signed_in(why: str) -> Callable[[View], View]:
    """For anybody who is signed in: pages about oneself. `why` says why no permission is needed."""
    return _gate(("signed_in", why), lambda actor: None)


def _gate(stated: tuple[str, str], check: Callable[[Actor], None]) -> Callable[[View], View]:
    """Known actors only, who pass the check; the view runs in the transaction bound to the actor."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            actor: Actor = request.actor  # type: ignore[attr-defined]
            if not actor.is_known:
                return sign_in_first(request)
            check(actor)
            try:
                with database.acting(actor, at_first_query=True):
                    return view(request, *args, **kwargs)
            except ProgrammingError as error:
                if not isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
                    raise
                logger.exception("the database refused what the application had let pass")
                raise Refused(_("Cơ sở dữ liệu không cho ghi vào hồ sơ này.")) from error

        gated.gate = stated  # type: ignore[attr-defined]
        return gated  # type: ignore[return-value]

    return decorate


def public(why: str) -> Callable[[View], View]:
    """For everybody. The database shows no protected row, whoever asks."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            return view(request, *args, **kwargs)

        gated.gate = ("public", why)  # type: ignore[attr-defined]
        return gated  # type: ignore[return-value]

    return decorate


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; programs get 401 in words instead of a page."""
    if request.path.startswith(API_PREFIX):
        problem = {"type": "about:blank", "title": _("Bạn chưa đăng nhập."), "status": 401}
        return JsonResponse(problem, status=401, content_type="application/problem+json")
    address = f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = str(settings.LOGIN_URL)
        return response
    return redirect(address)
