"""One gradebook: a class, a subject, a term; its columns, whose it is, whether it can be written in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Value

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.school.curriculum import queries as curriculum
from khuevan.school.curriculum.queries import RulePoints
from khuevan.school.schoolyear import queries as schoolyear
from khuevan.school.staff import queries as staff

from ..choices import ReopeningState
from ..models import ClosedTerm, Exemption, Mark, Reopening, TakeOver
from ..permissions import EVERY_CLASS, VIEW_MARKS
from ..rules import Instrument, MarkColumn, columns_of, instrument_for

ClassGroup: Any = ClosedTerm._meta.get_field("class_group").related_model
Enrolment: Any = Mark._meta.get_field("enrolment").related_model
Subject: Any = Mark._meta.get_field("subject").related_model


@dataclass(frozen=True)
class Book:
    """A class (with school and year), a subject, a term. `instrument` is None where no known circular assesses; `points`:
    what holds where the rules are open."""

    group: Any
    subject: Any
    term: int
    instrument: Instrument | None
    periods: int
    columns: tuple[MarkColumn, ...]
    points: RulePoints = RulePoints()  # noqa: RUF009 - frozen

    @property
    def by_key(self) -> dict[str, MarkColumn]:
        return {column.key: column for column in self.columns}


@dataclass(frozen=True)
class Lock:
    """Whether a term of a class is closed for a subject, and the reopening that lifts it."""

    closed: ClosedTerm | None
    reopening: Reopening | None

    @property
    def is_closed(self) -> bool:
        return self.closed is not None and self.reopening is None


def class_for(actor: Actor, class_id: int) -> Any:
    """The class, if the actor may see its gradebooks: every class of a school, or one's own. None otherwise."""
    rows = ClassGroup.objects.within(access.scope(actor, VIEW_MARKS)).filter(pk=class_id)
    found = rows.select_related("school", "school_year").first()
    if found is None:
        return None
    if found.school_id in access.scope(actor, EVERY_CLASS) or found.pk in schoolyear.own_classes(actor):
        return found
    return None


def enrolment_for(actor: Actor, enrolment_id: int) -> Any:
    """A learner's year, with class, school and year, if the actor may see the class's gradebooks. None otherwise."""
    rows = Enrolment.objects.filter(pk=enrolment_id, class_group__isnull=False)
    found = rows.select_related("class_group__school", "class_group__school_year").first()
    return found if found is not None and class_for(actor, found.class_group_id) is not None else None


def subject_for(subject_id: int) -> Any:
    return Subject.objects.filter(pk=subject_id).first()


def book_of(actor: Actor, group: Any, subject: Any, term: int) -> Book:
    """Two statements. A subject without periods in the programme counts as one of 35."""
    periods = curriculum.periods_seen(actor, group.level, group.grade, group.school_year.code)
    return _book(group, subject, term, periods.get(subject.pk, 0), points_of(group))


def books_of(
    actor: Actor,
    group: Any,
    subjects: Iterable[Any],
    term: int,
    *,
    periods: Mapping[int, int] | None = None,
    points: RulePoints | None = None,
) -> list[Book]:
    """Gradebooks of several subjects of a class; those without columns are left out. `periods`, `points`: where they are
    known."""
    if periods is None:
        periods = curriculum.periods_seen(actor, group.level, group.grade, group.school_year.code)
    points = points_of(group) if points is None else points
    found = [_book(group, one, term, periods.get(one.pk, 0), points) for one in subjects]
    return [one for one in found if one.columns]


def points_of(group: Any) -> RulePoints:
    """What holds for a class (with school and year) where the rules are open. One statement."""
    return curriculum.points_for(group.school_year.code, group.school)


def instrument_of(group: Any, points: RulePoints) -> Instrument | None:
    """The circular that assesses a class in its year."""
    return instrument_for(group.level, group.grade, group.school_year.code, points.continuing_by)


def _book(group: Any, subject: Any, term: int, periods: int, points: RulePoints) -> Book:
    instrument = instrument_of(group, points)
    columns: tuple[MarkColumn, ...] = ()
    if instrument is not None:
        columns = columns_of(
            instrument,
            subject=subject.code,
            grade=group.grade,
            assessed_by=subject.assessed_by,
            periods=periods,
            least_test_mark=points.least_test_mark,
            whole_test_marks=points.whole_test_marks,
        )
    return Book(group, subject, term, instrument, periods, columns, points)


def lock_of(group: Any, subject_id: int | None, term: int, on: date) -> Lock:
    """One statement while the term is open, two when it is closed. Without a subject: of the homeroom teacher's part."""
    closed = ClosedTerm.objects.filter(class_group_id=group.pk, term=term).first()
    if closed is None:
        return Lock(None, None)
    rows = Reopening.objects.filter(
        Q(subject__isnull=True) | Q(subject_id=subject_id),
        class_group_id=group.pk,
        term=term,
        state=ReopeningState.APPROVED,
        open_until__gte=on,
    )
    return Lock(closed, rows.order_by("-decided_at").first())


def closed_classes_of(year: str, term: int, school_codes: Collection[str] = ()) -> list[int]:
    """Classes of a school year whose term is closed, school by school; of some schools, or of all."""
    rows = ClosedTerm.objects.filter(class_group__school_year__code=year, term=term)
    if school_codes:
        rows = rows.filter(school__code__in=school_codes)
    return list(rows.order_by("school_id", "class_group_id").values_list("class_group_id", flat=True))


