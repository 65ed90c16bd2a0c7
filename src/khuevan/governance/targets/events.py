"""News of plans, published after commit: rooms above tell those who must act."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class PlanAdopted(Event):
    plan_id: int
    unit_id: int


@dataclass(frozen=True)
class PlanPublished(Event):
    """is_published: False where it is no longer for everybody."""

    plan_id: int
    unit_id: int
    is_published: bool


@dataclass(frozen=True)
class PlanAmended(Event):
    """number: of the decision; changes: how many lines it moves, renames, adds or drops."""

    plan_id: int
    unit_id: int
    number: str
    changes: int


@dataclass(frozen=True)
class ProgressReported(Event):
    """By the unit about a target or a task; the other one of the two is None."""

    unit_id: int
    target_id: int | None
    task_id: int | None


@dataclass(frozen=True)
class TargetReached(Event):
    target_id: int
    plan_id: int
    unit_id: int


@dataclass(frozen=True)
class FellBehind(Event):
    """A target or a task is behind or late by now. standing: of `choices.Standing`."""

    plan_id: int
    unit_id: int
    target_id: int | None
    task_id: int | None
    standing: str
