"""A country for the dashboard: the register of its units in a database of its own, and sixty months of figures of all of
them, made once and kept.

The ministry, 34 departments and 3,321 communes are the demo's; 16 schools stand under each commune. The figures are
drawn: levels by the size of a school, small steps from month to month. Totals are added up from the schools, and months
are put into the series as real ones are.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from khuevan.kernel.database import address
from khuevan.kernel.testing.plugin import migrated_template, state_of_migrations
from khuevan.kernel.testing.server import Platform, connected, environment_for, free_port

NAME = "khuevan_bench_country"
EDITION = 1
SCHOOLS_PER_COMMUNE = 16
MONTHS, LAST = 60, 202611
INDICATORS = 300
OFFICERS = {"ministry": "BGDDT", "department": "68"}


def country(per_commune: int) -> address.Addresses:
    """Where the units are; made by the first call."""
    template = migrated_template(f"khuevan_template_{state_of_migrations()}")
    addresses, admin = template.on(NAME), template.admin
    assert admin is not None
    state = f"{state_of_migrations()} {EDITION} {per_commune}"
    with psycopg.connect(**admin.libpq(), autocommit=True) as control:
        note = control.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [NAME]
        ).fetchone()
        if note is None or note[0] != state:
            from khuevan.kernel.database import roles

            roles.drop_database(control, NAME)
            roles.create_database(control, addresses, template=template.app.name)
            with connected(addresses):
                _furnish(per_commune)
            assert addresses.admin is not None
            with psycopg.connect(**{**addresses.admin.libpq(), "dbname": NAME}, autocommit=True) as settled:
                settled.execute("vacuum analyze")
            control.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(NAME), state))
    return addresses


def _furnish(per_commune: int) -> None:
    from khuevan.demo.logins import PASSWORD
    from khuevan.kernel import access, clock, database
    from khuevan.register.accounts import queries as account_queries
    from khuevan.register.accounts import services as accounts
    from khuevan.register.accounts.queries.roles import role_by_code
    from khuevan.register.organisations import queries as units
    from khuevan.register.organisations import services as organisations

    actor, at, on = access.system("bench"), clock.now(), clock.today()
    with database.acting(actor):
        organisations.load_country(actor, at=at)
    with database.acting(actor):
        communes = sorted(_communes())
        for start in range(0, len(communes), 200):
            organisations.load_units(
                actor, [_school(code, number) for code in communes[start : start + 200] for number in range(per_commune)],
                at=at, on=on,
            )  # fmt: skip
    with database.acting(actor):
        places = units.ids_by_code(list(OFFICERS.values()))
        for name, code in OFFICERS.items():
            account, _first = accounts.create_account(
                actor, username=name, kind="officer", unit_id=places[code], display_name=name, at=at
            )
            accounts.give_grant(
                actor, account=account, role=role_by_code("department_officer"), unit_id=places[code],
                valid_from=on, valid_until=None, reason="Tài khoản đo", at=at, on=on,
            )  # fmt: skip
            accounts.set_own_password(
                account_queries.actor_for(account.pk, on), PASSWORD, at=at, keep_key=None
            )


def _communes() -> list[str]:
    from khuevan.register.organisations.choices import UnitKind
    from khuevan.register.organisations.models import OrgUnit

    return list(OrgUnit.objects.filter(kind=UnitKind.COMMUNE, closed_on=None).values_list("code", flat=True))


def _school(commune: str, number: int) -> Any:
    from khuevan.register.organisations import services as organisations
    from khuevan.register.organisations.choices import Area, EducationLevel, Ownership, UnitKind

    since = date(2021, 8, 1)
    level = ("preschool", "primary", "lower_secondary")[number % 3]
    return organisations.LoadedUnit(
        code=f"{commune}{number + 1:03d}",
        attributes=organisations.Attributes(
            name=f"Trường số {number + 1} {commune}", kind=UnitKind(level), levels=frozenset({EducationLevel(level)}),
            ownership=Ownership("public"), area=Area("03"),
        ),
        opened_on=since,
        decree=organisations.Decree(effective_on=since, decision_number="1/QĐ", deciding_body="UBND", note=""),
        placings=organisations.both_lines(commune, since),
        commune_code=commune,
    )  # fmt: skip


@contextmanager
def served(addresses: address.Addresses, folder: Path, *, workers: int = 2) -> Iterator[Platform]:
    """The web server over that database, with the data folder in which the months are."""
    port = free_port()
    environment = {
        **environment_for(addresses.app.name), "KHUEVAN_ORIGINS": f"http://127.0.0.1:{port}", "KHUEVAN_DATA": str(folder),
        "DATABASE_URL": addresses.app.url(), "DATABASE_OWNER_URL": addresses.owner.url(),
    }  # fmt: skip
    platform = Platform(f"http://127.0.0.1:{port}", addresses, environment, folder)
    try:
        platform.serve(workers=workers)
        yield platform
    finally:
        platform.end()


def filled(folder: Path) -> float:
    """Sixty months in the series of that data folder, made by the first call over these units. Gives the seconds that one
    more month of all units took to be put beside eleven others (the last one, put again)."""
    from khuevan.governance.indicators.store.months import earlier
    from khuevan.governance.indicators.store.series import Series

    series = Series(folder / "files" / "series")
    months = [earlier(LAST, by) for by in range(MONTHS - 1, -1, -1)]
    drawing = _Drawing()
    state = series.current()
    if list(state.kept) != months or not drawing.slots["unit_id"].equals(
        series.index(state.blocks[2026]).slots["unit_id"]
    ):
        for year in sorted({month // 100 for month in months}):
            series.put([drawing.month(month) for month in months if month // 100 == year], [drawing.formulas])
        series.put([drawing.month(LAST)], [drawing.formulas])
    last = drawing.month(LAST)
    begun = time.perf_counter()
    series.put([last], [drawing.formulas])
    return time.perf_counter() - begun


class _Drawing:
    """Figures of every unit: columns of all declared indicators, and as many more as make up the number."""

    def __init__(self) -> None:
        from khuevan.governance.indicators.queries.keeping import FORMULAS, kept_beside, pairs_on
        from khuevan.governance.indicators.store.slots import slots_of
        from khuevan.kernel import clock
        from khuevan.kernel.measures import declared
        from khuevan.register.organisations.choices import Line

        self.slots, self.members = slots_of(*(pairs_on(line, clock.today()) for line in Line))
        self.formulas = kept_beside(declared(), on=clock.today())[FORMULAS]
        self.indicators = columns()
        self.names = sorted({name for names in self.indicators.values() for name in names})

    def month(self, month: int) -> Any:
        import polars as pl

        from khuevan.governance.indicators.store.months import RUNNING, KeptMonth
        from khuevan.governance.indicators.store.series import UNITS, Filled, formulas_name

        units = self.members.select("unit_id").unique().sort("unit_id")
        since = month // 100 * 12 + month % 100
        size = 100 + pl.col("unit_id").hash(1) % 1100
        rows = units.select(
            "unit_id",
            *(
                ((pl.col("unit_id").hash(number) % 1000) * size // 1000
                 + (pl.col("unit_id").hash(number + 7) % 5) * (since % 12) // 4
                 + (pl.col("unit_id").hash(number * 100_000 + since) % 8 == 0).cast(pl.UInt64)).cast(pl.Int32).alias(name)
                for number, name in enumerate(self.names, 2)
            ),
        )  # fmt: skip
        added = self.members.join(rows, on="unit_id").group_by("place").agg(
            pl.len().cast(pl.Int32).alias(UNITS), *(pl.col(name).sum() for name in self.names)
        )  # fmt: skip
        whole = added.with_columns(
            pl.col(name).cast(pl.Float64) for name in self.names if name[:2] in ("m_", "d_")
        )
        keys = (
            self.slots.select("unit_id", "kind")
            .with_row_index("place")
            .with_columns(pl.col("place").cast(pl.Int32))
        )
        frame = keys.join(whole, on="place", how="left", maintain_order="left").drop("place")
        kept = KeptMonth(
            month,
            date(month // 100, month % 100, 26),
            RUNNING,
            f"bench {month}",
            formulas_name(self.formulas),
        )
        return Filled(kept, self.slots, frame)


def columns() -> dict[str, list[str]]:
    """By code, the columns of each of the indicators that are stored: those that rooms declare, and further shares."""
    from khuevan.kernel.measures import declared, parts_of

    found = {
        code: [part.name for part in parts_of(one.measure)] or [one.measure.name]  # type: ignore[union-attr]
        for code, one in declared().items()
    }
    for number in range(INDICATORS - len(found)):
        found[f"bench.further:{number}"] = [f"n_upper{number}", f"n_lower{number}"]
    return found
