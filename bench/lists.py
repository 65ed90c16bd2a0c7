"""The lists of people and schools over 700,000 people: how long a page takes each role, and what security costs.

Pages: one client, over HTTP, very different addresses one after the other (filters, words, orders, pages deep in the
list). Every page is asked for in three rounds after a first one; its middle time counts, and of those p95.
Security: the statements of such pages, as they were sent, are run again by the application's role under row-level
security and by a superuser for whom it does not hold, in turn; over several pairs of connections, as one server process
may be a third slower than the next for as long as it lives.
"""

from __future__ import annotations

import html
import http.client
import os
import random
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg

from khuevan.kernel.database import address
from khuevan.kernel.testing.server import Platform, connected

from .measure import Figure, milliseconds, percentile
from .province import province, served
from .session import cookie_of

ROLES = {
    "quantri": "administrator", "chuyenvien.so": "department officer", "chuyenvien.xa": "commune officer",
    "hieutruong": "head",
}  # fmt: skip
PEOPLE, SCHOOLS = "/people/", "/organisations/schools/"
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "120"))
TIMED_ROUNDS, PAIRS, ROUNDS, REPLAYED = 3, 24, 3, 24
LIMIT, LIMIT_OF_SECURITY = 0.150, 1.3
NEXT = re.compile(
    r'href="([^"]*[?&](?:amp;)?page=[^"]*)"[^>]*rel="next"|rel="next"[^>]*href="([^"]*page=[^"]*)"'
)
NAMES_OF_SCHOOLS = ("mầm non", "thcs", "nguyễn", "trần phú", "hoa", "pt dtnt", "le hong phong", "kim")
NOT_READS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def run() -> Iterator[Figure]:
    place = province()
    with tempfile.TemporaryDirectory() as folder, served(place, Path(folder)) as platform:
        cookies = {username: cookie_of(platform, username) for username in ROLES}
        for path in (PEOPLE, SCHOOLS):
            for username, role in ROLES.items():
                yield pages(platform, cookies[username], path, role)
        with connected(place):
            for path in (PEOPLE, SCHOOLS):
                for username, role in ROLES.items():
                    yield security(place, cookies[username], path, role)


def pages(platform: Platform, cookie: str, path: str, role: str) -> Figure:
    """p95 over many different pages of one list, for one role, over HTTP."""
    client = http.client.HTTPConnection(urlsplit(platform.url).netloc)
    asked: list[str] = []
    following = ""
    for address_asked in addresses_of(path, REQUESTS):
        # Every third request turns the page of the answer before, so that some are deep in the list.
        asked.append(following if following and len(asked) % 3 == 2 else address_asked)
        following = next_page(answer_of(client, cookie, asked[-1])[1])
    rounds = [[answer_of(client, cookie, target)[0] for target in asked] for _ in range(TIMED_ROUNDS)]
    client.close()
    took = [statistics.median(spent) for spent in zip(*rounds, strict=True)]
    if os.environ.get("BENCH_SLOWEST"):
        for spent, target in sorted(zip(took, asked, strict=True), reverse=True)[:6]:
            print(f"{role}: {milliseconds(spent)} {target}")  # noqa: T201
    p95 = percentile(took, 0.95)
    return Figure(
        f"list {path} of the {role}, p95",
        f"{milliseconds(p95)} (median {milliseconds(statistics.median(took))})",
        milliseconds(LIMIT), p95 / LIMIT, "< 150 ms", p95 < LIMIT,
    )  # fmt: skip


def answer_of(client: http.client.HTTPConnection, cookie: str, target: str) -> tuple[float, str]:
    """Seconds until the whole page is there, and the page."""
    begun = time.perf_counter()
    client.request("GET", target, headers={"Cookie": cookie})
    answer = client.getresponse()
    body = answer.read()
    spent = time.perf_counter() - begun
    if answer.status != 200:
        raise AssertionError(f"{target}: {answer.status} {answer.getheader('Location')}")
    return spent, body.decode()


