"""From a sheet's cells to the rows that mean something: merged cells filled, footers and totals set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from khuevan.kernel.text import fold

from .reading.book import Book, Sheet
from .reading.marks import shown
from .understanding import Understanding

SIGNATURES: Final = (
    "nguoi lap", "hieu truong", "pho hieu truong", "thu truong", "ky ten", "ky ghi ro ho ten", "nguoi kiem tra",
    "ke toan", "giao vien chu nhiem", "thu ky", "xac nhan", "noi nhan", "ghi chu", "giam doc", "phu trach", "chu tich",
)  # fmt: skip
TOTALS: Final = (
    "tong cong",
    "tong so",
    "tong",
    "cong",
    "trong do",
    "danh sach nay co",
    "danh sach co",
    "an dinh danh sach",
)
FEW: Final = 3


@dataclass(frozen=True)
class SetAside:
    """A row that is no record. why: `signature`, `total`, `headings` (repeated), `blank`."""

    row: int
    why: str
    text: str = ""


@dataclass(frozen=True)
class Rows:
    """cells: `row` (counted from 0 as in the file) and one column of raw cells for each mapped column of the layout.

    merged: rows and columns whose cell came from a merged one.
    """

    cells: pl.DataFrame
    aside: tuple[SetAside, ...]
    blank: int
    merged: tuple[tuple[int, str], ...] = ()


def records(book: Book, understood: Understanding) -> Rows:
    """The rows below the headings."""
    sheet = book.sheet(understood.sheet)
    mapping = understood.mapping
    everything = [f"c{sheet.left + at}" for at in range(sheet.columns)]
    lazy = book.cells(sheet.number).filter(pl.col("row") > understood.bottom)
    frame = lazy.with_columns(
        pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.UInt16) for name in everything).alias("filled"),
    ).collect()
    blank = frame.filter(pl.col("filled") == 0).height
    chosen = frame.filter(pl.col("filled") > 0).select(
        "row", "filled", *(pl.col(f"c{at}").alias(name) for name, at in mapping.items())
    )
    aside = _aside(frame, chosen, understood, everything)
    if aside:
        chosen = chosen.filter(~pl.col("row").is_in([one.row for one in aside]))
    cells, merged = _fill_merged(chosen.drop("filled"), sheet, understood)
    return Rows(cells, tuple(aside), _inner_blank(blank, frame), merged)


def _inner_blank(blank: int, frame: pl.DataFrame) -> int:
    """Blank rows between others; those below the last one are no news."""
    last = frame.filter(pl.col("filled") > 0)["row"].max()
    if last is None:
        return 0
    return min(blank, frame.filter((pl.col("filled") == 0) & (pl.col("row") < last)).height)


def _aside(
    frame: pl.DataFrame, chosen: pl.DataFrame, understood: Understanding, everything: list[str]
) -> list[SetAside]:
    """Sparse rows are looked at one by one: there are few of them. What stands below the place for signatures, behind the
    last full row, is the name of who signed."""
    mapped = list(understood.mapping)
    usual = (
        chosen.select(pl.sum_horizontal(pl.col(name).is_not_null() for name in mapped).median()).item()
        if mapped
        else 0
    )
    few = max(FEW, (usual or 0) * 0.34)
    filled = (
        pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.UInt16) for name in mapped)
        if mapped
        else pl.lit(0)
    )
    is_sparse = (filled <= few) | (pl.col("filled") <= FEW)
    sparse = chosen.filter(is_sparse)["row"]
    last_full = chosen.filter(~is_sparse)["row"].max()
    headings = {fold(match.heading) for match in understood.columns if match.heading}
    found, signed = [], False
    for row in frame.filter(pl.col("row").is_in(sparse.implode())).iter_rows(named=True):
        texts = [shown(row[name]) for name in everything if row[name]]
        why = _why(texts, headings) or ("signature" if signed and row["row"] > (last_full or 0) else "")
        signed = signed or why == "signature"
        if why:
            found.append(SetAside(row["row"], why, " · ".join(texts)[:120]))
    found += _repeated_headings(frame, understood, headings)
    return sorted(found, key=lambda one: one.row)


def _why(texts: list[str], headings: set[str]) -> str:
    folded = [fold(text) for text in texts]
    if folded and all(text in headings for text in folded):
        return "headings"
    for text in folded:
        if any(text == word or text.startswith(word + " ") for word in TOTALS):
            return "total"
        if any(text == word or text.startswith(word + " ") for word in SIGNATURES):
            return "signature"
        if "ngay" in text.split() and "thang" in text.split() and "nam" in text.split():
            return "signature"
    return ""


def _repeated_headings(frame: pl.DataFrame, understood: Understanding, headings: set[str]) -> list[SetAside]:
    """Lists that were printed page by page repeat their headings inside."""
    anchor = next((match for match in understood.columns if match.name and len(match.heading) > 2), None)
    if anchor is None:
        return []
    again = frame.filter(
        pl.col(f"c{anchor.at}").str.strip_chars().str.to_lowercase() == anchor.heading.strip().lower()
    )
    found = []
    for row in again.iter_rows(named=True):
        texts = [fold(shown(cell)) for name, cell in row.items() if name not in ("row", "filled") and cell]
        if sum(text in headings for text in texts) >= max(2, len(texts) * 0.6):
            found.append(SetAside(row["row"], "headings"))
    return found


def _fill_merged(
    cells: pl.DataFrame, sheet: Sheet, understood: Understanding
) -> tuple[pl.DataFrame, tuple[tuple[int, str], ...]]:
    """A cell merged over several rows says the same for each of them."""
    names = {at: name for name, at in understood.mapping.items()}
    filled: list[tuple[int, str]] = []
    wanted: dict[str, dict[int, int]] = {}
    for top, left, bottom, _right in sheet.merged:
        if bottom > top > understood.bottom and left in names and bottom - top < 5_000:
            wanted.setdefault(names[left], {}).update(dict.fromkeys(range(top + 1, bottom + 1), top))
    for name, sources in wanted.items():
        values = dict(zip(cells["row"], cells[name], strict=True))
        fills = {
            row: values.get(top) for row, top in sources.items() if values.get(row) is None and row in values
        }
        fills = {row: value for row, value in fills.items() if value is not None}
        filled += [(row, name) for row in fills]
        cells = cells.with_columns(
            pl.coalesce(
                name, pl.col("row").replace_strict(fills, default=None, return_dtype=pl.String)
            ).alias(name)
        )
    return cells, tuple(filled)
