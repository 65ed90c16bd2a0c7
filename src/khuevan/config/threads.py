"""Threads that share a queue, of which one works: others come to help only where all who work are at one thing for long.

As quick as a single thread with short jobs, because nobody is woken and the interpreter is not handed over for each; and
no long job holds the others up. Offers what `concurrent.futures` does of a pool.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import Future
from typing import Any

TURN = 0.02
"""Seconds after which a job is a long one: ten usual pages."""
LAST = 40.0
"""Seconds that a process which ends waits for jobs that have begun."""
Job = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class Helpers:
    """At most `most` threads. Whoever submits calls `help()` at least every TURN seconds while `is_behind`."""

    def __init__(self, most: int) -> None:
        self._lock = threading.RLock()  # a signal may come while it is held, and end the pool
        self._jobs: deque[Job] = deque()
        self._began: dict[int, float] = {}
        """Of the threads at work: when each began the job that it is at."""
        self._running: dict[int, Future[Any]] = {}
        self._calls = [threading.Semaphore(0) for _ in range(most)]
        self._resting = list(range(most))
        self._is_over = False
        for number in range(most):
            threading.Thread(target=self._live, args=(number,), name=f"helper-{number}", daemon=True).start()
        atexit.register(self.shutdown, longest=LAST)

    @property
    def is_behind(self) -> bool:
        """Whether jobs wait."""
        return bool(self._jobs)

    def submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        """Raises RuntimeError after `shutdown`."""
        future: Future[Any] = Future()
        with self._lock:
            if self._is_over:
                raise RuntimeError("no jobs are taken any more")
            self._jobs.append((future, work, given))
            self._call_if_needed()
        return future

    def help(self) -> None:
        """Calls another thread where jobs wait and all who work are at a long one."""
        if self._jobs:
            with self._lock:
                self._call_if_needed()

    def shutdown(self, wait: bool = True, *, longest: float | None = None) -> None:
        """Takes no more jobs; those that wait are still done. wait: until they are, and those that have begun; `longest`
        seconds at most."""
        with self._lock:
            self._is_over = True
            left = {*self._running.values(), *(future for future, _work, _given in self._jobs)}
        until = None if longest is None else time.monotonic() + longest
        while wait and left and (until is None or time.monotonic() < until):
            left = futures.wait(left, timeout=TURN).not_done
            self.help()

    def _call_if_needed(self) -> None:
        """Under the lock."""
        if self._jobs and self._resting and not self._somebody_is_quick():
            number = self._resting.pop()  # who rests since last: what it needs is still at hand
            self._began[number] = time.monotonic()
            self._calls[number].release()

    def _somebody_is_quick(self) -> bool:
        lately = time.monotonic() - TURN
        return any(began > lately for began in self._began.values())

    def _live(self, number: int) -> None:
        while True:
            self._calls[number].acquire()
            while (job := self._next(number)) is not None:
                _done(*job)
                del job

    def _next(self, number: int) -> Job | None:
        """The next job of a thread at work; None: it rests, as there is none, or somebody else sees to it."""
        with self._lock:
            del self._began[number]
            self._running.pop(number, None)
            if not self._jobs or self._somebody_is_quick():
                self._resting.append(number)
                return None
            self._began[number] = time.monotonic()
            job = self._jobs.popleft()
            self._running[number] = job[0]
            return job


def _done(future: Future[Any], work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work(*given)
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)
