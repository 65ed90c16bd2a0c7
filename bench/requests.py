"""Requests per second of signed-in pages, against an empty Django view with the same size of HTML.

Different people ask for different pages (filters, words, orders), one after the other, so that nothing is measured that
helps one address only. Each page is asked for again and again, so that the platform as it runs shows most of them again
without making them again; beside that stands one that makes every page. Both sides run under the same gunicorn settings
(two workers of four threads), one after the other in short turns, so that both meet the same noise. wrk makes the load on
the same two cores.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from khuevan.kernel.testing.server import FAIR_WORKER, Platform, free_port, start_platform

from .lists import PEOPLE, ROLES, SCHOOLS, addresses_of
from .measure import Figure, median
from .province import served
from .session import cookie_of

ROUNDS, SECONDS, CONNECTIONS = 15, 2, 8
ADDRESSES = 40
"""Different addresses of a list; each is asked for by everybody."""
TURNS = """
local asked = %s
local turn = 0
request = function()
  turn = turn %% #asked + 1
  return wrk.format("GET", asked[turn][1], {["Cookie"] = asked[turn][2]})
end
"""
Asked = tuple[str, str]
"""Path with query, and the Cookie header of whoever asks."""


def run() -> Iterator[Figure]:
    if shutil.which("wrk") is None:
        raise SystemExit("this bench needs wrk: sudo apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        for platform in start_platform(Path(folder), mark="bench", workers=2):
            cookies = [cookie_of(platform, username) for username in ROLES]
            wanted = [("home, signed in", [("/", cookie) for cookie in cookies], 0.35)]
            for path, name in ((PEOPLE, "list of people"), (SCHOOLS, "list of schools")):
                wanted.append((name, list(product(addresses_of(path, ADDRESSES), cookies)), 0.25))
            for name, asked, aim in wanted:
                yield pages(platform, asked, name, aim)
            with served(platform.addresses, platform.data) as anew:
                for name, asked, _aim in wanted:
                    yield pages(anew, asked, f"{name}, each made anew", None)


def pages(platform: Platform, asked: Sequence[Asked], name: str, aim: float | None) -> Figure:
    """Pages of one kind against the empty view of their mean size."""
    size = sum(size_of(platform, *one) for one in asked) // len(asked)
    with empty_site(size) as peer:
        load(platform.url, asked, 1)
        load(peer, [("/", "")], 1)
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(load(platform.url, asked, SECONDS))
            theirs.append(load(peer, [("/", "")], SECONDS))
    ratio = median([a / b for a, b in zip(ours, theirs, strict=True)])
    return Figure(
        f"{name}, {len(asked)} different requests of {len(ROLES)} people, {size / 1024:.0f} KB",
        f"{median(ours):.0f} req/s", f"empty view {median(theirs):.0f} req/s", ratio,
        "" if aim is None else f"≥ {aim}", None if aim is None else ratio >= aim,
    )  # fmt: skip


def size_of(platform: Platform, path: str, cookie: str) -> int:
    """Bytes of the page, which must be the page asked for: a redirection would be a fast success."""
    url = platform.url + path
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie})) as answer:
        assert answer.status == 200
        assert answer.url == url, "not signed in"
        return len(answer.read())


def load(url: str, asked: Sequence[Asked], seconds: int) -> float:
    """Requests per second as wrk counts them, each request in its turn. An answer other than 2xx is an error here."""
    table = json.dumps([list(one) for one in asked]).translate({ord("["): "{", ord("]"): "}"})
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(TURNS % table)
        script.flush()
        done = subprocess.run(
            ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script.name, url],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    assert "Non-2xx" not in done.stdout, done.stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found.group(1))


@contextmanager
def empty_site(size: int) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "bench.site:application", "--bind", f"127.0.0.1:{port}", "--workers", "2",
         "--worker-class", FAIR_WORKER, "--threads", "4", "--log-level", "warning", "--no-control-socket"],
        env={**os.environ, "SITE_SIZE": str(size)},
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(url).close()
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(15)
