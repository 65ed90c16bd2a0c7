"""What the room publishes: how often each learner was away in the year so far, against how often the roll was called."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import Column, Facts, Kind, Watch
from khuevan.school.schoolyear.facts import (
    LEARNER_COLUMNS,
    LEARNER_FROM,
    LEARNER_IS,
    LEARNER_RAN,
    LEARNER_WATCHES,
)

_CALLS: Final = "count(*)::int as calls, min(r.on) as first"
_CELLS: Final = """count(*) filter (where b.kind = 'P')::int as with_leave,
            count(*) filter (where b.kind = 'K')::int as without_leave, count(*) filter (where b.kind = 'M')::int as late,
            count(distinct b.on) filter (where b.kind in ('P', 'K'))::int as days"""


def _learners(joined: str) -> str:
    return f"""
    select w.*, greatest(w.called - w.away, 0) as attended, w.called > 0 as is_called, w.away > 0 as was_away
    from (
        select e.id, {LEARNER_IS},
           coalesce(b.with_leave, 0) as with_leave, coalesce(b.without_leave, 0) as without_leave,
           coalesce(b.late, 0) as late, coalesce(b.with_leave + b.without_leave, 0) as away,
           coalesce(b.days, 0) as days_away,
           case when e.enrolled_on <= r.first then r.calls when r.calls is null then 0
                else (select count(*)::int from attendance_rollcall s where s.class_group_id = e.class_group_id
                      and s.on between e.enrolled_on and %(on)s) end as called
        {LEARNER_FROM}
        {joined}
        where {LEARNER_RAN}
    ) w
    """  # noqa: S608 - constant parts only


ATTENDANCE: Final = Facts(
    "attendance.learner",
    _("Chuyên cần của học sinh"),
    _learners(f"""left join lateral (
            select {_CALLS} from attendance_rollcall r
            where r.class_group_id = e.class_group_id and r.on <= %(on)s having count(*) > 0) r on true
        left join lateral (
            select {_CELLS} from attendance_absence b where b.enrolment_id = e.id and b.on <= %(on)s) b on true"""),  # noqa: S608
    (
        *LEARNER_COLUMNS,
        Column("with_leave", Kind.WHOLE, _("số lần vắng có phép")),
        Column("without_leave", Kind.WHOLE, _("số lần vắng không phép")),
        Column("late", Kind.WHOLE, _("số lần đi muộn")),
        Column("away", Kind.WHOLE, _("số lần vắng")),
        Column("days_away", Kind.WHOLE, _("số ngày có vắng")),
        Column("called", Kind.WHOLE, _("số lần điểm danh")),
        Column("attended", Kind.WHOLE, _("số lần có mặt")),
        Column("is_called", Kind.YES, _("đã được điểm danh")),
        Column("was_away", Kind.YES, _("có vắng")),
    ),
    watches=(
        *LEARNER_WATCHES,
        Watch("attendance_absence", via="enrolment_id"),
        Watch("attendance_rollcall", column="class_id", via="class_group_id"),
    ),
    record_table="schoolyear_enrolment",
    whole=_learners(f"""left join (
            select r.class_group_id, {_CALLS} from attendance_rollcall r where r.on <= %(on)s group by r.class_group_id
        ) r on r.class_group_id = e.class_group_id
        left join (
            select b.enrolment_id, {_CELLS} from attendance_absence b where b.on <= %(on)s group by b.enrolment_id
        ) b on b.enrolment_id = e.id"""),  # noqa: S608
)
"""One learner whose enrolment ran on the day, with the cells of the roll from the year's beginning until then.

called: how often the roll of the present class was called since the learner came; a cell is a session or a period, as the
class calls. Who was in another class of the school before is counted against the calls of the present one."""
