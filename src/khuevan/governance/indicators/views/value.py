"""One indicator at one place: the value, what it is made of, the units below, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.checks import Trust
from khuevan.kernel.measures import Indicator, Ratio, parts_of, rows_of
from khuevan.kernel.measures.wording import part_words, sentence
from khuevan.kernel.records import Decimals, Text, export

from .. import queries
from ..models import Snapshot
from ..permissions import VIEW_RECORDS, VIEW_VALUES
from ..rules import Asked, asked_of
from .words import NUMBERS, address, bare, choices, line_of, name_of, ordered, shown, start, unit_of, word_of

MOST_BARS = 40
COMPARED = 5
"""Frozen states shown beside the present one, the latest."""


@dataclass(frozen=True)
class PartRow:
    """records: where its rows are listed; "" where the reader may not, or nobody says how they are shown."""

    words: str
    number: float | None
    records: str


@dataclass(frozen=True)
class FigureRow:
    """A unit below, or a value of the split. url: the same page about it."""

    name: str
    url: str
    value: str
    upper: float | None
    lower: float | None


@dataclass(frozen=True)
class ValuePage:
    indicator: Indicator
    place: queries.Place
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    answer: queries.Answer | None
    value: str
    sentence: str
    parts: Sequence[PartRow]
    is_ratio: bool
    split_label: str
    split: Sequence[FigureRow]
    below: ui.Slice
    chart: ui.Chart | None
    trust: str
    snapshot: Snapshot | None
    broken: Sequence[str]
    compared: Sequence[tuple[str, str, str]]
    export_url: str
    breadcrumbs: Sequence[tuple[str, str]]


def found(
    request: HttpRequest, code: str, state: queries.State | None = None
) -> tuple[Indicator, queries.Place, Asked]:
    """The indicator, place and question of an address; in a frozen state by the formula and on the tree of then. Raises
    Http404."""
    indicator = queries.indicator_of(code, on=clock.today())
    if indicator is None:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    place = queries.place_of(
        actor, unit_of(request), line_of(request), on=state.day(today) if state else today
    )
    if place is None:
        raise Http404
    read = (state.read(indicator) if state else None) or indicator
    return read, place, asked_of(read, request.GET.dict())


def state_asked(request: HttpRequest) -> queries.State | None:
    """The frozen state that the address names; None: the one in service. Raises Http404 for one that there is not."""
    word = request.GET.get("snapshot", "")
    if not word:
        return None
    one = queries.snapshot(int(word)) if word.isascii() and word.isdigit() and len(word) <= NUMBERS else None
    state = queries.frozen(one) if one is not None else None
    if state is None:
        raise Http404
    return state


@requires(VIEW_VALUES)
@require_GET
def value(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    state = state_asked(request)
    indicator, place, asked = found(request, code, state)
    answer = queries.answer(actor, indicator, place, asked, on=clock.today(), state=state)
    frozen = {"snapshot": str(state.snapshot.pk)} if state and state.snapshot else {}
    held = _held_words(asked) | frozen
    split = _split_rows(indicator, place, asked, answer, held)
    listing = ui.Listing.of(
        request, filters=("by", *(one.column for one in indicator.splits)), keep=("unit", "line", "snapshot")
    )
    below = ui.take_of(_below_rows(indicator, place, {**asked.words, **frozen}, answer), listing)
    page = ValuePage(
        indicator=indicator,
        place=place,
        listing=listing,
        filters=choices(indicator) if indicator.splits else (),
        answer=answer,
        value=shown(indicator, answer.figure if answer else None),
        sentence=sentence(indicator.measure),
        parts=_parts(actor, indicator, place, answer, held),
        is_ratio=isinstance(indicator.measure, Ratio),
        split_label=str(asked.by.label) if asked.by else "",
        split=split,
        below=below,
        chart=_chart(indicator, asked, answer, place),
        trust=str(Trust(indicator.source.trust).label),
        snapshot=state.snapshot if state else None,
        broken=state.broken if state else (),
        compared=_compared(actor, indicator, place, asked, state),
        export_url=listing.same(address("value_export", indicator, place).partition("?")[0]),
        breadcrumbs=_breadcrumbs(indicator, place, {**asked.words, **frozen}),
    )
    return ui.render(request, "indicators/value.html", page)


@requires(VIEW_VALUES)
@require_GET
def export_values(request: HttpRequest, code: str) -> HttpResponseBase:
    """The units below as a workbook; of a school its own line."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    state = state_asked(request)
    indicator, place, asked = found(request, code, state)
    answer = queries.answer(actor, indicator, place, asked, on=clock.today(), state=state)
    lines = [(place.name, answer.figure)] if answer else []
    if answer:
        lines += [(one.name, answer.below[one.id]) for one in place.below]
        lines += [(name_of(asked.by, key), figure) for key, figure in answer.split.items() if asked.by]
    columns = (
        Text("name", _("Đơn vị")), Decimals("value", f"{indicator.label} ({indicator.unit})", places=4),
        Decimals("upper", _("Tử số")), Decimals("lower", _("Mẫu số")),
    )  # fmt: skip
    rows = [_Line(name, figure.value, figure.upper, figure.lower) for name, figure in lines]
    return export.answer(
        actor, columns, rows, "xlsx", title=str(indicator.label), action="indicators.value:export", at=clock.now(),
        asked=request.GET.urlencode(),
    )  # fmt: skip


