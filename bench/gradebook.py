"""The gradebook under its evening load: 500 teachers entering marks at once, each a cell every few seconds, over the
real HTTP server (two workers of four threads); and the whole grid page.

Time is taken at the client, from the request to the last byte of the answer. The peers in the same run are an empty
Django view of the same number of bytes under the same gunicorn settings: asked at the same pace by as many clients for
the cell, asked one after the other for the page.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from khuevan.kernel.testing.server import Platform, connected, start_platform

from .measure import Figure, median, milliseconds, percentile
from .requests import empty_site
from .session import cookie_of

TEACHERS, ACCOUNTS = int(os.environ.get("BENCH_TEACHERS", "500")), 50
SECONDS, PACE = float(os.environ.get("BENCH_SECONDS", "12")), 5.0
"""How long, and how many seconds a teacher takes from one cell to the next (drawn around it)."""
PAGES, AIM_CELL, AIM_PAGE = 60, 0.06, 0.2
TYPED = ("8", "7,5", "9", "6,5")


@dataclass
class Teacher:
    """One device: a cell of a book that nobody else writes in."""

    book: str
    enrolment: int
    cookie: str
    version: int = 0


@dataclass
class Load:
    durations: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        for platform in start_platform(Path(folder), mark="bench", workers=2):
            teachers = teachers_of(platform)
            with empty_site(400) as peer:
                warm = asyncio.run(entered(platform.url, teachers, saved, SECONDS / 4))
                load = asyncio.run(entered(platform.url, teachers, saved, SECONDS))
                bare = asyncio.run(entered(peer.rstrip("/"), teachers, asked, SECONDS / 2))
            yield cell_figure(load, bare, warm)
            yield page_figure(platform, teachers)


def cell_figure(load: Load, bare: Load, warm: Load) -> Figure:
    for sentence in sorted({*load.failures, *warm.failures})[:3]:
        print("  ", sentence)  # noqa: T201
    p50, p95 = median(load.durations), percentile(load.durations, 0.95)
    ratio = p50 / median(bare.durations)
    return Figure(
        f"saving a cell, {TEACHERS} teachers at once, one each {PACE:.0f} s ({len(load.durations)} cells)",
        f"p50 {milliseconds(p50)}, p95 {milliseconds(p95)}, {len(load.failures)} failed",
        f"empty view p50 {milliseconds(median(bare.durations))}, p95 {milliseconds(percentile(bare.durations, 0.95))}",
        ratio, f"p95 < {milliseconds(AIM_CELL)}", p95 < AIM_CELL and not load.failures,
    )  # fmt: skip


def page_figure(platform: Platform, teachers: list[Teacher]) -> Figure:
    """The page of one gradebook, of many in turn, one request at a time."""
    chosen = list({one.book: one for one in teachers}.values())[:PAGES]
    asyncio.run(pages(platform.url, chosen))
    ours, size = asyncio.run(pages(platform.url, chosen))
    with empty_site(size) as peer:
        asyncio.run(pages(peer.rstrip("/"), chosen, path="/"))
        theirs, _size = asyncio.run(pages(peer.rstrip("/"), chosen, path="/"))
    p95 = percentile(ours, 0.95)
    return Figure(
        f"the whole grid page, {len(chosen)} books, {size / 1024:.0f} KB",
        f"p50 {milliseconds(median(ours))}, p95 {milliseconds(p95)}", f"empty view p50 {milliseconds(median(theirs))}",
        median(ours) / median(theirs), f"p95 < {milliseconds(AIM_PAGE)}", p95 < AIM_PAGE,
    )  # fmt: skip


async def entered(url: str, teachers: list[Teacher], act: Callable[..., Any], length: float) -> Load:
    load, until = Load(), time.perf_counter() + length
    await asyncio.gather(*(_typing(url, one, act, until, load) for one in teachers))
    return load


async def _typing(url: str, one: Teacher, act: Callable[..., Any], until: float, load: Load) -> None:
    chance = random.Random(one.enrolment)  # noqa: S311 - a pace, not a secret
    place = urlsplit(url)
    await asyncio.sleep(chance.random() * PACE)
    count = 0
    while time.perf_counter() < until:
        count += 1
        begun = time.perf_counter()
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        problem = await act(reader, writer, place.netloc, url, one, count)
        writer.close()
        load.durations.append(time.perf_counter() - begun)
        if problem:
            load.failures.append(problem)
        await asyncio.sleep(PACE * (0.5 + chance.random()))


async def saved(reader: Any, writer: Any, host: str, url: str, one: Teacher, count: int) -> str:
    cell = {"e": one.enrolment, "k": "final-1", "t": TYPED[count % len(TYPED)], "v": one.version}
    body = json.dumps({"cells": [cell]})
    token = one.cookie.split("csrftoken=")[1].split(";")[0]
    writer.write(
        (
            f"POST {one.book}save/ HTTP/1.1\r\nHost: {host}\r\nOrigin: {url}\r\nCookie: {one.cookie}\r\n"
            f"X-CSRFToken: {token}\r\nConnection: close\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
    )
    status, answer = await _answer(reader)
    if status != 200:
        return f"{status}: {answer[:160]!r}"
    (told,) = json.loads(answer)["cells"]
    one.version = told["v"] or one.version
    return "" if told["state"] == "saved" else f"{told['state']}: {told['sentence']}"


async def asked(reader: Any, writer: Any, host: str, url: str, one: Teacher, count: int) -> str:
    writer.write(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    status, _body = await _answer(reader)
    return "" if status == 200 else str(status)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    lowered = head.lower()
    if b"content-length:" in lowered:
        length = int(lowered.split(b"content-length:")[1].split(b"\r\n")[0])
        return status, await reader.readexactly(length)
    return status, await reader.read(65_536)


async def pages(url: str, teachers: list[Teacher], path: str = "") -> tuple[list[float], int]:
    """Seconds of each page, and the mean number of bytes."""
    place, durations, size = urlsplit(url), [], 0
    for one in teachers:
        begun = time.perf_counter()
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        head = f"GET {path or one.book} HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {one.cookie}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode())
        answer = await reader.read(-1)
        writer.close()
        durations.append(time.perf_counter() - begun)
        assert b" 200 " in answer[:20], answer[:200]
        size += len(answer.split(b"\r\n\r\n", 1)[1])
    return durations, size // len(teachers)


def teachers_of(platform: Platform) -> list[Teacher]:
    """Cells of scored subjects of classes whose teachers were given log-ins; each cell once."""
    places = _logins(platform)
    cookies = {username: cookie_of(platform, username) for username in places}
    dealt: list[Teacher] = []
    turn = 0
    while len(dealt) < TEACHERS:
        before = len(dealt)
        for username, cells in places.items():
            if turn < len(cells) and len(dealt) < TEACHERS:
                book, enrolment = cells[turn]
                dealt.append(Teacher(book, enrolment, cookies[username]))
        assert len(dealt) > before, len(dealt)
        turn += 1
    return dealt


def _logins(platform: Platform) -> dict[str, list[tuple[str, int]]]:
    """Log-in -> cells (address of the book, enrolment)."""
    from khuevan.demo.logins import PASSWORD
    from khuevan.kernel import access, clock, database
    from khuevan.register.accounts import queries as account_queries
    from khuevan.register.accounts import services as accounts
    from khuevan.school.gradebook.queries.books import Enrolment
    from khuevan.school.schoolyear.queries import year_at
    from khuevan.school.staff.models import TeachingAssignment

    actor, at, on = access.system("bench"), clock.now(), clock.today()
    found: dict[str, list[tuple[str, int]]] = {}
    with connected(platform.addresses), database.acting(actor):
        year: Any = year_at(on)
        rows = TeachingAssignment.objects.filter(
            school_year=year, term=1, ended_on=None, subject__assessed_by="score",
            class_group__level__in=("lower_secondary", "upper_secondary"),
        ).select_related("staff")  # fmt: skip
        by_person: dict[int, list[Any]] = {}
        for row in rows.order_by("staff_id", "class_group_id"):
            by_person.setdefault(row.staff.person_id, []).append(row)
        for number, (person, lessons) in enumerate(list(by_person.items())[: ACCOUNTS * 2]):
            cells = [
                (f"/gradebook/{one.class_group_id}/{one.subject_id}/1/", pk)
                for one in lessons
                for pk in Enrolment.objects.filter(
                    class_group_id=one.class_group_id, left_on=None
                ).values_list("pk", flat=True)
            ]
            if not cells or len(found) == ACCOUNTS:
                continue
            random.Random(number).shuffle(cells)  # noqa: S311
            username = f"giaovien.do{number}"
            account, _ = accounts.create_account(
                actor, username=username, kind="staff", unit_id=lessons[0].school_id, person_id=person,
                display_name=f"Giáo viên {number}", at=at,
            )  # fmt: skip
            accounts.set_own_password(
                account_queries.actor_for(account.pk, on), PASSWORD, at=at, keep_key=None
            )
            found[username] = cells
    return found
