"""Targets and tasks of a unit with how far they are, as frozen rows: for pages, the API, reports, maturity.

Rooms above read these and nothing else of ours: `targets_of`, `tasks_of`, `plans_of`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from khuevan.kernel.access import Actor

from ..choices import Measure, PlanState, Standing
from ..models import Plan, Reading, Report, Section, Task
from ..rules import Pace, Point, Progress, progress_of, progress_of_task, running
from .lines import TargetNow, TaskNow, targets_on, tasks_on
from .measuring import Value, has_moved, may_measure, values
from .plans import plans


@dataclass(frozen=True)
class Evidence:
    """The last report about a line: words, link, file with its hash."""

    id: int
    unit_id: int
    as_of: date
    value: float
    text: str
    link: str
    file_id: int | None
    file_name: str
    sha256: str
    reported_by: str


@dataclass(frozen=True)
class TargetRow:
    """value: None where nobody knows it. upper, lower: what a share is made of. standing: None for a plan that is not
    followed (draft, ended). url: its page; value_url: the indicator's page, down to the records, "" where there is none
    or the reader may not. has_moved: the indicator's formula is another one since the target was set."""

    target: TargetNow
    plan_id: int
    plan_title: str
    plan_number: str
    unit_name: str
    section: str
    value: float | None
    upper: float | None
    lower: float | None
    as_of: date | None
    standing: Standing | None
    expected_on: date | None
    pace: Pace | None
    evidence: Evidence | None
    has_moved: bool
    url: str
    value_url: str

    @property
    def threshold(self) -> float:
        return float(self.target.threshold)


@dataclass(frozen=True)
class TaskRow:
    """share: part done in percent as it was reported last. waits_for: name of the task that it depends on, while that is
    not done."""

    task: TaskNow
    plan_id: int
    plan_title: str
    plan_number: str
    unit_name: str
    section: str
    share: float | None
    standing: Standing | None
    expected_on: date | None
    evidence: Evidence | None
    waits_for: str
    url: str


def plans_of(actor: Actor, unit_id: int, *, on: date) -> list[Plan]:
    """The unit's own plans that are carried out on the day, the latest first."""
    found = plans(actor).filter(unit_id=unit_id, state=PlanState.ADOPTED)
    return list(found.filter(starts_on__lte=on))


def targets_of(actor: Actor, unit_id: int, *, on: date, year: int | None = None) -> list[TargetRow]:
    """Of the unit's plans that are carried out; year: only those whose time touches that calendar year."""
    rows = target_rows(actor, plans_of(actor, unit_id, on=on), on=on)
    return [one for one in rows if year is None or _touches(one.target.starts_on, one.target.due_on, year)]


def tasks_of(actor: Actor, unit_id: int, *, on: date, year: int | None = None) -> list[TaskRow]:
    rows = task_rows(actor, plans_of(actor, unit_id, on=on), on=on)
    return [one for one in rows if year is None or _touches(one.task.starts_on, one.task.ends_on, year)]


def target_rows(
    actor: Actor | None, of: Sequence[Plan], *, on: date, only: int | None = None, edition: date | None = None
) -> list[TargetRow]:
    """edition: the plans as they stood on that day, with the progress of `on`. Where the actor may not see the figures of
    the unit, and for everybody (None), it is what was worked out last."""
    by_id = {one.pk: one for one in of}
    found = [one for one in targets_on(list(by_id), edition or on) if only is None or one.id == only]
    shown = _shown(actor, found)
    live = [one for one in found if one.unit_id in shown]
    now = values(actor, live, on=on) if actor is not None and live else {}
    kept, latest = _readings([one.id for one in live], on), _latest("target", found, shown, on)
    sections, last = _section_names(list(by_id)), last_reports("target", live, on)
    rows = []
    for one in found:
        plan = by_id[one.plan_id]
        value = now.get(one.id) or _kept_value(kept.get(one.id, ()))
        progress = target_progress(one, kept.get(one.id, ()), value, on)
        if one.unit_id not in shown:
            value, progress = _as_kept(latest.get(one.id))
        followed = plan.state == PlanState.ADOPTED
        rows.append(
            TargetRow(
                one, plan.pk, plan.title, plan.number, plan.unit_name, sections.get(one.section_id or 0, ""),
                value.value if value else None, value.upper if value else None, value.lower if value else None,
                value.as_of if value else None, progress.standing if followed else None,
                progress.expected_on if followed else None, progress.pace, last.get(one.id), has_moved(one, on=on),
                reverse("targets:target", args=[one.id]), value_url(one) if one.unit_id in shown else "",
            )
        )  # fmt: skip
    return rows


def task_rows(
    actor: Actor | None, of: Sequence[Plan], *, on: date, only: int | None = None, edition: date | None = None
) -> list[TaskRow]:
    by_id = {one.pk: one for one in of}
    found = [one for one in tasks_on(list(by_id), edition or on) if only is None or one.id == only]
    shown = _shown(actor, found)
    live = [one for one in found if one.unit_id in shown]
    said, last = task_points([one.id for one in live], on), last_reports("task", live, on)
    latest, sections, waiting = (
        _latest("task", found, shown, on),
        _section_names(list(by_id)),
        waited_for(found, on),
    )
    rows = []
    for one in found:
        plan = by_id[one.plan_id]
        progress = progress_of_task(running(one.period, on), said.get(one.id, ()), on)
        if one.unit_id not in shown:
            progress = _as_kept(latest.get(one.id))[1]
        followed = plan.state == PlanState.ADOPTED
        rows.append(
            TaskRow(
                one, plan.pk, plan.title, plan.number, plan.unit_name, sections.get(one.section_id or 0, ""),
                progress.value, progress.standing if followed else None, progress.expected_on if followed else None,
                last.get(one.id), waiting.get(one.id, ""), reverse("targets:task", args=[one.id]),
            )
        )  # fmt: skip
    return rows


