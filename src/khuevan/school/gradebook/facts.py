"""What the room publishes: the results of terms and years as they were stored when the books were closed."""

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

RESULTS: Final = Facts(
    "gradebook.result",
    _("Kết quả học kỳ, cả năm"),
    f"""
    select r.id, {LEARNER_IS}, e.id as enrolment_id, r.term, r.learning, r.conduct, r.overall, r.next_step,
           r.title as award, r.missing, r.missing = 0 as is_whole, r.absences
    {LEARNER_FROM}
    join gradebook_termresult r on r.enrolment_id = e.id
    where {LEARNER_RAN}
    """,  # noqa: S608 - constant parts only
    (
        *LEARNER_COLUMNS,
        Column("enrolment_id", Kind.WHOLE),
        Column("term", Kind.WHOLE, _("kỳ")),
        Column("learning", Kind.WHOLE, _("kết quả học tập")),
        Column("conduct", Kind.WHOLE, _("kết quả rèn luyện")),
        Column("overall", Kind.TEXT, _("đánh giá kết quả giáo dục")),
        Column("next_step", Kind.TEXT, _("kết luận cuối năm")),
        Column("award", Kind.TEXT, _("danh hiệu")),
        Column("missing", Kind.WHOLE, _("số ô còn thiếu")),
        Column("is_whole", Kind.YES, _("đủ điểm, nhận xét")),
        Column("absences", Kind.WHOLE, _("số buổi nghỉ trong năm")),
    ),
    watches=(*LEARNER_WATCHES, Watch("gradebook_termresult", column="unit_id", via="school_id")),
    record_table="gradebook_termresult",
    joined_whole=True,
)
"""One stored result of a learner whose enrolment ran on the day: of the first term (1), the second (2), the year (0).

learning, conduct: 1 good to 4 not passed (TT 22/2021), unknown in primary schools; overall: of the year in primary
schools (TT 27/2020). What was not closed yet has no row."""
