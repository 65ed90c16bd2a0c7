"""The tree on a day and a line; branches are asked for when opened, and are pages without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.forms import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Reach, requires

from .. import queries
from ..choices import Line, UnitKind
from ..permissions import MANAGE_UNITS, VIEW_UNITS
from ..rules.kinds import ADMINISTRATION

ICONS = {
    UnitKind.MINISTRY: "building-monument",
    UnitKind.DEPARTMENT: "building-bank",
    UnitKind.DISTRICT_OFFICE: "building",
    UnitKind.COMMUNE: "map-pin",
}


@dataclass(frozen=True)
class Branch:
    """A node as the tree component shows it."""

    label: str
    url: str
    detail: str
    icon: str
    children_url: str
    children: Sequence[Branch] = field(default_factory=tuple)
    open: bool = False
    current: bool = False


@dataclass(frozen=True)
class TreePage:
    """The tree from its roots, or from one unit when scripts are off."""

    nodes: Sequence[Branch]
    on: date
    line: str
    lines: Sequence[tuple[str, str]]
    is_today: bool
    faults: Sequence[str]
    may_open: bool
    breadcrumbs: Sequence[tuple[str, str]]


def asked_day(request: HttpRequest) -> tuple[date, list[str]]:
    """The day of ``?on=``; today, with a word about it, when it cannot be read."""
    typed = request.GET.get("on", "").strip()
    if not typed:
        return clock.today(), []
    try:
        return ui.DateField().clean(typed), []
    except ValidationError as wrong:
        return clock.today(), list(wrong.messages)


def asked_line(request: HttpRequest) -> Line:
    """The line of ``?line=``; managing unless the other is asked for."""
    return Line.PROFESSIONAL if request.GET.get("line") == Line.PROFESSIONAL.value else Line.MANAGING


def branches(nodes: Sequence[queries.Node], *, on: date, line: Line, reach: Reach) -> list[Branch]:
    """Nodes with their addresses; a unit that is only in the outline has a name but no page."""
    words = urlencode({"on": on.strftime("%d/%m/%Y"), "line": line.value})
    return [
        Branch(
            label=node.name,
            url=reverse("organisations:unit", args=[node.id]) if node.id in reach else "",
            detail="" if node.kind in ADMINISTRATION else str(node.kind.label),
            icon=ICONS.get(node.kind, "school"),
            children_url=f"{reverse('organisations:branch', args=[node.id])}?{words}"
            if node.has_children
            else "",
        )
        for node in nodes
    ]


def _opened(
    nodes: list[Branch], found: Sequence[queries.Node], *, on: date, line: Line, reach: Reach
) -> list[Branch]:
    """A single root is shown open, down to where there is a choice."""
    if len(nodes) != 1 or not nodes[0].children_url:
        return nodes
    below = queries.children(found[0].id, on=on, line=line)
    inner = _opened(branches(below, on=on, line=line, reach=reach), below, on=on, line=line, reach=reach)
    only = nodes[0]
    return [
        Branch(only.label, only.url, only.detail, only.icon, only.children_url, children=inner, open=True)
    ]


def _page(
    request: HttpRequest, nodes: list[Branch], on: date, line: Line, faults: list[str], top: str
) -> TreePage:
    crumbs = [(_("Cây đơn vị"), reverse("organisations:tree"))]
    if top:
        crumbs.append((top, ""))
    return TreePage(
        nodes=nodes,
        on=on,
        line=line.value,
        lines=[(str(value), str(label)) for value, label in Line.choices],
        is_today=on == clock.today(),
        faults=faults,
        may_open=bool(access.scope(request.actor, MANAGE_UNITS)),  # type: ignore[attr-defined]
        breadcrumbs=crumbs,
    )


@requires(VIEW_UNITS)
def tree(request: HttpRequest) -> HttpResponse:
    """The roots that the actor sees on the day."""
    on, faults = asked_day(request)
    line = asked_line(request)
    reach = access.scope(request.actor, VIEW_UNITS)  # type: ignore[attr-defined]
    found = queries.roots(on=on, line=line)
    nodes = branches(found, on=on, line=line, reach=reach)
    nodes = _opened(nodes, found, on=on, line=line, reach=reach)
    return ui.render(request, "organisations/tree.html", _page(request, nodes, on, line, faults, ""))


@requires(VIEW_UNITS)
def branch(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Units under one: a piece of the tree for htmx, a page for everybody else."""
    on, faults = asked_day(request)
    line = asked_line(request)
    actor = request.actor  # type: ignore[attr-defined]
    if unit_id not in actor.outline:
        raise Http404
    found = queries.children(unit_id, on=on, line=line)
    nodes = branches(found, on=on, line=line, reach=access.scope(actor, VIEW_UNITS))
    if request.headers.get("HX-Request"):
        return ui.render(request, "organisations/branch.html", _page(request, nodes, on, line, faults, ""))
    top = queries.names([unit_id]).get(unit_id, "")
    return ui.render(request, "organisations/tree.html", _page(request, nodes, on, line, faults, top))
