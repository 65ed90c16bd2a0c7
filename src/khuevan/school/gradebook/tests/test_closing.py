"""Closing a term stores its results; writing again needs a reason, an approval and a day; homeroom teachers' words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from khuevan.kernel import access, database, testing
from khuevan.kernel.access import Refused
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.school.attendance.models import Absence
from khuevan.school.curriculum import queries as curriculum
from khuevan.school.schoolyear.tests.builders import class_group, enrolment
from khuevan.school.staff.tests.builders import assignment, member

from .. import queries, services
from ..models import Exemption, Mark, Phrase, Reopening, SubjectResult, TermResult
from ..permissions import APPRAISE
from ..queries.overview import spread_of
from ..services import Cell, GradebookError, Said
from .builders import AT, ON, classroom, teacher_of

pytestmark = pytest.mark.django_db
SCORED = ("TOAN", "NV", "NN1", "GDCD", "LSDL", "KHTN", "CN", "TH")


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    return classroom(learners=2)


def fill(room: SimpleNamespace, place: int, marks: dict[str, str], *, term: int = 1) -> None:
    """Every mark of a subject is the one named by its code; comment subjects pass unless they are named."""
    with database.acting(access.system()) as _:
        taught = [
            one
            for one in curriculum.subjects_in("lower_secondary", "06", "2026-2027")
            if one.code not in ("NN2", "TDT")
        ]
        for book in queries.books_of(access.system(), room.group, taught, term):
            for column in book.columns:
                typed = marks.get(book.subject.code, "8" if column.entry == "score" else "D")
                if column.entry == "text":
                    continue
                Mark.objects.create(
                    school_id=room.here, enrolment=room.people[place], subject=book.subject, term=term, kind=column.kind,
                    ordinal=column.ordinal, changed_at=AT, number=Decimal(typed) if column.entry == "score" else None,
                    word="" if column.entry == "score" else typed,
                )  # fmt: skip
        for one in taught:
            if one.pk != room.subject.pk and place == 0 and term == 1:
                assignment(room.hoa, room.group, one)


def close(room: SimpleNamespace, term: int = 1, actor: Any = None) -> None:
    actor = actor or room.head
    with database.acting(actor):
        services.close_term(actor, room.group, term, at=AT)


def results(room: SimpleNamespace, term: int) -> list[tuple[Any, ...]]:
    with database.acting(access.system()):
        rows = TermResult.objects.filter(term=term, school_id=room.here).order_by("enrolment__sort_key")
        return list(rows.values_list("learning", "conduct", "missing", "next_step", "title"))


def appraise(room: SimpleNamespace, *conducts: int, term: int = 1) -> None:
    said = [Said(one.pk, 0, conduct) for one, conduct in zip(room.people, conducts, strict=True)]
    with database.acting(room.teacher):
        assert services.save_appraisals(room.teacher, room.group, term, "final", said, at=AT) == {}


def test_a_closed_term_has_results_and_the_second_the_year(room: SimpleNamespace) -> None:
    fill(room, 0, dict.fromkeys(SCORED, "9.2"))
    fill(room, 1, {**dict.fromkeys(SCORED, "7"), "TOAN": "4.8", "GDTC": "CD"})
    appraise(room, 1, 2)
    close(room)
    assert results(room, 1) == [(1, 1, 0, "", ""), (3, 2, 0, "", "")]
    fill(room, 0, dict.fromkeys(SCORED, "9.0"), term=2)
    fill(room, 1, dict.fromkeys(SCORED, "3"), term=2)
    appraise(room, 1, 3, term=2)
    close(room, 2)
    assert results(room, 0) == [(1, 1, 0, "promoted", "excellent"), (4, 3, 0, "reassessment", "")]
    with database.acting(access.system()):
        year = SubjectResult.objects.get(enrolment=room.people[0], subject=room.subject, term=0)
    assert (year.average, year.instrument) == (Decimal("9.1"), "tt22")


@pytest.mark.parametrize(("days", "step"), [(45, "promoted"), (46, "repeated")])
def test_more_than_45_days_away_keep_from_promotion(room: SimpleNamespace, days: int, step: str) -> None:
    for term in (1, 2):
        fill(room, 0, dict.fromkeys(SCORED, "9"), term=term)
        appraise(room, 1, 1, term=term)
    with database.acting(access.system()):
        for back in range(days):
            for slot in ("am", "pm"):
                Absence.objects.create(
                    school_id=room.here, enrolment=room.people[0], class_group=room.group,
                    on=ON - timedelta(back), slot=slot, kind="P", changed_at=AT,
                )  # fmt: skip
    close(room)
    close(room, 2)
    assert results(room, 0)[0][3] == step
    with database.acting(access.system()):
        assert TermResult.objects.get(enrolment=room.people[0], term=0).absences == days


def test_nothing_is_concluded_of_what_is_missing_exempted_or_by_a_plan(room: SimpleNamespace) -> None:
    fill(room, 0, dict.fromkeys(SCORED, "8"))
    fill(room, 1, {**dict.fromkeys(SCORED, "8"), "GDTC": "CD"})
    with database.acting(access.system()):
        Mark.objects.filter(enrolment=room.people[0], subject=room.subject, kind="final").update(number=None)
        sport = next(one for one in curriculum.subjects() if one.code == "GDTC")
        Exemption.objects.create(
            school_id=room.here, enrolment=room.people[1], subject=sport, reason="Chấn thương", granted_on=ON
        )
    close(room)
    assert [row[:3] for row in results(room, 1)] == [(None, None, 1), (1, None, 0)]
    other = classroom(learners=1)
    fill(other, 0, dict.fromkeys(SCORED, "8"))
    with database.acting(access.system()):
        Exemption.objects.create(
            school_id=other.here,
            enrolment=other.people[0],
            by_plan=True,
            reason="Khuyết tật trí tuệ",
            granted_on=ON,
        )
    close(other)
    assert results(other, 1)[0][0] is None


def test_only_the_head_closes_once_and_in_order(room: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        close(room, actor=room.teacher)
    with pytest.raises(GradebookError, match="Hãy khóa học kỳ I"):
        close(room, 2)
    close(room)
    with pytest.raises(GradebookError, match="đã khóa rồi"):
        close(room)


def ask(room: SimpleNamespace, reason: str = "Nhập nhầm bài", **other: Any) -> Reopening:
    actor = other.pop("actor", room.teacher)
    with database.acting(actor):
        return services.ask_reopening(
            actor, room.group, 1, subject=other.pop("subject", room.subject), reason=reason, at=AT
        )


def test_a_closed_book_opens_for_a_while_and_its_results_follow(room: SimpleNamespace) -> None:
    fill(room, 0, dict.fromkeys(SCORED, "8"))
    fill(room, 1, dict.fromkeys(SCORED, "8"))
    close(room)
    row = ask(room)
    with database.acting(room.head):
        with pytest.raises(GradebookError, match="31 ngày"):
            services.approve_reopening(room.head, row, version=1, open_until=ON + timedelta(days=40), at=AT)
        services.approve_reopening(room.head, row, version=1, open_until=ON + timedelta(days=2), at=AT)
    with database.acting(room.teacher):
        book = queries.book_of(room.teacher, room.group, room.subject, 1)
        mark = Mark.objects.get(enrolment=room.people[0], subject=room.subject, kind="final")
        given = Cell(room.people[0].pk, "final-1", "3", mark.version)
        (answer,) = services.save_cells(room.teacher, book, [given], at=AT)
        assert answer.state == services.SAVED
        stored = SubjectResult.objects.get(enrolment=room.people[0], subject=room.subject, term=1)
    assert stored.average == Decimal("6.3")
    with database.acting(room.head):
        services.close_again(room.head, row, version=2, at=AT)
    with database.acting(room.teacher):
        (answer,) = services.save_cells(
            room.teacher, book, [Cell(room.people[0].pk, "final-1", "8", 2)], at=AT
        )
    assert answer.state == services.REFUSED


def test_requests_are_answered_once_with_a_reason(room: SimpleNamespace) -> None:
    with pytest.raises(GradebookError, match="chưa khóa"):
        ask(room)
    close(room)
    with pytest.raises(GradebookError, match="lý do"):
        ask(room, "  ")
    with pytest.raises(Refused):
        ask(room, actor=teacher_of(member(room.here, "Phan Văn Đức")))
    row = ask(room)
    with pytest.raises(GradebookError, match="đang chờ duyệt"):
        ask(room)
    with pytest.raises(Refused), database.acting(room.teacher):
        services.approve_reopening(room.teacher, row, version=1, open_until=ON, at=AT)
    with database.acting(room.head):
        with pytest.raises(ChangedMeanwhile):
            services.decline_reopening(room.head, row, version=7, at=AT, answer="Không cần")
        row.refresh_from_db()
        services.decline_reopening(room.head, row, version=1, at=AT, answer="Không cần")
        with pytest.raises(GradebookError, match="đã được trả lời"):
            services.approve_reopening(room.head, row, version=2, open_until=ON, at=AT)


def test_only_the_homeroom_teacher_appraises(room: SimpleNamespace) -> None:
    duc = teacher_of(member(room.here, "Phan Văn Đức"))
    with pytest.raises(Refused), database.acting(duc):
        services.save_appraisals(duc, room.group, 1, "final", [], at=AT)
    first, second = room.people
    with database.acting(room.teacher):
        wrong = services.save_appraisals(
            room.teacher, room.group, 1, "final",
            [Said(first.pk, 0, 7), Said(second.pk, 0, None, {"honesty": "X"}), Said(first.pk + 999, 0, 1)], at=AT,
        )  # fmt: skip
        assert len(wrong) == 3
        said = Said(first.pk, 0, 1, {"honesty": "T"}, "Chăm ngoan.")
        assert services.save_appraisals(room.teacher, room.group, 1, "final", [said], at=AT) == {}
        assert services.save_appraisals(room.teacher, room.group, 1, "final", [said], at=AT) == {
            first.pk: "Lê Thị Hoa vừa sửa dòng này; hãy xem lại rồi lưu."
        }
    close(room)
    with pytest.raises(GradebookError, match="đã khóa"), database.acting(room.teacher):
        services.save_appraisals(room.teacher, room.group, 1, "final", [said], at=AT)


def test_phrases_are_ones_own(room: SimpleNamespace) -> None:
    duc = testing.actor(APPRAISE, units=[room.here], person_id=member(room.here, "Phan Văn Đức").person_id)
    with database.acting(room.teacher):
        made = services.add_phrase(room.teacher, room.here, "  Tiến bộ   rõ rệt. ", at=AT)
        assert made.text == "Tiến bộ rõ rệt."
        for bad in ("Tiến bộ rõ rệt.", "", "a" * 301, "a\x00"):
            with pytest.raises(GradebookError):
                services.add_phrase(room.teacher, room.here, bad, at=AT)
    with pytest.raises(Refused), database.acting(duc):
        services.put_away_phrase(duc, made, at=AT)
    with database.acting(room.teacher):
        services.put_away_phrase(room.teacher, made, at=AT)
        assert Phrase.objects.get().put_away_at == AT


def test_a_primary_year_ends_with_an_overall_evaluation(room: SimpleNamespace) -> None:
    """TT 27/2020 Điều 9: levels of subjects, qualities and competences, and tests at the end of the year."""
    group = class_group(room.here, "3A", "03", homeroom_teacher=room.hoa.person)
    child = enrolment(room.here, "Ngô Văn Giàu", group=group)
    system = access.system()
    with database.acting(system):
        taught = [one for one in curriculum.subjects_in("primary", "03", "2026-2027") if one.code != "TDT"]
        for one in taught:
            assignment(room.hoa, group, one)
        for book in queries.books_of(system, group, taught, 2):
            for column in book.columns:
                if column.entry in ("level", "test"):
                    Mark.objects.create(
                        school_id=room.here, enrolment=child, subject=book.subject, term=2, kind=column.kind,
                        changed_at=AT,
                        number=8 if column.entry == "test" else None, word="T" if column.entry == "level" else "",
                    )  # fmt: skip
        levels = dict.fromkeys(queries.TRAITS, "T")
        said = [Said(child.pk, 0, levels=levels)]
        services.save_appraisals(system, group, 2, "final", said, at=AT)
        for term in (1, 2):
            services.close_term(system, group, term, at=AT)
        year = TermResult.objects.get(enrolment=child, term=0)
        spread = spread_of(room.here, 0, year_id=group.school_year_id)
    assert (year.overall, year.next_step, year.title, year.missing) == ("well_completed", "promoted", "", 0)
    assert (spread.overall, spread.has_any) == ({"well_completed": 1}, False)
