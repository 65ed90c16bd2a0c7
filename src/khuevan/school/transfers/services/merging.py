"""Transfers of a child who stood in the register twice go to the record that stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.register.people.services import Merging, Part, Row, Step, tie
from khuevan.school.learners.services import learner_of

from ..choices import OPEN

TABLE = "transfers_transfer"


def settle_transfers(merging: Merging, gone: Sequence[Row], kept: Sequence[Row]) -> Part:
    """Two that are open at once cannot be brought together: one must be answered or withdrawn before."""
    part = Part()
    learners = learner_of({"kept": merging.kept["id"], "gone": merging.gone["id"]})
    if any(row["state"] in OPEN for row in gone) and any(row["state"] in OPEN for row in kept):
        part.refusals.append(
            _("Cả hai hồ sơ đang có đề nghị chuyển trường chưa xong; hãy kết thúc một đề nghị rồi gộp.")
        )
    for row in gone:
        values = {"person_id": merging.kept["id"], "learner_id": learners.get("kept", row["learner_id"])}
        said = _("Chuyển trường %(from)s → %(to)s: chuyển sang hồ sơ giữ lại") % {
            "from": row["sending_name"], "to": row["receiving_name"],
        }  # fmt: skip
        part.steps.append(Step(TABLE, row["id"], values, said))
    return part


def declare() -> None:
    """Called once, when the application starts."""
    tie(TABLE, "person_id", gettext_lazy("Chuyển trường"), settle_transfers, order=40)
