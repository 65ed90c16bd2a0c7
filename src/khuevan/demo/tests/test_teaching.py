"""The demo's boards are near the norm, and last year's classes are those of the children who are there."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from khuevan.demo import past
from khuevan.demo.children import ClassPlan
from khuevan.demo.teaching import LEEWAY, Lessons, TaughtClass, board

ON = date(2026, 9, 5)
PRIMARY = [
    ("TV", 1, Decimal(7)), ("TOAN", 2, Decimal(5)), ("NN1", 3, Decimal(4)), ("DD", 4, Decimal(1)),
    ("GDTC", 5, Decimal(2)), ("NT", 6, Decimal(2)), ("HDTN", 7, Decimal(3)),
]  # fmt: skip
LOWER = [("NV", 1, Decimal(4)), ("TOAN", 2, Decimal(4)), ("NN1", 3, Decimal(3)), ("KHTN", 4, Decimal(4))]


def taught(level: str, grades: str, number: int) -> list[TaughtClass]:
    return [TaughtClass(place, place, grades, level, 100 + place) for place in range(1, number + 1)]


def test_homeroom_teachers_take_the_main_lessons_of_their_own_class() -> None:
    lessons = Lessons("2026-2027", {("primary", "03"): PRIMARY})
    rows = list(board(9, 5, taught("primary", "03", 6), range(101, 111), lessons, on=ON))
    assert {(row.class_group_id, row.subject_id) for row in rows} == {
        (one, n) for one in range(1, 7) for n in range(1, 8)
    }
    own = {row.staff_id for row in rows if row.class_group_id == 2 and row.subject_id in (1, 2, 4, 7)}
    assert own == {102}
    loads: Counter[int] = Counter()
    for row in rows:
        loads[row.staff_id] += int(row.periods)
    assert all(loads[head] <= 23 - 4 + LEEWAY for head in range(101, 107))
    assert all(loads[head] >= 16 for head in range(101, 107))


def test_subject_teachers_are_filled_one_after_the_other_and_nobody_is_given_too_much() -> None:
    lessons = Lessons("2026-2027", {("lower_secondary", "07"): LOWER})
    rows = list(board(9, 5, taught("lower_secondary", "07", 10), range(201, 213), lessons, on=ON))
    loads: Counter[int] = Counter()
    for row in rows:
        loads[row.staff_id] += int(row.periods)
    assert sum(loads.values()) == 150
    assert max(loads.values()) <= 19 + LEEWAY
    assert sorted(loads.values())[1] >= 16, "all but the last are near the norm"
    few = list(board(9, 5, taught("lower_secondary", "07", 10), range(201, 205), lessons, on=ON))
    assert 0 < len(few) < len(rows), "what nobody can take stays empty"


def test_last_year_s_classes_are_a_grade_lower_at_the_same_school() -> None:
    plans = [
        ClassPlan(number, 0, grade, "primary", name, 30, 0)
        for number, (grade, name) in enumerate((("01", "1A"), ("02", "2A"), ("02", "2B"), ("05", "5A")))
    ]
    rows, then = past.classes(plans, [77], ["68"], year=2025, year_id=4, first=11)
    assert [(row.id, row.school_id, row.grade, row.name) for row in rows] == [
        (11, 77, "01", "1A"), (12, 77, "01", "1B"), (13, 77, "04", "4A"),
    ]  # fmt: skip
    assert then == {1: 11, 2: 12, 3: 13}
    child = {"class": 3, "number": 8, "school": 0, "grade": "05", "level": "primary", "full_name": "Lê An",
             "female": True, "birth_date": date(2016, 1, 2), "position": 1}  # fmt: skip
    (row,) = past.enrolments(
        [child, {**child, "class": 0}], then, [77], year=2025, year_id=4, first=50, people=1000
    )
    assert (row.id, row.person_id, row.grade, row.class_group_id, row.outcome) == (
        50,
        1008,
        "04",
        13,
        "promoted",
    )
