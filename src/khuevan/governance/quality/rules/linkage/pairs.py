"""Finding the pairs: Splink on DuckDB, in memory, with a ceiling."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Collection, Sequence
from typing import Any, Final

import polars as pl

from .frames import prepared
from .model import COMPARISONS, Comparison, settings

MEMORY: Final = "1GB"
SUGGESTED: Final = 6.0
"""Match weight from which a pair goes to the steward: one in 64 by chance; docs/rulebook/identity.md."""

PAIRS: Final = {"low": pl.Int32, "high": pl.Int32, "weight": pl.Float64, "probability": pl.Float64}


def linked(identities: pl.DataFrame, *, least: float = SUGGESTED, threads: int = 2) -> pl.DataFrame:
    """Pairs of ids (low < high) that weigh at least so much, the heaviest first.

    identities: see `frames.COLUMNS`. Besides weight and probability each comparison has two columns:
    its name, with the word of the level ("unknown" where nothing could be compared), and `mw_<name>`, what it weighs.
    """
    import duckdb  # these two are imported by whoever links, not by every process that starts
    from splink import Linker
    from splink.internals.duckdb.database_api import DuckDBAPI

    frame = prepared(identities)
    if frame.height < 2:
        return pl.DataFrame(schema=columns())
    logging.getLogger("splink").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as spill, duckdb.connect() as engine:
        engine.execute(f"set temp_directory = '{spill}'")
        engine.execute(f"set memory_limit = '{MEMORY}'")
        engine.execute(f"set threads = {threads}")
        engine.execute("set autoinstall_known_extensions = false")
        engine.execute("set autoload_known_extensions = false")
        linker = Linker(
            DuckDBAPI(engine).register(frame.to_arrow(), table_name="identities"),
            settings(frame),
            log_level="ERROR",
            validate_settings=False,
        )
        found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
        there = {row[0] for row in engine.execute(f"describe {found.physical_name}").fetchall()}
        told = engine.sql(_told(found.physical_name, frame.columns, there)).pl()
    return told.select(pl.col(name).cast(kind) for name, kind in columns().items())


def columns() -> dict[str, Any]:
    """Names and types of what `linked` gives."""
    words: dict[str, Any] = {item.name: pl.String for item in COMPARISONS}
    weights: dict[str, Any] = {f"mw_{item.name}": pl.Float64 for item in COMPARISONS}
    return PAIRS | words | weights


def _told(pairs: str, names: Sequence[str], there: Collection[str]) -> str:
    """The statement that says of each pair which kind of agreement each comparison found."""
    sides = ", ".join(f'{side}."{name}" as {name}_{side}' for side in "lr" for name in names)
    words = ", ".join(f"{_word(item)} as {item.name}" for item in COMPARISONS)
    weights = ", ".join(
        f"mw_{item.name} + coalesce(mw_tf_adj_{item.name}, 0) as mw_{item.name}"
        if f"mw_tf_adj_{item.name}" in there
        else f"mw_{item.name}"
        for item in COMPARISONS
    )
    return f"""
        select least(unique_id_l, unique_id_r) as low, greatest(unique_id_l, unique_id_r) as high,
               match_weight as weight, match_probability as probability, {words}, {weights}
        from (select p.* exclude (unique_id_l, unique_id_r), {sides} from {pairs} p
              join identities l on l.unique_id = p.unique_id_l join identities r on r.unique_id = p.unique_id_r)
        order by weight desc, low, high
    """  # noqa: S608 - names of our own tables and columns


def _word(item: Comparison) -> str:
    whens = " ".join(f"when {level.sql} then '{level.word}'" for level in item.levels if level.sql != "else")
    return f"case when {item.unknown} then 'unknown' {whens} else '{item.levels[-1].word}' end"
