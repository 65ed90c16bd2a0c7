"""Bodies assess themselves by an index of their own, once a decision has given it lines; schools are not asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from khuevan.governance.maturity import queries, services
from khuevan.governance.maturity.permissions import PREPARE_ASSESSMENTS, SUBMIT_ASSESSMENTS
from khuevan.governance.maturity.services import CriterionOrder
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Refused
from khuevan.kernel.testing import client_for

from .builders import AT, BODY, ON, YEAR, World, someone

pytestmark = pytest.mark.django_db
AGENCY = "3806"
OFFICER = (*BODY, PREPARE_ASSESSMENTS, SUBMIT_ASSESSMENTS)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    made.commune_officer = someone(
        *OFFICER, units=[made.commune, made.school, made.near], home=made.commune,
        outline=[made.department, made.ministry], name="Chuyên viên xã",
    )  # fmt: skip
    with clock.frozen(AT):
        yield made


def lined(world: World) -> None:
    """Two lines by a decision, from today on."""
    with database.acting(world.officer):
        for code, kind, name, maximum in (
            ("1.1", "mandatory", "Có kế hoạch chuyển đổi số", None),
            ("1.2", "criterion", "Điều hành trên môi trường số", Decimal(100)),
            ("2.1", "criterion", "Kết quả ở cơ sở giáo dục", Decimal(100)),
        ):
            order = CriterionOrder(
                edition=AGENCY, code=code, kind=kind, name=name, maximum=maximum, cut_basic=None, cut_good=None, asks="",
                topic="plan", trust="local", note="", decision="12/QĐ-SGDĐT", valid_from=ON,
            )  # fmt: skip
            services.amend_criterion(world.officer, order, at=AT)


def test_departments_and_communes_are_assessed_by_who_stands_above(world: World) -> None:
    edition = queries.edition(AGENCY)
    with database.acting(access.system()):
        found = queries.assessed_units(access.system(), edition, on=ON)
    assert {pk: one.managing_id for pk, one in found.items()} == {
        world.department: world.ministry, world.commune: world.department, world.far: world.department,
    }  # fmt: skip
    assert edition.trust == "secondary", "what is known of it is from the press, and says so"


def test_without_lines_nobody_is_asked(world: World) -> None:
    with database.acting(world.commune_officer):
        assert queries.to_hand_in(world.commune, date(2027, 5, 1)) is None
    board = client_for(world.commune_officer).get("/maturity/").content.decode()
    assert "Đơn vị mình tự đánh giá" not in board


def test_a_commune_assesses_itself_and_the_department_recognises(world: World) -> None:
    lined(world)
    officer = world.commune_officer
    page = client_for(officer).get("/maturity/").content.decode()
    assert "Đơn vị mình tự đánh giá" in page
    assert (
        "Bắt đầu tự đánh giá" in client_for(officer).get(f"/maturity/units/{world.commune}").content.decode()
    )
    with database.acting(officer):
        with pytest.raises(Refused):
            services.begin_assessment(officer, at=AT, unit_id=world.school, edition="4725", year=YEAR)
        one = services.begin_assessment(officer, at=AT, unit_id=world.commune, edition=AGENCY, year=YEAR)
        services.record_score(
            officer,
            at=AT,
            assessment_id=one.pk,
            code="1.1",
            points=None,
            met=True,
            reason="Kế hoạch 12/KH-UBND",
        )
        for code in ("1.2", "2.1"):
            services.record_score(
                officer,
                at=AT,
                assessment_id=one.pk,
                code=code,
                points=Decimal(60),
                met=None,
                reason="Có minh chứng kèm",
            )
        services.submit_assessment(officer, at=AT, assessment_id=one.pk)
    with database.acting(world.officer):
        services.accept_assessment(world.officer, at=AT, assessment_id=one.pk)
        done = services.recognise_level(
            world.officer,
            at=AT,
            assessment_id=one.pk,
            decision="5/QĐ",
            decided_on=None,
            reason="Xét trên hồ sơ",
        )
    assert (done.final_level, done.receiver_id) == ("2", world.department)
    board = client_for(world.officer).get(f"/maturity/board?edition={AGENCY}").content.decode()
    assert "Mức độ 2" in board


def test_an_officer_gives_no_evidence_for_a_school(world: World) -> None:
    officer = replace(world.commune_officer)
    with database.acting(officer), pytest.raises(Refused, match="do đơn vị ấy đưa vào"):
        services.give_link(
            officer,
            at=AT,
            unit_id=world.school,
            topic="plan",
            title="Kế hoạch",
            address="https://truong.edu.vn/",
        )
