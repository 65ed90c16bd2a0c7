"""Facts in Parquet. A change writes the units that it concerned into a small file beside the large one; the manifest is
exchanged last, so a process killed anywhere leaves the state before. All of it can be read anew from the database."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

import polars as pl
from django.conf import settings

from khuevan.kernel.facts import Facts, declared

from . import manifest as manifests
from .manifest import Kept, Manifest, Piece

MANIFEST = "manifest.json"
MOST_PIECES = 40
"""With more small files than this, the next change writes the facts into one again."""


class Store:
    """Facts under one folder. Writers come one at a time (the services see to it); readers are never in their way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._seen: tuple[tuple[int, int] | None, Manifest | None] = (None, None)

    # --- reading ----------------------------------------------------------------------------------

    def current(self) -> Manifest | None:
        """The state in service; None before the first rebuild, or where its file is broken."""
        try:
            stat = (self.root / MANIFEST).stat()
        except FileNotFoundError:
            return None
        mark = (stat.st_ino, stat.st_mtime_ns)
        with self._lock:
            if self._seen[0] != mark:
                try:
                    found = manifests.read((self.root / MANIFEST).read_text())
                except (ValueError, KeyError, TypeError):
                    found = None
                self._seen = (mark, found)
            return self._seen[1]

    def rows(self, state: Manifest, facts: Facts) -> pl.LazyFrame:
        """Every row of the facts in that state: of each unit what the last piece about it says."""
        frames, later = [], set[int]()
        for piece in reversed(state.facts[facts.code].pieces):
            frame = pl.scan_parquet(self.root / piece.file)
            if later:
                frame = frame.filter(~pl.col("unit_id").is_in(sorted(later)))
            frames.append(frame)
            if piece.units is not None:
                later.update(piece.units)
        return pl.concat(list(reversed(frames))) if len(frames) > 1 else frames[0]

    def broken(self, state: Manifest) -> list[str]:
        """Files that are gone or not as they were written."""
        pieces = [piece for kept in state.facts.values() for piece in kept.pieces]
        return sorted(piece.file for piece in pieces if self._digest(piece.file) != piece.sha256)

    def digest(self) -> str:
        """Of the manifest, and so of everything that it names. "" where there is none."""
        return self._digest(MANIFEST) or ""

    def copied(self, state: Manifest, target: Path) -> Store:
        """A store of its own with that state, whose files nobody else touches."""
        target.mkdir(parents=True, exist_ok=True)
        for name in state.files():
            shutil.copyfile(self.root / name, target / name)
        copy = Store(target)
        copy._exchange(state)
        return copy

    # --- writing ----------------------------------------------------------------------------------

    def put_all(
        self,
        frames: Iterable[tuple[Facts, pl.DataFrame]],
        *,
        as_of: date,
        at: datetime,
        marks: Mapping[int, int],
    ) -> Manifest:
        """Exchanges everything."""
        self.root.mkdir(parents=True, exist_ok=True)
        kept = {
            facts.code: Kept(manifests.shape_of(facts), (self._write(facts, frame),))
            for facts, frame in frames
        }
        return self._exchange(Manifest(self._next(), as_of, at, marks, kept))

    def put_units(
        self,
        state: Manifest,
        changes: Iterable[tuple[Facts, Iterable[int], pl.DataFrame]],
        *,
        at: datetime,
        marks: Mapping[int, int],
    ) -> Manifest:
        """What these units have now, in place of what they had. Costs in proportion to the units; now and then, with many
        small files, as much as the facts are large."""
        kept = dict(state.facts)
        for facts, units, frame in changes:
            before = kept[facts.code]
            piece = replace(self._write(facts, frame), units=tuple(sorted(units)))
            kept[facts.code] = replace(before, pieces=(*before.pieces, piece))
        changed = replace(state, number=self._next(), made_at=at, marks=marks, facts=kept)
        return self._exchange(self._gathered(changed))

    def _gathered(self, state: Manifest) -> Manifest:
        kept = dict(state.facts)
        for code, one in state.facts.items():
            if len(one.pieces) > MOST_PIECES:
                facts = declared()[code]
                kept[code] = replace(one, pieces=(self._write(facts, self.rows(state, facts).collect()),))
        return replace(state, facts=kept)

    def _write(self, facts: Facts, frame: pl.DataFrame) -> Piece:
        name = f"{facts.code}-{secrets.token_hex(8)}.parquet"
        unfinished = self.root / f"{name}.unfinished"
        frame.sort("unit_id", "id").write_parquet(unfinished, compression="zstd", statistics=True)
        unfinished.rename(self.root / name)
        return Piece(name, frame.height, self._digest(name) or "")

    def _exchange(self, state: Manifest) -> Manifest:
        """Puts the state into service, then clears away what neither it nor the one before needs, so that readers who
        began under the one before end in peace."""
        before = self.current()
        unfinished = self.root / f"{MANIFEST}.{secrets.token_hex(4)}"
        unfinished.write_text(manifests.written(state))
        unfinished.replace(self.root / MANIFEST)
        needed = state.files() | (before.files() if before else set())
        for file in self.root.glob("*.parquet*"):
            if file.name not in needed:
                with contextlib.suppress(FileNotFoundError):
                    file.unlink()
        return state

    def _next(self) -> int:
        before = self.current()
        return before.number + 1 if before else 1

    def _digest(self, name: str) -> str | None:
        try:
            with (self.root / name).open("rb") as content:
                return file_digest(content, "sha256").hexdigest()
        except FileNotFoundError:
            return None


def store() -> Store:
    """The store of this installation: facts as they are now."""
    return _store(Path(settings.FACTS_ROOT))


def frozen_store(name: str) -> Store:
    """The store of a snapshot."""
    return _store(Path(settings.SNAPSHOTS_ROOT) / name)


@lru_cache(maxsize=8)
def _store(root: Path) -> Store:
    return Store(root)
