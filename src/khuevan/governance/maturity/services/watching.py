"""Links of evidence, looked at again by the clock: one that died is said where it stands, and its school is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from khuevan.kernel import access, audit, clock, database, events
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..choices import LinkState
from ..events import EvidenceLinkDied
from ..models import Evidence
from .links import tried

AGAIN_AFTER = timedelta(days=6)
MOST = 5_000
"""Addresses in one run; those that waited longest come first."""
AT_ONCE = 8
BATCH = 40


@dataclass(frozen=True)
class Watched:
    """tried: links that were asked; died: those that answered the last time and do not any more, or never did."""

    tried: int
    died: int


def watch_links(
    actor: Actor, *, at: datetime, step: Callable[[int, int], None] = lambda _done, _of: None
) -> Watched:
    """Asked many at a time and outside of every transaction: a slow site holds no row. As the platform, of units that
    there still are; an address that several gave is asked once. Raises access.Refused for whoever is not the platform."""
    if not actor.everything:
        raise access.Refused("")
    waiting = _waiting(at)
    addresses = list(waiting)
    died = done = 0
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for first in range(0, len(addresses), BATCH):
            part = addresses[first : first + BATCH]
            for address, (alive, said) in zip(part, threads.map(tried, part), strict=True):
                fell, number = _written(actor, waiting[address], address, alive, said, at)
                died, done = died + fell, done + number
            step(min(first + BATCH, len(addresses)), len(addresses))
    return Watched(done, died)


def _waiting(at: datetime) -> dict[str, list[int]]:
    """Address -> the evidences that give it."""
    found: dict[str, list[int]] = {}
    with database.acting(access.system()):
        rows = list(queries.links_to_try(before=at - AGAIN_AFTER))
        gone = _closed({unit for _pk, unit, _address in rows}, clock.on(at))
    for pk, unit, address in rows:
        if unit not in gone and (address in found or len(found) < MOST):
            found.setdefault(address, []).append(pk)
    return found


def _closed(units: Iterable[int], on: date) -> set[int]:
    return organisations.closed_among(units, on=on)


def _written(
    actor: Actor, evidence_ids: Sequence[int], address: str, alive: bool, said: str, at: datetime
) -> tuple[int, int]:
    """(how many died, how many were written). What was withdrawn or changed meanwhile stays as it is."""
    fell = 0
    with database.acting(access.system()), audit.act(actor, "maturity.evidence:try", at=at):
        rows = Evidence.objects.select_for_update().filter(
            pk__in=evidence_ids, address=address, withdrawn_at=None
        )
        every = list(rows.order_by("pk"))
        for one in every:
            was = one.link_state
            one.link_state = LinkState.ALIVE if alive else LinkState.DEAD
            one.link_said, one.tried_at = said[:200], at
            one.save_checked(one.version, fields=["link_state", "link_said", "tried_at"])
            if not alive and was != LinkState.DEAD:
                fell += 1
                events.publish(EvidenceLinkDied(one.unit_id, one.pk))
    return fell, len(every)
