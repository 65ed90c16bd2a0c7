"""Facts in Parquet. A change writes the rows that it concerned into a small file beside the large one; the manifest is
exchanged last, so a process killed anywhere leaves the state before. All of it can be read anew from the database."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

import polars as pl
from django.conf import settings

from khuevan.kernel.facts import Facts, declared

from . import manifest as manifests
from . import sums
from .manifest import File, Kept, Manifest, Piece

MANIFEST = "manifest.json"
MOST_PIECES = 40
ALWAYS_SMALL = 50_000
"""With more small files than that, or more rows in them than this and half of the large one's, the next change writes the
facts into one again."""
PROBE = 1 << 20
ROW_GROUP = 1 << 16
"""Rows that are read or passed over together, by the units that they are of."""


@dataclass(frozen=True)
class Change:
    """All rows of the facts whose `column` is one of the values, as they are now; every row where `values` is None."""

    facts: Facts
    column: str
    values: Collection[int] | None
    frame: pl.DataFrame


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
        """Every row of the facts in that state: what a later piece replaces is not given."""
        frames: list[pl.LazyFrame] = []
        replaced: dict[str, set[int]] = {}
        for piece in reversed(state.facts[facts.code].pieces):
            frame = pl.scan_parquet(self.root / piece.file.name)
            for column, values in replaced.items():
                frame = frame.filter(~_is_one(column, values))
            frames.append(frame)
            if piece.values is not None:
                replaced.setdefault(piece.column, set()).update(piece.values)
        return pl.concat(list(reversed(frames))) if len(frames) > 1 else frames[0]

    def stored_sums(self, state: Manifest, facts: Facts) -> pl.LazyFrame | None:
        """The stored sums, a row for each unit and split in each piece, to be added up; None where some piece has
        none."""
        kept = state.facts[facts.code]
        if not kept.has_sums:
            return None
        return pl.concat(
            [pl.scan_parquet(self.root / piece.sums.name) for piece in kept.pieces if piece.sums]
        )

    def broken(self, state: Manifest) -> list[str]:
        """Files that are gone or not as they were written."""
        hashes = {file.name: file.sha256 for file in state.files()} | dict(state.beside)
        return sorted(name for name, digest in hashes.items() if self._digest(name) != digest)

    def digest(self) -> str:
        """Of the manifest, and so of everything that it names. "" where there is none."""
        return self._digest(MANIFEST) or ""

    def copied(self, state: Manifest, target: Path, beside: Mapping[str, str]) -> Store:
        """A store of its own with that state, whose files nobody else touches, and these texts by name beside it."""
        target.mkdir(parents=True, exist_ok=True)
        for name in state.names():
            shutil.copyfile(self.root / name, target / name)
        copy = Store(target)
        for name, text in beside.items():
            (target / name).write_text(text)
        copy._exchange(replace(state, beside={name: copy._digest(name) or "" for name in beside}))
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
        with self._nothing_left_behind():
            kept = {facts.code: self._whole(facts, frame, read_at_once=True) for facts, frame in frames}
            return self._exchange(Manifest(self._next(), as_of, at, marks, kept))

    def put_changes(
        self, state: Manifest, changes: Iterable[Change], *, at: datetime, marks: Mapping[int, int]
    ) -> Manifest:
        """The state with these rows in place of what it had. Costs in proportion to the rows, and a look through the
        column that they are found by; now and then, with many small files, as much as the facts are large."""
        kept = dict(state.facts)
        with self._nothing_left_behind():
            for change in changes:
                if change.values is None:
                    kept[change.facts.code] = self._whole(change.facts, change.frame, read_at_once=True)
                    continue
                now = replace(state, facts=kept)
                before = self.rows(now, change.facts).filter(_is_one(change.column, change.values))
                one = kept[change.facts.code]
                piece = Piece(
                    self._write(change.facts, change.frame), change.column, tuple(sorted(change.values)),
                    self._write_moved(change.facts, one, before, change.frame),
                )  # fmt: skip
                kept[change.facts.code] = replace(one, pieces=(*one.pieces, piece))
            changed = replace(state, number=self._next(), made_at=at, marks=marks, facts=kept)
            return self._exchange(self._gathered(changed))

    @contextlib.contextmanager
    def _nothing_left_behind(self) -> Iterator[None]:
        """Where writing fails, as on a full disk, what was written goes at once and makes room again."""
        try:
            yield
        except BaseException:
            state = self.current()
            self._clear(state.names() if state else set())
            raise

    def _gathered(self, state: Manifest) -> Manifest:
        kept = dict(state.facts)
        for code, one in state.facts.items():
            whole, *small = one.pieces
            if (
                len(small) > MOST_PIECES
                or sum(piece.file.rows for piece in small) > whole.file.rows // 2 + ALWAYS_SMALL
            ):
                facts = declared()[code]
                kept[code] = self._whole(facts, self.rows(state, facts).collect(engine="streaming"))
        return replace(state, facts=kept)

    def _whole(self, facts: Facts, frame: pl.DataFrame, *, read_at_once: bool = False) -> Kept:
        recipe = sums.recipe_of(facts)
        if recipe is None:
            return Kept(manifests.shape_of(facts), (Piece(self._write(facts, frame)),))
        added = sums.summed(frame.lazy(), recipe, read_at_once=read_at_once)
        piece = Piece(self._write(facts, frame), sums=self._write_sums(facts, added, recipe))
        return Kept(manifests.shape_of(facts), (piece,), recipe.splits, recipe.names)

    def _write_moved(
        self, facts: Facts, kept: Kept, before: pl.LazyFrame, after: pl.DataFrame
    ) -> File | None:
        """None where sums of another recipe are stored: the rows are asked then, until everything is read anew."""
        recipe = sums.recipe_of(facts)
        if recipe is None or not kept.has_sums or (recipe.splits, recipe.names) != (kept.by, kept.parts):
            return None
        return self._write_sums(facts, sums.moved(before, after.lazy(), recipe), recipe)

    def _write_sums(self, facts: Facts, added: pl.LazyFrame, recipe: sums.Recipe) -> File:
        ordered = (sums.UNIT, *recipe.splits, sums.ROWS, *recipe.names)
        frame = added.select(ordered).collect(engine="streaming")
        return self._written(f"{facts.code}.sums", frame.sort(sums.UNIT, *recipe.splits))

    def _write(self, facts: Facts, frame: pl.DataFrame) -> File:
        return self._written(facts.code, frame.sort("unit_id", "id"))

    def _written(self, begins: str, frame: pl.DataFrame) -> File:
        name = f"{begins}-{secrets.token_hex(8)}.parquet"
        unfinished = self.root / f"{name}.unfinished"
        try:
            frame.write_parquet(unfinished, compression="zstd", statistics=True, row_group_size=ROW_GROUP)
        except pl.exceptions.ComputeError:
            _ask_for_room(unfinished)
            raise
        unfinished.rename(self.root / name)
        return File(name, frame.height, self._digest(name) or "")

    def _exchange(self, state: Manifest) -> Manifest:
        """Puts the state into service, then clears away what neither it nor the one before needs, so that readers who
        began under the one before end in peace."""
        before = self.current()
        unfinished = self.root / f"{MANIFEST}.{secrets.token_hex(4)}"
        unfinished.write_text(manifests.written(state))
        unfinished.replace(self.root / MANIFEST)
        self._clear(state.names() | (before.names() if before else set()))
        return state

    def _clear(self, needed: set[str]) -> None:
        for file in self.root.glob("*.parquet*"):
            if file.name not in needed:
                with contextlib.suppress(FileNotFoundError):
                    file.unlink()

    def _next(self) -> int:
        before = self.current()
        return before.number + 1 if before else 1

    def _digest(self, name: str) -> str | None:
        try:
            with (self.root / name).open("rb") as content:
                return file_digest(content, "sha256").hexdigest()
        except FileNotFoundError:
            return None


def _ask_for_room(unfinished: Path) -> None:
    """Polars tells a full disk as an error of computing, sometimes without a word of it: ask the system, which raises
    OSError with its number where there is no room."""
    with unfinished.open("ab") as file:
        file.write(bytes(PROBE))


def _is_one(column: str, values: Collection[int]) -> pl.Expr:
    return pl.col(column).is_in(sorted(values)).fill_null(False)


def store() -> Store:
    """The store of this installation: facts as they are now."""
    return _store(Path(settings.FACTS_ROOT))


def frozen_store(name: str) -> Store:
    """The store of a snapshot."""
    return _store(Path(settings.SNAPSHOTS_ROOT) / name)


@lru_cache(maxsize=8)
def _store(root: Path) -> Store:
    return Store(root)
