"""The ties of this room itself: places of study and work, guardianships, former names, earlier merges."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .ties import Merging, Part, Row, Step, tie

ALWAYS = "9999-12-31"


def settle_affiliations(merging: Merging, gone: Sequence[Row], kept: Sequence[Row]) -> Part:
    """Moved, unless the survivor is the same there in the same days: then the survivor's period covers both."""
    part = Part()
    for row in gone:
        same = [
            k for k in kept if k["unit_id"] == row["unit_id"] and k["kind"] == row["kind"] and _meet(k, row)
        ]
        if not same:
            part.steps.append(
                _moved(row, "person_id", merging, _("Nơi học tập, công tác: chuyển sang hồ sơ giữ lại"))
            )
            continue
        if len(same) == 1:
            wider = _wider(same[0], row)
            if wider and not any(_meet({**same[0], **wider}, k) for k in kept if k is not same[0]
                                 and k["unit_id"] == row["unit_id"] and k["kind"] == row["kind"]):  # fmt: skip
                said = _("Nơi học tập, công tác: thời gian của hai hồ sơ được nối lại")
                part.steps.append(Step("people_affiliation", same[0]["id"], wider, said))
        if row["valid_until"] is None or row["valid_until"] > merging.on.isoformat():
            ends = {"valid_until": merging.last_day(row["valid_from"])}
            said = _("Nơi học tập, công tác: đã có ở hồ sơ giữ lại, kết thúc ở hồ sơ gộp vào")
            part.steps.append(Step("people_affiliation", row["id"], ends, said))
    return part


def settle_guardians(merging: Merging, gone: Sequence[Row], kept: Sequence[Row]) -> Part:
    return _settle_bonds(merging, gone, kept, mine="ward_id", others="guardian_id")


def settle_wards(merging: Merging, gone: Sequence[Row], kept: Sequence[Row]) -> Part:
    return _settle_bonds(merging, gone, kept, mine="guardian_id", others="ward_id")


def _settle_bonds(
    merging: Merging, gone: Sequence[Row], kept: Sequence[Row], *, mine: str, others: str
) -> Part:
    part = Part()
    open_ones = {row[others] for row in kept if row["valid_until"] is None}
    for row in gone:
        if row[others] == merging.kept["id"]:
            part.refusals.append(
                _("Hai hồ sơ là người giám hộ và người được giám hộ của nhau: không gộp được.")
            )
        elif row["valid_until"] is None and row[others] in open_ones:
            ends = {"valid_until": merging.last_day(row["valid_from"])}
            said = _("Cha mẹ, người giám hộ: đã có ở hồ sơ giữ lại, kết thúc ở hồ sơ gộp vào")
            part.steps.append(Step("people_guardianship", row["id"], ends, said))
        else:
            said = _("Cha mẹ, người giám hộ: chuyển sang hồ sơ giữ lại")
            part.steps.append(_moved(row, mine, merging, said, "people_guardianship"))
    return part


def _moved(row: Row, column: str, merging: Merging, said: str, table: str = "people_affiliation") -> Step:
    return Step(table, row["id"], {column: merging.kept["id"]}, said)


def _meet(one: Row, other: Row) -> bool:
    return bool(
        one["valid_from"] < (other["valid_until"] or ALWAYS)
        and other["valid_from"] < (one["valid_until"] or ALWAYS)
    )


def _wider(one: Row, other: Row) -> dict[str, str | None]:
    """What has to change of the one so that it covers both."""
    first = min(one["valid_from"], other["valid_from"])
    last = max(one["valid_until"] or ALWAYS, other["valid_until"] or ALWAYS)
    wider: dict[str, str | None] = {}
    if first != one["valid_from"]:
        wider["valid_from"] = first
    if last != (one["valid_until"] or ALWAYS):
        wider["valid_until"] = None if last == ALWAYS else last
    return wider


def declare() -> None:
    """Called once, when the application starts."""
    tie(
        "people_affiliation",
        "person_id",
        gettext_lazy("Nơi học tập, công tác"),
        settle_affiliations,
        order=10,
    )
    tie("people_guardianship", "ward_id", gettext_lazy("Cha mẹ, người giám hộ"), settle_guardians, order=11)
    tie("people_guardianship", "guardian_id", gettext_lazy("Con, người được giám hộ"), settle_wards, order=12)
    tie("people_formername", "person_id", gettext_lazy("Tên cũ"), order=13)
