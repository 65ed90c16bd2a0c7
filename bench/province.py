"""The database that the large benches read: the demo at province scale, 700,000 learners among a million people.

It is made once (some minutes) and kept in the data folder; a note on the database says from which migrations and
which generator it was made, and one that was made from others is made anew (unless BENCH_KEEP=1).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg
from psycopg import sql

from khuevan.kernel.database import address
from khuevan.kernel.testing.plugin import migrated_template, state_of_migrations
from khuevan.kernel.testing.server import Platform, environment_for, free_port, state_of_generator

NAME = "khuevan_bench_700k"
EDITION = 2
"""Raise it where this file changes what is made: the database is then made anew."""


def province() -> address.Addresses:
    """Where the 700,000 are. Made by the first call; its people and schools are the same on every machine."""
    return _furnished(NAME, "province")


def wanted() -> address.Addresses:
    """The province; with BENCH_SCALE=small the small demo instead, for a first look at a bench on any machine."""
    return (
        _furnished("khuevan_bench_small", "small") if os.environ.get("BENCH_SCALE") == "small" else province()
    )


def _furnished(name: str, scale: str) -> address.Addresses:
    template = migrated_template(f"khuevan_template_{state_of_migrations()}")
    addresses, admin = template.on(name), template.admin
    assert admin is not None
    with psycopg.connect(**admin.libpq(), autocommit=True) as control:
        note, state = _note(control, name), _state()
        if note is None or (note != state and os.environ.get("BENCH_KEEP") != "1"):
            _make(control, addresses, template.app.name, state, scale)
    return addresses


def _state() -> str:
    return f"{state_of_migrations()} {state_of_generator()} {EDITION}"


def _note(control: psycopg.Connection, name: str) -> str | None:
    row = control.execute(
        "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [name]
    ).fetchone()
    return row[0] if row else None


def _make(
    control: psycopg.Connection, addresses: address.Addresses, template: str, state: str, scale: str
) -> None:
    from khuevan.kernel.database import roles

    name = addresses.app.name
    roles.drop_database(control, name)
    roles.create_database(control, addresses, template=template)
    done = subprocess.run(
        [sys.executable, "-m", "khuevan", "furnish", "--scale", scale],
        env={**environment_for(name), "KHUEVAN_ENV": "demo"}, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"the province could not be furnished:\n{done.stdout}\n{done.stderr}")
    assert addresses.admin is not None
    with psycopg.connect(**{**addresses.admin.libpq(), "dbname": name}, autocommit=True) as settled:
        settled.execute("vacuum analyze")
        settled.execute("checkpoint")
    control.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(name), state))


@contextmanager
def served(addresses: address.Addresses, folder: Path, *, workers: int = 2) -> Iterator[Platform]:
    """The web server over that database, which makes every page: none is shown again."""
    port = free_port()
    environment = {
        **environment_for(addresses.app.name), "KHUEVAN_ORIGINS": f"http://127.0.0.1:{port}", "KHUEVAN_PAGES_KEPT": "0",
    }  # fmt: skip
    platform = Platform(f"http://127.0.0.1:{port}", addresses, environment, folder)
    try:
        platform.serve(workers=workers)
        yield platform
    finally:
        platform.end()


def learners(
    schools: list[tuple[int, list[str], str, int]], wanted: int, *, first_id: int, on: date
) -> Iterator[people.PersonRow]:  # noqa: F821
    """So many children of the demo's generator, dealt to the schools (id, levels, area, staff) by the size of their
    staff, as rows of people."""
    from khuevan.demo import children
    from khuevan.register.people import services as people

    facts = [
        children.SchoolFacts(number, number // 5, "68", area, False, tuple(levels), float(size))
        for number, (_, levels, area, size) in enumerate(schools)
    ]
    plans = children.classes(facts, round(wanted * 1.05), seed=68)
    frame = children.children(facts, plans, year=on.year, seed=68, first=first_id)
    columns = (
        "child",
        "school",
        "full_name",
        "birth_date",
        "female",
        "national_id",
        "sector_id",
        "ethnicity",
    )
    for child, school, name, born, female, number, sector_id, ethnicity in (
        frame.select(columns).head(wanted).iter_rows()
    ):
        yield people.PersonRow(
            id=child,
            full_name=name,
            birth_date=born,
            sex="female" if female else "male",
            affiliations=(people.AffiliationRow(schools[school][0], "learner", date(on.year, 9, 1)),),
            national_id=number,
            sector_id=sector_id,
            ethnicity=ethnicity,
        )
