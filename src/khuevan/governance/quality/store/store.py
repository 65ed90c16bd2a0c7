"""Rows and verdicts in Parquet. The manifest is exchanged last, so a process killed anywhere leaves the state before. All
of it can be read anew from the database, and is where a file is gone or not as it was written."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path

import polars as pl
from django.conf import settings

from khuevan.kernel.facts import Facts

from . import manifest as manifests
from .manifest import File, Kept, Manifest

MANIFEST = "manifest.json"
ALWAYS_FEW, MOST_SHARE = 50_000, 0.25
"""With more rows than this and that share of all in place of others, all are written into one file again."""
ROW_GROUP = 1 << 16
PERSONS = 0o700
"""Nobody but the platform's own log-in reads the folder: these are rows about children."""


class Store:
    """Rows under one folder, for one writer at a time (the services see to it)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    # --- reading ----------------------------------------------------------------------------------

    def current(self) -> Manifest | None:
        """The state in service; None where there is none, or none that can be read."""
        try:
            return manifests.read((self.root / MANIFEST).read_text())
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def is_whole(self, kept: Kept) -> bool:
        """Whether all its files are there as they were written."""
        try:
            return all(_digest(self.root / file.name) == file.sha256 for file in kept.files)
        except OSError:
            return False

    def rows(self, kept: Kept) -> pl.LazyFrame:
        """Every row as it is now."""
        base = self._scan(kept.base).join(self._scan(kept.replaced), on="id", how="anti")
        return pl.concat([base, self._scan(kept.fresh)])

    def frame(self, file: File) -> pl.DataFrame:
        """Of faults or tallies."""
        return self._scan(file).collect()

    def _scan(self, file: File) -> pl.LazyFrame:
        return pl.scan_parquet(self.root / file.name)

    # --- writing ----------------------------------------------------------------------------------

    def put_rows(self, facts: Facts, frame: pl.DataFrame) -> tuple[File, File, File]:
        """Base, fresh and replaced of rows that were all read."""
        code = facts.code
        return (
            self._write(f"{code}.base", frame.sort("unit_id", "id")),
            self._write(f"{code}.fresh", frame.clear()),
            self._write(f"{code}.replaced", frame.select("id").clear()),
        )

    def put_changes(self, facts: Facts, kept: Kept, after: pl.DataFrame, ids: pl.Series) -> Kept:
        """The rows `after` in place of those with these ids."""
        gone = pl.DataFrame({"id": ids})
        fresh = pl.concat([self._scan(kept.fresh).collect().join(gone, on="id", how="anti"), after])
        replaced = pl.concat([self._scan(kept.replaced).collect(), gone]).unique().sort("id")
        if max(fresh.height, replaced.height) > max(ALWAYS_FEW, MOST_SHARE * kept.rows):
            base = self._scan(kept.base).join(replaced.lazy(), on="id", how="anti").collect()
            files = self.put_rows(facts, pl.concat([base, fresh]))
            return replace(kept, base=files[0], fresh=files[1], replaced=files[2])
        return replace(
            kept,
            fresh=self._write(f"{facts.code}.fresh", fresh.sort("unit_id", "id")),
            replaced=self._write(f"{facts.code}.replaced", replaced),
        )

    def put_verdict(self, facts: Facts, faults: pl.DataFrame, tallies: pl.DataFrame) -> tuple[File, File]:
        return self._write(f"{facts.code}.faults", faults), self._write(f"{facts.code}.tallies", tallies)

    def exchange(self, state: Manifest) -> None:
        """Puts the state into service and clears away what it does not name."""
        self.root.mkdir(mode=PERSONS, parents=True, exist_ok=True)
        unfinished = self.root / f"{MANIFEST}.{secrets.token_hex(4)}"
        try:
            unfinished.write_text(manifests.written(state))
            unfinished.replace(self.root / MANIFEST)
        finally:
            unfinished.unlink(missing_ok=True)
        self.clear(state)

    def clear(self, state: Manifest | None) -> None:
        """Takes away every file that the state does not name."""
        needed = set(state.names()) if state else set()
        for file in [*self.root.glob("*.parquet*"), *self.root.glob(f"{MANIFEST}.*")]:
            if file.name not in needed:
                with contextlib.suppress(FileNotFoundError):
                    file.unlink()

    def _write(self, begins: str, frame: pl.DataFrame) -> File:
        self.root.mkdir(mode=PERSONS, parents=True, exist_ok=True)
        name = f"{begins}-{secrets.token_hex(8)}.parquet"
        frame.write_parquet(self.root / name, compression="lz4", row_group_size=ROW_GROUP)
        return File(name, _digest(self.root / name))


def shape_of(facts: Facts, columns: Collection[str]) -> str:
    """Another statement, other columns or other rows that are told apart give another shape."""
    kinds = [(column.name, column.kind.value) for column in facts.every]
    watches = [(one.table, one.column, one.via, one.days) for one in facts.watches]
    said = [facts.statement, facts.whole, kinds, watches, facts.shares, sorted(columns)]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def columns_of(facts: Facts, used: Collection[str]) -> Sequence[str]:
    """The columns that are kept: those in use, and those by which changed rows are found."""
    found_by = {watch.column for watch in facts.watches} | {name for group in facts.shares for name in group}
    wanted = {"id", "unit_id", "title", *used, *found_by}
    return [column.name for column in facts.every if column.name in wanted]


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def store() -> Store:
    """The store of this installation."""
    return _store(Path(settings.FACTS_ROOT) / "checked")


@lru_cache(maxsize=8)
def _store(root: Path) -> Store:
    return Store(root)
