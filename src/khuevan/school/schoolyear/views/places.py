"""The school and the year that a page is about: from its address, else the reader's own school and the year that runs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.records.keys import key_in
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..models import SchoolYear


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def number_in(request: HttpRequest, name: str) -> int | None:
    return key_in(request.POST.get(name) or request.GET.get(name) or "")


def school_of(request: HttpRequest, permission: Permission) -> Any | None:
    """The school named by `school`, else the reader's own; None where neither is one. Outside the scope: 404."""
    actor = actor_of(request)
    asked = number_in(request, "school")
    unit_id = asked or actor.home_unit_id
    if unit_id is None or unit_id not in access.scope(actor, permission):
        if asked:
            raise Http404
        return None
    unit = organisations.unit_if_seen(actor, unit_id)
    if unit is not None and unit.levels:
        return unit
    if asked:
        raise Http404
    return None


def year_of(request: HttpRequest) -> SchoolYear | None:
    """The year named by `year` (its code), else the one that runs."""
    code = request.POST.get("year") or request.GET.get("year") or ""
    if code:
        found = SchoolYear.objects.filter(code=code[:9].replace("\x00", "")).first()
        if found is None:
            raise Http404
        return found
    return queries.year_at(clock.today())
