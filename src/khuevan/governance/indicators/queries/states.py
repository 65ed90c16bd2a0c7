"""States of the facts: the one in service, and those that were frozen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from khuevan.kernel.measures import Indicator

from ..models import Snapshot
from ..store import Manifest, Store, frozen_store, store


@dataclass(frozen=True)
class State:
    """snapshot: None for the state in service. broken: files of a snapshot that are not as they were frozen."""

    store: Store
    manifest: Manifest
    snapshot: Snapshot | None = None
    broken: tuple[str, ...] = ()

    def serves(self, indicator: Indicator) -> bool:
        """Whether it holds, whole and in its present shape, what the indicator reads."""
        return not self.broken and all(self.manifest.holds(facts) for facts in indicator.facts)


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
    kept = frozen_store(name_of(one))
    manifest = kept.current()
    if manifest is None:
        return None
    broken = ("manifest.json",) if kept.digest() != one.digest else _broken(kept, manifest)
    return State(kept, manifest, one, broken)


def name_of(one: Snapshot) -> str:
    """The folder of a snapshot."""
    return f"{one.pk:06d}"


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
