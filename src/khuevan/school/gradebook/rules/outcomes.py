"""TT 22/2021/TT-BGDĐT Điều 12 to 15: who goes on, who trains or is assessed again in summer, who is praised."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .secondary import Level, learning_level

_PASS, _EXCELLENT, _SIX = Decimal("5.0"), Decimal("9.0"), 6


class Step(StrEnum):
    """What the year leads to."""

    PROMOTED = "promoted"
    SUMMER_TRAINING = "summer_training"
    REASSESSMENT = "reassessment"
    REPEATED = "repeated"


class Award(StrEnum):
    """Titles given by the head at the end of a year (Điều 15)."""

    NONE = ""
    EXCELLENT = "excellent"
    GOOD = "good"


@dataclass(frozen=True)
class Year:
    """A learner's year. trained, reassessed: whether the summer's second chance has been used."""

    conduct: Level
    learning: Level
    absences: int = 0
    trained: bool = False
    reassessed: bool = False


def next_step(year: Year, most_absences: int) -> Step:
    """Điều 12 to 14. More sessions missed than may be (an open point) cannot be made up; conduct comes before
    re-assessment, which needs it."""
    if year.absences > most_absences:
        return Step.REPEATED
    if year.conduct == Level.NOT_PASSED:
        return Step.REPEATED if year.trained else Step.SUMMER_TRAINING
    if year.learning == Level.NOT_PASSED:
        return Step.REPEATED if year.reassessed else Step.REASSESSMENT
    return Step.PROMOTED


def outcome_of(step: str, *, is_last_grade: bool) -> str:
    """What a conclusion means for the register of the year: "promoted", "repeated", or "completed" at the end of a level
    (after grade 12 too: graduation is for the examination to say). "" while a summer has still to decide."""
    if step == Step.PROMOTED:
        return "completed" if is_last_grade else "promoted"
    return "repeated" if step == Step.REPEATED else ""


def subjects_to_reassess(scores: Mapping[str, Decimal], comments: Mapping[str, bool]) -> list[str]:
    """Scored subjects below 5.0 in the year, and comment subjects not passed (Điều 14)."""
    low = [code for code, mark in scores.items() if mark < _PASS]
    return low + [code for code, passed in comments.items() if not passed]


def is_reassessed(wanted: Collection[str], done: Collection[str]) -> bool:
    """Whether each subject that was to be assessed again has been, or its learner stayed away: only then a level that is
    still not passed means repeating the grade."""
    return bool(wanted) and set(wanted) <= set(done)


def level_after_reassessment(
    scores: Mapping[str, Decimal],
    comments: Mapping[str, bool],
    new_scores: Mapping[str, Decimal],
    new_comments: Mapping[str, bool],
) -> Level:
    """The year's level with the new results in the place of the old ones (Điều 14), better or not."""
    return learning_level({**scores, **new_scores}, {**comments, **new_comments})


def award(conduct: Level, learning: Level, scores: Mapping[str, Decimal]) -> Award:
    """Học sinh Xuất sắc, Học sinh Giỏi (Điều 15): of the year only."""
    if conduct != Level.GOOD or learning != Level.GOOD:
        return Award.NONE
    return Award.EXCELLENT if sum(mark >= _EXCELLENT for mark in scores.values()) >= _SIX else Award.GOOD
