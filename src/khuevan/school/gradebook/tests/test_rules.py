"""TT 22/2021, TT 27/2020: every case that a source publishes, what follows from the text, and what must always hold."""

from __future__ import annotations

import doctest
from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ..rules import (
    CONDUCT_OF_YEAR,
    FINAL,
    PASS,
    SCORE,
    TEST,
    TEXT,
    Award,
    Level,
    MarkColumn,
    Marks,
    NotAMark,
    Step,
    Year,
    average_so_far,
    award,
    columns_of,
    comment_result,
    conduct_of_year,
    instrument_for,
    learning_level,
    level_after_reassessment,
    mark_of,
    next_step,
    regular_marks,
    rounded,
    subjects_to_reassess,
    term_average,
    value_of,
    year_average,
)
from ..rules.observed import domains_of, to_support
from ..rules.primary import (
    Overall,
    SubjectLevel,
    TraitLevel,
    award_within_reach,
    completes_the_class,
    has_test,
    overall,
)

RULEBOOK = Path(__file__).resolve().parents[5] / "docs" / "rulebook"
GOOD, FAIR, PASSED, NOT_PASSED = Level
D = Decimal


@pytest.mark.parametrize("page", ["marks-secondary.md", "marks-primary.md"])
def test_worked_examples(page: str) -> None:
    done = doctest.testfile(str(RULEBOOK / page), module_relative=False)
    assert done.attempted > 8
    assert done.failed == 0


# --- numbers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "mark"),
    [("8,5", "8.5"), ("8.5", "8.5"), (" 10 ", "10"), ("0", "0"), ("7,50", "7.5"), (",5", "0.5")],
)
def test_marks_as_typed(typed: str, mark: str) -> None:
    assert mark_of(typed) == D(mark)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("11", "range"), ("10,1", "range"), ("8.55", "digits"), ("-1", "text"), ("", "text"), ("8,5,1", "text"),
        ("٨", "text"),
        ("8\x00", "text"), ("1e1", "text"), ("NaN", "text"), ("9" * 400, "text"), ("tám", "text"),
    ],
)  # fmt: skip
def test_what_is_no_mark(typed: str, code: str) -> None:
    with pytest.raises(NotAMark) as caught:
        mark_of(typed)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("value", "is_rounded"),
    [("7.85", "7.9"), ("7.849", "7.8"), ("6.45", "6.5"), ("0.05", "0.1"), ("9.95", "10.0")],
)
def test_halves_go_up(value: str, is_rounded: str) -> None:
    assert rounded(D(value)) == D(is_rounded)


# --- TT 22/2021 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("periods", "many"), [(34, 2), (35, 2), (36, 3), (52, 3), (70, 3), (71, 4), (105, 4), (140, 4)]
)
def test_regular_marks_by_periods(periods: int, many: int) -> None:
    """Điều 6."""
    assert regular_marks(periods) == many


def marks(regular: str, midterm: str | None, final: str | None, wanted: int | None = None) -> Marks:
    given = [D(one) for one in regular.split()]
    return Marks(
        given, D(midterm) if midterm else None, D(final) if final else None, wanted or max(len(given), 2)
    )


@pytest.mark.parametrize(
    ("regular", "midterm", "final", "average"),
    [("8 7 9", "7.5", "8", "7.9"), ("6 7", "6.5", "6.5", "6.5"), ("9 8 8.5 10", "8", "9.3", "8.8")],
)
def test_term_averages_of_the_source(regular: str, midterm: str, final: str, average: str) -> None:
    """Điều 9 khoản 1, the three published vectors."""
    assert term_average(marks(regular, midterm, final)) == D(average)


def test_a_missing_mark_leaves_no_result_but_a_view_of_what_is_there() -> None:
    waiting = marks("8 7", "7.5", None, wanted=3)
    assert (term_average(waiting), waiting.missing) == (None, 2)
    assert average_so_far(waiting) == D("7.5")
    assert average_so_far(Marks()) is None


