"""Figures month by month in Parquet: a row for each slot and month, a column for each part.

Laid out for two questions. All indicators of one unit over years: a block of a year holds the months of a unit side by
side, and a row group is of so few units that reading one of them costs little. One indicator in one month of all units
under a unit: these stand together (`slots`), and only the columns asked for are decoded. Whole numbers are written as
differences to the month before.

Written like the facts: new files beside the old, then the one file that says which hold. What was read is compared with
the checksum of its page, and the footer of a file with the hash in that one file.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from . import months
from .months import Block, Chunk, KeptMonth, Month, Months
from .slots import SHAPE, Index, Slot

MONTHS = "index.json"
"""Its name comes before the others': a backup copies it first, and what it names stays for one more change."""
UNITS = "units"
"""How many units a row is the total of; null where the slot was not there in that month."""
KEYS = ("unit_id", "kind", "month")
CHUNK, GROUP = 2_048, 256
"""Slots in a file, and in a row group."""
OPEN_FILES = 64
"""Files that a process keeps open: 2 to 3 MB each with four hundred columns. A province has one a year."""
Values = dict[str, Any]


class Damaged(Exception):  # noqa: N818 - the name is what happened
    """A file is gone or not as it was written; str() is its name. No figure is read out of it."""


@dataclass(frozen=True)
class Filled:
    """A month with its figures. slots: as `slots.slots_of` orders them; frame: unit_id, kind, units and the columns, for
    slots that have any."""

    month: KeptMonth
    slots: pl.DataFrame
    frame: pl.DataFrame


