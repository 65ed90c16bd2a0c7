"""Devices and lines of teachers: what the report of the programme on digital transformation asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from khuevan.kernel.access import Actor, scope

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