@pytest.mark.parametrize(
    ("first", "second", "year"), [("7.9", "8.4", "8.2"), ("6.4", "6.5", "6.5"), ("8.0", "7.9", "7.9")]
)
def test_year_averages_of_the_source(first: str, second: str, year: str) -> None:
    """Điều 9 khoản 1."""
    assert year_average(D(first), D(second)) == D(year)


def test_a_year_needs_its_second_term() -> None:
    assert year_average(D(8), None) is None
    assert year_average(None, D(8)) is None
    assert year_average(None, D(8), first_exempt=True) == D(8)


@pytest.mark.parametrize(
    ("results", "passed"),
    [
        ((True, True, True, True), True), ((True, True, None, True), None), ((True, False, None, None), False),
        ((True, True, True, False), False), ((), None),
    ],
)  # fmt: skip
def test_comment_subjects(results: tuple[bool | None, ...], passed: bool | None) -> None:
    """Điều 9: passed when all was assessed and all passed."""
    assert comment_result(results) is passed


def scores(text: str) -> dict[str, Decimal]:
    """ "6x8.0 2x6.5" -> eight subjects."""
    values = [D(mark) for part in text.split() for many, mark in [part.split("x")] for _ in range(int(many))]
    return {f"S{number}": value for number, value in enumerate(values)}


def comments(failed: int = 0) -> dict[str, bool]:
    return {f"C{number}": number >= failed for number in range(4)}


@pytest.mark.parametrize(
    ("text", "failed", "level"),
    [
        ("6x8.0 2x6.5", 0, GOOD),
        ("7x9.0 1x6.4", 0, FAIR),
        ("7x9.0 1x4.9", 0, FAIR),
        ("7x9.0 1x3.4", 0, PASSED),
        ("8x9.0", 1, FAIR),
        ("5x8.0 3x7.9", 0, FAIR),
        ("6x6.5 2x5.0", 0, FAIR),
        ("5x6.5 3x6.4", 0, PASSED),
        ("6x5.0 2x3.5", 0, PASSED),
        ("5x5.0 3x4.9", 0, NOT_PASSED),
        ("6x5.0 2x3.4", 0, NOT_PASSED),
        ("8x9.0", 2, NOT_PASSED),
        ("7x6.5 1x3.4", 0, PASSED),
        ("6x9.0 2x3.4", 0, NOT_PASSED),
        ("7x6.5 1x4.9", 0, PASSED),
    ],
)
def test_learning_levels(text: str, failed: int, level: Level) -> None:
    """Điều 9 khoản 2, 3; the first five are published, the others stand at the edges of the conditions."""
    assert learning_level(scores(text), comments(failed)) == level


CONDUCT = """
1 1 1, 1 2 2, 1 3 2, 1 4 4, 2 1 1, 2 2 2, 2 3 3, 2 4 4, 3 1 2, 3 2 2, 3 3 3, 3 4 4, 4 1 2, 4 2 3, 4 3 3, 4 4 4
"""


@pytest.mark.parametrize("row", [row.split() for row in CONDUCT.split(",")])
def test_conduct_of_the_year(row: list[str]) -> None:
    """Điều 8: all sixteen pairs."""
    first, second, year = (Level(int(one)) for one in row)
    assert conduct_of_year(first, second) == year


def test_better_conduct_never_ends_worse() -> None:
    """Monotone in both terms; not symmetric: the second term decides more."""
    for first, (better, worse) in product(Level, pairwise(Level)):
        assert conduct_of_year(first, better) <= conduct_of_year(first, worse)
        assert conduct_of_year(better, first) <= conduct_of_year(worse, first)
    assert all(row[3] == NOT_PASSED for row in CONDUCT_OF_YEAR.values())
    assert conduct_of_year(GOOD, NOT_PASSED) != conduct_of_year(NOT_PASSED, GOOD)


