"""A check says the same of a province and of one row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from khuevan.kernel import access, database, facts
from khuevan.kernel.checks import Check, Setting, declarations, judge, judge_frame
from khuevan.kernel.checks.judging import ASKED, WRONG, sentence, settings_of

from .specimens import BOXES, make_checks

ON = date(2026, 11, 25)


@pytest.fixture
def checks() -> Iterator[tuple[Check, Check]]:
    made = make_checks()
    yield made
    for check in made:
        del declarations._declared[check.code]


def test_one_row_is_judged_without_a_database(checks: tuple[Check, Check]) -> None:
    rows = [{"size": 70, "is_sealed": True, "packed_on": date(2026, 1, 31)}, {"size": 5, "is_sealed": False}]
    problems = judge(checks, rows, Setting(ON))
    assert [(problem.row, str(problem)) for problem in problems] == [
        (0, "Cỡ 70 lớn hơn 50, đóng ngày 31/01/2026."),
        (1, "Chưa niêm phong."),
    ]


def test_a_limit_that_changed_is_the_one_that_counts(checks: tuple[Check, Check]) -> None:
    problems = judge(checks[:1], [{"size": 70}], Setting(ON, {"specimens.box:size/most": 80}))
    assert problems == []
    (problem,) = judge(checks[:1], [{"size": 70}], Setting(ON, {"specimens.box:size/most": 60}))
    assert str(problem) == "Cỡ 70 lớn hơn 60, đóng ngày –."


def test_what_is_not_known_is_no_fault_and_is_not_asked(checks: tuple[Check, Check]) -> None:
    frame = facts.frame_of(BOXES, [{"size": None, "is_sealed": None}])
    judged = judge_frame(frame, checks, settings_of(checks, Setting(ON)))
    assert judged.select(
        WRONG + checks[0].code, ASKED + checks[0].code, WRONG + checks[1].code, ASKED + checks[1].code
    ).row(0) == (False, False, False, True)


def test_a_kept_day_is_written_as_people_do(checks: tuple[Check, Check]) -> None:
    kept = {"size": 70, "packed_on": "2026-01-31", "most": 50.0}
    assert sentence(checks[0], kept) == "Cỡ 70 lớn hơn 50, đóng ngày 31/01/2026."


def test_a_column_that_is_not_there_is_refused(checks: tuple[Check, Check]) -> None:
    with pytest.raises(ValueError, match="colour"):
        judge(checks, [{"colour": "đỏ"}], Setting(ON))
    with pytest.raises(ValueError, match="declared twice"):
        make_checks()


@pytest.mark.django_db
def test_rows_come_out_of_the_database_as_they_are(checks: tuple[Check, Check]) -> None:
    with database.acting(access.system()):
        frame = facts.read(BOXES, on=ON)
        assert frame.rows() == [
            (1, 10, "Hộp một", 5, 2.5, date(2026, 1, 31), True, "a,b"),
            (2, 10, 'Hộp "hai"', None, None, None, None, ""),
            (3, 11, "Hộp\nba", 70, 0.5, date(1969, 12, 31), False, ""),
        ]
        assert facts.read(BOXES, on=ON, units=access.Reach.of([11])).get_column("id").to_list() == [3]
        assert facts.read(BOXES, on=ON, ids=[1, 2]).get_column("id").to_list() == [1, 2]
        assert facts.read(BOXES, on=date(2019, 1, 1)).height == 0
        assert facts.read_units(BOXES, on=ON, column="size", values=[70]) == {11}
        judged = judge_frame(frame, checks, settings_of(checks, Setting(ON)))
        assert judged.get_column(WRONG + checks[0].code).to_list() == [False, False, True]


def test_the_checks_of_all_rooms_are_whole() -> None:
    """Every shipped check can be judged, and says what it found in one sentence."""
    shipped = [check for check in declarations.declared().values() if check.facts.room != "specimens"]
    assert len(shipped) > 20
    for check in shipped:
        frame = facts.frame_of(check.facts, [{}])
        judged = judge_frame(frame, [check], settings_of([check], Setting(ON)))
        assert judged.height == 1, check.code
        assert sentence(check, check.defaults), check.code
        assert str(check.source), check.code
        assert len(str(check.label)) <= 60, f"{check.code}: a label is short"
