"""Reminding those who answer for a part of the data that has gone stale, once a week, in the school and above it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.checks import declared
from khuevan.register.organisations import queries as organisations

from ..choices import FindingState
from ..models import Finding, Reminder, Responsibility
from ..permissions import VIEW_QUALITY
from ..queries import stale_codes

EVERY_DAYS: Final = 7
Part = tuple[int, str]


def remind(*, at: datetime) -> int:
    """A reminder for each stale part of each school that was not reminded in the last week; and for those named in bodies
    above, how many of their schools are stale. Gives how many were made. As the platform, from a job.
    """
    on = clock.on(at)
    with database.acting(access.system()), audit.act(access.system(), "quality.reminder:make", at=at) as act:
        stale = _stale_parts()
        owners = {
            (row.unit_id, row.component): row.person_id
            for row in Responsibility.objects.filter(valid_until=None)
        }
        wanted = stale | _above(stale, owners)
        recent = set(
            Reminder.objects.filter(made_on__gt=on - timedelta(days=EVERY_DAYS)).values_list(
                "unit_id", "component"
            )
        )
        made = [_reminder(part, number, owners, on) for part, number in wanted.items() if part not in recent]
        Reminder.objects.bulk_create(made, batch_size=1_000)
        act.note(reminders=len(made))
    return len(made)


def mark_seen(*, actor: Actor, at: datetime, reminder: Reminder) -> Reminder:
    """Whoever sees it for the unit says so, and it leaves the home page. Raises access.Refused."""
    access.demand(actor, VIEW_QUALITY, on=reminder.unit_id)
    if reminder.seen_at is None:
        with audit.act(actor, "quality.reminder:see", at=at, on=reminder, unit_id=reminder.unit_id):
            reminder.seen_at, reminder.seen_by = at, actor.name[:120]
            reminder.save(update_fields=["seen_at", "seen_by"])
    return reminder


def _stale_parts() -> dict[Part, int]:
    """(school, component) -> parts and classes that are late."""
    component = {code: declared()[code].component.code for code in stale_codes()}
    counted = (
        Finding.objects.filter(check_code__in=component, state=FindingState.OPEN, mended_at=None)
        .values_list("unit_id", "check_code")
        .annotate(number=Count("pk"))
    )
    parts: dict[Part, int] = {}
    for unit_id, code, number in counted:
        parts[unit_id, component[code]] = parts.get((unit_id, component[code]), 0) + number
    return parts


def _above(stale: dict[Part, int], owners: dict[Part, int]) -> dict[Part, int]:
    """(body, component) -> schools below that are stale, where somebody is named for it."""
    above: dict[int, list[int]] = {}
    for body, unit_id in organisations.above():
        if body != unit_id:
            above.setdefault(unit_id, []).append(body)
    parts: dict[Part, int] = {}
    for unit_id, component in stale:
        for body in above.get(unit_id, ()):
            if (body, component) in owners:
                parts[body, component] = parts.get((body, component), 0) + 1
    return parts


def _reminder(part: Part, number: int, owners: dict[Part, int], on: date) -> Reminder:
    return Reminder(unit_id=part[0], component=part[1], person_id=owners.get(part), number=number, made_on=on)
