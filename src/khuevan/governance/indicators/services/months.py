"""Keeping the figures of months: those of frozen states, of the month that runs, and of past days for which the records
still answer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database, facts
from khuevan.kernel.access import Actor

from ..models import Snapshot
from ..permissions import REBUILD
from ..queries.computing import used_facts
from ..queries.filling import filled
from ..queries.indicators import indicators
from ..queries.keeping import FORMULAS, kept_beside
from ..queries.states import State, current, frozen
from ..store import Store
from ..store.months import FROZEN, RECORDS, RUNNING, KeptMonth, Month, Months, month_of
from ..store.series import Damaged, Filled, formulas_name, series
from .refreshing import CannotWrite, why_not_written

KEEP = "indicators.month:keep"
KEEPING = database.Turn("indicators.months")
MOST_PAST = 120
"""Months that are read out of the records at once."""


def keep_months(*, actor: Actor, at: datetime) -> list[Month]:
    """Puts into the series what is new: every frozen state of a month that it does not hold yet, and the month that runs
    as it is now. A frozen state comes before everything else, a later one before an earlier one. Gives the months that
    were written. Raises access.Refused, CannotWrite."""
    access.demand(actor, REBUILD)
    with _saying_why(), database.acting(access.system()), audit.act(actor, KEEP, at=at) as act:
        KEEPING.wait()
        written = _written(_new(series().current(), at))
        act.note(months=",".join(map(str, written)))
    return written


def keep_past(since: date, *, actor: Actor, at: datetime) -> list[Month]:
    """Fills months that the series does not hold, from the one of `since` to the one before this: from what the records
    of today say of the last day of each. Raises access.Refused, CannotWrite."""
    access.demand(actor, REBUILD)
    with _saying_why(), database.acting(access.system()), audit.act(actor, KEEP, at=at) as act:
        KEEPING.wait()
        known = series().current().kept
        days = [day for day in _last_days(since, clock.on(at)) if month_of(day) not in known][-MOST_PAST:]
        written = [month for day in days for month in _written(_of_records(day, at))]
        act.note(months=",".join(map(str, written)))
    return written


@contextmanager
def _saying_why() -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        raise CannotWrite(why_not_written(failure)) from failure
    except Damaged as failure:
        raise CannotWrite(
            _("Tệp %(name)s của số liệu theo tháng đã bị thay đổi hoặc mất: khôi phục từ bản sao lưu.")
            % {"name": failure}
        ) from failure


Told = tuple[Filled, str]
"""With the text of its formulas."""


def _written(told: Iterable[Told]) -> list[Month]:
    every = list(told)
    if every:
        series().put([one for one, _text in every], [text for _one, text in every])
    return sorted(one.month.month for one, _text in every)


def _new(state: Months, at: datetime) -> Iterator[Told]:
    kept = state.kept
    chosen: dict[Month, Snapshot] = {}
    for one in Snapshot.objects.order_by("as_of", "frozen_at", "pk"):
        chosen[month_of(one.as_of)] = one
    for month, snapshot in chosen.items():
        if month not in kept or kept[month].mark != snapshot.digest:
            found = frozen(snapshot)
            if found is not None and not found.broken:
                yield _told(found, FROZEN, snapshot.digest, at)
    now = current()
    if now is not None and month_of(now.manifest.as_of) not in chosen:
        before, mark = kept.get(month_of(now.manifest.as_of)), now.store.digest()
        if before is None or (before.mark != mark and before.as_of <= now.manifest.as_of):
            yield _told(now, RUNNING, mark, at)


def _of_records(day: date, at: datetime) -> Iterator[Told]:
    """Facts are asked of the day, stored beside, added up, and forgotten."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        manifest = store.put_all(_read(day), as_of=day, at=at, marks={})
        yield _told(State(store, manifest), RECORDS, day.isoformat(), at)


def _read(day: date) -> Iterator[tuple[facts.Facts, pl.DataFrame]]:
    for one in used_facts():
        yield one, facts.read(one, on=day)


def _told(state: State, source: str, mark: str, at: datetime) -> Told:
    as_of = state.manifest.as_of
    every = indicators(on=clock.on(at))
    if FORMULAS in state.manifest.beside:
        text = (state.store.root / FORMULAS).read_text()
    else:
        text = kept_beside(every, on=as_of)[FORMULAS]
    month = KeptMonth(month_of(as_of), as_of, source, mark, formulas_name(text))
    return filled(state, every, month), text


def _last_days(since: date, today: date) -> list[date]:
    """Of every month from that of `since` to the one before today's."""
    days, first = [], today.replace(day=1)
    while first > since:
        last = first - timedelta(days=1)
        days.append(last)
        first = last.replace(day=1)
    return days[::-1]
