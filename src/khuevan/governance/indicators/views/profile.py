"""A unit's profile: its main figures by group, small charts, and how it stands beside commune and province."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires

from .. import queries
from ..permissions import VIEW_VALUES
from ..queries.profile import Profile, ProfileRow
from ..rules.exploring import Bounds
from .words import address, bare, line_of, name_of, shown, start

MOST_COMPARED = 8
LEARNERS = "schoolyear.student:all"


@dataclass(frozen=True)
class ProfilePage:
    place: queries.Place
    as_of: date | None
    groups: Sequence[tuple[str, Sequence[ProfileRow], str]]
    columns: Sequence[ui.Column]
    cells: Callable[[ProfileRow], Sequence[object]]
    charts: Sequence[ui.Chart]
    explorer: str
    below: Sequence[tuple[str, str]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_VALUES)
@require_GET
def profile(request: HttpRequest, unit_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = queries.place_of(actor, unit_id, line_of(request), on=clock.today())
    if place is None:
        raise Http404
    found = queries.profile(actor, place, on=clock.today())
    others = found.others if found else ()
    path = address("catalogue", None, place)
    page = ProfilePage(
        place=place,
        as_of=found.as_of if found else None,
        groups=[
            (str(group.label), rows, _("và %(count)s chỉ tiêu nữa") % {"count": more} if more else "")
            for group, rows, more in (found.groups if found else ())
        ],
        columns=[ui.column(_("Chỉ tiêu")), ui.column(place.name, kind="number"),
                 *(ui.column(name, kind="number") for _unit, name in others)],
        cells=lambda row: _cells(row, place, others),
        charts=_charts(actor, place, found) if found else (),
        explorer=address("explorer", None, place),
        below=[(one.name, f"{one.id}?{urlencode({'line': place.line.value})}") for one in place.below],
        breadcrumbs=[(start()[0], path), *((one.name, str(one.id)) for one in place.above), (place.name, "")],
    )  # fmt: skip
    return ui.render(request, "indicators/profile.html", page)


def _cells(row: ProfileRow, place: queries.Place, others: Sequence[tuple[int, str]]) -> Sequence[object]:
    beside = [
        bare(row.indicator, one) if row.is_comparable else ui.formatters.NOTHING for one in row.figures[1:]
    ]
    return (
        ui.link(address("value", row.indicator, place), str(row.indicator.label)),
        shown(row.indicator, row.figures[0]),
        *beside,
    )


def _charts(actor: Actor, place: queries.Place, found: Profile) -> list[ui.Chart]:
    return [one for one in (_learners(actor, place), _compared(place, found)) if one is not None]


def _learners(actor: Actor, place: queries.Place) -> ui.Chart | None:
    """By grade and sex."""
    indicator, state = queries.indicator_of(LEARNERS, on=clock.today()), queries.current()
    up = indicator.split("grade") if indicator else None
    side = indicator.split("sex") if indicator else None
    if indicator is None or state is None or up is None or side is None or not side.words:
        return None
    values = list(side.words)[:2]
    rows = queries.pyramid(
        actor, indicator, place, up, [(side, one) for one in values], state, Bounds.THEN, today=clock.today()
    )
    if not rows:
        return None
    series = [
        ui.Series(name_of(side, one), [figures[number].value for _value, figures in rows])
        for number, one in enumerate(values)
    ]
    return ui.Chart(
        str(indicator.label), [name_of(up, value) for value, _figures in rows], series, kind="stacked",
        unit=str(indicator.unit), category_label=str(up.label), decimals=0,
    )  # fmt: skip


def _compared(place: queries.Place, found: Profile) -> ui.Chart | None:
    """Percentages of the unit beside those of the units above it."""
    rows = [
        row
        for _group, every, _more in found.groups
        for row in every
        if row.is_comparable
        and row.indicator.unit == "%"
        and all(one.value is not None for one in row.figures)
    ][:MOST_COMPARED]
    if not found.others or len(rows) < 2:
        return None
    names = [place.name, *(name for _unit, name in found.others)]
    return ui.Chart(
        _("So với cấp trên"), [str(row.indicator.label) for row in rows],
        [ui.Series(name, [row.figures[number].value for row in rows]) for number, name in enumerate(names)],
        unit="%", category_label=_("Chỉ tiêu"), decimals=1,
    )  # fmt: skip
