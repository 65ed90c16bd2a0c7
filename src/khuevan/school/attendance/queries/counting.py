"""Absences of a year as the promotion rule counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from khuevan.school.curriculum.queries import RulePoints

from ..models import Absence, RollCall
from ..rules import Limit, Missed, is_beyond, limit_of
from ..rules import sessions_missed as counted

UNCOUNTED: Final = 1_000


def limit_at(level: str, points: RulePoints) -> Limit | None:
    """How many sessions may be missed at a level, by what holds there."""
    return limit_of(level, points.most_absences, points.most_absences_continuing)


def most_sessions(level: str, points: RulePoints) -> int:
    """How many may be missed in a year; at levels that count none, more than a year has."""
    limit = limit_at(level, points)
    return limit.sessions if limit is not None else UNCOUNTED


@dataclass(frozen=True)
class Standing:
    """Of one learner: absences by kind, sessions that count for promotion, and whether they are too many."""

    with_leave: int
    without_leave: int
    late: int
    sessions: int
    limit: int | None
    is_beyond: bool


def standings(
    enrolments: Collection[int],
    level: str,
    points: RulePoints,
    *,
    first: date | None = None,
    last: date | None = None,
) -> dict[int, Standing]:
    """By enrolment, for the year of the enrolment or a part of it (both days included). points: what holds there where
    the rules are open. Two statements."""
    rows = Absence.objects.filter(enrolment_id__in=list(enrolments)).exclude(kind="")
    calls = RollCall.objects.all()
    if first is not None:
        rows, calls = rows.filter(on__gte=first), calls.filter(on__gte=first)
    if last is not None:
        rows, calls = rows.filter(on__lte=last), calls.filter(on__lte=last)
    missed: dict[int, list[Missed]] = {pk: [] for pk in enrolments}
    classes: dict[int, int] = {}
    for row in rows.order_by():
        missed[row.enrolment_id].append(Missed(row.on, row.slot, row.kind))
        classes[row.enrolment_id] = row.class_group_id
    called: dict[int, dict[date, set[str]]] = {}
    for class_id, on, slot in calls.filter(class_group_id__in=set(classes.values())).values_list(
        "class_group_id", "on", "slot"
    ):
        called.setdefault(class_id, {}).setdefault(on, set()).add(slot)
    limit = limit_at(level, points)
    found = {}
    for pk, ones in missed.items():
        kinds = Counter(one.kind for one in ones)
        sessions = counted(
            ones, called.get(classes.get(pk, 0), {}), one_a_day=limit is None or limit.one_a_day,
            morning_periods=points.morning_periods, single_periods=points.single_periods,
        )  # fmt: skip
        found[pk] = Standing(
            with_leave=kinds["P"],
            without_leave=kinds["K"],
            late=kinds["M"],
            sessions=sessions,
            limit=limit.sessions if limit else None,
            is_beyond=is_beyond(sessions, limit),
        )
    return found


def sessions_missed(
    enrolments: Collection[int], level: str, points: RulePoints, *, last: date | None = None
) -> dict[int, int]:
    """Sessions that count for promotion, by enrolment: for the rooms that conclude a year."""
    return {pk: one.sessions for pk, one in standings(enrolments, level, points, last=last).items()}
