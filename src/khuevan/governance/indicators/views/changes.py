"""Why a figure is not what it was: the records that came to be counted and those that ceased. Every look is logged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import audit, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.facts import Column
from khuevan.kernel.measures import Indicator, Rows, rows_of
from khuevan.kernel.measures.wording import part_words
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..models import Snapshot
from ..permissions import VIEW_RECORDS
from .records import opened, said
from .value import found, state_asked
from .words import address, start


@dataclass(frozen=True)
class ChangesPage:
    """words_then: what was counted by the formula of then; "" where it is the same."""

    indicator: Indicator
    place: queries.Place
    since: Snapshot
    difference: queries.Difference
    words: str
    words_then: str
    cells: Callable[[queries.Moved], Sequence[object]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_RECORDS)
@require_GET
def changes(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    then, now, which = state_asked(request), queries.current(), request.GET.get("part", "")
    if then is None or then.snapshot is None or now is None:
        raise Http404
    indicator, place, asked = found(request, code)
    moved = queries.difference(actor, indicator, place, asked, which, then, now, on=clock.today())
    how = rows_of(moved.part.facts) if moved else None
    if moved is None or how is None:
        raise Http404
    audit.look(actor, VIEW_RECORDS.code, at=clock.now(), unit_id=place.id)
    units = {one.row["unit_id"] for one in (*moved.came, *moved.went)}
    names = organisations.names(units)
    page = ChangesPage(
        indicator=indicator,
        place=place,
        since=then.snapshot,
        difference=moved,
        words=part_words(moved.part),
        words_then=part_words(moved.part_then) if moved.is_of_another_formula else "",
        cells=lambda one: _cells(how, one, moved, names),
        breadcrumbs=[
            start(place),
            (str(indicator.label), address("value", indicator, place, **asked.words)),
            (_("Vì sao thay đổi"), ""),
        ],
    )
    return ui.render(request, "indicators/changes.html", page)


def _cells(
    how: Rows, one: queries.Moved, moved: queries.Difference, names: Mapping[int, str]
) -> Sequence[object]:
    name = opened(how, one.row) if one.now else (one.row["title"] or "…")
    return name, names.get(one.row["unit_id"], ui.formatters.NOTHING), _why(how, one, moved)


def _why(how: Rows, one: queries.Moved, moved: queries.Difference) -> str:
    """Which of the columns that decide say something else, in words."""
    if one.then is None:
        return _("hồ sơ chưa có trong kỳ đã chốt")
    if one.now is None:
        return _("không còn trong số liệu hiện tại")
    then, now = one.then, one.now
    changed = [
        _("%(column)s: %(then)s → %(now)s")
        % {
            "column": column.label or column.name,
            "then": _said(how, column, then),
            "now": _said(how, column, now),
        }
        for column in moved.columns
        if then.get(column.name, _NOT_ASKED) != now.get(column.name, _NOT_ASKED)
    ]
    if then["unit_id"] != now["unit_id"]:
        changed.append(_("chuyển đơn vị"))
    elif one.is_elsewhere:
        changed.append(_("đơn vị của hồ sơ đổi cơ quan cấp trên"))
    if moved.is_of_another_formula and not changed:
        changed.append(_("công thức đã đổi"))
    return "; ".join(changed) or ui.formatters.NOTHING


_NOT_ASKED = object()


def _said(how: Rows, column: Column, row: Mapping[str, Any]) -> str:
    return said(how, column.name, row[column.name]) if column.name in row else _("chưa có cột này")
