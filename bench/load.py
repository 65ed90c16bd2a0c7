"""Loading very many people: rows per second of `people.services.load_people` against COPY of the same rows.

The peer is PostgreSQL alone: the very bytes of the rows that we loaded, copied into tables of the same columns,
indexes and constraints, without foreign keys, row-level security or triggers, nothing worked out on the way. Ours
makes search words and sort keys from names, checks what people and units the rows name, and leaves the audit log's
evidence. Rows are people and affiliations together; both tables begin empty.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg

from khuevan.kernel.database import address, roles
from khuevan.kernel.testing.plugin import migrated_template, state_of_migrations
from khuevan.kernel.testing.server import connected, furnished_template

from .measure import Figure, median, seconds
from .province import learners

PEOPLE = int(os.environ.get("BENCH_LOADED", "100000"))
ROUNDS, AIM = 5, 0.5
TABLES = ("people_person", "people_affiliation")


def run() -> Iterator[Figure]:
    template = migrated_template(f"khuevan_template_{state_of_migrations()}")
    place, admin = template.on(f"khuevan_bench_load_{os.getpid()}"), template.admin
    assert admin is not None
    with psycopg.connect(**admin.libpq(), autocommit=True) as control:
        source = furnished_template(control, template)
        roles.create_database(control, place, template=source)
        try:
            with (
                connected(place),
                psycopg.connect(**{**admin.libpq(), "dbname": place.app.name}, autocommit=True) as bare,
            ):
                yield compared(place, bare)
        finally:
            roles.drop_database(control, place.app.name)


def compared(place: address.Addresses, bare: psycopg.Connection) -> Figure:
    from khuevan.kernel import clock
    from khuevan.register.people import services as people

    schools = bare.execute(
        "select id, levels, area, 10 from organisations_orgunit where levels <> '{}' and closed_on is null order by code"
    ).fetchall()
    rows: list[people.PersonRow] = list(learners(schools, PEOPLE, first_id=1, on=clock.today()))
    for table in TABLES:
        bare.execute(f"create table raw_{table} (like {table} including all)")
    emptied(bare)
    loaded(rows)
    content = {table: copied_out(bare, table) for table in TABLES}
    written = sum(data.count(b"\n") for data in content.values())
    ours, theirs = [], []
    for _ in range(ROUNDS):
        emptied(bare)
        theirs.append(written / seconds(lambda: copied_in(bare, content)))
        emptied(bare)
        ours.append(written / seconds(lambda: loaded(rows)))
    ratio = median([a / b for a, b in zip(ours, theirs, strict=True)])
    return Figure(
        f"load of {written:,} rows of people", f"{median(ours):,.0f} rows/s", f"raw COPY {median(theirs):,.0f} rows/s",
        ratio, f"≥ {AIM}", ratio >= AIM,
    )  # fmt: skip


def loaded(rows: list) -> None:
    from khuevan.kernel import access, clock, database
    from khuevan.kernel.database import lifecycle
    from khuevan.register.people import services as people

    actor = access.system("bench")
    with lifecycle.as_owner(), database.acting(actor):
        assert people.load_people(rows, actor=actor, at=clock.now()) == len(rows)


def emptied(bare: psycopg.Connection) -> None:
    """Accounts go with the people that they belong to: this database is thrown away."""
    bare.execute("truncate people_person cascade")
    for table in TABLES:
        bare.execute(f"truncate raw_{table}")
    bare.execute("checkpoint")


def copied_out(bare: psycopg.Connection, table: str) -> bytes:
    with (
        bare.cursor() as cursor,
        cursor.copy(f"copy (select * from {table} order by id) to stdout") as blocks,
    ):
        return b"".join(bytes(block) for block in blocks)


def copied_in(bare: psycopg.Connection, content: dict[str, bytes]) -> None:
    with bare.transaction(), bare.cursor() as cursor:
        for table, data in content.items():
            with cursor.copy(f"copy raw_{table} from stdin") as copy:
                copy.write(data)
