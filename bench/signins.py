"""The morning peak: sign-ins per second, each with a session of its own, against the bare cost of the password's hash.

A sign-in is a GET of the page (its token and cookie), a POST of name and password, and counts only where the answer
leads away from the door with a session cookie. Eight clients keep their connections; the server has two workers of
four threads, as in life. The limit: Argon2id with the same parameters, hashed by two threads and nothing else.
"""

from __future__ import annotations

import http.client
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from argon2.low_level import Type, hash_secret_raw

from khuevan.kernel.testing.server import Platform, connected, start_platform

from .measure import Figure, median

CLIENTS, ACCOUNTS, SECONDS, ROUNDS = 8, 200, 5.0, 5
PASSWORD = "Hoa-phuong-do-1990"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WANTED = 40


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        for platform in start_platform(Path(folder), mark="signins", workers=2):
            names = accounts(platform)
            peak(platform, names, 2.0)
            ours, limit = [], []
            for _ in range(ROUNDS):
                limit.append(hashes(2.0))
                ours.append(peak(platform, names, SECONDS))
            ratio = median([a / b for a, b in zip(ours, limit, strict=True)])
            rate = median(ours)
            yield Figure(
                "sign-ins with Argon2id, 8 clients", f"{rate:.1f} per s",
                f"bare hashes, two threads: {median(limit):.0f} per s", ratio, f"≥ {WANTED} per s", rate >= WANTED,
            )  # fmt: skip


def accounts(platform: Platform) -> list[str]:
    """So many teachers' accounts with one password, hashed once."""
    from django.contrib.auth.hashers import make_password

    names = [f"sang.som.{number:03d}" for number in range(ACCOUNTS)]
    with connected(platform.addresses):
        from khuevan.kernel import access, clock, database
        from khuevan.register.accounts.models import Account

        hashed, now = make_password(PASSWORD), clock.now()
        with database.acting(access.system()):
            unit_id = Account.objects.exclude(unit_id=None).values_list("unit_id", flat=True)[0]
            Account.objects.bulk_create(
                Account(
                    username=name, password=hashed, kind="staff", unit_id=unit_id, display_name=name, search=name,
                    sort_key=name, must_change_password=False, created_at=now,
                )
                for name in names
            )  # fmt: skip
    return names


def peak(platform: Platform, names: list[str], seconds: float) -> float:
    """Successful sign-ins per second of all clients together."""
    done, failures = [0] * CLIENTS, []
    until = time.monotonic() + seconds

    def client(which: int) -> None:
        connection = http.client.HTTPConnection(urlsplit(platform.url).netloc)
        mine = names[which::CLIENTS]
        while time.monotonic() < until:
            try:
                sign_in(connection, platform.url, mine[done[which] % len(mine)])
            except Exception as failure:
                failures.append(failure)
                return
            done[which] += 1
        connection.close()

    threads = [threading.Thread(target=client, args=(which,)) for which in range(CLIENTS)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(done) / (time.monotonic() - begun)


def sign_in(connection: http.client.HTTPConnection, url: str, username: str) -> None:
    connection.request("GET", "/signin/")
    page = connection.getresponse()
    token = TOKEN.search(page.read().decode())
    assert token, page.status
    cookies = cookies_of(page)
    connection.request(
        "POST", "/signin/", urlencode({"csrfmiddlewaretoken": token.group(1), "login": username, "password": PASSWORD}),
        {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"{url}/signin/", "Origin": url,
         "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
    )  # fmt: skip
    answer = connection.getresponse()
    answer.read()
    where = answer.getheader("Location") or ""
    assert answer.status == 302, answer.status
    assert not where.startswith("/signin"), where
    assert cookies_of(answer).get("khuevan"), "no session was given"


def cookies_of(answer: http.client.HTTPResponse) -> dict[str, str]:
    set_cookies = answer.headers.get_all("Set-Cookie") or []
    return dict(cookie.split(";", 1)[0].split("=", 1) for cookie in set_cookies)


def hashes(seconds: float) -> float:
    """Argon2id hashes per second on two threads, with the parameters of the platform's hasher."""
    from khuevan.register.accounts.hashers import OwaspArgon2

    counted = [0, 0]
    until = time.monotonic() + seconds

    def worker(which: int) -> None:
        while time.monotonic() < until:
            hash_secret_raw(
                PASSWORD.encode(), b"0123456789abcdef", OwaspArgon2.time_cost, OwaspArgon2.memory_cost,
                OwaspArgon2.parallelism, 32, Type.ID,
            )  # fmt: skip
            counted[which] += 1

    threads = [threading.Thread(target=worker, args=(which,)) for which in range(2)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counted) / (time.monotonic() - begun)
