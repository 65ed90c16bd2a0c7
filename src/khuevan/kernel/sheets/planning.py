"""What an import would change: each row against the record that it means. Pure functions on frames.

The same function makes the preview and, on fresh records, the commit; so the preview cannot promise something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import polars as pl

from khuevan.kernel.text import fold

from .layout import Key, Layout
from .messages import Weight

BEFORE: Final = "~"
"""Ends the name of the column that holds a value as it was."""


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Decisions:
    """What the user decided. clear: empty cells of mapped columns empty the record's value.

    rows: row -> `take`, `new` or `skip`. codes: the same for every row with a doubt of this code.
    """

    clear: bool = False
    rows: Mapping[int, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """All that a plan is made of. values: as checked. findings: with weights. covered: `row`, `column` of masked cells,
    which say nothing."""

    layout: Layout
    values: pl.DataFrame
    findings: pl.DataFrame
    current: pl.DataFrame
    decisions: Decisions
    covered: pl.DataFrame | None = None


@dataclass(frozen=True)
class Plan:
    """rows: `row`, `_kind`, `id`, `version`, `_note` (code of the doubt about the record), `_fields` (names of changed
    columns), the values as they shall be, and as they were (name + BEFORE). found: findings made while planning.
    touched: columns in which some row changes a record."""

    rows: pl.DataFrame
    found: list[tuple[int, str, str, str]]
    touched: tuple[str, ...]

    def of(self, *kinds: Kind) -> pl.DataFrame:
        return self.rows.filter(pl.col("_kind").is_in([str(kind) for kind in kinds]))

    def counts(self) -> dict[str, int]:
        counted = dict(self.rows.group_by("_kind").len().iter_rows())
        return {str(kind): counted.get(str(kind), 0) for kind in Kind}


def plan(asked: Question) -> Plan:
    layout, mapped = asked.layout, [name for name in asked.layout.names if name in asked.values.columns]
    matched, found = _match(asked, mapped)
    matched = _decide_records(matched, asked.decisions)
    joined = matched.join(
        asked.current.rename({name: name + BEFORE for name in layout.names}),
        on="id",
        how="left",
        maintain_order="left",
    )
    joined = _after(joined, asked, mapped)
    changed = [
        pl.when(pl.col(name).ne_missing(pl.col(name + BEFORE))).then(pl.lit(name)) for name in layout.names
    ]
    joined = joined.with_columns(pl.concat_list(changed).list.drop_nulls().alias("_fields"))
    joined = joined.with_columns(_kind(asked, found, joined).alias("_kind"))
    some = joined.filter(pl.col("_kind") == Kind.CHANGED)["_fields"].explode().drop_nulls().unique().to_list()
    touched = tuple(name for name in layout.names if name in some)
    return Plan(
        joined.select(
            "row",
            "_kind",
            "id",
            "version",
            "_note",
            "_fields",
            *layout.names,
            *(name + BEFORE for name in layout.names),
        ),
        found,
        touched,
    )


# --- which record a row means ----------------------------------------------------------------------------------


def _match(asked: Question, mapped: list[str]) -> tuple[pl.DataFrame, list[tuple[int, str, str, str]]]:
    """`id` and `note` for each row, by the first key that finds something."""
    layout, frame = asked.layout, asked.values
    usable = [key for key in layout.keys if all(name in mapped for name in key.columns)]
    found = _twice(frame, usable)
    ids = asked.current.schema["id"]
    frame = frame.with_columns(pl.lit(None, ids).alias("id"), pl.lit(None, pl.String).alias("_note"))
    if asked.current.height:
        for place, key in enumerate(usable):
            frame = _by_key(frame, asked.current, key, place)
        frame = _doubts_of_keys(frame, asked.current, usable)
        found += _same_record(frame)
    return frame, found


def _parts(key: Key) -> list[pl.Expr]:
    """The key's values as comparable text; names of an uncertain key without accents and case."""
    parts = []
    for at, name in enumerate(key.columns):
        part = pl.col(name).cast(pl.String)
        part = part.fill_null("") if key.empty and at else part
        parts.append((part if key.certain else part.map_batches(_folded)).alias(f"_k{at}"))
    return parts


def _folded(texts: pl.Series) -> pl.Series:
    different = texts.drop_nulls().unique()
    table = pl.DataFrame(
        {"text": different, "folded": [fold(text) for text in different]},
        schema={"text": pl.String, "folded": pl.String},
    )
    return texts.alias("text").to_frame().join(table, on="text", how="left", maintain_order="left")["folded"]


