"""The page of a class: who learns in it, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import access, audit, ui
from khuevan.kernel.access import requires
from khuevan.kernel.records.keys import by_key

from .. import queries
from ..models import ClassGroup, Enrolment
from ..permissions import EDIT_CLASSES, EDIT_ENROLMENTS, VIEW_CLASSES, VIEW_ENROLMENTS
from ..records import CLASSES, ENROLMENTS
from .places import actor_of


@dataclass(frozen=True)
class ClassPage:
    group: ClassGroup
    title: str
    facts: Sequence[tuple[str, object]]
    more: Sequence[tuple[str, object]]
    rows: Sequence[Enrolment]
    others: Sequence[tuple[str, str]]
    list_url: str
    change_url: str
    close_url: str
    print_url: str
    export_url: str
    enrol_url: str
    may_see: bool
    may_place: bool
    history: Sequence[Any]


@requires(VIEW_CLASSES)
@require_GET
def class_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, learners, and the form that moves some of them. Outside the scope there is no such class."""
    actor = actor_of(request)
    group = by_key(CLASSES.rows(actor), pk)
    if group is None:
        raise Http404
    CLASSES.gathered([group])
    may_see = bool(access.decide(actor, VIEW_ENROLMENTS, on=group.school_id))
    may_place = group.closed_on is None and bool(access.decide(actor, EDIT_ENROLMENTS, on=group.school_id))
    may_change = bool(access.decide(actor, EDIT_CLASSES, on=group.school_id))
    rows = queries.learners_of_class(actor, group.pk) if may_see else []
    query = urlencode({"class_group": group.pk, "school_year": group.school_year_id, "left": "0"})
    facts = [(str(item.label), _shown(item, group)) for item in CLASSES.fields if item.is_kept_for(group)]
    shown = ClassPage(
        group=group,
        title=_("Lớp %(name)s") % {"name": group.name},
        facts=facts[:HEAD],
        more=facts[HEAD:] + _unkept(group),
        rows=rows,
        others=_others(group) if may_place and rows else [],
        list_url=f"{CLASSES.url('list')}?{urlencode({'school_year': group.school_year_id})}",
        change_url=CLASSES.url("change", pk=group.pk) if may_change else "",
        close_url=CLASSES.url("close", pk=group.pk) if may_change and group.closed_on is None else "",
        print_url=f"{ENROLMENTS.url('printed')}?{query}",
        export_url=f"{ENROLMENTS.url('export', kind='xlsx')}?{query}",
        enrol_url=f"{reverse('schoolyear:enrol')}?{urlencode({'class_group': group.pk, 'school': group.school_id})}",
        may_see=may_see,
        may_place=may_place,
        history=audit.history(actor, group),
    )
    return ui.render(request, "schoolyear/class.html", shown)


HEAD = 9
"""So many facts stand open; the others unfold."""


def _shown(item: Any, group: ClassGroup) -> object:
    value = item.read(group)
    text = item.text(value)
    address = item.page_of(value) if hasattr(item, "page_of") else ""
    return ui.link(address, text) if address and text else text


def _unkept(group: ClassGroup) -> list[tuple[str, object]]:
    """Fields that are not kept at this level, shown where they hold something after all."""
    return [
        (str(item.label), item.text(item.read(group)))
        for item in CLASSES.fields
        if not item.is_kept_for(group) and item.text(item.read(group)) not in ("", _("Không"), _("không"))
    ]


def _others(group: ClassGroup) -> list[tuple[str, str]]:
    """Classes to which learners of this one may move: of the same school, year and grade."""
    open_ones = queries.open_classes(group.school_id, group.school_year_id, group.grade)
    return [
        (str(one.pk), _("%(name)s (%(size)d em)") % {"name": one.name, "size": one.size})  # type: ignore[attr-defined]
        for one in open_ones
        if one.pk != group.pk
    ]
