"""Ten thousand forged accesses over all views and roles leak nothing; and again with the application's own
filters switched off, so that row-level security alone must hold.

Ids come from the whole province, whoever asks. Every answer is searched for canaries of rows outside the
reader's reach; every write is followed by a look at which units' rows it touched. Nothing may answer 5xx.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from django.db import connection, transaction

from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.database import ScopedQuerySet
from khuevan.kernel.database.address import Addresses
from khuevan.kernel.testing import client_for
from tests import attackers

pytestmark = pytest.mark.furnished
ACCESSES = 10_000
SEED = 20261122


@pytest.fixture(scope="module")
def province(furnished: Addresses, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        attackers.hide_canaries(furnished)
        yield attackers.survey(furnished)


def attack(province: attackers.Province, seed: int) -> tuple[list[str], Counter[str]]:
    """Runs the accesses; gives what leaked or broke, and how the answers were distributed."""
    chance = random.Random(seed)
    pages = attackers.pages()
    clients = {role: attackers.signed_in_client(province, role) for role in province.actors}
    found: list[str] = []
    seen: Counter[str] = Counter()
    for _ in range(ACCESSES):
        role = chance.choice(list(clients))
        where, entry = chance.choice(pages)
        url = attackers.arguments(entry, where, province, chance)
        post = chance.random() < 0.35
        found += one_access(province, role, clients[role], url, post, chance, seen)
    return found, seen


def one_access(
    province: attackers.Province,
    role: str,
    client: Any,
    url: str,
    post: bool,
    chance: random.Random,
    seen: Counter[str],
) -> list[str]:
    actor: Actor = province.actors[role]
    forged = forged_fields(province, chance)
    with transaction.atomic():
        before = last_entry() if post else 0
        response = client.post(url, forged) if post else client.get(url, forged)
        touched = units_touched(before) if post else []
        transaction.set_rollback(True)
    seen[f"{'POST' if post else 'GET'} {response.status_code}"] += 1
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace") + str(response.headers)
    leaked = set(attackers.leaks(text, actor, province.families.get(role, ())))
    if url.startswith(attackers.CHOOSES_A_SCHOOL):
        leaked = {leak for leak in leaked if leak.startswith("p")}
    if url.startswith(attackers.ANSWERS_FOR_RESIDENTS):
        leaked = set() if "/clashes" in url else {leak for leak in leaked if leak.startswith("p")}
    wrong = [f"{role} {url} shows {leak}" for leak in leaked]
    wrong += [f"{role} {url} wrote a row of unit {unit}" for unit in touched if unit not in actor.reach]
    if response.status_code >= 500:
        wrong.append(f"{role} {'POST' if post else 'GET'} {url} {forged} answers {response.status_code}")
    return wrong


def forged_fields(province: attackers.Province, chance: random.Random) -> dict[str, str]:
    """Parameters as an attacker would send them: other people's ids under every name that forms use."""
    pools = province.pools
    fields = {
        "unit": chance.choice(pools["unit_id"]),
        "unit_id": chance.choice(pools["unit_id"]),
        "person": chance.choice(pools["person_id"]),
        "account": chance.choice(pools["account_id"]),
        "q": chance.choice(["zq", "nguyen", "tran thi", "068", "truong", "%", "'", ""]),
        "page": chance.choice(["1", "2", "-1", "x"]),
        "after": chance.choice(["", "x", "WyJhIiwgMV0="]),
        "reason": "thử",
        "why": "thử",
        "version": "1",
        "effective_on": "01/12/2026",
        "name": "Tên mới",
        "field": chance.choice(["national_id", "phone", "password"]),
        "line": chance.choice(["managing", "professional", "x"]),
        "on": chance.choice(["22/11/2026", "30/02/2026", "x", ""]),
        "format": chance.choice(["xlsx", "csv", "x"]),
    }
    return {name: str(value) for name, value in fields.items() if chance.random() < 0.6}


def last_entry() -> int:
    with attackers.everything(), connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from audit_entry")
        return int(cursor.fetchone()[0])


def units_touched(after: int) -> list[int]:
    with attackers.everything(), connection.cursor() as cursor:
        cursor.execute(
            "select distinct unit_id from audit_entry where id > %s and kind = 'row' and unit_id is not null",
            [after],
        )
        return [row[0] for row in cursor.fetchall()]


def test_forged_accesses_leak_nothing(province: attackers.Province) -> None:
    found, seen = attack(province, SEED)
    assert found == []
    assert sum(seen.values()) == ACCESSES
    assert seen["GET 200"] > ACCESSES / 20, "the attack must get somewhere to mean anything"
    assert seen["GET 404"] + seen["GET 403"] > ACCESSES / 20


def test_row_level_security_alone_holds(
    province: attackers.Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The application's own filters and decisions say yes to everything; only the database still asks."""
    from khuevan.register.people import models as people

    monkeypatch.setattr(ScopedQuerySet, "within", lambda self, reach: self)
    monkeypatch.setattr(people.PersonQuerySet, "within", lambda self, reach: self)
    monkeypatch.setattr(Actor, "holds", lambda self, permission: True)
    monkeypatch.setattr(Actor, "scope", lambda self, permission: Reach.everything())
    found, seen = attack(province, SEED + 1)
    assert found == []
    assert seen["GET 200"] > ACCESSES / 20, "the attack must get somewhere to mean anything"


def test_the_canaries_are_seen_where_they_may_be(province: attackers.Province) -> None:
    """The search itself works: an administrator's pages are full of them."""
    client = client_for(province.actors["administrator"])
    body = client.get("/people/").content.decode()
    assert attackers.CANARY.search(body)
    head = province.actors["head"]
    assert list(attackers.leaks(body, head)), "what the administrator sees would be a leak to a head"
