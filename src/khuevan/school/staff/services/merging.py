"""Staff records of a person who stood in the register twice go to the record that stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.register.people.services import Merging, Part, Row, Step, tie


def settle_members(merging: Merging, gone: Sequence[Row], kept: Sequence[Row]) -> Part:
    """One person has one staff record at a school: two with acts and papers of their own are not joined here."""
    part = Part()
    here = {row["school_id"] for row in kept}
    for row in gone:
        if row["school_id"] in here:
            part.refusals.append(
                _(
                    "Cả hai hồ sơ có hồ sơ nhân sự tại cùng một trường; trường phải hủy quyết định ghi nhầm trước."
                )
            )
        said = _("Hồ sơ nhân sự: chuyển sang hồ sơ giữ lại")
        part.steps.append(Step("staff_staffmember", row["id"], {"person_id": merging.kept["id"]}, said))
    return part


def settle_moves(merging: Merging, gone: Sequence[Row], kept: Sequence[Row]) -> Part:
    part = Part()
    if any(row["state"] == "offered" for row in gone) and any(row["state"] == "offered" for row in kept):
        part.refusals.append(
            _("Cả hai hồ sơ đang có thuyên chuyển chưa trả lời; hãy kết thúc một việc rồi gộp.")
        )
    said = _("Thuyên chuyển: chuyển sang hồ sơ giữ lại")
    part.steps = [Step("staff_staffmove", row["id"], {"person_id": merging.kept["id"]}, said) for row in gone]
    return part


def declare() -> None:
    """Called once, when the application starts."""
    tie("staff_staffmember", "person_id", gettext_lazy("Hồ sơ nhân sự"), settle_members, order=41)
    tie("staff_staffmove", "person_id", gettext_lazy("Thuyên chuyển"), settle_moves, order=42)
