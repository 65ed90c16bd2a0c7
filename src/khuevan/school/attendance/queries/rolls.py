"""A roll: a class, a day, a slot; who is in it, who is away; what is done already today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.school.schoolyear import queries as schoolyear
from khuevan.school.schoolyear.choices import EnrolmentStatus

from ..choices import AbsenceKind
from ..models import Absence, RollCall
from ..permissions import EVERY_CLASS, VIEW_ROLLS
from . import leave

ClassGroup: Any = Absence._meta.get_field("class_group").related_model
Enrolment: Any = Absence._meta.get_field("enrolment").related_model


@dataclass(frozen=True)
class Roll:
    """`call`: that it was called, None while nobody has."""

    group: Any
    on: date
    slot: str
    call: RollCall | None


@dataclass(frozen=True)
class RollRow:
    """One learner. kind: as it stands, or P by granted leave before anybody called; version 0 without a row."""

    enrolment_id: int
    number: int
    name: str
    birth_date: date | None
    kind: str
    version: int
    leave: str


@dataclass(frozen=True)
class ClassToday:
    """A class in a slot of a day: called or not, how many learn there, are away with and without leave, came late."""

    class_id: int
    name: str
    learners: int
    call: RollCall | None
    with_leave: int
    without_leave: int
    late: int
    is_own: bool


def visible_classes(actor: Actor) -> Any:
    """Every class where EVERY_CLASS is held, one's own elsewhere."""
    rows = ClassGroup.objects.within(access.scope(actor, VIEW_ROLLS))
    everywhere = access.scope(actor, EVERY_CLASS)
    if everywhere.covers(access.scope(actor, VIEW_ROLLS)):
        return rows
    own = Q(pk__in=schoolyear.own_classes(actor))
    return rows.filter(own | Q(school_id__in=everywhere.ids()) if everywhere else own)


def class_for(actor: Actor, class_id: int) -> Any:
    """The class, if the actor may see its rolls; None otherwise."""
    return visible_classes(actor).filter(pk=class_id).select_related("school", "school_year").first()


def members(group: Any, on: date) -> list[Any]:
    """Who is in the class on that day, in the order of names: as it is in the class now, without those who came later or
    had left by then."""
    rows = Enrolment.objects.filter(class_group_id=group.pk, set_aside_by__isnull=True, enrolled_on__lte=on)
    rows = rows.filter(Q(left_on__isnull=True) | Q(left_on__gt=on)).exclude(status=EnrolmentStatus.MISTAKEN)
    return list(rows.order_by("sort_key", "id"))


def roll_of(group: Any, on: date, slot: str) -> Roll:
    return Roll(group, on, slot, RollCall.objects.filter(class_group_id=group.pk, on=on, slot=slot).first())


def rows_of(roll: Roll) -> list[RollRow]:
    """Three statements."""
    people = members(roll.group, roll.on)
    kept = {
        row.enrolment_id: row
        for row in Absence.objects.filter(
            enrolment_id__in=[one.pk for one in people], on=roll.on, slot=roll.slot
        )
    }
    granted = leave.granted_on(roll.group.pk, roll.on)
    return [_row(number, one, kept.get(one.pk), granted.get(one.pk)) for number, one in enumerate(people, 1)]


def _row(number: int, one: Any, row: Absence | None, granted: Any) -> RollRow:
    expected = AbsenceKind.WITH_LEAVE if granted else ""
    return RollRow(
        enrolment_id=one.pk,
        number=number,
        name=one.full_name,
        birth_date=one.birth_date,
        kind=row.kind if row else str(expected),
        version=row.version if row else 0,
        leave=str(granted.get_reason_display()) if granted else "",
    )


def classes_today(actor: Actor, school_id: int, on: date, slot: str) -> list[ClassToday]:
    """Classes of the running year of one school, one's own first. Five statements, however many classes."""
    year = schoolyear.year_at(on)
    if year is None:
        return []
    groups: Sequence[Any] = list(
        visible_classes(actor)
        .filter(school_id=school_id, school_year_id=year.pk, closed_on__isnull=True)
        .order_by("grade", "sort_key", "id")
    )
    ids = [one.pk for one in groups]
    schoolyear.give_sizes(groups)
    calls = {
        one.class_group_id: one for one in RollCall.objects.filter(class_group_id__in=ids, on=on, slot=slot)
    }
    counted: dict[int, dict[str, int]] = {}
    rows = Absence.objects.filter(class_group_id__in=ids, on=on, slot=slot).exclude(kind="")
    for found in rows.order_by().values("class_group_id", "kind").annotate(many=Count("id")):
        counted.setdefault(found["class_group_id"], {})[found["kind"]] = found["many"]
    own = schoolyear.own_classes(actor)
    today = [
        ClassToday(
            class_id=one.pk,
            name=one.name,
            learners=one.size,
            call=calls.get(one.pk),
            with_leave=counted.get(one.pk, {}).get(AbsenceKind.WITH_LEAVE, 0),
            without_leave=counted.get(one.pk, {}).get(AbsenceKind.WITHOUT_LEAVE, 0),
            late=counted.get(one.pk, {}).get(AbsenceKind.LATE, 0),
            is_own=one.pk in own,
        )
        for one in groups
    ]
    return sorted(today, key=lambda one: not one.is_own)
