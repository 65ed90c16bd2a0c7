"""The standards as tables of cases; each row cites its article of NĐ 20/2014/NĐ-CP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from khuevan.governance.universalisation import rules
from khuevan.governance.universalisation.choices import Measure, Standard, Tier
from khuevan.governance.universalisation.queries.assessing import BY_NOBODY
from khuevan.governance.universalisation.rules import Condition, Value, shipped, standards


class Row:
    def __init__(self, since: date, until: date | None = None) -> None:
        self.valid_from, self.valid_until = since, until


def conditions(
    *, special: bool = False, tier: Tier = Tier.COMMUNE, on: date = date(2026, 9, 30)
) -> list[Condition]:
    return [
        Condition(row.standard, row.measure, Fraction(row.least), row.age_from, row.age_to)
        for row in shipped.thresholds()
        if row.tier is tier and row.special is special and rules.in_force([row], on)
    ]


FULL: Mapping[tuple[str, int, int], int] = {
    ("attending", 5, 5): 100, ("completed_preschool", 6, 6): 100, ("in_grade_1", 6, 6): 100,
    ("completed_primary", 14, 14): 100, ("completed_primary", 11, 11): 100, ("rest_in_primary", 11, 11): 100,
    ("graduated_secondary", 15, 18): 100, ("studying_on", 15, 18): 100, ("literate_1", 15, 35): 100,
    ("literate_2", 15, 60): 100, ("literate_1", 15, 25): 100, ("literate_2", 15, 35): 100,
    ("disabled_learning", 5, 5): 100, ("disabled_learning", 6, 14): 100, ("disabled_learning", 11, 18): 100,
}  # fmt: skip


def met(special: bool = False, **shares: int) -> set[str]:
    """Standards met where everything is full but the shares named `measure_from_to`."""
    values = {key: Value(share, 100) for key, share in FULL.items()}
    for name, share in shares.items():
        measure, low, high = name.rsplit("_", 2)
        values[measure, int(low), int(high)] = Value(share, 100)
    found = rules.assess(conditions(special=special), values, met_by_nobody=BY_NOBODY)
    return {standard.value for standard, verdict in found.items() if verdict.is_met}


ALL = {standard.value for standard in Standard}
PRIMARY = {"primary_1", "primary_2", "primary_3"}
SECONDARY = {"secondary_1", "secondary_2", "secondary_3"}


@pytest.mark.parametrize(
    ("special", "shares", "lost"),
    [
        (False, {"attending_5_5": 95}, set()),  # Điều 6
        (False, {"attending_5_5": 94}, {"preschool"}),
        (True, {"attending_5_5": 90}, set()),
        (True, {"attending_5_5": 89}, {"preschool"}),
        (False, {"completed_preschool_6_6": 84}, {"preschool"}),
        (True, {"completed_preschool_6_6": 80}, set()),
        (False, {"in_grade_1_6_6": 97}, {"primary_3"}),  # Điều 11
        (False, {"in_grade_1_6_6": 94}, {"primary_2", "primary_3"}),  # Điều 10
        (False, {"in_grade_1_6_6": 89}, PRIMARY | SECONDARY),  # Điều 9, 14
        (True, {"in_grade_1_6_6": 97}, {"primary_3"}),
        (False, {"completed_primary_14_14": 79}, PRIMARY | SECONDARY),
        (True, {"completed_primary_14_14": 70}, set()),
        (False, {"completed_primary_11_11": 89}, {"primary_3"}),
        (False, {"completed_primary_11_11": 79}, {"primary_2", "primary_3"}),
        (True, {"completed_primary_11_11": 80}, set()),
        (False, {"rest_in_primary_11_11": 99}, {"primary_2", "primary_3"}),  # the rest all in primary classes
        (False, {"graduated_secondary_15_18": 94}, {"secondary_3"}),  # Điều 16
        (False, {"graduated_secondary_15_18": 89}, {"secondary_2", "secondary_3"}),  # Điều 15
        (False, {"graduated_secondary_15_18": 79}, SECONDARY),  # Điều 14
        (True, {"graduated_secondary_15_18": 70}, {"secondary_2", "secondary_3"}),
        (False, {"studying_on_15_18": 79}, {"secondary_3"}),
        (True, {"studying_on_15_18": 70}, set()),
        (False, {"literate_1_15_35": 89}, {"literacy_1"} | SECONDARY),  # Điều 20; Điều 14 presupposes it
        (False, {"literate_2_15_60": 89}, {"literacy_2"}),  # Điều 21
        (True, {"literate_1_15_25": 89}, {"literacy_1"} | SECONDARY),
        (True, {"literate_2_15_35": 89}, {"literacy_2"}),
        (False, {"disabled_learning_6_14": 59}, PRIMARY | SECONDARY),  # TT 07/2016/TT-BGDĐT Điều 2
        (False, {"disabled_learning_6_14": 60}, set()),
    ],
)
def test_what_a_commune_loses(special: bool, shares: dict[str, int], lost: set[str]) -> None:
    assert met(special, **shares) == ALL - lost


@pytest.mark.parametrize(
    ("tier", "on", "shares", "lost"),
    [
        (Tier.DISTRICT, date(2024, 9, 30), {}, set()),
        (Tier.DISTRICT, date(2024, 9, 30), {"preschool": 89}, {"preschool"}),
        (
            Tier.DISTRICT,
            date(2024, 9, 30),
            {"secondary_2": 94, "secondary_3": 99},
            {"secondary_2", "secondary_3"},
        ),
        (Tier.PROVINCE, date(2024, 9, 30), {"primary_1": 99, "literacy_1": 90}, {"primary_1"}),
        (
            Tier.PROVINCE,
            date(2024, 9, 30),
            {"literacy_1": 89, "literacy_2": 99},
            {"literacy_1", "literacy_2"},
        ),
        (Tier.PROVINCE, date(2026, 9, 30), {"primary_1": 90, "literacy_1": 81}, set()),
        (
            Tier.PROVINCE,
            date(2026, 9, 30),
            {"literacy_1": 80, "secondary_3": 99},
            {"literacy_1", "secondary_3"},
        ),
    ],
)
def test_what_a_territory_loses(tier: Tier, on: date, shares: dict[str, int], lost: set[str]) -> None:
    meeting = {standard: shares.get(standard.value, 100) for standard in Standard}
    found = rules.territorial(conditions(tier=tier, on=on), 100, meeting)
    assert {one.value for one, verdict in found.items() if verdict.is_met} == ALL - lost


def test_districts_have_no_rows_since_they_fell_away() -> None:
    assert conditions(tier=Tier.DISTRICT, on=date(2025, 6, 30))
    assert conditions(tier=Tier.DISTRICT, on=date(2025, 7, 1)) == []


def test_shares_are_compared_exactly() -> None:
    """9,499 of 10,000 is shown as 94.99 % and does not meet 95 %."""
    assert standards.meets(Value(9_499, 10_000), Fraction(95)) is False
    assert standards.meets(Value(19, 20), Fraction(95)) is True
    assert standards.meets(Value(0, 0), Fraction(95)) is None
    assert standards.meets(Value(0, 0), Fraction(100), by_nobody=True) is True
    assert rules.needed(Value(18, 20), Fraction(95)) == 1
    assert rules.needed(Value(19, 20), Fraction(95)) == 0


def test_gaps_overlaps_and_the_row_in_force() -> None:
    first, second = Row(date(2014, 1, 1), date(2020, 1, 1)), Row(date(2021, 1, 1))
    assert rules.gaps([second, first]) == [rules.Gap(date(2020, 1, 1), date(2021, 1, 1))]
    assert rules.in_force([first, second], date(2020, 6, 1)) is None
    assert rules.in_force([first, second], date(2022, 6, 1)) is second
    assert rules.overlaps([first, Row(date(2019, 1, 1))]) == [rules.Overlap(date(2019, 1, 1))]
    assert rules.overlaps([first, second]) == []


def test_a_gap_of_the_thresholds_is_said_and_nothing_is_met() -> None:
    found = rules.assess([], {})
    assert all(verdict.has_no_threshold and verdict.is_met is None for verdict in found.values())


BORN = date(2015, 5, 5)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, ""),
        ({"birth_date": date(2027, 1, 1)}, "birth_date"),
        ({"birth_date": date(1900, 1, 1)}, "birth_date"),
        ({"completed": "university"}, "completed"),
        ({"study": "studying"}, "study_level"),
        ({"study": "studying", "study_level": "primary", "study_grade": 6}, "study_grade"),
        ({"study": "studying", "study_level": "upper_secondary", "study_grade": 12}, "study_grade"),
        ({"study": "dropped", "study_level": "primary"}, "study"),
        ({"last_grade": 11}, "last_grade"),
        ({"cannot_learn": True}, "disability"),
        ({"presence": "left"}, "presence_on"),
        ({"presence": "left", "presence_on": date(2027, 1, 1)}, "presence_on"),
        ({"presence": "died", "presence_on": date(2014, 1, 1)}, "presence_on"),
        ({"full_name": "  "}, "full_name"),
    ],
)
def test_what_a_form_may_not_say(said: dict[str, object], field: str) -> None:
    facts = rules.MemberFacts(**{"full_name": "Lê Thị Chi", "birth_date": BORN, "sex": "female", **said})  # type: ignore[arg-type]
    assert set(rules.problems(facts, date(2026, 11, 26))) == ({field} if field else set())


def test_every_measure_of_persons_says_whom_it_counts() -> None:
    assert set(rules.MEASURED) == set(Measure) - {Measure.UNITS_MEETING}
