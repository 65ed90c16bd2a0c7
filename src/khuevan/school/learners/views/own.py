"""One's own record as a learner, and those of the children one is guardian of: read, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel import audit, clock, ui
from khuevan.kernel.access import Actor, signed_in
from khuevan.kernel.records.pages import Fact, FactGroup

from .. import queries
from ..models import CorrectionRequest, Learner
from ..records import LEARNERS

WHY = "Của chính mình, hoặc của con em theo quan hệ giám hộ đang có hiệu lực."


@dataclass(frozen=True)
class ChildrenPage:
    children: list[tuple[str, str, str]]
    """Name, what is said below it, address."""


@dataclass(frozen=True)
class ChildPage:
    title: str
    lead: str
    groups: list[FactGroup]
    breadcrumbs: list[tuple[str, str]]
    ask_url: str = ""
    requests: Sequence[tuple[CorrectionRequest, str]] = ()
    """What the family asked for, with the name of the field."""


@signed_in(WHY)
@require_GET
def children(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = [
        (one.person.full_name, _standing(one), reverse("learners:child", args=[one.pk]))
        for one in queries.own_children(actor)
    ]
    return ui.render(request, "learners/children.html", ChildrenPage(found))


@signed_in(WHY)
@require_GET
def child(request: HttpRequest, learner_id: int) -> HttpResponse:
    learner = _own(request, learner_id)
    page = ChildPage(
        title=learner.person.full_name,
        lead=_standing(learner),
        groups=_groups(learner),
        breadcrumbs=[(_("Con em của tôi"), reverse("learners:children")), (learner.person.full_name, "")],
        ask_url=reverse("learners:ask", args=[learner.pk]),
        requests=[
            (one, str(LEARNERS.by_name[one.field].label) if one.field in LEARNERS.by_name else one.field)
            for one in queries.own_corrections(request.actor, learner.person_id)  # type: ignore[attr-defined]
        ],
    )
    return ui.render(request, "learners/child.html", page)


@signed_in(WHY)
@require_POST
def uncover(request: HttpRequest, learner_id: int, name: str) -> HttpResponse:
    """A masked value of one's own child, in the place of its dots; the look is logged as any other."""
    learner = _own(request, learner_id)
    item = LEARNERS.by_name.get(name)
    if item is None or not item.sensitive:
        raise Http404
    audit.look(
        request.actor,  # type: ignore[attr-defined]
        item.sensitive.code,
        at=clock.now(),
        on=learner,
        unit_id=learner.school_id,
        why=_("Gia đình xem hồ sơ của con em"),
    )
    text = item.text(item.read(learner))
    if request.headers.get("HX-Request") == "true":
        answer = HttpResponse(escape(text))
    else:
        page = ChildPage(
            title=learner.person.full_name,
            lead="",
            groups=[FactGroup("", (Fact(item.name, str(item.label), text),))],
            breadcrumbs=[(learner.person.full_name, reverse("learners:child", args=[learner.pk]))],
        )
        answer = ui.render(request, "learners/child.html", page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def own_learner(request: HttpRequest, learner_id: int) -> Learner:
    """One's own record or that of one's child. Raises Http404."""
    return _own(request, learner_id)


def _own(request: HttpRequest, learner_id: int) -> Learner:
    """Outside of one's own family there is nobody. Raises Http404."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = next((one for one in queries.own_children(actor) if one.pk == learner_id), None)
    if found is None:
        raise Http404
    return found


def _standing(learner: Learner) -> str:
    class_name = _("Lớp %(name)s") % {"name": learner.class_name} if learner.class_name else ""
    school: Any = learner.school
    return ", ".join(filter(None, (class_name, school.name if school else "", learner.school_year)))


def _groups(learner: Learner) -> list[FactGroup]:
    grouped: dict[str, list[Fact]] = {}
    for item in LEARNERS.fields:
        value = item.read(learner)
        empty = item.is_empty(value) or value is False
        if not item.shown or item.name == "school" or (empty and not item.is_kept_for(learner)):
            continue
        hidden = bool(item.sensitive) and not empty
        grouped.setdefault(str(item.group), []).append(
            Fact(
                item.name,
                str(item.label),
                item.masked(value) if hidden else item.text(value),
                masked=hidden,
                reveal=reverse("learners:child_uncover", args=[learner.pk, item.name]) if hidden else "",
            )
        )
    return [FactGroup(title, tuple(facts)) for title, facts in grouped.items()]
