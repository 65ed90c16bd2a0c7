"""Grades, levels, and how old one is in them.

Luật Giáo dục 43/2019/QH14 Điều 28: primary from grade 1 to 5, lower secondary 6 to 9, upper secondary 10 to 12; a child
enters grade 1 at 6, grade 6 at 11, grade 10 at 15, counted by years. Age groups of preschools: the childcare and
education programme (nhà trẻ 3 to 36 months, mẫu giáo 3 to 6 years).
"""

from __future__ import annotations

from typing import Final

PRESCHOOL, PRIMARY, LOWER, UPPER, CONTINUING = (
    "preschool",
    "primary",
    "lower_secondary",
    "upper_secondary",
    "continuing",
)
_LAST: Final = {"18", "05", "09", "12"}
_ORDER: Final = (*(f"{number:02}" for number in range(13, 19)), *(f"{number:02}" for number in range(1, 13)))
_AGES: Final = {"13": 0, "14": 1, "15": 2, "16": 3, "17": 4, "18": 5}


def level_of_grade(grade: str) -> str:
    """The level that a grade belongs to, in schools; a centre of continuing education teaches 6 to 12 as its own."""
    if grade >= "13":
        return PRESCHOOL
    if grade <= "05":
        return PRIMARY
    return LOWER if grade <= "09" else UPPER


def is_last_grade(grade: str) -> bool:
    """Whether the level ends with this grade."""
    return grade in _LAST


def next_grade(grade: str) -> str | None:
    """The grade of the year after: after the last age group comes grade 1; after grade 12 nothing."""
    if grade == "18":
        return "01"
    return None if grade == "12" else f"{int(grade) + 1:02}"


def is_later_grade(grade: str, than: str) -> bool:
    """Whether a grade is reached after another: the age groups of preschools come before grade 1."""
    return _ORDER.index(grade) > _ORDER.index(than)


def grade_number(grade: str) -> int | None:
    """1 to 12; None for the age groups of preschools."""
    return int(grade) if grade <= "12" else None


def age_of_entry(grade: str) -> int:
    """The age, by years, at which one enters the grade without having repeated or skipped one."""
    return _AGES[grade] if grade >= "13" else int(grade) + 5