def _by_key(frame: pl.DataFrame, current: pl.DataFrame, key: Key, place: int) -> pl.DataFrame:
    names = [f"_k{at}" for at in range(len(key.columns))]
    here = current.select("id", *_parts(key)).drop_nulls()
    once = here.group_by(names).agg(pl.len().alias("_times"), pl.col("id").first().alias("_found"))
    joined = frame.with_columns(*_parts(key)).join(once, on=names, how="left", maintain_order="left")
    open_ = pl.col("id").is_null() & pl.col("_note").is_null() & pl.col("_times").is_not_null()
    note = (
        pl.when(pl.col("_times") > 1)
        .then(pl.lit("several_records"))
        .when(pl.lit(not key.certain))
        .then(pl.lit("likely_same"))
    )
    joined = joined.with_columns(
        pl.when(open_ & (pl.col("_times") == 1)).then(pl.col("_found")).otherwise(pl.col("id")).alias("id"),
        pl.when(open_).then(note).otherwise(pl.col("_note")).alias("_note"),
        pl.when(pl.col("_times") == 1).then(pl.col("_found")).alias(f"_by{place}"),
    )
    return joined.drop(*names, "_times", "_found")


def _doubts_of_keys(frame: pl.DataFrame, current: pl.DataFrame, keys: list[Key]) -> pl.DataFrame:
    """Two keys of one row that lead to two records; and a likely record that has another certain number."""
    certain = [place for place, key in enumerate(keys) if key.certain]
    for place in certain:
        other = pl.col(f"_by{place}")
        frame = frame.with_columns(
            pl.when(other.is_not_null() & (other != pl.col("id")))
            .then(pl.lit("keys_differ"))
            .otherwise(pl.col("_note"))
            .alias("_note")
        )
    for key in (keys[place] for place in certain):
        theirs = current.select(
            "id", *(pl.col(name).cast(pl.String).alias(f"_t{at}") for at, name in enumerate(key.columns))
        )
        frame = frame.join(theirs, on="id", how="left", maintain_order="left")
        differs = pl.any_horizontal(
            pl.col(name).cast(pl.String) != pl.col(f"_t{at}") for at, name in enumerate(key.columns)
        )
        frame = frame.with_columns(
            pl.when((pl.col("_note") == "likely_same") & differs)
            .then(pl.lit("other_number"))
            .otherwise(pl.col("_note"))
            .alias("_note")
        ).drop(*(f"_t{at}" for at in range(len(key.columns))))
    return frame.drop(*(f"_by{place}" for place in range(len(keys))))


def _twice(frame: pl.DataFrame, keys: list[Key]) -> list[tuple[int, str, str, str]]:
    """Rows of the file that name the same record as a row above. An uncertain key counts only between rows that no
    certain key tells apart."""
    found: dict[int, tuple[int, str, str, str]] = {}
    certain = [name for key in keys if key.certain for name in key.columns]
    for key in keys:
        rows = (
            frame
            if key.certain or not certain
            else frame.filter(pl.all_horizontal(pl.col(n).is_null() for n in certain))
        )
        parts = rows.select("row", *_parts(key)).drop_nulls()
        names = parts.columns[1:]
        first = pl.col("row").min().over(names)
        again = parts.with_columns(first.alias("_first")).filter(pl.col("row") != pl.col("_first"))
        for row, above in again.select("row", "_first").iter_rows():
            found.setdefault(row, (row, key.columns[0], "twice", str(above + 1)))
    return list(found.values())


def _same_record(frame: pl.DataFrame) -> list[tuple[int, str, str, str]]:
    """Two rows that found one record by different keys."""
    there = frame.filter(pl.col("id").is_not_null()).select("row", "id")
    again = there.with_columns(pl.col("row").min().over("id").alias("first")).filter(
        pl.col("row") != pl.col("first")
    )
    return [(row, "", "twice_record", str(first + 1)) for row, _id, first in again.iter_rows()]


def _decide_records(frame: pl.DataFrame, decisions: Decisions) -> pl.DataFrame:
    """«It is somebody new»: the record that was found is not the one."""
    news = [row for row, choice in decisions.rows.items() if choice == "new"]
    codes = [code for code, choice in decisions.codes.items() if choice == "new"]
    is_new = pl.col("row").is_in(news) | pl.col("_note").is_in(codes).fill_null(False)
    return frame.with_columns(pl.when(is_new).then(None).otherwise(pl.col("id")).alias("id"))


# --- what becomes of it -----------------------------------------------------------------------------------------