@pytest.mark.parametrize(
    ("year", "step"),
    [
        (Year(PASSED, PASSED, 45), Step.PROMOTED),
        (Year(GOOD, GOOD, 46), Step.REPEATED),
        (Year(NOT_PASSED, GOOD), Step.SUMMER_TRAINING),
        (Year(NOT_PASSED, GOOD, trained=True), Step.REPEATED),
        (Year(PASSED, NOT_PASSED), Step.REASSESSMENT),
        (Year(PASSED, NOT_PASSED, reassessed=True), Step.REPEATED),
        (Year(NOT_PASSED, NOT_PASSED), Step.SUMMER_TRAINING),
        (Year(PASSED, NOT_PASSED, trained=True), Step.REASSESSMENT),
        (Year(PASSED, PASSED, trained=True, reassessed=True), Step.PROMOTED),
    ],
)
def test_what_the_year_leads_to(year: Year, step: Step) -> None:
    """Điều 12 to 14; the second chance comes before the decision to repeat."""
    assert next_step(year, 45) == step


def test_reassessment_replaces_the_year() -> None:
    """Điều 14."""
    old, talk = scores("5x6.0 1x4.9 2x3.0"), comments(1)
    assert subjects_to_reassess(old, talk) == ["S5", "S6", "S7", "C0"]
    again = {"S5": D(5), "S6": D(5), "S7": D(5)}
    assert learning_level(old, talk) == NOT_PASSED
    assert level_after_reassessment(old, talk, again, {"C0": True}) == PASSED


@pytest.mark.parametrize(
    ("conduct", "learning", "text", "title"),
    [
        (GOOD, GOOD, "6x9.0 2x6.5", Award.EXCELLENT), (GOOD, GOOD, "5x9.0 3x8.9", Award.GOOD),
        (FAIR, GOOD, "8x9.0", Award.NONE), (GOOD, FAIR, "7x9.0 1x6.4", Award.NONE),
    ],
)  # fmt: skip
def test_awards(conduct: Level, learning: Level, text: str, title: Award) -> None:
    """Điều 15."""
    assert award(conduct, learning, scores(text)) == title


TENTHS = st.integers(0, 100).map(lambda tenths: D(tenths) / 10)


@settings(max_examples=60, deadline=None)
@given(st.lists(TENTHS, min_size=2, max_size=4), TENTHS, TENTHS, st.integers(0, 5), st.integers(1, 100))
def test_a_better_mark_never_lowers_an_average(
    regular: list[Decimal], midterm: Decimal, final: Decimal, place: int, more: int
) -> None:
    before = [*regular, midterm, final]
    place %= len(before)
    after = [*before]
    after[place] = min(after[place] + D(more) / 10, D(10))
    old, new = (term_average(Marks(one[:-2], one[-2], one[-1], 2)) for one in (before, after))
    assert old is not None
    assert new is not None
    assert D(0) <= old <= new <= D(10)


EDGES = st.sampled_from([D(tenths) / 10 for tenths in (0, 34, 35, 49, 50, 64, 65, 79, 80, 89, 90, 100)])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(EDGES, min_size=5, max_size=10), st.lists(st.booleans(), max_size=4), st.integers(0, 13), EDGES
)
def test_a_better_subject_never_lowers_the_level_nor_the_award(
    values: list[Decimal], talk: list[bool], place: int, better: Decimal
) -> None:
    before, said = dict(enumerate(values)), dict(enumerate(talk))
    old_scores = {f"S{key}": mark for key, mark in before.items()}
    old_talk = {f"C{key}": passed for key, passed in said.items()}
    new_scores, new_talk = dict(old_scores), dict(old_talk)
    key = [*old_scores, *old_talk][place % (len(values) + len(talk))]
    if key in new_scores:
        new_scores[key] = max(better, new_scores[key])
    else:
        new_talk[key] = True
    old, new = learning_level(old_scores, old_talk), learning_level(new_scores, new_talk)
    assert new <= old
    if award(GOOD, old, old_scores) == Award.EXCELLENT:
        assert award(GOOD, new, new_scores) == Award.EXCELLENT