class Series:
    """Under one folder. Writers come one at a time (the services see to it); readers are never in their way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._seen: tuple[tuple[int, int] | None, Months] = (None, Months())

    # --- reading ----------------------------------------------------------------------------------

    def current(self) -> Months:
        """The state in service; an empty one before anything was kept. Raises Damaged."""
        try:
            stat = (self.root / MONTHS).stat()
        except FileNotFoundError:
            return Months()
        mark = (stat.st_ino, stat.st_mtime_ns)
        with self._lock:
            if self._seen[0] != mark:
                try:
                    self._seen = (mark, months.read((self.root / MONTHS).read_text()))
                except (ValueError, KeyError, TypeError) as failure:
                    raise Damaged(MONTHS) from failure
            return self._seen[1]

    def index(self, block: Block) -> Index:
        """Of the slots of a block. Raises Damaged."""
        return _index(self.root / block.slots)

    def read(
        self, block: Block, slots: Collection[Slot], columns: Sequence[str], wanted: Collection[Month]
    ) -> dict[Slot, dict[Month, Values]]:
        """Of each slot that was there, the months in which it was: `units` and the columns that the block has. Raises
        Damaged."""
        places = self.index(block).places
        chosen = [place for place, one in enumerate(block.months) if one.month in wanted]
        known = [UNITS, *(name for name in dict.fromkeys(columns) if name in block.columns)]
        by_chunk: dict[int, list[Slot]] = {}
        for slot in slots:
            if slot in places:
                by_chunk.setdefault(places[slot] // CHUNK, []).append(slot)
        found: dict[Slot, dict[Month, Values]] = {}
        for number, of_chunk in by_chunk.items() if chosen else ():
            within = [places[slot] % CHUNK for slot in of_chunk]
            table = self._rows(block, block.chunks[number], within, chosen, known)
            rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
            for slot in of_chunk:
                for place in chosen:
                    row = next(rows)
                    if row[0] is not None:
                        one = found.setdefault(slot, {})
                        one[block.months[place].month] = dict(zip(known, row, strict=True))
        return found

    def _rows(
        self, block: Block, chunk: Chunk, within: Sequence[int], chosen: Sequence[int], columns: list[str]
    ) -> pa.Table:
        """The rows of these slots of the chunk, each with the chosen months."""
        each = len(block.months)
        groups = sorted({one // GROUP for one in within})
        begins = {group: number * GROUP * each for number, group in enumerate(groups)}
        try:
            with _opened(self.root / chunk.name, chunk.footer) as file:
                table = file.read_row_groups(groups, columns=columns, use_threads=False)
        except (OSError, pa.ArrowException) as failure:
            raise Damaged(chunk.name) from failure
        wanted = [begins[one // GROUP] + one % GROUP * each + place for one in within for place in chosen]
        return table.select(columns).take(pa.array(wanted, pa.int64()))

    def broken(self, state: Months) -> list[str]:
        """Files that are gone or not as they were written, looked through as a whole."""
        hashes = {one.name: one.sha256 for block in state.blocks.values() for one in block.chunks}
        found = [name for name, digest in hashes.items() if self._digest(name) != digest]
        named = state.names() - set(hashes)
        return sorted(found + [one for one in named if not _is_named_by_content(self.root / one)])

    def formulas(self, month: KeptMonth) -> Path:
        """The file with the formulas of that month; its name says its hash."""
        return self.root / month.formulas

    # --- writing ----------------------------------------------------------------------------------

    def put(self, filled: Sequence[Filled], formulas: Collection[str]) -> Months:
        """The state with these months, in place of what it had of the same. Writes the years that they are of anew; what
        is kept of other months stays to the digit."""
        self.root.mkdir(parents=True, exist_ok=True)
        state = self.current()
        with self._nothing_left_behind(state):
            for text in formulas:
                self._write_text(formulas_name(text), text)
            blocks = dict(state.blocks)
            by_year: dict[int, list[Filled]] = {}
            for one in filled:
                by_year.setdefault(one.month.month // 100, []).append(one)
            for year, of_year in by_year.items():
                blocks[year] = self._block(year, blocks.get(year), of_year)
            return self._exchange(state, Months(state.number + 1, blocks))

    def _block(self, year: int, before: Block | None, filled: Sequence[Filled]) -> Block:
        latest = max(filled, key=lambda one: one.month.month)
        kept = before.months if before else ()
        replaced = {one.month.month for one in filled}
        stay = [one for one in kept if one.month not in replaced]
        every = sorted([*stay, *(one.month for one in filled)], key=lambda one: one.month)
        orders = [latest.slots, *(one.slots for one in filled)]
        if before is not None:
            old = self.index(before).slots
            orders = [*orders, old] if latest.month.month == every[-1].month else [old, *orders]
        order = pl.concat([one.select(list(SHAPE)) for one in orders]).unique(
            ["unit_id", "kind"], keep="first", maintain_order=True
        )
        columns = _columns(before, filled)
        slots = self._write_slots(order)
        months_of_block = pl.Series("month", [one.month for one in every], dtype=pl.Int32).to_frame()
        chunks = []
        for start in range(0, order.height, CHUNK):
            part = order.slice(start, CHUNK).select("unit_id", "kind")
            grid = part.join(months_of_block, how="cross", maintain_order="left")
            told = [*self._kept(before, part, [one.month for one in stay])]
            told += [_told(one, part) for one in filled]
            values = pl.concat([one.select(_typed(one, columns)) for one in told], how="diagonal")
            rows = grid.join(values, on=list(KEYS), how="left", maintain_order="left")
            missing = [
                pl.lit(None, dtype=kind).alias(name) for name, kind in columns.items() if name not in rows
            ]
            chunks.append(
                self._write_chunk(rows.with_columns(missing).select(*KEYS, UNITS, *columns), len(every))
            )
        return Block(year, tuple(every), slots, tuple(columns), tuple(chunks))

    def _kept(
        self, before: Block | None, part: pl.DataFrame, stay: Sequence[Month]
    ) -> Iterator[pl.DataFrame]:
        """What the block before says of these slots in the months that stay."""
        if before is None or not stay:
            return
        places = self.index(before).places
        chunks = sorted({places[slot] // CHUNK for slot in part.iter_rows() if slot in places})
        for number in chunks:
            chunk = before.chunks[number]
            if self._digest(chunk.name) != chunk.sha256:
                raise Damaged(chunk.name)
            rows = pl.read_parquet(self.root / chunk.name)
            yield rows.filter(pl.col("month").is_in(list(stay)), pl.col(UNITS).is_not_null()).join(
                part, on=["unit_id", "kind"], how="semi"
            )

    def _write_chunk(self, rows: pl.DataFrame, each: int) -> Chunk:
        name = f"months-{secrets.token_hex(8)}.parquet"
        unfinished = self.root / f"{name}.unfinished"
        table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
        whole = [one.name for one in table.schema if pa.types.is_integer(one.type) and one.name not in KEYS]
        pq.write_table(
            table, unfinished, row_group_size=GROUP * each, compression="zstd", compression_level=1,
            use_dictionary=list(KEYS), column_encoding=dict.fromkeys(whole, "DELTA_BINARY_PACKED"),
            write_statistics=list(KEYS), write_page_checksum=True, store_schema=False,
        )  # fmt: skip
        _settle(unfinished)
        unfinished.rename(self.root / name)
        return Chunk(name, rows.height, self._digest(name) or "", sha256(_tail(self.root / name)).hexdigest())

    def _write_slots(self, order: pl.DataFrame) -> str:
        text = order.write_csv()
        name = f"slots-{sha256(text.encode()).hexdigest()[:32]}.csv"
        self._write_text(name, text)
        return name

    def _write_text(self, name: str, text: str) -> None:
        """Named by its content: where it is there and whole, it is the same."""
        if not _is_named_by_content(self.root / name):
            unfinished = self.root / f"{name}.{secrets.token_hex(4)}.unfinished"
            unfinished.write_text(text)
            _settle(unfinished)
            unfinished.replace(self.root / name)

    @contextlib.contextmanager
    def _nothing_left_behind(self, state: Months) -> Iterator[None]:
        """Where writing fails, as on a full disk, what was written goes at once."""
        try:
            yield
        except BaseException:
            self._clear(state.names())
            raise

    def _exchange(self, before: Months, state: Months) -> Months:
        """Readers who began under the state before end in peace: its files go with the next change."""
        unfinished = self.root / f"{MONTHS}.{secrets.token_hex(4)}.unfinished"
        unfinished.write_text(months.written(state))
        _settle(unfinished)
        unfinished.replace(self.root / MONTHS)
        self._clear(state.names() | before.names())
        return state

    def _clear(self, needed: Collection[str]) -> None:
        for file in self.root.iterdir():
            if file.name != MONTHS and file.name not in needed:
                file.unlink(missing_ok=True)

    def _digest(self, name: str) -> str | None:
        try:
            with (self.root / name).open("rb") as content:
                return file_digest(content, "sha256").hexdigest()
        except FileNotFoundError:
            return None


def formulas_name(text: str) -> str:
    return f"measures-{sha256(text.encode()).hexdigest()[:32]}.json"


def series() -> Series:
    """The months of this installation."""
    return _series(Path(settings.SERIES_ROOT))


@lru_cache(maxsize=8)
def _series(root: Path) -> Series:
    return Series(root)


@lru_cache(maxsize=16)
def _index(file: Path) -> Index:
    if not _is_named_by_content(file):
        raise Damaged(file.name)
    return Index(pl.read_csv(file, schema=SHAPE))


@contextlib.contextmanager
def _opened(file: Path, digest: str) -> Iterator[pq.ParquetFile]:
    """For one reader at a time. Opened anew where it was touched since, and kept open: to open one costs more than to
    read out of it. Raises OSError."""
    stat = file.stat()
    kept, turn = _kept_open(file, digest, (stat.st_ino, stat.st_size, stat.st_mtime_ns))
    with turn:
        yield kept


@lru_cache(maxsize=OPEN_FILES)
def _kept_open(file: Path, digest: str, _mark: tuple[int, int, int]) -> tuple[pq.ParquetFile, threading.Lock]:
    tail = _tail(file)
    if sha256(tail).hexdigest() != digest:
        raise OSError(f"{file.name}: the footer is not as it was written")
    metadata = pq.read_metadata(pa.BufferReader(tail))
    return pq.ParquetFile(file, metadata=metadata, page_checksum_verification=True), threading.Lock()


def _tail(file: Path) -> bytes:
    """The footer as it ends the file: after it its length in four bytes, and four of Parquet's own."""
    with file.open("rb") as content:
        size = content.seek(0, os.SEEK_END)
        content.seek(max(size - 8, 0))
        length = int.from_bytes(content.read(4), "little") + 8
        content.seek(max(size - length, 0))
        return content.read(length)


