"""The nation's rows on a cluster of Apache Spark, a master and two workers of one core each on this machine, by the same
declarations and with the same values: every part of both kinds of facts at every school, commune, province and the
nation, plain and taken apart by grade. Beside it the same in the process by Polars.

SPARK_LEARNERS (1,000,000) says of how many, out of the files of `nation` (NATION_FOLDER keeps them).
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from khuevan.kernel.testing.server import free_port

from .measure import Figure, median

LEARNERS = int(os.environ.get("SPARK_LEARNERS", "1000000"))
MEMORY = os.environ.get("SPARK_MEMORY", "2g")
ROUNDS, PATIENCE = 3, 120


def run() -> Iterator[Figure]:
    from django.conf import settings

    from . import nation_work

    with tempfile.TemporaryDirectory() as own:
        folder = Path(os.environ.get("NATION_FOLDER", own))
        _written(folder)
        questions, rows = _questions(folder)
        over = f"{sum(map(len, nation_work.parts().values()))} parts of {rows:,} learners at all units"
        with cluster(Path(own)) as master:
            begun = time.perf_counter()
            settings.SPARK_MASTER = master
            _asked(questions[:1])
            started = time.perf_counter() - begun
            for label, of in (("plain", questions[:2]), ("by grade", questions[2:])):
                took: dict[str, list[float]] = {"": [], master: []}
                for _round in range(ROUNDS):
                    answers = {}
                    for where, spent in took.items():
                        settings.SPARK_MASTER = where
                        begun = time.perf_counter()
                        answers[where] = _asked(of)
                        spent.append(time.perf_counter() - begun)
                    if answers[""] != answers[master]:
                        raise SystemExit("Spark and Polars do not agree")
                here, there = median(took[""]), median(took[master])
                yield Figure(
                    f"{over}, {label}, on Spark",
                    f"{there:.1f} s", f"Polars in the process: {here:.1f} s, the same values", there / here, "", None,
                )  # fmt: skip
            settings.SPARK_MASTER = ""
        yield Figure(
            "the first question to Spark, its session started", f"{started:.1f} s", "", None, "", None
        )


def _written(folder: Path) -> None:
    from khuevan.demo import nation_facts

    if not (folder / "places.parquet").exists():
        nation_facts.write(folder, report=lambda *_done: None, learners=LEARNERS)


def _questions(folder: Path) -> tuple[list[Any], int]:
    """Each kind of facts plain, then by grade; and how many learners."""
    import polars as pl

    from khuevan.governance.indicators.queries.computing import members_of
    from khuevan.governance.indicators.queries.engines import Question
    from khuevan.governance.indicators.rules import Asked
    from khuevan.governance.indicators.store import File, Kept, Manifest, Piece, Store
    from khuevan.governance.indicators.store.manifest import shape_of
    from khuevan.kernel import clock
    from khuevan.kernel.facts import declared
    from khuevan.kernel.measures import Split

    from . import nation_work

    kept, rows = {}, 0
    for code in nation_work.parts():
        files = nation_work.files(folder, code, LEARNERS)
        heights = [int(pl.scan_parquet(file).select(pl.len()).collect().item()) for file in files]
        pieces = [Piece(File(file.name, height, "")) for file, height in zip(files, heights, strict=True)]
        kept[code] = Kept(shape_of(declared()[code]), tuple(pieces))
        rows = sum(heights)
    state = Manifest(1, clock.today(), datetime.now(UTC), {}, kept)
    places = pl.read_parquet(folder / "places.parquet")
    pairs = [(1, unit) for unit in places["unit_id"]]
    for level in ("province", "commune", "unit_id"):
        pairs += list(zip(places[level], places["unit_id"], strict=True))
    members = members_of(pairs)
    asked = (Asked(), Asked((), Split("grade", "")))
    return [
        Question(Store(folder), state, declared()[code], members, one) for one in asked for code in kept
    ], rows  # fmt: skip


def _asked(questions: list[Any]) -> dict[Any, Any]:
    from khuevan.governance.indicators.queries.engines import from_rows

    from . import nation_work

    return {
        (question.facts.code, key): row
        for question in questions
        for key, row in from_rows(question, list(nation_work.parts()[question.facts.code].values()))
    }


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A master and two workers, each a process of its own, as `spark-class` starts them; gone afterwards."""
    import pyspark

    home, port = Path(pyspark.__file__).parent, free_port()
    (folder / "conf").mkdir()
    (folder / "conf" / "spark-defaults.conf").write_text(
        f"spark.driver.host 127.0.0.1\nspark.driver.bindAddress 127.0.0.1\nspark.executor.memory {MEMORY}\n"
        f"spark.driver.memory {MEMORY}\nspark.driver.maxResultSize 0\nspark.sql.shuffle.partitions 4\n"
        "spark.ui.showConsoleProgress false\n"
    )
    os.environ |= {
        "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONF_DIR": str(folder / "conf"), "SPARK_HOME": str(home),
        "SPARK_WORKER_DIR": str(folder / "work"), "SPARK_DAEMON_MEMORY": "256m",
    }  # fmt: skip
    master = f"spark://127.0.0.1:{port}"
    started: list[subprocess.Popen[bytes]] = []
    local = ("--host", "127.0.0.1", "--webui-port", "0")
    try:
        log = _start(home, folder / "master.log", started, "master.Master", *local, "--port", str(port))
        _wait(log, "I have been elected leader")
        for number in (1, 2):
            words = ("worker.Worker", "--cores", "1", "--memory", MEMORY, *local, master)
            _wait(
                _start(home, folder / f"worker{number}.log", started, *words),
                "Successfully registered with master",
            )
        yield master
    finally:
        from khuevan.governance.indicators.queries import cluster as ours

        if ours.session.cache_info().currsize:
            ours.session().stop()
            ours.session.cache_clear()
        for one in reversed(started):
            one.terminate()
        for one in started:
            one.wait(PATIENCE)


def _start(home: Path, log: Path, started: list[subprocess.Popen[bytes]], kind: str, *words: str) -> Path:
    with log.open("wb") as said:
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}", *words]
        started.append(subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT))
    return log


def _wait(log: Path, words: str) -> None:
    until = time.monotonic() + PATIENCE
    while words not in log.read_text(errors="replace"):
        if time.monotonic() > until:
            raise SystemExit(log.read_text(errors="replace")[-2000:])
        time.sleep(0.2)
