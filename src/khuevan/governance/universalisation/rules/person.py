"""What a form may say of somebody: absurd ages, grades that no age fits, days that cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from ..choices import GONE, Study, StudyLevel
from .ages import OLDEST, Standing, age_in, standing_of

YOUNGEST_DONE: Final = {
    "preschool": 4, "primary": 9, "lower_secondary": 13, "upper_secondary": 16, "vocational": 16, "college": 18,
    "university": 19,
}  # fmt: skip
"""The age below which nobody has completed a level: a slip of the pen, not a prodigy."""
GRADES: Final = {
    StudyLevel.PRIMARY: range(1, 6), StudyLevel.LOWER_SECONDARY: range(6, 10), StudyLevel.UPPER_SECONDARY: range(10, 13),
    StudyLevel.CONTINUING: range(6, 13), StudyLevel.LITERACY: range(1, 6),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class MemberFacts:
    """What a form says of one person."""

    full_name: str
    birth_date: date
    sex: str
    relation: str = ""
    ethnicity: str = ""
    national_id: str = ""
    disability: str = ""
    cannot_learn: bool = False
    completed: str = ""
    last_grade: int | None = None
    study: str = ""
    study_level: str = ""
    study_grade: int | None = None
    study_place: str = ""
    literacy: str = ""
    presence: str = "here"
    presence_on: date | None = None
    note: str = ""


def problems(facts: MemberFacts, on: date) -> dict[str, str]:
    """Field -> sentence; nothing where all is well."""
    found: dict[str, str] = {}
    if not facts.full_name.strip():
        found["full_name"] = _("Chưa ghi họ và tên.")
    standing = standing_of(facts.birth_date, on)
    if standing is Standing.FUTURE:
        found["birth_date"] = _("Ngày sinh ở sau ngày hôm nay.")
    elif standing is Standing.TOO_OLD:
        found["birth_date"] = _("Ngày sinh cho thấy người này hơn %(years)s tuổi.") % {"years": OLDEST}
    else:
        found |= _learning(facts, age_in(facts.birth_date, on))
    if facts.cannot_learn and not facts.disability:
        found["disability"] = _("Ghi loại khuyết tật của người không có khả năng học tập.")
    return found | _presence(facts, on)


def _learning(facts: MemberFacts, age: int) -> dict[str, str]:
    found: dict[str, str] = {}
    if age < YOUNGEST_DONE.get(facts.completed, 0):
        found["completed"] = _("Người %(age)s tuổi chưa thể hoàn thành cấp này.") % {"age": age}
    for name in ("last_grade", "study_grade"):
        grade = getattr(facts, name)
        if grade is not None and not 1 <= grade <= 12:
            found[name] = _("Lớp từ 1 đến 12.")
        elif grade is not None and grade > age - 4:
            found[name] = _("Người %(age)s tuổi không thể ở lớp này.") % {"age": age}
    if facts.study == Study.STUDYING:
        if not facts.study_level:
            found["study_level"] = _("Ghi cấp đang học.")
        else:
            grades = GRADES.get(StudyLevel(facts.study_level))
            if facts.study_grade is not None and (grades is None or facts.study_grade not in grades):
                found.setdefault("study_grade", _("Lớp này không thuộc cấp đang học."))
    elif facts.study_level or facts.study_grade is not None:
        found["study"] = _("Đã ghi cấp, lớp đang học thì việc học là «Đang học».")
    return found


def _presence(facts: MemberFacts, on: date) -> dict[str, str]:
    if facts.presence_on is None:
        if facts.presence in {one.value for one in GONE}:
            return {"presence_on": _("Ghi ngày chuyển đi hoặc ngày mất.")}
        return {}
    if facts.presence_on > on:
        return {"presence_on": _("Ngày này ở sau ngày hôm nay.")}
    if facts.presence_on < facts.birth_date:
        return {"presence_on": _("Ngày này ở trước ngày sinh.")}
    return {}
