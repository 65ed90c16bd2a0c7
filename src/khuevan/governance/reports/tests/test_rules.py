"""The rules as tables: the life of a report, aims, what is worth saying, numbers and days."""

from __future__ import annotations

from datetime import date

import pytest

from khuevan.governance.reports.choices import Act, State
from khuevan.governance.reports.rules import (
    Contents,
    Measured,
    Move,
    Outcome,
    Part,
    Rank,
    Refusal,
    digest_of,
    in_head,
    lagging,
    move_of,
    next_state,
    outcome_of,
    rank_of,
    read_contents,
    said_day,
    said_number,
    title_above,
    why_not,
    written,
)

WHY = "vì số liệu đã đổi"
ACTS = [
    (State.OWED, Act.WRITE, {}, None),
    (State.OWED, Act.SUBMIT, {}, Refusal.NOT_NOW),
    (State.DRAFT, Act.WRITE, {"is_ended": True}, Refusal.ENDED),
    (State.DRAFT, Act.HAND_OVER, {"comments": 1}, Refusal.OPEN_COMMENTS),
    (State.DRAFT, Act.HAND_OVER, {"empty": 2}, Refusal.EMPTY),
    (State.DRAFT, Act.HAND_OVER, {"empty": 2, "reason": WHY}, None),
    (State.READY, Act.WRITE, {}, Refusal.NOT_NOW),
    (State.READY, Act.TAKE_BACK, {}, None),
    (State.READY, Act.SUBMIT, {"has_moved": True}, Refusal.MOVED),
    (State.READY, Act.SUBMIT, {"missing": 1, "reason": "ngắn"}, Refusal.INCOMPLETE),
    (State.READY, Act.SUBMIT, {"missing": 1, "reason": WHY}, None),
    (State.SUBMITTED, Act.WRITE, {}, Refusal.NOT_NOW),
    (State.SUBMITTED, Act.RETURN, {"reason": WHY, "is_sent_on": True}, Refusal.SENT_ON),
    (State.SUBMITTED, Act.RETURN, {}, Refusal.NO_REASON),
    (State.ACCEPTED, Act.RETURN, {"reason": WHY}, None),
    (State.ACCEPTED, Act.CORRECT, {}, Refusal.NO_REASON),
    (State.RETURNED, Act.CORRECT, {}, None),
]


@pytest.mark.parametrize(("state", "act", "known", "refusal"), ACTS)
def test_the_life_of_a_report(
    state: State, act: Act, known: dict[str, object], refusal: Refusal | None
) -> None:
    assert why_not(state, act, **known) == refusal  # type: ignore[arg-type]
    assert (next_state(state, act) is None) == (refusal is Refusal.NOT_NOW)


AIMS = [
    ([(60, 50), (100, 100)], Outcome.REACHED),
    ([(50, 50)], Outcome.REACHED),
    ([(60, 50), (99.9, 100)], Outcome.PARTLY),
    ([(40, 50), (None, 100)], Outcome.MISSED),
    ([(60, 50), (None, 100)], Outcome.UNKNOWN),
    ([(None, 50)], Outcome.UNKNOWN),
    ([], Outcome.UNKNOWN),
]


@pytest.mark.parametrize(("parts", "outcome"), AIMS)
def test_an_aim_is_reached_where_every_part_is(
    parts: list[tuple[float | None, float]], outcome: Outcome
) -> None:
    assert outcome_of([Measured(value, goal) for value, goal in parts]) is outcome


def test_more_than_half_is_more_than_half() -> None:
    assert outcome_of([Measured(50, 50, is_strict=True)]) is Outcome.MISSED
    assert Measured(25, 50).progress == 50
    assert Measured(75, 50).progress == 100


MOVES = [
    (85.0, 92.4, True, Move(85.0, 92.4)),
    (85.0, 85.4, True, None),
    (1000, 1010, False, None),
    (1000, 950, False, Move(1000, 950)),
    (None, 5.0, True, None),
]


@pytest.mark.parametrize(("before", "now", "is_share", "move"), MOVES)
def test_what_is_worth_a_sentence(
    before: float | None, now: float | None, is_share: bool, move: Move | None
) -> None:
    assert move_of(before, now, is_share=is_share) == move


def test_who_lags_is_below_the_whole_the_lowest_first() -> None:
    assert lagging({1: 90.0, 2: 10.0, 3: 50.0, 4: 70.0, 5: None, 6: 20.0}, 60.0) == (2, 6, 3)
    assert lagging({1: 90.0, 2: 10.0}, 60.0) == (), "two units name each other"
    assert lagging({1: 1.0, 2: 1.0, 3: 1.0}, None) == ()


