"""`python -m khuevan run`: the whole platform from one terminal, and nothing left behind.

Order: database, roles and migrations, demo province, web server, worker. Each child is told to end with
this process (Linux' parent-death signal), so that even a killed supervisor leaves no server on the port;
the database then simply goes on and the next start finds it running.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import TextIO

from rich.console import Console

from khuevan.kernel.database import server
from khuevan.kernel.database.lifecycle import data_folder, start_database

SOURCE = Path(__file__).resolve().parents[1]
GRACE_SECONDS = 12
READY_SECONDS = 180
ROOM_TO_FURNISH = 480 << 20
ROOM_TO_START = 64 << 20
"""Free bytes on the data folder's disk: the small province with its log, and the log of an ordinary day."""
LAST_WORDS = 2_000
_PARENT_DEATH_SIGNAL = 1
FAIR_WORKER = "khuevan.config.workers.FairWorker"


class CannotStart(RuntimeError):
    """Says in words why the platform did not start."""


class Stopped(BaseException):
    """Somebody asked the platform to stop."""


def run() -> int:
    """Starts everything and waits. Exit code 0 after an orderly stop, 1 where it could not start or a part died."""
    console = Console(highlight=False)
    port = int(os.environ.get("KHUEVAN_PORT", "8000"))
    children: dict[str, subprocess.Popen[bytes]] = {}
    alone: TextIO | None = None
    signal.signal(signal.SIGINT, _stop)  # also where a shell in the background had it ignored
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    try:
        alone = _alone(console)
        _port_is_free(port)
        _has_room()
        _step(console, "Cơ sở dữ liệu", start_database)
        _prepare(console)
        _furnish(console)
        children["web"] = _child(_web_command(port))
        children["worker"] = _child([sys.executable, "-m", "khuevan", "worker"])
        _await(port, children)
        _welcome(console, port)
        return _watch(console, children)
    except (KeyboardInterrupt, Stopped):
        console.print("\nĐang dừng…")
        return 0
    except (CannotStart, server.ServerDidNotStart, OSError) as trouble:
        console.print("[red]Không khởi động được:[/red]", end=" ")
        console.print(f"{trouble}{_if_full(str(trouble))}", markup=False, soft_wrap=True)
        return 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _end(children)
        if alone is not None:
            if not os.environ.get("DATABASE_URL"):
                server.stop(data_folder())
            alone.close()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _alone(console: Console) -> TextIO:
    """The lock of the data folder; a platform that is just stopping is waited for. The kernel frees it on any end."""
    data_folder().mkdir(parents=True, exist_ok=True)
    lock = (data_folder() / "run.lock").open("w")
    until = time.monotonic() + 2 * GRACE_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > until:
                lock.close()
                raise CannotStart(
                    f"một Khuê Văn khác đang chạy trên cùng thư mục dữ liệu ({data_folder()}). Dừng nó trước."
                ) from None
            time.sleep(0.2)
        else:
            return lock


def _has_room() -> None:
    """Said before the database finds out in the middle of something."""
    if os.environ.get("DATABASE_URL"):
        return
    needed = ROOM_TO_START if (data_folder() / "furnished").exists() else ROOM_TO_FURNISH
    free = shutil.disk_usage(data_folder()).free
    if free < needed:
        raise CannotStart(
            f"đĩa chứa thư mục dữ liệu {data_folder()} chỉ còn {free >> 20} MB trống, cần ít nhất {needed >> 20} MB. "
            "Hãy giải phóng chỗ trên đĩa, hoặc chọn thư mục khác bằng KHUEVAN_DATA, rồi chạy lại."
        )


def _if_full(words: str) -> str:
    """What to do, where the disk or a limit on the size of files is what stopped the start."""
    if not any(sign in words for sign in ("No space left", "DiskFull", "File too large", "Disk quota")):
        return ""
    return (
        f"\n\nĐĩa đầy: không ghi được vào thư mục dữ liệu {data_folder()}. Hãy giải phóng chỗ trên đĩa rồi chạy lại; "
        "phần đã ghi xong được giữ nguyên, phần dở dang được làm lại từ đầu."
    )


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotStart(
                f"cổng {port} đang có chương trình khác dùng. Dừng chương trình đó, hoặc chọn cổng khác: "
                f"KHUEVAN_PORT={port + 1} make run"
            ) from None


