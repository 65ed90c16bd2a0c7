"""Decisions about people: what each refuses and changes; assignments; salaries; retirement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from khuevan.school.staff.choices import Position, PostingKind, StaffStatus
from khuevan.school.staff.rules import (
    ACTS,
    RANKS,
    ActFacts,
    ActRefused,
    AssignedLesson,
    ClassSubject,
    Decree,
    Wanted,
    arrival_refusals,
    coefficient_of,
    plan_act,
    retirement_day,
    warnings_of,
)  # fmt: skip
from khuevan.school.staff.rules.salary import TABLES, steps_of

DECREE = Decree(effective_on=date(2026, 12, 1), number="12/QĐ-UBND", body="UBND xã Di Linh")


def facts(**other) -> ActFacts:
    given = {
        "name": "Lê Thị Hoa", "status": "1", "position": "teacher", "posted_from": date(2020, 9, 1),
        "born": date(1980, 3, 5), "sex": "female", "lessons": ("Toán 6A1", "Toán 6A2"), "homerooms": ("6A1",),
    }  # fmt: skip
    return ActFacts(**{**given, **other})


@pytest.mark.parametrize(
    ("kind", "given", "decree", "wanted", "code"),
    [
        ("moved", {}, {"number": " "}, {}, "number_missing"),
        ("moved", {}, {"body": ""}, {}, "body_missing"),
        ("moved", {}, {"effective_on": date(2020, 9, 1)}, {}, "before_posting"),
        ("moved", {"status": "3"}, {}, {}, "wrong_status"),
        ("moved", {"status": "6"}, {}, {}, "wrong_status"),
        ("moved", {}, {}, {"to_itself": True, "to_school": "x"}, "same_school"),
        ("seconded_out", {"status": "7"}, {}, {"to_school": "x"}, "wrong_status"),
        ("seconded_out", {}, {}, {}, "school_missing"),
        ("seconded_out", {}, {}, {"to_school": "x", "until": date(2026, 12, 1)}, "until_before"),
        ("appointed", {}, {}, {"position": "teacher"}, "position_same"),
        ("appointed", {}, {}, {}, "position_missing"),
        ("leave", {}, {}, {}, "leave_missing"),
        ("leave", {"leave": "sick"}, {}, {"leave": "sick"}, "on_leave"),
        ("returned", {}, {}, {}, "not_away"),
        ("resigned", {}, {}, {"why": "  "}, "why_missing"),
        ("retiring", {"status": "5"}, {}, {}, "wrong_status"),
    ],
)
def test_refusals(kind: str, given: dict, decree: dict, wanted: dict, code: str) -> None:
    with pytest.raises(ActRefused) as refused:
        plan_act(kind, facts(**given), Decree(**{**vars(DECREE), **decree}), Wanted(**wanted))
    assert code in refused.value.codes
    assert all(str(reason) for reason in refused.value.reasons)


@pytest.mark.parametrize(
    ("kind", "given", "wanted", "status", "frees", "leaves"),
    [
        ("appointed", {}, {"position": "deputy"}, "1", False, False),
        ("leave", {}, {"leave": "maternity"}, "1", True, False),
        ("returned", {"leave": "maternity"}, {}, "1", False, False),
        ("returned", {"status": "7"}, {}, "1", False, False),
        ("seconded_out", {}, {"to_school": "Trường THCS Lê Lợi"}, "7", True, False),
        ("retiring", {}, {}, "5", False, False),
        ("moved", {}, {}, "3", True, True),
        ("reassigned", {}, {}, "4", True, True),
        ("retired", {"status": "5"}, {}, "6", True, True),
        ("resigned", {}, {"why": "nguyện vọng cá nhân"}, "8", True, True),
    ],
)
def test_plans(kind: str, given: dict, wanted: dict, status: str, frees: bool, leaves: bool) -> None:
    plan = plan_act(kind, facts(**given), DECREE, Wanted(**wanted))
    assert (plan.status, plan.frees, plan.leaves) == (status, frees, leaves)
    ended = [change.before for change in plan.changes if change.kind == "ends"]
    assert ended == (["Toán 6A1, Toán 6A2", "6A1"] if frees else [])


def test_every_departure_has_its_posting_and_status() -> None:
    assert set(ACTS) <= set(PostingKind.values)
    assert {act.to for act in ACTS.values()} <= {*StaffStatus.values, ""}


def test_retiring_before_the_age_is_asked_about() -> None:
    plan = plan_act("retired", facts(status="5"), DECREE, Wanted())
    assert [warning.code for warning in plan.warnings] == ["before_age"]
    old = plan_act("retired", facts(born=date(1965, 1, 1), status="5"), DECREE, Wanted())
    assert old.warnings == ()


@pytest.mark.parametrize(
    ("born", "sex", "day"),
    [
        (date(1966, 4, 10), "female", date(2021, 9, 1)),  # 55 years 4 months in 2021
        (date(1969, 10, 20), "female", date(2026, 11, 1)),  # 57 years in 2026
        (date(1965, 1, 31), "male", date(2026, 8, 1)),  # 61 years 6 months
        (date(1975, 6, 1), "female", date(2035, 7, 1)),  # 60
        (date(1970, 2, 2), "male", date(2032, 3, 1)),  # 62
        (date(1995, 12, 12), "female", date(2056, 1, 1)),
    ],
)
def test_retirement_days(born: date, sex: str, day: date) -> None:
    assert retirement_day(born, sex) == day


def test_no_retirement_day_without_birth_or_sex() -> None:
    assert retirement_day(None, "male") is None
    assert retirement_day(date(1970, 1, 1), "") is None


@pytest.mark.parametrize(
    ("rank", "step", "coefficient"),
    [
        ("V.07.05.15", 1, "2.34"),
        ("V.07.05.15", 4, "3.33"),
        ("V.07.03.28", 1, "4.00"),
        ("V.07.02.26", 10, "4.89"),
        ("06.032", 2, "2.41"),
    ],
)
def test_coefficients(rank: str, step: int, coefficient: str) -> None:
    assert coefficient_of(rank, step) == Decimal(coefficient)


def test_coefficients_that_do_not_exist() -> None:
    assert coefficient_of("V.07.05.15", 10) is None
    assert coefficient_of("V.07.05.15", 0) is None
    assert coefficient_of("no", 1) is None
    assert steps_of("no") == 0
    assert {rank.group for rank in RANKS.values()} <= set(TABLES)


def test_arrivals() -> None:
    assert arrival_refusals(DECREE, born=date(1990, 1, 1), position="teacher") == []
    codes = [
        one.code
        for one in arrival_refusals(Decree(effective_on=date(2026, 1, 1)), born=date(2015, 1, 1), position="")
    ]
    assert codes == ["number_missing", "body_missing", "position_missing", "too_young"]


CELL = ClassSubject(1, "6A1", "TOAN", "Toán", Decimal(4))


def lesson(staff=1, periods="4", part="", teaches=("TOAN",), **other) -> AssignedLesson:
    return AssignedLesson(
        1, "TOAN", staff, f"GV {staff}", Decimal(periods), part, frozenset(teaches), **other
    )


@pytest.mark.parametrize(
    ("lessons", "codes"),
    [
        ([], []),
        ([lesson()], []),
        ([lesson(), lesson(2)], ["two_teachers", "periods_differ"]),
        ([lesson(periods="2", part="Số học"), lesson(2, "2", part="Hình học")], []),
        ([lesson(teaches=("VAN",))], ["not_their_subject"]),
        ([lesson(teaches=(), is_primary_class_teacher=True)], []),
        ([lesson(periods="3")], ["periods_differ"]),
    ],
)
def test_warnings_of_a_cell(lessons: list[AssignedLesson], codes: list[str]) -> None:
    found = warnings_of([CELL], lessons)
    assert [one.sentence.code for one in found] == codes
    assert all("%(" not in str(one.sentence) for one in found)


def test_positions_have_groups() -> None:
    from khuevan.school.staff.choices import GROUP_OF_POSITION

    assert set(GROUP_OF_POSITION) == set(Position.values)