@dataclass(frozen=True)
class _Line:
    name: str
    value: float | None
    upper: float | None
    lower: float | None


def _parts(
    actor: Actor,
    indicator: Indicator,
    place: queries.Place,
    answer: queries.Answer | None,
    held: dict[str, str],
) -> list[PartRow]:
    may = access.decide(actor, VIEW_RECORDS, on=place.id).allowed
    made = []
    for which, part in zip(("upper", "lower"), parts_of(indicator.measure), strict=False):
        number = getattr(answer.figure, which) if answer else None
        opens = may and answer is not None and rows_of(part.facts) is not None
        url = address("records", indicator, place, part=which, **held) if opens else ""
        made.append(PartRow(part_words(part), number, url))
    return made


def _compared(
    actor: Actor, indicator: Indicator, place: queries.Place, asked: Asked, shown_state: queries.State | None
) -> list[tuple[str, str, str]]:
    """Earlier states beside the one shown, the latest day first: name, value, and the page that says why they differ (""
    for who may not)."""
    rows = []
    latest = sorted(queries.snapshots(), key=lambda one: (one.as_of, one.frozen_at), reverse=True)
    may = access.decide(actor, VIEW_RECORDS, on=place.id).allowed and bool(parts_of(indicator.measure))
    for one in latest[:COMPARED]:
        state = queries.frozen(one)
        answer = (
            queries.answer(actor, indicator, place, Asked(asked.chosen), on=clock.today(), state=state)
            if state
            else None
        )
        if answer is None or (shown_state and shown_state.snapshot == one):
            continue
        word = {"snapshot": str(one.pk)}
        why = address("changes", indicator, place, part="upper", **_held_words(asked), **word)
        rows.append((str(one), shown(indicator, answer.figure), why if may else ""))
    return rows


def _held_words(asked: Asked) -> dict[str, str]:
    return {name: word for name, word in asked.words.items() if name != "by"}


def _split_rows(
    indicator: Indicator,
    place: queries.Place,
    asked: Asked,
    answer: queries.Answer | None,
    held: dict[str, str],
) -> list[FigureRow]:
    if answer is None or asked.by is None:
        return []
    return [
        FigureRow(
            name_of(asked.by, key),
            address("value", indicator, place, **held, **({asked.by.column: word_of(key)} if key is not None else {})),
            bare(indicator, answer.split[key]), answer.split[key].upper, answer.split[key].lower,
        )
        for key in ordered(asked.by, list(answer.split))
    ]  # fmt: skip


def _below_rows(
    indicator: Indicator, place: queries.Place, words: Mapping[str, str], answer: queries.Answer | None
) -> list[FigureRow]:
    if answer is None:
        return []
    return [
        FigureRow(
            one.name, address("value", indicator, place, **{**words, "unit": str(one.id)}),
            bare(indicator, answer.below[one.id]), answer.below[one.id].upper, answer.below[one.id].lower,
        )
        for one in place.below
    ]  # fmt: skip


def _chart(
    indicator: Indicator, asked: Asked, answer: queries.Answer | None, place: queries.Place
) -> ui.Chart | None:
    """By the split where one is asked, else by the units below, the largest first."""
    if answer is None:
        return None
    if asked.by is not None:
        keys = ordered(asked.by, list(answer.split))
        pairs = [(name_of(asked.by, key), answer.split[key].value) for key in keys]
        label = str(asked.by.label)
    else:
        pairs = [(one.name, answer.below[one.id].value) for one in place.below]
        pairs = sorted(pairs, key=lambda pair: -(pair[1] or 0))[:MOST_BARS]
        label = _("Đơn vị")
    known = [(name, number) for name, number in pairs if number is not None]
    if len(known) < 2:
        return None
    series = ui.Series(str(indicator.label), [number for _name, number in known])
    return ui.Chart(
        str(indicator.label), [name for name, _number in known], [series], unit=str(indicator.unit),
        category_label=label, decimals=indicator.decimals,
    )  # fmt: skip


def _breadcrumbs(
    indicator: Indicator, place: queries.Place, words: Mapping[str, str]
) -> list[tuple[str, str]]:
    """The catalogue, then the units above: the way back up."""
    steps = [start(place)]
    steps += [
        (one.name, address("value", indicator, place, **{**words, "unit": str(one.id)}))
        for one in place.above
    ]
    return [*steps, (place.name, "")]
