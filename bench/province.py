"""The database that the large benches read: the demo at province scale, and learners up to 700,000 people.

It is made once (some minutes) and kept in the data folder; a note on the database says from which migrations and
which generator it was made, and one that was made from others is made anew (unless BENCH_KEEP=1).
"""

from __future__ import annotations

import os
import random
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

PEOPLE = 700_000
NAME = "khuevan_bench_700k"
EDITION = 1
"""Raise it where `learners` changes: the database is then made anew."""
MISSING_NUMBER, DOUBTFUL_NUMBER = 0.03, 0.005
AGES = {
    "preschool": (3, 5), "primary": (6, 10), "lower_secondary": (11, 14), "upper_secondary": (15, 17),
    "continuing": (15, 19),
}  # fmt: skip
HIGHLAND = {"01": 0.3, "04": 0.3}


def province() -> address.Addresses:
    """Where the 700,000 are. Made by the first call; its people and schools are the same on every machine."""
    template = migrated_template(f"khuevan_template_{state_of_migrations()}")
    addresses, admin = template.on(NAME), template.admin
    assert admin is not None
    with psycopg.connect(**admin.libpq(), autocommit=True) as control:
        note, state = _note(control), _state()
        if note is None or (note != state and os.environ.get("BENCH_KEEP") != "1"):
            _make(control, addresses, template.app.name, state)
    return addresses


def _state() -> str:
    return f"{state_of_migrations()} {state_of_generator()} {EDITION}"


def _note(control: psycopg.Connection) -> str | None:
    row = control.execute(
        "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [NAME]
    ).fetchone()
    return row[0] if row else None


def _make(control: psycopg.Connection, addresses: address.Addresses, template: str, state: str) -> None:
    from khuevan.kernel.database import roles

    roles.drop_database(control, NAME)
    roles.create_database(control, addresses, template=template)
    done = subprocess.run(
        [sys.executable, "-m", "khuevan", "furnish", "--scale", "province"],
        env={**environment_for(NAME), "KHUEVAN_ENV": "demo"}, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"the province could not be furnished:\n{done.stdout}\n{done.stderr}")
    with connected(addresses):
        _load_learners()
    assert addresses.admin is not None
    with psycopg.connect(**{**addresses.admin.libpq(), "dbname": NAME}, autocommit=True) as settled:
        settled.execute("vacuum analyze")
        settled.execute("checkpoint")
    control.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(NAME), state))


@contextmanager
def connected(addresses: address.Addresses) -> Iterator[None]:
    """Django's connection of this process speaks to that database, as the application's role."""
    from django.conf import settings
    from django.db import connection

    before, login = settings.DATABASE_ADDRESSES, dict(connection.settings_dict)
    connection.close()
    settings.DATABASE_ADDRESSES = addresses
    connection.settings_dict.update(addresses.app.django())
    try:
        yield
    finally:
        connection.close()
        settings.DATABASE_ADDRESSES = before
        connection.settings_dict.update(
            {key: login[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
        )


@contextmanager
def served(addresses: address.Addresses, folder: Path, *, workers: int = 2) -> Iterator[Platform]:
    """The web server over that database."""
    port = free_port()
    environment = {**environment_for(addresses.app.name), "KHUEVAN_ORIGINS": f"http://127.0.0.1:{port}"}
    platform = Platform(f"http://127.0.0.1:{port}", addresses, environment, folder)
    try:
        platform.serve(workers=workers)
        yield platform
    finally:
        platform.end()


def _load_learners() -> None:
    from django.db import connection

    from khuevan.kernel import access, clock, database
    from khuevan.kernel.database import lifecycle
    from khuevan.register.people import services as people

    actor = access.system("bench")
    with lifecycle.as_owner(), database.acting(actor):
        with connection.cursor() as cursor:
            cursor.execute("select coalesce(max(id), 0) from people_person")
            there = cursor.fetchone()[0]
            cursor.execute(
                "select id, levels, area, (select count(*) from people_affiliation a where a.unit_id = u.id)"
                " from organisations_orgunit u where levels <> '{}' and closed_on is null order by code"
            )
            schools = cursor.fetchall()
        rows = learners(schools, PEOPLE - there, first_id=there + 1, on=clock.today())
        people.load_people(rows, actor=actor, at=clock.now())


def learners(
    schools: list[tuple[int, list[str], str, int]], wanted: int, *, first_id: int, on: date
) -> Iterator[people.PersonRow]:  # noqa: F821
    """So many learners, dealt to the schools (id, levels, area, staff) by the size of their staff."""
    from khuevan.demo import names
    from khuevan.register.people import services as people

    chance = random.Random(f"learners/{wanted}")
    staff = sum(school[3] for school in schools)
    serials: dict[tuple[int, bool], int] = {}
    given, dealt = 0, 0
    for unit_id, levels, area, size in schools:
        given += size
        share = wanted * given // staff - dealt
        for number in range(share):
            least, most = AGES[levels[number % len(levels)]]
            year = on.year - chance.randint(least, most)
            born = date(year, chance.randint(1, 12), chance.randint(1, 28))
            female = chance.random() < 0.48
            full_name, ethnicity = names.person(
                chance, female=female, highland_share=HIGHLAND.get(area, 0.04)
            )
            serial = serials[born.year, female] = serials.get((born.year, female), 0) + 1
            number_given = chance.random() >= MISSING_NUMBER
            yield people.PersonRow(
                id=first_id + dealt + number,
                full_name=full_name,
                birth_date=born,
                sex="female" if female else "male",
                affiliations=(
                    people.AffiliationRow(unit_id, "learner", date(on.year - born.year % 2, 9, 1)),
                ),
                national_id=f"068{2 + female}{born.year % 100:02d}{serial * 7_919 % 10**6:06d}"
                if number_given
                else "",
                sector_id=f"68{first_id + dealt + number:08d}",
                ethnicity=ethnicity,
                number_is_doubtful=number_given and chance.random() < DOUBTFUL_NUMBER,
            )
        dealt += share
