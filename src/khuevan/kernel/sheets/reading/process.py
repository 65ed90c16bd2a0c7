"""Reads here what is small, and starts a process of its own for what is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import khuevan

from . import survey
from .__main__ import run
from .book import Book, Unreadable, load

SMALL_TEXT = 1 << 21


def read(path: Path, folder: Path, kind: str, tell: Callable[[int, int], None]) -> Book:
    """Reads the file into the folder, which must be empty. Raises Unreadable.

    kind: xlsx, xls, ods, csv. tell: hears how many rows of how many are read; what it raises ends the process.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for stale in folder.glob("*"):
        stale.unlink()
    if _is_small(path, kind):
        run(path, folder, kind, tell)
        return load(folder)
    return _read_apart(path, folder, kind, tell)


def _is_small(path: Path, kind: str) -> bool:
    if kind == "xlsx":
        return survey.is_small(path)
    return kind == "csv" and path.stat().st_size < SMALL_TEXT


def _read_apart(path: Path, folder: Path, kind: str, tell: Callable[[int, int], None]) -> Book:
    source = str(Path(khuevan.__file__).parents[1])
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": source,
        "POLARS_MAX_THREADS": "2",
        "LC_ALL": "C.UTF-8",
    }
    command = [sys.executable, "-m", "khuevan.kernel.sheets.reading", str(path), str(folder), kind]
    with (
        (folder / "errors.txt").open("wb") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=environment, text=True) as child,
    ):
        try:
            assert child.stdout is not None
            for line in child.stdout:
                done, of = line.split()
                tell(int(done), int(of))
        except BaseException:
            child.kill()
            raise
        code = child.wait()
    if not (folder / "book.json").exists():
        raise Unreadable("too_large" if code in (-6, -9, -11, -24) else "broken", {"what": f"{code}"})
    return load(folder)
