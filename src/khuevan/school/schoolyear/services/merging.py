"""Enrolments of a child who stood in the register twice.

Those of different years simply come together; of two in one year a person decides which is right, and the other is set
aside or ended, never deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.register.organisations import queries as organisations
from khuevan.register.people.services import MERGE_ID, Merging, Part, Row, Step, rows_of, tie
from khuevan.school.learners.services import learner_of

from ..choices import EnrolmentStatus
from ..rules import season_of, status_of_departure, usual_terms

TABLE = "schoolyear_enrolment"


@dataclass
class _Desk:
    """What the decision is made with, and what it leads to. `present`: enrolments that go on, of the survivor."""

    merging: Merging
    learner: int
    years: dict[int, Row]
    schools: dict[int, str]
    classes: dict[int, str]
    part: Part = field(default_factory=Part)
    present: list[Row] = field(default_factory=list)
    left: list[tuple[Row, str]] = field(default_factory=list)


def settle_enrolments(merging: Merging, gone: Sequence[Row], kept: Sequence[Row]) -> Part:
    gone = [row for row in gone if row["set_aside_by"] is None]
    kept = [row for row in kept if row["set_aside_by"] is None]
    learners = learner_of({"kept": merging.kept["id"], "gone": merging.gone["id"]})
    if not gone or not learners:
        return Part()
    every = [*gone, *kept]
    desk = _Desk(
        merging,
        learners.get("kept", learners.get("gone", 0)),
        {row["id"]: row for row in rows_of("schoolyear_schoolyear", "id", {r["school_year_id"] for r in every})},
        organisations.names(row["school_id"] for row in every),
        {row["id"]: row["name"] for row in
         rows_of("schoolyear_classgroup", "id", {r["class_group_id"] for r in every if r["class_group_id"]})},
    )  # fmt: skip
    replaced: set[int] = set()
    for row in gone:
        rivals = [other for other in kept if _conflict(row, other)]
        if not rivals:
            _move(desk, row)
        else:
            replaced |= _decide(desk, row, rivals)
    desk.present += [row for row in kept if row["left_on"] is None and row["id"] not in replaced]
    _settle_school(desk, learners)
    return desk.part


def _conflict(one: Row, other: Row) -> bool:
    if one["school_year_id"] != other["school_year_id"] or EnrolmentStatus.MISTAKEN in (
        one["status"],
        other["status"],
    ):
        return False
    return bool(
        one["school_id"] == other["school_id"] or (one["left_on"] is None and other["left_on"] is None)
    )


def _decide(desk: _Desk, theirs: Row, rivals: Sequence[Row]) -> set[int]:
    """The ids of the survivor's own enrolments that give way."""
    ours = rivals[0]
    words = {
        "year": desk.years[theirs["school_year_id"]]["code"], "ours": _said(desk, ours), "theirs": _said(desk, theirs)
    }  # fmt: skip
    options = [
        ("kept", _("Đúng là ghi danh của hồ sơ giữ lại: %(ours)s; ghi danh kia là ghi trùng") % words),
        ("gone", _("Đúng là ghi danh của hồ sơ gộp vào: %(theirs)s; ghi danh kia là ghi trùng") % words),
    ]
    if len(rivals) == 1 and theirs["school_id"] != ours["school_id"]:
        if ours["enrolled_on"] > theirs["enrolled_on"]:
            options.append(("came", _("Đã học ở %(theirs)s, rồi chuyển đến %(ours)s") % words))
        elif theirs["enrolled_on"] > ours["enrolled_on"]:
            options.append(("went", _("Đã học ở %(ours)s, rồi chuyển đến %(theirs)s") % words))
    text = _("Năm học %(year)s có hai ghi danh. Ghi danh nào đúng?") % words
    answer = desk.merging.ask(desk.part, f"enrolment.{theirs['id']}", text, options)
    if answer == "gone":
        for row in rivals:
            _set_aside(desk, row)
        _move(desk, theirs)
    elif answer == "kept":
        _set_aside(desk, theirs)
    elif answer == "came":
        _end(desk, theirs, ours["enrolled_on"])
        _move(desk, theirs, is_present=False)
    elif answer == "went":
        _end(desk, ours, theirs["enrolled_on"])
        _move(desk, theirs)
    return {row["id"] for row in rivals} if answer in ("gone", "went") else set()


