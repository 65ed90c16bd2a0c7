"""Years, classes and enrolments for tests of this and higher rooms."""

from __future__ import annotations

from datetime import date
from typing import Any

from khuevan.kernel import access, database
from khuevan.kernel.text import search_text, sort_key
from khuevan.school.learners.models import Learner
from khuevan.school.learners.tests.builders import learner
from khuevan.school.schoolyear.models import ClassGroup, Enrolment, Placement, SchoolYear

ON = date(2026, 9, 7)


def year(code: str = "2026-2027") -> SchoolYear:
    """The year of this code; made if it is not there."""
    first = int(code[:4])
    with database.acting(access.system()):
        made, _ = SchoolYear.objects.get_or_create(
            code=code, defaults={"starts_on": date(first, 8, 1), "ends_on": date(first + 1, 7, 31)}
        )
    return made


def class_group(school_id: int, name: str = "3A", grade: str = "03", **other: Any) -> ClassGroup:
    level = other.pop(
        "level", "primary" if grade <= "05" else "lower_secondary" if grade <= "09" else "upper_secondary"
    )
    with database.acting(access.system()):
        return ClassGroup.objects.create(
            school_id=school_id,
            school_year=other.pop("school_year", None) or year(),
            code=other.pop("code", name),
            name=name,
            grade=grade,
            level=level,
            search=search_text(name),
            sort_key=sort_key(name),
            **other,
        )


def enrolment(
    school_id: int, full_name: str = "Nguyễn Thị Ánh", *, group: ClassGroup | None = None, **other: Any
) -> Enrolment:
    """A learner of the school in the year, placed in `group` if one is given."""
    who: Learner | None = other.pop("learner", None)
    facts = {name: other.pop(name) for name in ("born", "sex", "national_id") if name in other}
    who = who or learner(school_id, full_name, **facts)
    grade = other.pop("grade", group.grade if group else "03")
    with database.acting(access.system()):
        person = who.person
        made = Enrolment.objects.create(
            learner=who,
            person=person,
            school_id=school_id,
            school_year=other.pop("school_year", None) or (group.school_year if group else year()),
            class_group=group,
            grade=grade,
            level=other.pop("level", group.level if group else "primary"),
            enrolled_on=other.pop("enrolled_on", ON),
            status_on=other.pop("status_on", ON),
            full_name=person.full_name,
            birth_date=person.birth_date,
            sex=person.sex,
            search=person.search,
            sort_key=person.sort_key,
            **other,
        )
        if group is not None:
            Placement.objects.create(
                enrolment=made, school_id=school_id, class_group=group, valid_from=made.enrolled_on
            )
    return made
