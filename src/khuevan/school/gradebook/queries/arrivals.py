"""Learners who came from another school in the middle of a year: what they did there, and what was taken over."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.school.schoolyear.choices import EntryKind

from ..choices import MarkKind, Moment
from ..models import Appraisal, Mark, SubjectResult, TakeOver, TermResult
from .books import Book, Enrolment, books_of
from .results import subjects_of, term_outcome
from .words import average_words, word_words

MarkKey = tuple[int, int, str, int]
"""Subject, term, kind, ordinal."""


@dataclass(frozen=True)
class Arrival:
    """taken: the first term, where it was taken over."""

    enrolment: Any
    taken: TakeOver | None


def arrivals(school_id: int, year_id: int) -> list[Arrival]:
    """Who came to a school in a year from another one, in the order of names. Two statements."""
    rows = list(
        Enrolment.objects.filter(
            Q(entry_kind=EntryKind.TRANSFERRED) | ~Q(came_from=""),
            school_id=school_id,
            school_year_id=year_id,
            class_group__isnull=False,
            left_on__isnull=True,
        )
        .select_related("class_group")
        .order_by("class_group__grade", "class_group__sort_key", "sort_key", "id")
    )
    taken = {
        one.enrolment_id: one
        for one in TakeOver.objects.filter(enrolment_id__in=[row.pk for row in rows], term=1)
    }
    return [Arrival(row, taken.get(row.pk)) for row in rows]


def taken_of(enrolment_id: int) -> list[TakeOver]:
    """Terms of a learner's year that were done at another school."""
    return list(TakeOver.objects.filter(enrolment_id=enrolment_id).order_by("term"))


@dataclass(frozen=True)
class TakenLine:
    """A subject in the first term, as the other school has it."""

    subject: Any
    average: Decimal | None
    word: str

    @property
    def shown(self) -> str:
        return average_words(self.average) or word_words(self.word)


@dataclass(frozen=True)
class TakenMark:
    """A single mark of a term that has no result there yet."""

    subject_id: int
    term: int
    kind: str
    ordinal: int
    number: Decimal | None
    word: str
    text: str
    by: str


@dataclass(frozen=True)
class Former:
    """The learner's year at the other school. lines, levels: of the first term; marks: of terms without result."""

    enrolment_id: int
    school: str
    class_name: str
    left_on: date | None
    lines: tuple[TakenLine, ...]
    learning: int | None
    conduct: int | None
    levels: Mapping[str, str]
    comment: str
    instrument: str
    marks: tuple[TakenMark, ...]

    @property
    def digest(self) -> str:
        """Changes with anything that would be taken over."""
        said = [
            f"{self.enrolment_id} {self.learning} {self.conduct} {sorted(self.levels.items())} {self.comment}"
        ]
        said += [f"{one.subject.pk} {one.average} {one.word}" for one in self.lines]
        said += [f"{one}" for one in self.marks]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def former_year(enrolment: Any) -> Former | None:
    """Where a learner of this school learned before in the same year, on this platform: read with the platform's own
    reach, as the other school's rows are out of the actor's; what is shown is of this one child, who is here now."""
    with database.acting(access.system()):
        rows = Enrolment.objects.filter(
            learner_id=enrolment.learner_id,
            school_year_id=enrolment.school_year_id,
            left_on__isnull=False,
            class_group__isnull=False,
            set_aside_by__isnull=True,
        )
        found = (
            rows.exclude(school_id=enrolment.school_id)
            .select_related("school", "class_group__school_year")
            .order_by("-left_on", "-id")
            .first()
        )
        return _former(found) if found is not None else None


def _former(found: Any) -> Former:
    lines, learning, instrument = _first_term(found)
    said = Appraisal.objects.filter(enrolment_id=found.pk, term=1, moment=Moment.FINAL).first()
    marks = Mark.objects.filter(enrolment_id=found.pk, term__in=(2,) if lines else (1, 2))
    marks = marks.exclude(number__isnull=True, word="", text="").exclude(kind=MarkKind.REMARK)
    return Former(
        enrolment_id=found.pk,
        school=found.school.name,
        class_name=found.class_group.name,
        left_on=found.left_on,
        lines=lines,
        learning=learning,
        conduct=said.conduct if said else None,
        levels=said.levels if said else {},
        comment=said.comment if said else "",
        instrument=instrument,
        marks=tuple(
            TakenMark(
                one.subject_id,
                one.term,
                one.kind,
                one.ordinal,
                one.number,
                one.word,
                one.text,
                one.changed_by,
            )
            for one in marks.order_by("subject_id", "term", "kind", "ordinal")
        ),
    )


def _first_term(found: Any) -> tuple[tuple[TakenLine, ...], int | None, str]:
    """As it was stored there; or, where the learner left before it was closed, what its marks come to if none misses."""
    stored = SubjectResult.objects.filter(enrolment_id=found.pk, term=1).select_related("subject")
    lines = tuple(
        TakenLine(row.subject, row.average, row.word)
        for row in stored.order_by("subject__position", "subject__sort_key", "subject_id")
        if row.average is not None or row.word
    )
    if lines:
        whole = TermResult.objects.filter(enrolment_id=found.pk, term=1).first()
        return lines, whole.learning if whole else None, next(iter(stored)).instrument
    outcome = term_outcome(access.system(), found.class_group, 1, [found])
    (row,) = outcome.rows
    if row.missing or not row.subjects:
        return (), None, ""
    names = {one.pk: one for one in outcome.subjects}
    lines = tuple(
        TakenLine(names[pk], one.average, one.word)
        for pk, one in row.subjects.items()
        if one.average is not None or one.word
    )
    return lines, row.learning, outcome.instrument


def books_here(actor: Actor, enrolment: Any, term: int) -> Sequence[Book]:
    """Gradebooks of the class that the learner is in now."""
    group = enrolment.class_group
    return books_of(actor, group, subjects_of(group), term)
