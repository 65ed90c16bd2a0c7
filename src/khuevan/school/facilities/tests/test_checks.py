"""Facts and checks of the room, over rows in the database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from khuevan.kernel import access, checks, database
from khuevan.kernel.facts import read
from khuevan.register.organisations.models import OrgUnit
from khuevan.school.schoolyear.tests import builders as years

from ..facts import COMPUTERS, ROOMS, SCHOOLS
from . import builders


@pytest.fixture
def school(db: None) -> OrgUnit:
    with database.acting(access.system()):
        return builders.school()


def found(code: str) -> list[str]:
    """Titles of the rows that the check finds wrong."""
    check = checks.declared()[f"facilities.{code}"]
    with database.acting(access.system()):
        rows = read(check.facts, on=builders.ON).to_dicts()
    return sorted(
        rows[problem.row]["title"] for problem in checks.judge([check], rows, check.setting(builders.ON))
    )


def test_facts_count_open_rows_only(school: OrgUnit) -> None:
    with database.acting(access.system()):
        builders.room(school.pk, quantity=3)
        builders.room(school.pk, "Cũ", closed_on=date(2026, 1, 1))
        builders.point(school.pk)
        frame = read(SCHOOLS, on=builders.ON)
        assert read(ROOMS, on=builders.ON).height == 1
        assert read(COMPUTERS, on=builders.ON).height == 0
    (row,) = frame.to_dicts()
    assert (row["room_rows"], row["classrooms"], row["points"], row["land_rows"]) == (1, 3, 1, 0)
    assert row["counted_on"] is None


def test_rooms_of_strange_size_without_area_or_twice(school: OrgUnit) -> None:
    with database.acting(access.system()):
        builders.room(school.pk, "Phòng 1")
        builders.room(school.pk, "Phòng 2", area_m2=Decimal("4.8"))
        builders.room(school.pk, "Phòng 3", area_m2=None)
        builders.room(school.pk, "Phòng 4")
        builders.room(school.pk, "Phòng 4")
        builders.room(school.pk, "Nhà tập", kind="sports_hall", area_m2=Decimal(900))
    assert found("room:area") == ["Phòng 2"]
    assert found("room:no_area") == ["Phòng 3"]
    assert found("room:twice") == ["Phòng 4", "Phòng 4"]


def test_old_computers_that_all_work_are_doubtful(school: OrgUnit) -> None:
    with database.acting(access.system()):
        builders.computers(school.pk, "Cũ", used_since=2010, quantity=20, usable=20)
        builders.computers(school.pk, "Cũ, hỏng một", used_since=2010, quantity=20, usable=19)
        builders.computers(school.pk, "Mới", used_since=2024, quantity=20, usable=20)
    assert found("computers:age") == ["Cũ"]


def test_what_a_school_has_not_written_down(school: OrgUnit) -> None:
    assert found("school:no_land") == found("school:no_toilets") == found("school:utilities") == [school.name]
    assert found("school:no_rooms") == [], "nothing is asked of a school without classes"
    years.class_group(school.pk)
    assert found("school:no_rooms") == [school.name]
    with database.acting(access.system()):
        builders.land(school.pk)
        builders.toilet(school.pk)
        builders.utilities(school.pk)
        builders.room(school.pk, quantity=3)
    for code in ("no_land", "no_toilets", "utilities", "no_rooms", "too_many_classrooms"):
        assert found(f"school:{code}") == [], code
    with database.acting(access.system()):
        builders.room(school.pk, "Thêm")
        builders.point(school.pk)
        builders.point(school.pk, "Điểm thôn 4")
    assert found("school:too_many_classrooms") == [school.name]
    assert found("school:utilities") == [school.name]


@pytest.mark.parametrize(("days", "late"), [(10, False), (366, False), (367, True)])
def test_inventories_go_stale(school: OrgUnit, days: int, late: bool) -> None:
    assert found("school:inventory") == [], "nothing is asked of a school without rooms"
    with database.acting(access.system()):
        builders.room(school.pk)
        builders.inventory(school.pk, status="confirmed", as_of=builders.ON - timedelta(days=days))
    assert found("school:inventory") == ([school.name] if late else [])


def test_every_check_leads_to_where_it_is_mended(school: OrgUnit) -> None:
    mine = [check for code, check in checks.declared().items() if code.startswith("facilities.")]
    assert len(mine) == 10
    for check in mine:
        assert check.mend({"id": 1}).startswith("/facilities/"), check.code
