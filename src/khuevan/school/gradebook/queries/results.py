"""What a class's marks come to in a term or the year, computed from what is stored: nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from khuevan.kernel.access import Actor
from khuevan.school.schoolyear.choices import EnrolmentStatus
from khuevan.school.staff import queries as staff

from ..choices import YEAR, MarkKind, Moment
from ..models import Appraisal, Exemption, Mark, SubjectResult, TakeOver, TermResult
from ..rules import (
    FINAL,
    FINAL_LEVEL,
    LEVEL,
    PASS,
    SCORE,
    SECONDARY,
    TEST,
    average_so_far,
    comment_result,
    learning_level,
    term_average,
)
from .books import Book, Enrolment, Subject, books_of
from .grid import HELD, Held, scored_marks


@dataclass(frozen=True)
class SubjectOutcome:
    """A subject of a learner: an average, or a word (D, CD, T, H, C); neither while something is missing.
    so_far: the average over what is there, to be shown while the term runs; test: the mark of the test at the end, in
    primary schools."""

    average: Decimal | None = None
    so_far: Decimal | None = None
    word: str = ""
    missing: int = 0
    test: Decimal | None = None
    is_exempt: bool = False


@dataclass(frozen=True)
class Outcome:
    """A learner's term or year. Nothing is concluded while something is missing, nor by an individual plan.
    absences: sessions missed in the year, as its conclusion counts them; None for a term. again: what subjects that
    have to be assessed again came to before the summer; conduct_before: the year's conduct before its training."""

    enrolment: Any
    subjects: Mapping[int, SubjectOutcome]
    missing: int
    learning: int | None = None
    conduct: int | None = None
    overall: str = ""
    next_step: str = ""
    title: str = ""
    by_plan: bool = False
    absences: int | None = None
    again: Mapping[int, SubjectOutcome] = field(default_factory=dict)
    conduct_before: int | None = None
    is_taken_over: bool = False


@dataclass(frozen=True)
class ClassOutcome:
    """All learners of a class, in the order of names; `subjects` in that of the catalogue."""

    group: Any
    term: int
    instrument: str
    subjects: tuple[Any, ...]
    rows: tuple[Outcome, ...]


@dataclass
class Facts:
    """What is stored of the learners of a class, for one term."""

    marks: dict[tuple[int, int], dict[HELD, Mark]] = field(default_factory=dict)
    free: set[tuple[int, int]] = field(default_factory=set)
    by_plan: set[int] = field(default_factory=set)
    appraisals: dict[int, Appraisal] = field(default_factory=dict)
    trained: dict[int, Appraisal] = field(default_factory=dict)
    again: dict[tuple[int, int], Mark] = field(default_factory=dict)


def learners_of(group: Any) -> list[Any]:
    """Who is in the class now, in the order of names."""
    rows = Enrolment.objects.filter(class_group_id=group.pk, left_on__isnull=True, set_aside_by__isnull=True)
    return list(rows.exclude(status=EnrolmentStatus.MISTAKEN).order_by("sort_key", "id"))


def subjects_of(group: Any) -> list[Any]:
    """Subjects with a teacher in the class, in any term; where nobody was assigned (an old year), those with marks."""
    found = staff.taught_subjects([group.pk])[group.pk]
    if found:
        return found
    with_marks = (
        Mark.objects.filter(enrolment__class_group_id=group.pk).order_by().values("subject_id").distinct()
    )
    return list(Subject.objects.filter(pk__in=with_marks).order_by("position", "sort_key", "id"))


def term_outcome(actor: Actor, group: Any, term: int, people: Sequence[Any] | None = None) -> ClassOutcome:
    """Nine statements, however many learners and subjects; two more where a term was done at another school.
    people: whom of the class, where not everybody who is in it now."""
    people = learners_of(group) if people is None else people
    books = books_of(actor, group, subjects_of(group), term)
    ids = [one.pk for one in people]
    facts = facts_of(ids, term)
    elsewhere = taken_outcomes(people, term)
    rows = tuple(elsewhere.get(one.pk) or _term_row(books, one, facts) for one in people)
    return ClassOutcome(group, term, _code(books), tuple(book.subject for book in books), rows)


