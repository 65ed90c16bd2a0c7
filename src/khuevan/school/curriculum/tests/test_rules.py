"""Grades and the choice of electives, case by case."""

from __future__ import annotations

import pytest

from khuevan.school.curriculum.rules import (
    ElectiveFacts,
    age_of_entry,
    elective_problems,
    grade_number,
    is_last_grade,
    level_of_grade,
    next_grade,
)

FACTS = ElectiveFacts(
    offered=frozenset({"DL", "KTPL", "VL", "HH", "SH", "CN", "TH", "AN", "MT"}),
    with_topics=frozenset({"NV", "TOAN", "LS", "VL", "HH", "SH", "DL"}),
)


@pytest.mark.parametrize(
    ("grade", "level", "after", "last", "age", "number"),
    [
        ("13", "preschool", "14", False, 0, None),
        ("17", "preschool", "18", False, 4, None),
        ("18", "preschool", "01", True, 5, None),
        ("01", "primary", "02", False, 6, 1),
        ("05", "primary", "06", True, 10, 5),
        ("06", "lower_secondary", "07", False, 11, 6),
        ("09", "lower_secondary", "10", True, 14, 9),
        ("10", "upper_secondary", "11", False, 15, 10),
        ("12", "upper_secondary", None, True, 17, 12),
    ],
)
def test_grades(grade: str, level: str, after: str | None, last: bool, age: int, number: int | None) -> None:
    assert level_of_grade(grade) == level
    assert next_grade(grade) == after
    assert is_last_grade(grade) is last
    assert age_of_entry(grade) == age
    assert grade_number(grade) == number


@pytest.mark.parametrize(
    ("chosen", "topics", "wrong"),
    [
        ("VL HH SH TH", "TOAN VL HH", set()),
        ("DL KTPL TH CN", "NV LS DL", set()),
        ("VL HH SH", "TOAN VL HH", {"subjects"}),
        ("VL HH SH TH CN", "TOAN VL HH", {"subjects"}),
        ("VL HH SH NV", "TOAN VL HH", {"subjects"}),
        ("VL HH SH TH", "TOAN VL", {"topics"}),
        ("VL HH SH TH", "TOAN VL AN", {"topics"}),
        ("", "", {"subjects", "topics"}),
    ],
)
def test_choice_of_electives(chosen: str, topics: str, wrong: set[str]) -> None:
    assert set(elective_problems(chosen.split(), topics.split(), FACTS)) == wrong
