"""What is stored of a class's whole year: for the rooms that make documents of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from khuevan.school.curriculum.queries import RulePoints

from ..choices import YEAR, MarkKind, Moment
from ..models import Appraisal, ClosedTerm, Exemption, Mark, SubjectResult, TermResult
from ..rules import year_average
from .books import points_of
from .results import learners_of


@dataclass
class LearnerYear:
    """Of one learner. results: (subject, term) -> stored result, term 0 the year; terms: term -> result.

    appraisals: term -> what the homeroom teacher said at its end; remarks: subject -> the latest remark; tests: subject
    -> mark at the end of the year; retaken: subject -> what was assessed again in summer; by_plan: subjects, or None for
    all of them.
    """

    enrolment: Any
    results: dict[tuple[int, int], SubjectResult] = field(default_factory=dict)
    terms: dict[int, TermResult] = field(default_factory=dict)
    appraisals: dict[int, Appraisal] = field(default_factory=dict)
    remarks: dict[int, str] = field(default_factory=dict)
    tests: dict[int, Any] = field(default_factory=dict)
    retaken: dict[int, Mark] = field(default_factory=dict)
    exempt: set[int] = field(default_factory=set)
    by_plan: set[int | None] = field(default_factory=set)
    points: RulePoints = field(default_factory=RulePoints)

    def value(self, subject_id: int, term: int) -> str:
        """As exchanged: "8.3", D, CD, T, H, C or "". The year is that before anything was assessed again."""
        if term == YEAR and subject_id in self.retaken:
            return self._before(subject_id)
        return _value(self.results.get((subject_id, term)))

    def value_retaken(self, subject_id: int) -> str:
        row = self.retaken.get(subject_id)
        if row is None:
            return ""
        return f"{row.number:.1f}" if row.number is not None else row.word

    def _before(self, subject_id: int) -> str:
        first, second = (self.results.get((subject_id, term)) for term in (1, 2))
        if second is None or second.average is None:
            return _value(second)
        average = year_average(
            first.average if first else None, second.average, first_exempt=first is None,
            exempt_first=self.points.exempt_first, halves=self.points.halves,
        )  # fmt: skip
        return "" if average is None else f"{average:.1f}"


@dataclass(frozen=True)
class ClassYear:
    """In the order of names; `subjects`: those with any result, exemption or teacher, in the order of the catalogue."""

    learners: tuple[LearnerYear, ...]
    subjects: tuple[Any, ...]


def class_year(group: Any, subject_ids: Collection[int] = ()) -> ClassYear:
    """subject_ids: those to be listed although nothing is stored of them. Eight statements, however many learners."""
    points = points_of(group)
    rows = {one.pk: LearnerYear(one, points=points) for one in learners_of(group)}
    ids = list(rows)
    wanted = set(subject_ids)
    for result in SubjectResult.objects.filter(enrolment_id__in=ids):
        rows[result.enrolment_id].results[result.subject_id, result.term] = result
        wanted.add(result.subject_id)
    for term in TermResult.objects.filter(enrolment_id__in=ids):
        rows[term.enrolment_id].terms[term.term] = term
    for said in Appraisal.objects.filter(enrolment_id__in=ids, moment=Moment.FINAL):
        rows[said.enrolment_id].appraisals[said.term] = said
    kinds = (MarkKind.REMARK, MarkKind.FINAL, MarkKind.REASSESSMENT)
    for mark in Mark.objects.filter(enrolment_id__in=ids, kind__in=kinds).order_by("term", "id"):
        _take(rows[mark.enrolment_id], mark)
    for one in Exemption.objects.filter(enrolment_id__in=ids, withdrawn_on__isnull=True):
        if one.by_plan:
            rows[one.enrolment_id].by_plan.add(one.subject_id)
        elif one.subject_id is not None:
            rows[one.enrolment_id].exempt.add(one.subject_id)
            wanted.add(one.subject_id)
    subject: Any = Mark._meta.get_field("subject").related_model
    subjects = subject.objects.filter(pk__in=wanted).order_by("position", "sort_key", "id")
    return ClassYear(tuple(rows.values()), tuple(subjects))


def _take(row: LearnerYear, mark: Mark) -> None:
    if mark.kind == MarkKind.REMARK:
        if mark.text:
            row.remarks[mark.subject_id] = mark.text
    elif mark.kind == MarkKind.REASSESSMENT:
        if mark.number is not None or mark.word:
            row.retaken[mark.subject_id] = mark
    elif mark.term == 2 and mark.number is not None:
        row.tests[mark.subject_id] = mark.number


def _value(result: SubjectResult | None) -> str:
    if result is None:
        return ""
    return f"{result.average:.1f}" if result.average is not None else result.word


def closed_terms(class_ids: Collection[int]) -> dict[int, set[int]]:
    """Class -> terms that are closed. One statement."""
    found: dict[int, set[int]] = {pk: set() for pk in class_ids}
    for pk, term in ClosedTerm.objects.filter(class_group_id__in=found).values_list("class_group_id", "term"):
        found[pk].add(term)
    return found