NUMBERS = [
    (1234567.0, 0, "", "1.234.567"),
    (92.44, 1, "%", "92,4%"),
    (100.0, 1, "%", "100%"),
    (0.0, 1, "%", "0%"),
    (50.0, 1, "%", "50,0%"),
    (None, 1, "%", "–"),
    (4.5, 1, "", "4,5"),
    (0.0, 0, "", "0"),
    (4.0, 2, "", "4"),
    (-1.25, 2, "", "-1,25"),
]


@pytest.mark.parametrize(("value", "decimals", "unit", "said"), NUMBERS)
def test_numbers_in_the_vietnamese_manner(value: float | None, decimals: int, unit: str, said: str) -> None:
    assert said_number(value, decimals, unit) == said


def test_days_have_two_digits_below_ten_and_in_the_first_two_months() -> None:
    assert said_day(date(2027, 6, 5)) == "ngày 05 tháng 6 năm 2027"
    assert said_day(date(2027, 1, 15)) == "ngày 15 tháng 01 năm 2027"


def test_contents_come_back_as_they_were_and_have_one_digest() -> None:
    one = Contents(
        {"unit": "1"},
        {"chỉ tiêu: a": ("5", "http://x")},
        {"Phần": "Chữ"},
        {},
        ({"tt": "1"},),
        (Part(1, 2, "A", 1, "d"),),
    )
    assert read_contents(written(one)) == one
    assert digest_of(written(one)) == digest_of(written(read_contents(written(one))))
    for broken in ("{}", "[]", "x"):
        with pytest.raises(ValueError):
            read_contents(broken)


HEADS = [
    ("TRƯỜNG TIỂU HỌC KIM ĐỒNG", "TRƯỜNG TIỂU HỌC KIM ĐỒNG"),
    ("TRƯỜNG TIỂU HỌC TÔN ĐỨC THẮNG", "TRƯỜNG TIỂU HỌC\nTÔN ĐỨC THẮNG"),
    ("UBND PHƯỜNG XUÂN HƯƠNG - ĐÀ LẠT", "UBND PHƯỜNG\nXUÂN HƯƠNG - ĐÀ LẠT"),
    ("SỞ GIÁO DỤC VÀ ĐÀO TẠO LÂM ĐỒNG", "SỞ GIÁO DỤC VÀ ĐÀO TẠO\nLÂM ĐỒNG"),
    ("HỌC VIỆN CÁN BỘ QUẢN LÝ GIÁO DỤC", "HỌC VIỆN CÁN BỘ\nQUẢN LÝ GIÁO DỤC"),
    ("X" * 40, "X" * 40),
]


@pytest.mark.parametrize(("name", "lines"), HEADS, ids=[name for name, _lines in HEADS])
def test_a_long_name_breaks_in_the_head_of_a_letter(name: str, lines: str) -> None:
    assert in_head(name) == lines


TITLES = [
    ("Giám đốc", Rank.HEAD, "Giám đốc"),
    ("Hiệu trưởng", Rank.HEAD, "Hiệu trưởng"),
    ("  phó   giám đốc", Rank.DEPUTY, "KT. Giám đốc / phó giám đốc"),
    ("Phó Hiệu trưởng", Rank.DEPUTY, "KT. Hiệu trưởng / Phó Hiệu trưởng"),
    ("Chuyên viên", Rank.OFFICER, ""),
    ("Phó Trưởng phòng", Rank.OFFICER, ""),
    ("", Rank.OFFICER, ""),
]


@pytest.mark.parametrize(("title", "rank", "above"), TITLES)
def test_the_head_signs_a_deputy_for_the_head_and_others_after_them(
    title: str, rank: Rank, above: str
) -> None:
    """NĐ 30/2020/NĐ-CP, Điều 13."""
    assert (rank_of(title), title_above(title)) == (rank, above)


def test_of_a_committee_the_chairman_signs_and_an_administrator_last() -> None:
    assert title_above("Chủ tịch", is_committee=True) == "TM. Ủy ban nhân dân / Chủ tịch"
    assert title_above("Phó Chủ tịch", is_committee=True) == (
        "TM. Ủy ban nhân dân / KT. Chủ tịch / Phó Chủ tịch"
    )
    assert rank_of("Chuyên viên", is_administrator=True) is Rank.ADMINISTRATOR > Rank.OFFICER
    assert rank_of("Giám đốc", is_administrator=True) is Rank.HEAD
