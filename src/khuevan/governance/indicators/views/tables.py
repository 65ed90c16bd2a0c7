"""Figures as files for programs: CSV line by line, Parquet in pieces. Workbooks are made by `kernel.records.export`."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import polars as pl
from django.http import FileResponse

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
PARQUET = "application/vnd.apache.parquet"


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """As it goes out. Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP)."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    for row in chain([list(heads)], rows):
        writer.writerow([_safe(one) for one in row])
        yield target.getvalue()
        target.seek(0)
        target.truncate()


def parquet(name: str, frame: pl.DataFrame) -> FileResponse:
    """Written to a file of its own, and sent from there."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    frame.write_parquet(target, compression="zstd")
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{name}.parquet", content_type=PARQUET)


def _safe(one: Any) -> Any:
    if one is None:
        return ""
    if isinstance(one, bool):
        return "1" if one else "0"
    return f"'{one}" if isinstance(one, str) and one.startswith(_FORMULA) else one