def _step(console: Console, what: str, act: object) -> bool:
    begun = time.monotonic()
    with console.status(f"{what}…"):
        result = act()  # type: ignore[operator]
    console.print(f"[green]✓[/green] {what} [dim]{time.monotonic() - begun:.1f} giây[/dim]")
    return bool(result)


def _prepare(console: Console) -> None:
    """Migrations, unless the code's are the ones that were applied last time to this data folder."""
    mark, now = data_folder() / "prepared", _fingerprint()
    if mark.exists() and mark.read_text() == now:
        return
    _step(console, "Cấu trúc dữ liệu", lambda: _command("prepare"))
    mark.write_text(now)


def _fingerprint() -> str:
    digest = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode())
    for file in sorted(
        [
            *SOURCE.glob("*/*/migrations/*.py"),
            SOURCE / "config/modules.py",
            SOURCE / "register/accounts/roles.py",
        ]
    ):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _furnish(console: Console) -> None:
    """The demo province, the first time; it draws its own progress bar."""
    mark = data_folder() / "furnished"
    if mark.exists() or os.environ.get("KHUEVAN_ENV", "demo") != "demo":
        return
    _command("furnish", "--scale", os.environ.get("SCALE", "small"), "--once", show=True)
    mark.touch()


def _command(*words: str, show: bool = False) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "khuevan", *words], env=_environment(), check=False,
        stdout=None if show else subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509
    )  # fmt: skip
    if done.returncode != 0:
        said = done.stderr[-LAST_WORDS:].strip()
        telling = [line for line in said.splitlines() if _if_full(line)]
        said = telling[-1] if telling else said
        raise CannotStart(f"bước «{words[0]}» không xong.\n{said}")


def _environment() -> dict[str, str]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE.parent), "PYTHONUNBUFFERED": "1"}
    if environment.get("KHUEVAN_ENV", "demo") == "demo":
        # A demonstration lets administrators in without a second factor; a banner says so.
        environment.setdefault("KHUEVAN_SECOND_FACTOR_ROLES", "-")
    return environment


def _web_command(port: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "khuevan.config.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--workers", os.environ.get("KHUEVAN_WEB_WORKERS", "2"), "--worker-class", FAIR_WORKER, "--threads", "4",
        "--preload", "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip


def _child(command: list[str]) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C reaches the supervisor only and the order of stopping is ours."""
    return subprocess.Popen(
        command,
        env=_environment(),
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509
    )


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _await(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        for name, child in children.items():
            if child.poll() is not None:
                raise CannotStart(f"tiến trình «{name}» đã dừng ngay khi khởi động (mã {child.returncode})")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/ui/health", timeout=2).close()  # noqa: S310
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CannotStart(f"máy chủ web không trả lời sau {READY_SECONDS} giây")


def _watch(console: Console, children: dict[str, subprocess.Popen[bytes]]) -> int:
    """Waits. A worker that dies is started again; without the web server there is nothing to watch."""
    while True:
        time.sleep(0.5)
        if children["web"].poll() is not None:
            console.print("[red]Máy chủ web đã dừng.[/red]")
            return 1
        if not os.environ.get("DATABASE_URL") and server.has_died(data_folder()):
            console.print("[yellow]Cơ sở dữ liệu đã dừng đột ngột; đang khởi động lại.[/yellow]")
            start_database()
        if children["worker"].poll() is not None:
            console.print("[yellow]Tiến trình chạy việc nền đã dừng; đang khởi động lại.[/yellow]")
            time.sleep(2)
            children["worker"] = _child([sys.executable, "-m", "khuevan", "worker"])


def _end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + GRACE_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _welcome(console: Console, port: int) -> None:
    from khuevan.demo.logins import table

    console.print(f"\n[bold]Khuê Văn[/bold] đang chạy tại [bold]http://127.0.0.1:{port}[/bold]")
    if os.environ.get("KHUEVAN_ENV", "demo") == "demo":
        console.print(table())
    console.print("[dim]Ctrl-C để dừng tất cả.[/dim]")
