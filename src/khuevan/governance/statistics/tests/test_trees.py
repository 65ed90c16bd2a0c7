"""Schools that move and merge in the middle of a year, an empty one, and figures from a frozen state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from khuevan.governance.indicators import services as indicators
from khuevan.governance.statistics import queries, services
from khuevan.governance.statistics.choices import State
from khuevan.governance.statistics.layouts import form_on
from khuevan.kernel import access, clock, database
from khuevan.kernel.testing import client_for
from khuevan.register.organisations import services as organisations
from khuevan.register.organisations.tests.builders import decree

from .builders import ALL, COHO, FORM, LATER, MINORITY_GIRLS, SIDE, YEAR, World, changed, someone

pytestmark = pytest.mark.django_db
SYSTEM, DAY = access.system(), date(2026, 10, 15)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(LATER):
        yield made


def owing() -> queries.Owing:
    form = form_on(FORM, date(2026, 9, 30))
    assert form is not None
    return queries.owing(SYSTEM, form, YEAR)


def test_a_school_with_two_parents_in_one_year_is_counted_once_where_it_stood(world: World) -> None:
    with database.acting(SYSTEM):
        order = organisations.MoveUnit(decree=decree(DAY), unit_id=world.near, managing_parent_id=world.far)
        organisations.move_unit(SYSTEM, order, at=LATER)
        who = owing()
    assert {one.unit_id for one in who.below[world.commune]} == {world.school, world.near}
    assert {one.unit_id for one in who.below[world.far]} == {world.empty}
    sent = world.sent_anew(world.other_head, world.near, at=LATER)
    assert sent.receiver_id == world.commune
    above = [world.department, world.ministry]
    former = someone(*SIDE, units=[world.commune, world.school], home=world.commune, outline=above)
    page = client_for(former).get(f"/statistics/reports/{sent.pk}")
    assert page.status_code == 200
    assert "Trường Tiểu học Lê Lợi" in client_for(former).get(f"/statistics/boards/{FORM}").content.decode()
    cell = client_for(former).get(f"/statistics/reports/{sent.pk}/cells/{ALL}").content.decode()
    assert "nằm ngoài phạm vi của bạn" in cell


def test_of_a_school_that_merged_its_heir_sends_what_it_was(world: World) -> None:
    with database.acting(SYSTEM):
        order = organisations.MergeUnits(decree=decree(DAY), source_ids=(world.near,), into_id=world.school)
        organisations.merge_units(SYSTEM, order, at=LATER)
    heir = someone(*SIDE, units=[world.school, world.near], home=world.school, outline=[world.commune])
    gone, stays = world.sent_anew(heir, world.near, at=LATER), world.sent_anew(heir, world.school, at=LATER)
    assert (world.cells(heir, gone)[ALL], world.cells(heir, stays)[ALL]) == (1, 3)
    with database.acting(world.commune_officer):
        report = services.begin_report(
            world.commune_officer, at=LATER, unit_id=world.commune, form=FORM, year=YEAR
        )
        assert queries.filled(world.commune_officer, report).contents.cells[ALL] == 4
    board = client_for(world.commune_officer).get(f"/statistics/boards/{FORM}").content.decode()
    assert "đã ngừng từ 15/10/2026" in board


def test_an_empty_school_sends_noughts(world: World) -> None:
    head = someone(*SIDE, units=[world.empty], home=world.empty, outline=[world.far])
    sent = world.sent_anew(head, world.empty, at=LATER)
    cells = world.cells(head, sent)
    assert (sent.state, cells[ALL], cells["schools.schools.total"]) == (State.SUBMITTED, 0, 1)


def test_a_state_frozen_on_the_day_of_the_form_is_what_it_says(world: World) -> None:
    day = datetime(2026, 9, 30, 5, 0, tzinfo=UTC)
    with clock.frozen(day):
        indicators.rebuild(actor=world.officer, at=day)
        frozen = indicators.freeze(actor=world.officer, at=day, period="Đầu năm học 2026-2027")
    changed(world.anh, ethnicity=COHO)
    report = world.begun(world.head, world.school, at=LATER)
    with database.acting(world.head):
        full = queries.filled(world.head, report)
        assert full.contents.header["source"] == f"snapshot:{frozen.pk}"
        assert full.contents.cells[MINORITY_GIRLS] == 1
        assert queries.compared(world.head, report, full.form)[MINORITY_GIRLS] == 2
    page = client_for(world.head).get(f"/statistics/reports/{report.pk}").content.decode()
    assert "Đầu năm học 2026-2027" in page


def test_home_says_what_awaits_each_side(world: World) -> None:
    from khuevan.governance.statistics.urls import to_decide, to_send

    on = date(2026, 11, 26)
    with database.acting(world.head):
        mine = to_send(world.head, on)
        assert mine is not None
        assert (mine.figure, "2 biểu đã quá hạn" in str(mine.detail)) == (2, True)
        assert to_decide(world.head, on) is None
    world.sent_anew(world.head, world.school, at=LATER)
    with database.acting(world.commune_officer):
        theirs = to_decide(world.commune_officer, on)
        assert theirs is not None
        assert theirs.figure == 1
