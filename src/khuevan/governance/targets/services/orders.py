"""What a plan and its lines are made of, as forms, imports and the demo hand it to the acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..choices import Direction, Measure, SectionKind


@dataclass(frozen=True)
class PlanOrder:
    """parent_id: the plan that it carries out. issuer: "" for the unit itself."""

    title: str
    starts_on: date
    ends_on: date
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    parent_id: int | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class InstrumentOrder:
    number: str
    issued_on: date | None = None
    issuer: str = ""
    title: str = ""


@dataclass(frozen=True)
class SectionOrder:
    name: str
    number: str = ""
    kind: SectionKind = SectionKind.PILLAR


@dataclass(frozen=True)
class LineOrder:
    """section_id: of the same plan."""

    name: str
    number: str = ""
    item: str = ""
    section_id: int | None = None
    lead: str = ""
    lead_unit_id: int | None = None
    supporting: str = ""
    deliverable: str = ""
    note: str = ""


@dataclass(frozen=True)
class TargetOrder(LineOrder):
    """starts_on, due_on: None is the plan's own. parent_id: the target above that it takes over."""

    measure: Measure = Measure.REPORTED
    indicator: str = ""
    held: Mapping[str, str] = field(default_factory=dict)
    direction: Direction = Direction.AT_LEAST
    threshold: Decimal = Decimal(100)
    unit_word: str = "%"
    starts_on: date | None = None
    due_on: date | None = None
    base: Decimal | None = None
    tiers: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    parent_id: int | None = None


@dataclass(frozen=True)
class TaskOrder(LineOrder):
    starts_on: date | None = None
    ends_on: date | None = None
    is_yearly: bool = False
    period_said: str = ""
    depends_on_id: int | None = None
