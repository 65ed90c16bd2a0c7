"""The strokes that every act is made of: open, turn a state, turn a parent, end. Only for this package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q

from khuevan.kernel import access, database, text
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.database import ChangedMeanwhile

from ..choices import Line
from ..models import OrgUnit, Subordination, UnitAct, UnitState
from ..rules.acts import Decree, Plan
from .orders import Attributes, Opening
from .snapshots import parent_on, state_on


@dataclass(frozen=True)
class Nation:
    """The place of a unit without a parent: only those who reach everything may put one there."""

    scope_unit_id: int | None = None


@dataclass(frozen=True)
class _Widened:
    """An actor's reach for the length of one act, with the units that the act opens."""

    reach: Reach
    outline: Reach
    persons: Reach
    account_id: int | None


@contextmanager
def opening(actor: Actor, number: int) -> Iterator[list[int]]:
    """Ids for units to be opened; within the block the database lets the actor write them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('organisations_orgunit', 'id')) from generate_series(1, %s)",
            [number],
        )
        ids = [int(row[0]) for row in cursor.fetchall()]
    fresh = Reach.of(ids)
    bound = _Widened(actor.reach | fresh, actor.outline | fresh, actor.persons, actor.account_id)
    with database.acting(bound):
        yield ids


def lock(ids: Iterable[int], versions: dict[int, int | None]) -> dict[int, OrgUnit]:
    """The units, locked in the order of their ids.

    Raises OrgUnit.DoesNotExist for one that is not to be seen, ChangedMeanwhile (with the record as it is
    now, which names who changed it and when) for one whose version is no longer the one that was shown.
    """
    wanted = sorted(set(ids))
    found = {
        unit.pk: unit for unit in OrgUnit.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    }
    for unit_id in wanted:
        if unit_id not in found:
            raise OrgUnit.DoesNotExist(f"no unit {unit_id}")
        expected = versions.get(unit_id)
        if expected is not None and expected != found[unit_id].version:
            raise ChangedMeanwhile(found[unit_id])
    return found


def demand_parent(actor: Actor, permission: access.Permission, parent_id: int | None) -> None:
    """Refused unless the actor may act under this managing body (or on the nation, without one)."""
    access.demand(actor, permission, on=Nation() if parent_id is None else parent_id)


def attribute_columns(code: str, attributes: Attributes) -> dict[str, Any]:
    """Columns of a state: cleaned, with the search text and sort key that follow from them."""
    columns = asdict(attributes)
    columns["name"] = text.nfc(attributes.name)
    columns["short_name"] = text.nfc(attributes.short_name)
    columns["address"] = text.nfc(attributes.address)
    columns["levels"] = [level for level in _LEVEL_ORDER if level in attributes.levels]
    return {**columns, **derived(code, columns["name"], columns["short_name"])}


_LEVEL_ORDER = ("preschool", "primary", "lower_secondary", "upper_secondary", "continuing")


def derived(code: str, name: str, short_name: str) -> dict[str, str]:
    """Search text and sort key of a unit."""
    return {
        "search": text.search_text(f"{name} {short_name} {code}"),
        "sort_key": text.sort_key(name),
    }


def write_act(
    actor: Actor, unit_id: int, plan: Plan, decree: Decree | None, *, at: datetime, why: str
) -> UnitAct:
    """The act as it will stand in the history for good."""
    return UnitAct.objects.create(
        unit_id=unit_id,
        kind=plan.kind,
        effective_on=plan.effective_on,
        decision_number=decree.decision_number if decree else "",
        deciding_body=decree.deciding_body if decree else "",
        note=why,
        details=[asdict(change) for change in plan.changes],
        recorded_at=at,
        recorded_by=actor.name,
    )


def open_unit_row(unit_id: int, ordered: Opening, on: date, province_id: int | None) -> OrgUnit:
    """The unit itself, with its first attributes."""
    columns = attribute_columns(ordered.code, ordered.attributes)
    return OrgUnit.objects.create(
        id=unit_id, code=text.nfc(ordered.code), opened_on=on, province_id=province_id, **columns
    )


def begin(unit: OrgUnit, ordered: Opening, on: date, act: UnitAct) -> None:
    """First state and first parents of a new unit."""
    columns = attribute_columns(ordered.code, ordered.attributes)
    UnitState.objects.create(unit=unit, valid_from=on, act=act, **columns)
    for line, parent_id in (
        (Line.MANAGING, ordered.managing_parent_id),
        (Line.PROFESSIONAL, ordered.professional_parent_id),
    ):
        if parent_id is not None:
            Subordination.objects.create(unit=unit, parent_id=parent_id, line=line, valid_from=on, act=act)


def turn_state(unit: OrgUnit, on: date, act: UnitAct, **changes: Any) -> None:
    """From the day on, the attributes are these; the period before keeps its own."""
    state = state_on(unit.pk, on)
    if state is None:
        raise UnitState.DoesNotExist(f"unit {unit.pk} has no attributes on {on}")
    if state.valid_from < on:
        until = state.valid_until
        state.valid_until = on
        state.save(update_fields=["valid_until"])
        state.pk, state.valid_from, state.valid_until = None, on, until
        state._state.adding = True
    for name, value in changes.items():
        setattr(state, name, value)
    for name, value in derived(unit.code, state.name, state.short_name).items():
        setattr(state, name, value)
    state.act = act
    state.save()


def turn_parent(unit_id: int, line: Line, parent_id: int, on: date, act: UnitAct) -> None:
    """From the day on, the unit stands under this parent. One that began on the same day keeps an empty period."""
    placed = parent_on(unit_id, line, on)
    if placed is not None and placed.parent_id == parent_id:
        return
    until = None
    if placed is not None:
        until = placed.valid_until
        placed.valid_until = on
        placed.save(update_fields=["valid_until"])
    Subordination.objects.create(
        unit_id=unit_id, parent_id=parent_id, line=line, valid_from=on, valid_until=until, act=act
    )


def end(unit: OrgUnit, on: date) -> None:
    """The unit is no more from the day on: its last periods end, and those that would begin then keep no day."""
    for model in (UnitState, Subordination):
        rows = model.objects.filter(unit_id=unit.pk)
        rows.filter(valid_from__gte=on).update(valid_until=F("valid_from"))
        rows.filter(valid_from__lt=on).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on)).update(
            valid_until=on
        )
    OrgUnit.objects.filter(pk=unit.pk).update(closed_on=on)


def touch(ids: Iterable[int], actor: Actor, at: datetime) -> None:
    """Say who changed the units and when, for the next person who has them open."""
    OrgUnit.objects.filter(pk__in=list(ids)).update(
        version=F("version") + 1, changed_at=at, changed_by=actor.name
    )
