"""The whole authorisation policy as one table that runs: address × object × role -> status.

`tests/permission_matrix.csv` is written by `python -m pytest tests/test_permission_matrix.py --write-matrix`,
read by people in review, and compared by the test: a changed line is a changed policy.

Statuses: 200 may; 302 sign in first (or: on to the next page); 403 within reach but without the permission;
404 outside reach. Addresses that answer only POST are tried with an empty form: 400 and 302 mean "would act".
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
from django.db import transaction
from django.test import Client

from khuevan.kernel import access, clock, database
from khuevan.kernel.database.address import Addresses
from khuevan.register.accounts import services as accounts
from khuevan.register.accounts.queries.roles import role_by_code
from tests import attackers

FILE = Path(__file__).with_name("permission_matrix.csv")
COLUMNS = ("address", "method", "object", *attackers.ROLES)
WORDS = {
    "kind": "rename",
    "tab": "history",
    "code": "teacher",
    "provider_id": "khong-co",
    "client_id": "khong-co",
    "field": "national_id",
    "name": "national_id",
    "on": "2026-11-26",
    "slot": "am",
    "term": "1",
    "rest": "portal/schools/",
}
OBJECTS = {
    "person_id": "select min(person_id) from people_affiliation where unit_id = %(unit)s",
    "account_id": "select min(id) from accounts_account where unit_id = %(unit)s and username like '%%thu%%'",
    "grant_id": "select min(g.id) from accounts_grant g join accounts_account a on a.id = g.account_id"
    " where a.unit_id = %(unit)s and a.username like '%%thu%%'",
}
"""Those that are not simply the first row of the unit."""


@dataclass(frozen=True)
class Case:
    """One address of one object ("own" school, "other" school, or "-" where there is none)."""

    address: str
    url: str
    object: str


def prepare(addresses: Addresses) -> None:
    """A clerk with an account at another school, and a point at both schools: something to be kept from."""
    on = clock.today()
    actor = access.system("ma trận quyền")
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        other = _other_school(connection)
    with database.acting(actor):
        account, _ = accounts.create_account(
            actor,
            username="vanthu.khac",
            kind="staff",
            unit_id=other,
            display_name="Văn thư khác",
            at=clock.now(),
        )
        accounts.give_grant(
            actor, account=account, role=role_by_code("clerk"), unit_id=other, valid_from=on,
            valid_until=date(on.year + 1, 12, 31), reason="thử", at=clock.now(), on=on,
        )  # fmt: skip


def cases(addresses: Addresses) -> list[Case]:
    """Every address, for an object of the demo school and for the same thing of another."""
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        own = connection.execute("select unit_id from accounts_account where username = 'vanthu'").fetchone()
        assert own is not None
        units = {"own": own[0], "other": _other_school(connection)}
        found = []
        for where, _entry in attackers.pages():
            names = re.findall(r"<(?:\w+:)?(\w+)>", where)
            kinds = ("own", "other") if any(_is_of_a_unit(where, name) for name in names) else ("-",)
            for kind in kinds:
                values = {name: _value(connection, where, name, units.get(kind, 0)) for name in names}
                url = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m, v=values: v[m.group(1)], where)  # type: ignore[misc]
                found.append(Case("/" + where, url, kind))
    return sorted(found, key=lambda case: (case.address, case.object))


def _other_school(connection: psycopg.Connection) -> int:
    """A school of another commune that has a point of its own."""
    row = connection.execute(
        "select min(p.school_id) from organisations_schoolpoint p join organisations_orgunit s on s.id = p.school_id"
        " where s.closed_on is null and s.managing_parent_id not in"
        " (select managing_parent_id from organisations_orgunit o join accounts_account a on a.unit_id = o.id"
        "  where a.username = 'vanthu')"
    ).fetchone()
    assert row is not None
    return int(row[0])


def _is_of_a_unit(where: str, name: str) -> bool:
    table = attackers.behind(where, name)
    return name in OBJECTS or bool(table and table[1])


def _value(connection: psycopg.Connection, where: str, name: str, unit: int) -> str:
    """The first row of the unit (of all, where rows belong to none) that the argument may name; 0 without one."""
    if name == "code" and "indicators/" in where:
        return attackers.FIGURE
    if name == "code" and "maturity/" in where:
        return "4725" if "editions" in where else "2.3.2"
    if name == "code" and "portal/" in where:
        row = connection.execute(
            "select min(code) from organisations_orgunit where kind = 'primary'"
        ).fetchone()
        return str(row[0] if row else "0")
    if name in WORDS:
        return WORDS[name]
    behind = attackers.behind(where, name)
    if behind is None and name not in OBJECTS:
        return "0"
    if name in OBJECTS:
        query = OBJECTS[name]
    else:
        table, column = behind  # type: ignore[misc]
        query = f"select min({attackers.key_of(table)}) from {table}"  # noqa: S608
        query += f" where {column} = %(unit)s" if column else ""
    row = connection.execute(query, {"unit": unit}).fetchone()
    return str((row[0] if row else None) or 0)


def table(province: attackers.Province, wanted: list[Case]) -> str:
    """The matrix as CSV. Every access is rolled back."""
    clients = {role: attackers.signed_in_client(province, role) for role in attackers.ROLES}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for case in wanted:
        method, statuses = _statuses(clients, case)
        writer.writerow([case.address, method, case.object, *statuses])
    return out.getvalue()


def _statuses(clients: dict[str, Client], case: Case) -> tuple[str, list[int]]:
    """The administrator's first try, which opens the most and costs the most, tells the method and is an answer too."""
    tried = _status(clients["administrator"], "get", case.url)
    method, known = ("post", {}) if tried == 405 else ("get", {"administrator": tried})
    return method.upper(), [
        known[role] if role in known else _status(client, method, case.url)
        for role, client in clients.items()
    ]


def _status(client: Client, method: str, url: str) -> int:
    body = {"data": {"why": "thử"}, "content_type": "application/json"} if url.startswith("/api/") else {}
    with transaction.atomic():
        status = int(getattr(client, method)(url, **(body if method == "post" else {})).status_code)
        transaction.set_rollback(True)
    return status
