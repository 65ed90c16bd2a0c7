"""Opening a school year: the year and the frame of its terms, level by level, by a decision. Plan, preview, commit."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.events import publish
from khuevan.kernel.records import Invalid
from khuevan.school.curriculum.choices import Trust

from ..events import YearOpened
from ..models import SchoolYear, Term
from ..permissions import EDIT_FRAME, EDIT_YEARS
from ..rules import TermDays, frame_problems, year_code_of
from .years import open_year

EARLIEST, AHEAD = 2000, 3
"""Years are opened from this one on, and so many beyond the year that runs."""


@dataclass(frozen=True, kw_only=True)
class LevelFrame:
    """The two terms of a level, with their weeks of study."""

    level: str
    terms: tuple[TermDays, TermDays]
    weeks: tuple[int | None, int | None]


@dataclass(frozen=True, kw_only=True)
class YearOrder:
    """`first`: the calendar year in which it begins. `unit`: the department that decides; None for the ministry's frame.
    Levels without a frame keep what is usual."""

    first: int
    unit: Any
    decision_number: str
    frames: Sequence[LevelFrame]

    @property
    def code(self) -> str:
        return f"{self.first}-{self.first + 1}"


@dataclass(frozen=True)
class TermStep:
    """What becomes of one term: `state` is new, changed or same; `before` is the row that is there."""

    level: str
    days: TermDays
    weeks: int | None
    state: str
    before: Term | None = None


@dataclass(frozen=True)
class YearPlan:
    """What will be written. `digest` names exactly this plan."""

    order: YearOrder
    year: SchoolYear | None
    steps: Sequence[TermStep]

    @property
    def is_nothing(self) -> bool:
        return self.year is not None and all(step.state == "same" for step in self.steps)

    @property
    def digest(self) -> str:
        order = self.order
        said = [
            f"{order.code} {order.unit.pk if order.unit else 0} {order.decision_number} {self.year is None}"
        ]
        said += [
            f"{step.level} {step.days} {step.weeks} {step.before.version if step.before else 0}"
            for step in self.steps
        ]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def plan_year(actor: Actor, order: YearOrder, *, at: datetime) -> YearPlan:
    """Raises Refused; Invalid with a sentence at `first`, `decision_number` or `<level>_<number>_<starts|ends>`."""
    if order.unit is None:
        access.demand(actor, EDIT_FRAME)
    else:
        access.demand(actor, EDIT_YEARS, on=order.unit.pk)
    errors = _faults(order, int(year_code_of(clock.on(at))[:4]))
    if errors:
        raise Invalid(errors)
    year = SchoolYear.objects.filter(code=order.code).first()
    there: dict[tuple[str, int], Term] = {}
    if year is not None:
        rows = Term.objects.filter(school_year=year, unit=order.unit)
        there = {(term.level, term.number): term for term in rows}
    steps = [
        _step(frame.level, days, weeks, there.get((frame.level, days.number)), order.decision_number)
        for frame in order.frames
        for days, weeks in zip(frame.terms, frame.weeks, strict=True)
    ]
    return YearPlan(order, year, steps)


def open_school_year(actor: Actor, order: YearOrder, *, digest: str, at: datetime) -> SchoolYear:
    """Writes what the preview showed. Raises Refused, Invalid, ChangedMeanwhile where something came between."""
    plan = plan_year(actor, order, at=at)
    if plan.digest != digest:
        raise ChangedMeanwhile(plan.year)
    unit_id = order.unit.pk if order.unit else None
    with audit.act(actor, "schoolyear.year:open", at=at, unit_id=unit_id, why=order.decision_number):
        year = open_year(actor, order.first, at=at)
        for step in plan.steps:
            _write(year, order, step)
        if plan.year is None:
            publish(YearOpened(year.pk, year.code))
    return year


def _write(year: SchoolYear, order: YearOrder, step: TermStep) -> None:
    if step.state == "same":
        return
    term = step.before or Term(school_year=year, unit=order.unit, level=step.level, number=step.days.number)
    term.starts_on, term.ends_on, term.weeks = step.days.starts_on, step.days.ends_on, step.weeks
    term.decision_number = order.decision_number
    term.trust = Trust.LOCAL if order.unit else Trust.OFFICIAL
    if step.before is None:
        term.save(force_insert=True)
    else:
        fields = ["starts_on", "ends_on", "weeks", "decision_number", "trust"]
        term.save_checked(step.before.version, fields=fields)


def _step(level: str, days: TermDays, weeks: int | None, before: Term | None, decision: str) -> TermStep:
    if before is None:
        return TermStep(level, days, weeks, "new")
    same = (before.starts_on, before.ends_on, before.weeks, before.decision_number) == (
        days.starts_on,
        days.ends_on,
        weeks,
        decision,
    )
    return TermStep(level, days, weeks, "same" if same else "changed", before)


def _faults(order: YearOrder, now: int) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not EARLIEST <= order.first <= now + AHEAD:
        errors["first"] = _("Năm bắt đầu phải từ %(from)d đến %(until)d.") % {
            "from": EARLIEST,
            "until": now + AHEAD,
        }
        return errors
    if not order.decision_number.strip():
        errors["decision_number"] = _("Hãy ghi số quyết định ban hành khung năm học.")
    for frame in order.frames:
        for number, end, code in frame_problems(order.code, frame.terms):
            errors[f"{frame.level}_{number}_{end}"] = _sentence(code, order.code)
    return errors


def _sentence(code: str, year: str) -> str:
    return {
        "outside": _("Học kỳ phải nằm trong năm học %(year)s.") % {"year": year},
        "backwards": _("Ngày kết thúc phải sau ngày bắt đầu."),
        "overlap": _("Hai học kỳ không được chồng nhau và học kỳ 1 phải trước học kỳ 2."),
    }[code]
