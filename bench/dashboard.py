"""Dashboards of a country: 53,136 schools (and communes, departments, the ministry), 60 months, 300 indicators stored.

Random units, random tiles: the page's own reading of the series, then the page itself over HTTP as an officer of the
ministry and one of a department, and the way down from a department by its commune to a school. Beside it the same
figures asked of DuckDB over plain long Parquet and of PostgreSQL with its best index, both over one department's units
only, in turn with ours.

DASHBOARD_FOLDER keeps the data folder (some 1.5 GB); DASHBOARD_SCHOOLS (16) is how many stand under a commune,
DASHBOARD_QUESTIONS (150) how many pages of a kind are asked.
"""

from __future__ import annotations

import http.client
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from markupsafe import escape

from khuevan.kernel.testing.server import connected

from . import country, dashboard_peers
from .lists import answer_of
from .measure import Figure, median, milliseconds, percentile
from .session import cookie_of

PER_COMMUNE = int(os.environ.get("DASHBOARD_SCHOOLS", str(country.SCHOOLS_PER_COMMUNE)))
QUESTIONS = int(os.environ.get("DASHBOARD_QUESTIONS", "150"))
TILES, ROUNDS, CHECKED = 12, 3, 300
PAGE, WAY = 0.100, 0.300
PATH = "/indicators/dashboard"
KINDS = ("department", "commune", "school")


@dataclass(frozen=True)
class Units:
    """Ids by kind, and what stands above each school and commune. names: of all."""

    by_kind: dict[str, list[int]]
    parent: dict[int, int]
    names: dict[int, str]


@dataclass(frozen=True)
class Question:
    unit: int
    codes: tuple[str, ...]

    @property
    def ranked(self) -> str:
        return self.codes[0]

    def address(self) -> str:
        return f"{PATH}?{urlencode({'unit': self.unit, 'ind': ','.join(self.codes), 'sort': '-value'})}"


def run() -> Iterator[Figure]:
    from django.conf import settings

    addresses = country.country(PER_COMMUNE)
    with tempfile.TemporaryDirectory() as temporary, connected(addresses):
        folder = Path(os.environ.get("DASHBOARD_FOLDER", temporary))
        settings.SERIES_ROOT = folder / "files" / "series"
        settings.SERIES_ROOT.mkdir(parents=True, exist_ok=True)
        from khuevan.kernel import access, database

        with database.acting(access.system("bench")):
            appended = country.filled(folder)
            units = _units()
        yield _size(settings.SERIES_ROOT, appended)
        questions = {kind: _questions(units.by_kind[kind], QUESTIONS) for kind in KINDS}
        with database.acting(access.system("bench")):
            yield _checked(questions)
            for kind in KINDS:
                yield _reading(kind, questions[kind])
            yield from dashboard_peers.run(units, PAGE)
            own = _own_department(units)
        with country.served(addresses, folder) as platform:
            yield from _over_http(platform, units, own, questions)


def _units() -> Units:
    from khuevan.register.organisations.models import OrgUnit

    by_kind: dict[str, list[int]] = {kind: [] for kind in (*KINDS, "ministry")}
    parent, names = {}, {}
    rows = (
        OrgUnit.objects.filter(closed_on=None)
        .values_list("pk", "kind", "name", "managing_path")
        .order_by("pk")
    )
    for pk, kind, name, path in rows:
        by_kind[kind if kind in by_kind else "school"].append(pk)
        above = [int(part) for part in path.strip("/").split("/")]
        names[pk] = name
        if len(above) > 1:
            parent[pk] = above[-2]
    return Units(by_kind, parent, names)


def _questions(units: Sequence[int], wanted: int) -> list[Question]:
    from khuevan.kernel.measures import declared, parts_of

    chance = random.Random(f"{len(units)} {wanted}")
    codes = [code for code, one in declared().items() if parts_of(one.measure)]
    return [Question(chance.choice(units), tuple(chance.sample(codes, TILES))) for _number in range(wanted)]


def _size(root: Path, appended: float) -> Figure:
    from khuevan.governance.indicators.store.series import Series

    state = Series(root).current()
    held = sum(file.stat().st_size for file in root.iterdir())
    rows = sum(chunk.rows for block in state.blocks.values() for chunk in block.chunks)
    numbers = rows * len(state.blocks[2026].columns)
    values = rows * country.INDICATORS
    return Figure(
        f"{rows // len(state.kept):,} units and lines × {len(state.kept)} months × {country.INDICATORS} indicators:"
        f" {values:,} values of {numbers:,} numbers",
        f"{held / 2**20:,.0f} MB; one more month of all units {appended:.1f} s",
        f"as plain 8-byte numbers {numbers * 8 / 2**20:,.0f} MB", held / (numbers * 8), "", None,
    )  # fmt: skip


def _board(question: Question) -> Any:
    from khuevan.governance.indicators import queries
    from khuevan.kernel import access, clock
    from khuevan.register.organisations.choices import Line

    actor = access.system("bench")
    place = queries.place_of(actor, question.unit, Line.MANAGING, on=clock.today())
    assert place is not None
    return queries.dashboard(actor, place, question.codes, question.ranked, on=clock.today())


