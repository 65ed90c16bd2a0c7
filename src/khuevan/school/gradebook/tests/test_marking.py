"""Saving cells: what is kept, what is refused in words, two people on one cell, who may."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from khuevan.kernel import access, audit, database, testing
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.audit.permissions import VIEW_AUDIT
from khuevan.school.schoolyear.tests.builders import class_group, enrolment
from khuevan.school.staff.tests.builders import member

from .. import queries, services
from ..models import ClosedTerm, Exemption, Mark, Reopening
from ..permissions import EDIT_MARKS
from ..services import CONFLICT, REFUSED, SAVED, Cell
from .builders import AT, ON, classroom, subject_named, teacher_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    return classroom()


def book(room: SimpleNamespace, actor: Actor, **other: Any) -> queries.Book:
    return queries.book_of(
        actor, other.get("group", room.group), other.get("subject", room.subject), other.get("term", 1)
    )


def save(
    room: SimpleNamespace, *cells: tuple[int, str, str, int], actor: Actor | None = None, **other: Any
) -> list[services.Answer]:
    """Cells as (learner's place, column, typed, version)."""
    actor = actor or room.teacher
    at = other.pop("at", AT)
    given = [Cell(room.people[place].pk if place < 100 else place, *rest) for place, *rest in cells]
    with database.acting(actor):
        why = other.pop("why", "")
        return services.save_cells(actor, book(room, actor, **other), given, at=at, why=why)


def states(answers: list[services.Answer]) -> list[str]:
    return [one.state for one in answers]


def test_a_teacher_enters_marks_with_comma_and_point(room: SimpleNamespace) -> None:
    found = save(room, (0, "regular-1", "8,5", 0), (1, "regular-1", "7.5", 0), (2, "final-1", " 10 ", 0))
    assert [(one.state, one.value, one.version) for one in found] == [
        (SAVED, "8,5", 1), (SAVED, "7,5", 1), (SAVED, "10", 1),
    ]  # fmt: skip
    with database.acting(room.teacher):
        grid = queries.grid_of(room.teacher, book(room, room.teacher), ON)
    assert [[cell.value for cell in row.cells] for row in grid.rows] == [
        ["8,5", "", "", "", "", "", ""], ["7,5", "", "", "", "", "", ""], ["", "", "", "", "", "10", ""],
    ]  # fmt: skip
    assert [(row.result, row.is_final, row.missing) for row in grid.rows] == [
        ("8,5", False, 5), ("7,5", False, 5), ("10,0", False, 5),
    ]  # fmt: skip


def test_an_average_as_soon_as_nothing_is_missing(room: SimpleNamespace) -> None:
    marks = ("9", "8", "8,5", "10")
    cells = [(0, f"regular-{number}", mark, 0) for number, mark in enumerate(marks, 1)]
    save(room, *cells, (0, "midterm-1", "8", 0), (0, "final-1", "9,3", 0))
    with database.acting(room.teacher):
        row = queries.grid_of(room.teacher, book(room, room.teacher), ON).rows[0]
    assert (row.result, row.is_final, row.missing) == ("8,8", True, 0)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("11", "từ 0 đến 10"), ("8.55", "một chữ số thập phân"), ("-1", "Không phải điểm"), ("Đ", "Không phải điểm"),
        ("8\x00", "Không phải điểm"), ("9" * 5000, "Không phải điểm"),
    ],
)  # fmt: skip
def test_what_is_no_mark_is_refused_and_the_rest_is_kept(
    room: SimpleNamespace, typed: str, words: str
) -> None:
    bad, good = save(room, (0, "regular-1", typed, 0), (1, "regular-1", "8", 0))
    assert (bad.state, good.state) == (REFUSED, SAVED)
    assert words in bad.sentence


