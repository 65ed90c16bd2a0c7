"""Starting `python -m khuevan run` again over data that is there, and the memory of the idle platform.

Start: from the command to the first answer on the port; beside it what it costs Python to import Django and our
rooms alone. Memory: the proportional set size (shared pages counted once) of everything that runs: supervisor, web
server, worker, PostgreSQL, after some pages have been read and five seconds of quiet.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from khuevan.kernel.database import address, server
from khuevan.kernel.testing.server import Platform, free_port

from .measure import Figure, median
from .session import cookie_of

ROUNDS = 5
READY_SECONDS = 300
MEMORY_LIMIT = 700
PAGES = ("/", "/people/", "/organisations/schools/", "/organisations/", "/people/?q=nguyen")


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with platform(data) as (_port, _supervisor, _spent):
            pass
        starts, imports = [], []
        memory: dict[str, float] = {}
        for turn in range(ROUNDS):
            imports.append(import_alone(data))
            with platform(data) as (port, supervisor, spent):
                starts.append(spent)
                if turn == ROUNDS - 1:
                    memory = idle_memory(data, port, supervisor)
    yield Figure(
        "start of `make run`, the second time", f"{median(starts):.2f} s",
        f"import of Django and our rooms {median(imports):.2f} s", median(starts) / median(imports), "", None,
    )  # fmt: skip
    whole = sum(memory.values())
    parts = ", ".join(f"{name} {value:.0f}" for name, value in memory.items())
    yield Figure(
        f"memory of the idle platform ({parts} MB)", f"{whole:.0f} MB", f"{MEMORY_LIMIT} MB", whole / MEMORY_LIMIT,
        f"≤ {MEMORY_LIMIT} MB", whole <= MEMORY_LIMIT,
    )  # fmt: skip


def environment(data: Path, port: int) -> dict[str, str]:
    outside = {
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "KHUEVAN_DATABASE_NAME",
        "KHUEVAN_ENV",
        "DJANGO_SETTINGS_MODULE",
    }
    kept = {name: value for name, value in os.environ.items() if name not in outside}
    return {**kept, "KHUEVAN_DATA": str(data), "KHUEVAN_PORT": str(port)}


@contextmanager
def platform(data: Path) -> Iterator[tuple[int, psutil.Process, float]]:
    """The whole platform until the block ends: its port, its supervisor, seconds until the first answer."""
    port = free_port()
    begun = time.perf_counter()
    with (data / "run.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "khuevan", "run"], env=environment(data, port), stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    try:
        spent = until_answer(port, process, begun, data)
        yield port, psutil.Process(process.pid), spent
        time.sleep(1)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def until_answer(port: int, process: subprocess.Popen[bytes], begun: float, data: Path) -> float:
    while time.perf_counter() - begun < READY_SECONDS:
        if process.poll() is not None:
            raise RuntimeError((data / "run.log").read_text()[-3000:])
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/signin/", timeout=20).close()
        except urllib.error.HTTPError:
            pass
        except OSError:
            time.sleep(0.02)
            continue
        return time.perf_counter() - begun
    raise RuntimeError("the platform did not answer:\n" + (data / "run.log").read_text()[-3000:])


def import_alone(data: Path) -> float:
    settings = {"DJANGO_SETTINGS_MODULE": "khuevan.config.settings"}
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env={**environment(data, 0), **settings},
        check=True,
    )
    return time.perf_counter() - begun


def idle_memory(data: Path, port: int, supervisor: psutil.Process) -> dict[str, float]:
    """MB by part of the platform. The pages are read eight times over, so that every worker has loaded what it needs."""
    logins = address.resolve(environment(data, port), data)
    cookie = cookie_of(Platform(f"http://127.0.0.1:{port}", logins, {}, data), "chuyenvien.so")
    for page in PAGES * 8:
        request = urllib.request.Request(f"http://127.0.0.1:{port}{page}", headers={"Cookie": cookie})
        urllib.request.urlopen(request).close()
    time.sleep(5)
    parts = {"supervisor": proportional(supervisor.pid), "web": 0.0, "worker": 0.0}
    for child in supervisor.children(recursive=True):
        words = child.cmdline()
        parts["web" if any("gunicorn" in word for word in words) else "worker"] += proportional(child.pid)
    parts["PostgreSQL"] = sum(proportional(pid) for pid in server.memory_processes(data))
    return parts


def proportional(pid: int) -> float:
    """Proportional set size in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no Pss of process {pid}")
