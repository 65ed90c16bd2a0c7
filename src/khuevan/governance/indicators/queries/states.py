"""States of the facts: the one in service, and those that were frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from khuevan.kernel.measures import Indicator, Misdeclared, demand_fit
from khuevan.register.organisations.choices import Line

from ..models import Snapshot
from ..rules import Asked
from ..store import Manifest, Store, frozen_store, store
from . import keeping
from .places import under


@dataclass(frozen=True)
class State:
    """snapshot: None for the state in service. broken: files of a snapshot that are not as they were frozen."""

    store: Store
    manifest: Manifest
    snapshot: Snapshot | None = None
    broken: tuple[str, ...] = ()

    def day(self, today: date) -> date:
        """The day whose tree its figures stand on: of a frozen state its own."""
        return self.manifest.as_of if self.snapshot is not None else today

    def serves(self, indicator: Indicator) -> bool:
        """Whether it holds, whole and in its present shape, what the indicator reads."""
        return not self.broken and all(self.manifest.holds(facts) for facts in indicator.facts)

    def read(self, indicator: Indicator) -> Indicator | None:
        """The indicator as it is computed in this state: in a frozen one by the formula of then over facts in the shape
        of then, where it keeps them. None: it cannot be computed there."""
        if self.broken:
            return None
        digest = self.manifest.beside.get(keeping.FORMULAS, "")
        formula = keeping.formulas_of(self.store.root, digest).get(indicator.code)
        if formula is not None:
            return keeping.then(indicator, formula)
        return indicator if self.serves(indicator) else None

    def under(self, places: Sequence[int], line: Line, *, on: date) -> list[tuple[int, int]]:
        """(place, unit) of everything under the places: in a frozen state that keeps its tree on that, whatever the
        day."""
        digest = self.manifest.beside.get(keeping.PLACES, "")
        if digest and not self.broken:
            return keeping.under_then(self.store.root, digest, places, line)
        return under(places, line, on=on)

    def pairs(self, line: Line) -> list[tuple[int, int]]:
        """Every (place, unit) of the tree of its day: in a frozen state that keeps its tree, of that."""
        digest = self.manifest.beside.get(keeping.PLACES, "")
        if digest and not self.broken:
            return keeping.pairs_then(self.store.root, digest, line)
        return keeping.pairs_on(line, self.manifest.as_of)


def can_be_asked(read: Indicator, asked: Asked) -> bool:
    """read: as `State.read` gives it. Not: facts of then lack a column that the question holds fast or takes apart, or
    had something else in it."""
    wanted = {split.column for split, _value in asked.chosen} | ({asked.by.column} if asked.by else set())
    if not wanted <= {one.column for one in read.splits}:
        return False
    try:
        for facts in read.facts:
            demand_fit(asked.condition, facts)
    except Misdeclared:
        return False
    return True


def current() -> State | None:
    manifest = store().current()
    return State(store(), manifest) if manifest is not None else None


def snapshots() -> list[Snapshot]:
    """The latest first."""
    return list(Snapshot.objects.order_by("-frozen_at", "-pk"))


def snapshot(pk: int) -> Snapshot | None:
    return Snapshot.objects.filter(pk=pk).first()


def frozen(one: Snapshot) -> State | None:
    """The state that was frozen; None where its manifest is gone."""
    kept = frozen_store(one.folder)
    manifest = kept.current()
    if manifest is None:
        return None
    broken = ("manifest.json",) if kept.digest() != one.digest else _broken(kept, manifest)
    return State(kept, manifest, one, broken)


def _broken(kept: Store, manifest: Manifest) -> tuple[str, ...]:
    """Every file against its hash; again only when a file was touched since."""
    marks = []
    for name in sorted(manifest.names()):
        try:
            stat = (kept.root / name).stat()
            marks.append((name, stat.st_size, stat.st_mtime_ns))
        except FileNotFoundError:
            marks.append((name, 0, 0))
    return _compared(kept.root, manifest.number, tuple(marks))


@lru_cache(maxsize=64)
def _compared(root: Path, _number: int, _marks: tuple[tuple[str, int, int], ...]) -> tuple[str, ...]:
    kept = Store(root)
    manifest = kept.current()
    return tuple(kept.broken(manifest)) if manifest else ("manifest.json",)
