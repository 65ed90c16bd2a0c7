"""Runs over everything and over what was changed: findings come up, go away, and never leave their unit."""

from __future__ import annotations

from datetime import date

import pytest

from khuevan.governance.quality import services
from khuevan.governance.quality.models import Finding, PastStanding, Run, Tally, UnitStanding
from khuevan.kernel import access, database
from khuevan.kernel.testing import actor
from khuevan.register.people import services as people
from khuevan.register.people.services.registration import facts_of

from . import builders
from .builders import AT, EVERYTHING, ON

pytestmark = pytest.mark.django_db
BIRTH = "people.person:number_year"


class World:
    """Two schools under one commune; in the first a child whose number says another year than the birth date."""

    def __init__(self) -> None:
        self.units = builders.tree()
        self.school, self.other = self.units["T1"], self.units["T2"]
        self.right = builders.person(self.school, national_id="068315000101")
        self.wrong = builders.person(self.school, "Trần Văn Bình", national_id="068214000202", sex="male")
        self.far = builders.person(self.other, "Lê Thị Chi", national_id="068316000303")
        self.clerk = actor(*EVERYTHING, units=[self.school])
        self.officer = actor(*EVERYTHING, units=self.units.values())


@pytest.fixture
def world() -> World:
    return World()


def open_findings(code: str = "") -> list[tuple[int, str]]:
    found = Finding.objects.filter(mended_at=None).order_by("unit_id", "record_id")
    return list((found.filter(check_code=code) if code else found).values_list("unit_id", "title"))


def test_a_run_finds_what_is_wrong_and_says_it_with_its_values(world: World) -> None:
    ran = services.run_checks(actor=world.officer, at=AT)
    assert ran.rows >= 3
    assert ran.found > 0
    with database.acting(world.officer):
        assert open_findings(BIRTH) == [(world.school, "Trần Văn Bình"), (world.other, "Lê Thị Chi")]
        assert Finding.objects.get(check_code=BIRTH, unit=world.school).values == {"birth_date": "2015-09-05"}
        tally = Tally.objects.get(unit=world.school, check_code=BIRTH)
        assert (tally.asked, tally.failed) == (2, 1)


def test_another_run_finds_nothing_new(world: World) -> None:
    services.run_checks(actor=world.officer, at=AT)
    again = services.run_checks(actor=world.officer, at=AT)
    assert (again.found, again.mended) == (0, 0)


def test_a_school_sees_its_own_only(world: World) -> None:
    services.run_checks(actor=world.officer, at=AT)
    with database.acting(world.clerk):
        assert open_findings(BIRTH) == [(world.school, "Trần Văn Bình")]
        assert set(Tally.objects.values_list("unit_id", flat=True)) == {world.school}
        assert set(UnitStanding.objects.values_list("unit_id", flat=True)) == {world.school}
        assert Finding.objects.filter(unit=world.other).update(state="explained") == 0


def test_a_mended_cell_leaves_the_list_with_the_next_look(world: World) -> None:
    services.run_checks(actor=world.officer, at=AT)
    services.begin(at=AT)
    with database.acting(world.clerk):
        facts = facts_of(world.wrong.__class__.objects.get(pk=world.wrong.pk))
        people.correct_person(
            actor=world.clerk, at=AT, person=world.wrong.__class__.objects.get(pk=world.wrong.pk),
            expected_version=world.wrong.version,
            facts=facts.__class__(**{**facts.__dict__, "national_id": "068215000202"}), confirmed=True,
        )  # fmt: skip
    done = services.follow(at=AT)
    assert [ran.mended for ran in done] == [1]
    with database.acting(world.officer):
        assert open_findings(BIRTH) == [(world.other, "Lê Thị Chi")]
        assert Finding.objects.get(check_code=BIRTH, unit=world.school).state == "mended"
        assert Tally.objects.get(unit=world.school, check_code=BIRTH).failed == 0
    assert services.follow(at=AT) == []


def test_a_new_fault_comes_up_with_the_next_look_even_past_the_services(world: World) -> None:
    services.run_checks(actor=world.officer, at=AT)
    services.begin(at=AT)
    with database.acting(access.system()):
        type(world.right).objects.filter(pk=world.right.pk).update(birth_date=date(2031, 1, 1))
    services.follow(at=AT)
    with database.acting(world.clerk):
        assert open_findings("people.person:birth_future") == [(world.school, "Nguyễn Thị Ánh")]


def test_standings_of_bodies_are_the_sums_of_their_schools(world: World) -> None:
    services.run_checks(actor=world.officer, at=AT)
    with database.acting(access.system()):
        stands = {row.unit_id: row for row in UnitStanding.objects.all()}
        commune = stands[world.units["XA"]]
        for column in ("correct_asked", "correct_failed", "complete_asked", "findings"):
            both = getattr(stands[world.school], column) + getattr(stands[world.other], column)
            assert getattr(commune, column) == both > 0
            assert getattr(stands[world.units["SO"]], column) == both
        assert 0 < commune.score < 100
        assert PastStanding.objects.get(unit=world.school, on=ON).score == stands[world.school].score
        assert Run.objects.get().kind == "full"


def test_who_may_not_start_runs_is_refused(world: World) -> None:
    with pytest.raises(access.Refused):
        services.run_checks(actor=actor(units=[world.school]), at=AT)
    with pytest.raises(access.Refused):
        services.recheck_unit(actor=world.clerk, at=AT, unit_id=world.other)
