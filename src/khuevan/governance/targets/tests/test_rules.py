"""The rules of plans as tables: progress, periods, amendments, inheritance, reading of tables. No database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from khuevan.governance.targets import rules
from khuevan.governance.targets.choices import ChangeKind, Direction, Standing
from khuevan.governance.targets.rules import (
    Cell,
    FoldedChange,
    Goal,
    Grid,
    Inheritance,
    Kind,
    Period,
    Point,
    Verdict,
    Warned,
    edition_of,
    guessed,
    inherited,
    pace_of,
    progress_of,
    progress_of_task,
    read_period,
    read_rows,
    read_threshold,
    running,
)

YEARS = Period(date(2026, 1, 1), date(2027, 12, 31))
LEAST, MOST = Direction.AT_LEAST, Direction.AT_MOST
ON = date(2026, 11, 26)


def at(month: int, value: float, day: int = 1, year: int = 2026) -> Point:
    return Point(date(year, month, day), value)


@pytest.mark.parametrize(
    ("direction", "threshold", "points", "today", "standing", "expected"),
    [
        (LEAST, 50, [at(10, 50)], ON, Standing.REACHED, None),  # on the threshold is enough
        (LEAST, 50, [at(10, 49.9)], ON, Standing.ON_THE_WAY, None),  # one reading: no pace is known
        (LEAST, 50, [], ON, Standing.UNKNOWN, None),
        (LEAST, 50, [], date(2025, 12, 31), Standing.NOT_BEGUN, None),
        (LEAST, 50, [], date(2028, 1, 1), Standing.LATE, None),
        (LEAST, 50, [at(12, 49, year=2027)], date(2028, 1, 1), Standing.LATE, None),
        (LEAST, 50, [at(12, 50, year=2027)], date(2028, 1, 1), Standing.REACHED, None),
        (LEAST, 100, [at(1, 0), at(11, 50)], ON, Standing.ON_THE_WAY, date(2027, 9, 1)),
        (LEAST, 100, [at(1, 0), at(11, 30)], ON, Standing.BEHIND, date(2028, 10, 11)),
        (LEAST, 100, [at(1, 40), at(11, 40)], ON, Standing.BEHIND, None),  # stands still
        (LEAST, 100, [at(1, 60), at(11, 40)], ON, Standing.BEHIND, None),  # moves away
        (MOST, 10, [at(1, 30), at(11, 20)], ON, Standing.ON_THE_WAY, date(2027, 9, 1)),
        (MOST, 10, [at(1, 30), at(11, 10)], ON, Standing.REACHED, None),
        (MOST, 10, [at(1, 20), at(11, 25)], ON, Standing.BEHIND, None),
        (LEAST, 100, [at(1, 0), at(11, 0.001)], ON, Standing.BEHIND, None),  # takes for ever
        (
            LEAST,
            50,
            [at(1, 0), at(12, 90)],
            ON,
            Standing.ON_THE_WAY,
            None,
        ),  # what is known later does not count yet
    ],
)
def test_progress_of_a_target(
    direction: Direction, threshold: float, points: list[Point], today: date, standing: Standing, expected: date | None
) -> None:  # fmt: skip
    found = progress_of(direction, threshold, YEARS, points, today)
    assert (found.standing, found.expected_on) == (standing, expected)


@pytest.mark.parametrize(
    ("reports", "today", "standing", "expected"),
    [
        ([], date(2026, 3, 1), Standing.ON_THE_WAY, None),  # the first quarter of its time
        ([], date(2026, 8, 1), Standing.BEHIND, None),
        ([], date(2025, 12, 31), Standing.NOT_BEGUN, None),
        ([], date(2028, 1, 1), Standing.LATE, None),
        ([at(6, 0)], date(2026, 8, 1), Standing.BEHIND, None),
        ([at(12, 50, day=31)], date(2026, 12, 31), Standing.ON_THE_WAY, date(2027, 12, 31)),
        ([at(12, 49, day=31)], date(2026, 12, 31), Standing.BEHIND, date(2028, 1, 15)),
        ([at(6, 100)], ON, Standing.REACHED, None),
        ([at(6, 100, year=2025)], ON, Standing.BEHIND, None),  # of another period
    ],
)
def test_progress_of_a_task(
    reports: list[Point], today: date, standing: Standing, expected: date | None
) -> None:
    found = progress_of_task(YEARS, reports, today)
    assert (found.standing, found.expected_on) == (standing, expected)


def test_the_pace_is_of_the_last_year_where_there_is_one() -> None:
    old, recent, last = at(1, 0, year=2024), at(1, 40), at(11, 50)
    pace = pace_of([old, recent, last])
    assert pace is not None
    assert pace.since == recent.on
    far = pace_of([old, last])
    assert far is not None
    assert far.since == old.on
    assert pace_of([last]) is None
    assert pace_of([]) is None


@pytest.mark.parametrize(
    ("said", "starts", "ends", "yearly"),
    [
        ("2022-\n2025", date(2022, 1, 1), date(2025, 12, 31), False),
        ("Năm 2024 - 2025", date(2024, 1, 1), date(2025, 12, 31), False),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), False),
        ("Hằng năm", date(2026, 1, 1), date(2027, 12, 31), True),
        ("Hàng năm", date(2026, 1, 1), date(2027, 12, 31), True),
        ("Thường xuyên", date(2026, 1, 1), date(2027, 12, 31), True),
        ("Trước ngày 18/9/2026", date(2026, 1, 1), date(2026, 9, 17), False),
        ("Chậm nhất ngày 18/01/2027", date(2026, 1, 1), date(2027, 1, 18), False),
        ("01/03/2026 - 30/06/2026", date(2026, 3, 1), date(2026, 6, 30), False),
        ("Quý IV/2026", date(2026, 10, 1), date(2026, 12, 31), False),
        ("Quý I - Quý II/2026", date(2026, 4, 1), date(2026, 6, 30), False),
        ("Tháng 2/2028", date(2028, 2, 1), date(2028, 2, 29), False),
        ("", date(2026, 1, 1), date(2027, 12, 31), False),
    ],
)
def test_periods_as_plans_write_them(said: str, starts: date, ends: date, yearly: bool) -> None:
    assert read_period(said, YEARS) == Period(starts, ends, yearly)


@pytest.mark.parametrize("said", ["theo lộ trình", "31/02/2026", "tháng 13/2026", "30/06/2026 - 01/03/2026"])
def test_periods_that_are_not_understood(said: str) -> None:
    assert read_period(said, YEARS) is None


def test_a_yearly_task_is_of_the_running_year() -> None:
    yearly = Period(date(2026, 3, 1), date(2028, 6, 30), is_yearly=True)
    assert running(yearly, date(2026, 11, 1)) == Period(date(2026, 3, 1), date(2026, 12, 31), True)
    assert running(yearly, date(2028, 11, 1)) == Period(date(2028, 1, 1), date(2028, 6, 30), True)
    assert running(yearly, date(2025, 1, 1)).starts_on == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("50% cơ sở giáo dục", (LEAST, Decimal(50))),
        ("được trên 50% học sinh sử dụng", (LEAST, Decimal(50))),
        ("đạt trung bình 5% ở cấp tiểu học, 10% ở cấp trung học", (LEAST, Decimal(5))),
        ("không quá 12,5 %", (MOST, Decimal("12.5"))),
        ("Ban hành văn bản hướng dẫn", None),
        ("tăng 250%", None),
    ],
)
def test_thresholds_in_sentences(sentence: str, expected: object) -> None:
    assert read_threshold(sentence) == expected


def change(kind: ChangeKind, day: date, order: int, **values: object) -> FoldedChange:
    return FoldedChange(kind, day, order, values, f"{order}/QĐ", reason="vì sao")


def test_a_line_on_any_day() -> None:
    """As the decision of January 2024 moves and renames a task, and a later one moves it once more."""
    adopted = {"name": "Thí điểm", "ends_on": date(2023, 12, 31)}
    first = change(
        ChangeKind.CHANGE, date(2024, 1, 31), 1, name="Triển khai, thí điểm", ends_on=date(2025, 12, 31)
    )
    second = change(ChangeKind.CHANGE, date(2025, 6, 1), 2, ends_on=date(2026, 6, 30), unknown=1)
    changes = [second, first]
    before = edition_of(adopted, changes, date(2024, 1, 30))
    assert (before.fields, before.history) == (adopted, ())
    then = edition_of(adopted, changes, date(2024, 1, 31))
    assert then.fields == {"name": "Triển khai, thí điểm", "ends_on": date(2025, 12, 31)}
    now = edition_of(adopted, changes, date(2025, 6, 1))
    assert now.fields["ends_on"] == date(2026, 6, 30)
    assert now.history[1].fields == {"ends_on": (date(2025, 12, 31), date(2026, 6, 30))}
    assert adopted["name"] == "Thí điểm"


def test_added_and_dropped_lines() -> None:
    added = change(ChangeKind.ADD, date(2024, 1, 31), 1)
    dropped = change(ChangeKind.DROP, date(2025, 1, 1), 2)
    there = [
        edition_of({}, [added, dropped], day, is_added=True).is_there
        for day in (date(2024, 1, 30), date(2024, 1, 31), date(2025, 1, 1))
    ]
    assert there == [False, True, False]
    assert edition_of({}, [], date(2024, 1, 1)).is_there


@pytest.mark.parametrize(
    ("own", "verdict", "looser"),
    [
        (Goal(LEAST, 50, date(2027, 12, 31), "x"), Verdict.SAME, ()),
        (Goal(LEAST, 60, date(2027, 12, 31), "x"), Verdict.TIGHTENED, ()),
        (Goal(LEAST, 50, date(2026, 12, 31), "x"), Verdict.TIGHTENED, ()),
        (Goal(LEAST, 49, date(2027, 12, 31), "x"), Verdict.LOOSENED, (Inheritance.THRESHOLD,)),
        (Goal(LEAST, 60, date(2028, 1, 1), "x"), Verdict.LOOSENED, (Inheritance.DAY,)),
        (Goal(LEAST, 40, date(2028, 1, 1), "x"), Verdict.LOOSENED, (Inheritance.THRESHOLD, Inheritance.DAY)),
        (Goal(MOST, 50, date(2027, 12, 31), "x"), Verdict.OTHER, ()),
        (Goal(LEAST, 50, date(2027, 12, 31), "y"), Verdict.OTHER, ()),
    ],
)
def test_a_target_and_the_one_above(own: Goal, verdict: Verdict, looser: tuple[Inheritance, ...]) -> None:
    assert inherited(Goal(LEAST, 50, date(2027, 12, 31), "x"), own) == (verdict, looser)


def test_a_ceiling_is_loosened_upwards() -> None:
    above = Goal(MOST, 10, date(2027, 12, 31), "x")
    assert inherited(above, Goal(MOST, 12, date(2027, 12, 31), "x"))[0] is Verdict.LOOSENED
    assert inherited(above, Goal(MOST, 8, date(2027, 12, 31), "x"))[0] is Verdict.TIGHTENED


HEAD = (
    "STT",
    "Nhiệm vụ, giải pháp",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Kết quả/ sản phẩm",
    "Thời gian thực hiện",
)


def grid(*rows: tuple[object, ...]) -> Grid:
    return Grid(
        "Bảng 1",
        tuple(tuple(one if isinstance(one, Cell) else Cell(str(one)) for one in row) for row in rows),
    )


def wide(words: str) -> tuple[object, ...]:
    return ("I", Cell(words), *(Cell(words, joined_left=True) for _one in range(4)))


def test_a_printed_table_is_taken_apart() -> None:
    """Headings repeated on every page, a group over the whole width, a name merged over two rows, an unknown lead."""
    table = grid(
        ("PHỤ LỤC", "", "", "", "", ""),
        HEAD,
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        wide("THỂ CHẾ"),
        ("1", "Nhiệm vụ A", "Sở Giáo dục và Đào tạo", "", "Văn bản", "2026-2027"),
        HEAD,
        ("2", "Nhiệm vụ B", "Phòng X", "", "", "Năm 2026"),
        ("", Cell("Nhiệm vụ B", joined_up=True), "Phòng Y", "", "", ""),
        ("3", "", "Sở Giáo dục và Đào tạo", "", "", "theo lộ trình"),
        ("", "", "", "", "", ""),
    )
    columns = guessed(table)
    assert columns == {"number": 0, "name": 1, "lead": 2, "supporting": 3, "deliverable": 4, "period": 5}
    rows = read_rows(table, columns, YEARS, units={"so giao duc va dao tao": 7})
    lines = [one for one in rows if one.kind is Kind.LINE]
    assert [one.fields["name"] for one in lines] == ["Nhiệm vụ A", "Nhiệm vụ B", ""]
    assert {one.group for one in lines} == {"I THỂ CHẾ"}
    assert lines[0].warned == ()
    assert lines[1].fields["lead"] == "Phòng X\nPhòng Y"
    assert lines[1].warned == (Warned.JOINED, Warned.UNKNOWN_LEAD)
    assert lines[1].period == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert lines[2].is_kept_out
    assert Warned.PERIOD in lines[2].warned
    assert [one.place for one in rows if one.kind is Kind.SKIPPED] == [3, 6, 10]


def test_a_table_without_known_headings_maps_nothing() -> None:
    assert guessed(grid(("a", "b"), ("1", "2"))) == {}


LABELS = {
    "staff": "Tỉ lệ giáo viên có máy tính để dạy trực tuyến", "water": "Tỉ lệ trường có nước sạch",
    "girls": "Tỉ lệ học sinh nữ",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code", "counted"),
    [
        ("100% nhà giáo có máy tính dạy trực tuyến", "staff", False),
        ("95% cơ sở giáo dục có nước sạch", "water", True),
        ("50% số cơ sở giáo dục thanh toán học phí điện tử", None, True),
        ("100% các trường học sử dụng hiệu quả phần mềm quản trị", None, True),
        ("50% nội dung chương trình có học liệu số", None, False),
        ("", None, False),
    ],
)
def test_words_of_a_plan_lead_to_an_indicator(name: str, code: str | None, counted: bool) -> None:
    found = rules.likely_indicators(name, LABELS)
    assert next((one for one, part in found if part >= rules.LIKELY), None) == code
    assert rules.counts_schools(name) is counted
