"""Rules as tables: points to levels, figures to points, two assessors, states, days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from khuevan.governance.maturity import rules
from khuevan.governance.maturity.choices import Act, Kind, Level, State
from khuevan.governance.maturity.rules import Bands, Falling, Found, Line, Refusal, Rising, shipped

ONE, TWO, THREE = Level.NOT_MET, Level.BASIC, Level.GOOD
MEAN = Bands(lowest_group=False)
LOOSE = Bands(mandatory_holds=False)


@pytest.mark.parametrize(
    ("total", "level"),
    [("0", ONE), ("49.99", ONE), ("50", TWO), ("62.5", TWO), ("75", TWO), ("75.01", THREE), ("100", THREE)],
)
def test_level_of_a_group(total: str, level: Level) -> None:
    """QĐ 4725: below 50, from 50 to 75, above 75; 50 and 75 are level 2."""
    assert rules.group_level(Decimal(total), Bands()) is level


@pytest.mark.parametrize(
    ("first", "second", "bands", "missing", "level", "held"),
    [
        (80, 80, Bands(), (), THREE, ()),
        (80, 75, Bands(), (), TWO, ()),
        (80, 49, Bands(), (), ONE, ()),
        (50, 50, Bands(), (), TWO, ()),
        (80, 49, MEAN, (), TWO, ()),
        (90, 70, MEAN, (), THREE, ()),
        (90, 90, Bands(), ("2.1",), ONE, ("2.1",)),
        (90, 90, Bands(), ("2.2", "1.1"), ONE, ("1.1", "2.2")),
        (40, 90, Bands(), ("2.1",), ONE, ()),
        (90, 90, LOOSE, ("2.1",), THREE, ()),
        (62, 70, Bands(Decimal(60), Decimal(90)), (), TWO, ()),
    ],
)
def test_level_of_the_whole(
    first: int, second: int, bands: Bands, missing: tuple[str, ...], level: Level, held: tuple[str, ...]
) -> None:
    """The lower one of both groups, level 1 while a mandatory condition is missing; both are switches."""
    verdict = rules.level_of({"1": Decimal(first), "2": Decimal(second)}, bands, missing=missing)
    assert (verdict.level, verdict.held_by) == (level, held)


def test_no_groups_no_level() -> None:
    assert rules.level_of({}, Bands()).level is ONE


LINES = [
    Line("1", Kind.GROUP, "Nhóm", Decimal(20)),
    Line("1.1", Kind.MANDATORY, "Kế hoạch"),
    Line("1.2", Kind.CRITERION, "Phần mềm", Decimal(12)),
    Line("1.2.1", Kind.COMPONENT, "Có", Decimal(6)),
    Line("1.2.2", Kind.COMPONENT, "Dùng", Decimal(8)),
    Line("1.3", Kind.CRITERION, "Học liệu", Decimal(8)),
]


@pytest.mark.parametrize(
    ("points", "totals"),
    [
        ({}, {"1": 0, "1.2": 0, "1.3": 0}),
        ({"1.2.1": 6, "1.2.2": 4, "1.3": 3}, {"1": 13, "1.2": 10, "1.3": 3}),
        ({"1.2.1": 6, "1.2.2": 8, "1.3": 8}, {"1": 20, "1.2": 12, "1.3": 8}),
        ({"1.2.1": 60, "1.3": -4}, {"1": 6, "1.2": 6, "1.3": 0}),
    ],
)
def test_nothing_counts_for_more_than_its_maximum(points: dict[str, int], totals: dict[str, int]) -> None:
    found = rules.totals(LINES, {code: Decimal(number) for code, number in points.items()})
    assert {code: found[code] for code in totals} == totals


def test_a_group_whose_maximum_nobody_knows_counts_what_is_below_it() -> None:
    lines = [Line("1", Kind.GROUP, "Nhóm"), Line("1.1", Kind.CRITERION, "Điều hành", Decimal(80))]
    assert rules.totals(lines, {"1.1": Decimal(60)})["1"] == 60


def test_what_is_scored_and_where_an_index_does_not_add_up() -> None:
    assert [line.code for line in rules.leaves(LINES)] == ["1.1", "1.2.1", "1.2.2", "1.3"]
    assert [(gap.code, gap.maximum, gap.below) for gap in rules.gaps(LINES)] == [("1.2", 12, 14)]


def test_the_shipped_index_is_what_was_read() -> None:
    lines = [
        Line(one.code, one.kind, one.name, Decimal(one.maximum) if one.maximum is not None else None)
        for one in shipped.GENERAL.lines
    ]
    assert [(gap.code, gap.maximum, gap.below) for gap in rules.gaps(lines)] == [("2.3", 70, 60)]
    assert [line.code for line in lines if line.kind is Kind.MANDATORY] == ["1.1", "1.2", "2.1", "2.2"]
    software = next(one for one in shipped.GENERAL.lines if one.code == "1.3")
    assert (software.maximum, software.cuts, software.trust) == (30, (10, 20), shipped.READ)


@pytest.mark.parametrize(("points", "level"), [("9.5", ONE), ("10", TWO), ("20", TWO), ("20.5", THREE)])
def test_criterion_1_3_by_its_own_cuts(points: str, level: Level) -> None:
    """Read: level 1 below 10, level 2 from 10 to 20, level 3 above 20."""
    line = Line("1.3", Kind.CRITERION, "Phần mềm", Decimal(30), Decimal(10), Decimal(20))
    assert rules.criterion_level(line, Decimal(points)) is level
    assert rules.criterion_level(LINES[2], Decimal(points)) is None


@pytest.mark.parametrize(
    ("scale", "value", "share"),
    [
        (Rising(), 0, Fraction(0)),
        (Rising(), 50, Fraction(1, 2)),
        (Rising(), 100, Fraction(1)),
        (Rising(), 120, Fraction(1)),
        (Rising(), -3, Fraction(0)),
        (Rising(Fraction(60)), 30, Fraction(1, 2)),
        (Falling(Fraction(2), Fraction(6)), 1.5, Fraction(1)),
        (Falling(Fraction(2), Fraction(6)), 4, Fraction(1, 2)),
        (Falling(Fraction(2), Fraction(6)), 6, Fraction(0)),
        (Falling(Fraction(2), Fraction(6)), 40, Fraction(0)),
    ],
)
def test_share_of_the_points(scale: rules.Scale, value: float, share: Fraction) -> None:
    assert scale.share(value) == share


@pytest.mark.parametrize(
    ("maximum", "parts", "points"),
    [
        (7, [(Fraction(1), Fraction(1))], "7"),
        (7, [(Fraction(1), Fraction(0))], "0"),
        (8, [(Fraction(1), Fraction(5, 8))], "5"),
        (10, [(Fraction(1, 2), Fraction(1)), (Fraction(1, 2), Fraction(1, 4))], "6.5"),
        (6, [(Fraction(1), Fraction(1, 24))], "0.5"),
        (6, [(Fraction(1), Fraction(1, 25))], "0"),
        (6, [], "0"),
    ],
)
def test_proposed_points_to_half_a_point(
    maximum: int, parts: list[tuple[Fraction, Fraction]], points: str
) -> None:
    assert rules.proposed_points(Decimal(maximum), parts) == Decimal(points)


def test_two_assessors() -> None:
    first = {"a": Found(Decimal(3)), "b": Found(Decimal(4)), "c": Found(met=True), "d": Found(Decimal(1))}
    second = {"a": Found(Decimal("3.00")), "b": Found(Decimal(5)), "c": Found(met=True)}
    found = rules.agreement("abcde", first, second)
    assert (dict(found.agreed), found.open) == (
        {"a": Found(Decimal(3)), "c": Found(met=True)},
        ("b", "d", "e"),
    )


def test_differences_over_many_units() -> None:
    rows = [
        ("1.4", Decimal(8), Decimal(6)),
        ("1.4", Decimal(5), Decimal(5)),
        ("1.4", Decimal(5), Decimal(6)),
        ("2.1", Decimal(1), Decimal(1)),
    ]
    told = rules.differences(rows)
    assert [(one.code, one.units, one.mean, one.lowered, one.raised, one.kept) for one in told] == [
        ("1.4", 3, Decimal("-0.33"), 1, 1, 1), ("2.1", 1, Decimal(0), 0, 0, 1),
    ]  # fmt: skip


WHY = "Trường bị lũ, mất điện"


@pytest.mark.parametrize(
    ("state", "act", "known", "refusal"),
    [
        (State.DRAFT, Act.SUBMIT, {}, None),
        (State.DRAFT, Act.SUBMIT, {"unscored": 1}, Refusal.INCOMPLETE),
        (State.DRAFT, Act.SUBMIT, {"is_late": True}, Refusal.LATE),
        (State.DRAFT, Act.SUBMIT, {"is_late": True, "decision": "3/QĐ"}, Refusal.LATE),
        (State.DRAFT, Act.SUBMIT, {"is_late": True, "decision": "3/QĐ", "reason": WHY}, None),
        (State.DRAFT, Act.SUBMIT, {"is_closed": True}, Refusal.NOT_NOW),
        (State.SUBMITTED, Act.SUBMIT, {}, Refusal.NOT_NOW),
        (State.SUBMITTED, Act.RETURN, {"reason": "thiếu"}, Refusal.NO_REASON),
        (State.SUBMITTED, Act.RETURN, {"reason": WHY}, None),
        (State.SUBMITTED, Act.RECOGNISE, {"decision": "1"}, Refusal.NOT_NOW),
        (State.CHECKED, Act.RECOGNISE, {}, Refusal.NO_DECISION),
        (State.CHECKED, Act.RECOGNISE, {"decision": "1"}, Refusal.NO_REASON),
        (State.ASSESSED, Act.RECOGNISE, {"decision": "1"}, None),
        (State.EXTERNAL, Act.CONCLUDE, {"unsealed": 1}, Refusal.STILL_OPEN),
        (State.EXTERNAL, Act.CONCLUDE, {"unsettled": 2}, Refusal.NOT_AGREED),
        (State.EXTERNAL, Act.CONCLUDE, {}, None),
        (State.RECOGNISED, Act.PUBLISH, {"open_appeals": 1}, Refusal.STILL_OPEN),
        (State.RECOGNISED, Act.PUBLISH, {}, None),
        (State.PUBLISHED, Act.REVISE, {"reason": WHY}, None),
        (State.PUBLISHED, Act.HAND_OVER, {"reason": WHY}, Refusal.NOT_NOW),
        (State.DRAFT, Act.STOP, {"reason": WHY}, Refusal.NOT_CLOSED),
        (State.DRAFT, Act.STOP, {"reason": WHY, "is_closed": True}, None),
        (State.STOPPED, Act.SUBMIT, {}, Refusal.NOT_NOW),
    ],
)
def test_why_not(state: State, act: Act, known: dict[str, object], refusal: Refusal | None) -> None:
    assert rules.why_not(state, act, **known) is refusal  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "late"), [(date(2027, 5, 30), False), (date(2027, 5, 31), True), (date(2027, 6, 1), True)]
)
def test_before_31_may(on: date, late: bool) -> None:
    """QĐ 4725: trước ngày 31/5, of the year in which the school year ends."""
    assert rules.is_late(on, rules.day_in("2026-2027", 5, 31)) is late


def test_the_sheet_is_the_same_text_and_is_found_out_when_altered() -> None:
    one = rules.Handed({"unit": "7"}, [{"code": "1.4", "points": "3"}], [])
    text = rules.written(one)
    assert rules.read_sheet(text, rules.digest_of(text)) == one
    assert rules.read_sheet(text.replace('"3"', '"9"'), rules.digest_of(text)) is None
