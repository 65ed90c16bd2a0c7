"""How far the report cards of a year are."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Source, Trust
from khuevan.kernel.measures import Count, Group, Indicator, Rows, Split, is_one, share, words_of, yes
from khuevan.school.schoolyear.facts import LEARNER_SPLITS

from .choices import CardState
from .facts import CARDS

GROUP: Final = Group("cards", _("Học bạ số"), order=80)
OWN: Final = Source(_("tính từ học bạ đã lập"), trust=Trust.PLAIN)
STATE: Final = Split("state", _("Tình trạng học bạ"), {**dict(CardState.choices), "none": _("Chưa lập")})
SPLITS: Final = (STATE, *LEARNER_SPLITS)

Rows(
    CARDS, shown=("class_name", "grade", "state"),
    open=lambda row: reverse("reportcards:card", args=[row["card_id"]]) if row["card_id"]
    else reverse("schoolyear:enrolment_detail", kwargs={"pk": row["id"]}),
    words=words_of(*SPLITS),
)  # fmt: skip


def _figure(word: str, measure: Any, label: Any, unit: Any, **more: Any) -> None:
    Indicator(
        f"reportcards.card:{word}", GROUP, measure, label=label, unit=unit,
        **{"source": OWN, "splits": LEARNER_SPLITS, **more},
    )  # fmt: skip


_figure("owed", Count(CARDS), _("Số học sinh phải có học bạ"), _("học sinh"), splits=SPLITS)
_figure("made", Count(CARDS, yes("is_made")), _("Số học bạ đã lập"), _("học bạ"), splits=SPLITS)
_figure("issued", Count(CARDS, yes("is_issued")), _("Số học bạ đã phát hành"), _("học bạ"))
_figure(
    "open", Count(CARDS, yes("is_open")), _("Số học bạ đang chờ ký, chờ đóng dấu"), _("học bạ"), splits=SPLITS
)
_figure("recalled", Count(CARDS, is_one("state", "recalled")), _("Số học bạ đã thu hồi"), _("học bạ"))
_figure("made_share", share(CARDS, yes("is_made")), _("Tỉ lệ học sinh đã có học bạ số"), "%", decimals=1)
_figure(
    "issued_share",
    share(CARDS, yes("is_issued")),
    _("Tỉ lệ học sinh đã được phát hành học bạ số"),
    "%",
    decimals=1,
)
_figure(
    "issued_of_made", share(CARDS, yes("is_issued"), yes("is_made")), _("Tỉ lệ học bạ đã phát hành trong số đã lập"),
    "%", decimals=1,
)  # fmt: skip
