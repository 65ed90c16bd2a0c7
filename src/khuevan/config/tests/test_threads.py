"""One thread does short jobs, whoever is at a long one is helped, and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from khuevan.config.threads import Helpers
from khuevan.kernel.testing.patience import PATIENCE, wait_until


def who() -> str:
    return threading.current_thread().name


def answer(helpers: Helpers, future: Future[Any]) -> Any:
    """As the worker's loop does it: looks after the queue until the answer is there."""
    wait_until(lambda: helpers.help() or future.done(), "an answer", every=0.005)
    return future.result(PATIENCE)


def busy(helpers: Helpers) -> tuple[Future[Any], Callable[[], None]]:
    """A job that has begun and lasts until it is let go."""
    begun, over = threading.Event(), threading.Event()

    def work() -> str:
        begun.set()
        over.wait(PATIENCE)
        return who()

    future = helpers.submit(work)
    wait_until(lambda: helpers.help() or begun.is_set(), "the job's beginning", every=0.005)
    return future, over.set


def test_short_jobs_are_done_by_one_in_their_order() -> None:
    helpers = Helpers(4)
    done: list[int] = []
    futures = [helpers.submit(lambda place=place: done.append(place) or who()) for place in range(500)]
    by = {answer(helpers, future) for future in futures}
    assert sorted(done) == list(range(500))
    assert len(by) < 4  # one, where the machine leaves it its turn


def test_who_is_at_it_for_long_holds_nobody_up() -> None:
    helpers = Helpers(3)
    first, end_first = busy(helpers)
    second, end_second = busy(helpers)
    third = answer(helpers, helpers.submit(who))
    assert not first.done()
    assert not second.done()
    end_first()
    end_second()
    assert len({first.result(PATIENCE), second.result(PATIENCE), third}) == 3


def test_jobs_wait_where_all_are_busy_and_are_done_then() -> None:
    helpers = Helpers(2)
    ends = [busy(helpers)[1] for _ in range(2)]
    waiting = [helpers.submit(who) for _ in range(5)]
    helpers.help()
    assert helpers.is_behind
    assert not any(future.done() for future in waiting)
    ends[0]()
    assert len([answer(helpers, future) for future in waiting]) == 5
    assert not helpers.is_behind
    ends[1]()


def test_what_a_job_raises_is_told_and_the_next_is_done() -> None:
    helpers = Helpers(1)

    def fails() -> None:
        raise SystemExit(3)

    failed = helpers.submit(fails)
    assert answer(helpers, helpers.submit(who)) == "helper-0"
    assert isinstance(failed.exception(PATIENCE), SystemExit)


def test_a_cancelled_job_is_left_out() -> None:
    helpers = Helpers(1)
    _job, end = busy(helpers)
    cancelled = helpers.submit(who)
    assert cancelled.cancel()
    end()
    assert answer(helpers, helpers.submit(who)) == "helper-0"


def test_after_the_end_what_waits_is_done_and_nothing_is_taken() -> None:
    helpers = Helpers(1)
    _job, end = busy(helpers)
    waiting = helpers.submit(who)
    helpers.shutdown(wait=False)
    with pytest.raises(RuntimeError):
        helpers.submit(who)
    end()
    helpers.shutdown()
    assert waiting.done(), "it was waited for"
    assert waiting.result(PATIENCE) == "helper-0"


def test_the_end_waits_for_what_has_begun_but_not_for_ever() -> None:
    helpers = Helpers(2)
    begun, end = busy(helpers)
    helpers.shutdown(longest=0.05)
    assert not begun.done()
    threading.Timer(0.1, end).start()
    helpers.shutdown()
    assert begun.done()


def test_many_who_submit_at_once_lose_nothing() -> None:
    helpers = Helpers(4)
    done: list[int] = []

    def work(place: int) -> None:
        if place % 97 == 0:
            threading.Event().wait(0.03)
        done.append(place)

    def submit_all(first: int) -> None:
        for place in range(first, first + 300):
            helpers.submit(work, place)
            helpers.help()

    threads = [threading.Thread(target=submit_all, args=(first,)) for first in range(0, 1200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_until(lambda: helpers.help() or len(done) == 1200, "all jobs", every=0.005)
    assert sorted(done) == list(range(1200))
