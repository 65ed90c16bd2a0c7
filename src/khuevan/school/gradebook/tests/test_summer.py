"""The summer after a year: marks of re-assessment, conduct after training, and what the year comes to then."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.access import Refused
from khuevan.school.schoolyear.models import Enrolment
from khuevan.school.staff.tests.builders import member

from .. import services
from ..models import Appraisal, Mark, SubjectResult, TermResult
from ..permissions import EVERY_CLASS, REASSESS, VIEW_MARKS
from ..services import GradebookError, Retaken, Trained
from .builders import AT, classroom, subject_named, teacher_of
from .test_closing import SCORED, appraise, close, fill, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    """A class at the end of its year: the first learner failed Toán and GDTC, the second passed learning, not conduct."""
    room = classroom(learners=3)
    poor = {**dict.fromkeys(SCORED, "6"), "TOAN": "2", "GDTC": "CD"}
    for term in (1, 2):
        fill(room, 0, poor, term=term)
        fill(room, 1, dict.fromkeys(SCORED, "8"), term=term)
        fill(room, 2, poor, term=term)
    appraise(room, 1, 4, 4)
    close(room)
    appraise(room, 1, 4, 4, term=2)
    close(room, 2)
    room.clerk = testing.actor(VIEW_MARKS, EVERY_CLASS, REASSESS, units=[room.here], name="Văn thư")
    room.sport = subject_named("Giáo dục thể chất")
    return room


def save(room: SimpleNamespace, *given: Any, actor: Any = None, why: str = "Biên bản 12") -> dict[Any, str]:
    actor = actor or room.clerk
    with database.acting(actor):
        return services.save_summer(actor, room.group, given, at=AT, why=why)


def mark(room: SimpleNamespace, typed: str, place: int = 0, subject: Any = None, version: int = 0) -> Retaken:
    return Retaken(room.people[place].pk, (subject or room.subject).pk, typed, version)


def steps(room: SimpleNamespace) -> list[str]:
    return [row[3] for row in results(room, 0)]


def test_new_marks_take_the_place_of_the_years_and_the_step_follows(room: SimpleNamespace) -> None:
    assert steps(room) == ["reassessment", "summer_training", "summer_training"]
    assert save(room, mark(room, "6,5")) == {}
    assert results(room, 0)[0] == (3, 1, 0, "promoted", ""), "one comment subject not passed is still Đạt"
    assert save(room, mark(room, "Đ", subject=room.sport)) == {}
    with database.acting(access.system()):
        year = SubjectResult.objects.get(enrolment=room.people[0], subject=room.subject, term=0)
        assert year.average == Decimal("6.5")
        assert SubjectResult.objects.get(enrolment=room.people[0], subject=room.subject, term=2).average == 2
    assert results(room, 0)[0][:4] == (3, 1, 0, "promoted")


def test_nobody_repeats_before_each_subject_was_assessed_again(room: SimpleNamespace) -> None:
    save(room, mark(room, "3"))
    assert steps(room)[0] == "reassessment"
    save(room, mark(room, "vắng", subject=room.sport))
    assert steps(room)[0] == "repeated"
    save(room, mark(room, "5", version=1))
    assert steps(room)[0] == "promoted"


def test_conduct_comes_first_and_both_may_be_needed(room: SimpleNamespace) -> None:
    words = save(room, mark(room, "6", place=2))
    assert words == {
        (room.people[2].pk, room.subject.pk): "Em phải đạt rèn luyện trong hè trước khi được đánh giá lại."
    }
    trained = [
        Trained(one.pk, level, "Đã làm theo kế hoạch.", 0)
        for one, level in zip(room.people[1:], (3, 4), strict=True)
    ]
    assert save(room, *trained) == {}
    assert steps(room) == ["reassessment", "promoted", "repeated"]
    with database.acting(access.system()):
        assert TermResult.objects.get(enrolment=room.people[1], term=0).title == ""
    save(room, Trained(room.people[2].pk, 3, "Đạt sau khi xem xét lại.", 1))
    assert steps(room)[2] == "reassessment"


def test_what_is_refused_is_said_and_the_rest_is_stored(room: SimpleNamespace) -> None:
    stranger, away = room.people[1], 99_999
    words = save(
        room, mark(room, "11"), mark(room, "Đ", subject=room.sport), Retaken(away, room.subject.pk, "6", 0),
        mark(room, "6", place=1), Trained(stranger.pk, 9, "", 0), Trained(room.people[0].pk, 1, "", 0),
    )  # fmt: skip
    assert [text.split(".")[0] for text in words.values()] == [
        "Điểm phải từ 0 đến 10", "Học sinh này không phải rèn luyện hay đánh giá lại trong hè",
        "Em không phải đánh giá lại môn này", "Không có mức rèn luyện này", "Em không phải rèn luyện trong hè",
    ]  # fmt: skip
    with database.acting(access.system()):
        assert [one.word for one in Mark.objects.filter(kind="reassessment")] == ["D"]
    assert list(save(room, mark(room, "CĐ", subject=room.sport, version=7)).values()) == [
        "Văn thư vừa sửa ô này; hãy xem lại rồi lưu."
    ]
    for why in ("", "a" * 301, "a\x00"):
        with pytest.raises(GradebookError):
            save(room, mark(room, "6"), why=why)


def test_teachers_write_their_subject_and_homeroom_teachers_the_training(room: SimpleNamespace) -> None:
    hoa = testing.actor(
        REASSESS, VIEW_MARKS, units=[room.here], person_id=room.hoa.person_id, name="Lê Thị Hoa"
    )
    words = save(room, mark(room, "6"), mark(room, "Đ", subject=room.sport), actor=hoa)
    assert list(words.values()) == ["Bạn không được phân công dạy môn này ở lớp."], (
        "sport is hers in term I alone"
    )
    assert save(room, Trained(room.people[1].pk, 3, "", 0), actor=hoa) == {}
    with pytest.raises(Refused):
        save(room, mark(room, "7"), actor=teacher_of(member(room.here, "Phan Văn Đức")))


def test_an_outcome_that_was_recorded_ends_the_summer(room: SimpleNamespace) -> None:
    with database.acting(access.system()):
        Enrolment.objects.filter(pk=room.people[0].pk).update(outcome="promoted")
    assert "hãy gỡ ở đó" in save(room, mark(room, "6"))[room.people[0].pk, room.subject.pk]


def test_the_pages(room: SimpleNamespace) -> None:
    client = testing.client_for(room.clerk)
    with clock.frozen(AT):
        client.get("/gradebook/summer/")
        with testing.assert_queries(8):
            text = client.get("/gradebook/summer/").content.decode()
        assert "6A1" in text
        where = f"/gradebook/classes/{room.group.pk}/summer/"
        text = client.get(where).content.decode()
        assert "Toán (cả năm: 2,0)" in text
        first = room.people[0].pk
        sent = {
            f"mark-{first}-{room.subject.pk}": "12",
            f"version-{first}-{room.subject.pk}": "0",
            "why": "BB",
        }
        wrong = client.post(where, sent)
        assert wrong.status_code == 422
        assert 'value="12"' in wrong.content.decode()
        assert client.post(where, {**sent, "why": ""}).status_code == 422
        done = client.post(
            where, {**sent, f"mark-{first}-{room.subject.pk}": "6,5", f"conduct-{room.people[1].pk}": "3"}
        )
        assert done.status_code == 302
        assert steps(room) == ["promoted", "promoted", "summer_training"]
        stranger = testing.actor(VIEW_MARKS, EVERY_CLASS, REASSESS, units=[room.here + 1])
        assert testing.client_for(stranger).get(where).status_code == 404
        assert testing.client_for(room.head).get(where).status_code == 403
    with database.acting(access.system()):
        assert Appraisal.objects.get(moment="summer").conduct == 3