def _after(frame: pl.DataFrame, asked: Question, mapped: list[str]) -> pl.DataFrame:
    """The values as they shall be. Without a record: as in the file. An empty cell changes nothing, or empties."""
    layout = asked.layout
    covered: dict[str, list[int]] = {}
    if asked.covered is not None:
        for row, name in asked.covered.select("row", "column").iter_rows():
            covered.setdefault(name, []).append(row)
    made = []
    for name in layout.names:
        column, was = layout.by_name[name], pl.col(name + BEFORE)
        if name not in mapped:
            made.append(was.alias(name))
        elif column.fixed:
            made.append(pl.coalesce(was, pl.col(name)).alias(name))
        elif asked.decisions.clear and not column.required:
            is_covered = pl.col("row").is_in(covered.get(name, []))
            made.append(pl.when(is_covered).then(was).otherwise(pl.col(name)).alias(name))
        else:
            made.append(pl.coalesce(pl.col(name), was).alias(name))
    return frame.with_columns(made)


def _kind(asked: Question, found: list[tuple[int, str, str, str]], frame: pl.DataFrame) -> pl.Expr:
    findings, decisions = asked.findings, asked.decisions
    wrong = findings.filter(pl.col("weight") == Weight.WRONG)["row"].unique().to_list()
    wrong += [row for row, _column, _code, _facts in found]
    taken_codes = [code for code, choice in decisions.codes.items() if choice in ("take", "new")]
    skipped_codes = [code for code, choice in decisions.codes.items() if choice == "skip"]
    taken = [row for row, choice in decisions.rows.items() if choice in ("take", "new")]
    skipped = [row for row, choice in decisions.rows.items() if choice == "skip"]
    doubts = findings.filter(pl.col("weight") == Weight.DOUBTFUL)
    refused = doubts.filter(pl.col("code").is_in(skipped_codes))["row"].unique().to_list()
    doubtful = doubts.filter(~pl.col("code").is_in(taken_codes))["row"].unique().to_list()
    row, note = pl.col("row"), pl.col("_note")
    same = (
        pl.col("id").is_not_null()
        & (pl.col("_fields").list.len() == 0)
        & (note.is_null() | (note == "likely_same"))
    )
    asks = note.is_not_null() & ~row.is_in(taken) & ~note.is_in(taken_codes)
    left_out = row.is_in(skipped + refused) | note.is_in(skipped_codes).fill_null(False)
    return (
        pl.when(row.is_in(wrong)).then(pl.lit(str(Kind.WRONG)))
        .when(left_out).then(pl.lit(str(Kind.SKIPPED)))
        .when(same).then(pl.lit(str(Kind.UNCHANGED)))
        .when(row.is_in(doubtful) & ~row.is_in(taken)).then(pl.lit(str(Kind.DOUBTFUL)))
        .when(asks).then(pl.lit(str(Kind.DOUBTFUL)))
        .when(pl.col("id").is_null()).then(pl.lit(str(Kind.NEW)))
        .otherwise(pl.lit(str(Kind.CHANGED)))
    )  # fmt: skip


def settled(promised: pl.DataFrame, fresh: Plan) -> tuple[pl.DataFrame, list[int]]:
    """The fresh rows that are as the preview promised, and the rows that are not any more (to be looked at again).

    A row that was to change something and is now unchanged is settled: somebody did the same meanwhile.
    """
    kinds = [str(Kind.NEW), str(Kind.CHANGED)]
    shown = promised.filter(pl.col("_kind").is_in(kinds)).select(
        "row",
        pl.col("_kind").alias("_was"),
        pl.col("id").alias("_was_id"),
        pl.col("version").alias("_was_version"),
    )
    now = fresh.rows.join(shown, on="row", how="inner", maintain_order="left")
    kept = (
        (pl.col("_kind") == pl.col("_was"))
        & pl.col("id").eq_missing(pl.col("_was_id"))
        & pl.col("version").eq_missing(pl.col("_was_version"))
    )
    done = pl.col("_kind") == str(Kind.UNCHANGED)
    moved = now.filter(~kept & ~done)["row"].to_list()
    return now.filter(kept).drop("_was", "_was_id", "_was_version"), moved


def values_of(rows: pl.DataFrame, layout: Layout) -> dict[str, Any]:
    """Of one row of a plan: {column: (before, after)} for changed columns."""
    row = rows.row(0, named=True)
    return {name: (row[name + BEFORE], row[name]) for name in row["_fields"]} if row["_fields"] else {}
