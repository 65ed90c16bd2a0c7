"""Jobs, a durable subscriber and accounts for the tests; loaded by the tests and by the worker they start."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.kernel.events import Event, subscribe
from khuevan.kernel.jobs import JobFailed, JobRun, Progress, every, job, resolver

from .builders import say

CLERK = Actor(
    account_id=500, person_id=None, name="Lê Thị Việc", holdings=(Holding(frozenset(), Reach.of([3])),)
)


def account(account_id: int) -> Actor | None:
    return CLERK if account_id == 500 else None


def know_accounts() -> None:
    """In the worker only: the tests' own process keeps the resolver of the accounts."""
    resolver(account)


@job("specimens.count", label="Đếm")
def count(progress: Progress, tag: str, up_to: int = 3) -> dict[str, int]:
    for number in range(1, up_to + 1):
        say(f"{tag} {number}")
        progress.step(number, up_to, f"số {number}")
    return {"counted": up_to}


@job("specimens.slow", label="Chậm")
def slow(progress: Progress, tag: str, steps: int = 400) -> str:
    """Twenty steps a second; everything in one transaction."""
    say(f"{tag} began {os.getpid()}")
    for number in range(steps):
        progress.step(number, steps, "đang làm")
        if progress.attempt > 1 and number > 5:
            break
        time.sleep(0.05)
    say(f"{tag} ended")
    return "done"


@job("specimens.chunks", label="Từng phần", whole=False, resumable=True)
def chunks(progress: Progress, tag: str, parts: int = 6) -> int:
    """Each part in a transaction of its own, remembered in the same one."""
    with database.acting(progress.actor):
        done = progress.memory or 0
    for part in range(done, parts):
        with database.acting(progress.actor):
            say(f"{tag} part {part}")
            progress.keep(part + 1)
        progress.step(part + 1, parts)
        time.sleep(0.3)
    return parts


@job("specimens.fragile", label="Không chạy lại được", whole=False)
def fragile(progress: Progress, tag: str) -> None:
    with database.acting(progress.actor):
        say(f"{tag} half")
    progress.step(1, 2)
    time.sleep(60)


@job("specimens.flaky", label="Lúc được lúc không", retry=2, wait=0.2)
def flaky(progress: Progress, tag: str, good_at: int) -> str:
    say(f"{tag} try {progress.attempt}")
    if progress.attempt < good_at:
        raise ConnectionResetError("mất mạng")
    return "ok"


@job("specimens.refused", label="Không làm được")
def refused(progress: Progress, tag: str) -> None:
    say(f"{tag} lost")
    raise JobFailed("Tệp không có dòng nào.")


@every("* * * * * */2")
@job("specimens.tick", label="Nhịp hai giây")
def tick(progress: Progress) -> None:
    progress.step(1, 1)


@job("specimens.look", label="Nhìn quanh")
def look(progress: Progress) -> dict[str, object]:
    units = JobRun.objects.filter(name="specimens.count").values_list("unit_id", flat=True)
    return {"units": sorted(set(units)), "name": progress.actor.name, "origin": progress.actor.origin}


@dataclass(frozen=True)
class BellRung(Event):
    tag: str


@subscribe(BellRung, durable=True)
def hear(event: BellRung) -> None:
    with database.acting(access.system()):
        say(f"{event.tag} heard")