def test_who_cannot_be_marked(room: SimpleNamespace) -> None:
    other = enrolment(room.here, "Ngô Văn Giàu", group=class_group(room.here, "6A2", "06"))
    with database.acting(access.system()):
        room.people[1].left_on, room.people[1].status = ON - timedelta(days=7), "04"
        room.people[1].save(update_fields=["left_on", "status"])
        Exemption.objects.create(
            school_id=room.here, enrolment=room.people[2], subject=room.subject, reason="Ốm", granted_on=ON
        )
    found = save(
        room, (1, "regular-1", "8", 0), (2, "regular-1", "8", 0), (other.pk + 1000, "regular-1", "8", 0),
        (0, "regular-9", "8", 0), (0, "regular-1", "7", 0), (0, "regular-1", "8", 0),
    )  # fmt: skip
    assert states(found) == [REFUSED] * 5 + [SAVED]
    assert [one.sentence.split(".")[0] for one in found[:4]] == [
        "Trần Văn Bình đã rời lớp từ 18/11/2026", "Lê Đức Cường được miễn môn này", "Học sinh này không ở trong lớp 6A1",
        "Sổ điểm này không có cột đó",
    ]  # fmt: skip


def test_only_the_assigned_teacher_writes(room: SimpleNamespace) -> None:
    duc = teacher_of(member(room.here, "Phan Văn Đức"))
    letters = subject_named("Ngữ văn")
    assert states(save(room, (0, "final-1", "8", 0), actor=duc)) == [REFUSED]
    (answer,) = save(room, (0, "final-1", "8", 0), subject=letters)
    assert answer.sentence == "Bạn không được phân công dạy môn Ngữ văn lớp 6A1."
    with pytest.raises(Refused):
        save(room, (0, "final-1", "8", 0), actor=room.head)
    elsewhere = testing.actor(EDIT_MARKS, units=[room.here + 1], person_id=room.hoa.person_id)
    with pytest.raises(Refused):
        save(room, (0, "final-1", "8", 0), actor=elsewhere)
    assert not Mark.objects.exists()


def test_two_people_on_one_cell_are_both_told(room: SimpleNamespace) -> None:
    save(room, (0, "final-1", "7", 0))
    tablet = teacher_of(room.hoa, name="Lê Thị Hoa (máy khác)")
    (late,) = save(room, (0, "final-1", "8", 0), actor=tablet, at=AT + timedelta(minutes=1))
    assert (late.state, late.value, late.version, late.by) == (CONFLICT, "7", 1, "Lê Thị Hoa")
    assert late.sentence == "Lê Thị Hoa vừa ghi «7» vào ô này."
    with database.acting(room.teacher):
        (news,) = queries.news_of(book(room, room.teacher), AT)
    assert news.contested == "Lê Thị Hoa (máy khác) muốn ghi «8» vào ô này."
    (settled,) = save(room, (0, "final-1", "8", 1), actor=tablet)
    assert (settled.state, settled.version) == (SAVED, 2)
    with database.acting(room.teacher):
        assert Mark.objects.get().contested_by == ""


def test_the_same_value_twice_is_no_conflict(room: SimpleNamespace) -> None:
    save(room, (0, "final-1", "7", 0))
    (again,) = save(room, (0, "final-1", "7,0", 0))
    assert (again.state, again.version) == (SAVED, 1)
    assert states(save(room, (1, "final-1", "", 0))) == [SAVED]
    with database.acting(room.teacher):
        assert Mark.objects.count() == 1


def test_an_emptied_cell_keeps_its_version(room: SimpleNamespace) -> None:
    save(room, (0, "final-1", "7", 0))
    (emptied,) = save(room, (0, "final-1", "", 1))
    assert (emptied.state, emptied.value, emptied.version) == (SAVED, "", 2)
    assert states(save(room, (0, "final-1", "8", 1))) == [CONFLICT]


def test_every_change_is_kept_with_old_new_who_and_why(room: SimpleNamespace) -> None:
    save(room, (0, "final-1", "7", 0))
    save(room, (0, "final-1", "8", 1), why="Chấm lại bài")
    reader = testing.actor(VIEW_AUDIT, units=[room.here])
    with database.acting(reader):
        newest = audit.history(reader, Mark(pk=_only_id()))[0]
    assert newest.who == "Lê Thị Hoa"
    assert [(one.before, one.after) for one in newest.changes] == [("7.0", "8.0")]
    assert newest.why == "Chấm lại bài"


