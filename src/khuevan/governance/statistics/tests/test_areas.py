"""What the books of a school tell the forms: areas, rooms of a level in a school with several, group rooms, parking."""

from __future__ import annotations

from datetime import date

import pytest

from khuevan.governance.statistics import queries
from khuevan.governance.statistics.layouts import form_on
from khuevan.governance.statistics.models import Report
from khuevan.kernel import access, database
from khuevan.register.organisations.models import OrgUnit
from khuevan.school.facilities.models import Land, Room, Toilet, Utilities
from khuevan.school.facilities.tests import builders as facilities
from khuevan.school.schoolyear.models import ClassGroup, Enrolment
from khuevan.school.schoolyear.tests import builders as schoolyear
from khuevan.school.staff.models import Training
from khuevan.school.staff.tests import builders as staff
from khuevan.school.staff.tests.builders import subject

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


def test_english_training_and_further_points_are_told_of_a_primary_school(world: World) -> None:
    """DN_DNGVTAS, CMCD2S, and what of DN_DTRLOPHSS and DN_DTRCSVCS is at other points than the main one."""
    foreign = subject("NN1", "Ngoại ngữ 1")
    with database.acting(access.system()):
        main = facilities.point(world.school, "Điểm chính", is_main=True)
        further = facilities.point(world.school, "Điểm thôn 3")
        group = schoolyear.class_group(world.school, "2B", "02", point=further, is_combined=True)
        ClassGroup.objects.filter(pk=world.group.pk).update(point=main)
        Enrolment.objects.filter(pk=world.ka.pk).update(class_group=group, grade="02")
        Room.objects.filter(name="P2").update(point=further)
        speaking = {"main_subject_id": foreign.pk, "language": "en", "level": "primary"}
        best = staff.member(world.school, "Đỗ Thị Anh", sex="female", language_level="4", **speaking)
        staff.member(world.school, "Vũ Văn Pháp", sex="male", language_level="", **speaking)
        staff.member(world.school, "Lê Văn Toán", sex="male", language="en", level="primary")
        for year, result in (("2026-2027", "done"), ("2025-2026", "done")):
            Training.objects.create(
                staff=best, school_id=world.school, programme="1", title="Chương trình 1", year=year, result=result,
                started_on=date(2026, 8, 1), finished_on=date(2026, 8, 30),
            )  # fmt: skip
    told = cells(world, "eqms-dn")
    assert [told[f"english.{row}.total"] for row in ("teachers", "step_b2", "step_unknown", "step_c1")] == [
        2,
        1,
        1,
        0,
    ]
    assert told["english.step_b2.women"] == 1
    assert [told[f"points.{row}.total"] for row in ("all", "g02", "g03", "combined")] == [1, 1, 0, 1]
    assert (told["points.all.minority_girls"], told["learners.all.total"]) == (1, 3)
    assert (told["classes.satellite.total"], told["classes.classes.total"]) == (1, 2)
    assert (told["rooms.satellite.total"], told["rooms.area_satellite.temporary"]) == (1, 30)
    middle = form_on("eqms-gn", date(2027, 1, 31))
    assert middle is not None
    with database.acting(world.head):
        trained = queries.counted_cell(
            world.head, middle.cells["training.teachers.total"], world.school, date(2026, 10, 8)
        )
    assert trained == 1


def _last(world: World) -> Report:
    with database.acting(world.head):
        return Report.objects.filter(unit_id=world.school).latest("pk")
