"""A process that the system gives too little, as a full disk or a small machine would."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """The system refuses every byte of a file beyond `size`, as a full disk does (EFBIG).

    No bytecode is written meanwhile: CPython keeps what it could write of it, and whoever loads that module
    next stumbles over half a file.
    """
    before, quiet = resource.getrlimit(resource.RLIMIT_FSIZE), sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = quiet
