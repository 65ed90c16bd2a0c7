"""The pages of refusal and failure: what happened and what to do next, in words."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .shell import render

RETRY_SECONDS = 10


@dataclass(frozen=True)
class ErrorPage:
    reason: str = ""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", ErrorPage(), status=400)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: mostly a page left open over night, so it says how to keep what was typed. Scripts
    that send what waits on the device ask for a new token where the header is (`frontend/saving.js`)."""
    response = render(request, "csrf.html", ErrorPage(), status=403)
    response["X-Token-Is-Old"] = "1"
    return response


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    reason = getattr(exception, "reason", "") or _("Bạn không có quyền làm việc này.")
    return render(request, "403.html", ErrorPage(reason), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", ErrorPage(), status=404)


def too_many(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For rate limits and lock-outs: 429, with the reason and how long to wait where it is known."""
    return render(request, "429.html", ErrorPage(reason), status=429)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away or full. Asks nothing of the database or the session, which may be
    what failed."""
    failure = sys.exc_info()[1]
    if isinstance(failure, (OperationalError, InterfaceError)):
        response = render(request, "503.html", ErrorPage(), status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    return render(request, "500.html", ErrorPage(), status=500)
