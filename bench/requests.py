"""Requests per second of signed-in pages, against an empty Django view with the same size of HTML.

Both run under the same gunicorn settings (two workers of four threads), one after the other in turn, so that
both meet the same noise. wrk makes the load on the same two cores.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from khuevan.kernel.testing.server import Platform, free_port, start_platform

from .measure import Figure, median
from .session import cookie_of

ROUNDS, SECONDS, CONNECTIONS = 5, 4, 8


def run() -> Iterator[Figure]:
    if shutil.which("wrk") is None:
        raise SystemExit("this bench needs wrk: sudo apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        for platform in start_platform(Path(folder), mark="bench", workers=2):
            cookie = cookie_of(platform, "chuyenvien.so")
            yield page(platform, cookie, "/", "home, signed in (department officer)", 0.35)
            yield page(platform, cookie, "/people/", "list of people (department officer)", 0.25)
            yield page(
                platform, cookie, "/organisations/schools/", "list of schools (department officer)", 0.25
            )


def page(platform: Platform, cookie: str, path: str, name: str, aim: float) -> Figure:
    """One page against the empty view of its size."""
    url = platform.url + path
    request = urllib.request.Request(url, headers={"Cookie": cookie})
    with urllib.request.urlopen(request) as answer:
        size = len(answer.read())
        assert answer.status == 200
        assert answer.url == url, "not signed in"
    with empty_site(size) as peer:
        load(url, cookie, 1)
        load(peer, "", 1)
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(load(url, cookie, SECONDS))
            theirs.append(load(peer, "", SECONDS))
    ratio = median([a / b for a, b in zip(ours, theirs, strict=True)])
    return Figure(
        f"{name}, {size / 1024:.0f} KB", f"{median(ours):.0f} req/s", f"empty view {median(theirs):.0f} req/s",
        ratio, f"≥ {aim}", ratio >= aim,
    )  # fmt: skip


def load(url: str, cookie: str, seconds: int) -> float:
    """Requests per second as wrk counts them. An answer other than 2xx is an error here."""
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", f"Cookie: {cookie}", url],
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
         "--worker-class", "gthread", "--threads", "4", "--log-level", "warning", "--no-control-socket"],
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
