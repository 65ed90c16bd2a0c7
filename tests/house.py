"""A whole platform under its supervisor, in a data folder of its own, to be stopped, killed and started again."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
import requests

from khuevan.demo.logins import LOGINS, PASSWORD
from khuevan.kernel.database import address, server
from khuevan.kernel.testing.patience import PATIENCE, wait_until
from khuevan.kernel.testing.server import free_port

ROOT = Path(__file__).resolve().parents[1]
FILE_LIMIT = 8 << 20
"""Bytes; less than one segment of the database's log, so that the very first step cannot be done."""
READY = "Ctrl-C để dừng tất cả"


@dataclass
class Started:
    """One `python -m khuevan run`."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def until_said(self, words: str) -> None:
        """Returns when the words are there; fails where the process ends without them."""

        def reached() -> bool:
            assert words in self.said() or self.process.poll() is None, self.said()[-3000:]
            return words in self.said()

        wait_until(reached, words)

    def until_ended(self) -> int:
        wait_until(
            lambda: self.process.poll() is not None, f"the end of a start that said {self.said()[-2000:]}"
        )
        return int(self.process.returncode)

    def ctrl_c(self) -> int:
        """As a terminal does it: to the whole foreground group. Gives the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.until_ended()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@dataclass
class House:
    """`data` is the platform's data folder; the logs of its starts lie beside it in `logs`."""

    data: Path
    logs: Path
    port: int = field(default_factory=free_port)
    starts: list[Started] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """What every process of this house runs with; nothing of the tests' own database."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KHUEVAN_", "DATABASE_"))}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "khuevan.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
            "KHUEVAN_DATA": str(self.data),
            "KHUEVAN_PORT": str(self.port),
            "KHUEVAN_WEB_WORKERS": "1",
        }

    def begin(self, *, before: Callable[[], None] | None = None, **settings: str) -> Started:
        """Starts and does not wait. `before` runs in the new process (limits)."""

        def prepare() -> None:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test in the background would hand on "ignore"
            if before is not None:
                before()

        log = self.logs / f"start-{len(self.starts)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "khuevan", "run"], env={**self.environment(), **settings}, cwd=ROOT,
                start_new_session=True, stdin=subprocess.DEVNULL, stdout=output, stderr=output, preexec_fn=prepare,
            )  # fmt: skip
        started = Started(process, log)
        self.starts.append(started)
        return started

    def start(self, **settings: str) -> Started:
        started = self.begin(**settings)
        started.until_said(READY)
        return started

    def processes(self, *, besides_database: bool = False) -> list[psutil.Process]:
        """Everything alive that belongs to this data folder, whoever its parent is now."""
        return [p for p in psutil.process_iter() if _belongs(p, self.data, besides_database)]

    def kill_everything(self) -> None:
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        wait_until(lambda: not self.processes(), "the end of what was killed")

    def postmaster(self) -> psutil.Process:
        return psutil.Process(int((server.cluster(self.data) / "postmaster.pid").read_text().split()[0]))

    def port_is_free(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0

    def connect(self) -> psycopg.Connection:
        """As the owner, who sees every row."""
        return psycopg.connect(**self.addresses().owner.libpq(), autocommit=True)

    def addresses(self) -> address.Addresses:
        return address.resolve({}, self.data)

    def counts(self) -> Mapping[str, int]:
        """How much of everything that a start must neither lose nor make twice."""
        tables = (
            "organisations_orgunit",
            "people_person",
            "people_affiliation",
            "accounts_account",
            "accounts_grant",
        )
        with self.connect() as connection:
            return {
                table: connection.execute(f"select count(*) from {table}").fetchone()[0]  # type: ignore[index]
                for table in tables
            }

    def visitor(self, username: str = "giaovien") -> requests.Session:
        """Somebody who has signed in."""
        visitor = requests.Session()
        answer = sign_in(visitor, self.url, username)
        assert answer.status_code == 200, answer.text[:2000]
        assert visitor.get(f"{self.url}/me/", timeout=PATIENCE, allow_redirects=False).status_code == 200
        return visitor


@dataclass
class FirstDay:
    """What was seen when a new data folder was started for the first time, and stopped."""

    house: House
    refused: Started | None = None
    started: Started | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    stopped_with: int = -1
    left: list[str] = field(default_factory=list)
    port_was_free: bool = False


@contextmanager
def own_folder() -> Iterator[Path]:
    """Not one of pytest's: every session of it closes those to other users, and as root PostgreSQL runs as one."""
    folder = Path(tempfile.mkdtemp(prefix="khuevan-house-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def live_first_day(logs: Path) -> FirstDay:
    """A start that may write no large file, then a good one; each demo log-in signs in; Ctrl-C."""
    day = FirstDay(House(logs / "data", logs))
    house = day.house
    day.refused = house.begin(before=_files_stay_small)
    day.refused.until_ended()
    day.started = house.start()
    day.pages = [
        house.visitor(login.username).get(house.url, timeout=PATIENCE).status_code for login in LOGINS
    ]
    day.counts = house.counts()
    day.stopped_with = day.started.ctrl_c()
    day.left = [str(process) for process in house.processes()]
    day.port_was_free = house.port_is_free()
    return day


def _files_stay_small() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))


def sign_in(
    visitor: requests.Session, url: str, username: str, password: str = PASSWORD
) -> requests.Response:
    page = visitor.get(f"{url}/signin/", timeout=PATIENCE)
    assert page.status_code == 200, page.text[:2000]
    form = {"login": username, "password": password, "csrfmiddlewaretoken": token_of(page.text)}
    return visitor.post(f"{url}/signin/", form, timeout=PATIENCE)


def token_of(page: str) -> str:
    """The token against forgery that a page's forms carry."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page[:500]
    return found[1]


def _belongs(process: psutil.Process, data: Path, besides_database: bool) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        if Path(process.cwd()).is_relative_to(data):  # PostgreSQL's processes overwrite their environment
            return not besides_database
        mine = process.environ().get("KHUEVAN_DATA") == str(data)
        return mine and not (besides_database and process.name() == "postgres")
    except (psutil.Error, OSError):
        return False
