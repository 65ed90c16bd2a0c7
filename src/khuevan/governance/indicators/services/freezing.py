"""Freezing a state of the facts for a period: its files are copied, its manifest's hash is kept in the database."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database, events, facts
from khuevan.kernel.access import Actor

from ..events import FiguresPublished
from ..models import Snapshot
from ..permissions import FREEZE
from ..queries.computing import used_facts
from ..queries.indicators import indicators
from ..queries.keeping import kept_beside
from ..store import Manifest, Store, frozen_store, store
from .refreshing import WRITING, why_not_written

LONGEST = 120


class CannotFreeze(Exception):
    """Nothing is frozen; the sentence says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def freeze(*, actor: Actor, at: datetime, period: str, reason: str = "") -> Snapshot:
    """Keeps the facts as they are now. A period that was frozen before gets another revision, for which a reason is due;
    the earlier one stays as it is. Raises access.Refused, CannotFreeze."""
    access.demand(actor, FREEZE)
    period, reason = " ".join(period.split()), reason.strip()
    if not period or len(period) > LONGEST or "\x00" in period + reason:
        raise CannotFreeze("period", _("Ghi tên kỳ, nhiều nhất %(most)d ký tự.") % {"most": LONGEST})
    with database.acting(access.system()), audit.act(actor, FREEZE.code, at=at, why=reason) as act:
        WRITING.wait()
        state = store().current()
        if state is None:
            raise CannotFreeze("period", _("Chưa có số liệu nào được tính để chốt."))
        before = Snapshot.objects.filter(period=period).order_by("-revision").first()
        if before is not None and len(reason) < 10:
            raise CannotFreeze("reason", _("Kỳ này đã chốt: chốt lần nữa phải ghi lý do, ít nhất 10 ký tự."))
        snapshot = Snapshot.objects.create(
            period=period, revision=before.revision + 1 if before else 1, as_of=state.as_of, frozen_at=at,
            frozen_by=actor.name, reason=reason[:500], digest="",
            rows=sum(kept.rows for kept in state.facts.values()),
        )  # fmt: skip
        snapshot.digest = _copied(state, snapshot, clock.on(at)).digest()
        snapshot.save(update_fields=["digest"])
        act.note(period=period, revision=snapshot.revision, digest=snapshot.digest)
        events.publish(FiguresPublished("frozen"))
    return snapshot


def freeze_day(*, actor: Actor, at: datetime, day: date, period: str) -> Snapshot | None:
    """Keeps the facts as the records tell them now of a day that has ended, whatever day the store in service is about.
    None where the period was frozen before: a day closes once. Raises access.Refused, CannotFreeze."""
    access.demand(actor, FREEZE)
    if day >= clock.on(at):
        raise CannotFreeze("period", _("Ngày chưa hết thì chưa chốt được."))
    with database.acting(access.system()), audit.act(actor, FREEZE.code, at=at) as act:
        WRITING.wait()
        if Snapshot.objects.filter(period=period).exists():
            return None
        try:
            snapshot = _read_and_kept(day, at, actor, period)
        except OSError as failure:
            raise CannotFreeze("period", why_not_written(failure)) from failure
        act.note(period=period, revision=1, digest=snapshot.digest)
        events.publish(FiguresPublished("frozen"))
    return snapshot


def _read_and_kept(day: date, at: datetime, actor: Actor, period: str) -> Snapshot:
    Path(settings.SNAPSHOTS_ROOT).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.SNAPSHOTS_ROOT, prefix=".day-") as scratch:
        own, marks = Store(Path(scratch)), audit.heads()
        state = own.put_all(
            ((one, facts.read(one, on=day)) for one in used_facts()), as_of=day, at=at, marks=marks
        )
        snapshot = Snapshot.objects.create(
            period=period, revision=1, as_of=day, frozen_at=at, frozen_by=actor.name, reason="", digest="",
            rows=sum(kept.rows for kept in state.facts.values()),
        )  # fmt: skip
        snapshot.digest = _copied(state, snapshot, day, of=own).digest()
        snapshot.save(update_fields=["digest"])
    return snapshot


def _copied(state: Manifest, snapshot: Snapshot, today: date, of: Store | None = None) -> Store:
    beside = kept_beside(indicators(on=today), on=state.as_of)
    try:
        return (of or store()).copied(state, frozen_store(snapshot.folder).root, beside)
    except OSError as failure:
        raise CannotFreeze("period", why_not_written(failure)) from failure
