"""A school that took another one over: its history, its turn in the draw, what was left to be put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.http import Http404

from khuevan.governance.inspections import queries, services
from khuevan.governance.inspections.choices import RemedyState
from khuevan.governance.inspections.models import Candidate
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.testing import client_for
from khuevan.register.accounts import queries as accounts
from khuevan.register.organisations import services as organisations
from khuevan.register.organisations.tests.builders import decree

from .builders import LATER, REPLY, TEXT, World

pytestmark = pytest.mark.django_db
MERGED_ON, THEN = date(2026, 12, 1), LATER.date()


@pytest.fixture
def world() -> Iterator[World]:
    """Kim Đồng was inspected, with a remedy open; then Lê Lợi took it over."""
    made = World()
    made.visited = made.concluded()  # type: ignore[attr-defined]
    order = organisations.MergeUnits(
        decree=decree(MERGED_ON), source_ids=(made.school,), into_id=made.near, children_follow=True
    )
    with database.acting(access.system()):
        organisations.merge_units(access.system(), order, at=LATER)
    with clock.frozen(LATER):
        yield made


def now(who: Actor) -> Actor:
    """With the reach of the tree as it is after the merger."""
    assert who.account_id is not None
    return replace(accounts.actor_for(who.account_id, THEN), person_id=who.person_id)


def test_the_heir_has_the_inspections_of_whom_it_took_over_in_its_history(world: World) -> None:
    heir = now(world.other_head)
    with database.acting(heir):
        held = world.visited.pk  # type: ignore[attr-defined]
        assert held in {one.pk for one in queries.visits_of(heir, world.near, on=THEN)}
        assert held not in {one.pk for one in queries.visits_of(heir, world.near, on=date(2026, 11, 30))}
        assert held not in {one.pk for one in queries.visits_of(heir, world.third, on=THEN)}
    page = client_for(heir).get("/inspections/").content.decode()
    assert "Trường Tiểu học Kim Đồng" in page
    assert "Đơn vị khi ấy" in page
    assert TEXT in page
    visit = world.visited  # type: ignore[attr-defined]
    assert "Kim Đồng" in client_for(heir).get(f"/inspections/visits/{visit.pk}").content.decode()
    with database.acting(world.far_officer), pytest.raises(Http404):
        queries.visit(world.far_officer, visit.pk)


def test_the_heir_counts_as_inspected_and_waits_for_its_turn(world: World) -> None:
    officer = now(world.commune_officer)
    with database.acting(officer):
        assert queries.visit_counts({world.near, world.third}, on=THEN) == {world.near: 1}
        plan = services.begin_plan(
            officer, at=LATER, body_id=world.commune, year="2026-2027", sheet=queries.sheets(THEN)[0]
        )
        services.draw_plan(officer, at=LATER, plan_id=plan.pk, seed="1")
        rows = {row.unit_id: (row.visits, bool(row.way)) for row in Candidate.objects.filter(plan=plan)}
        values = queries.values_of(officer, {world.near, world.third}, year="2026-2027", on=THEN)
    assert rows == {world.near: (1, False), world.third: (0, True)}
    assert [values[unit]["remedies"] for unit in (world.near, world.third)] == [1, 0]  # type: ignore[index]


def test_the_heirs_people_answer_what_was_left_and_nobody_else(world: World) -> None:
    heir, officer = now(world.other_head), now(world.officer)
    with database.acting(heir):
        (remedy,) = queries.of_unit(heir, world.near, on=THEN)
        assert queries.to_remedy(world.near, THEN) == (1, 1)
        done = services.answer_remedy(heir, at=LATER, remedy_id=remedy.pk, reply=REPLY)
        assert done.state == RemedyState.ANSWERED
    with database.acting(officer):
        assert services.accept_remedy(officer, at=LATER, remedy_id=remedy.pk).state == RemedyState.ACCEPTED
    other = now(world.commune_officer)
    with database.acting(other), pytest.raises(Refused):
        services.answer_remedy(other, at=LATER, remedy_id=remedy.pk, reply=REPLY)
