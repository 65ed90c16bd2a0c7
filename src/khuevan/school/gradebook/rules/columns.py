"""Which marks a class has in a subject and term: the columns of the grid, by circular, grade, way of
assessment and periods a year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from .instruments import PRIMARY, SECONDARY, Instrument
from .numbers import LEAST, NotAMark, mark_of
from .primary import LEAST_TEST_MARK, has_test
from .secondary import COMMENT_RESULTS, regular_marks

SCORE, TEST, PASS, LEVEL, TEXT = "score", "test", "pass", "level", "text"
REGULAR, MIDTERM, FINAL, MIDTERM_LEVEL, FINAL_LEVEL, REMARK = (
    "regular", "midterm", "final", "midterm_level", "final_level", "remark",
)  # fmt: skip
LONGEST_REMARK: Final = 500
WORDS: Final = {PASS: ("D", "CD"), LEVEL: ("T", "H", "C")}
"""What may stand in a cell that is no number: Đạt, Chưa đạt; hoàn thành tốt, hoàn thành, chưa hoàn thành."""
_SPELLED: Final = {
    PASS: {"D": "D", "Đ": "D", "ĐẠT": "D", "DAT": "D", "CD": "CD", "CĐ": "CD", "CHƯA ĐẠT": "CD", "CHUA DAT": "CD"},
    LEVEL: {
        "T": "T", "H": "H", "C": "C", "HTT": "T", "HT": "H", "CHT": "C",
        "HOÀN THÀNH TỐT": "T", "HOÀN THÀNH": "H", "CHƯA HOÀN THÀNH": "C",
    },
}  # fmt: skip


@dataclass(frozen=True)
class MarkColumn:
    """One column. kind and ordinal name the row that keeps a mark; `entry` says what is typed. least, whole: of tests."""

    kind: str
    ordinal: int
    entry: str
    least: Decimal = LEAST
    whole: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.ordinal}"

    @property
    def is_required(self) -> bool:
        return self.entry != TEXT


@dataclass(frozen=True)
class Value:
    """What a cell holds: a number, a word or text; nothing at all when it is empty."""

    number: Decimal | None = None
    word: str = ""
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return self.number is None and not self.word and not self.text


def columns_of(
    instrument: Instrument,
    *,
    subject: str,
    grade: str,
    assessed_by: str,
    periods: int,
    least_test_mark: int = LEAST_TEST_MARK,
    whole_test_marks: bool = True,
) -> tuple[MarkColumn, ...]:
    """In the order in which a teacher fills them. A subject that is not assessed by itself (a strand) has none."""
    if assessed_by == "none":
        return ()
    remark = MarkColumn(REMARK, 1, TEXT)
    if instrument.kind == PRIMARY:
        tests = (Decimal(least_test_mark), whole_test_marks)
        return (*_primary(subject, grade, tests, tested=assessed_by == "score"), remark)
    if instrument.kind != SECONDARY:
        return ()
    scored = assessed_by == "score"
    entry, many = (SCORE, regular_marks(periods)) if scored else (PASS, COMMENT_RESULTS)
    regular = tuple(MarkColumn(REGULAR, ordinal, entry) for ordinal in range(1, many + 1))
    return (*regular, MarkColumn(MIDTERM, 1, entry), MarkColumn(FINAL, 1, entry), remark)


def _primary(subject: str, grade: str, tests: tuple[Decimal, bool], *, tested: bool) -> list[MarkColumn]:
    found = []
    for level, test, mid in ((MIDTERM_LEVEL, MIDTERM, True), (FINAL_LEVEL, FINAL, False)):
        found.append(MarkColumn(level, 1, LEVEL))
        if tested and has_test(subject, grade, mid_term=mid):
            found.append(MarkColumn(test, 1, TEST, *tests))
    return found


def value_of(column: MarkColumn, typed: str) -> Value:
    """What was typed into a cell; spaces around do not count, an empty cell is an empty value. Raises
    NotAMark, besides its own
    codes with `word` where a level was expected and `long` for a remark of more than 500 characters."""
    text = typed.strip()
    if not text:
        return Value()
    if column.entry in (SCORE, TEST):
        return Value(number=mark_of(text, whole=column.whole, least=column.least))
    if column.entry == TEXT:
        if len(text) > LONGEST_REMARK:
            raise NotAMark("long")
        return Value(text=text)
    word = _SPELLED[column.entry].get(" ".join(text.upper().split()))
    if word is None:
        raise NotAMark("word")
    return Value(word=word)
