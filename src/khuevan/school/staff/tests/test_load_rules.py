"""The load of a teacher, case by case: TT 05/2025/TT-BGDĐT Điều 3, 7 to 12; TT 04/2026/TT-BGDĐT."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from khuevan.school.staff.rules import (
    SHIPPED,
    LoadFacts,
    TakenDuty,
    fund_warnings,
    load_of,
    region_of,
    school_type_of,
)
from khuevan.school.staff.rules.norms import is_large

ON = date(2026, 9, 7)


def facts(
    level="lower_secondary", post="teacher", school_type="general", taught="0", duties=(), **other
) -> LoadFacts:
    return LoadFacts(post, school_type, level, Decimal(taught), tuple(duties), **other)


@pytest.mark.parametrize(
    ("school_type", "level", "post", "periods"),
    [
        ("general", "primary", "teacher", 23),  # Điều 7 khoản 3 a
        ("general", "lower_secondary", "teacher", 19),
        ("general", "upper_secondary", "teacher", 17),
        ("semi_boarding", "primary", "teacher", 21),  # b
        ("semi_boarding", "lower_secondary", "teacher", 17),
        ("boarding", "lower_secondary", "teacher", 17),
        ("boarding", "upper_secondary", "teacher", 15),
        ("special", "primary", "teacher", 21),  # c
        ("special", "upper_secondary", "teacher", 15),
        ("general", "primary", "head", 2),  # Điều 8 khoản 3
        ("general", "upper_secondary", "deputy", 4),
        ("continuing", "continuing", "teacher", 17),  # TT 04/2026 Điều 7
    ],
)
def test_norms_of_a_week(school_type: str, level: str, post: str, periods: int) -> None:
    norm = SHIPPED.norm(post, school_type, level, ON)
    assert norm is not None
    assert norm.periods == periods
    assert norm.trust in ("secondary", "unverified")


def test_preschools_have_no_norm_by_periods() -> None:
    load = load_of(facts("preschool", taught="30"), SHIPPED, ON)
    assert (load.norm, load.owed, load.over, load.warnings) == (None, None, None, ())


def test_a_norm_belongs_to_its_instrument_and_days() -> None:
    before, after = (
        SHIPPED.norm("teacher", "general", "primary", on) for on in (date(2025, 4, 21), date(2025, 4, 22))
    )
    assert before is not None
    assert before.instrument == "TT 28/2009/TT-BGDĐT"
    assert after is not None
    assert after.instrument == "TT 05/2025/TT-BGDĐT"
    assert SHIPPED.norm("teacher", "general", "primary", date(2000, 1, 1)) is None


@pytest.mark.parametrize(
    ("duties", "other", "owed"),
    [
        ([], {}, 19),
        (["homeroom"], {}, 15),  # Điều 9 khoản 1
        (["group_head"], {}, 16),  # khoản 3
        (["homeroom", "group_deputy"], {}, 14),
        (["party_secretary"], {"classes": 20}, 16),  # Điều 10 khoản 1: a smaller school
        (["party_secretary"], {"classes": 28}, 15),
        (["party_secretary"], {"classes": 20, "region": 1}, 15),
        (["probation"], {}, 17),  # Điều 12
        (["infant"], {}, 16),
        (["infant"], {"level": "primary"}, 19),
        (["homeroom", "homeroom", "homeroom", "homeroom", "homeroom", "homeroom"], {}, 0),
    ],
)
def test_what_is_owed_after_reductions(duties: list[str], other: dict, owed: int) -> None:
    load = load_of(facts(duties=[TakenDuty(code) for code in duties], **other), SHIPPED, ON)
    assert load.owed == owed
    assert load.owed_a_year == owed * 35


def test_heads_are_not_relieved_by_duties() -> None:
    load = load_of(facts(post="head", duties=[TakenDuty("party_secretary")], taught="2"), SHIPPED, ON)
    assert (load.owed, load.over) == (2, 0)
    assert load.reductions[0].why_not is not None
    assert load.reductions[0].why_not.code == "managers"


def test_a_paid_duty_does_not_relieve_unless_the_circular_says_so() -> None:
    paid = [TakenDuty("library", paid=True), TakenDuty("group_head", paid=True)]
    load = load_of(facts(duties=paid), SHIPPED, ON)
    assert [line.periods for line in load.reductions] == [0, 3]


def test_what_the_head_decides_is_entered_with_the_duty() -> None:
    unsaid = load_of(facts(duties=[TakenDuty("academic")]), SHIPPED, ON)
    assert (unsaid.owed, [w.code for w in unsaid.warnings]) == (19, ["periods_missing"])
    said = load_of(facts(duties=[TakenDuty("academic", Decimal(4))]), SHIPPED, ON)
    assert (said.owed, said.warnings) == (15, ())


@pytest.mark.parametrize(
    ("taught", "codes", "over"),
    [
        ("15", [], 0),
        ("15.5", [], "0.5"),
        ("24.5", [], "9.5"),  # 15 owed and half of 19 beyond
        ("25", ["overtime"], 10),
        ("4", [], -11),
    ],
)
def test_overtime_is_capped_at_half_the_norm(taught: str, codes: list[str], over: object) -> None:
    load = load_of(facts(taught=taught, duties=[TakenDuty("homeroom")]), SHIPPED, ON)
    assert [w.code for w in load.warnings] == codes
    assert load.over == Decimal(str(over))
    assert load.is_overloaded is bool(codes)


def test_more_than_two_duties_are_named() -> None:
    held = [TakenDuty(code) for code in ("homeroom", "group_head", "library", "infant")]
    load = load_of(facts(duties=held), SHIPPED, ON)
    assert [w.code for w in load.warnings] == ["too_many_duties"]
    assert "3" in str(load.warnings[0])


def test_an_unknown_duty_is_shown_and_counts_nothing() -> None:
    load = load_of(facts(duties=[TakenDuty("no_such")]), SHIPPED, ON)
    assert load.owed == 19
    assert load.reductions[0].why_not is not None


@pytest.mark.parametrize(
    ("classes", "region", "periods", "warned"),
    [(20, 2, 4, 0), (20, 2, 5, 1), (28, 2, 8, 0), (19, 1, 8, 0), (28, 2, 9, 1)],
)
def test_the_fund_of_a_school_for_counselling(classes: int, region: int, periods: int, warned: int) -> None:
    taken = [
        TakenDuty("counselling", Decimal(periods - 2)),
        TakenDuty("counselling", Decimal(2)),
        TakenDuty("homeroom"),
    ]
    assert len(fund_warnings(taken, SHIPPED, ON, classes=classes, region=region)) == warned


def test_kinds_areas_and_sizes() -> None:
    assert [school_type_of(kind) for kind in ("primary", "ethnic_boarding", "continuing")] == [
        "general",
        "boarding",
        "continuing",
    ]
    assert [region_of(area) for area in ("01", "02", "03", "04", "")] == [1, 3, 2, 1, 2]
    assert [is_large(number, region) for number, region in ((27, 2), (28, 3), (19, 1), (18, 1))] == [
        False,
        True,
        True,
        False,
    ]
