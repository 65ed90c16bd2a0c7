"""The rules as tables of cases, without a database. Sources stand in the rules; worked examples in the rulebook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from khuevan.register.organisations.choices import EducationLevel as L
from khuevan.school.curriculum.choices import Trust

from ..choices import Basis, BuildClass, NormKind, RoomKind
from ..rules.computers import Informatics, computers_lacking, is_enough, largest_of, learners_of
from ..rules.inventories import Count, digest, tally, unexplained
from ..rules.needs import Gap, Line, Size, Total, gaps, need, total
from ..rules.norms import Norm, in_force, is_met
from ..rules.rooms import BLOCKS, CLASSROOMS, SUBJECT_ROOMS, classrooms_lacking, solid_share
from ..rules.shares import ceiling, share
from ..rules.shipped import ITEMS_OF, LISTS_SHIPPED, NORMS_SHIPPED

# --- shares, rooms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(3, 4, Fraction(3, 4)), (0, 4, Fraction(0)), (0, 0, None), (5, 0, None)]
)
def test_a_share_of_nothing_is_not_known(part: int, whole: int, expected: Fraction | None) -> None:
    assert share(part, whole) == expected


@pytest.mark.parametrize(("value", "whole"), [("0", 0), ("1", 1), ("1/3", 1), ("7/3", 3), ("2", 2)])
def test_half_a_set_cannot_be_bought(value: str, whole: int) -> None:
    assert ceiling(Fraction(value)) == whole


def test_every_kind_of_room_stands_in_one_block() -> None:
    assert set(BLOCKS) == set(RoomKind)
    assert not CLASSROOMS & SUBJECT_ROOMS


@pytest.mark.parametrize(
    ("rooms", "expected"),
    [
        ({BuildClass.SOLID: 8, BuildClass.SEMI_SOLID: 2}, Fraction(4, 5)),
        ({BuildClass.SOLID: 8, BuildClass.BORROWED: 8}, Fraction(1, 2)),
        ({BuildClass.TEMPORARY: 3}, Fraction(0)),
        ({}, None),
    ],
)
def test_share_of_solid_rooms(rooms: dict[BuildClass, int], expected: Fraction | None) -> None:
    assert solid_share(rooms) == expected


@pytest.mark.parametrize(
    ("classrooms", "classes", "norm", "lacking"),
    [
        (10, 12, "1", 2),
        (12, 12, "1", 0),
        (20, 12, "1", 0),
        (6, 12, "0.6", 2),
        (5, 9, "0.5", 0),
        (0, 0, "1", 0),
    ],
)
def test_classrooms_lacking(classrooms: int, classes: int, norm: str, lacking: int) -> None:
    assert classrooms_lacking(classrooms, classes, Fraction(norm)) == lacking


# --- computers -----------------------------------------------------------------------------------------------

CASES = [
    # learners, computers, largest class, largest room -> ratio, sharing, enough for 2, lacking for 2
    (300, 20, 35, 20, Fraction(15), 2, True, 0),
    (300, 40, 35, 12, Fraction(15, 2), 3, False, 6),
    (300, 0, 35, 0, None, None, False, 18),
    (0, 20, 0, 20, Fraction(0), None, None, 0),
    (35, 18, 35, 18, Fraction(35, 18), 2, True, 0),
    (37, 18, 37, 18, Fraction(37, 18), 3, False, 1),
]


@pytest.mark.parametrize(
    ("learners", "computers", "largest", "room", "ratio", "sharing", "enough", "lacking"), CASES
)
def test_learners_per_computer(
    learners: int, computers: int, largest: int, room: int, ratio: Fraction | None, sharing: int | None,
    enough: bool | None, lacking: int,
) -> None:  # fmt: skip
    one = Informatics(learners, computers, largest, room)
    assert one.ratio == ratio
    assert one.sharing == sharing
    assert is_enough(one, Fraction(2)) is enough
    assert computers_lacking(one, Fraction(2)) == lacking


def test_grades_with_informatics() -> None:
    """From grade 3 on (TT 32/2018)."""
    by_grade = {"01": 40, "02": 41, "03": 42, "04": 43, "05": 44, "06": 45}
    assert learners_of(L.PRIMARY, by_grade) == 42 + 43 + 44
    assert learners_of(L.LOWER_SECONDARY, by_grade) == 45
    assert learners_of(L.PRESCHOOL, by_grade) == 0
    assert largest_of(L.PRIMARY, {"01": 50, "03": 30, "05": 35}) == 35


# --- minimum lists -------------------------------------------------------------------------------------------

SIZE = Size(
    classes={"01": 3, "02": 2, "05": 2},
    learners={"01": 100, "02": 64, "05": 70},
    teachers=11,
    points=3,
    classrooms=9,
    subject_rooms={7: 2},
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Line(1, Fraction(1), Basis.SCHOOL), 1),
        (Line(1, Fraction(1), Basis.SCHOOL, grades=("04",)), 0),
        (Line(1, Fraction(1), Basis.SCHOOL, grades=("05",)), 1),
        (Line(1, Fraction(2), Basis.POINT), 6),
        (Line(1, Fraction(1), Basis.CLASS), 7),
        (Line(1, Fraction(1), Basis.CLASS, grades=("01", "02")), 5),
        (Line(1, Fraction(1), Basis.CLASS, per_size=2), 4),
        (Line(1, Fraction(1), Basis.CLASSROOM), 9),
        (Line(1, Fraction(1), Basis.TEACHER, per_size=5), 3),
        (Line(1, Fraction(1), Basis.LEARNERS), 234),
        (Line(1, Fraction(1), Basis.LEARNERS, per_size=6, grades=("01",)), 17),
        (Line(1, Fraction(1, 2), Basis.CLASS, grades=("01",)), 2),
        (Line(1, Fraction(7), Basis.SUBJECT_ROOM, subject_id=7), 14),
        (Line(1, Fraction(7), Basis.SUBJECT_ROOM, subject_id=8), 0),
        (Line(1, Fraction(7), Basis.SUBJECT_ROOM), 0),
    ],
)
def test_what_a_line_asks(line: Line, expected: int) -> None:
    assert need(line, SIZE) == expected


@pytest.mark.parametrize("basis", list(Basis))
def test_a_level_without_learners_needs_nothing(basis: Basis) -> None:
    empty = Size(teachers=10, points=2, classrooms=5, subject_rooms={None: 3})
    assert need(Line(1, Fraction(1), basis), empty) == 0


def test_gaps_count_what_is_usable_and_no_surplus() -> None:
    lines = [
        Line(1, Fraction(1), Basis.CLASS),
        Line(2, Fraction(1), Basis.SCHOOL),
        Line(3, Fraction(1), Basis.SCHOOL, grades=("09",)),
    ]
    found = gaps(lines, SIZE, {1: 3, 2: 9, 3: 5})
    assert found == [Gap(1, 7, 3), Gap(2, 1, 9)]
    assert [gap.lacking for gap in found] == [4, 0]
    added = total(found)
    assert added == Total(need=8, met=4, lines=2, lines_met=1)
    assert (added.lacking, added.share, added.is_enough) == (4, Fraction(1, 2), False)
    assert total([]).is_enough is None


def test_totals_roll_up() -> None:
    """The total of two schools together is the sum of their totals; nothing is met beyond its need."""
    one = [Gap(1, 5, 3), Gap(2, 1, 4), Gap(3, 7, 0)]
    two = [Gap(1, 2, 9), Gap(2, 4, 4)]
    assert total(one) + total(two) == total([*one, *two]) == Total(need=19, met=10, lines=5, lines_met=3)


# --- norms ---------------------------------------------------------------------------------------------------


def _norm(**other: object) -> Norm:
    facts = {
        "kind": NormKind.LAND_PER_LEARNER, "level": L.PRIMARY, "value": Fraction(10), "instrument": "TT 13/2020",
        "valid_from": date(2020, 7, 11), **other,
    }  # fmt: skip
    return Norm(**facts)  # type: ignore[arg-type]


def test_the_norm_for_hard_areas_takes_the_place_of_the_general_one() -> None:
    norms = [_norm(value=Fraction(8), hard_area=True), _norm()]
    on = date(2026, 11, 25)
    assert [norm.value for norm in in_force(norms, L.PRIMARY, on, hard_area=False)] == [10]
    assert [norm.value for norm in in_force(norms, L.PRIMARY, on, hard_area=True)] == [8]
    assert in_force(norms, L.PRESCHOOL, on, hard_area=False) == []


def test_norms_hold_within_their_period_and_instruments_stand_side_by_side() -> None:
    other = _norm(instrument="TT 07/2016", value=Fraction(7), valid_until=date(2026, 1, 1))
    later = _norm(value=Fraction(11), valid_from=date(2026, 8, 1))
    norms = [later, other, _norm()]
    assert [norm.value for norm in in_force(norms, L.PRIMARY, date(2025, 12, 31), hard_area=False)] == [7, 10]
    assert [norm.value for norm in in_force(norms, L.PRIMARY, date(2026, 1, 1), hard_area=False)] == [10]
    assert [norm.value for norm in in_force(norms, L.PRIMARY, date(2026, 8, 1), hard_area=False)] == [11]
    assert in_force(norms, L.PRIMARY, date(2010, 1, 1), hard_area=False) == []


@pytest.mark.parametrize(
    ("kind", "actual", "met"),
    [
        (NormKind.LAND_PER_LEARNER, Fraction(10), True),
        (NormKind.LAND_PER_LEARNER, Fraction(99, 10), False),
        (NormKind.LEARNERS_PER_COMPUTER, Fraction(10), True),
        (NormKind.LEARNERS_PER_COMPUTER, Fraction(11), False),
        (NormKind.LEARNERS_PER_TAP, None, None),
    ],
)
def test_whether_a_norm_is_met(kind: NormKind, actual: Fraction | None, met: bool | None) -> None:
    assert is_met(_norm(kind=kind), actual) is met


# --- inventories ---------------------------------------------------------------------------------------------

BOOKED = Count("equipment", 1, "Kính hiển vi", "Phòng Sinh", "chiếc", 6, 5, "good")


@pytest.mark.parametrize(
    ("counted", "difference", "differs"),
    [
        (BOOKED, 0, False),
        (replace(BOOKED, counted_quantity=6, counted_usable=5), 0, False),
        (replace(BOOKED, counted_quantity=6, counted_usable=5, counted_condition="good"), 0, False),
        (replace(BOOKED, counted_quantity=5, counted_usable=5), -1, True),
        (replace(BOOKED, counted_quantity=7, counted_usable=5), 1, True),
        (replace(BOOKED, counted_quantity=6, counted_usable=4), 0, True),
        (replace(BOOKED, counted_quantity=6, counted_usable=5, counted_condition="worn"), 0, True),
        (replace(BOOKED, booked_usable=None, counted_quantity=6), 0, False),
    ],
)
def test_differences(counted: Count, difference: int, differs: bool) -> None:
    assert (counted.difference, counted.differs) == (difference, differs)


def test_an_inventory_is_complete_when_every_line_is_counted() -> None:
    short = replace(BOOKED, counted_quantity=4, counted_usable=4)
    more = replace(BOOKED, row_id=2, counted_quantity=9, counted_usable=5, remark="Nhận tài trợ")
    found = tally([short, more, replace(BOOKED, row_id=3)])
    assert (found.lines, found.counted, found.differing, found.missing, found.surplus) == (3, 2, 2, 2, 3)
    assert not found.is_complete
    assert tally([short, more]).is_complete
    assert not tally([]).is_complete
    assert unexplained([short, more]) == [short]


def test_the_digest_does_not_depend_on_the_order_and_sees_every_change() -> None:
    second = replace(BOOKED, row_id=2)
    head = {"school": "1", "as_of": "2026-12-31"}
    mark = digest(head, [BOOKED, second])
    assert mark == digest(head, [second, BOOKED])
    assert len(mark) == 64
    changed = [
        digest(head, [BOOKED, replace(second, remark="x")]),
        digest(head, [BOOKED, replace(second, counted_quantity=6)]),
        digest({**head, "school": "2"}, [BOOKED, second]),
        digest(head, [BOOKED]),
    ]
    assert mark not in changed
    assert len(set(changed)) == 4


# --- what is shipped -----------------------------------------------------------------------------------------


def test_what_is_shipped_says_how_surely_it_is_known() -> None:
    """Only what was read in an official text may call itself so; item texts are examples."""
    assert {one.level for one in LISTS_SHIPPED} == set(ITEMS_OF)
    for items in ITEMS_OF.values():
        codes = [item.code for item in items]
        assert len(codes) == len(set(codes))
        assert len(items) > 15
    official = {norm.instrument.split("/")[0] for norm in NORMS_SHIPPED if norm.trust is Trust.OFFICIAL}
    assert official == {"TT 07", "TTLT 13"}
    keys = [(norm.kind, norm.level, norm.instrument, norm.hard_area) for norm in NORMS_SHIPPED]
    assert len(keys) == len(set(keys))
    assert all(norm.value > Decimal(0) for norm in NORMS_SHIPPED)
