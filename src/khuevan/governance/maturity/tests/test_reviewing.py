"""Two assessors, each alone, then one result; appeals; units that moved or closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import Error as DatabaseError
from django.http import Http404

from khuevan.governance.maturity import queries, services
from khuevan.governance.maturity.choices import AppealState, Kind, Level, State
from khuevan.governance.maturity.models import Appeal, Assessment, Review, Score
from khuevan.governance.maturity.services import Given
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import services as organisations
from khuevan.register.organisations.models import OrgUnit, Subordination

from .builders import AT, EDITION, WHY, YEAR, World

pytestmark = pytest.mark.django_db
CODES = ("1.1", "1.4", "2.3.2")


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def opened(world: World, codes: tuple[str, ...] = CODES) -> Assessment:
    one = world.sent()
    officer = world.commune_officer
    with database.acting(officer):
        services.accept_assessment(officer, at=AT, assessment_id=one.pk)
        return services.open_external(officer, at=AT, assessment_id=one.pk, codes=list(codes))


def reviewed(who: Actor, one: Assessment, points: str, *, met: bool = True, seal: bool = True) -> Review:
    with database.acting(who):
        review = services.take_seat(who, at=AT, assessment_id=one.pk)
        given = {
            code: Given(met=met)
            if code.endswith(".1") and code.count(".") == 1
            else Given(points=Decimal(points))
            for code in one.sampled
        }
        services.write_review(
            who, at=AT, review_id=review.pk, given=given, visited_on=date(2026, 11, 25), remarks=""
        )
        return services.seal_review(who, at=AT, review_id=review.pk) if seal else review


def test_two_alone_then_what_both_say_counts_and_the_rest_is_settled(world: World) -> None:
    one = opened(world)
    first = reviewed(world.commune_officer, one, "4")
    with database.acting(world.officer):
        second = services.take_seat(world.officer, at=AT, assessment_id=one.pk)
        with pytest.raises(Http404):
            queries.review(world.officer, first.pk)
    with database.acting(world.commune_officer), pytest.raises(Http404):
        queries.review(world.commune_officer, second.pk)
    with database.acting(world.officer):
        given = {
            "1.1": Given(met=True),
            "1.4": Given(points=Decimal(4)),
            "2.3.2": Given(points=Decimal("2.5")),
        }
        services.write_review(
            world.officer, at=AT, review_id=second.pk, given=given, visited_on=None, remarks=""
        )
        services.seal_review(world.officer, at=AT, review_id=second.pk)
        assert queries.review(world.officer, first.pk).sealed_at == AT
    officer = world.commune_officer
    with database.acting(officer):
        assert queries.unsettled(one) == ["2.3.2"]
        with pytest.raises(Invalid, match="khác nhau"):
            services.conclude_external(officer, at=AT, assessment_id=one.pk)
        settle = {"at": AT, "assessment_id": one.pk, "code": "2.3.2", "met": None}
        with pytest.raises(Invalid):
            services.settle_score(officer, points=Decimal(7), reason=WHY, **settle)
        services.settle_score(officer, points=Decimal(3), reason="Chỉ một nửa số lớp dùng hệ thống", **settle)
        services.conclude_external(officer, at=AT, assessment_id=one.pk)
        done = services.recognise_level(
            officer, at=AT, assessment_id=one.pk, decision="7/QĐ-UBND", decided_on=None
        )
        assert (done.state, done.final_groups, done.self_groups) == (
            State.RECOGNISED, {"1": "76", "2": "70.2"}, {"1": "80", "2": "72"},
        )  # fmt: skip
        told = {row.code: row for row in queries.differences(officer, queries.edition(EDITION), YEAR)}
    assert (told["1.4"].mean, told["1.4"].lowered, told["2.3.2"].mean) == (Decimal(-4), 1, Decimal("-1.80"))


def test_a_third_and_a_stranger_find_no_seat_and_nobody_sits_twice(world: World) -> None:
    one = opened(world)
    reviewed(world.commune_officer, one, "4", seal=False)
    again = reviewed(world.commune_officer, one, "5", seal=False)
    reviewed(world.officer, one, "4", seal=False)
    third = replace(world.officer, account_id=(world.officer.account_id or 0) + 77)
    with database.acting(third), pytest.raises(Invalid, match="đủ hai"):
        services.take_seat(third, at=AT, assessment_id=one.pk)
    with database.acting(world.far_officer), pytest.raises(Http404):
        services.take_seat(world.far_officer, at=AT, assessment_id=one.pk)
    with database.acting(world.officer), pytest.raises(Refused):
        services.seal_review(world.officer, at=AT, review_id=again.pk)
    assert again.seat == 1


def test_a_sealed_review_stays_and_points_above_the_maximum_are_named(world: World) -> None:
    one = opened(world)
    review = reviewed(world.commune_officer, one, "4", seal=False)
    with database.acting(world.commune_officer):
        with pytest.raises(Invalid) as wrong:
            services.write_review(
                world.commune_officer, at=AT, review_id=review.pk, given={"1.4": Given(points=Decimal(11))},
                visited_on=None, remarks="",
            )  # fmt: skip
        assert set(wrong.value.errors) == {"1.4"}
        services.seal_review(world.commune_officer, at=AT, review_id=review.pk)
        with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
            Review.objects.filter(pk=review.pk).update(remarks="khác")


def recognised(world: World) -> Assessment:
    one = world.sent()
    officer = world.commune_officer
    with database.acting(officer):
        services.accept_assessment(officer, at=AT, assessment_id=one.pk)
        services.recognise_level(
            officer, at=AT, assessment_id=one.pk, decision="1", decided_on=None, reason=WHY
        )
        return services.publish_level(officer, at=AT, assessment_id=one.pk)


def test_an_appeal_that_is_upheld_opens_the_result_again(world: World) -> None:
    one = recognised(world)
    text = "Trường đã có kho 60 học liệu, biên bản kèm theo"
    with database.acting(world.head):
        services.make_appeal(world.head, at=AT, assessment_id=one.pk, codes=["1.4"], text=text)
        with pytest.raises(Invalid, match="chưa được trả lời"):
            services.make_appeal(world.head, at=AT, assessment_id=one.pk, codes=[], text=text)
    officer = world.commune_officer
    with database.acting(officer):
        appeal = Appeal.objects.get()
        answer = "Đã xem lại kho học liệu, chấp nhận nâng điểm"
        services.answer_appeal(officer, at=AT, appeal_id=appeal.pk, upheld=True, answer=answer)
        assert queries.assessment(officer, one.pk).state == State.ASSESSED
        services.settle_score(
            officer, at=AT, assessment_id=one.pk, code="1.4", points=Decimal(10), met=None, reason=answer
        )
        done = services.recognise_level(
            officer, at=AT, assessment_id=one.pk, decision="2", decided_on=None, reason="Sau kiến nghị"
        )
    assert (done.final_groups["1"], done.decision_number) == ("82", "2")
    assert queries.published_results(queries.edition(EDITION), YEAR) == []


def test_an_appeal_after_its_days_is_refused_and_one_refused_changes_nothing(world: World) -> None:
    one = recognised(world)
    with database.acting(world.head):
        late = AT + timedelta(days=11)
        with clock.frozen(late), pytest.raises(Invalid, match="hết hạn"):
            services.make_appeal(world.head, at=late, assessment_id=one.pk, codes=[], text=WHY)
        services.make_appeal(world.head, at=AT, assessment_id=one.pk, codes=[], text=WHY)
    with database.acting(world.commune_officer):
        appeal = services.answer_appeal(
            world.commune_officer,
            at=AT,
            appeal_id=Appeal.objects.get().pk,
            upheld=False,
            answer="Giữ nguyên theo biên bản",
        )
        kept = queries.assessment(world.commune_officer, one.pk)
    assert (appeal.state, kept.state, kept.final_level) == (AppealState.REFUSED, State.PUBLISHED, Level.BASIC)


def test_a_school_that_moved_is_handed_over(world: World) -> None:
    one = world.sent()
    with database.acting(access.system()):
        Subordination.objects.filter(unit_id=world.school, parent_id=world.commune).update(
            parent_id=world.far
        )
    organisations.refresh_all(on=AT.date())
    with database.acting(world.far_officer), pytest.raises(Http404):
        queries.assessment(world.far_officer, one.pk)
    with database.acting(world.commune_officer):
        moved = services.hand_over(world.commune_officer, at=AT, assessment_id=one.pk, reason=WHY)
    assert moved.receiver_id == world.far
    with database.acting(world.far_officer):
        assert (
            services.accept_assessment(world.far_officer, at=AT, assessment_id=one.pk).state == State.CHECKED
        )


def test_a_school_that_closed_is_stopped_and_no_open_one_is(world: World) -> None:
    one = world.sent()
    officer = world.commune_officer
    with database.acting(officer), pytest.raises(Invalid, match="vẫn đang hoạt động"):
        services.stop_assessment(officer, at=AT, assessment_id=one.pk, reason=WHY)
    with database.acting(access.system()):
        OrgUnit.objects.filter(pk=world.school).update(closed_on=date(2026, 11, 1))
    with database.acting(officer):
        stopped = services.stop_assessment(
            officer, at=AT, assessment_id=one.pk, reason="Sáp nhập vào trường Lê Lợi từ 01/11/2026"
        )
    assert stopped.state == State.STOPPED


def test_scores_and_lines_are_of_the_index(world: World) -> None:
    one = opened(world, ())
    assert len(one.sampled) == 29
    kinds = {row.row.line.kind for row in queries.sheet(one).leaves}
    assert kinds == {Kind.MANDATORY, Kind.COMPONENT, Kind.CRITERION}
    with database.acting(access.system()):
        assert Score.objects.filter(assessment=one).count() == 29