def writes(actor: Actor, group: Any, subject_id: int, term: int, on: date) -> bool:
    """Whether the book is the actor's to write in: assigned on that day, or the platform itself."""
    return actor.everything or staff.teaches(actor, group.pk, subject_id, term, on)


def exempted(enrolment_ids: Iterable[int], subject_id: int, term: int) -> set[int]:
    """Enrolments that need not take the subject in the term."""
    rows = Exemption.objects.filter(
        enrolment_id__in=list(enrolment_ids),
        subject_id=subject_id,
        term__in=(0, term),
        by_plan=False,
        withdrawn_on__isnull=True,
    )
    return set(rows.values_list("enrolment_id", flat=True))


EXEMPT, ELSEWHERE = "exempt", "elsewhere"


def not_marked(enrolment_ids: Iterable[int], subject_id: int, term: int) -> dict[int, str]:
    """Enrolments that get no marks in the book, and why: exempt, or the term was done elsewhere. One statement."""
    ids = list(enrolment_ids)
    free = Exemption.objects.filter(
        enrolment_id__in=ids, subject_id=subject_id, term__in=(0, term), by_plan=False, withdrawn_on__isnull=True
    )  # fmt: skip
    taken = TakeOver.objects.filter(enrolment_id__in=ids, term=term)
    rows = free.values_list("enrolment_id", Value(EXEMPT)).union(
        taken.values_list("enrolment_id", Value(ELSEWHERE)), all=True
    )
    return dict(rows)


def on_a_plan(enrolment_ids: Iterable[int]) -> set[int]:
    """Enrolments assessed by an individual plan: nothing is concluded from their marks."""
    rows = Exemption.objects.filter(
        enrolment_id__in=list(enrolment_ids), by_plan=True, withdrawn_on__isnull=True
    )
    return set(rows.values_list("enrolment_id", flat=True))


def running_term(on: date) -> int:
    """The term that pages open with, by the usual frame of years: the first ends on 17 January, and begins in August."""
    return 2 if (1, 18) <= (on.month, on.day) < (8, 1) else 1


def mark_at(book: Book, enrolment_id: int, column: MarkColumn) -> Mark | None:
    """The row of one cell of a book, where there is one."""
    return Mark.objects.filter(
        enrolment_id=enrolment_id, enrolment__class_group_id=book.group.pk, subject_id=book.subject.pk, term=book.term,
        kind=column.kind, ordinal=column.ordinal,
    ).first()  # fmt: skip


def enrolled(school_year_id: int, school_ids: Collection[int]) -> list[Any]:
    """Enrolments of schools in a year that stand in a class, class by class: to load marks for."""
    rows = Enrolment.objects.filter(
        school_year_id=school_year_id,
        school_id__in=school_ids,
        class_group__isnull=False,
        left_on__isnull=True,
    )
    groups = ("class_group__school_year", "class_group__school")
    return list(rows.select_related(*groups).order_by("class_group_id", "id"))


def classes_with_learners(school_year_id: int, school_ids: Collection[int]) -> list[tuple[Any, list[int]]]:
    """(class with its school and year, numbers of the enrolments that stand in it) of as many schools as a province
    has, to load marks for."""
    rows = Enrolment.objects.filter(
        school_year_id=school_year_id,
        school_id__in=school_ids,
        class_group__isnull=False,
        left_on__isnull=True,
    ).order_by("class_group_id", "id")
    inside: dict[int, list[int]] = {}
    for class_id, pk in rows.values_list("class_group_id", "id").iterator(chunk_size=20_000):
        inside.setdefault(class_id, []).append(pk)
    groups = ClassGroup.objects.filter(school_year_id=school_year_id, school_id__in=school_ids)
    with_all = groups.select_related("school_year", "school").order_by("id")
    return [(one, inside[one.pk]) for one in with_all if one.pk in inside]


class Shapes:
    """Columns of gradebooks for very many classes: periods of a grade are read once, subjects once."""

    def __init__(self, actor: Actor) -> None:
        self._units = curriculum.departments_seen(actor)
        self._subjects: Mapping[int, Any] = Subject.objects.in_bulk()
        self._periods: dict[tuple[str, str, str], dict[int, int]] = {}
        self._points = curriculum.point_book()
        self._held: dict[tuple[str, str], RulePoints] = {}
        self._columns: dict[tuple[str, str, str, str, int], tuple[MarkColumn, ...]] = {}

    def points(self, group: Any) -> RulePoints:
        """What holds where the rules are open; `group` with its school and year."""
        key = (group.school_year.code, group.school.professional_path)
        if key not in self._held:
            self._held[key] = self._points.of(key[0], group.school)
        return self._held[key]

    def of(self, group: Any, subject_id: int) -> tuple[MarkColumn, ...]:
        """`group` with its school and year; those of classes that are alike are the same object."""
        asked = (group.level, group.grade, group.school_year.code)
        key = (*asked, group.school.professional_path, subject_id)
        if key not in self._columns:
            if asked not in self._periods:
                self._periods[asked] = curriculum.periods_of(*asked, self._units)
            periods = self._periods[asked].get(subject_id, 0)
            self._columns[key] = _book(
                group, self._subjects[subject_id], 1, periods, self.points(group)
            ).columns
        return self._columns[key]
