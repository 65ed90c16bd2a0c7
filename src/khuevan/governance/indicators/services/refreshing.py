"""Keeping the fact store: everything anew, or only the units that a change concerned.

The audit log is the source of news, as it is for data quality: a change counts whoever made it and however.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database, facts
from khuevan.kernel.access import Actor

from ..permissions import REBUILD
from ..queries.computing import used_facts
from ..store import Change, Manifest, store
from ..store.manifest import UNIT

WRITING = database.Turn("indicators.store")
MOST_UNITS, MOST_SHARE, ALWAYS_FEW = 300, 0.2, 1_000
"""With more units concerned, or more other values than this share of the rows, all rows of those facts are read again:
it costs less."""
AT_ONCE = 20_000
Step = Callable[[int, int, str], None]


class CannotWrite(Exception):  # noqa: N818 - the name is what happened
    """The state before stays in service; the sentence says so, and why."""


@dataclass(frozen=True)
class Refreshed:
    """rows: read from the database; whole: everything was read."""

    rows: int
    seconds: float
    whole: bool = False


def rebuild(*, actor: Actor, at: datetime, step: Step | None = None) -> Refreshed:
    """Reads every fact anew and puts it into service at once.

    step(done, of, what) is told of progress. Raises access.Refused, CannotWrite.
    """
    access.demand(actor, REBUILD)
    with _saying_why(), database.acting(access.system()), audit.act(actor, REBUILD.code, at=at) as act:
        WRITING.wait()
        done = _rebuild(at, step)
        act.note(rows=done.rows)
    return done


def follow(*, at: datetime) -> list[Refreshed]:
    """Reads again what was changed since the last call, until nothing is new. One process at a time.
    Raises CannotWrite, database.TurnTaken where another writes."""
    with _saying_why():
        return _follow(at)


@contextmanager
def _saying_why() -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        raise CannotWrite(
            _("%(why)s Số liệu trước đó vẫn được dùng; sửa xong thì tính lại.")
            % {"why": why_not_written(failure)}
        ) from failure


def why_not_written(failure: OSError) -> str:
    """In words."""
    if failure.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _("Ổ đĩa của thư mục dữ liệu đã hết chỗ.")
    return _("Không đọc, ghi được thư mục dữ liệu (%(why)s).") % {
        "why": failure.strerror or type(failure).__name__
    }


def _follow(at: datetime) -> list[Refreshed]:
    done: list[Refreshed] = []
    while True:
        with database.acting(access.system()):
            state = store().current()
            WRITING.take()
            if not _is_of_this_database(state, at):
                return [*done, _rebuild(at, None)]
            assert state is not None
            changes = audit.rows_since(state.marks, most=AT_ONCE)
            if not changes:
                return done
            marks = {**state.marks, **{change.lane: change.seq for change in changes}}
            touched = audit.touched_rows(changes, used_facts())
            wholly = touched.everywhere | _much(touched, state)
            if wholly >= {one.code for one in used_facts()}:
                return [*done, _rebuild(at, None)]
            done.append(_read_again(state, touched, wholly, marks, at))


def _rebuild(at: datetime, step: Step | None) -> Refreshed:
    begun = time.monotonic()
    marks, on, rows = audit.heads(), clock.on(at), 0
    wanted = used_facts()

    def frames() -> Iterator[tuple[facts.Facts, pl.DataFrame]]:
        nonlocal rows
        for number, one in enumerate(wanted):
            if step is not None:
                step(number, len(wanted), str(one.label))
            frame = facts.read(one, on=on)
            rows += frame.height
            yield one, frame

    store().put_all(frames(), as_of=on, at=at, marks=marks)
    return Refreshed(rows, time.monotonic() - begun, whole=True)


def _read_again(
    state: Manifest, touched: audit.TouchedRows, wholly: Collection[str], marks: dict[int, int], at: datetime
) -> Refreshed:
    """wholly: codes of facts of which every row is read."""
    begun, rows = time.monotonic(), 0

    def frames() -> Iterator[Change]:
        nonlocal rows
        for one in used_facts():
            if one.code in wholly:
                frame = facts.read(one, on=state.as_of)
                rows += frame.height
                yield Change(one, UNIT, None, frame)
                continue
            for column, values in touched.keys.get(one.code, {}).items():
                frame = facts.read(one, on=state.as_of, ids=values, column=column)
                rows += frame.height
                yield Change(one, column, values, frame)

    store().put_changes(state, frames(), at=at, marks=marks)
    return Refreshed(rows, time.monotonic() - begun)


def _much(touched: audit.TouchedRows, state: Manifest) -> set[str]:
    """Codes of facts of which so much was changed."""
    return {
        code
        for code, keys in touched.keys.items()
        for column, values in keys.items()
        if len(values)
        > (MOST_UNITS if column == UNIT else max(ALWAYS_FEW, MOST_SHARE * state.facts[code].rows))
    }


def _is_of_this_database(state: Manifest | None, at: datetime) -> bool:
    """Not: nothing stored yet, facts declared otherwise since, another day, or a log that is shorter than what was read
    of it (another database, or a restored one)."""
    if state is None or state.as_of != clock.on(at) or not all(state.holds(one) for one in used_facts()):
        return False
    heads = audit.heads()
    return all(seq <= heads.get(lane, 0) for lane, seq in state.marks.items())
