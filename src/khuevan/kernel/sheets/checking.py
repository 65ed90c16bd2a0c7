"""Reads the rows column by column: values, and a table of findings (row, column, code)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from . import messages
from .columns import Column, Listed, Setting
from .columns.base import FACTS
from .layout import SCHEMA_OF_FINDINGS, Layout, findings
from .legacy import Verdict, convert, judge
from .legacy.tables import NAMES
from .messages import Weight
from .reading.book import Book
from .reading.marks import MARK, shown
from .rows import Rows
from .understanding import Understanding, catalogue_of

HIGH: Final = "[\u00a1-\u00ff]"
SAMPLE: Final = 20_000


@dataclass(frozen=True)
class Checked:
    """values: `row` and a column of values for each mapped column. findings: SCHEMA_OF_FINDINGS and `value`, what the
    cell holds as people read it. verdict: on legacy encodings. catalogued: column -> codes that the file's own
    catalogue gave another meaning."""

    values: pl.DataFrame
    findings: pl.DataFrame
    verdict: Verdict
    catalogued: dict[str, int]


def check(
    book: Book,
    layout: Layout,
    understood: Understanding,
    rows: Rows,
    setting: Setting,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Checked:
    """Every mapped column, then what the layout examines. `tell(done, of)` hears of columns."""
    cells, verdict, legacy = _in_unicode(rows.cells, book)
    mapped = [column for column in layout.columns if column.name in understood.mapping]
    values: dict[str, pl.Series] = {"row": cells["row"]}
    tables = [legacy, *_merged(rows)]
    catalogued: dict[str, int] = {}
    for done, column in enumerate(mapped):
        tell(done, len(mapped) + 1)
        raw = cells[column.name]
        if isinstance(column, Listed):
            own = _own_codes(book, understood, column)
            catalogued |= {column.name: len(own)} if own else {}
            read = column.read_by(own, raw)
        else:
            read = column.read(raw, setting)
        good = read.faults.is_null()
        values[column.name] = read.values.set(~good, None).alias(column.name)
        tables.append(_table(cells, column.name, raw, read.faults))
        tables.append(_table(cells, column.name, raw, read.repairs.set(~good, None)))
        if column.required:
            absent = read.values.is_null() & good
            tables.append(
                _table(cells, column.name, raw, pl.Series([None, "missing"])[absent.cast(pl.UInt8)])
            )
    frame = pl.DataFrame(values)
    tables.append(_missing_columns(layout, understood, frame))
    for examine in layout.examine:
        tables.append(_with_values(examine(setting, _complete(frame, layout)), cells))
    tell(len(mapped) + 1, len(mapped) + 1)
    return Checked(frame, _weighed(pl.concat(tables)), verdict, catalogued)


def _complete(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """With all columns of the layout: those that the file does not have are null."""
    absent = [column for column in layout.columns if column.name not in frame.columns]
    return frame.with_columns(pl.lit(None, column.value_type).alias(column.name) for column in absent)


def _own_codes(book: Book, understood: Understanding, column: Listed) -> dict[str, str]:
    for number, names in understood.catalogues.items():
        if column.name in names:
            return catalogue_of(book, number, column)
    return {}


# --- legacy encodings -------------------------------------------------------------------------------------


def _in_unicode(cells: pl.DataFrame, book: Book) -> tuple[pl.DataFrame, Verdict, pl.DataFrame]:
    """The cells, converted where the file is in a legacy encoding; each column is judged with the file's evidence."""
    nothing = _with_values(findings(), cells)
    suspects = {}
    for name in cells.columns:
        if name != "row":
            high = cells[name].filter(cells[name].str.contains(HIGH) & ~cells[name].str.starts_with(MARK))
            if high.len():
                suspects[name] = high.unique(maintain_order=True).head(SAMPLE).to_list()
    verdict = judge((text for texts in suspects.values() for text in texts), book.fonts)
    if not verdict.encoding:
        return cells, verdict, nothing
    tables = [nothing]
    for name, texts in suspects.items():
        if judge(texts, book.fonts or (f".vn{name}",)).encoding not in (verdict.encoding, ""):
            continue
        raw = cells[name]
        is_legacy = raw.str.contains(HIGH) & ~raw.str.starts_with(MARK)
        table = {text: convert(text, verdict.encoding) for text in raw.filter(is_legacy).unique().to_list()}
        cells = cells.with_columns(
            pl.when(is_legacy).then(raw.replace_strict(table, default=None, return_dtype=pl.String))
            .otherwise(raw).alias(name)
        )  # fmt: skip
        code = pl.Series([None, f"legacy{FACTS}{NAMES[verdict.encoding]}"])[
            is_legacy.fill_null(False).cast(pl.UInt8)
        ]
        tables.append(_table(cells, name, raw, code))
    return cells, verdict, pl.concat(tables)


