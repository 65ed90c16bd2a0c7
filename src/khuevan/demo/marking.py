"""Marks of the running term (regular and mid-term, a few missing, as they stand in November), and
those of the year before, closed, with what they led to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from khuevan.kernel.access import Actor
from khuevan.school.gradebook import queries, services
from khuevan.school.schoolyear.queries import year_at
from khuevan.school.staff import services as staff

from . import teaching
from .draws import number_of

MISSING = 0.04
COMMENTS = (
    "Chăm chỉ, có ý thức xây dựng bài.",
    "Ngoan, hòa đồng với bạn bè.",
    "Có tiến bộ rõ rệt so với đầu năm.",
    "Cần mạnh dạn phát biểu hơn.",
    "Cần đọc kĩ đề bài trước khi làm.",
)
LEAST, ENOUGH = 15, 50
"""The lowest marks drawn, in tenths: as it comes, and where everybody went on."""
SCORES = tuple(Decimal(round(tenths / 5) * 5) / 10 for tenths in range(101))
TESTS = tuple(Decimal(max(1, round(tenths / 10))) for tenths in range(101))
"""Marks as they are given, by tenths: halves, whole ones."""
SPREAD = 28
"""How far apart marks of one learner lie, in tenths."""


def furnish(
    actor: Actor,
    lessons: Sequence[staff.AssignmentRow],
    names: Mapping[int, str],
    *,
    at: datetime,
    on: date,
) -> int:
    """Marks for what these lessons teach; gives how many. `names`: of teachers, by number among the staff."""
    year = year_at(on)
    if year is None:
        return 0
    inside = {
        group.pk: (group, learners)
        for group, learners in queries.classes_with_learners(year.pk, {one.school_id for one in lessons})
    }
    shapes = queries.Shapes(actor)
    books = [  # all that is read is read before: COPY keeps the connection busy
        _Book(lesson, shapes.of(group, lesson.subject_id), learners, names.get(lesson.staff_id, ""))
        for lesson in lessons
        if (group := inside.get(lesson.class_group_id, (None, ()))[0]) is not None
        for learners in (inside[lesson.class_group_id][1],)
    ]
    return services.load_marks(_marks(books, at), actor=actor, at=at)


def furnish_year_before(
    actor: Actor, schools: Mapping[int, str], *, summer: int, at: datetime, on: date
) -> None:
    """Both terms of last year at these schools (id -> name of who enters), assessed and closed. `summer`: the school
    where some had to be assessed again; at the others nobody was below 5.0."""
    year = year_at(date(on.year - 1, on.month, 1))
    if year is None:
        return
    people = queries.enrolled(year.pk, set(schools))
    lessons, shapes = teaching.Lessons(year.code), queries.Shapes(actor)
    by_class: dict[int, list[Any]] = {}
    for one in people:
        by_class.setdefault(one.class_group_id, []).append(one)
    groups = [inside[0].class_group for inside in by_class.values() if inside[0].level in teaching.NORMS]
    rows = [
        row
        for group in groups
        for _code, subject, _periods in lessons.of(group.level, group.grade, group.pk)
        for row in _whole_year(
            shapes.of(group, subject),
            by_class[group.pk],
            subject,
            schools[group.school_id],
            at,
            LEAST if group.school_id == summer else ENOUGH,
        )
    ]
    services.load_marks(rows, actor=actor, at=at)
    for term in (1, 2):
        said = [(one.school_id, _said(one, term)) for group in groups for one in by_class[group.pk]]
        services.load_appraisals(said, term, actor=actor, by=schools, at=at)
        services.close_loaded(groups, term, actor=actor, at=at)
    _summer(actor, [one for one in groups if one.school_id == summer], schools, at=at, on=on)


def _summer(
    actor: Actor, groups: Sequence[Any], schools: Mapping[int, str], *, at: datetime, on: date
) -> None:
    """Who had to be assessed again was, and passed: everybody of this demo went on (`past`)."""
    moment = at - timedelta(days=120)
    waiting = [
        (group, row, retake)
        for group in groups
        for row in queries.summer_of(actor, group, on)
        for retake in row.retakes
    ]
    rows = []
    for group, row, retake in waiting:
        tenths = 50 + number_of(row.enrolment.pk, 600 + retake.subject.pk) % 25
        number, word = (Decimal(tenths) / 10, "") if retake.entry == "score" else (None, "D")
        rows.append(
            services.MarkRow(
                group.school_id, row.enrolment.pk, retake.subject.pk, 0, "reassessment", 1, number, word, moment,
                schools[group.school_id],
            )
        )  # fmt: skip
    if rows:
        services.load_marks(rows, actor=actor, at=at)
        services.store_results_of(actor, sorted({group.pk for group, _row, _retake in waiting}), 2, at=at)


def _whole_year(
    columns: Sequence[Any], inside: Sequence[Any], subject: int, teacher: str, at: datetime, least: int
) -> Iterator[services.MarkRow]:
    for term in (1, 2):
        for place, column in enumerate(columns):
            if column.kind == "remark":
                continue
            moment = at - timedelta(days=430 - 130 * term - 9 * place)
            for one in inside:
                number, word = _value(one.pk, subject, place + 8 * term, column.entry, missing=0, least=least)
                yield services.MarkRow(
                    one.school_id,
                    one.pk,
                    subject,
                    term,
                    column.kind,
                    column.ordinal,
                    number,
                    word,
                    moment,
                    teacher,
                )


def _said(one: Any, term: int) -> services.Said:
    """Conduct in secondary schools, qualities and competences in primary ones."""
    drawn = number_of(one.pk, 900 + term)
    comment = COMMENTS[drawn % len(COMMENTS)]
    if one.level != "primary":
        return services.Said(
            one.pk, 0, conduct=1 if drawn % 10 < 7 else 2 if drawn % 10 < 9 else 3, comment=comment
        )
    levels = {
        trait: "T" if number_of(one.pk, place) % 10 < 8 else "D" for place, trait in enumerate(queries.TRAITS)
    }
    return services.Said(one.pk, 0, levels=levels, comment=comment)


class _Book(NamedTuple):
    """What one lesson's teacher enters. learners: numbers of the enrolments."""

    lesson: staff.AssignmentRow
    columns: Sequence[Any]
    learners: Sequence[int]
    teacher: str


