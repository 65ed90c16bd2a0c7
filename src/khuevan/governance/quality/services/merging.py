"""What this room holds of a person who is merged: duties go along, the pair itself is done, others of it end."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.register.people.services import MERGE_ID, Merging, Part, Row, Step, tie

from ..choices import PairState

TABLE = "quality_pair"


def settle_pairs(merging: Merging, gone: Sequence[Row], kept: Sequence[Row]) -> Part:
    part = Part()
    both = {merging.kept["id"], merging.gone["id"]}
    for row in gone:
        if {row["low_id"], row["high_id"]} == both:
            said, state = _("Cặp hồ sơ nghi trùng: đã gộp"), PairState.MERGED
            part.steps.append(Step(TABLE, row["id"], {"state": state.value, "merge_id": MERGE_ID}, said))
        elif row["state"] in (PairState.WAITING, PairState.LATER):
            said = _("Cặp nghi trùng khác của hồ sơ gộp vào: hết hiệu lực, lần tìm sau xét lại")
            part.steps.append(Step(TABLE, row["id"], {"state": PairState.GONE.value}, said))
    return part


def declare() -> None:
    """Called once, when the application starts."""
    for column in ("low_id", "high_id"):
        tie(TABLE, column, gettext_lazy("Cặp hồ sơ nghi trùng"), settle_pairs, order=70)
    tie("quality_responsibility", "person_id", gettext_lazy("Phụ trách dữ liệu"), order=71)
    tie("quality_reminder", "person_id", gettext_lazy("Nhắc cập nhật dữ liệu"), order=72)
