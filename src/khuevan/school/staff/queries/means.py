"""Teachers counted: by school and level, and with what they can teach online (the programme's report asks for it)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count

from khuevan.kernel.access import Actor, scope

from ..choices import AT_WORK, StaffGroup
from ..models import StaffMember
from ..permissions import VIEW_STAFF


@dataclass(frozen=True)
class TeachersMeans:
    """Teachers at work: how many, with a computer (desktop, tablet or laptop), with a line at home, not asked yet."""

    teachers: int
    with_computer: int
    with_line: int
    unknown: int

    @property
    def computer_share(self) -> float | None:
        return self.with_computer / self.teachers if self.teachers else None

    @property
    def line_share(self) -> float | None:
        return self.with_line / self.teachers if self.teachers else None


_COUNT = """
select count(*), count(*) filter (where computers && array['desktop', 'laptop', 'tablet']::varchar[]),
       count(*) filter (where internet in ('fixed', 'mobile')),
       count(*) filter (where internet = '' and computers = '{}')
from staff_staffmember
where "group" = 'teacher' and status in ('1', '2', '5') and school_id <@ %s::int4multirange
"""


def teachers_means(actor: Actor) -> TeachersMeans:
    """Within the schools whose staff the actor may see."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [scope(actor, VIEW_STAFF).sql()])
        row = cursor.fetchone()
    return TeachersMeans(*(row or (0, 0, 0, 0)))


def teacher_counts(schools: Collection[int] | None = None) -> dict[int, Mapping[str, int]]:
    """School id -> level taught ("" where it is not recorded) -> teachers at work now (None: of all that may be seen)."""
    rows = StaffMember.objects.filter(group=StaffGroup.TEACHER, status__in=sorted(AT_WORK))
    if schools is not None:
        rows = rows.filter(school_id__in=list(schools))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for school_id, level, number in rows.order_by().values_list("school_id", "level").annotate(Count("id")):
        found[school_id][level] = number
    return dict(found)
