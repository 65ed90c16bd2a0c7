"""Two learner records of one child: one stays at work, the other is set aside with all that it says; rewards and cases of
violence go to the one that stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.register.people.services import MERGE_ID, Merging, Part, Row, Step, rows_of, tie

from ..models import Standing

STANDING: Final = tuple(field.attname for field in Standing._meta.fields)
_BOOKKEEPING: Final = frozenset(
    {"id", "version", "person_id", "school_id", "search", "sort_key", "set_aside_by", *STANDING}
)
ROWS: Final = (
    ("learners_reward", gettext_lazy("Khen thưởng")),
    ("learners_violencecase", gettext_lazy("Vụ việc bạo lực học đường")),
)


def settle_learners(merging: Merging, gone: Sequence[Row], kept: Sequence[Row]) -> Part:
    part = Part()
    ours = next((row for row in kept if row["set_aside_by"] is None), None)
    for row in gone:
        if row["set_aside_by"] is not None:
            continue
        if ours is None:
            said = _("Hồ sơ người học chuyển sang người được giữ lại")
            part.steps.append(Step("learners_learner", row["id"], {"person_id": merging.kept["id"]}, said))
            continue
        _join(merging, part, ours, row)
    return part


def settle_corrections(merging: Merging, gone: Sequence[Row], kept: Sequence[Row]) -> Part:
    """Two open requests about the same field cannot come together: one must be answered before."""
    part = Part()
    learners = learner_of({"kept": merging.kept["id"], "gone": merging.gone["id"]})
    open_fields = {row["field"] for row in kept if row["state"] == "open"}
    for row in gone:
        if row["state"] == "open" and row["field"] in open_fields:
            part.refusals.append(
                _("Gia đình đang có hai đề nghị sửa cùng một mục; hãy trả lời một đề nghị rồi gộp.")
            )
        values = {"person_id": merging.kept["id"], "learner_id": learners.get("kept", row["learner_id"])}
        said = _("Đề nghị sửa thông tin: chuyển sang hồ sơ giữ lại")
        part.steps.append(Step("learners_correctionrequest", row["id"], values, said))
    return part


def _join(merging: Merging, part: Part, ours: Row, theirs: Row) -> None:
    said = _("Hồ sơ người học thứ hai được cất giữ, không còn trong danh sách nào")
    part.steps.append(Step("learners_learner", theirs["id"], {"set_aside_by": MERGE_ID}, said))
    differing = [name for name in _profile(ours) if _says(ours[name]) and _says(theirs[name])
                 and ours[name] != theirs[name]]  # fmt: skip
    taken = {name: theirs[name] for name in _profile(ours) if _says(theirs[name]) and not _says(ours[name])}
    if differing:
        labels = ", ".join(_label(name) for name in differing)
        text = _("Hai hồ sơ người học ghi khác nhau: %(fields)s. Giữ theo hồ sơ nào?") % {"fields": labels}
        options = [("kept", _("Hồ sơ giữ lại")), ("gone", _("Hồ sơ gộp vào"))]
        if merging.ask(part, "learner", text, options) == "gone":
            taken |= {name: theirs[name] for name in differing}
    if taken:
        said = _("Hồ sơ người học nhận: %(fields)s") % {"fields": ", ".join(_label(name) for name in taken)}
        part.steps.append(Step("learners_learner", ours["id"], taken, said[:300]))
    for table, label in ROWS:
        for row in rows_of(table, "learner_id", [theirs["id"]]):
            part.steps.append(Step(table, row["id"], {"learner_id": ours["id"]}, str(label)))


def learner_of(person_ids: Mapping[str, int]) -> dict[str, int]:
    """Which learner record will stand for the survivor: "kept" and "gone" -> id, as far as they have one."""
    rows = rows_of("learners_learner", "person_id", person_ids.values())
    by_person = {row["person_id"]: row["id"] for row in rows if row["set_aside_by"] is None}
    return {name: by_person[pk] for name, pk in person_ids.items() if pk in by_person}


def _profile(row: Row) -> list[str]:
    return [name for name in row if name not in _BOOKKEEPING]


def _says(value: Any) -> bool:
    """A no is not told from a question that was never asked: it is not taken over another value."""
    return value not in ("", None, False, [])


def _label(name: str) -> str:
    from ..facts import PROFILE

    field_name = name.removesuffix("_id")
    known = {kept.name: kept.field.label for kept in PROFILE}
    return str(known.get(field_name, field_name))


def declare() -> None:
    """Called once, when the application starts."""
    tie(
        "learners_correctionrequest",
        "person_id",
        gettext_lazy("Đề nghị sửa thông tin"),
        settle_corrections,
        order=25,
    )
    tie("learners_learner", "person_id", gettext_lazy("Hồ sơ người học"), settle_learners,
        derived=STANDING, order=20)  # fmt: skip