def _marks(books: Sequence[_Book], at: datetime) -> Iterator[services.MarkRow]:
    """By the hundred thousand a second or so: a province has 35 million."""
    for lesson, columns, learners, teacher in books:
        for place, column in enumerate(columns):
            if column.kind.startswith("final") or column.kind == "remark":
                continue
            moment = at - timedelta(days=70 - 9 * place, minutes=lesson.class_group_id % 300)
            for pk in learners:
                number, word = _value(pk, lesson.subject_id, place, column.entry)
                if number is not None or word:
                    yield services.MarkRow(
                        lesson.school_id, pk, lesson.subject_id, 1, column.kind, column.ordinal, number, word, moment,
                        teacher,
                    )  # fmt: skip


@lru_cache(maxsize=4096)
def _ability(learner: int) -> int:
    """The same in all subjects."""
    return 45 + number_of(learner, 7) % 48


def _value(
    learner: int, subject: int, place: int, entry: str, missing: float = MISSING, least: int = LEAST
) -> tuple[Decimal | None, str]:
    """Of a learner's ability, the same in all subjects, and of the day. Nothing for the few that are missing."""
    drawn = number_of(learner, subject * 32 + place)
    if drawn % 1000 < missing * 1000:
        return None, ""
    tenths = max(least, min(100, _ability(learner) + drawn // 1000 % SPREAD - SPREAD // 2))
    if entry == "score":
        return SCORES[tenths], ""
    if entry == "test":
        return TESTS[tenths], ""
    if entry == "pass":
        return None, "CD" if tenths < 30 else "D"
    return None, "T" if tenths >= 75 else "H" if tenths >= 35 else "C"
