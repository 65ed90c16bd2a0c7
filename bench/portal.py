"""Public pages per second and their p95, against an empty Django view with the same bytes in the same run.

*Kept*: the same pages again and again, as when something was published and everybody looks. *Made*: each request asks for
an address that nobody asked for yet, from a client of its own, so that every page is rendered from the database, the
count of requests of one address included. Both sides run two workers of four threads, in turn, over the demo province
(BENCH_PORTAL=province: over the 1,500 schools of the large benches).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from khuevan.kernel.testing.server import Platform, start_platform

from .measure import Figure, median
from .requests import CONNECTIONS, empty_site

ROUNDS, SECONDS = 3, 2
KEPT, MADE = 0.25, 0.02
"""Aims of the ratio."""
SCRIPT = """
local asked, fresh, turn = {%s}, %s, %d
request = function()
  turn = turn + 1
  local path = asked[turn %% #asked + 1]
  if not fresh then return wrk.format("GET", path) end
  local second, third = math.floor(turn / 62500) %% 250, math.floor(turn / 250) %% 250
  local from = string.format("10.%%d.%%d.%%d", second, third, turn %% 250)
  return wrk.format("GET", path .. (path:find("?", 1, true) and "&" or "?") .. "n=" .. turn, {["X-Forwarded-For"] = from})
end
done = function(summary, latency) io.write(string.format("p95 %%d us\\n", latency:percentile(95))) end
"""
_turn = 0


def run() -> Iterator[Figure]:
    if shutil.which("wrk") is None:
        raise SystemExit("this bench needs wrk: sudo apt-get install wrk")
    os.environ["KHUEVAN_PROXY"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        if os.environ.get("BENCH_PORTAL") == "province":
            from .province import province, served

            with served(province(), Path(folder)) as platform:
                yield from measured(platform)
            return
        for platform in start_platform(Path(folder), mark="bench", workers=2):
            yield from measured(platform)


def measured(platform: Platform) -> Iterator[Figure]:
    schools = _schools(platform)
    for name, asked in (
        ("home", ["/portal/"]),
        (
            "search for schools",
            [f"/portal/schools/?q={word}" for word in ("kim dong", "nguyen", "truong", "tieu hoc")],
        ),
        (f"profiles of {len(schools)} schools", schools),
        ("map", ["/portal/schools/map"]),
    ):
        yield _pages(platform, name, asked, fresh=False)
        yield _pages(platform, name, asked, fresh=True)


def _schools(platform: Platform) -> list[str]:
    with urllib.request.urlopen(f"{platform.url}/sitemap.xml") as answer:
        found = re.findall(r"<loc>https?://[^/]+(/portal/schools/[^</]+)</loc>", answer.read().decode())
    return [path for path in found if not path.endswith("/map")][:100]


def _pages(platform: Platform, name: str, asked: Sequence[str], *, fresh: bool) -> Figure:
    size = sum(_size(platform, path) for path in asked) // len(asked)
    with empty_site(size) as peer:
        _load(platform.url, asked, 1, fresh=fresh)
        _load(peer, ["/"], 1)
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(_load(platform.url, asked, SECONDS, fresh=fresh))
            theirs.append(_load(peer, ["/"], SECONDS))
    ratio = median([mine[0] / other[0] for mine, other in zip(ours, theirs, strict=True)])
    aim = MADE if fresh else KEPT
    told, other = ([f"{median([one[0] for one in side]):.0f} req/s, p95 {median([one[1] for one in side]):.0f} ms"
                    for side in (ours, theirs)])  # fmt: skip
    return Figure(
        f"{name}, {'made' if fresh else 'kept'}, {size / 1024:.0f} KB", told, f"empty view {other}", ratio, f"≥ {aim}",
        ratio >= aim,
    )  # fmt: skip


def _size(platform: Platform, path: str) -> int:
    request = urllib.request.Request(
        platform.url + path.replace(" ", "%20"), headers={"X-Forwarded-For": "10.255.0.1"}
    )
    with urllib.request.urlopen(request) as answer:
        return len(answer.read())


def _load(url: str, asked: Sequence[str], seconds: int, *, fresh: bool = False) -> tuple[float, float]:
    """(requests per second, p95 in ms), as wrk measures them. An answer other than 2xx is an error here."""
    global _turn
    _turn += 1_000_000
    paths = ", ".join(f'"{path.replace(" ", "%20")}"' for path in asked)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % (paths, "true" if fresh else "false", _turn))
        script.flush()
        done = subprocess.run(
            ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script.name, url],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    assert "Non-2xx" not in done.stdout, done.stdout
    rate, slow = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout), re.search(r"p95 (\d+) us", done.stdout)
    assert rate, done.stdout
    assert slow, done.stdout
    return float(rate.group(1)), int(slow.group(1)) / 1000
