"""Record writes: clerks of many schools change learners field by field, as the forms that save as you go do.

10 to 400 clients at once, each with a learner of its own, over the real HTTP server (two workers of four threads):
permission, rules, version check, audit act, answer. The peer in the same run is PostgreSQL alone: the same rows
updated by as many connections as the server has threads, with the table's own triggers (audit) and nothing else.
"""

from __future__ import annotations

import os
import re
import select
import socket
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil
import psycopg

from khuevan.kernel.testing.server import Platform, connected, start_platform

from .measure import Figure, median, percentile
from .session import cookie_of

CLIENTS = tuple(int(number) for number in os.environ.get("BENCH_CLIENTS", "10,50,400").split(","))
CLERKS, ROWS = 12, 40
SECONDS, ROUNDS = int(os.environ.get("BENCH_SECONDS", "8")), int(os.environ.get("BENCH_ROUNDS", "3"))
CONNECTIONS = 8
"""Threads of the server: as many connections has the peer."""
AIM_PER_SECOND, AIM_P99 = 150, 1.5
FIELD = "father_occupation"
SAVED = f'"saved": ["{FIELD}"]'.encode()
VERSION, LENGTH = re.compile(rb'"version": (\d+)'), re.compile(rb"(?i)\r\ncontent-length: (\d+)")


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
                yield from _measured(platform, targets, clients)


def _measured(platform: Platform, targets: list[Target], clients: int) -> Iterator[Figure]:
    chosen = targets[:clients]
    versions = {target.learner: _version(platform, target.learner) for target in chosen}
    ours, theirs, spent, load = [], [], [], Load()
    for number in range(ROUNDS):
        before = Spent.now(platform)
        one = _clients(platform.url, chosen, versions, f"vòng {number}")
        spent.append(Spent.now(platform).a_change(before, len(one.durations)))
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
    yield Figure(
        f"changes of records, {clients} clients", value, f"bare UPDATE {median(theirs):.0f}/s",
        median(ours) / median(theirs), f"≥ {AIM_PER_SECOND}/s, p99 < {AIM_P99} s, none failed", met,
    )  # fmt: skip
    yield Figure(
        "    processor time of one: clients + web + PostgreSQL", spent[-1], "two cores", None, "–", None
    )


def _clients(url: str, targets: list[Target], versions: dict[int, int], word: str) -> Load:
    """All clients in one loop over their sockets, so that they take little of the two cores that they are to measure."""
    load, waiting, poll = Load(), {}, select.epoll()
    for target in targets:
        client = _Client(url, target, versions[target.learner], word)
        poll.register(client.socket, select.EPOLLIN)
        waiting[client.socket.fileno()] = client
    begun = time.perf_counter()
    for client in waiting.values():
        client.ask()
    while waiting:
        for number, _event in poll.poll():
            client = waiting[number]
            if not client.has_answer():
                continue
            now = time.perf_counter()
            if client.was_kept():
                load.durations.append(now - client.begun)
                if now < begun + SECONDS:
                    client.ask()
                    continue
            else:
                load.failures.append(client.sentence())
            poll.unregister(number)
            waiting.pop(number).socket.close()
    load.seconds = time.perf_counter() - begun
    return load


class _Client:
    """A browser with one form open: sends a field, waits for the answer, sends the next with the version answered."""

    def __init__(self, url: str, target: Target, version: int, word: str) -> None:
        place = urlsplit(url)
        self.socket = socket.create_connection((place.hostname or "", place.port or 80))
        self.socket.setblocking(False)
        self.head = _head(place.netloc, url, target)
        self.version, self.word, self.count, self.begun, self.answer = version, word, 0, 0.0, b""

    def ask(self) -> None:
        self.count += 1
        fields = {"version": self.version, "fields": FIELD, FIELD: f"{self.word} {self.count}"}
        body = urlencode(fields).encode()
        self.answer, self.begun = b"", time.perf_counter()
        self.socket.sendall(b"%bContent-Length: %d\r\n\r\n%b" % (self.head, len(body), body))

    def has_answer(self) -> bool:
        """Whether all of it is there, or no more will come."""
        try:
            part = self.socket.recv(65_536)
        except OSError as error:
            part, self.answer = b"", repr(error).encode()
        self.answer += part
        head, end, body = self.answer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        return not part or bool(end and length and len(body) >= int(length.group(1)))

    def was_kept(self) -> bool:
        """Whether the field was saved, and as which version."""
        version = VERSION.search(self.answer)
        if version is None or not self.answer.startswith(b"HTTP/1.1 200 ") or SAVED not in self.answer:
            return False
        self.version = int(version.group(1))
        return True

    def sentence(self) -> str:
        return repr(self.answer[:40] + b" ... " + self.answer[-160:])


def _head(host: str, url: str, target: Target) -> bytes:
    token = target.cookie.split("csrftoken=")[1].split(";")[0]
    return (
        f"POST /learners/learners/{target.learner}/save/ HTTP/1.1\r\nHost: {host}\r\nOrigin: {url}\r\n"
        f"Cookie: {target.cookie}\r\nX-CSRFToken: {token}\r\nHX-Request: true\r\nConnection: keep-alive\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n"
    ).encode()


@dataclass(frozen=True)
class Spent:
    """Processor seconds so far: of the clients, of the web server, of the connections' PostgreSQL processes."""

    clients: float
    web: float
    database: float

    @classmethod
    def now(cls, platform: Platform) -> Spent:
        web = psutil.Process(platform.processes[0].pid)
        with platform.connect() as connection:
            backends = connection.execute(
                "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            ).fetchall()
        return cls(
            time.process_time(),
            _of([web, *web.children(recursive=True)]),
            _of(psutil.Process(backend) for (backend,) in backends),
        )

    def a_change(self, before: Spent, changes: int) -> str:
        spent = ((self.clients - before.clients), (self.web - before.web), (self.database - before.database))
        return "{:.2f} + {:.2f} + {:.2f} ms".format(*(each / changes * 1000 for each in spent))


def _of(processes: Iterable[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes]
    return sum(each.user + each.system for each in times)


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