def _only_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select max(row_id::bigint) from audit_entry where table_name = 'gradebook_mark'")
        return int(cursor.fetchone()[0])


def test_a_closed_term_is_closed_until_it_is_opened_again(room: SimpleNamespace) -> None:
    with database.acting(access.system()):
        ClosedTerm.objects.create(school_id=room.here, class_group=room.group, term=1, closed_at=AT)
    (answer,) = save(room, (0, "final-1", "8", 0))
    assert answer.sentence == "Sổ điểm học kỳ 1 của lớp 6A1 đã khóa. Hãy đề nghị mở lại."
    assert states(save(room, (0, "final-1", "8", 0), term=2)) == [SAVED]
    with database.acting(access.system()):
        opened = Reopening.objects.create(
            school_id=room.here, class_group=room.group, term=1, subject=room.subject, reason="Nhập nhầm lớp",
            asked_at=AT, state="approved", decided_at=AT, open_until=ON,
        )  # fmt: skip
    assert states(save(room, (0, "final-1", "8", 0))) == [SAVED]
    with database.acting(access.system()):
        opened.open_until = date(2026, 11, 24)
        opened.save(update_fields=["open_until"])
    assert states(save(room, (0, "final-1", "9", 1))) == [REFUSED]


def test_what_waited_on_a_device_for_a_week_is_answered_cell_by_cell(room: SimpleNamespace) -> None:
    """In that week another device wrote, a learner left, and the first term was closed."""
    tablet = teacher_of(room.hoa, name="Lê Thị Hoa (máy khác)")
    save(room, (0, "regular-1", "7", 0), (2, "final-1", "6", 0), actor=tablet, at=AT)
    with database.acting(access.system()):
        room.people[1].left_on, room.people[1].status = ON, "04"
        room.people[1].save(update_fields=["left_on", "status"])
    later = AT + timedelta(days=7)
    waited = [
        (0, "regular-1", "8", 0),
        (1, "regular-1", "9", 0),
        (2, "final-1", "6,0", 0),
        (0, "final-1", "9", 0),
    ]
    answers = save(room, *waited, at=later)
    assert states(answers) == [CONFLICT, REFUSED, SAVED, SAVED], "the same value is no conflict"
    assert (answers[0].value, answers[0].by) == ("7", "Lê Thị Hoa (máy khác)")
    assert "đã rời lớp" in answers[1].sentence
    with database.acting(access.system()):
        ClosedTerm.objects.create(school_id=room.here, class_group=room.group, term=1, closed_at=later)
    (shut,) = save(room, (2, "regular-1", "8", 0), at=later)
    assert (shut.state, "Hãy đề nghị mở lại" in shut.sentence) == (REFUSED, True)


def test_comment_subjects_and_remarks(room: SimpleNamespace) -> None:
    room = classroom(subject="Giáo dục thể chất", learners=1)
    found = save(
        room, (0, "regular-1", "đ", 0), (0, "regular-2", "Đạt", 0), (0, "midterm-1", "Đ", 0), (0, "final-1", "CĐ", 0),
        (0, "remark-1", "Chăm luyện tập.", 0),
    )  # fmt: skip
    assert [one.value for one in found] == ["Đ", "Đ", "Đ", "CĐ", "Chăm luyện tập."]
    with database.acting(room.teacher):
        (row,) = queries.grid_of(room.teacher, book(room, room.teacher), ON).rows
    assert (row.result, row.is_final) == ("CĐ", True)


def test_a_batch_takes_few_statements(room: SimpleNamespace) -> None:
    cells = [(place, f"regular-{number}", "8", 0) for place in range(3) for number in range(1, 5)]
    with testing.assert_queries(11):  # the class comes without its school
        save(room, *cells)
    with database.acting(room.teacher):
        assert Mark.objects.filter(number=Decimal(8)).count() == 12


def test_marks_of_another_school_are_not_there(room: SimpleNamespace) -> None:
    save(room, (0, "final-1", "8", 0))
    stranger = testing.actor(EDIT_MARKS, units=[room.here + 1])
    with database.acting(stranger):
        assert not Mark.objects.exists()
        assert queries.class_for(stranger, room.group.pk) is None
