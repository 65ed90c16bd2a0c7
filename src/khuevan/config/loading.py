"""Loading the rooms, once, as cheaply as it goes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def in_one_go() -> Iterator[None]:
    """Nothing that is loaded here ever becomes free, so nobody looks for what is: a third of the time of a start.

    Afterwards the collector passes over it for good, and comes seldom: a page leaves hardly anything that only it can
    free. Processes that are forked later keep sharing these pages, which a collector would otherwise write to.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()
