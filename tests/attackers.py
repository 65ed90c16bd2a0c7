"""The province as attackers meet it: each role of the demo, what is theirs, what is not, and canaries in every row.

A canary is a word hidden in the names of a row that tells the row's unit: whatever page, fragment, export or
answer shows one of a unit outside the reader's reach has leaked, however it came there.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.test import Client
from django.urls import URLPattern

from khuevan.demo.logins import LOGINS
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.database import address
from khuevan.register.accounts import queries as accounts
from tests.test_architecture import patterns

CANARY = re.compile(r"zq([pu])(\d+)qz")
ROLES = ("anonymous", *(login.role for login in LOGINS))
HIDE = (
    "update organisations_orgunit set name = name || ' zqu' || id || 'qz', address = 'zqu' || id || 'qz'",
    "update organisations_unitstate set name = name || ' zqu' || unit_id || 'qz'",
    "update organisations_schoolpoint set name = name || ' zqp' || school_id || 'qz'",
    "update people_person p set full_name = full_name || ' zqp' || a.unit_id || 'qz'"
    " from people_affiliation a where a.person_id = p.id",
    "update people_affiliation set title = title || ' zqp' || unit_id || 'qz'",
    "update accounts_account set display_name = display_name || ' zqp' || unit_id || 'qz'",
)


@dataclass
class Province:
    """Actors and account ids by role; ids of the whole province by the name of the address' argument."""

    actors: dict[str, Actor]
    pools: dict[str, list[Any]]
    accounts: dict[str, int] = field(default_factory=dict)


def hide_canaries(addresses: address.Addresses) -> None:
    """As the owner, without the audit triggers' work: the rows keep their meaning, and tell where they belong."""
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        for statement in HIDE:
            table = statement.split()[1]
            connection.execute(f"alter table {table} disable trigger user")
            connection.execute(statement)
            connection.execute(f"alter table {table} enable trigger user")


def survey(addresses: address.Addresses) -> Province:
    """Reads, as the owner, what there is; builds the demo's actors from their real grants."""
    pools: dict[str, list[Any]] = {"code": ["teacher", "head", "administrator"], "provider_id": ["vneid"]}
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        for name, query in {
            "unit_id": "select id from organisations_orgunit where closed_on is null",
            "person_id": "select id from people_person",
            "account_id": "select id from accounts_account",
            "grant_id": "select id from accounts_grant",
            "entry_id": "select id from audit_entry",
            "point_id": "select id from organisations_schoolpoint",
            "guardianship_id": "select id from people_guardianship",
            "affiliation_id": "select id from people_affiliation",
            "run_id": "select id from jobs_jobrun",
            "batch_id": "select id from accounts_slipbatch",
        }.items():
            pools[name] = [row[0] for row in connection.execute(query + " order by 1").fetchall()]
        ids = dict(connection.execute("select username, id from accounts_account").fetchall())
    on = clock.today()
    actors = {login.role: accounts.actor_for(ids[login.username], on) for login in LOGINS}
    actors["anonymous"] = Actor.anonymous("127.0.0.1 thử")
    pools["kind"] = ["rename", "close", "merge", "move", "split", "change_level", "correct", "open", "x"]
    pools["tab"] = ["history", "children", "points", "map", "lineage", "x"]
    return Province(actors, pools, {login.role: ids[login.username] for login in LOGINS})


def signed_in_client(province: Province, role: str) -> Client:
    """A client with a real session of the role's account; without one for anonymous."""
    client = Client(raise_request_exception=False)
    if role in province.accounts:
        account = accounts.account_by_id(province.accounts[role])
        assert account is not None
        with everything():
            client.force_login(account)
    return client


def arguments(pattern: URLPattern, where: str, province: Province, chance: random.Random) -> str:
    """The address with every argument filled in from the pools, at random; numbers that nobody has, too."""

    def fill(match: re.Match[str]) -> str:
        name = match.group(2)
        pool = province.pools.get(name) or (
            province.pools["unit_id"] if match.group(1) in ("int:", None) else ["x"]
        )
        if match.group(1) == "int:" and chance.random() < 0.05:
            return str(chance.choice((0, 2**31 - 1, 999_999)))
        return str(chance.choice(pool))

    return "/" + re.sub(r"<(\w+:)?(\w+)>", fill, where)


def pages() -> list[tuple[str, URLPattern]]:
    """Every address of ours, without the gallery (no data) and the doors of sign-in libraries' own tests."""
    return [(where, entry) for where, entry in patterns() if not where.startswith("ui/gallery")]


def leaks(body: str, actor: Actor) -> Iterator[str]:
    """Canaries that this reader must not see: people outside the reach, units outside the outline."""
    for kind, number in CANARY.findall(body):
        allowed = actor.reach if kind == "p" else actor.outline | actor.reach
        own = actor.home_unit_id == int(number)
        if int(number) not in allowed and not own:
            yield f"{kind}{number}"


def everything() -> Any:
    """The database without row-level security's narrowing, for checks."""
    return database.acting(access.system("kiểm tra"))