def taken_outcomes(people: Sequence[Any], term: int) -> dict[int, Outcome]:
    """Of those who did the term at another school: what was taken over, as it is stored."""
    ids = [one.pk for one in people]
    taken = set(
        TakeOver.objects.filter(enrolment_id__in=ids, term=term).values_list("enrolment_id", flat=True)
    )
    if not taken:
        return {}
    subjects: dict[int, dict[int, SubjectOutcome]] = {pk: {} for pk in taken}
    for row in SubjectResult.objects.filter(enrolment_id__in=taken, term=term):
        subjects[row.enrolment_id][row.subject_id] = SubjectOutcome(average=row.average, word=row.word)
    levels = {row.enrolment_id: row for row in TermResult.objects.filter(enrolment_id__in=taken, term=term)}
    return {
        one.pk: Outcome(
            one, subjects[one.pk], 0, learning=levels[one.pk].learning, conduct=levels[one.pk].conduct,
            is_taken_over=True,
        )
        for one in people
        if one.pk in taken
    }  # fmt: skip


def _code(books: Sequence[Book]) -> str:
    return next((book.instrument.code for book in books if book.instrument is not None), "")


def facts_of(ids: Sequence[int], term: int) -> Facts:
    facts = Facts()
    for row in Mark.objects.filter(enrolment_id__in=ids, term__in=(term, YEAR)):
        if row.kind == MarkKind.REASSESSMENT:
            facts.again[row.enrolment_id, row.subject_id] = row
        elif row.term == term:
            facts.marks.setdefault((row.enrolment_id, row.subject_id), {})[row.kind, row.ordinal] = row
    for one in Exemption.objects.filter(
        enrolment_id__in=ids, term__in=(term, YEAR), withdrawn_on__isnull=True
    ):
        if one.by_plan:
            facts.by_plan.add(one.enrolment_id)
        elif one.subject_id is not None:
            facts.free.add((one.enrolment_id, one.subject_id))
    for said in Appraisal.objects.filter(
        enrolment_id__in=ids, term=term, moment__in=(Moment.FINAL, Moment.SUMMER)
    ):
        (facts.trained if said.moment == Moment.SUMMER else facts.appraisals)[said.enrolment_id] = said
    return facts


def _term_row(books: Iterable[Book], enrolment: Any, facts: Facts) -> Outcome:
    subjects = {}
    kind = ""
    for book in books:
        kind = book.instrument.kind if book.instrument else ""
        key = (enrolment.pk, book.subject.pk)
        held = Held(facts.marks.get(key, {}))
        subjects[book.subject.pk] = (
            SubjectOutcome(is_exempt=True) if key in facts.free else subject_outcome(book, held)
        )
    missing = sum(one.missing for one in subjects.values())
    said, by_plan = facts.appraisals.get(enrolment.pk), enrolment.pk in facts.by_plan
    learning = None
    if kind == SECONDARY and subjects and not missing and not by_plan:
        learning = int(learning_level(*scores_and_comments(subjects)))
    return Outcome(
        enrolment,
        subjects,
        missing,
        learning=learning,
        conduct=said.conduct if said else None,
        by_plan=by_plan,
    )


def subject_outcome(book: Book, held: Held) -> SubjectOutcome:
    """Of one learner in one book."""
    entries = {column.entry for column in book.columns}
    if SCORE in entries:
        marks = scored_marks(book, held)
        return SubjectOutcome(
            average=term_average(marks), so_far=average_so_far(marks), missing=marks.missing
        )
    if PASS in entries:
        results = [held.passed(one.kind, one.ordinal) for one in book.columns if one.entry == PASS]
        passed = comment_result(results)
        missing = sum(one is None for one in results)
        return SubjectOutcome(
            word={True: "D", False: "CD", None: ""}[passed], missing=0 if passed is False else missing
        )
    if LEVEL in entries:
        at_the_end = [one for one in book.columns if one.kind in (FINAL_LEVEL, FINAL)]
        row = held.rows.get((FINAL_LEVEL, 1))
        test = (
            held.number(FINAL) if any(one.entry == TEST and one.kind == FINAL for one in at_the_end) else None
        )
        filled = sum(held.is_filled(one.kind) for one in at_the_end)
        return SubjectOutcome(word=row.word if row else "", missing=len(at_the_end) - filled, test=test)
    return SubjectOutcome()


def scores_and_comments(subjects: Mapping[int, SubjectOutcome]) -> tuple[dict[str, Decimal], dict[str, bool]]:
    """As the rules want them, without what was exempted."""
    scores = {str(key): one.average for key, one in subjects.items() if one.average is not None}
    return scores, {str(key): one.word == "D" for key, one in subjects.items() if one.word in ("D", "CD")}
