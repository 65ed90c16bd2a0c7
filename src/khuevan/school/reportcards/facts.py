"""What the room publishes: how far the card of each learner is."""

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

from .choices import OPEN

_OPEN: Final = ", ".join(f"'{one.value}'" for one in OPEN)

CARDS: Final = Facts(
    "reportcards.card",
    _("Học bạ của năm học"),
    f"""
    select e.id, {LEARNER_IS}, k.id as card_id, coalesce(k.state, 'none') as state, k.id is not null as is_made,
           coalesce(k.state in ({_OPEN}), false) as is_open, coalesce(k.state = 'issued', false) as is_issued
    {LEARNER_FROM}
    left join reportcards_card k on k.enrolment_id = e.id and k.state <> 'cancelled'
    where {LEARNER_RAN} and e.level <> 'preschool'
    """,  # noqa: S608 - constant parts only
    (
        *LEARNER_COLUMNS,
        Column("card_id", Kind.WHOLE),
        Column("state", Kind.TEXT, _("tình trạng học bạ")),
        Column("is_made", Kind.YES, _("đã lập học bạ")),
        Column("is_open", Kind.YES, _("đang chờ ký, chờ đóng dấu")),
        Column("is_issued", Kind.YES, _("đã phát hành")),
    ),
    watches=(*LEARNER_WATCHES, Watch("reportcards_card", via="enrolment_id")),
    record_table="schoolyear_enrolment",
    joined_whole=True,
)
"""One learner, preschools left out, whose enrolment ran on the day, with the card of that year as it is now; `none` where
there is none, a cancelled one left aside."""
