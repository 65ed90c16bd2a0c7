"""Following adopted plans: what each line is worth today, and who must be told that it fell behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database, events
from khuevan.kernel.access import Actor

from .. import queries
from ..choices import PlanState, Standing
from ..events import FellBehind, TargetReached
from ..models import Notice, Plan, Reading
from ..permissions import REPORT_PROGRESS
from ..rules import Progress, running

BATCH = 400
STILL = 30
"""Days after which a reading is kept of a line that does not move."""
NEAR = 30
"""Days before the last one on which the unit is reminded, once."""
UNDER_WAY = (Standing.ON_THE_WAY, Standing.BEHIND, Standing.UNKNOWN)
ALARMS = (Standing.BEHIND, Standing.LATE)


def follow_plans(
    actor: Actor, *, at: datetime, step: Callable[[int, int], None] = lambda done, of: None
) -> dict[str, int]:
    """Every plan that is carried out, of every unit there still is: the figures of all in one pass an indicator.

    Raises access.Refused for whoever is not the platform.
    """
    if not actor.everything:
        raise access.Refused("")
    on = clock.on(at)
    followed = Plan.objects.filter(state=PlanState.ADOPTED, starts_on__lte=on).exclude(
        unit__closed_on__lte=on
    )
    ids = list(followed.order_by("pk").values_list("pk", flat=True))
    let_go(Plan.objects.exclude(state=PlanState.ADOPTED))
    read = told = 0
    for first in range(0, len(ids), BATCH):
        plans = list(Plan.objects.filter(pk__in=ids[first : first + BATCH]).order_by("pk"))
        with audit.act(actor, "targets.progress:measure", at=at):
            some_read, some_told = measure_plans(plans, on=on)
        read, told = read + some_read, told + some_told
        step(min(first + BATCH, len(ids)), len(ids))
    return {"plans": len(ids), "readings": read, "notices": told}


def measure_unit(actor: Actor, *, at: datetime, unit_id: int) -> int:
    """The unit's own plans, when somebody there wants to know now. How many lines. Raises access.Refused."""
    access.demand(actor, REPORT_PROGRESS, on=unit_id)
    plans = queries.plans_of(actor, unit_id, on=clock.on(at))
    with audit.act(actor, "targets.progress:measure", at=at, unit_id=unit_id):
        return measure_plans(plans, on=clock.on(at))[0]


def measure_plans(plans: Sequence[Plan], *, on: date) -> tuple[int, int]:
    """Readings and notices of the day for these plans. As the platform: evidence of schools is counted that who reports
    does not see. Part of whatever act calls it."""
    followed = [one for one in plans if one.state == PlanState.ADOPTED]
    if not followed:
        return 0, 0
    system = access.system()
    with database.acting(system):
        targets = queries.target_rows(system, followed, on=on)
        tasks = queries.task_rows(system, followed, on=on)
        before = _before([one.pk for one in followed], on)
        made, notices = [], []
        moved: dict[str, list[int]] = {"target": [], "task": []}
        reminded = _reminded([one.pk for one in followed], on)
        for kind, line, end, value, standing, expected in (
            *(("target", one.target, one.target.due_on, one.value, one.standing, one.expected_on) for one in targets),
            *(("task", one.task, running(one.task.period, on).ends_on, one.share, one.standing, one.expected_on)
              for one in tasks),
        ):  # fmt: skip
            progress = Progress(standing or Standing.UNKNOWN, value, expected)
            made.append(_reading(kind, line, progress, on))
            if (kind, line.id) not in reminded and _is_near(progress.standing, end, on):
                notices += _notices(
                    kind, line, on, text=_("Sắp đến hạn %(day)s") % {"day": f"{end:%d/%m/%Y}"}
                )
            was = before.get((kind, line.id))
            if was is not progress.standing:
                moved[kind].append(line.id)
                notices += _told(kind, line, progress.standing, on)
        _keep(made, on)
        _withdraw(moved)
        Notice.objects.bulk_create(notices)
    return len(made), len(notices)


def let_go(plans: Iterable[Plan]) -> None:
    """Nothing of these is the latest any more: boards show what is carried out."""
    Reading.objects.filter(plan__in=plans, is_latest=True).update(is_latest=False)


def _reading(kind: str, line: queries.LineNow, progress: Progress, on: date) -> Reading:
    value = None if progress.value is None else Decimal(f"{progress.value:.3f}")
    made = Reading(
        unit_id=line.unit_id, plan_id=line.plan_id, read_on=on, value=value, standing=progress.standing,
        expected_on=progress.expected_on, is_latest=True,
    )  # fmt: skip
    setattr(made, f"{kind}_id", line.id)
    return made


