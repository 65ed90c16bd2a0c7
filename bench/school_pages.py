"""Pages of a school's day over a province of 700,000 learners: lists of classes, enrolments, learners, staff; one class,
one learner.

One client, over HTTP, for each role: very different addresses one after the other (words, filters, orders, pages deep
in the list; classes and learners that the lists lead to). Every page is asked for in three rounds; its middle time
counts, and of those p95. Beside it the most statements that one such page sends.
"""

from __future__ import annotations

import html
import http.client
import os
import random
import re
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from khuevan.kernel.testing.server import Platform, connected

from .lists import LIMIT, ROLES, answer_of, next_page, statements
from .measure import Figure, milliseconds, percentile
from .province import province, served

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "60"))
TIMED_ROUNDS, COUNTED = 3, 6
LISTS: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "classes": ("/schoolyear/class-groups/", {
        "grade": ("01", "05", "09", "12", "18"), "two_sessions": ("1", "0"), "sort": ("name", "-name", "grade"),
    }),
    "enrolments": ("/schoolyear/enrolments/", {
        "grade": ("01", "05", "09", "12"), "status": ("01", "05"), "sex": ("female", "male"),
        "sort": ("full_name", "-full_name", "birth_date", "-birth_date"),
    }),
    "learners": ("/learners/learners/", {
        "grade": ("01", "05", "09", "12"), "status": ("01", "05"), "sex": ("female",), "computer": ("none",),
        "sort": ("full_name", "-full_name"),
    }),
    "staff": ("/staff/members/", {
        "position": ("teacher", "head"), "status": ("1",), "sex": ("female",), "sort": ("full_name", "-full_name"),
    }),
}  # fmt: skip
PAGES_OF = {"one class": "classes", "one learner": "learners"}
"""Pages to which a list leads."""
ONE = re.compile(r'<th\b[^>]*scope="row"[^>]*>\s*<a href="(/[a-z]+/[a-z-]+/\d+/)"')


def run() -> Iterator[Figure]:
    place = province()
    with tempfile.TemporaryDirectory() as folder, served(place, Path(folder)) as platform:
        from .session import cookie_of

        cookies = {username: cookie_of(platform, username) for username in ROLES}
        asked = {
            (what, username): _asked(platform, cookies[username], what)
            for what in (*LISTS, *PAGES_OF)
            for username in ROLES
        }
        most: dict[tuple[str, str], int] = {}
        with connected(place):
            for (what, username), targets in asked.items():
                counts = [len(statements(cookies[username], target)) for target in targets[:COUNTED]]
                most[what, username] = max(counts)
        for (what, username), targets in asked.items():
            yield _pages(platform, cookies[username], what, ROLES[username], targets, most[what, username])


def _asked(platform: Platform, cookie: str, what: str) -> list[str]:
    """Addresses of this kind of page that this reader can open."""
    client = http.client.HTTPConnection(urlsplit(platform.url).netloc)
    found: list[str] = []
    following = ""
    for target in _addresses(PAGES_OF.get(what, what)):
        target = following if following and len(found) % 3 == 2 else target
        body = answer_of(client, cookie, target)[1]
        following = next_page(body)
        if what in PAGES_OF:
            found += [html.unescape(one) for one in ONE.findall(body)[:6]]
        else:
            found.append(target)
        if len(found) >= REQUESTS:
            break
    client.close()
    assert found, f"{what}: no page for this reader"
    return list(dict.fromkeys(found))[:REQUESTS]


def _pages(platform: Platform, cookie: str, what: str, role: str, targets: list[str], most: int) -> Figure:
    client = http.client.HTTPConnection(urlsplit(platform.url).netloc)
    rounds = [[answer_of(client, cookie, target)[0] for target in targets] for _ in range(TIMED_ROUNDS)]
    client.close()
    took = [statistics.median(spent) for spent in zip(*rounds, strict=True)]
    if os.environ.get("BENCH_SLOWEST"):
        for spent, target in sorted(zip(took, targets, strict=True), reverse=True)[:5]:
            print(f"{what}, {role}: {milliseconds(spent)} {target}")  # noqa: T201
    p95 = percentile(took, 0.95)
    return Figure(
        f"{what}, {role}, p95 (at most {most} queries)",
        f"{milliseconds(p95)} (median {milliseconds(statistics.median(took))})",
        milliseconds(LIMIT), p95 / LIMIT, "< 150 ms", p95 < LIMIT,
    )  # fmt: skip


def _addresses(what: str) -> Iterator[str]:
    from khuevan.demo import names

    path, offered = LISTS[what]
    chance = random.Random(f"{path}/{REQUESTS}")
    for _ in range(REQUESTS):
        words: dict[str, str] = {}
        if what != "classes" and chance.random() < 0.4:
            full = names.person(chance, female=chance.random() < 0.5, highland_share=0.05)[0].split()
            words["q"] = chance.choice((" ".join(full), full[-1], " ".join(full[-2:]), full[0]))
        for name, values in offered.items():
            if chance.random() < 0.3:
                words[name] = chance.choice(values)
        yield f"{path}?{urlencode(words)}" if words else path
