"""What everybody may see: listed indicators, over the whole tree, without the numbers that tell of single persons.

Only frozen figures, and these a few times a year (`rules.releases`): what is withheld of one stays withheld of the next
where the two would tell it. All of one indicator is protected at once, for every unit and split that is published, and
kept in the process.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any

from django.db.models import Q

from khuevan.kernel import clock
from khuevan.kernel.measures import Indicator, Split, parts_of
from khuevan.register.organisations import queries as organisations

from ..models import Publication, Threshold
from ..rules import Figure
from ..rules.publishing import LEAST
from ..rules.releases import DAYS, REMEMBERED, Candidate, releases
from .indicators import indicator_of
from .protecting import Counted, Gone, counted_for_all, withheld
from .states import State, frozen, snapshots

Figures = Mapping[int, Figure | None]
KEPT = 64
_kept: dict[tuple[Any, ...], tuple[Counted, Gone, Published]] = {}
_lock = Lock()


@dataclass(frozen=True)
class Published:
    """A figure that is None is withheld. totals: of every unit; apart: by column of a split, of units with others below.

    names: of the units; below: of those that have any; above: the parent of each but the highest.
    """

    indicator: Indicator
    splits: Sequence[Split]
    least: int
    as_of: date
    made_at: datetime
    period: str
    roots: Sequence[int]
    names: Mapping[int, str]
    below: Mapping[int, Sequence[int]]
    above: Mapping[int, int]
    totals: Figures
    apart: Mapping[str, Mapping[int, Mapping[Any, Figure | None]]]


@dataclass(frozen=True)
class Release:
    """A frozen state as the public saw it: from `day` until the day of the next (None: it still does)."""

    state: State
    day: date
    until: date | None


def publications(*, on: date) -> list[Publication]:
    """In force on the day."""
    return list(Publication.objects.filter(valid_from__lte=on, valid_until=None).order_by("pk"))


def past_publications() -> list[Publication]:
    return list(Publication.objects.exclude(valid_until=None).order_by("-valid_until", "-pk"))


def just_ended(*, on: date) -> list[Publication]:
    """Taken back, but of the figures that the public sees now: who kept them has them beside what is published next."""
    now = public_releases(on=on)[-1:]
    ended = Publication.objects.exclude(valid_until=None).filter(valid_from__lte=on)
    return list(ended.filter(valid_until__gte=now[0].day).order_by("pk")) if now else []


def thresholds() -> list[Threshold]:
    """The latest first."""
    return list(Threshold.objects.order_by("-valid_from"))


def least_on(on: date) -> int:
    found = _in_force(on)
    return found.least if found else LEAST


def days_on(on: date) -> int:
    """The least number of days between two releases."""
    return _days(thresholds(), on)


def _days(dated: Sequence[Threshold], on: date) -> int:
    """dated: the latest first."""
    return next((one.days for one in dated if one.valid_from <= on), DAYS)


def _in_force(on: date) -> Threshold | None:
    return Threshold.objects.filter(valid_from__lte=on).order_by("-valid_from").first()


def public_indicators(*, on: date) -> list[Indicator]:
    """Those that everybody may see."""
    found = (indicator_of(one.code, on=on) for one in publications(on=on))
    return [one for one in found if one is not None]


def public_releases(*, on: date) -> list[Release]:
    """Of frozen states that are whole, the earliest first."""
    known = {one.pk: one for one in snapshots() if clock.on(one.frozen_at) <= on}
    order = sorted(known.values(), key=lambda one: (one.frozen_at, one.pk))
    candidates = [Candidate(one.pk, one.as_of, clock.on(one.frozen_at)) for one in order]
    whole: dict[int, State] = {}

    def is_whole(one: Candidate) -> bool:
        state = frozen(known[one.number])
        if state is not None and not state.broken:
            whole[one.number] = state
        return one.number in whole

    dated = thresholds()
    seen = releases(candidates, lambda day: _days(dated, day), is_whole)
    ends = [*(one.day for one in seen[1:]), None]
    return [Release(whole[one.number], one.day, end) for one, end in zip(seen, ends, strict=False)]


def published(code: str, *, on: date) -> Published | None:
    """None: not published, or nothing was frozen yet."""
    listed = next((one for one in publications(on=on) if one.code == code), None)
    indicator = indicator_of(code, on=on)
    every = public_releases(on=on)
    if listed is None or indicator is None or not every or every[-1].state.read(indicator) is None:
        return None
    history: tuple[Any, ...] = ()
    tree = organisations.tree_version()
    past: list[tuple[Counted, Gone, Published]] = []
    for release in every[-REMEMBERED - 1 :]:
        read = release.state.read(indicator)
        columns = listed.splits if release is every[-1] else _columns_shown(code, release, on)
        if read is None or columns is None:
            continue
        least = _least_of(release, on)
        splits = [one for one in read.splits if one.column in columns]
        state = release.state
        history = (*history, (str(state.store.root), state.manifest.made_at, tuple(columns), least))
        past.append(_once((indicator, tree, history), state, read, splits, least, tuple(past)))
    return past[-1][2]


def _columns_shown(code: str, release: Release, on: date) -> list[str] | None:
    """The splits with which the indicator was seen in the release; None where it was not."""
    until = release.until or on + timedelta(days=1)
    rows = Publication.objects.filter(code=code, valid_from__lt=until)
    shown = rows.filter(Q(valid_until=None) | Q(valid_until__gte=release.day)).values_list(
        "splits", flat=True
    )
    return sorted({column for splits in shown for column in splits}) if shown else None


def _least_of(release: Release, on: date) -> int:
    """A threshold that rises holds at once, one that falls from the next release on."""
    last = release.until - timedelta(days=1) if release.until else on
    return max(least_on(release.day), least_on(last))


def _once(
    key: tuple[Any, ...],
    state: State,
    read: Indicator,
    splits: Sequence[Split],
    least: int,
    past: Sequence[tuple[Counted, Gone, Published]],
) -> tuple[Counted, Gone, Published]:
    """past: the releases before; of one by another formula nothing follows for this one."""
    with _lock:
        found = _kept.get(key)
    if found is None:
        counted = counted_for_all(state, read, splits)
        names = [part.name for part in parts_of(read.measure)]
        same = [
            one[:2] for one in past if [part.name for part in parts_of(one[0].indicator.measure)] == names
        ]
        gone = withheld(counted, least, same)
        found = counted, gone, _shown(state, counted, gone, least=least)
        with _lock:
            while len(_kept) >= KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[key] = found
    return found


def _shown(state: State, counted: Counted, gone: Gone, *, least: int) -> Published:
    return Published(
        indicator=counted.indicator, splits=counted.splits, least=least, as_of=state.manifest.as_of,
        made_at=state.manifest.made_at, period=str(state.snapshot) if state.snapshot else "", roots=counted.roots,
        names=counted.names, below=counted.below, above=counted.above,
        totals={unit: None if unit in gone.units else figure for unit, figure in counted.totals.items()},
        apart={
            column: {
                unit: _row(row, unit, gone.units, gone.cells[column]) for unit, row in cells.items()
            }
            for column, cells in counted.apart.items()
        },
    )  # fmt: skip


def _row(
    row: Mapping[Any, Figure], unit: int, units: Collection[int], cells: Collection[tuple[int, Any]]
) -> dict[Any, Figure | None]:
    """A withheld value that nobody has is among them too: what is left out would be known to be nobody."""
    shown = {value: None if unit in units or (unit, value) in cells else one for value, one in row.items()}
    return {**shown, **{value: None for one, value in cells if one == unit}}
