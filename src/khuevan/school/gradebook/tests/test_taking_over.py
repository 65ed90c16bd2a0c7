"""Who comes in the middle of a year brings the first term: from another school of the platform, or on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.access import Refused
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.school.schoolyear.tests.builders import enrolment
from khuevan.school.staff.tests.builders import assignment, member

from .. import queries, services
from ..models import Appraisal, Mark, SubjectResult, TakeOver, TermResult
from ..permissions import EVERY_CLASS, TAKE_OVER, VIEW_MARKS
from ..queries.arrivals import former_year
from ..queries.overview import class_states
from ..services import GradebookError, Said
from .builders import AT, ON, classroom, teacher_of
from .test_closing import SCORED, appraise, close, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    """`old`: a class whose second learner moved to `room`'s class in November, and `room.child` there."""
    old, room = classroom(learners=2), classroom(learners=1)
    fill(old, 0, dict.fromkeys(SCORED, "8"))
    fill(old, 1, {**dict.fromkeys(SCORED, "8"), "TOAN": "6"})
    with database.acting(old.teacher):
        said = [Said(old.people[1].pk, 0, 2, {}, "Chăm học.")]
        services.save_appraisals(old.teacher, old.group, 1, "final", said, at=AT)
    room.old = old
    room.child = enrolment(
        room.here, group=room.group, learner=old.people[1].learner, entry_kind="transferred", status="03",
        enrolled_on=ON,
    ) if moved(old) else None  # fmt: skip
    room.clerk = testing.actor(VIEW_MARKS, EVERY_CLASS, TAKE_OVER, units=[room.here], name="Văn thư")
    return room


def moved(old: SimpleNamespace) -> bool:
    """The second learner has left."""
    with database.acting(access.system()):
        one = old.people[1]
        one.left_on, one.status = date(2026, 11, 20), "04"
        one.save(update_fields=["left_on", "status"])
    return True


def found(room: SimpleNamespace) -> Any:
    return queries.enrolment_for(room.clerk, room.child.pk)


def take(room: SimpleNamespace, actor: Any = None, digest: str = "") -> int:
    actor = actor or room.clerk
    with database.acting(room.clerk):
        row = found(room)
        former = former_year(row)
        assert former is not None
    with database.acting(actor):
        return services.take_over(actor, row, digest=digest or former.digest, at=AT)


def paper(room: SimpleNamespace, typed: dict[int, str], actor: Any = None, **other: Any) -> TakeOver:
    actor = actor or room.clerk
    facts = {"school": "Trường THCS Xa", "paper_number": "HB 12/2026", "conduct": 1, **other}
    with database.acting(actor):
        row = queries.enrolment_for(room.clerk, (other.get("of") or room.people[0]).pk)
        facts.pop("of", None)
        return services.enter_taken_over(actor, row, typed=typed, at=AT, **facts)


def test_the_first_term_of_the_other_school_counts_for_the_year(room: SimpleNamespace) -> None:
    close(room.old)
    with database.acting(access.system()):
        assert not SubjectResult.objects.filter(enrolment=room.old.people[1]).exists(), (
            "left before it was closed"
        )
    assert take(room) == 12
    with database.acting(access.system()):
        row = TakeOver.objects.get(enrolment=room.child)
        assert (row.from_school, row.from_enrolment, row.taken_by) == (
            "Trường THCS Lê Lợi", room.old.people[1].pk, "Văn thư",
        )  # fmt: skip
        whole = TermResult.objects.get(enrolment=room.child, term=1)
        assert (whole.learning, whole.conduct) == (2, 2)
        assert Appraisal.objects.get(enrolment=room.child, term=1).comment == "Chăm học."
    room.people.append(room.child)
    fill(room, 0, dict.fromkeys(SCORED, "8"))
    close(room)
    with database.acting(access.system()):
        kept = SubjectResult.objects.get(enrolment=room.child, subject=room.subject, term=1)
        assert kept.average == 6, "closing the class's term leaves it as it is"
    for place in (0, 1):
        fill(room, place, dict.fromkeys(SCORED, "9"), term=2)
    appraise(room, 1, 1, term=2)
    close(room, 2)
    with database.acting(access.system()):
        year = SubjectResult.objects.get(enrolment=room.child, subject=room.subject, term=0)
        assert year.average == Decimal("8.0"), "(6 + 2 x 9) / 3"
        assert TermResult.objects.get(enrolment=room.child, term=0).next_step == "promoted"


def test_marks_of_a_running_term_go_into_empty_cells(room: SimpleNamespace) -> None:
    with database.acting(access.system()):
        gone = Mark.objects.filter(enrolment=room.old.people[1], kind="final")
        gone.update(number=None, word="")
        left = Mark.objects.filter(enrolment=room.old.people[1]).exclude(kind="final").count()
        Mark.objects.create(
            school_id=room.here, enrolment=room.child, subject=room.subject, term=1, kind="regular", number=10,
            changed_at=AT,
        )  # fmt: skip
    for book in _other_subjects(room):
        assignment(room.hoa, room.group, book)
    assert take(room) == left - 1
    with database.acting(access.system()):
        held = Mark.objects.filter(enrolment=room.child, subject=room.subject).order_by("kind", "ordinal")
        assert [(one.kind, one.ordinal, one.number) for one in held] == [
            ("midterm", 1, 6), ("regular", 1, 10), ("regular", 2, 6), ("regular", 3, 6), ("regular", 4, 6),
        ]  # fmt: skip
        assert not TakeOver.objects.exists()
    assert take(room) == 0


