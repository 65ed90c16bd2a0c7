"""gunicorn's worker of threads, fair to whoever waits: a worker with more connections leaves new ones to the others, and
of its threads one does the work while the others wait to be needed.

All workers listen on one socket, and whoever wakes first takes the connection. Browsers (and the proxy) keep theirs, so
that one worker may be left with two thirds of the people: each of them then waits twice as long as the rest, while both
workers do the same work.

Threads of one process share one interpreter. Where several have work they hand it to and fro, forty times a page, and a
fifth of the processor goes into that. So one of them does the work (`threads`), and others help where it is at one thing
for long: an export, an upload over a weak line.
"""

from __future__ import annotations

import mmap
import struct
import time

from gunicorn.workers.gthread import ThreadWorker

from .threads import TURN, Helpers

SLOTS, SLOT = 64, struct.Struct("=dii")
"""A slot a worker: when it last looked (monotonic seconds), how many connections it holds, padding."""
BELIEVED = 2.5
"""Seconds; each worker looks at least once a second. One that hangs is not waited for."""
LOOK_AGAIN = 0.05
_board = mmap.mmap(-1, SLOTS * SLOT.size)
"""Made in the arbiter, which loads this file before it forks: the workers share it."""


class FairWorker(ThreadWorker):
    """Takes a connection while it holds no more than the least busy other one and a connection a thread."""

    _most = 0

    @property
    def worker_connections(self) -> int:
        """How many connections it may hold now: the main loop asks each time round."""
        others = self._others()
        return min(self._most, min(others) + self.cfg.threads) if others else self._most

    @worker_connections.setter
    def worker_connections(self, number: int) -> None:
        self._most = number

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Looks again soon while it leaves connections to others, as nothing wakes it when they have taken theirs, and
        while requests wait for their turn."""
        timeout = timeout if self._accepting else min(timeout, LOOK_AGAIN)
        super().wait_for_and_dispatch_events(min(timeout, TURN) if self.tpool.is_behind else timeout)
        self.tpool.help()

    def get_thread_pool(self) -> Helpers:
        return Helpers(self.cfg.threads)

    def notify(self) -> None:
        """Tells the arbiter that it lives, and the others how many it holds; one that stops takes no more and so is
        none of those to wait for."""
        super().notify()
        looked = time.monotonic() if self.alive else 0.0
        SLOT.pack_into(_board, self.age % SLOTS * SLOT.size, looked, self.nr_conns, 0)

    def _others(self) -> list[int]:
        own, since = self.age % SLOTS, time.monotonic() - BELIEVED
        return [
            held
            for number, (looked, held, _padding) in enumerate(SLOT.iter_unpack(_board))
            if looked > since and number != own
        ]
