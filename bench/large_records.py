"""The list of a large `Record` over 700,000 rows: how long the rows of a page take, by how much the reader may see.

The specimens of kernel/records stand for any room's table: 1,500 units, names, codes, days, numbers. What is timed is
the page of rows as a view asks for it: the ids from the table's own function, counted up to a thousand, and the rows
under row-level security. Pages differ: words, filters, every order both ways, pages that follow others.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg

from khuevan.kernel.database import address, roles
from khuevan.kernel.testing.plugin import migrated_template, state_of_migrations
from khuevan.kernel.testing.server import connected

from .measure import Figure, milliseconds, percentile

NAME, EDITION = "khuevan_bench_records", 1
ROWS, UNITS, FIRST = 700_000, 1_500, 1_001
PAGES, ROUNDS = 120, 3
LIMIT = 0.150
COLUMNS = (
    "bed_id", "version", "tag", "name", "sort_key", "search", "kind", "uses", "opened_on", "closed_on", "seen_at",
    "height", "weight", "edible", "note", "origin",
)  # fmt: skip
SCOPES = {
    "everything": None, "1,500 units": range(FIRST, FIRST + UNITS),
    "100 units here and there": range(FIRST, FIRST + UNITS, 15),
    "12 units": range(FIRST + 40, FIRST + 52), "one unit": range(FIRST + 7, FIRST + 8),
}  # fmt: skip


def run() -> Iterator[Figure]:
    with connected(forest()):
        for scope, units in SCOPES.items():
            yield pages(scope, units)


def forest() -> address.Addresses:
    """Where the rows are; made by the first call, and anew when migrations change."""
    template = migrated_template(f"khuevan_template_{state_of_migrations()}")
    addresses, admin, state = template.on(NAME), template.admin, f"{state_of_migrations()} {EDITION}"
    assert admin is not None
    with psycopg.connect(**admin.libpq(), autocommit=True) as control:
        noted = control.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [NAME]
        ).fetchone()
        if noted is None or noted[0] != state:
            roles.drop_database(control, NAME)
            roles.create_database(control, addresses, template=template.app.name)
            with psycopg.connect(**{**admin.libpq(), "dbname": NAME}, autocommit=True) as bare:
                _planted(bare)
            control.execute(f"comment on database {NAME} is '{state}'")
    return addresses


def _planted(bare: psycopg.Connection) -> None:
    from khuevan.demo import names
    from khuevan.kernel.text import name_sort_key, search_text

    chance = random.Random("forest")
    people = [
        names.person(chance, female=chance.random() < 0.5, highland_share=0.05)[0] for _ in range(40_000)
    ]
    keys = {name: (name_sort_key(name), search_text(name)) for name in set(people)}
    bare.execute(
        "insert into specimens_bed (id, name, search)"
        " select n, 'Luống ' || n, 'luong ' || n from generate_series(%s::int, %s::int) n",
        [FIRST, FIRST + UNITS - 1],
    )
    bare.execute("alter table specimens_plant disable trigger user")
    with (
        bare.cursor() as cursor,
        cursor.copy(f"copy specimens_plant ({', '.join(COLUMNS)}) from stdin") as copy,
    ):
        for number in range(ROWS):
            name = chance.choice(people)
            sort_key, search = keys[name]
            opened = date(2005, 9, 1) + timedelta(days=chance.randrange(7_000))
            copy.write_row((
                FIRST + chance.randrange(UNITS), 1, f"AB{number:07}", name, sort_key, f"{search} ab{number:07}",
                chance.choice(("tree", "tree", "tree", "herb", "vine")),
                ["food"] if number % 3 else ["shade", "medicine"],
                None if number % 50 == 0 else opened, opened + timedelta(days=900) if number % 9 == 0 else None, None,
                None if number % 11 == 0 else chance.randrange(10_000), number % 400, number % 1000 == 0, "", "",
            ))  # fmt: skip
    bare.execute("vacuum analyze specimens_plant, specimens_bed")


def pages(scope: str, units: range | None) -> Figure:
    """p95 over many different pages of one reader."""
    from khuevan.kernel import database
    from khuevan.kernel.access import Actor, Holding, Reach
    from khuevan.kernel.records import listing
    from khuevan.kernel.records.tests.specimens.permissions import VIEW_PLANTS
    from khuevan.kernel.records.tests.specimens.records import FOREST

    reach = Reach.everything() if units is None else Reach.of(units)
    actor = Actor(1, None, "reader", (Holding(frozenset({VIEW_PLANTS.code}), reach),), outline=reach)
    with database.acting(actor):
        asked = []
        following = ""
        for wanted in questions(PAGES):
            if following and len(asked) % 3 == 2:
                wanted = replace_at(asked[-1], following)
            asked.append(wanted)
            following = listing.page(FOREST, actor, wanted).after
        rounds, shown = [], 0
        for _ in range(ROUNDS):
            rounds.append([])
            for wanted in asked:
                begun = time.perf_counter()
                shown += len(listing.page(FOREST, actor, wanted).rows)
                rounds[-1].append(time.perf_counter() - begun)
    assert shown, "no page had a row"
    took = [statistics.median(spent) for spent in zip(*rounds, strict=True)]
    p95 = percentile(took, 0.95)
    slowest = asked[took.index(max(took))]
    return Figure(
        f"rows of a page of a large record, {scope}, p95",
        f"{milliseconds(p95)} (median {milliseconds(statistics.median(took))}, most {milliseconds(max(took))}:"
        f" {slowest.text!r} {dict(slowest.filters)} by {slowest.sort.name})",
        milliseconds(LIMIT), p95 / LIMIT, "< 150 ms", p95 < LIMIT,
    )  # fmt: skip


def replace_at(asked: Any, at: str) -> Any:
    from dataclasses import replace

    return replace(asked, at=at)


def questions(wanted: int) -> Iterator[Any]:
    """Different questions as people put them."""
    from khuevan.demo import names
    from khuevan.kernel.records.listing import Asked, Sort
    from khuevan.kernel.records.tests.specimens.records import FOREST

    chance = random.Random("questions")
    sorts = FOREST.sorts()
    ways = [Sort(f"{sign}{name}", column) for name, column in sorts.items() for sign in ("", "-")]
    indexed = [way for way in ways if way.column in ("sort_key", "tag", "opened_on", "height", "bed__name")]
    for _ in range(wanted):
        full = names.person(chance, female=chance.random() < 0.5, highland_share=0.05)[0].split()
        text = chance.choice((" ".join(full), full[-1], " ".join(full[-2:]), full[0], full[-1][:2], "ab0012"))
        offered: dict[str, list[Any]] = {
            "kind": [chance.choice(("tree", "herb"))], "uses": ["medicine"], "edible": [True],
            "opened_on_from": [date(2023, 1, 1)], "opened_on_to": [date(2006, 1, 1)], "height_from": [9_900],
            "tag": [f"AB{chance.randrange(ROWS):07}"], "bed": [FIRST + 7, FIRST + 45],
        }  # fmt: skip
        filters = {name: values for name, values in offered.items() if chance.random() < 0.15}
        sort = chance.choice(indexed) if chance.random() < 0.5 else ways[0]
        yield Asked(text=text if chance.random() < 0.45 else "", filters=filters, sort=sort, limit=50)