def _shown(actor: Actor | None, lines: Sequence[TargetNow] | Sequence[TaskNow]) -> set[int]:
    """Units whose figures and reports the actor may see."""
    if actor is None:
        return set()
    return {unit for unit in {one.unit_id for one in lines} if may_measure(actor, unit)}


def _latest(
    kind: str, lines: Sequence[TargetNow] | Sequence[TaskNow], shown: set[int], on: date
) -> dict[int, Reading]:
    """Line -> what was worked out last, of those that are not to be worked out now."""
    asked = [one.id for one in lines if one.unit_id not in shown]
    if not asked:
        return {}
    rows = Reading.objects.filter(**{f"{kind}_id__in": asked}, read_on__lte=on).order_by("read_on")
    return {getattr(row, f"{kind}_id"): row for row in rows}


def _as_kept(one: Reading | None) -> tuple[Value | None, Progress]:
    if one is None:
        return None, Progress(Standing.UNKNOWN)
    value = None if one.value is None else Value(float(one.value), one.read_on)
    return value, Progress(Standing(one.standing), value.value if value else None, one.expected_on)


def target_progress(one: TargetNow, kept: Sequence[Point], value: Value | None, on: date) -> Progress:
    """From the value at the beginning, what was read since, and what is known now."""
    points = {point.on: point for point in kept}
    base = 0.0 if one.base is None and one.measure is Measure.EVIDENCE else one.base
    if base is not None:
        points.setdefault(one.starts_on, Point(one.starts_on, float(base)))
    if value is not None:
        points[min(value.as_of, on)] = Point(min(value.as_of, on), value.value)
    ordered = [points[day] for day in sorted(points)]
    return progress_of(one.direction, float(one.threshold), one.period, ordered, on)


def value_url(one: TargetNow) -> str:
    """The page of its indicator at the unit, from where records can be opened."""
    if one.measure is not Measure.INDICATOR:
        return ""
    words = {"unit": str(one.unit_id), **one.held}
    return f"{reverse('indicators:value', args=[one.indicator])}?{urlencode(words)}"


def readings_of(target_id: int, on: date) -> list[Point]:
    return list(_readings([target_id], on).get(target_id, ()))


def task_points(task_ids: Sequence[int], on: date) -> dict[int, list[Point]]:
    """Task -> what its own unit said of it."""
    found: dict[int, list[Point]] = {}
    rows = Report.objects.filter(task_id__in=task_ids, as_of__lte=on).order_by("as_of", "pk")
    for task, as_of, value in rows.values_list("task_id", "as_of", "value"):
        found.setdefault(task, []).append(Point(as_of, float(value)))
    return found


def waited_for(tasks: Sequence[TaskNow], on: date) -> dict[int, str]:
    """Task -> the name of the one that it depends on, where that is not done yet."""
    asked = {one.depends_on_id for one in tasks if one.depends_on_id is not None}
    if not asked:
        return {}
    said = task_points([pk for pk in asked if pk is not None], on)
    read = Reading.objects.filter(task_id__in=asked, read_on__lte=on).order_by("read_on")
    last = dict(read.values_list("task_id", "standing"))  # of units whose reports the actor does not see
    done = {pk for pk, standing in last.items() if standing == Standing.REACHED}
    done |= {pk for pk, points in said.items() if any(point.value >= 100 for point in points)}
    open_ = {row.pk: row.name for row in Task.objects.filter(pk__in=asked) if row.pk not in done}
    return {one.id: open_[one.depends_on_id] for one in tasks if one.depends_on_id in open_}


def last_reports(kind: str, lines: Sequence[TargetNow] | Sequence[TaskNow], on: date) -> dict[int, Evidence]:
    """Line -> what the plan's own unit reported last about it."""
    own = {one.id: one.unit_id for one in lines}
    rows = Report.objects.filter(**{f"{kind}_id__in": list(own)}, as_of__lte=on).select_related("file")
    found = {}
    for row in rows.order_by("as_of", "pk"):
        line: int = getattr(row, f"{kind}_id")
        if row.unit_id == own[line]:
            found[line] = evidence_of(row)
    return found


def evidence_of(row: Report) -> Evidence:
    return Evidence(
        row.pk, row.unit_id, row.as_of, float(row.value), row.text, row.link, row.file_id,
        row.file.name if row.file else "", row.sha256, row.reported_by,
    )  # fmt: skip


def _readings(target_ids: Sequence[int], on: date) -> Mapping[int, list[Point]]:
    found: dict[int, list[Point]] = {}
    rows = Reading.objects.filter(target_id__in=target_ids, read_on__lte=on, value__isnull=False)
    for target, read_on, value in rows.order_by("read_on").values_list("target_id", "read_on", "value"):
        found.setdefault(target, []).append(Point(read_on, float(value or 0)))
    return found


def _kept_value(points: Sequence[Point]) -> Value | None:
    return Value(points[-1].value, points[-1].on) if points else None


def _section_names(plan_ids: Sequence[int]) -> dict[int, str]:
    rows = Section.objects.filter(plan_id__in=plan_ids)
    return {row.pk: str(row) for row in rows}


def _touches(first: date, last: date, year: int) -> bool:
    return first.year <= year <= last.year


def counted(rows: Sequence[Any]) -> dict[Standing, int]:
    """How many of the rows stand where."""
    found = dict.fromkeys(Standing, 0)
    for row in rows:
        if row.standing is not None:
            found[row.standing] += 1
    return found