# --- tables of findings -------------------------------------------------------------------------------------


def _table(cells: pl.DataFrame, name: str, raw: pl.Series, codes: pl.Series) -> pl.DataFrame:
    """The rows in which `codes` holds one."""
    there = codes.is_not_null()
    found = pl.DataFrame(
        {"row": cells["row"].filter(there), "raw": raw.filter(there), "code": codes.filter(there)}
    )
    parts = pl.col("code").str.split_exact(FACTS, 1).struct
    return found.select(
        "row",
        pl.lit(name).alias("column"),
        parts.field("field_0").alias("code"),
        parts.field("field_1").fill_null("").alias("facts"),
        pl.col("raw").map_elements(shown, return_dtype=pl.String, skip_nulls=True).fill_null("").alias("value"),
    ) if found.height else _with_values(findings(), cells)  # fmt: skip


def _with_values(found: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """A room's findings, beside what their cells hold."""
    if not found.height:
        return pl.DataFrame(schema={**SCHEMA_OF_FINDINGS, "value": pl.String})
    texts: dict[tuple[int, str], str] = {}
    for name in set(found["column"].to_list()) & set(cells.columns):
        here = found.filter(pl.col("column") == name)["row"]
        some = cells.filter(pl.col("row").is_in(here.implode())).select("row", name)
        texts |= {(row, name): shown(cell) for row, cell in some.iter_rows()}
    values = [texts.get((row, name), "") for row, name in found.select("row", "column").iter_rows()]
    return (
        found.select(*SCHEMA_OF_FINDINGS)
        .cast(pl.Schema(SCHEMA_OF_FINDINGS))
        .with_columns(pl.Series("value", values, dtype=pl.String))
    )


def _merged(rows: Rows) -> list[pl.DataFrame]:
    if not rows.merged:
        return []
    return [_with_values(findings([(row, name, "merged", "") for row, name in rows.merged]), rows.cells)]


def _missing_columns(layout: Layout, understood: Understanding, frame: pl.DataFrame) -> pl.DataFrame:
    """A required column that the file lacks is missing in every row."""
    lacking = [column.name for column in understood.missing(layout)]
    rows = [(row, name, "missing", "") for name in lacking for row in frame["row"].to_list()]
    return _with_values(findings(rows), frame.select("row"))


def _weighed(found: pl.DataFrame) -> pl.DataFrame:
    weights = {code: str(messages.weight(code)) for code in found["code"].unique()}
    return found.with_columns(
        pl.col("code")
        .replace_strict(weights, default=str(Weight.WRONG), return_dtype=pl.String)
        .alias("weight")
    ).sort("row", maintain_order=True)


def planned(found: list[tuple[int, str, str, str]], like: pl.DataFrame) -> pl.DataFrame:
    """What planning found, as a table of findings."""
    table = findings(found).with_columns(pl.lit("").alias("value"))
    return _weighed(table).select(like.columns).cast(like.schema)


def said(layout: Layout, finding: dict[str, Any], options: dict[Any, str] | None = None) -> tuple[str, str]:
    """The sentences of one finding."""
    column: Column | None = layout.by_name.get(finding["column"])
    facts: dict[str, Any] = {"value": finding["value"], "facts": finding["facts"]}
    if column is not None:
        facts |= {"label": str(column.label), **column.facts()}
    return messages.said(finding["code"], facts)


def summary(found: pl.DataFrame) -> Sequence[dict[str, Any]]:
    """How often each thing was found in each column, with an example; most often first."""
    return (
        found.group_by("weight", "column", "code")
        .agg(pl.len().alias("count"), pl.col("row").first(), pl.col("value").first(), pl.col("facts").first())
        .sort("count", "column", "code", descending=[True, False, False])
        .to_dicts()
    )
