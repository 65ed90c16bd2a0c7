"""What somebody holds at a school (lessons, homeroom classes, duties), and taking it from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from khuevan.kernel import access, database, events
from khuevan.register.accounts import services as accounts
from khuevan.school.schoolyear.events import ClassChanged

from ..events import HomeroomAssigned, TeachersAssigned
from ..models import Duty, StaffMember, TeachingAssignment
from ..queries.classes import ClassGroup, homerooms_of
from .papers import duty_label


@dataclass(frozen=True)
class Held:
    """In words, for a preview."""

    lessons: tuple[str, ...]
    homerooms: tuple[str, ...]
    duties: tuple[str, ...]


def live_duties(on: date) -> Q:
    """Duties that are held on the day."""
    return Q(cancelled_on__isnull=True, valid_from__lte=on) & (
        Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    )


def held_by(staff: StaffMember, on: date) -> Held:
    """Three queries."""
    lessons = (
        TeachingAssignment.objects.filter(staff=staff, ended_on__isnull=True, school_year__ends_on__gte=on)
        .order_by("subject__position", "class_group__sort_key")
        .values_list("subject__name", "class_group__name")
        .distinct()
    )
    return Held(
        lessons=tuple(f"{subject} {group}" for subject, group in lessons),
        homerooms=tuple(
            homerooms_of(staff.school_id, [staff.person_id])
            .filter(school_year__ends_on__gte=on)
            .values_list("name", flat=True)
        ),
        duties=tuple(
            duty_label(kind)
            for kind in Duty.objects.filter(live_duties(on), staff=staff).values_list("kind", flat=True)
        ),
    )


def free(staff: StaffMember, on: date) -> None:
    """Ends lessons, homeroom classes and duties from the day on. Inside the act that is the reason."""
    lessons = TeachingAssignment.objects.filter(
        staff=staff, ended_on__isnull=True, school_year__ends_on__gte=on
    )
    terms = set(lessons.values_list("school_year_id", "term"))
    lessons.update(ended_on=on, version=F("version") + 1)
    for year_id, term in sorted(terms):
        events.publish(TeachersAssigned(staff.school_id, year_id, term, (staff.pk,)))
    for group in homerooms_of(staff.school_id, [staff.person_id]).filter(school_year__ends_on__gte=on):
        ClassGroup.objects.filter(pk=group.pk).update(homeroom_teacher=None, version=F("version") + 1)
        events.publish(HomeroomAssigned(group.pk, staff.school_id, 0))
        events.publish(ClassChanged(group.pk, staff.school_id, ("homeroom_teacher",)))
    duties = Duty.objects.filter(staff=staff, cancelled_on__isnull=True).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    )
    duties.filter(valid_from__lt=on).update(valid_until=on, version=F("version") + 1)
    duties.filter(valid_from__gte=on).update(cancelled_on=on, version=F("version") + 1)


def rights_changed(person_ids: Iterable[int]) -> None:
    """Accounts of these people build their rights anew at the next request."""
    with database.acting(access.system()):
        accounts.actors_changed(person_ids=sorted(set(person_ids)))
