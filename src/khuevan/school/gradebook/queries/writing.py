"""What saving a cell asks of the database: few statements, each put together once and planned once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from django.db import connection

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ByKey

from ..models import Mark
from ..permissions import VIEW_MARKS
from .books import ELSEWHERE, EXEMPT, Book, ClassGroup, Subject, book_of, class_for, writes

_UNASKED: Final = frozenset({"changed_by_person", "contested_at", "contested_by", "contested_value"})
_NAMES: Final = [one.attname for one in Mark._meta.concrete_fields if one.attname not in _UNASKED]
"""In the order in which a model object is made."""
_AT_HAND: Final = f"""
select e.id, e.full_name, e.left_on,
    case when exists (select from gradebook_takeover t where t.enrolment_id = e.id and t.term = %(term)s)
         then %(elsewhere)s::text
         when exists (select from gradebook_exemption x where x.enrolment_id = e.id and x.subject_id = %(subject)s
                      and x.term in (0, %(term)s) and not x.by_plan and x.withdrawn_on is null)
         then %(exempt)s::text else '' end,
    exists (select from gradebook_closedterm c where c.class_group_id = %(group)s and c.term = %(term)s),
    {", ".join(f"m.{name}" for name in _NAMES)}
from schoolyear_enrolment e
left join gradebook_mark m on m.enrolment_id = e.id and m.subject_id = %(subject)s and m.term = %(term)s
    and m.kind || '-' || m.ordinal = any(%(columns)s::text[])
where e.class_group_id = %(group)s and e.id = any(%(ids)s::int[])
"""  # noqa: S608 - names of our own


class Learner(NamedTuple):
    """A learner of the class as a cell's writer meets them. free: why there are no marks in this book, or ""."""

    pk: int
    full_name: str
    left_on: date | None
    free: str
    is_closed: bool


_OF_LEARNER: Final = len(Learner._fields)


def at_hand(
    book: Book, ids: Collection[int], columns: Collection[str]
) -> tuple[dict[int, Learner], list[Mark]]:
    """Those of the class among these enrolments, and what they hold in these columns of the book, without what nobody
    asks before writing. One statement."""
    asked = {
        "term": book.term, "subject": book.subject.pk, "group": book.group.pk, "ids": sorted(ids),
        "columns": sorted(columns), "elsewhere": ELSEWHERE, "exempt": EXEMPT,
    }  # fmt: skip
    learners: dict[int, Learner] = {}
    marks: list[Mark] = []
    with database.prepared(), connection.cursor() as cursor:
        cursor.execute(_AT_HAND, asked)
        for row in cursor.fetchall():
            learners.setdefault(row[0], Learner(*row[:_OF_LEARNER]))
            if row[_OF_LEARNER] is not None:
                marks.append(Mark.from_db(connection.alias, _NAMES, row[_OF_LEARNER:]))
    return learners, marks


@cache
def _class_by_key() -> ByKey:
    rows = ClassGroup.objects.select_related("school", "school_year")
    return ByKey(rows.only("name", "level", "grade", "school__professional_path", "school_year__code"))


@cache
def _subject_by_key() -> ByKey:
    return ByKey(Subject.objects.only("code", "name", "assessed_by"))


def book_to_write(
    actor: Actor, class_id: int, subject_id: int, term: int, on: date
) -> tuple[Book, bool] | None:
    """The book, and whether it is the actor's to write in on that day; None where the actor may not even see it. Who
    teaches it sees it: only for others the classes that they see are looked up. Five statements."""
    with database.prepared():
        group: Any = _class_by_key().read(class_id)
        subject: Any = _subject_by_key().read(subject_id)
        if group is None or subject is None or group.school_id not in access.scope(actor, VIEW_MARKS):
            return None
        is_theirs = writes(actor, group, subject.pk, term, on)
        if not is_theirs and class_for(actor, class_id) is None:
            return None
        return book_of(actor, group, subject, term), is_theirs
