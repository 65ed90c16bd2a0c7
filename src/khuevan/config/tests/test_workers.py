"""Connections are shared out evenly between the workers of a server, and one that hangs is not waited for."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from khuevan.kernel.testing.patience import PATIENCE, wait_until
from khuevan.kernel.testing.server import FAIR_WORKER, free_port

THREADS = 2
APP = """
import os, signal
def application(environ, start):
    if environ["PATH_INFO"] == "/hang":
        os.kill(os.getpid(), signal.SIGSTOP)
    body = str(os.getpid()).encode()
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]
"""


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def has_a_worker_that_is_stopped(self) -> bool:
        workers = psutil.Process(self.process.pid).children()
        return any(worker.status() == psutil.STATUS_STOPPED for worker in workers)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "told.py").write_text(APP)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "told:application", "--bind", f"127.0.0.1:{port}", "--workers", "2",
         "--worker-class", FAIR_WORKER, "--threads", str(THREADS), "--keep-alive", "60", "--no-control-socket",
         "--log-level", "warning"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, start_new_session=True,
    )  # fmt: skip
    try:
        seen: set[int] = set()
        wait_until(lambda: len(seen.add(who_answers(port)) or seen - {0}) == 2, "both workers", every=0.02)
        yield Server(port, process)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def who_answers(port: int) -> int:
    """The number of the process, 0 where none does yet."""
    try:
        with ask(port) as connection:
            return answer(connection)
    except OSError:
        return 0


def ask(port: int, path: str = "/") -> socket.socket:
    """A connection with a request sent; it stays open, as browsers' do."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return connection


def answer(connection: socket.socket) -> int:
    """The number of the process that answered."""
    told = b""
    while not told.partition(b"\r\n\r\n")[2]:
        part = connection.recv(4_096)
        if not part:
            raise ConnectionError("no answer")
        told += part
    return int(told.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize("at_once", [True, False])
def test_connections_are_shared_out_evenly(server: Server, at_once: bool) -> None:
    if at_once:
        opened = [ask(server.port) for _number in range(40)]
        held = Counter(answer(connection) for connection in opened)
    else:
        opened, held = [], Counter[int]()
        for _number in range(20):
            opened.append(ask(server.port))
            held[answer(opened[-1])] += 1
    for connection in opened:
        connection.close()
    assert len(held) == 2
    assert max(held.values()) - min(held.values()) <= 2 * THREADS, held


def test_a_worker_that_hangs_is_not_waited_for(server: Server) -> None:
    stopped = ask(server.port, "/hang")
    wait_until(server.has_a_worker_that_is_stopped, "the worker that stops itself")
    opened = [ask(server.port) for _number in range(6 * THREADS)]
    assert len({answer(connection) for connection in opened}) == 1
    for connection in (stopped, *opened):
        connection.close()