def _move(desk: _Desk, row: Row, *, is_present: bool = True) -> None:
    """Who is at the school now is called there as the survivor is; who left stays as the school registered them."""
    values: dict[str, Any] = {"person_id": desk.merging.kept["id"], "learner_id": desk.learner}
    if row["left_on"] is None and is_present:
        values |= {name: desk.merging.kept[name]
                   for name in ("full_name", "birth_date", "sex", "search", "sort_key")}  # fmt: skip
        desk.present.append(row)
    desk.part.steps.append(Step(TABLE, row["id"], values, _("Ghi danh %(what)s: chuyển sang hồ sơ giữ lại")
                                % {"what": _said(desk, row)}))  # fmt: skip


def _set_aside(desk: _Desk, row: Row) -> None:
    said = _("Ghi danh %(what)s: ghi trùng, được cất giữ, không tính ở đâu nữa") % {"what": _said(desk, row)}
    desk.part.steps.append(Step(TABLE, row["id"], {"set_aside_by": MERGE_ID}, said))
    if row["left_on"] is None:
        desk.left.append((row, desk.merging.on.isoformat()))


def _end(desk: _Desk, row: Row, on: str) -> None:
    year = desk.years[row["school_year_id"]]["code"]
    status = status_of_departure(season_of(date.fromisoformat(on), usual_terms(year)))
    said = _("Ghi danh %(what)s: chuyển đi từ ngày %(on)s") % {
        "what": _said(desk, row), "on": date.fromisoformat(on).strftime("%d/%m/%Y"),
    }  # fmt: skip
    desk.part.steps.append(Step(TABLE, row["id"], {"status": status, "status_on": on, "left_on": on}, said))
    for placed in rows_of("schoolyear_placement", "enrolment_id", [row["id"]]):
        if placed["valid_until"] is None:
            ends = on if on > placed["valid_from"] else desk.merging.last_day(placed["valid_from"])
            desk.part.steps.append(Step("schoolyear_placement", placed["id"], {"valid_until": ends}, said))
    desk.left.append((row, on))


def _settle_school(desk: _Desk, learners: dict[str, int]) -> None:
    """The learner is of the school of the latest enrolment that goes on; what the child was at the other one ends."""
    latest = max(desk.present, key=lambda row: desk.years[row["school_year_id"]]["code"], default=None)
    learner = rows_of("learners_learner", "id", [desk.learner])[0]
    if latest is not None and latest["school_id"] != learner["school_id"]:
        said = _("Người học thuộc %(school)s") % {"school": desk.schools.get(latest["school_id"], "")}
        desk.part.steps.append(
            Step("learners_learner", desk.learner, {"school_id": latest["school_id"]}, said)
        )
    stays = {row["school_id"] for row in desk.present}
    persons = [desk.merging.kept["id"], desk.merging.gone["id"]]
    for row, on in desk.left:
        if row["school_id"] in stays:
            continue
        for held in rows_of("people_affiliation", "person_id", persons):
            if (
                held["unit_id"] == row["school_id"]
                and held["kind"] == "learner"
                and held["valid_until"] is None
            ):
                ends = on if on > held["valid_from"] else desk.merging.last_day(held["valid_from"])
                said = _("Nơi học tập ở %(school)s kết thúc") % {
                    "school": desk.schools.get(row["school_id"], "")
                }
                desk.part.steps.append(Step("people_affiliation", held["id"], {"valid_until": ends}, said))


def _said(desk: _Desk, row: Row) -> str:
    return _("%(school)s, lớp %(class_name)s, từ %(on)s") % {
        "school": desk.schools.get(row["school_id"], row["school_id"]),
        "class_name": desk.classes.get(row["class_group_id"], "–"),
        "on": date.fromisoformat(row["enrolled_on"]).strftime("%d/%m/%Y"),
    }


def declare() -> None:
    """Called once, when the application starts. After the learners' own tie, which says whose record stays."""
    tie(TABLE, "person_id", gettext_lazy("Ghi danh"), settle_enrolments, order=30)
    tie("schoolyear_classgroup", "homeroom_teacher_id", gettext_lazy("Chủ nhiệm lớp"), order=35)
