"""What was told, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.clock import HERE
from khuevan.register.organisations import queries as organisations

from ..choices import Verb
from ..models import Change
from ..permissions import VIEW_CHANGES
from .kinds import Kind, kinds, names


@dataclass(frozen=True)
class ChangeFilter:
    """What is asked of the list; empty means anything."""

    kind: str = ""
    verb: str = ""
    since: date | None = None
    until: date | None = None
    units: Reach | None = None
    record_id: int | None = None


@dataclass(frozen=True)
class ChangeRow:
    """One change in words. name: what the record is called, "" where nobody may or can say; url: its page."""

    seq: int
    unit_id: int
    unit: str
    kind: Kind
    record_id: int
    name: str
    url: str
    version: int
    verb: Verb
    at: datetime
    act_id: UUID | None

    @property
    def title(self) -> str:
        return self.name or f"#{self.record_id}"


def changes(actor: Actor, wanted: ChangeFilter) -> QuerySet[Change]:
    """Within the actor's scope, unordered."""
    found = Change.objects.within(access.scope(actor, VIEW_CHANGES))
    if wanted.units is not None:
        found = found.within(wanted.units)
    same = {"kind": wanted.kind, "verb": wanted.verb, "record_id": wanted.record_id}
    found = found.filter(**{name: value for name, value in same.items() if value not in ("", None)})
    if wanted.since:
        found = found.filter(at__gte=_start(wanted.since))
    if wanted.until:
        found = found.filter(at__lt=_start(wanted.until + timedelta(days=1)))
    return found


def after(actor: Actor, cursor: int, wanted: ChangeFilter, *, size: int) -> list[Change]:
    """The next changes after the cursor, in their order."""
    return list(changes(actor, wanted).filter(seq__gt=cursor).order_by("seq")[:size])


def change(actor: Actor, seq: int) -> Change:
    """Raises Http404 outside the scope."""
    found = changes(actor, ChangeFilter()).filter(seq=seq).first() if seq < 2**63 else None
    if found is None:
        raise Http404
    return found


def versions(told: Change, *, limit: int = 50) -> list[Change]:
    """What the unit was told of this record, the latest first."""
    same = Change.objects.filter(kind=told.kind, record_id=told.record_id, unit_id=told.unit_id)
    return list(same.order_by("-version")[:limit])


def rows_of(found: Sequence[Change]) -> list[ChangeRow]:
    """In words: one query a kind for the names, one for the units'."""
    known = kinds()
    named = {
        code: names(known[code], {row.record_id for row in found if row.kind == code})
        for code in {row.kind for row in found}
        if code in known
    }
    units = organisations.names({row.unit_id for row in found})
    return [_row(row, known[row.kind], named[row.kind], units) for row in found if row.kind in known]


def highest() -> int:
    """The last number that was told, of all units that may be seen."""
    return Change.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def present(unit_id: int) -> dict[tuple[str, int], int]:
    """(kind, record) -> version of all that the unit holds, as it was told."""
    last = (
        Change.objects.filter(unit_id=unit_id)
        .order_by("kind", "record_id", "-version")
        .distinct("kind", "record_id")
        .values_list("kind", "record_id", "version", "verb")
    )
    return {(kind, record_id): version for kind, record_id, version, verb in last if verb != Verb.CANCEL}


def _row(row: Change, kind: Kind, named: dict[int, str], units: dict[int, str]) -> ChangeRow:
    name = named.get(row.record_id, "")
    return ChangeRow(
        seq=row.seq, unit_id=row.unit_id, unit=units.get(row.unit_id, ""), kind=kind, record_id=row.record_id,
        name=name, url=kind.subject.url(str(row.record_id)) if name else "", version=row.version,
        verb=Verb(row.verb), at=row.at, act_id=row.act_id,
    )  # fmt: skip


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=HERE)


def replayed(told: Iterable[Change]) -> dict[tuple[str, int, int], int]:
    """What a reader holds after these changes: (kind, record, unit) -> version. A version that is not higher than the
    one it has is passed over, so changes may come twice."""
    known: dict[tuple[str, int, int], tuple[int, str]] = {}
    for row in told:
        key = (row.kind, row.record_id, row.unit_id)
        if row.version > known.get(key, (0, ""))[0]:
            known[key] = (row.version, row.verb)
    return {key: version for key, (version, verb) in known.items() if verb != Verb.CANCEL}