def _other_subjects(room: SimpleNamespace) -> list[Any]:
    with database.acting(access.system()):
        marks = Mark.objects.filter(enrolment=room.old.people[1]).exclude(subject=room.subject)
        return list({one.subject_id: one.subject for one in marks.select_related("subject")}.values())


def test_who_did_the_term_elsewhere_gets_no_marks_here(room: SimpleNamespace) -> None:
    take(room)
    with database.acting(room.teacher):
        book = queries.book_of(room.teacher, room.group, room.subject, 1)
        (answer,) = services.save_cells(
            room.teacher, book, [services.Cell(room.child.pk, "final-1", "9", 0)], at=AT
        )
        assert "học học kỳ này ở trường khác" in answer.sentence
        row = next(
            one for one in queries.grid_of(room.teacher, book, ON).rows if one.enrolment_id == room.child.pk
        )
        assert (row.note, row.is_open, row.missing) == ("học ở trường khác", False, 0)
        said = [Said(room.child.pk, 1, 4)]
        (words,) = services.save_appraisals(room.teacher, room.group, 1, "final", said, at=AT).values()
        assert "đánh giá đã được tiếp nhận" in words
    with database.acting(room.head):
        (state,) = class_states(room.head, room.here, room.group.school_year, 1)
    assert state.wanted == 6, "one learner's, of two"


def test_from_paper_for_a_school_that_is_not_here(room: SimpleNamespace) -> None:
    with pytest.raises(GradebookError, match="Không có trường nào"), database.acting(room.clerk):
        services.take_over(room.clerk, queries.enrolment_for(room.clerk, room.people[0].pk), digest="", at=AT)
    made = paper(room, {room.subject.pk: "7,5"})
    assert (made.from_enrolment, made.paper_number, made.version) == (None, "HB 12/2026", 1)
    again = paper(room, {room.subject.pk: "8"}, paper_number="HB 13/2026")
    assert (again.pk, again.version) == (made.pk, 2)
    with database.acting(access.system()):
        assert SubjectResult.objects.get(enrolment=room.people[0], term=1).average == 8
        assert Appraisal.objects.get(enrolment=room.people[0], term=1).changed_by == "Trường THCS Xa"


@pytest.mark.parametrize(
    ("typed", "other", "field"),
    [
        ("11", {}, "subject"), ("8,55", {}, "subject"), ("Đ", {}, "subject"), ("8\x00", {}, "subject"), ("", {}, ""),
        ("8", {"school": " "}, "school"), ("8", {"school": "a" * 201}, "school"),
        ("8", {"paper_number": ""}, "paper_number"),
        ("8", {"paper_number": "1\x00"}, "paper_number"), ("8", {"conduct": 7}, "conduct"),
    ],
)  # fmt: skip
def test_bad_papers_are_refused_by_field(
    room: SimpleNamespace, typed: str, other: dict[str, Any], field: str
) -> None:
    with pytest.raises(GradebookError) as refused:
        paper(room, {room.subject.pk: typed}, **other)
    assert [name.split("-")[0] for name in refused.value.errors] == [field]
    with database.acting(access.system()):
        assert not TakeOver.objects.exists()


def test_who_may_and_when(room: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        take(room, actor=teacher_of(member(room.here, "Phan Văn Đức")))
    with pytest.raises(ChangedMeanwhile):
        take(room, digest="0" * 64)
    with database.acting(access.system()):
        room.child.outcome = "promoted"
        room.child.save(update_fields=["outcome"])
    with pytest.raises(GradebookError, match="hãy gỡ ở đó"):
        take(room)
    with pytest.raises(GradebookError, match="không học môn này"):
        paper(room, {room.subject.pk: "8", 10**9: "8"})


def test_the_pages(room: SimpleNamespace) -> None:
    client = testing.client_for(room.clerk)
    where = f"/gradebook/learners/{room.child.pk}/take-over/"
    with clock.frozen(AT):
        client.get("/gradebook/arrivals/")
        with testing.assert_queries(7):
            text = client.get("/gradebook/arrivals/").content.decode()
        assert "chưa tiếp nhận" in text
        text = client.get(where).content.decode()
        assert "Trường THCS Lê Lợi" in text
        with database.acting(room.clerk):
            former = former_year(found(room))
        assert former is not None
        assert client.post(where, {"step": "take", "digest": "x"}).status_code == 422
        assert client.post(where, {"step": "take", "digest": former.digest}).status_code == 302
        assert "Học kỳ I đã được tiếp nhận" in client.get(where).content.decode()
        assert "đã tiếp nhận" in client.get("/gradebook/arrivals/").content.decode()
        assert "Kết quả tiếp nhận từ" in client.get(f"/gradebook/learners/{room.child.pk}/").content.decode()
        other = f"/gradebook/learners/{room.people[0].pk}/take-over/"
        sent = {
            "step": "enter",
            "school": "Trường Xa",
            "paper_number": "1",
            f"subject-{room.subject.pk}": "12",
        }
        wrong = client.post(other, sent)
        assert wrong.status_code == 422
        assert "từ 0 đến 10" in wrong.content.decode()
        assert client.post(other, {**sent, f"subject-{room.subject.pk}": "7"}).status_code == 302
        stranger = testing.actor(VIEW_MARKS, EVERY_CLASS, TAKE_OVER, units=[room.old.here])
        assert testing.client_for(stranger).get(where).status_code == 404
        assert testing.client_for(room.head).get(where).status_code == 403
