"""Records of one person among 700,000: seconds, memory, and how many of 20,000 planted pairs are found.

The children and their second records are made here (bench/identities.py, noise of demo/noise.py), with another seed than
the model was weighed on. Peer: DuckDB joining the same rows on name and birth date, which is what people do without it.
Run in a process of its own, so that the peak of memory is its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from .measure import Figure

RECORDS = int(os.environ.get("BENCH_RECORDS", "700000"))
PAIRS = int(os.environ.get("BENCH_PAIRS", "20000"))
SEED = 7
PRECISION, RECALL = 0.995, 0.97
STAFF, STAFF_PAIRS = 40_000, 800
STAFF_PRECISION, STAFF_RECALL = 0.97, 0.80
"""Of staff neither parents nor home are known: a slip in the birth date and no number leave little to go by."""


def run() -> Iterator[Figure]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.duplicates"], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": "src"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    found = json.loads(done.stdout.splitlines()[-1])
    yield Figure(
        f"duplicates among {RECORDS:,} learners", f"{found['seconds']:.1f} s, {found['megabytes']:.0f} MB",
        f"exact join {found['exact_seconds']:.1f} s", found["seconds"] / found["exact_seconds"], "", None,
    )  # fmt: skip
    yield Figure(
        f"precision over {PAIRS:,} planted pairs", f"{found['precision']:.4f}",
        f"exact join {found['exact_precision']:.4f}", None, f">= {PRECISION}", found["precision"] >= PRECISION,
    )  # fmt: skip
    yield Figure(
        f"recall over {PAIRS:,} planted pairs", f"{found['recall']:.4f}",
        f"exact join {found['exact_recall']:.4f}", None, f">= {RECALL}", found["recall"] >= RECALL,
    )  # fmt: skip
    for name, least in (("precision", STAFF_PRECISION), ("recall", STAFF_RECALL)):
        figure = found[f"staff_{name}"]
        yield Figure(
            f"{name} over {STAFF_PAIRS:,} planted pairs among {STAFF:,} staff", f"{figure:.4f}",
            f"exact join {found[f'staff_exact_{name}']:.4f}", None, f">= {least}", figure >= least,
        )  # fmt: skip


def measure() -> dict[str, Any]:
    from bench.identities import families, workers

    found = _measured(list(families(RECORDS - PAIRS, seed=SEED)), PAIRS)
    staff = _measured(list(workers(STAFF - STAFF_PAIRS, seed=SEED)), STAFF_PAIRS)
    return found | {f"staff_{name}": value for name, value in staff.items()}


def _measured(first: list[Any], pairs_planted: int) -> dict[str, Any]:
    import duckdb
    import polars as pl

    from bench.identities import doubled
    from khuevan.governance.quality.rules.linkage import linked

    second, truth = doubled(first, pairs_planted, seed=SEED)
    planted = {(min(low, high), max(low, high)) for low, high, _defects in truth}
    rows = [(pk, identity) for pk, _school, identity in [*first, *second]]
    frame = pl.DataFrame(
        {
            "id": [pk for pk, _ in rows], "name": [i.full_name for _, i in rows],
            "birth_date": [i.birth_date for _, i in rows], "sex": [i.sex for _, i in rows],
            "number": [i.national_id for _, i in rows], "ethnicity": [i.ethnicity for _, i in rows],
            "birthplace": [i.birthplace for _, i in rows], "commune_id": [i.commune_id for _, i in rows],
            "mother": [i.mother for _, i in rows], "father": [i.father for _, i in rows],
            "phone": [i.phone for _, i in rows],
        },
        schema_overrides={"commune_id": pl.Int32},
    )  # fmt: skip
    del rows, first, second
    begun = time.perf_counter()
    exact = duckdb.sql(
        "select a.id as low, b.id as high from frame a join frame b on lower(a.name) = lower(b.name)"
        " and a.birth_date = b.birth_date and a.id < b.id"
    ).pl()
    exact_seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    pairs = linked(frame)
    seconds = time.perf_counter() - begun
    precision, recall = _against(pairs, planted)
    exact_precision, exact_recall = _against(exact, planted)
    return {
        "seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "precision": precision, "recall": recall, "exact_seconds": exact_seconds,
        "exact_precision": exact_precision, "exact_recall": exact_recall,
    }  # fmt: skip


def _against(pairs: Any, planted: set[tuple[int, int]]) -> tuple[float, float]:
    found = set(zip(pairs["low"].to_list(), pairs["high"].to_list(), strict=True))
    right = len(found & planted)
    return right / max(1, len(found)), right / len(planted)


if __name__ == "__main__":
    print(json.dumps(measure()))  # noqa: T201
