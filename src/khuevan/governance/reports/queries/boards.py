"""How everybody in a campaign stands, below a body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from khuevan.kernel import clock
from khuevan.kernel.access import Actor

from ..choices import State, Tier
from ..models import Campaign
from ..rules import SENT
from .reports import seen


@dataclass(frozen=True)
class Row:
    """schools: of a body, how many of the schools beneath it have sent, and how many ought to."""

    report_id: int
    unit_id: int
    name: str
    tier: Tier
    state: State
    edition: int
    due_on: date
    submitted_at: datetime | None
    reminded_at: datetime | None
    days_late: int
    schools: tuple[int, int] | None


@dataclass(frozen=True)
class Board:
    """counts: of all schools beneath, by state; late among them."""

    rows: tuple[Row, ...]
    counts: Mapping[str, int]
    schools: int
    late: int


def board(actor: Actor, campaign: Campaign, unit_id: int, today: date) -> Board:
    """Whoever reports to the body, and sums over the schools beneath. One query."""
    columns = (
        "pk", "unit_id", "unit_name", "tier", "state", "edition", "due_on", "submitted_at", "reminded_at", "receiver_id",
    )  # fmt: skip
    every = list(
        seen(actor)
        .filter(campaign=campaign, is_latest=True)
        .order_by("unit_name", "unit_id")
        .values_list(*columns)
    )
    by_receiver: dict[int, list[tuple[object, ...]]] = {}
    for one in every:
        by_receiver.setdefault(one[9], []).append(one)
    rows = tuple(_row(one, by_receiver, today) for one in by_receiver.get(unit_id, []))
    schools = list(_schools(unit_id, by_receiver))
    counts = {state.value: sum(one[4] == state for one in schools) for state in State}
    return Board(rows, counts, len(schools), sum(_days_late(one, today) > 0 for one in schools))


def _row(one: tuple[object, ...], by_receiver: Mapping[int, list[tuple[object, ...]]], today: date) -> Row:
    pk, unit_id, name, tier, state, edition, due_on, submitted_at, reminded_at, _receiver = one
    below = None
    if tier != Tier.SCHOOL:
        schools = list(_schools(unit_id, by_receiver))  # type: ignore[arg-type]
        below = (sum(school[4] in SENT for school in schools), len(schools))
    return Row(
        pk, unit_id, str(name), Tier(str(tier)), State(str(state)), edition, due_on, submitted_at, reminded_at,  # type: ignore[arg-type]
        _days_late(one, today), below,
    )  # fmt: skip


def _schools(
    unit_id: int, by_receiver: Mapping[int, list[tuple[object, ...]]]
) -> Iterable[tuple[object, ...]]:
    for one in by_receiver.get(unit_id, []):
        if one[3] == Tier.SCHOOL:
            yield one
        else:
            yield from _schools(one[1], by_receiver)  # type: ignore[arg-type]


def _days_late(one: tuple[object, ...], today: date) -> int:
    due_on, submitted_at, state = one[6], one[7], one[4]
    assert isinstance(due_on, date)
    day = clock.on(submitted_at) if state in SENT and isinstance(submitted_at, datetime) else today
    return max(0, (day - due_on).days)
