"""What the pages of one school share: finding it within the scope, its tabs and the way back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.records.keys import LARGEST
from khuevan.register.organisations import queries as organisations

from ..permissions import VIEW_FACILITIES

ANY_DAY = date(2000, 1, 1)
"""The filter of schools asks for one although closed schools are wanted too."""
TABS = ("school", "figures", "school_gap")


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def found_school(actor: Actor, school_id: int) -> Any:
    """The school, if it lies within the scope of viewing facilities; 404 otherwise, whatever the id."""
    if school_id > LARGEST or school_id not in access.scope(actor, VIEW_FACILITIES):
        raise Http404
    rows = organisations.schools(actor, organisations.SchoolFilter(condition="all"), on=ANY_DAY)
    found = rows.filter(pk=school_id).first()
    if found is None:
        raise Http404
    return found


def tabs(school_id: int, current: str) -> list[tuple[str, str, bool]]:
    labels = {
        "school": _("Tổng quan"),
        "figures": _("Biểu số liệu"),
        "school_gap": _("Thiết bị còn thiếu"),
    }
    return [(labels[name], reverse(f"facilities:{name}", args=[school_id]), name == current) for name in TABS]


def crumbs(school: Any) -> list[tuple[str, str]]:
    return [(_("Cơ sở vật chất"), reverse("facilities:board")), (school.name, "")]
