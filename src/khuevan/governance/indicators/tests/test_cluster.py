"""Apache Spark gives what Polars gives, to the last digit: every declared indicator, on a real cluster of two workers."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from khuevan.governance.indicators.queries import engines
from khuevan.governance.indicators.queries.computing import members_of, parts_over, used_facts
from khuevan.governance.indicators.queries.engines import Question, Wanted
from khuevan.governance.indicators.rules import Asked
from khuevan.governance.indicators.store import Change, Store
from khuevan.kernel.facts import Facts, Kind, frame_of
from khuevan.kernel.measures import Distinct, Median, Split, declared, is_one, leaves
from khuevan.kernel.testing.server import free_port

from .builders import AT, ON

PATIENCE = 300
ROWS, UNITS = 300, 12
MEMBERS = [(place, unit) for unit in range(1, UNITS + 1) for place in (100, 200 + unit % 3, unit)]


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A master and two workers, each a process of its own, as `spark-class` starts them."""
    import pyspark

    home, port = Path(pyspark.__file__).parent, free_port()
    (tmp_path / "conf").mkdir()
    quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # short lives: compiling well would not pay
    (tmp_path / "conf" / "spark-defaults.conf").write_text(
        "spark.driver.host 127.0.0.1\nspark.driver.bindAddress 127.0.0.1\nspark.executor.memory 512m\n"
        "spark.sql.shuffle.partitions 2\nspark.driver.memory 512m\nspark.sql.adaptive.enabled false\n"
        "spark.ui.showConsoleProgress false\nspark.sql.codegen.wholeStage false\n"
        "spark.sql.codegen.factoryMode NO_CODEGEN\n"
        f"spark.driver.extraJavaOptions {quick}\nspark.executor.extraJavaOptions {quick}\n"
    )
    surroundings = {
        "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONF_DIR": str(tmp_path / "conf"), "SPARK_HOME": str(home),
        "SPARK_WORKER_DIR": str(tmp_path / "work"), "SPARK_DAEMON_JAVA_OPTS": quick, "SPARK_DAEMON_MEMORY": "256m",
    }  # fmt: skip
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    master = f"spark://127.0.0.1:{port}"
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *words: str) -> Path:
        log = tmp_path / f"{name}.log"
        with log.open("wb") as said:
            started.append(
                subprocess.Popen(
                    [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{words[0]}", *words[1:]],
                    stdout=said,
                    stderr=subprocess.STDOUT,
                    env={**os.environ, **surroundings},
                )  # fmt: skip
            )
        return log

    try:
        said = start(
            "master", "master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"
        )
        _wait(said, "I have been elected leader", started)
        logs = [
            start(f"worker{number}", "worker.Worker", "--cores", "1", "--memory", "700m", "--host", "127.0.0.1",
                  "--webui-port", "0", master)
            for number in (1, 2)
        ]  # fmt: skip
        for log in logs:
            _wait(log, "Successfully registered with master", started)
        yield master
    finally:
        _end(started)


def _wait(log: Path, words: str, started: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + PATIENCE
    while words not in log.read_text(errors="replace"):
        assert all(one.poll() is None for one in started), log.read_text(errors="replace")
        assert time.monotonic() < until, log.read_text(errors="replace")
        time.sleep(0.2)


def _end(started: list[subprocess.Popen[bytes]]) -> None:
    from khuevan.governance.indicators.queries import cluster as ours

    if ours.session.cache_info().currsize:
        ours.session().stop()
        ours.session.cache_clear()
    for one in reversed(started):
        one.terminate()
    for one in started:
        one.wait(PATIENCE)


def invented(facts: Facts, rows: int, seed: int) -> pl.DataFrame:
    """Rows that meet the conditions of the facts' indicators now and then, with unknown values where there may be any."""
    chance = random.Random(f"{facts.code}/{seed}")
    named: dict[str, set[Any]] = {}
    for one in declared().values():
        for part in _wanted(facts):
            for leaf in leaves(part.where) if part.where else ():
                named.setdefault(leaf.column, set()).update(getattr(leaf, "values", ()))
        for split in one.splits:
            named.setdefault(split.column, set()).update((split.words or {}).keys())

    def value(name: str, kind: Kind) -> Any:
        if chance.random() < 0.08:
            return None
        match kind:
            case Kind.WHOLE | Kind.LARGE:
                return chance.randrange(0, 9)
            case Kind.NUMBER:
                return round(chance.uniform(0, 100), chance.choice([0, 1, 2, 4]))
            case Kind.DATE:
                return date(2026, 1, 1) + timedelta(days=chance.randrange(300))
            case Kind.YES:
                return chance.random() < 0.5
            case _:
                return chance.choice(sorted(map(str, named.get(name, ()))) or ["x", "y"])

    made = [
        {column.name: value(column.name, column.kind) for column in facts.every}
        | {"id": seed * 1000 + number, "unit_id": 1 + number % UNITS}
        for number in range(rows)
    ]
    return frame_of(facts, made)


def _wanted(facts: Facts) -> list[Wanted]:
    rest = [one.measure for one in declared().values() if one.facts == (facts,)]
    named = {one.name: one for one in rest if isinstance(one, Median | Distinct)}
    return [*parts_over(facts), *named.values()]


def test_every_indicator_is_the_same_on_a_cluster(cluster: str, tmp_path: Path, settings: Any) -> None:
    from khuevan.governance.indicators.queries import cluster as ours

    store = Store(tmp_path / "facts")
    every = used_facts()
    store.put_all([(one, invented(one, ROWS, 1)) for one in every], as_of=ON, at=AT, marks={})
    state = store.current()
    assert state is not None
    units = [3, 4]
    news = [invented(one, 40, 2).filter(pl.col("unit_id").is_in(units)) for one in every]
    changes = [Change(one, "unit_id", units, frame) for one, frame in zip(every, news, strict=True)]
    state = store.put_changes(state, changes, at=AT, marks={})
    members = members_of(MEMBERS)
    compared = 0
    for number, facts in enumerate(every):  # one has a column called `place`
        split = next(
            (one for item in declared().values() if facts in item.facts for one in item.splits), None
        )
        asked = [Asked()] if number % 6 or split is None else [Asked((), split), _held(split, facts)]
        for one in asked:
            question, wanted = Question(store, state, facts, members, one), _wanted(facts)
            settings.SPARK_MASTER = ""
            here = dict(engines.from_rows(question, wanted))
            settings.SPARK_MASTER = cluster
            there = dict(engines.from_rows(question, wanted))
            assert here == there, facts.code
            compared += len(here) * len(wanted)
    assert ours.session().sparkContext.master == cluster
    assert compared > 2_000


def _held(split: Split, facts: Facts) -> Asked:
    kind = facts.by_name[split.column].kind
    value: Any = {Kind.YES: True, Kind.WHOLE: 1, Kind.LARGE: 1}.get(
        kind, next(iter(split.words or {"x": ""}))
    )
    assert is_one(split.column, value)
    return Asked(((split, value),))