def next_page(body: str) -> str:
    """The address behind "next page"; empty on the last."""
    found = NEXT.search(body)
    return html.unescape(found.group(1) or found.group(2)) if found else ""


def addresses_of(path: str, wanted: int) -> Iterator[str]:
    """Different addresses of a list as people ask for them: mostly filtered or searched, some without anything."""
    from khuevan.demo import names

    chance = random.Random(f"{path}/{wanted}")
    for _ in range(wanted):
        words: dict[str, str] = {}
        if path == PEOPLE:
            if chance.random() < 0.45:
                full = names.person(chance, female=chance.random() < 0.5, highland_share=0.05)[0].split()
                words["q"] = chance.choice(
                    (" ".join(full), full[-1], " ".join(full[-2:]), full[0], full[-1][:2])
                )
            offered = {
                "kind": ("learner", "staff", "officer"), "sex": ("female", "male"),
                "number": ("missing", "doubtful", "present"),
                "born": tuple(str(year) for year in range(1975, 2023, 3)),
            }  # fmt: skip
        else:
            if chance.random() < 0.35:
                words["q"] = chance.choice(NAMES_OF_SCHOOLS)
            offered = {
                "kind": ("preschool", "primary", "lower_secondary", "upper_secondary"),
                "level": ("preschool", "primary", "lower_secondary", "upper_secondary"),
                "ownership": ("public", "private"), "condition": ("closed", "all"),
                "sort": ("name", "-name", "code", "-code", "opened", "-opened"),
            }  # fmt: skip
        for name, values in offered.items():
            if chance.random() < 0.3:
                words[name] = chance.choice(values)
        yield f"{path}?{urlencode(words)}" if words else path


def security(place: address.Addresses, cookie: str, path: str, role: str) -> Figure:
    """Time of the statements under row-level security over their time without: sum of medians over pages."""
    recorded = [statements(cookie, asked) for asked in addresses_of(path, REPLAYED)]
    assert place.admin is not None
    superuser = {**place.admin.libpq(), "dbname": place.app.name}
    took: list[tuple[list[float], list[float]]] = [([], []) for _page in recorded]
    for _pair in range(PAIRS):
        with psycopg.connect(**place.app.libpq()) as application, psycopg.connect(**superuser) as unbound:
            for page, spent in zip(recorded, took, strict=True):
                for turn in range(ROUNDS):
                    rows = {}
                    for which in (0, 1) if turn % 2 else (1, 0):
                        seconds, rows[which] = replay((application, unbound)[which], page)
                        if turn:  # the first has its connection read the catalogue
                            spent[which].append(seconds)
                    assert rows[0] == rows[1], (
                        f"{path}: row-level security alone changed what this page shows"
                    )
    bound, free = (sum(statistics.median(spent[which]) for spent in took) for which in (0, 1))
    ratio = bound / free
    most = max(len(page) for page in recorded)
    return Figure(
        f"row-level security, {path} of the {role} (at most {most} queries a page)",
        f"{milliseconds(bound / len(recorded))} of SQL a page", f"as superuser {milliseconds(free / len(recorded))}",
        ratio, f"≤ {LIMIT_OF_SECURITY}", ratio <= LIMIT_OF_SECURITY,
    )  # fmt: skip


def statements(cookie: str, asked: str) -> list[str]:
    """Every statement of one page, its values filled in, in order."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    client = Client()
    client.cookies.load(cookie)
    with CaptureQueriesContext(connection) as captured, override_settings(PAGES_KEPT=False):
        answer = client.get(asked)
    assert answer.status_code == 200, (asked, answer.status_code)
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(NOT_READS)]


def replay(connection: psycopg.Connection, page: list[str]) -> tuple[float, list[int]]:
    """Seconds and the number of rows of each statement; in one transaction, which leaves nothing behind."""
    rows = []
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in page:
            cursor.execute(statement.encode())
            rows.append(len(cursor.fetchall()) if cursor.description else 0)
    spent = time.perf_counter() - begun
    connection.rollback()
    return spent, rows
