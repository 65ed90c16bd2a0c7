"""Which jobs there are, whose work runs periodically, and who turns an account into an actor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec

from django.utils.functional import Promise

from khuevan.kernel.access import Actor

P = ParamSpec("P")
LONGEST_WAIT = 600.0


class JobFailed(Exception):  # noqa: N818 - said by the job itself, in the user's words
    """The work cannot be done, and trying again would not help. The message is shown to the person."""


class Cancelled(Exception):  # noqa: N818 - the name is what happened
    """Somebody asked the job to stop. Raised by `progress.step`; let it through."""


class WorkerStops(Exception):  # noqa: N818 - the name is what happened
    """The worker is shutting down. Raised by `progress.step`; the run is put back into the queue."""


class AccountIsGone(LookupError):
    """The account that started the job may no longer act."""


@dataclass(frozen=True)
class Job:
    """A declared job.

    retry: how often it is tried again after an unexpected error, waiting `wait` seconds, then twice as long, ...
    whole: runs in one transaction, all or nothing; after a kill it simply runs again.
    resumable: for a job with transactions of its own (whole=False): may run again from `progress.memory`.
    """

    name: str
    label: str | Promise
    function: Callable[..., Any]
    retry: int
    wait: float
    whole: bool
    resumable: bool

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    @property
    def may_run_again(self) -> bool:
        return self.whole or self.resumable

    def seconds_before(self, attempt: int) -> float:
        """The wait before the attempt of this number (2 is the first repetition)."""
        return float(min(self.wait * 2 ** (attempt - 2), LONGEST_WAIT))


@dataclass(frozen=True)
class Periodic:
    job: Job
    cron: str
    at_start: bool = False


@dataclass(frozen=True)
class Follower:
    """Work that catches up with whatever is new: told that there is something, not what.

    calm: seconds that it waits before it looks, so that one look serves many changes.
    """

    name: str
    function: Callable[[], None]
    calm: float


_jobs: dict[str, Job] = {}
_followers: dict[str, Follower] = {}
_periodic: dict[str, Periodic] = {}
_resolver: list[Callable[[int], Actor | None]] = []


def job(
    name: str,
    *,
    label: str | Promise,
    retry: int = 3,
    wait: float = 10.0,
    whole: bool = True,
    resumable: bool = False,
) -> Callable[[Callable[..., Any]], Job]:
    """Declares a job: `def task(progress, **kwargs) -> JSON value`. Keep it in the room's tasks.py."""

    def decorate(function: Callable[..., Any]) -> Job:
        if name in _jobs:
            raise ValueError(f"job {name!r} is declared twice")
        _jobs[name] = Job(name, label, function, retry, wait, whole, resumable)
        return _jobs[name]

    return decorate


def every(cron: str, *, at_start: bool = False) -> Callable[[Job], Job]:
    """Starts the job by the clock (five cron fields, UTC), as the platform itself, each time once whatever the
    number of workers, and not while the last one is still open.

    at_start: also when a worker starts, for what a night without a worker would have missed."""

    def decorate(declared: Job) -> Job:
        _periodic[declared.name] = Periodic(declared, cron, at_start)
        return declared

    return decorate


def follower(name: str, *, calm: float = 0.3) -> Callable[[Callable[[], None]], Follower]:
    """Declares a follower: `def catch_up() -> None`, without progress or person; opens its own transactions."""

    def decorate(function: Callable[[], None]) -> Follower:
        if name in _followers:
            raise ValueError(f"follower {name!r} is declared twice")
        _followers[name] = Follower(name, function, calm)
        return _followers[name]

    return decorate


def followers() -> dict[str, Follower]:
    return dict(_followers)


def resolver(function: Callable[[int], Actor | None]) -> Callable[[int], Actor | None]:
    """Registers how an account id becomes an actor with the rights it has now (None: it may not act any more).
    Called inside a transaction that sees everything."""
    _resolver[:] = [function]
    return function


def actor_of(account_id: int) -> Actor:
    """Raises AccountIsGone."""
    if not _resolver:
        raise AccountIsGone("no room resolves accounts")
    found = _resolver[0](account_id)
    if found is None:
        raise AccountIsGone(f"account {account_id} may not act")
    return found


def jobs() -> dict[str, Job]:
    return dict(_jobs)


def periodic() -> list[Periodic]:
    return list(_periodic.values())
