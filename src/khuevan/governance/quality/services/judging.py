"""The checks over frames of facts: what fails, and how much was asked. No writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
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
    if not checks:
        return Verdict(pl.DataFrame(schema=FAULTS), pl.DataFrame(schema=TALLIES), frame.height)
    judged = judge_frame(frame, checks, settings)
    faults = pl.concat([_faults(frame, judged, check) for check in checks])
    return Verdict(faults, _tallies(judged, checks), frame.height)


def judge_again(
    known: Verdict,
    before: pl.DataFrame,
    after: pl.DataFrame,
    checks: Sequence[Check],
    settings: Mapping[str, Setting],
) -> Verdict:
    """The verdict on all rows, from the one on them before: those `before` went, those `after` came, and each of the two
    has all rows of the records that are in it. A check looks at one row, so that the others' part in it stays."""
    came, went = judge_rows(after, checks, settings), judge_rows(before, checks, settings)
    changed = pl.concat([before.select("id"), after.select("id")]).unique()
    stayed = known.faults.join(changed, left_on="record_id", right_on="id", how="anti")
    lost = went.tallies.with_columns(-pl.col("asked"), -pl.col("failed"))
    tallies = (
        pl.concat([known.tallies, came.tallies, lost])
        .group_by("unit_id", "check_code")
        .agg(pl.col("asked").sum(), pl.col("failed").sum())
        .filter(pl.col("asked") > 0)
    )
    return Verdict(pl.concat([stayed, came.faults]), tallies, known.rows - before.height + after.height)


def by_facts(checks: Mapping[str, Check]) -> list[tuple[facts.Facts, list[Check]]]:
    """Checks grouped by what they read, so that each kind of facts is read once."""
    ordered = sorted(checks.values(), key=lambda check: (check.facts.code, check.code))
    return [(group[0].facts, group) for _code, found in groupby(ordered, key=lambda c: c.facts.code)
            for group in [list(found)]]  # fmt: skip


def columns_used(checks: Collection[Check], settings: Mapping[str, Setting]) -> set[str]:
    """The columns that the checks look at, and those that they tell."""
    used: set[str] = set()
    for check in checks:
        used.update(check.kept)
        for expression in _expressions(check, settings[check.code]):
            used.update(expression.meta.root_names())
    return used


def asked_how(check: Check, setting: Setting) -> str:
    """What the check asks of a row on that day under its limits. The same mark: the same answer of the same row."""
    mark = sha256(f"{pl.__version__} {check.kept}".encode())
    for expression in _expressions(check, setting):
        mark.update(expression.meta.serialize())
    return mark.hexdigest()[:16]


def _expressions(check: Check, setting: Setting) -> list[pl.Expr]:
    return [one(setting) for one in (check.applies, check.wrong) if one is not None]


def _faults(frame: pl.DataFrame, judged: pl.DataFrame, check: Check) -> pl.DataFrame:
    """A record with several rows in a unit is one fault there: the first of them in order of what they say."""
    hit = frame.filter(judged.get_column(WRONG + check.code))
    return (
        hit.select(
            pl.lit(check.code).alias("check_code"),
            "unit_id",
            pl.col("id").alias("record_id"),
            pl.col("title").str.slice(0, 200),
            _values(check.kept).alias("values"),
        )
        .sort("unit_id", "record_id", "values", "title")
        .unique(["unit_id", "record_id"], keep="first", maintain_order=True)
    )


def _values(names: Sequence[str]) -> pl.Expr:
    """These columns as JSON, written as PostgreSQL writes it, so that the two compare as texts: short names first, a
    space after each sign."""
    parts: list[pl.Expr] = []
    for name in sorted(names, key=lambda one: (len(one), one)):
        alone = pl.struct(name).struct.json_encode()
        parts += [
            pl.lit(f'{", " if parts else ""}"{name}": '),
            alone.str.slice(len(f'{{"{name}":')).str.strip_suffix("}"),
        ]
    return pl.concat_str([pl.lit("{"), *parts, pl.lit("}")])


def _tallies(judged: pl.DataFrame, checks: Sequence[Check]) -> pl.DataFrame:
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
