"""From the school's own assessment to the published level, on the real database."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import Error as DatabaseError
from django.http import Http404

from khuevan.governance.maturity import queries, services
from khuevan.governance.maturity.choices import Level, State
from khuevan.governance.maturity.models import Assessment, Step
from khuevan.kernel import clock, database
from khuevan.kernel.access import Refused
from khuevan.kernel.records import Invalid

from .builders import AT, EDITION, LATE, WHY, YEAR, World, numbered

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def test_what_is_recorded_raises_what_the_probe_proposes(world: World) -> None:
    one = world.begun()
    with database.acting(world.head):
        before = queries.sheet(one).proposed
        assert before is not None
        assert before.seen["system.identifiers"].upper == 0
        assert before.scores["2.3.2"] == 0
    for number, enrolment in enumerate((world.anh, world.ka, world.binh)):
        numbered(enrolment, f"06831700000{number}")
    with database.acting(world.head):
        services.propose_anew(world.head, at=AT, assessment_id=one.pk)
        after = queries.sheet(one).proposed
        assert after is not None
        seen = after.seen["system.identifiers"]
        assert (seen.upper, seen.lower, seen.value, after.scores["2.3.2"]) == (3, 3, 100, Decimal(3))


def test_to_the_published_level_and_what_everybody_sees(world: World) -> None:
    one = world.sent()
    assert (one.state, one.receiver_id, str(one.due_on), one.self_level) == (
        State.SUBMITTED, world.commune, "2027-05-31", Level.BASIC,
    )  # fmt: skip
    assert one.self_groups == {"1": "80", "2": "72"}
    officer = world.commune_officer
    with database.acting(officer):
        services.accept_assessment(officer, at=AT, assessment_id=one.pk)
        done = services.recognise_level(
            officer,
            at=AT,
            assessment_id=one.pk,
            decision="12/QĐ-UBND",
            decided_on=None,
            reason="Hồ sơ đủ, không chọn mẫu",
        )
        assert (done.state, done.final_level) == (State.RECOGNISED, Level.BASIC)
        assert services.publish_all(officer, at=AT, edition=EDITION, year=YEAR) == 1
    published = queries.published_results(queries.edition(EDITION), YEAR)
    assert [(row.unit_id, row.final_level, row.groups["1"]) for row in published] == [
        (world.school, Level.BASIC, Decimal(80))
    ]
    with database.acting(world.head):
        acts = [step.act for step in queries.steps(queries.assessment(world.head, one.pk))]
    assert sorted(acts) == ["accept", "publish", "recognise", "submit"]


def test_what_was_handed_in_and_recognised_stays(world: World) -> None:
    one = world.sent()
    with database.acting(world.head), pytest.raises(Invalid, match="Đã gửi"):
        services.take_proposals(world.head, at=AT, assessment_id=one.pk)
    with database.acting(world.commune_officer):
        with pytest.raises(DatabaseError), transaction.atomic():
            Step.objects.filter(assessment=one).update(content="")
        services.accept_assessment(world.commune_officer, at=AT, assessment_id=one.pk)
        services.recognise_level(
            world.commune_officer, at=AT, assessment_id=one.pk, decision="1", decided_on=None, reason=WHY
        )
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            Assessment.objects.filter(pk=one.pk).update(final_level="3")


def test_returned_with_what_is_missing_and_sent_again(world: World) -> None:
    one = world.sent()
    with database.acting(world.commune_officer):
        with pytest.raises(Invalid) as without:
            services.return_assessment(world.commune_officer, at=AT, assessment_id=one.pk, reason="thiếu")
        assert "10" in without.value.errors["reason"]
        services.return_assessment(world.commune_officer, at=AT, assessment_id=one.pk, reason=WHY)
    with database.acting(world.head):
        services.record_score(
            world.head, at=AT, assessment_id=one.pk, code="1.4", points=Decimal(2), met=None, reason=""
        )
        again = services.submit_assessment(world.head, at=AT, assessment_id=one.pk)
        sheets = Step.objects.filter(assessment=one, act="submit").order_by("pk")
        assert (again.state, again.self_groups["1"], len(sheets)) == (State.SUBMITTED, "74", 2)
        assert sheets[0].digest != sheets[1].digest


def test_points_above_the_maximum_and_without_a_reason_are_refused_in_words(world: World) -> None:
    one = world.begun()

    def said(code: str, points: str, reason: str = "") -> dict[str, str]:
        with database.acting(world.head), pytest.raises(Invalid) as refused:
            services.record_score(
                world.head,
                at=AT,
                assessment_id=one.pk,
                code=code,
                points=Decimal(points),
                met=None,
                reason=reason,
            )
        return dict(refused.value.errors)

    assert "10" in said("1.4", "10.5")["points"]
    assert "nhỏ hơn 0" in said("1.4", "-1")["points"]
    assert "lý do" in said("2.3.2", "6")["reason"]
    assert "NaN" not in said("1.4", "NaN")["points"]


def test_late_only_by_a_decision(world: World) -> None:
    one = world.begun()
    world.scored(one)
    with database.acting(world.head), clock.frozen(LATE):
        with pytest.raises(Invalid) as late:
            services.submit_assessment(world.head, at=LATE, assessment_id=one.pk)
        assert "quá hạn" in late.value.errors["decision"]
        sent = services.submit_assessment(
            world.head,
            at=LATE,
            assessment_id=one.pk,
            decision="35/QĐ-SGDĐT",
            reason="Trường bị lũ, mất điện hai tuần",
        )
        step = queries.steps(sent)[0]
    assert (step.decision, step.note) == ("35/QĐ-SGDĐT", "Trường bị lũ, mất điện hai tuần")


def test_nobody_acts_for_another(world: World) -> None:
    with pytest.raises(Http404):
        world.begun(world.commune_officer)
    one = world.begun()
    world.scored(one)
    with database.acting(world.clerk), pytest.raises(Refused):
        services.submit_assessment(world.clerk, at=AT, assessment_id=one.pk)
    with database.acting(world.head):
        services.submit_assessment(world.head, at=AT, assessment_id=one.pk)
        with pytest.raises(Refused):
            services.accept_assessment(world.head, at=AT, assessment_id=one.pk)
    with database.acting(world.officer), pytest.raises(Refused):
        services.accept_assessment(world.officer, at=AT, assessment_id=one.pk)


def test_not_before_every_line_is_scored(world: World) -> None:
    one = world.begun()
    with database.acting(world.head), pytest.raises(Invalid, match="chưa chấm"):
        services.submit_assessment(world.head, at=AT, assessment_id=one.pk)
    with database.acting(world.head), pytest.raises(Invalid, match="đã có"):
        services.begin_assessment(world.head, at=AT, unit_id=world.school, edition=EDITION, year=YEAR)