def _reading(kind: str, questions: Sequence[Question]) -> Figure:
    """The tree around the unit, twelve tiles of sixty months, and one indicator at all units below."""
    rounds = [[_seconds(question) for question in questions] for _round in range(ROUNDS)]
    took = [statistics.median(spent) for spent in zip(*rounds, strict=True)]
    first = percentile(rounds[0], 0.95)
    late = percentile(took, 0.95)
    return Figure(
        f"what a page of a {kind} reads, p95 of {len(questions)}",
        f"{milliseconds(late)} (median {milliseconds(median(took))}; asked the first time, p95 {milliseconds(first)})",
        milliseconds(PAGE), late / PAGE, "< 100 ms", late < PAGE,
    )  # fmt: skip


def _seconds(question: Question) -> float:
    begun = time.perf_counter()
    _board(question)
    return time.perf_counter() - begun


def _checked(questions: dict[str, list[Question]]) -> Figure:
    """Random cells of tiles against DuckDB reading the same files by the unit's number and the month's."""
    import duckdb

    from khuevan.governance.indicators.rules import figure_of
    from khuevan.governance.indicators.store.series import series
    from khuevan.governance.indicators.store.slots import ALONE, MANAGING
    from khuevan.kernel.measures import declared, parts_of, worth

    chance, compared = random.Random(CHECKED), 0
    for question in chance.sample([one for every in questions.values() for one in every], CHECKED // TILES):
        board = _board(question)
        for tile in board.tiles:
            place = chance.randrange(len(board.months))
            month = board.months[place]
            parts = parts_of(declared()[tile.indicator.code].measure)
            block = series().current().blocks[month // 100]
            listed = [str(series().root / chunk.name) for chunk in block.chunks]
            row = duckdb.execute(
                f"select {', '.join(part.name for part in parts)} from read_parquet({listed})"  # noqa: S608
                " where unit_id = ? and month = ? and kind in (?, ?)",
                [question.unit, month, ALONE, MANAGING],
            ).fetchone()
            assert row is not None
            expected = figure_of(
                tile.indicator.measure,
                {part.name: worth(part, value) for part, value in zip(parts, row, strict=True)},
            )
            if tile.figures[place] != expected:
                raise SystemExit(
                    f"{tile.indicator.code} of {question.unit} in {month}: {tile.figures[place]}, not {expected}"
                )
            compared += 1
    return Figure(
        f"{compared} random cells of pages read by another engine",
        "all the same",
        "",
        None,
        "no difference",
        True,
    )


def _over_http(
    platform: Any, units: Units, own: dict[str, list[int]], questions: dict[str, list[Question]]
) -> Iterator[Figure]:
    client = http.client.HTTPConnection(urlsplit(platform.url).netloc)
    cookies = {name: cookie_of(platform, name) for name in country.OFFICERS}
    for name, cookie in cookies.items():
        for kind in KINDS:
            asked = questions[kind] if name == "ministry" else _questions(own[kind], QUESTIONS)
            yield _pages(client, cookie, name, kind, asked, units)
    yield from _ways(client, cookies, units, own)
    client.close()


def _own_department(units: Units) -> dict[str, list[int]]:
    """The units of the department whose officer signs in."""
    from khuevan.register.organisations import queries as organisations

    top = organisations.ids_by_code([country.OFFICERS["department"]])[country.OFFICERS["department"]]
    communes = [one for one in units.by_kind["commune"] if units.parent[one] == top]
    inside = set(communes)
    schools = [one for one in units.by_kind["school"] if units.parent[one] in inside]
    return {"department": [top], "commune": communes, "school": schools}


def _page(client: http.client.HTTPConnection, cookie: str, question: Question, units: Units) -> float:
    spent, body = answer_of(client, cookie, question.address())
    if str(escape(units.names[question.unit])) not in body or body.count('kv-figure kv-spark"') != TILES:
        raise SystemExit(f"{question.address()} is not the page of {units.names[question.unit]}")
    return spent


def _pages(
    client: http.client.HTTPConnection, cookie: str, who: str, kind: str, asked: Sequence[Question], units: Units
) -> Figure:  # fmt: skip
    for question in asked[:10]:
        _page(client, cookie, question, units)
    rounds = [[_page(client, cookie, question, units) for question in asked] for _round in range(ROUNDS)]
    took = [statistics.median(spent) for spent in zip(*rounds, strict=True)]
    late = percentile(took, 0.95)
    return Figure(
        f"dashboard of a {kind} over HTTP, officer of the {who}, p95 of {len(asked)}",
        f"{milliseconds(late)} (median {milliseconds(median(took))})",
        milliseconds(PAGE), late / PAGE, "< 100 ms", late < PAGE,
    )  # fmt: skip


def _ways(
    client: http.client.HTTPConnection, cookies: dict[str, str], units: Units, own: dict[str, list[int]]
) -> Iterator[Figure]:
    """Three pages one after the other: department, one of its communes, one of its schools."""
    for who, schools in (("ministry", units.by_kind["school"]), ("department", own["school"])):
        took = []
        for last in _questions(schools, QUESTIONS):
            commune = units.parent[last.unit]
            steps = [Question(unit, last.codes) for unit in (units.parent[commune], commune, last.unit)]
            took.append(sum(_page(client, cookies[who], step, units) for step in steps))
        late = percentile(took, 0.95)
        yield Figure(
            f"from a department by its commune down to a school, three pages, officer of the {who}, p95 of {len(took)}",
            f"{milliseconds(late)} (median {milliseconds(median(took))})",
            milliseconds(WAY), late / WAY, "< 300 ms", late < WAY,
        )  # fmt: skip