def _is_named_by_content(file: Path) -> bool:
    try:
        return file.stem.rpartition("-")[2] == sha256(file.read_bytes()).hexdigest()[:32]
    except FileNotFoundError:
        return False


def _settle(file: Path) -> None:
    """On the disk before it is named: what is kept here cannot all be computed again."""
    with file.open("rb") as written:
        os.fsync(written.fileno())


def _told(filled: Filled, part: pl.DataFrame) -> pl.DataFrame:
    month = pl.lit(filled.month.month, dtype=pl.Int32).alias("month")
    return filled.frame.join(part, on=["unit_id", "kind"], how="semi").with_columns(month)


def _columns(before: Block | None, filled: Sequence[Filled]) -> Mapping[str, Any]:
    """By name, whole or not, in a fixed order: medians may have fractions."""
    found: dict[str, Any] = {}
    for one in filled:
        for name, kind in one.frame.schema.items():
            if name not in (*KEYS, UNITS):
                found[name] = pl.Float64 if kind.is_float() else pl.Int64
    for name in before.columns if before else ():
        found.setdefault(name, pl.Float64 if name[:2] in FRACTIONAL else pl.Int64)
    return dict(sorted(found.items()))


FRACTIONAL = ("m_", "d_")
"""How names of columns begin that hold values of rows themselves (`kernel.measures.formulas`)."""


def _typed(frame: pl.DataFrame, columns: Mapping[str, Any]) -> list[pl.Expr]:
    own = [pl.col(name).cast(kind) for name, kind in columns.items() if name in frame.columns]
    return [pl.col("unit_id").cast(pl.Int32), pl.col("kind").cast(pl.Int8), pl.col("month").cast(pl.Int32),
            pl.col(UNITS).cast(pl.Int32), *own]  # fmt: skip