# --- TT 27/2020 ------------------------------------------------------------------------------------------

T, H, C = SubjectLevel
BEST, REACHED, EFFORT = TraitLevel


@pytest.mark.parametrize(
    ("subjects", "traits", "tests", "result"),
    [
        ((T, T), (BEST,), ("9", "10"), Overall.EXCELLENT),
        ((T, T), (BEST,), ("8", "10"), Overall.WELL_COMPLETED),
        ((T, T), (BEST,), ("6", "10"), Overall.COMPLETED),
        ((T, H), (BEST,), ("10", "10"), Overall.COMPLETED),
        ((T, T), (REACHED,), ("10", "10"), Overall.COMPLETED),
        ((H, H), (REACHED,), ("5", "5"), Overall.COMPLETED),
        ((H, H), (REACHED,), ("4", "5"), Overall.NOT_COMPLETED),
        ((T, C), (BEST,), ("10", "10"), Overall.NOT_COMPLETED),
        ((T, T), (EFFORT,), ("10", "10"), Overall.NOT_COMPLETED),
        ((T, T), (BEST,), (), Overall.EXCELLENT),
    ],
)
def test_overall(
    subjects: tuple[SubjectLevel, ...],
    traits: tuple[TraitLevel, ...],
    tests: tuple[str, ...],
    result: Overall,
) -> None:
    """Điều 9."""
    found = overall(subjects, traits, [D(one) for one in tests])
    assert found == result
    assert completes_the_class(found) is (result != Overall.NOT_COMPLETED)


def test_awards_of_primary_schools() -> None:
    """Điều 13."""
    assert [award_within_reach(one) for one in Overall] == ["excellent", "outstanding", "", ""]


@pytest.mark.parametrize(
    ("subject", "grade", "mid_term", "is_tested"),
    [
        ("TV", "01", False, True), ("TOAN", "05", False, True), ("KH", "04", False, True), ("DD", "03", False, False),
        ("TV", "04", True, True), ("TOAN", "05", True, True), ("TV", "03", True, False), ("KH", "04", True, False),
        ("NN1", "02", False, False), ("NN1", "03", False, True),
    ],
)  # fmt: skip
def test_periodic_tests(subject: str, grade: str, mid_term: bool, is_tested: bool) -> None:
    """Điều 7."""
    assert has_test(subject, grade, mid_term=mid_term) is is_tested


# --- which circular, which columns -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "grade", "first", "code"),
    [
        ("lower_secondary", "06", 2021, "tt22"), ("lower_secondary", "07", 2022, "tt22"),
        ("lower_secondary", "08", 2023, "tt22"), ("lower_secondary", "09", 2024, "tt22"),
        ("upper_secondary", "10", 2022, "tt22"), ("upper_secondary", "11", 2023, "tt22"),
        ("upper_secondary", "12", 2024, "tt22"), ("primary", "01", 2020, "tt27"), ("primary", "02", 2021, "tt27"),
        ("primary", "03", 2022, "tt27"), ("primary", "04", 2023, "tt27"), ("primary", "05", 2024, "tt27"),
        ("continuing", "10", 2022, "tt22"),
    ],
)  # fmt: skip
def test_circulars_come_grade_by_grade(level: str, grade: str, first: int, code: str) -> None:
    """TT 22/2021 Điều 21, TT 27/2020 Điều 20."""
    found = instrument_for(level, grade, f"{first}-{first + 1}")
    assert found is not None
    assert found.code == code
    assert instrument_for(level, grade, f"{first - 1}-{first}") is None
    assert instrument_for(level, grade, "2026-2027") == found


