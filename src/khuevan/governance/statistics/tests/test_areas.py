"""What the books of a school tell the forms: areas, rooms of a level in a school with several, group rooms, parking."""

from __future__ import annotations

import pytest

from khuevan.governance.statistics.models import Report
from khuevan.kernel import access, database
from khuevan.register.organisations.models import OrgUnit
from khuevan.school.facilities.models import Land, Room, Toilet, Utilities

from .builders import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = World()
    with database.acting(access.system()):
        plain = {"school_id": made.school, "kind": "classroom"}
        Room.objects.create(name="P1", build_class="solid", quantity=4, area_m2=50, **plain)
        Room.objects.create(name="P2", build_class="temporary", quantity=1, area_m2=30, **plain)
        group = {"school_id": made.school, "kind": "group_room", "build_class": "solid"}
        Room.objects.create(name="N1", quantity=2, furnishing="lacks_area", **group)
        Room.objects.create(name="N2", quantity=1, **group)
        Land.objects.create(
            school_id=made.school, name="Khu chính", area_m2=5000, playground_m2=1200, tenure="allocated"
        )
        Toilet.objects.create(school_id=made.school, name="WC", users="learners_male", quantity=2, area_m2=12)
        Utilities.objects.create(
            school_id=made.school, water_source="tap", power_source="grid", has_learner_parking=True
        )
    return made


def cells(world: World, form: str) -> dict[str, float]:
    report: Report = world.begun(world.head, world.school, form=form)
    return world.cells(world.head, report)


def test_areas_playground_and_parking_come_from_the_books(world: World) -> None:
    told = cells(world, "eqms-dn")
    assert (told["rooms.rooms.total"], told["rooms.area.total"], told["rooms.area.solid"]) == (5, 230, 200)
    assert (told["land.land.total"], told["land.playground.total"]) == (5000, 1200)
    assert [told[f"group_rooms.rooms.{one}"] for one in ("total", "lacks_area", "unknown", "enough")] == [
        3,
        2,
        1,
        0,
    ]
    assert (
        told["toilets.area.learners_male"],
        told["parking.learners.total"],
        told["parking.staff.total"],
    ) == (24, 1, 0)


def test_of_a_school_with_two_levels_the_rooms_of_one_level_count_where_the_book_says_so(
    world: World,
) -> None:
    with database.acting(access.system()):
        OrgUnit.objects.filter(pk=world.school).update(levels=["primary", "lower_secondary"])
        told = cells(world, "dn-th")
        assert (told["rooms.rooms.total"], told["land.land.total"]) == (0, 0)
        Room.objects.filter(name="P1").update(levels=["primary"])
    assert world.cells(world.head, _last(world))["rooms.area.total"] == 200


def _last(world: World) -> Report:
    with database.acting(world.head):
        return Report.objects.filter(unit_id=world.school).latest("pk")
