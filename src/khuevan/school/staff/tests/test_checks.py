"""What the checks say of members and lessons: a table of cases, and the statements over rows that are really there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from khuevan.kernel import access, database, facts
from khuevan.kernel.checks import Setting, declared, judge
from khuevan.school.schoolyear.tests.builders import class_group

from ..facts import LESSONS, MEMBERS
from ..models import StaffMember
from ..rules.retiring import retirement_day
from .builders import ON, assignment, member, school, subject

WHOLE: dict[str, Any] = {
    "id": 1, "unit_id": 1, "title": "Lê Thị Hoa", "person_id": 1, "status": "1", "part": "teacher", "position": "teacher",
    "level": "primary", "sex": "female", "birth_date": date(1985, 3, 8), "joined_on": date(2010, 8, 1),
    "degree": "bachelor",
    "contract_form": "tenure", "is_at_work": True, "is_away": False, "leave_until": None, "has_subject": True,
    "has_code": True, "has_insurance": True, "has_rank": True, "has_means": True, "contract_in_force": True,
    "contract_until": None, "namesakes": 1, "insured": 1, "schools": 1, "name_differs": False, "birth_differs": False,
    "lessons": 3, "periods": 20.0, "is_assigned_school": True, "has_homeroom": False, "norm": 23.0,
}  # fmt: skip
CASES: tuple[tuple[dict[str, Any], set[str]], ...] = (
    ({}, set()),
    ({"birth_date": date(2008, 11, 26)}, {"too_young", "joined_early"}),
    ({"birth_date": date(2008, 11, 25), "joined_on": date(2026, 11, 1)}, set()),
    ({"birth_date": date(1969, 10, 20)}, set()),  # the pension begins on 1 November 2026: within the grace
    ({"birth_date": date(1969, 8, 20)}, {"past_retirement"}),
    ({"birth_date": date(1969, 8, 20), "status": "5"}, set()),
    ({"birth_date": date(1965, 8, 20), "sex": "male"}, set()),
    ({"birth_date": date(1965, 1, 20), "sex": "male"}, {"past_retirement"}),
    ({"degree": "college"}, {"degree"}),
    ({"degree": "college", "level": "preschool"}, set()),
    ({"degree": "intermediate", "level": "preschool"}, {"degree"}),
    ({"degree": "", "contract_form": "", "has_means": False}, {"no_degree", "no_contract_form", "no_means"}),
    ({"level": "", "has_subject": False}, {"no_level"}),
    ({"level": "lower_secondary", "has_subject": False}, {"no_subject"}),
    ({"joined_on": date(1999, 1, 1)}, {"joined_early"}),
    ({"name_differs": True, "birth_differs": True}, {"name_differs", "birth_differs"}),
    ({"periods": 34.5}, set()),
    ({"periods": 35.0}, {"overload"}),
    ({"periods": 35.0, "norm": None}, set()),
    ({"lessons": 0, "periods": None}, {"no_lessons"}),
    ({"lessons": 0, "periods": None, "has_homeroom": True}, set()),
    ({"lessons": 0, "periods": None, "is_assigned_school": False}, set()),
    ({"lessons": 0, "periods": None, "is_away": True, "leave_until": date(2026, 11, 24)}, {"leave_over"}),
    ({"namesakes": 2, "insured": 2, "schools": 2}, {"code_twice", "insurance_twice", "two_schools"}),
    ({"contract_in_force": False, "contract_until": date(2026, 8, 31)}, {"contract_expired"}),
    ({"contract_in_force": False}, set()),
)


def said(row: dict[str, Any], limits: dict[str, float] | None = None) -> set[str]:
    asked = [check for check in declared().values() if check.facts is MEMBERS]
    return {one.check.code.rpartition(":")[2] for one in judge(asked, [row], Setting(ON, limits or {}))}


@pytest.mark.parametrize(("changed", "wanted"), CASES)
def test_what_is_said_of_a_member(changed: dict[str, Any], wanted: set[str]) -> None:
    assert said({**WHOLE, **changed}) == wanted


def test_the_ages_are_data() -> None:
    born = {**WHOLE, "birth_date": date(1969, 8, 20)}
    assert (
        said(
            born,
            {
                "staff.member:past_retirement/female_first": 900,
                "staff.member:past_retirement/female_last": 900,
            },
        )
        == set()
    )


@pytest.mark.parametrize("sex", ["male", "female"])
def test_the_shipped_ages_are_those_of_the_rule(sex: str) -> None:
    """Whoever has reached the pension a grace ago is said to be past it, month by month."""
    births = [date(year, month, 15) for year in range(1962, 1972) for month in range(1, 13)]
    check = declared()["staff.member:past_retirement"]
    found = {
        one.row
        for one in judge([check], [{**WHOLE, "birth_date": born, "sex": sex} for born in births], Setting(ON))
    }
    for number, born in enumerate(births):
        reached = retirement_day(born, sex)
        assert reached is not None
        late = (ON.year - reached.year) * 12 + ON.month - reached.month
        if late >= 2:
            assert number in found, born
        if late < 0:
            assert number not in found, born


@pytest.mark.django_db
def test_the_statements_find_what_is_there() -> None:
    here, other = school(), school()
    group = class_group(here, "6A", "06")
    hoa = member(here, code="01", insurance_number="0123")
    duc = member(here, "Phan Văn Đức", code="01")
    member(other, "Lê Thị Hoa", insurance_number="0123")
    gone = member(here, "Đã Nghỉ", status="8")
    maths = subject()
    assignment(hoa, group, maths, "25")
    assignment(hoa, group, maths, "25", part="B")
    assignment(duc, group, maths, "2", term=2)
    with database.acting(access.system()):
        StaffMember.objects.filter(pk=duc.pk).update(leave="sick", leave_until=date(2026, 11, 1))
        rows = {row["id"]: row for row in facts.read(MEMBERS, on=ON).to_dicts()}
        lessons = facts.read(LESSONS, on=ON).to_dicts()
    assert gone.pk not in rows
    row = rows[hoa.pk]
    assert (row["lessons"], row["periods"], row["namesakes"], row["insured"]) == (2, 50.0, 2, 2)
    assert row["norm"] == 19.0
    assert {"overload", "code_twice", "insurance_twice"} <= said(row)
    assert "leave_over" in said(rows[duc.pk])
    assert {one["is_at_work"] for one in lessons if one["staff_id"] == duc.pk} == {False}
