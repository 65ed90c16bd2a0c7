"""The checks over frames of facts: what fails, and how much was asked. No writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from khuevan.kernel import facts
from khuevan.kernel.checks import Check, Setting, judge_frame
from khuevan.kernel.checks.judging import ASKED, WRONG

FAULTS = {
    "check_code": pl.String,
    "unit_id": pl.Int32,
    "record_id": pl.Int32,
    "title": pl.String,
    "values": pl.String,
}
TALLIES = {"unit_id": pl.Int32, "check_code": pl.String, "asked": pl.Int64, "failed": pl.Int64}


@dataclass(frozen=True)
class Verdict:
    """faults: a row for each check, unit and record; tallies: a row for each unit and check that was asked there."""

    faults: pl.DataFrame
    tallies: pl.DataFrame
    rows: int


def judge_rows(frame: pl.DataFrame, checks: Sequence[Check], settings: Mapping[str, Setting]) -> Verdict:
    """All checks of one kind of facts over its rows."""
    judged = judge_frame(frame, checks, settings)
    faults = [_faults(frame, judged, check) for check in checks]
    return Verdict(
        pl.concat(faults) if faults else pl.DataFrame(schema=FAULTS),
        _tallies(judged, checks),
        frame.height,
    )


def by_facts(checks: Mapping[str, Check]) -> list[tuple[facts.Facts, list[Check]]]:
    """Checks grouped by what they read, so that each kind of facts is read once."""
    ordered = sorted(checks.values(), key=lambda check: (check.facts.code, check.code))
    return [(group[0].facts, group) for _code, found in groupby(ordered, key=lambda c: c.facts.code)
            for group in [list(found)]]  # fmt: skip


def _faults(frame: pl.DataFrame, judged: pl.DataFrame, check: Check) -> pl.DataFrame:
    hit = frame.filter(judged.get_column(WRONG + check.code))
    values = pl.struct(check.kept).struct.json_encode() if check.kept else pl.lit("{}", dtype=pl.String)
    return hit.select(
        pl.lit(check.code).alias("check_code"),
        "unit_id",
        pl.col("id").alias("record_id"),
        pl.col("title").str.slice(0, 200),
        values.alias("values"),
    ).unique(["unit_id", "record_id"], keep="first", maintain_order=True)


def _tallies(judged: pl.DataFrame, checks: Sequence[Check]) -> pl.DataFrame:
    if not checks:
        return pl.DataFrame(schema=TALLIES)
    sums = judged.lazy().group_by("unit_id").agg(
        pl.col(f"{kind}{check.code}").sum().cast(pl.Int64) for check in checks for kind in (ASKED, WRONG)
    ).collect(engine="streaming")  # fmt: skip
    parts = [
        sums.select(
            "unit_id",
            pl.lit(check.code).alias("check_code"),
            pl.col(ASKED + check.code).alias("asked"),
            pl.col(WRONG + check.code).alias("failed"),
        ).filter(pl.col("asked") > 0)
        for check in checks
    ]
    return pl.concat(parts)
