"""Who answers for a class's year with a signature: teachers of its subjects, homeroom teacher, head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ..choices import AT_WORK, Position
from ..models import StaffMember, TeachingAssignment


@dataclass(frozen=True)
class Signer:
    """code: as the school numbers its staff, "" where it does not."""

    person_id: int
    name: str
    code: str
    title: str = ""


@dataclass(frozen=True)
class ClassSigners:
    """subjects: by subject; who teaches it in the second term comes before who taught it in the first. Where several
    share a subject the first of them answers for it."""

    subjects: Mapping[int, Signer]
    homeroom: Signer | None
    head: Signer | None


def signers_of_class(group: Any) -> ClassSigners:
    """Two statements."""
    lessons = TeachingAssignment.objects.filter(class_group_id=group.pk, ended_on__isnull=True)
    subjects: dict[int, Signer] = {}
    for lesson in lessons.select_related("staff").order_by("-term", "part", "id"):
        who = lesson.staff
        subjects.setdefault(lesson.subject_id, Signer(who.person_id, who.full_name, who.code))
    homeroom = head = None
    wanted = Q(position=Position.HEAD, status__in=AT_WORK) | Q(person_id=group.homeroom_teacher_id or 0)
    rows = StaffMember.objects.filter(wanted, school_id=group.school_id, set_aside_by__isnull=True)
    for row in rows.order_by("id"):
        signer = Signer(row.person_id, row.full_name, row.code, str(row.get_position_display()))
        if row.person_id == group.homeroom_teacher_id:
            homeroom = signer
        if row.position == Position.HEAD and row.status in AT_WORK:
            head = head or signer
    return ClassSigners(subjects, homeroom, head)
