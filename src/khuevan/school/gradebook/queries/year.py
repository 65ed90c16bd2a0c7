"""The year of a class: from what was stored of the first term, what the second comes to, and the summer after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from khuevan.kernel.access import Actor
from khuevan.school.attendance import queries as attendance
from khuevan.school.curriculum.queries import RulePoints

from ..choices import YEAR, Moment
from ..models import Appraisal, Mark, SubjectResult
from ..rules import (
    PRIMARY,
    Level,
    award,
    conduct_of_year,
    is_reassessed,
    learning_level,
    next_step,
    subjects_to_reassess,
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
from .books import books_of, points_of
from .results import ClassOutcome, Facts, Outcome, SubjectOutcome, facts_of, scores_and_comments


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
    facts = facts_of(ids, 2)
    books = books_of(actor, second.group, second.subjects, 2)
    kind = next((book.instrument.kind for book in books if book.instrument), "")
    build = _primary_year if kind == PRIMARY else _secondary_year
    points = points_of(second.group) if not books else books[0].points
    missed = attendance.sessions_missed(ids, second.group.level, points)
    most = attendance.most_sessions(second.group.level, points)
    rows = []
    for one in second.rows:
        key = one.enrolment.pk
        year = build(replace(one, absences=missed[key]), first[key], conduct.get(key), facts, points, most)
        rows.append(replace(year, absences=missed[key]))
    return ClassOutcome(second.group, YEAR, second.instrument, second.subjects, tuple(rows))


def _secondary_year(
    row: Outcome,
    first: Mapping[int, SubjectResult],
    first_conduct: int | None,
    facts: Facts,
    points: RulePoints,
    most: int,
) -> Outcome:
    pk = row.enrolment.pk
    subjects = {key: _subject_year(second, first.get(key), points) for key, second in row.subjects.items()}
    before = conduct = _conduct_year(first_conduct, row.conduct)
    said = facts.trained.get(pk)
    trained = before == Level.NOT_PASSED and said is not None and said.conduct is not None
    if trained and said is not None:
        conduct = said.conduct
    missing = row.missing + _without_first_term(row.subjects, subjects)
    if missing or row.by_plan or not subjects:
        return Outcome(
            row.enrolment, subjects, missing, conduct=conduct, by_plan=row.by_plan, conduct_before=before
        )
    reached = scores_and_comments(subjects)
    wanted = subjects_to_reassess(*reached) if learning_level(*reached) == Level.NOT_PASSED else []
    held = {key: facts.again.get((pk, int(key))) for key in wanted}
    done = {key: mark for key, mark in held.items() if mark is not None and _is_said(mark)}
    again = {int(key): subjects[int(key)] for key in wanted}
    for key, mark in done.items():
        if mark.number is not None or mark.word:
            subjects[int(key)] = SubjectOutcome(average=mark.number, word=mark.word)
    scores, comments = scores_and_comments(subjects)
    learning = learning_level(scores, comments)
    step = title = ""
    if conduct is not None:
        year = YearFacts(
            Level(conduct),
            learning,
            row.absences or 0,
            trained=trained,
            reassessed=is_reassessed(wanted, done),
        )
        step = str(next_step(year, most))
        title = (
            ""
            if (trained or done) and not points.title_after_summer
            else str(award(Level(conduct), learning, scores))
        )
    return Outcome(
        row.enrolment, subjects, 0, learning=int(learning), conduct=conduct, next_step=step, title=title,
        again=again, conduct_before=before,
    )  # fmt: skip


def _subject_year(second: SubjectOutcome, before: SubjectResult | None, points: RulePoints) -> SubjectOutcome:
    if second.average is None:
        return second
    first = before.average if before else None
    average = year_average(
        first,
        second.average,
        first_exempt=before is None,
        exempt_first=points.exempt_first,
        halves=points.halves,
    )
    return SubjectOutcome(average=average)


def _without_first_term(second: Mapping[int, SubjectOutcome], year: Mapping[int, SubjectOutcome]) -> int:
    """Subjects that have an average in term II, and none in the year because term I was not finished."""
    return sum(one.average is not None and year[key].average is None for key, one in second.items())


def _conduct_year(first: int | None, second: int | None) -> int | None:
    return int(conduct_of_year(Level(first), Level(second))) if first and second else None


def _is_said(mark: Mark) -> bool:
    """A result, or that the learner did not come."""
    return mark.number is not None or bool(mark.word or mark.text)


def _primary_year(
    row: Outcome,
    first: Mapping[int, SubjectResult],
    first_conduct: int | None,
    facts: Facts,
    points: RulePoints,
    most: int,
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