def _keep(made: Sequence[Reading], on: date) -> int:
    """One a line and day: the last one of the day stands. While a line stands still its last reading moves along instead
    of being joined by another each day; once in `STILL` days one stays behind, for the pace. Lines that were dropped have
    no latest one any more. How many were written anew."""
    plan_ids = sorted({one.plan_id for one in made})
    latest = {_line(row): row for row in Reading.objects.filter(plan_id__in=plan_ids, is_latest=True)}
    before = _one_before(plan_ids)
    fresh, moved, passed = [], [], []
    for one in made:
        last, former = latest.pop(_line(one), None), before.get(_line(one))
        if last is None:
            fresh.append(one)
        elif last.read_on == on:
            if _said(last) != _said(one):
                passed.append(last.pk)
                fresh.append(one)
        elif former is not None and _stands_still(former, last, one, on):
            last.read_on, last.expected_on = on, one.expected_on
            moved.append(last)
        else:
            fresh.append(one)
    Reading.objects.filter(pk__in=passed).delete()
    ended = {_line(one) for one in fresh} | set(latest)
    for kind in ("target", "task"):
        lines = [pk for name, pk in ended if name == kind]
        Reading.objects.filter(**{f"{kind}_id__in": lines}, is_latest=True).update(is_latest=False)
    Reading.objects.bulk_update(moved, ["read_on", "expected_on"], batch_size=500)
    Reading.objects.bulk_create(fresh, batch_size=2000)
    return len(fresh)


def _one_before(plan_ids: Sequence[int]) -> dict[tuple[str, int], Reading]:
    """Line -> the reading before its latest one."""
    rows = Reading.objects.filter(plan_id__in=plan_ids, is_latest=False)
    return {
        _line(row): row
        for row in rows.order_by("target_id", "task_id", "-read_on").distinct("target_id", "task_id")
    }


def _stands_still(former: Reading, last: Reading, now: Reading, on: date) -> bool:
    same = (former.value, former.standing) == (last.value, last.standing) == (now.value, now.standing)
    return same and (on - former.read_on).days <= STILL


def _line(one: Reading) -> tuple[str, int]:
    return ("target", one.target_id) if one.target_id is not None else ("task", one.task_id or 0)


def _said(one: Reading) -> tuple[object, ...]:
    return one.value, one.standing, one.expected_on


def _before(plan_ids: Sequence[int], on: date) -> dict[tuple[str, int], Standing]:
    rows = Reading.objects.filter(plan_id__in=plan_ids, is_latest=True)
    found: dict[tuple[str, int], Standing] = {}
    for target, task, standing in rows.values_list("target_id", "task_id", "standing"):
        found[("target", target) if target is not None else ("task", task or 0)] = Standing(standing)
    return found


def _withdraw(moved: dict[str, list[int]]) -> None:
    """What nobody looked at yet and is no longer so."""
    for kind, lines in moved.items():
        if lines:
            Notice.objects.filter(**{f"{kind}_id__in": lines}, seen_at=None).delete()


def _told(kind: str, line: queries.LineNow, now: Standing, on: date) -> list[Notice]:
    """News is published when the standing changes; the unit is told, and the lead unit where it is another one."""
    target_id, task_id = (line.id, None) if kind == "target" else (None, line.id)
    if now is Standing.REACHED and kind == "target":
        events.publish(TargetReached(line.id, line.plan_id, line.unit_id))
    if now not in ALARMS:
        return []
    events.publish(FellBehind(line.plan_id, line.unit_id, target_id, task_id, now.value))
    return _notices(kind, line, on, standing=now)


def _notices(kind: str, line: queries.LineNow, on: date, **said: str) -> list[Notice]:
    """To the unit whose plan it is of, and to the lead unit where it is another one."""
    units = dict.fromkeys(one for one in (line.unit_id, line.lead_unit_id) if one is not None)
    of = {"plan_id": line.plan_id, f"{kind}_id": line.id}
    return [Notice(unit_id=unit, made_on=on, **of, **said) for unit in units]


def _is_near(standing: Standing, end: date, on: date) -> bool:
    return standing in UNDER_WAY and 0 <= (end - on).days <= NEAR


def _reminded(plan_ids: Sequence[int], on: date) -> set[tuple[str, int]]:
    """Lines of which somebody was told already that their day comes near."""
    rows = Notice.objects.filter(
        plan_id__in=plan_ids, made_on__gte=on - timedelta(days=NEAR + 1), standing=""
    )
    pairs = rows.values_list("target_id", "task_id")
    return {("target", target) if target is not None else ("task", task or 0) for target, task in pairs}
