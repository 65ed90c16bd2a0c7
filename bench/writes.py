"""Record writes: clerks of many schools change learners field by field, as the forms that save as you go do.

10 to 400 clients at once, each with a learner of its own, over the real HTTP server (two workers of four threads):
permission, rules, version check, audit act, answer. The peer in the same run is PostgreSQL alone: the same rows
updated by as many connections as the server has threads, with the table's own triggers (audit) and nothing else.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg

from khuevan.kernel.testing.server import Platform, start_platform

from .measure import Figure, median, percentile
from .province import connected
from .session import cookie_of

CLIENTS = tuple(int(number) for number in os.environ.get("BENCH_CLIENTS", "10,50,400").split(","))
CLERKS, ROWS = 12, 40
SECONDS, ROUNDS = int(os.environ.get("BENCH_SECONDS", "8")), int(os.environ.get("BENCH_ROUNDS", "3"))
CONNECTIONS = 8
"""Threads of the server: as many connections has the peer."""
AIM_PER_SECOND, AIM_P99 = 150, 1.5


@dataclass(frozen=True)
class Target:
    """A learner and the clerk who may change it."""

    learner: int
    version: int
    cookie: str


@dataclass
class Load:
    durations: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.durations) / self.seconds


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        for platform in start_platform(Path(folder), mark="bench", workers=2):
            targets = _targets(platform)
            for clients in CLIENTS:
                yield _measured(platform, targets, clients)


def _measured(platform: Platform, targets: list[Target], clients: int) -> Figure:
    chosen = targets[:clients]
    versions = {target.learner: _version(platform, target.learner) for target in chosen}
    ours, theirs, load = [], [], Load()
    for number in range(ROUNDS):
        one = asyncio.run(_clients(platform.url, chosen, versions, f"vòng {number}"))
        ours.append(one.per_second)
        load.durations += one.durations
        load.failures += one.failures
        theirs.append(_peer(platform, [target.learner for target in chosen]))
        versions = {target.learner: _version(platform, target.learner) for target in chosen}
    p99 = percentile(load.durations, 0.99)
    value = f"{median(ours):.0f} writes/s, p99 {p99:.2f} s, {len(load.failures)} failed"
    met = median(ours) >= AIM_PER_SECOND and p99 < AIM_P99 and not load.failures
    for sentence in sorted(set(load.failures))[:3]:
        print("  ", sentence)  # noqa: T201
    return Figure(
        f"changes of records, {clients} clients", value, f"bare UPDATE {median(theirs):.0f}/s",
        median(ours) / median(theirs), f"≥ {AIM_PER_SECOND}/s, p99 < {AIM_P99} s, none failed", met,
    )  # fmt: skip


async def _clients(url: str, targets: list[Target], versions: dict[int, int], word: str) -> Load:
    load, until = Load(), time.perf_counter() + SECONDS
    begun = time.perf_counter()
    await asyncio.gather(
        *(_client(url, target, versions[target.learner], word, until, load) for target in targets)
    )
    load.seconds = time.perf_counter() - begun
    return load


async def _client(url: str, target: Target, version: int, word: str, until: float, load: Load) -> None:
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    count = 0
    while time.perf_counter() < until:
        count += 1
        begun = time.perf_counter()
        body = urlencode(
            {"version": version, "fields": "father_occupation", "father_occupation": f"{word} {count}"}
        )
        writer.write(_request(place.netloc, url, target, body))
        status, answer = await _answer(reader)
        if status != 200:
            load.failures.append(f"{status}: {answer[:160]!r}")
            break
        load.durations.append(time.perf_counter() - begun)
        version = json.loads(answer)["version"]
    writer.close()


def _request(host: str, url: str, target: Target, body: str) -> bytes:
    token = target.cookie.split("csrftoken=")[1].split(";")[0]
    return (
        f"POST /learners/learners/{target.learner}/save/ HTTP/1.1\r\nHost: {host}\r\nOrigin: {url}\r\n"
        f"Cookie: {target.cookie}\r\nX-CSRFToken: {token}\r\nHX-Request: true\r\nConnection: keep-alive\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    lowered = head.lower()
    if b"content-length:" in lowered:
        length = int(lowered.split(b"content-length:")[1].split(b"\r\n")[0])
        return status, await reader.readexactly(length)
    return status, await reader.read(65_536)


def _peer(platform: Platform, learners: list[int]) -> float:
    """Updates per second by as many connections as the server has threads."""
    done: list[int] = []
    until = time.perf_counter() + SECONDS / 2

    def update(mine: list[int]) -> None:
        admin = platform.addresses.admin
        assert admin is not None
        parameters = {**admin.libpq(), "dbname": platform.addresses.app.name}
        count = 0
        with psycopg.connect(**parameters, autocommit=True) as connection:
            while mine and time.perf_counter() < until:
                count += 1
                connection.execute(
                    "update learners_learner set father_occupation = %s, version = version + 1 where id = %s",
                    [f"thẳng {count}", mine[count % len(mine)]],
                )
        done.append(count)

    begun = time.perf_counter()
    threads = [
        threading.Thread(target=update, args=(learners[number::CONNECTIONS],))
        for number in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - begun)


def _version(platform: Platform, learner: int) -> int:
    admin = platform.addresses.admin
    assert admin is not None
    with psycopg.connect(**{**admin.libpq(), "dbname": platform.addresses.app.name}) as connection:
        row = connection.execute("select version from learners_learner where id = %s", [learner]).fetchone()
    assert row is not None
    return int(row[0])


def _targets(platform: Platform) -> list[Target]:
    """Learners of a dozen schools with their clerks, signed in; neighbours in the list are of different schools."""
    by_school = []
    for username, learners in _clerks(platform):
        cookie = cookie_of(platform, username)
        by_school.append([Target(learner, 1, cookie) for learner in learners])
    dealt = [school[place] for place in range(ROWS) for school in by_school if place < len(school)]
    assert len(dealt) >= max(CLIENTS), len(dealt)
    return dealt


def _clerks(platform: Platform) -> list[tuple[str, list[int]]]:
    """Accounts of clerks at a dozen schools: (log-in, ids of learners)."""
    from khuevan.demo.logins import PASSWORD
    from khuevan.kernel import access, clock, database
    from khuevan.register.accounts import queries as account_queries
    from khuevan.register.accounts import services as accounts
    from khuevan.register.accounts.queries.roles import role_by_code
    from khuevan.school.learners.models import Learner

    actor, at, on = access.system("bench"), clock.now(), clock.today()
    found: dict[int, list[int]] = {}
    with connected(platform.addresses), database.acting(actor):
        for learner, school in (
            Learner.objects.filter(status="01").order_by("id").values_list("id", "school_id")
        ):
            found.setdefault(school, []).append(learner)
        large = sorted(found, key=lambda school: -len(found[school]))[:CLERKS]
        clerks = []
        for number, school in enumerate(large):
            username = f"vanthu.do{number}"
            account, _ = accounts.create_account(
                actor,
                username=username,
                kind="staff",
                unit_id=school,
                display_name=f"Văn thư {number}",
                at=at,
            )
            accounts.give_grant(
                actor, account=account, role=role_by_code("clerk"), unit_id=school, valid_from=on,
                valid_until=date(on.year + 1, 12, 31), reason="đo", at=at, on=on,
            )  # fmt: skip
            accounts.set_own_password(
                account_queries.actor_for(account.pk, on), PASSWORD, at=at, keep_key=None
            )
            clerks.append((username, found[school][:ROWS]))
    return clerks
