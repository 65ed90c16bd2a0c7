"""What deserves a second look in the assignments of a term: nothing here refuses, a school knows its reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .load import said
from .sentences import Sentence, _


@dataclass(frozen=True)
class ClassSubject:
    """A cell of the matrix: what the programme asks of a class in a subject. `periods`: a week, None if it is free."""

    class_id: int
    class_name: str
    subject: str
    subject_name: str
    periods: Decimal | None = None


@dataclass(frozen=True)
class AssignedLesson:
    """One assignment. `part` names a strand (Lịch sử, Địa lí) or a group of the class."""

    class_id: int
    subject: str
    staff_id: int
    staff_name: str
    periods: Decimal
    part: str = ""
    teaches: frozenset[str] = frozenset()
    is_primary_class_teacher: bool = False


@dataclass(frozen=True)
class Warned:
    """A warning at a cell (class, subject) of the matrix."""

    class_id: int
    subject: str
    kind: str
    sentence: Sentence


def warnings_of(cells: Sequence[ClassSubject], lessons: Iterable[AssignedLesson]) -> list[Warned]:
    """Two teachers for the same thing; a teacher without the subject; more or fewer periods than the programme's.

    A cell without any teacher is no warning: it is empty, and counted as such.
    """
    there: dict[tuple[int, str], list[AssignedLesson]] = defaultdict(list)
    for lesson in lessons:
        there[lesson.class_id, lesson.subject].append(lesson)
    found = []
    for cell in cells:
        held = there.get((cell.class_id, cell.subject), [])
        found += _twice(cell, held)
        found += _without_subject(cell, held)
        found += _periods(cell, held)
    return found


def _twice(cell: ClassSubject, held: Sequence[AssignedLesson]) -> list[Warned]:
    parts: dict[str, list[str]] = defaultdict(list)
    for lesson in held:
        parts[lesson.part.casefold()].append(lesson.staff_name)
    return [
        Warned(
            cell.class_id,
            cell.subject,
            "twice",
            Sentence(
                "two_teachers",
                _("Lớp %(class)s, %(subject)s: %(teachers)s cùng được phân công một nội dung."),
                {"class": cell.class_name, "subject": cell.subject_name, "teachers": ", ".join(names)},
            ),
        )
        for names in parts.values()
        if len(names) > 1
    ]


def _without_subject(cell: ClassSubject, held: Sequence[AssignedLesson]) -> list[Warned]:
    return [
        Warned(
            cell.class_id,
            cell.subject,
            "not_theirs",
            Sentence(
                "not_their_subject",
                _("%(teacher)s dạy %(subject)s lớp %(class)s nhưng hồ sơ không ghi môn này."),
                {"class": cell.class_name, "subject": cell.subject_name, "teacher": lesson.staff_name},
            ),
        )
        for lesson in held
        if cell.subject not in lesson.teaches and not lesson.is_primary_class_teacher
    ]


def _periods(cell: ClassSubject, held: Sequence[AssignedLesson]) -> list[Warned]:
    if cell.periods is None or not held:
        return []
    given = sum((lesson.periods for lesson in held), Decimal(0))
    if given == cell.periods:
        return []
    return [
        Warned(
            cell.class_id,
            cell.subject,
            "periods",
            Sentence(
                "periods_differ",
                _("Lớp %(class)s, %(subject)s: phân công %(given)s tiết/tuần, chương trình là %(wanted)s."),
                {
                    "class": cell.class_name,
                    "subject": cell.subject_name,
                    "given": said(given),
                    "wanted": said(cell.periods),
                },
            ),
        )
    ]