def shape(level: str, grade: str, subject: str, assessed_by: str = "score", periods: int = 70) -> list[str]:
    instrument = instrument_for(level, grade, "2026-2027")
    assert instrument is not None
    found = columns_of(instrument, subject=subject, grade=grade, assessed_by=assessed_by, periods=periods)
    return [f"{one.key}:{one.entry}" for one in found if one.entry != TEXT]


def test_columns() -> None:
    assert shape("lower_secondary", "08", "CN", periods=52) == [
        "regular-1:score", "regular-2:score", "regular-3:score", "midterm-1:score", "final-1:score",
    ]  # fmt: skip
    assert shape("upper_secondary", "10", "GDTC", "comment") == [
        "regular-1:pass", "regular-2:pass", "midterm-1:pass", "final-1:pass",
    ]  # fmt: skip
    assert shape("primary", "03", "TOAN") == ["midterm_level-1:level", "final_level-1:level", "final-1:test"]
    assert shape("primary", "04", "TV") == [
        "midterm_level-1:level", "midterm-1:test", "final_level-1:level", "final-1:test",
    ]  # fmt: skip
    assert shape("primary", "04", "DD", "comment") == ["midterm_level-1:level", "final_level-1:level"]
    assert shape("lower_secondary", "06", "KHTN-VL", "none") == []
    assert shape("preschool", "18", "MN-TC") == []


def _column(entry: str, least: int = 1, whole: bool = True) -> MarkColumn:
    return MarkColumn(FINAL, 1, entry, D(least), whole) if entry == TEST else MarkColumn(FINAL, 1, entry)


def test_what_a_department_decided_is_what_the_rules_take() -> None:
    assert value_of(_column(TEST, 0, whole=False), "0,5").number == D("0.5")
    assert [rounded(D("7.85"), halves) for halves in ("half_up", "half_even")] == [D("7.9"), D("7.8")]
    marks = [D(8), D(7), D("7.5")], D(8), D(8)  # 62.5 / 8 = 7.8125; with 62.8: 7.85
    assert term_average(Marks([D(8), D(7), D("7.8")], marks[1], marks[2], 3, "half_even")) == D("7.8")
    assert year_average(None, D(8), first_exempt=True, exempt_first="none") is None
    assert next_step(Year(Level.GOOD, Level.GOOD, absences=41), 40) == Step.REPEATED
    assert instrument_for("continuing", "10", "2026-2027", "none") is None
    assert domains_of("18", ("language",)) == ("language",)


@pytest.mark.parametrize(
    ("entry", "typed", "held"),
    [
        (SCORE, "8,5", "8.5"), (TEST, "9", "9"), (PASS, "đ", "D"), (PASS, "Chưa  đạt", "CD"), (PASS, "CĐ", "CD"),
        ("level", "t", "T"), ("level", "hoàn thành", "H"), (TEXT, " Chăm. ", "Chăm."), (SCORE, "  ", ""),
    ],
)  # fmt: skip
def test_cells_as_typed(entry: str, typed: str, held: str) -> None:
    value = value_of(_column(entry), typed)
    assert (D(held) if value.number is not None else held) == (
        value.number if value.number is not None else value.word or value.text
    )


@pytest.mark.parametrize(
    ("entry", "typed", "code"),
    [
        (TEST, "8,5", "whole"),
        (TEST, "0", "zero"),
        (PASS, "8", "word"),
        ("level", "Đ", "word"),
        (TEXT, "a" * 501, "long"),
    ],
)
def test_cells_refused(entry: str, typed: str, code: str) -> None:
    with pytest.raises(NotAMark) as caught:
        value_of(_column(entry), typed)
    assert caught.value.code == code


def test_children_of_preschools_are_observed() -> None:
    assert (len(domains_of("18")), len(domains_of("14"))) == (5, 4)
    assert to_support({"language": "C", "social": "D"}) == ["language"]
