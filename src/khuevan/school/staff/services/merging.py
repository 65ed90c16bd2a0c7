"""Staff records of a person who stood in the register twice come together.

Of two at one school a person decides which is right: it stays, what stands in the file of the other is tied to it, and
the other is set aside, never deleted. Taking the merge back gives each its own again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.register.organisations import queries as organisations
from khuevan.register.people.services import MERGE_ID, Merging, Part, Row, Step, rows_of, tie

from ..choices import Position, StaffStatus

TABLE: Final = "staff_staffmember"
PICTURE: Final = ("full_name", "given", "birth_date", "sex", "sort_key")
PAPERS: Final = (
    "contract", "salarystep", "qualification", "languagecertificate", "training", "reward", "discipline", "assessment",
    "duty",
)  # fmt: skip
FOREVER: Final = "9999-12-31"
STAYS_ITS_OWN: Final = frozenset(
    {"id", "version", "person_id", "school_id", "left_on", "left_why", "leave", "leave_until", "status", "status_on",
     "search", "set_aside_by", *PICTURE}
)  # fmt: skip
"""Columns of a member that are never filled from the other record."""


def settle_members(merging: Merging, gone: Sequence[Row], kept: Sequence[Row]) -> Part:
    part = Part()
    here = {row["school_id"]: row for row in kept if row["set_aside_by"] is None}
    schools = organisations.names(here)
    for row in gone:
        if row["set_aside_by"] is not None:
            continue
        ours = here.get(row["school_id"])
        if ours is None:
            part.steps.append(_moved(merging, row))
        else:
            _decide(merging, part, ours, row, schools.get(row["school_id"], ""))
    return part


def _decide(merging: Merging, part: Part, ours: Row, theirs: Row, school: str) -> None:
    options = [
        ("kept", _("Giữ hồ sơ nhân sự của hồ sơ giữ lại: %(what)s") % {"what": _said(ours)}),
        ("gone", _("Giữ hồ sơ nhân sự của hồ sơ gộp vào: %(what)s") % {"what": _said(theirs)}),
    ]
    text = _(
        "Ở %(school)s có hai hồ sơ nhân sự. Giữ hồ sơ nào? Giấy tờ, phân công của hồ sơ kia gắn vào hồ sơ được giữ."
    )
    answer = merging.ask(part, f"staff.{theirs['id']}", text % {"school": school}, options)
    if not answer:
        return
    stays, aside = (ours, theirs) if answer == "kept" else (theirs, ours)
    said = _("Hồ sơ nhân sự %(what)s: trùng, được cất giữ, không tính ở đâu nữa") % {"what": _said(aside)}
    part.steps.append(Step(TABLE, aside["id"], {"set_aside_by": MERGE_ID}, said))
    if answer == "gone":
        part.steps.append(_moved(merging, stays))
    filled = {
        name: value
        for name, value in aside.items()
        if name not in STAYS_ITS_OWN and stays[name] in ("", None) and value not in ("", None)
    }
    if filled:
        said = _("Hồ sơ nhân sự được giữ: ô còn trống lấy từ hồ sơ trùng")
        part.steps.append(Step(TABLE, stays["id"], filled, said))
    _tie_postings(merging, part, stays, aside)
    _tie_lessons(merging, part, stays, aside)
    _tie_papers(merging, part, stays, aside)


def _tie_postings(merging: Merging, part: Part, stays: Row, aside: Row) -> None:
    """Decisions about the same days cannot both be in force: those of the record that is set aside are cancelled ones."""
    live = [row for row in rows_of("staff_posting", "staff_id", [stays["id"]]) if row["cancelled_at"] is None]
    for row in rows_of("staff_posting", "staff_id", [aside["id"]]):
        values: dict[str, Any] = {"staff_id": stays["id"]}
        said = _("Quá trình công tác: gắn vào hồ sơ được giữ")
        if row["cancelled_at"] is None and any(_meet(row, other) for other in live):
            values["cancelled_at"] = f"{merging.on.isoformat()}T00:00:00+00:00"
            said = _("Quá trình công tác: trùng thời gian, gắn vào hồ sơ được giữ như quyết định đã hủy")
        part.steps.append(Step("staff_posting", row["id"], values, said))


def _tie_lessons(merging: Merging, part: Part, stays: Row, aside: Row) -> None:
    """A lesson that both were given is one lesson: the second entry of it ends."""
    taught = {
        _lesson(row)
        for row in rows_of("staff_teachingassignment", "staff_id", [stays["id"]])
        if _is_live(row)
    }
    for row in rows_of("staff_teachingassignment", "staff_id", [aside["id"]]):
        values: dict[str, Any] = {"staff_id": stays["id"]}
        if _is_live(row) and _lesson(row) in taught:
            values["ended_on"] = max(merging.on.isoformat(), row["assigned_on"])
        said = _("Phân công giảng dạy: gắn vào hồ sơ được giữ")
        part.steps.append(Step("staff_teachingassignment", row["id"], values, said))


def _tie_papers(merging: Merging, part: Part, stays: Row, aside: Row) -> None:
    judged = {
        (row["kind"], row["year"])
        for row in rows_of("staff_assessment", "staff_id", [stays["id"]])
        if row["cancelled_on"] is None
    }
    for name in PAPERS:
        for row in rows_of(f"staff_{name}", "staff_id", [aside["id"]]):
            values: dict[str, Any] = {"staff_id": stays["id"]}
            twice = name == "assessment" and (row["kind"], row["year"]) in judged
            if twice and row["cancelled_on"] is None:
                values["cancelled_on"] = merging.on.isoformat()
            said = _("Giấy tờ trong hồ sơ: gắn vào hồ sơ được giữ")
            part.steps.append(Step(f"staff_{name}", row["id"], values, said))


def _moved(merging: Merging, row: Row) -> Step:
    """Of the survivor, and called as the survivor is."""
    values = {"person_id": merging.kept["id"], **{name: merging.kept[name] for name in PICTURE}}
    return Step(TABLE, row["id"], values, _("Hồ sơ nhân sự: chuyển sang hồ sơ giữ lại"))


def _said(row: Row) -> str:
    return _("%(position)s, %(status)s, vào trường %(on)s") % {
        "position": _label(Position, row["position"]),
        "status": _label(StaffStatus, row["status"]),
        "on": "/".join(reversed(row["joined_on"].split("-"))) if row["joined_on"] else "–",
    }


def _label(choices: Any, code: str) -> str:
    return str(dict(choices.choices).get(code, code))


def _meet(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(
        one["valid_from"] < (other["valid_until"] or FOREVER)
        and other["valid_from"] < (one["valid_until"] or FOREVER)
    )


def _is_live(row: Row) -> bool:
    return row["ended_on"] is None


def _lesson(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("class_group_id", "subject_id", "term", "part"))


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
    tie(TABLE, "person_id", gettext_lazy("Hồ sơ nhân sự"), settle_members, order=41)
    tie("staff_staffmove", "person_id", gettext_lazy("Thuyên chuyển"), settle_moves, order=42)
