"""Lines of plans as they stand on a day: what was adopted with every amendment that holds by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ..choices import ChangeKind, Direction, Measure
from ..models import Change, Line, Plan, Target, Task
from ..rules import Done, FoldedChange, Goal, Period, edition_of
from .plans import changes_of

SHARED = ("number", "item", "name", "lead", "supporting", "deliverable", "note")
OF_TARGET = (*SHARED, "direction", "threshold", "unit_word", "starts_on", "due_on")
OF_TASK = (*SHARED, "starts_on", "ends_on", "period_said", "is_yearly")
"""What an amendment may change."""
FOLLOWS = ("lead_unit_id",)
"""What changes with it: the unit that the words for the lead name."""


@dataclass(frozen=True)
class LineNow:
    """A line on a day. history: what decisions did to it until then, the earliest first."""

    id: int
    plan_id: int
    unit_id: int
    section_id: int | None
    number: str
    item: str
    name: str
    lead: str
    lead_unit_id: int | None
    supporting: str
    deliverable: str
    note: str
    is_there: bool
    history: tuple[Done, ...]


@dataclass(frozen=True)
class TargetNow(LineNow):
    measure: Measure
    indicator: str
    indicator_version: int
    held: Mapping[str, str]
    direction: Direction
    threshold: Decimal
    unit_word: str
    starts_on: date
    due_on: date
    base: Decimal | None
    tiers: tuple[str, ...]
    levels: tuple[str, ...]
    units: tuple[int, ...]
    parent_id: int | None

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.due_on)

    @property
    def goal(self) -> Goal:
        """As inheritance compares it."""
        held = ",".join(f"{name}={word}" for name, word in sorted(self.held.items()))
        by = f"{self.measure}:{self.indicator}:{held}:{self.unit_word}"
        return Goal(self.direction, float(self.threshold), self.due_on, by)


@dataclass(frozen=True)
class TaskNow(LineNow):
    starts_on: date
    ends_on: date
    period_said: str
    is_yearly: bool
    depends_on_id: int | None

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on, self.is_yearly)


def targets_on(plan_ids: Sequence[int], day: date, *, with_dropped: bool = False) -> list[TargetNow]:
    """In the order of the plans' documents. Three queries."""
    rows = Target.objects.filter(plan_id__in=plan_ids).order_by("plan_id", "order")
    changes = changes_of(plan_ids)
    found = [target_now(row, changes.get(("target", row.pk), ()), day) for row in rows]
    return [one for one in found if one.is_there or with_dropped]


def tasks_on(plan_ids: Sequence[int], day: date, *, with_dropped: bool = False) -> list[TaskNow]:
    rows = Task.objects.filter(plan_id__in=plan_ids).order_by("plan_id", "order")
    changes = changes_of(plan_ids)
    found = [task_now(row, changes.get(("task", row.pk), ()), day) for row in rows]
    return [one for one in found if one.is_there or with_dropped]


def target_now(row: Target, changes: Sequence[Change], day: date) -> TargetNow:
    shared, fields = _folded(row, OF_TARGET, changes, day)
    return TargetNow(
        **shared, measure=Measure(row.measure), indicator=row.indicator, indicator_version=row.indicator_version,
        held=dict(row.held), direction=Direction(fields["direction"]), threshold=Decimal(fields["threshold"]),
        unit_word=fields["unit_word"], starts_on=fields["starts_on"], due_on=fields["due_on"], base=row.base,
        tiers=tuple(row.tiers), levels=tuple(row.levels), units=tuple(row.units), parent_id=row.parent_id,
    )  # fmt: skip


def task_now(row: Task, changes: Sequence[Change], day: date) -> TaskNow:
    shared, fields = _folded(row, OF_TASK, changes, day)
    return TaskNow(
        **shared, starts_on=fields["starts_on"], ends_on=fields["ends_on"], period_said=fields["period_said"],
        is_yearly=fields["is_yearly"], depends_on_id=row.depends_on_id,
    )  # fmt: skip


def first_day(plan: Plan) -> date:
    """Before it the plan was not there."""
    return plan.issued_on or plan.starts_on


def _folded(
    row: Line, names: Sequence[str], changes: Sequence[Change], day: date
) -> tuple[dict[str, Any], dict[str, Any]]:
    adopted = {name: getattr(row, name) for name in (*names, *FOLLOWS)}
    edition = edition_of(adopted, [folded(one) for one in changes], day, is_added=row.is_added)
    fields = dict(edition.fields)
    shared = {name: fields[name] for name in (*SHARED, *FOLLOWS)} | {
        "id": row.pk, "plan_id": row.plan_id, "unit_id": row.unit_id, "section_id": row.section_id,
        "is_there": edition.is_there, "history": edition.history,
    }  # fmt: skip
    return shared, fields


def folded(one: Change) -> FoldedChange:
    """A change as the rule takes it: its stored words as values."""
    return FoldedChange(
        ChangeKind(one.kind), one.amendment.effective_on, one.pk, values_of(one.values), one.amendment.number,
        one.cited, one.item, one.reason,
    )  # fmt: skip


def values_of(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Days and numbers are stored as text."""
    read: dict[str, Any] = {}
    for name, value in stored.items():
        if name.endswith("_on"):
            read[name] = date.fromisoformat(value)
        elif name == "threshold":
            read[name] = Decimal(value)
        else:
            read[name] = value
    return read
