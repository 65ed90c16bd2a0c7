"""Reads .csv: the encoding is told from the bytes, the separator from the lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from ..legacy import detection, tables
from .book import MOST_COLUMNS, MOST_ROWS, Book, Sheet, Unreadable
from .workbooks import BLOCK, write

SAMPLE: Final = 1 << 18
_PARTS: Final = re.compile(r"[\s;,|\"]+")
SEPARATORS: Final = (",", ";", "\t", "|")


def read(path: Path, folder: Path, tell: Callable[[int, int], None]) -> Book:
    """Raises Unreadable."""
    encoding = encoding_of(path)
    rows, width, blocks = 0, 0, 0
    size = path.stat().st_size
    with path.open("rb") as raw:
        lines = csv.reader(_text(raw, encoding), delimiter=_separator(path, encoding))
        try:
            while block := list(islice(lines, BLOCK)):
                width = max(width, *map(len, block))
                rows += len(block)
                if rows > MOST_ROWS * 2:
                    raise Unreadable("too_many_rows", {"rows": rows, "most": MOST_ROWS})
                if width > MOST_COLUMNS:
                    raise Unreadable(
                        "too_many_columns", {"columns": width, "most": MOST_COLUMNS, "sheet": path.name}
                    )
                _write(folder, blocks, block, width, rows - len(block))
                blocks += 1
                tell(rows, max(rows, round(rows * size / max(1, raw.tell()))))
        except csv.Error as broken:
            raise Unreadable("broken", {"what": str(broken)}) from broken
    _widen(folder, blocks, width)
    return Book(folder, (Sheet(0, "CSV", True, rows, width),), "csv", encoding=encoding)


def encoding_of(path: Path) -> str:
    """`utf-8-sig`, `utf-16`, or one of the 8-bit codes: `tcvn3`, `vni`, `windows-1258`, `latin-1`."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as broken:
        if len(start) < SAMPLE or broken.start < SAMPLE - 4:
            return _eight_bits(start)
    return "utf-8-sig"


def _eight_bits(start: bytes) -> str:
    verdict = detection.judge(_PARTS.split(start.decode("cp1252", "replace")))
    if verdict.encoding:
        return verdict.encoding
    composed = start.decode("cp1258", "replace")
    good, all_ = detection.count(_PARTS.split(composed))
    return "cp1258" if all_ and good / all_ > detection.ENOUGH else "cp1252"


def _text(raw: io.BufferedReader, encoding: str) -> Iterator[str]:
    """Lines of Unicode text. What cannot be decoded becomes the replacement character, which the checks report."""
    codec = "cp1252" if encoding in tables.ENCODINGS else encoding
    text = io.TextIOWrapper(raw, encoding=codec, errors="replace", newline="")
    try:
        for line in text:
            yield tables.convert(line, encoding) if encoding in tables.ENCODINGS else line
    finally:
        text.detach()


def _separator(path: Path, encoding: str) -> str:
    """The sign that divides the first lines into the same number of parts, most parts winning."""
    with path.open("rb") as raw:
        lines = [line for line in islice(_text(raw, encoding), 60) if line.strip()]
    best, most = ",", 0
    for sign in SEPARATORS:
        counts = Counter(line.count(sign) for line in lines)
        usual, times = max(counts.items(), key=lambda found: (found[0] > 0, found[1]), default=(0, 0))
        if usual * times > most:
            best, most = sign, usual * times
    return best


def _write(folder: Path, part: int, block: list[list[str]], width: int, top: int) -> None:
    padded = [line + [""] * (width - len(line)) for line in block]
    columns = [pl.Series(values, dtype=pl.String) for values in zip(*padded, strict=True)]
    write(folder, 0, part, columns, 0, top)


def _widen(folder: Path, blocks: int, width: int) -> None:
    """Gives all blocks the columns of the widest."""
    for part in range(blocks):
        path = folder / f"sheet-0.{part:05}.arrow"
        frame = pl.read_ipc(path)
        missing = [name for at in range(width) if (name := f"c{at}") not in frame.columns]
        if missing:
            frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in missing)
            frame.select(*(f"c{at}" for at in range(width)), "row").write_ipc(path, compression="lz4")
