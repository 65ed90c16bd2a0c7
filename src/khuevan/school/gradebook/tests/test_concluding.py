"""What the year came to flows into the register of the school year, without retyping."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.access import Refused
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.school.schoolyear.models import Enrolment
from khuevan.school.schoolyear.permissions import ROLL_OVER

from .. import services
from ..models import TermResult
from ..permissions import CLOSE_TERM, EVERY_CLASS, RECORD_OUTCOMES, VIEW_MARKS, VIEW_OVERVIEW
from ..queries.conclusions import conclusions
from ..services import GradebookError
from .builders import AT, classroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    room = classroom(learners=5)
    steps = ("promoted", "repeated", "reassessment", "", "promoted")
    with database.acting(access.system()):
        for one, step in zip(room.people, steps, strict=True):
            TermResult.objects.create(
                school_id=room.here, enrolment=one, term=0, next_step=step, instrument="tt22", computed_at=AT
            )
    room.head = testing.actor(
        VIEW_MARKS, EVERY_CLASS, CLOSE_TERM, VIEW_OVERVIEW, RECORD_OUTCOMES, ROLL_OVER, units=[room.here],
        name="Hiệu trưởng",
    )  # fmt: skip
    return room


def record(room: SimpleNamespace, **other: Any) -> int:
    actor = other.pop("actor", room.head)
    with database.acting(actor):
        found = conclusions(room.here, room.group.school_year_id)
        digest = other.pop("digest", found.digest)
        return services.record_conclusions(
            actor, room.here, room.group.school_year, digest=digest, at=AT, **other
        )


def outcomes(room: SimpleNamespace) -> list[str]:
    with database.acting(access.system()):
        return [Enrolment.objects.get(pk=one.pk).outcome for one in room.people]


def put(room: SimpleNamespace, place: int, outcome: str) -> None:
    with database.acting(access.system()):
        Enrolment.objects.filter(pk=room.people[place].pk).update(outcome=outcome)


def test_what_is_concluded_is_recorded_and_what_waits_is_not(room: SimpleNamespace) -> None:
    with database.acting(room.head):
        (state,) = conclusions(room.here, room.group.school_year_id).classes
    assert (state.promoted, state.repeated, state.waiting, state.open, state.recorded) == (2, 1, 1, 1, 0)
    assert record(room) == 3
    assert outcomes(room) == ["promoted", "repeated", "", "", "promoted"]
    assert record(room) == 0


def test_what_the_register_says_otherwise_is_left_unless_one_says_why(room: SimpleNamespace) -> None:
    put(room, 1, "promoted")
    assert record(room) == 2
    assert outcomes(room)[1] == "promoted"
    with pytest.raises(GradebookError, match="lý do"):
        record(room, overwrite=True)
    assert record(room, overwrite=True, why="Kết quả đánh giá lại") == 1
    assert outcomes(room)[1] == "repeated"


def test_the_end_of_a_level_is_completed(db: None) -> None:
    room = classroom(learners=1, grade="09")
    with database.acting(access.system()):
        TermResult.objects.create(
            school_id=room.here, enrolment=room.people[0], term=0, next_step="promoted", instrument="tt22", computed_at=AT
        )  # fmt: skip
        found = conclusions(room.here, room.group.school_year_id)
    assert list(found.fresh.values()) == ["completed"]


def test_only_the_head_and_only_what_was_seen(room: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        record(room, actor=room.teacher)
    with pytest.raises(ChangedMeanwhile):
        record(room, digest="0")
    assert outcomes(room) == [""] * 5


def test_the_page(room: SimpleNamespace) -> None:
    client = testing.client_for(room.head)
    with clock.frozen(AT):
        client.get("/gradebook/school/outcomes/")
        with testing.assert_queries(8):
            text = client.get("/gradebook/school/outcomes/").content.decode()
        assert "3 học sinh chưa có kết quả cuối năm" in text
        with database.acting(room.head):
            digest = conclusions(room.here, room.group.school_year_id).digest
        assert client.post("/gradebook/school/outcomes/", {"digest": "x"}).status_code == 422
        assert client.post("/gradebook/school/outcomes/", {"digest": digest}).status_code == 302
        assert "không còn gì để ghi" in client.get("/gradebook/school/outcomes/").content.decode()
        assert "school/outcomes/" in client.get("/gradebook/school/?term=0").content.decode()
        assert testing.client_for(room.teacher).get("/gradebook/school/outcomes/").status_code == 403
    assert outcomes(room)[:2] == ["promoted", "repeated"]
