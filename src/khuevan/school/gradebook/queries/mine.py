"""The gradebooks somebody opens first: their own classes and subjects, or the classes of their school."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from khuevan.kernel.access import Actor
from khuevan.school.curriculum import queries as curriculum
from khuevan.school.schoolyear.choices import EnrolmentStatus
from khuevan.school.staff import queries as staff

from ..models import ClosedTerm, Mark, TakeOver
from .books import Book, Enrolment, books_of


@dataclass(frozen=True)
class OwnBook:
    """One line of the list: how much of it is filled. wanted: cells that have to be filled in the whole term."""

    class_id: int
    class_name: str
    school: str
    subject_id: int
    subject: str
    term: int
    learners: int
    filled: int
    wanted: int
    is_closed: bool

    @property
    def missing(self) -> int:
        return max(self.wanted - self.filled, 0)

    @property
    def is_empty(self) -> bool:
        return self.wanted == 0


def own_books(actor: Actor, term: int, on: date) -> list[OwnBook]:
    """What the actor teaches in a term, by class and subject. Eight statements, however many classes."""
    lessons = {
        (one.group.pk, one.subject.pk): one for one in staff.own_lessons(actor, on) if one.term == term
    }
    books: list[Book] = []
    kinds: dict[tuple[str, str, str], dict[int, int]] = {}
    points = curriculum.point_book()
    for one in lessons.values():
        group = one.group
        key = (group.level, group.grade, _year_of(group))
        if key not in kinds:
            kinds[key] = curriculum.periods_seen(actor, *key)
        here = points.of(_year_of(group), group.school)
        books += books_of(actor, group, [one.subject], term, periods=kinds[key], points=here)
    return fill_state(books)


def fill_state(books: Sequence[Book], school: str | None = None) -> list[OwnBook]:
    """How far gradebooks are filled, over several classes at once. Four statements. `school`: its name, where
    the classes come without their school."""
    classes = {book.group.pk for book in books}
    sizes, elsewhere = _sizes(classes), _elsewhere(classes)
    filled = _filled(classes)
    closed = set(ClosedTerm.objects.filter(class_group_id__in=classes).values_list("class_group_id", "term"))
    return [
        OwnBook(
            class_id=book.group.pk,
            class_name=book.group.name,
            school=book.group.school.name if school is None else school,
            subject_id=book.subject.pk,
            subject=book.subject.name,
            term=book.term,
            learners=sizes.get(book.group.pk, 0),
            filled=filled.get((book.group.pk, book.subject.pk, book.term), 0),
            wanted=max(sizes.get(book.group.pk, 0) - elsewhere.get((book.group.pk, book.term), 0), 0)
            * sum(column.is_required for column in book.columns),
            is_closed=(book.group.pk, book.term) in closed,
        )
        for book in books
    ]


def _year_of(group: Any) -> str:
    return str(group.school_year.code)


def _sizes(classes: Collection[int]) -> dict[int, int]:
    rows = Enrolment.objects.filter(class_group_id__in=classes, left_on__isnull=True).exclude(
        status=EnrolmentStatus.MISTAKEN
    )
    return dict(rows.order_by().values_list("class_group_id").annotate(Count("id")))


def _elsewhere(classes: Collection[int]) -> dict[tuple[int, int], int]:
    """Class and term -> how many did the term at another school."""
    rows = TakeOver.objects.filter(
        enrolment__class_group_id__in=classes, enrolment__left_on__isnull=True
    ).order_by()
    counted = rows.values_list("enrolment__class_group_id", "term").annotate(Count("id"))
    return {(group, term): many for group, term, many in counted}


def _filled(classes: Collection[int]) -> dict[tuple[int, int, int], int]:
    rows = Mark.objects.filter(
        Q(number__isnull=False) | ~Q(word=""),
        enrolment__class_group_id__in=classes,
        enrolment__left_on__isnull=True,
    )
    counted = rows.order_by().values_list("enrolment__class_group_id", "subject_id", "term")
    return {(group, subject, term): many for group, subject, term, many in counted.annotate(Count("id"))}
