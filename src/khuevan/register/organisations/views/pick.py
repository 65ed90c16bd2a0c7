"""Units to choose from while somebody types into a field of a form, wherever in the platform the form is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from khuevan.kernel import ui
from khuevan.kernel.access import requires

from .. import queries
from ..permissions import VIEW_UNITS

OFFERED = 20


@requires(VIEW_UNITS)
@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    """The address's one word, under whatever name the form's field has, is what was typed so far."""
    typed = str(next(iter(request.GET.values()), "")).replace("\x00", "")[:100]
    found = queries.find(request.actor, typed, OFFERED)  # type: ignore[attr-defined]
    return ui.render(request, "organisations/pick.html", found)
