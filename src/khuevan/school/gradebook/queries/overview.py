"""A school's or class's term as a whole: what is missing, what is closed, how results spread. Nobody is ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count

from khuevan.kernel.access import Actor
from khuevan.school.curriculum import queries as curriculum
from khuevan.school.schoolyear import queries as schoolyear
from khuevan.school.staff import queries as staff

from ..choices import YEAR, Moment, ReopeningState, ResultLevel
from ..models import Appraisal, ClosedTerm, Exemption, Reopening, SubjectResult, TermResult
from .books import books_of, points_of
from .mine import fill_state
from .words import average_words, word_words

BANDS: tuple[tuple[str, Decimal, Decimal], ...] = (
    ("0–3,4", Decimal(0), Decimal("3.4")),
    ("3,5–4,9", Decimal("3.5"), Decimal("4.9")),
    ("5,0–6,4", Decimal("5.0"), Decimal("6.4")),
    ("6,5–7,9", Decimal("6.5"), Decimal("7.9")),
    ("8,0–8,9", Decimal("8.0"), Decimal("8.9")),
    ("9,0–10", Decimal("9.0"), Decimal(10)),
)
"""Bands of averages, at the bounds that the circular uses."""


@dataclass(frozen=True)
class ClassState:
    """A class in a term: cells filled of those wanted, who has no conduct yet, whether it is closed."""

    group: Any
    learners: int
    filled: int
    wanted: int
    unassessed: int
    closed_at: datetime | None
    closed_by: str

    @property
    def missing(self) -> int:
        return max(self.wanted - self.filled, 0)


def class_states(actor: Actor, school_id: int, year: Any, term: int) -> list[ClassState]:
    """Classes of a school, in order; those of preschools have no marks and are left out."""
    groups: list[Any] = [
        one for one in schoolyear.open_classes(school_id, year.pk) if one.level != "preschool"
    ]
    subjects = staff.taught_subjects([one.pk for one in groups])
    periods: dict[tuple[str, str], Mapping[int, int]] = {}
    books = []
    points = None
    for group in groups:
        group.school_year = year
        points = points_of(group) if points is None else points
        key = (group.level, group.grade)
        if key not in periods:
            periods[key] = curriculum.periods_seen(actor, *key, year.code)
        books += books_of(actor, group, subjects[group.pk], term, periods=periods[key], points=points)
    filled: Counter[int] = Counter()
    wanted: Counter[int] = Counter()
    for one in fill_state(books, school=""):
        filled[one.class_id] += min(one.filled, one.wanted)
        wanted[one.class_id] += one.wanted
    ids = [one.pk for one in groups]
    said = dict(
        Appraisal.objects.filter(
            enrolment__class_group_id__in=ids, enrolment__left_on__isnull=True, term=term, moment=Moment.FINAL
        )
        .order_by()
        .values_list("enrolment__class_group_id")
        .annotate(Count("id"))
    )
    closed = {row.class_group_id: row for row in ClosedTerm.objects.filter(class_group_id__in=ids, term=term)}
    return [
        ClassState(
            group=one,
            learners=one.size,
            filled=filled[one.pk],
            wanted=wanted[one.pk],
            unassessed=max(one.size - said.get(one.pk, 0), 0),
            closed_at=closed[one.pk].closed_at if one.pk in closed else None,
            closed_by=closed[one.pk].closed_by if one.pk in closed else "",
        )
        for one in groups
    ]


@dataclass(frozen=True)
class Spread:
    """How many learners reached each level, of learning and of conduct, where results are stored."""

    learning: tuple[int, ...]
    conduct: tuple[int, ...]
    titles: Mapping[str, int]
    steps: Mapping[str, int]
    overall: Mapping[str, int] = field(default_factory=dict)
    """Of primary schools, at the end of the year: excellent, well_completed, completed, not_completed."""

    @property
    def has_any(self) -> bool:
        return any(self.learning) or any(self.conduct)


def spread_of(school_id: int, term: int, *, year_id: int, class_id: int | None = None) -> Spread:
    """Of a school's closed classes in a term (or the year), or of one class. One statement."""
    rows = TermResult.objects.filter(
        school_id=school_id, term=term, enrolment__school_year_id=year_id, enrolment__left_on__isnull=True
    )
    if class_id is not None:
        rows = rows.filter(enrolment__class_group_id=class_id)
    learning: Counter[int] = Counter()
    conduct: Counter[int] = Counter()
    titles: Counter[str] = Counter()
    steps: Counter[str] = Counter()
    overall: Counter[str] = Counter()
    kinds = ("learning", "conduct", "title", "next_step", "overall")
    for one, other, title, step, whole, many in rows.order_by().values_list(*kinds).annotate(Count("id")):
        overall[whole] += many
        learning[one or 0] += many
        conduct[other or 0] += many
        titles[title] += many
        steps[step] += many
    return Spread(
        tuple(learning[int(level)] for level in ResultLevel),
        tuple(conduct[int(level)] for level in ResultLevel),
        {title: many for title, many in titles.items() if title},
        {step: many for step, many in steps.items() if step},
        {whole: many for whole, many in overall.items() if whole},
    )


def bands_of(averages: Sequence[Decimal]) -> tuple[int, ...]:
    """How many averages lie in each band."""
    return tuple(sum(low <= one <= high for one in averages) for _name, low, high in BANDS)


@dataclass(frozen=True)
class Line:
    """A subject of a learner through the year: term I, term II, the year, as they were stored."""

    subject: Any
    values: tuple[str, str, str]
    is_exempt: bool


@dataclass(frozen=True)
class Transcript:
    """What is stored of a learner's year: results of the terms that are closed."""

    enrolment: Any
    lines: tuple[Line, ...]
    results: Mapping[int, TermResult]
    appraisals: Mapping[int, Appraisal]


def transcript_of(enrolment: Any) -> Transcript:
    """Four statements."""
    subjects: dict[int, Any] = {}
    values: dict[tuple[int, int], str] = {}
    rows = SubjectResult.objects.filter(enrolment_id=enrolment.pk).select_related("subject")
    for row in rows.order_by("subject__position", "subject__sort_key", "subject_id"):
        subjects.setdefault(row.subject_id, row.subject)
        values[row.subject_id, row.term] = average_words(row.average) or word_words(row.word)
    free = set(
        Exemption.objects.filter(
            enrolment_id=enrolment.pk, withdrawn_on__isnull=True, by_plan=False
        ).values_list("subject_id", flat=True)
    )
    lines = tuple(
        Line(
            subject,
            (values.get((pk, 1), ""), values.get((pk, 2), ""), values.get((pk, YEAR), "")),
            pk in free,
        )
        for pk, subject in subjects.items()
    )
    results = {row.term: row for row in TermResult.objects.filter(enrolment_id=enrolment.pk)}
    said = Appraisal.objects.filter(enrolment_id=enrolment.pk, moment=Moment.FINAL)
    return Transcript(enrolment, lines, results, {row.term: row for row in said})


def reopenings_of(school_id: int) -> list[Reopening]:
    """Those that wait first, then the latest answered. One statement."""
    rows = Reopening.objects.filter(school_id=school_id).select_related("class_group", "subject")
    found = list(rows.order_by("-asked_at", "-id")[:200])
    return sorted(found, key=lambda one: one.state != ReopeningState.ASKED)


def exemptions_of(enrolment: Any) -> list[Exemption]:
    """Those in force. One statement."""
    rows = Exemption.objects.filter(enrolment_id=enrolment.pk, withdrawn_on__isnull=True)
    return list(rows.select_related("subject").order_by("by_plan", "granted_on", "id"))
