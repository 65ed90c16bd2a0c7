"""Public pages in another language."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from khuevan.kernel.access import public
from khuevan.kernel.ui import everybody


@csrf_exempt
@public("The same public pages in another language; of pages that are not public it only knows the address.")
def in_language(request: HttpRequest, language: str, rest: str) -> HttpResponseBase:
    """Pages for everybody act for nobody: there is nothing that a forged request could use."""
    return everybody.in_language(request, language, rest)
