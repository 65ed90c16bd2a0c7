"""Charts of a report: bars over the units below, a line over the frozen states, shares of a whole. What each shows is
said in words too; where there is nothing to show, there is no chart, and the report says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from khuevan.governance.indicators import queries as indicators
from khuevan.governance.indicators.queries import Figure
from khuevan.kernel.documents import Bars, Drawing, Field, Lines, Shares
from khuevan.kernel.measures import Indicator, Ratio

from ..outlines import OVER_TIME, SHARED
from ..rules import said_number
from .gathering import state_of

if TYPE_CHECKING:
    from .filling import Told
    from .screening import Screen

MOST_BARS: Final = 24
MOST_POINTS: Final = 12
MOST_PARTS: Final = 8


def drawing(told: Told, one: Field, screen: Screen | None = None) -> Drawing | None:
    """None: there is nothing to draw. screen: of what everybody may read."""
    indicator = told.known.get(one.argument)
    if indicator is None:
        return None
    if one.name == OVER_TIME:
        return _over_time(told, indicator, screen)
    if one.name == SHARED:
        return _shares(told, indicator, one.options.get("theo", ""), screen)
    return _bars(told, indicator, screen)


def unit_of(indicator: Indicator) -> str:
    return "%" if str(indicator.unit) == "%" else ""


def _said(indicator: Indicator, value: float | None) -> str:
    return said_number(value, indicator.decimals, unit_of(indicator))


def _bars(told: Told, indicator: Indicator, screen: Screen | None) -> Bars | None:
    """The units below, the highest first; of a school the period before and this one."""
    found, campaign = told.figures.below.get(indicator.code, {}), told.report.campaign
    below = [
        (name, found.get(pk))
        for pk, name in told.below
        if screen is None or screen.shows(indicator.code, campaign.snapshot_id, pk)
    ]
    rows = _rows(indicator, below)
    if not rows:
        rows = _rows(
            indicator, [(word, figure) for word, _state, figure in _periods(told, indicator, screen)]
        )
    if not rows:
        return None
    rows.sort(key=lambda row: -row[1])
    shown = rows
    if len(rows) > MOST_BARS:
        gap = _("⋯ %(number)s đơn vị ở giữa") % {"number": len(rows) - MOST_BARS}
        shown = [*rows[: MOST_BARS // 2], (gap, 0.0, ""), *rows[-MOST_BARS // 2 :]]
    alt = _("Biểu đồ cột «%(label)s»: cao nhất %(most)s (%(first)s), thấp nhất %(least)s (%(last)s).") % {
        "label": indicator.label, "first": rows[0][0], "most": rows[0][2], "last": rows[-1][0], "least": rows[-1][2],
    }  # fmt: skip
    return Bars(str(indicator.label), tuple(shown), alt)


def _periods(
    told: Told, indicator: Indicator, screen: Screen | None
) -> list[tuple[str, int | None, Figure | None]]:
    """(word, frozen state, figure) of the period before and this one."""
    campaign, code = told.report.campaign, indicator.code
    every = [
        (_("Kỳ trước"), campaign.before_id, told.figures.before.get(code)),
        (_("Kỳ này"), campaign.snapshot_id, told.figures.now.get(code)),
    ]
    return [
        (word, state, figure)
        for word, state, figure in every
        if screen is None or figure is None or screen.shows(code, state)
    ]


def _rows(indicator: Indicator, figures: Sequence[tuple[str, Figure | None]]) -> list[tuple[str, float, str]]:
    return [
        (name, figure.value, _said(indicator, figure.value))
        for name, figure in figures
        if figure is not None and figure.value is not None
    ]


def _over_time(told: Told, indicator: Indicator, screen: Screen | None) -> Lines | None:
    """On every day whose figures were frozen, up to the day of the report; the last frozen of a day counts."""
    campaign = told.report.campaign
    days: dict[Any, int] = {campaign.as_of: campaign.snapshot_id}
    for one in indicators.snapshots():
        if one.as_of < campaign.as_of:
            days.setdefault(one.as_of, one.pk)
    points: list[tuple[str, float | None, str]] = []
    for day in sorted(days)[-MOST_POINTS:]:
        state = state_of(days[day])
        if state is None:
            continue
        unit = told.report.unit_id
        figures = indicators.values_of(told.actor, [indicator], [unit], state, on=campaign.as_of)
        figure = figures.get(indicator.code, {}).get(unit)
        value = figure.value if figure is not None else None
        if value is not None and screen is not None and not screen.shows(indicator.code, days[day]):
            value = None
        points.append((f"{day:%m/%Y}", value, _said(indicator, value) if value is not None else ""))
    known = [point for point in points if point[1] is not None]
    if not known:
        return None
    alt = _("Biểu đồ đường «%(label)s» qua các kỳ đã chốt: %(points)s.") % {
        "label": indicator.label, "points": "; ".join(f"{when}: {said}" for when, _value, said in known),
    }  # fmt: skip
    return Lines(str(indicator.label), tuple(points), alt)


def _shares(told: Told, indicator: Indicator, column: str, screen: Screen | None) -> Shares | None:
    """Of a per cent figure what has it and what has not; of a number what it is made of by one of its columns."""
    if column:
        return _split(told, indicator, column, screen)
    if not isinstance(indicator.measure, Ratio):
        return None
    rows = []
    for word, _state, figure in _periods(told, indicator, screen):
        if figure is None or figure.value is None or not figure.lower or figure.upper is None:
            continue
        rest = max(figure.lower - figure.upper, 0.0)
        has = f"{said_number(figure.upper)} ({_said(indicator, figure.value)})"
        rows.append((word, ((float(figure.upper), has), (float(rest), said_number(rest)))))
    if not rows:
        return None
    return _told(str(indicator.label), (_("Có, đạt"), _("Chưa")), rows)


def _split(told: Told, indicator: Indicator, column: str, screen: Screen | None) -> Shares | None:
    split = indicator.split(column)
    campaign = told.report.campaign
    if split is None or isinstance(indicator.measure, Ratio):
        return None
    made: list[tuple[str, dict[Any, Figure | None]]] = []
    for word, number in ((_("Kỳ trước"), campaign.before_id), (_("Kỳ này"), campaign.snapshot_id)):
        state = state_of(number) if number is not None else None
        place = indicators.place_of(
            told.actor, told.report.unit_id, indicators.Line.MANAGING, on=campaign.as_of
        )
        if state is None or place is None:
            continue
        asked = indicators.asked_of(indicator, {"by": column})
        answer = indicators.answer(told.actor, indicator, place, asked, on=campaign.as_of, state=state)
        if answer is not None and answer.split:
            found: dict[Any, Figure | None] = dict(answer.split)
            if screen is not None:
                shown = screen.shown_values(indicator.code, number, column, found)
                found = {value: one if value in shown else None for value, one in found.items()}
            if any(one is not None for one in found.values()):
                made.append((word, found))
    if not made:
        return None
    latest = made[-1][1]
    every = sorted(latest, key=lambda value: (latest[value] is None, -_number(latest[value])))[:MOST_PARTS]
    if not every:
        return None
    names = tuple(str((split.words or {}).get(value, value)) or "–" for value in every)
    rows = []
    for word, figures in made:
        rows.append((word, tuple(_part(figures, value) for value in every)))
    return _told(f"{indicator.label}: {split.label}", names, rows)


def _number(figure: Figure | None) -> float:
    return figure.value or 0.0 if figure is not None else 0.0


def _part(figures: Mapping[Any, Figure | None], value: Any) -> tuple[float, str]:
    """One that nobody has is 0; one that is withheld has no width and says so."""
    if value in figures and figures[value] is None:
        return 0.0, "×"
    number = _number(figures.get(value))
    return number, said_number(number)


def _told(
    title: str, parts: tuple[str, ...], rows: Sequence[tuple[str, tuple[tuple[float, str], ...]]]
) -> Shares:
    said = "; ".join(
        f"{word}: " + ", ".join(f"{part} {one[1]}" for part, one in zip(parts, values, strict=True))
        for word, values in rows
    )
    alt = _("Biểu đồ cơ cấu «%(label)s»: %(said)s.") % {"label": title, "said": said}
    return Shares(title, parts, tuple(rows), alt)
