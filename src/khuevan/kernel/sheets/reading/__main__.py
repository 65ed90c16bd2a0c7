"""The process that reads a file: `python -m khuevan.kernel.sheets.reading FILE FOLDER KIND`.

No Django here, so that it starts quickly; its memory is bounded, so that a malicious file ends this process
and nothing else. It writes cells and a description into the folder and says on its output how far it is.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

BYTES = 3 << 30
"""Address space. Three times what the largest allowed sheet needs; most of it is reserved and never touched."""
SECONDS = 900


def main(path: Path, folder: Path, kind: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    run(path, folder, kind, lambda done, of: print(done, of, flush=True))  # noqa: T201 - the parent reads it
    return 0


def run(path: Path, folder: Path, kind: str, tell: Callable[[int, int], None]) -> None:
    """Reads into the folder; why it could not is written there, too."""
    from . import book, texts, workbooks

    try:
        found = texts.read(path, folder, tell) if kind == "csv" else workbooks.read(path, folder, kind, tell)
        book.keep(found)
    except book.Unreadable as problem:
        book.refuse(folder, problem)
    except MemoryError:
        book.refuse(folder, book.Unreadable("too_large"))
    except BaseException as panic:  # a panic in calamine's Rust is no Exception
        if type(panic).__name__ != "PanicException":
            raise
        book.refuse(folder, book.Unreadable("broken", {"what": str(panic)[:200]}))


if __name__ == "__main__":
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
