"""What a class's marks come to in a term or the year, computed from what is stored: nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from khuevan.kernel.access import Actor
from khuevan.school.attendance import queries as attendance
from khuevan.school.schoolyear.choices import EnrolmentStatus
from khuevan.school.staff import queries as staff

from ..choices import YEAR, MarkKind, Moment
from ..models import Appraisal, Exemption, Mark, SubjectResult
from ..rules import (
    FINAL,
    FINAL_LEVEL,
    LEVEL,
    PASS,
    PRIMARY,
    SCORE,
    SECONDARY,
    TEST,
    Level,
    average_so_far,
    award,
    comment_result,
    conduct_of_year,
    learning_level,
    next_step,
    term_average,
    year_average,
)
from ..rules import Year as YearFacts
from ..rules.primary import (
    SubjectLevel,
    TraitLevel,
    award_within_reach,
    completes_the_class,
    missing_traits,
    overall,
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
    absences: sessions missed in the year, as its conclusion counts them; None for a term."""

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


@dataclass(frozen=True)
class ClassOutcome:
    """All learners of a class, in the order of names; `subjects` in that of the catalogue."""

    group: Any
    term: int
    instrument: str
    subjects: tuple[Any, ...]
    rows: tuple[Outcome, ...]


@dataclass
class _Facts:
    """What is stored of the learners of a class, for one term."""

    marks: dict[tuple[int, int], dict[HELD, Mark]] = field(default_factory=dict)
    free: set[tuple[int, int]] = field(default_factory=set)
    by_plan: set[int] = field(default_factory=set)
    appraisals: dict[int, Appraisal] = field(default_factory=dict)
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


def term_outcome(actor: Actor, group: Any, term: int) -> ClassOutcome:
    """Eight statements, however many learners and subjects."""
    people = learners_of(group)
    books = books_of(actor, group, subjects_of(group), term)
    facts = _facts([one.pk for one in people], term)
    rows = tuple(_term_row(books, one, facts) for one in people)
    return ClassOutcome(group, term, _code(books), tuple(book.subject for book in books), rows)


def _code(books: Sequence[Book]) -> str:
    return next((book.instrument.code for book in books if book.instrument is not None), "")


def _facts(ids: Sequence[int], term: int) -> _Facts:
    facts = _Facts()
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
    for said in Appraisal.objects.filter(enrolment_id__in=ids, term=term, moment=Moment.FINAL):
        facts.appraisals[said.enrolment_id] = said
    return facts


def _term_row(books: Iterable[Book], enrolment: Any, facts: _Facts) -> Outcome:
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
        filled = sum((held.rows.get((one.kind, 1)) is not None) for one in at_the_end)
        return SubjectOutcome(word=row.word if row else "", missing=len(at_the_end) - filled, test=test)
    return SubjectOutcome()


def scores_and_comments(subjects: Mapping[int, SubjectOutcome]) -> tuple[dict[str, Decimal], dict[str, bool]]:
    """As the rules want them, without what was exempted."""
    scores = {str(key): one.average for key, one in subjects.items() if one.average is not None}
    return scores, {str(key): one.word == "D" for key, one in subjects.items() if one.word in ("D", "CD")}


def year_outcome(actor: Actor, second: ClassOutcome) -> ClassOutcome:
    """The year, from what was stored of the first term and what the second comes to."""
    ids = [row.enrolment.pk for row in second.rows]
    first: dict[int, dict[int, SubjectResult]] = {pk: {} for pk in ids}
    for row in SubjectResult.objects.filter(enrolment_id__in=ids, term=1):
        first[row.enrolment_id][row.subject_id] = row
    conduct = dict(
        Appraisal.objects.filter(enrolment_id__in=ids, term=1, moment=Moment.FINAL).values_list(
            "enrolment_id", "conduct"
        )
    )
    facts = _facts(ids, 2)
    books = books_of(actor, second.group, second.subjects, 2)
    kind = next((book.instrument.kind for book in books if book.instrument), "")
    build = _primary_year if kind == PRIMARY else _secondary_year
    missed = attendance.sessions_missed(ids, second.group.level)
    rows = []
    for one in second.rows:
        key = one.enrolment.pk
        year = build(replace(one, absences=missed[key]), first[key], conduct.get(key), facts)
        rows.append(replace(year, absences=missed[key]))
    return ClassOutcome(second.group, YEAR, second.instrument, second.subjects, tuple(rows))


def _secondary_year(
    row: Outcome, first: Mapping[int, SubjectResult], first_conduct: int | None, facts: _Facts
) -> Outcome:
    subjects, again = {}, False
    for key, second in row.subjects.items():
        before = first.get(key)
        found = second
        if second.average is not None:
            average = year_average(
                before.average if before else None, second.average, first_exempt=before is None
            )
            found = SubjectOutcome(average=average)
        retaken = facts.again.get((row.enrolment.pk, key))
        if retaken is not None and (retaken.number is not None or retaken.word):
            found, again = SubjectOutcome(average=retaken.number, word=retaken.word), True
        subjects[key] = found
    conduct = None
    if row.conduct and first_conduct:
        conduct = int(conduct_of_year(Level(first_conduct), Level(row.conduct)))
    if row.missing or row.by_plan or not subjects:
        return Outcome(row.enrolment, subjects, row.missing, conduct=conduct, by_plan=row.by_plan)
    scores, comments = scores_and_comments(subjects)
    learning = learning_level(scores, comments)
    step = title = ""
    if conduct is not None:
        step = str(
            next_step(YearFacts(Level(conduct), learning, absences=row.absences or 0, reassessed=again))
        )
        title = str(award(Level(conduct), learning, scores))
    return Outcome(
        row.enrolment, subjects, 0, learning=int(learning), conduct=conduct, next_step=step, title=title
    )


def _primary_year(
    row: Outcome, first: Mapping[int, SubjectResult], first_conduct: int | None, facts: _Facts
) -> Outcome:
    """The end of the year decides: levels of subjects, qualities and competences, and the tests (TT 27/2020 Điều 9)."""
    said = facts.appraisals.get(row.enrolment.pk)
    levels: Mapping[str, str] = said.levels if said else {}
    missing = row.missing + len(missing_traits(levels))
    if missing or row.by_plan or not row.subjects:
        return Outcome(row.enrolment, row.subjects, missing, by_plan=row.by_plan)
    taken = [one for one in row.subjects.values() if not one.is_exempt]
    result = overall(
        [SubjectLevel(one.word) for one in taken if one.word],
        [TraitLevel(level) for level in levels.values()],
        [one.test for one in taken if one.test is not None],
    )
    return Outcome(
        row.enrolment, row.subjects, 0, overall=str(result),
        next_step="promoted" if completes_the_class(result) else "",
        title="excellent" if award_within_reach(result) == "excellent" else "",
    )  # fmt: skip
