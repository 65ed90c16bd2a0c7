"""Communes that merge take their forms along; an enrolment that changes elsewhere is news for the survey."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from khuevan.governance.indicators import queries as indicators
from khuevan.governance.indicators import services as indicator_services
from khuevan.governance.universalisation import queries, services
from khuevan.governance.universalisation.choices import Clash, RoundState
from khuevan.governance.universalisation.facts import RESIDENTS
from khuevan.governance.universalisation.models import Dossier, Household, Member, Round
from khuevan.governance.universalisation.permissions import VIEW_SURVEY
from khuevan.kernel import access, clock, database
from khuevan.kernel.testing import actor, client_for
from khuevan.register.organisations import services as organisations
from khuevan.register.organisations.models import Succession, UnitAct
from khuevan.register.organisations.tests.builders import decree
from khuevan.school.schoolyear.models import Enrolment

from .builders import AT, NUMBERED, YEAR, World, household, member, pupil, round_open

pytestmark = pytest.mark.django_db
SYSTEM, DAY = access.system(), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.FACTS_ROOT, settings.SNAPSHOTS_ROOT = tmp_path / "facts", tmp_path / "snapshots"


@pytest.fixture
def world() -> Iterator[World]:
    """Form 001 of hamlet 1 stands in both communes, Ánh in one of each."""
    made = World()
    with clock.frozen(AT):
        round_open(made.neighbour, made.far, is_special=True)
        own, theirs = (
            household(made.officer, made.commune),
            household(made.neighbour, made.far, head_name="Lơ Mu Ha"),
        )
        member(made.officer, own, national_id=NUMBERED)
        member(made.neighbour, theirs, national_id=NUMBERED)
        member(made.neighbour, theirs, "Lơ Mu Ha Ben", birth_date=date(1990, 3, 3), sex="male")
        yield made


def merge(world: World, on: date = DAY) -> None:
    with database.acting(SYSTEM):
        order = organisations.MergeUnits(
            decree=decree(on), source_ids=(world.far,), into_id=world.commune, children_follow=True
        )
        organisations.merge_units(SYSTEM, order, at=AT)


def test_forms_and_people_go_to_the_heir_and_say_whose_they_were(world: World) -> None:
    merge(world)
    (one,) = services.follow_mergers(actor=SYSTEM, at=AT)
    assert (one.before, one.now, one.households, one.people) == (world.far, world.commune, 1, 2)
    with database.acting(world.officer):
        forms = {row.number: row.hamlet for row in Household.objects.filter(unit_id=world.commune)}
        assert len(forms) == 2
        moved = next(number for number in forms if number != "001")
        assert moved.endswith("/001")
        assert "Thôn 1 (" in forms[moved]
        assert Member.objects.filter(unit_id=world.commune).count() == 3
        survey = Round.objects.get(unit_id=world.commune, year=YEAR)
        assert (survey.state, survey.is_special) == (RoundState.OPEN, True)
        kinds = queries.clash_counts(queries.clashes(world.officer, world.commune, on=date(2026, 9, 30)))
        assert kinds[Clash.TWICE] == 2, "who stood in forms of both"
    assert services.follow_mergers(actor=SYSTEM, at=AT) == []
    heir = actor(VIEW_SURVEY, units=[world.commune, world.far], outline=[world.department])
    page = client_for(heir).get(f"/universalisation/communes/{world.commune}/?year={YEAR}")
    assert "Phiếu của xã đã sáp nhập" in page.content.decode()


def test_what_was_handed_in_stays_with_who_handed_it_in(world: World) -> None:
    with database.acting(SYSTEM):
        before = Dossier.objects.create(
            unit_id=world.far, tier="commune", year=YEAR - 1, state="recognised", figures="{}"
        )
        Round.objects.create(unit_id=world.far, year=YEAR - 1, state="closed", opened_at=AT)
    merge(world)
    services.follow_mergers(actor=SYSTEM, at=AT)
    with database.acting(SYSTEM):
        assert Dossier.objects.get(pk=before.pk).unit_id == world.far
        assert Round.objects.get(unit_id=world.far, year=YEAR - 1).state == RoundState.CLOSED
        assert Round.objects.get(unit_id=world.far, year=YEAR).state == RoundState.CLOSED


@pytest.mark.parametrize(
    ("at", "moves"),
    [(datetime(2026, 11, 30, 16, 50, tzinfo=UTC), 0), (datetime(2026, 11, 30, 17, 10, tzinfo=UTC), 1)],
)
def test_nothing_moves_before_the_day_of_the_decision(world: World, at: datetime, moves: int) -> None:
    merge(world, date(2026, 12, 1))
    assert len(services.follow_mergers(actor=SYSTEM, at=at)) == moves


def test_a_commune_divided_among_several_keeps_its_forms(world: World) -> None:
    with database.acting(SYSTEM):
        merge(world)
        act = UnitAct.objects.filter(kind="merge").latest("pk")
        Succession.objects.create(
            predecessor_id=world.far, successor_id=world.department, act=act, effective_on=DAY
        )
    assert services.follow_mergers(actor=SYSTEM, at=AT) == []


def test_an_enrolment_elsewhere_reaches_the_figures_as_a_change(world: World) -> None:
    """Ánh lives in Di Linh and is enrolled at the school of Bảo Thuận: no row of the survey changes."""
    indicator_services.rebuild(actor=SYSTEM, at=AT)
    assert learning() == {}
    made = pupil(world.other_school, "Nguyễn Thị Ánh", "03", date(2018, 5, 5), national_id=NUMBERED)
    with database.acting(world.officer):
        services.tie_members(world.officer, at=AT, unit_id=world.commune)
    indicator_services.follow(at=AT)
    assert learning() == {world.commune: ["Nguyễn Thị Ánh"]}
    with database.acting(SYSTEM):
        Enrolment.objects.filter(pk=made.pk).update(left_on=date(2026, 11, 20), status="04")
    done = indicator_services.follow(at=AT)
    assert not any(one.whole for one in done)
    assert learning() == {}


def learning() -> dict[int, list[str]]:
    """Commune -> who of its forms learns, as the store in service has it."""
    state = indicators.current()
    assert state is not None
    rows = state.store.rows(state.manifest, RESIDENTS).filter(pl.col("studies")).collect()
    found: dict[int, list[str]] = {}
    for unit_id, title in rows.select("unit_id", "title").iter_rows():
        found.setdefault(unit_id, []).append(title)
    return found
