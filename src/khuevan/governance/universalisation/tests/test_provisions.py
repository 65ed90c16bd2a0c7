"""Rooms and teachers that a territory must have (TT 07/2016): counted at its schools, shown, kept in the dossier."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from khuevan.governance.universalisation import queries, rules, services
from khuevan.governance.universalisation.choices import Provided
from khuevan.governance.universalisation.models import Provision
from khuevan.governance.universalisation.records import PROVISIONS
from khuevan.governance.universalisation.rules import shipped
from khuevan.kernel import access, database
from khuevan.kernel.testing import client_for
from khuevan.kernel.testing.records import RecordCases
from khuevan.kernel.text import search_text, sort_key
from khuevan.register.organisations.models import OrgUnit
from khuevan.school.facilities.models import Room

from .builders import AT, ON, YEAR, World, pupil, round_open

CASES = [
    (Provided.ROOMS_PER_CLASS, 7, 10, "0.7", True),
    (Provided.ROOMS_PER_CLASS, 69, 100, "0.7", False),
    (Provided.AREA_PER_CHILD, 150, 100, "1.5", True),
    (Provided.QUALIFIED, 99, 100, "100", False),
    (Provided.QUALIFIED, 100, 100, "100", True),
    (Provided.ROOMS_PER_CLASS, 5, 0, "0.7", None),
]


@pytest.mark.parametrize(("kind", "upper", "lower", "least", "met"), CASES)
def test_conditions_are_compared_exactly(
    kind: Provided, upper: int, lower: int, least: str, met: bool | None
) -> None:
    one = rules.Provision(kind, Fraction(upper), lower)
    assert rules.is_provided(one, Fraction(least)) is met


def test_what_nobody_records_is_not_known() -> None:
    one = rules.Provision(Provided.EQUIPPED, Fraction(0), 4, is_recorded=False)
    assert rules.is_provided(one, Fraction(100)) is None


def test_every_shipped_condition_says_that_it_is_not_certain() -> None:
    assert {one.trust.value for one in shipped.PROVISIONS} == {"unverified"}
    assert all("TT 29/2021" in one.note for one in shipped.PROVISIONS)


@pytest.fixture
def world(db: None) -> World:
    made = World()
    round_open(made.officer, made.commune)
    pupil(made.school, "Nguyễn Thị Ánh", "03", date(2018, 5, 5))
    pupil(made.school, "Trần Văn Bình", "04", date(2017, 5, 5))
    with database.acting(access.system()):
        room = {"school_id": made.school, "kind": "classroom", "build_class": "solid"}
        Room.objects.create(name="P1", quantity=1, area_m2=50, **room)
        Room.objects.create(name="Kho", quantity=5, school_id=made.school, kind="store", build_class="solid")
        Room.objects.create(
            name="P9", quantity=9, school_id=made.other_school, kind="classroom", build_class="solid"
        )
    return made


def rows(world: World) -> dict[tuple[str, str], queries.ProvisionRow]:
    with database.acting(world.officer):
        return {
            (one.row.kind, one.row.level): one
            for one in queries.provisions(world.officer, world.commune, on=ON)
        }


def test_rooms_of_the_communes_own_schools_are_counted(world: World) -> None:
    found = rows(world)
    primary = found["rooms_per_class", "primary"]
    assert (primary.counted.upper, primary.counted.lower, primary.share) == (1, 2, Fraction(1, 2))
    assert (primary.is_met, found["rooms_per_class", "preschool"].is_met) == (False, None)
    assert found["equipped", "preschool"].counted.is_recorded is False


def test_rooms_that_no_level_is_said_of_are_told(world: World) -> None:
    with database.acting(access.system()):
        OrgUnit.objects.filter(pk=world.school).update(levels=["primary", "lower_secondary"])
    one = rows(world)["rooms_per_class", "primary"]
    assert (one.counted.upper, one.left_out) == (0, 1)


def test_the_page_shows_them_and_the_dossier_keeps_them(world: World) -> None:
    client = client_for(world.officer)
    page = client.get(f"/universalisation/communes/{world.commune}/assessment/?year={YEAR}").content.decode()
    assert "Số phòng học trên một lớp: Tiểu học" in page
    assert "không tự quyết định kết luận" in page
    with database.acting(world.officer):
        made = services.check_dossier(world.officer, at=AT, unit_id=world.commune, year=YEAR)
    assert (
        '"kind":"rooms_per_class","least":0.7,"left_out":0,"level":"primary","lower":2,"met":false'
        in made.figures
    )
    assert "primary_1" not in made.asked
    assert "Điều kiện bảo đảm" in client.get(f"/universalisation/dossiers/{made.pk}/").content.decode()
    for kind, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert client.get(f"/universalisation/dossiers/{made.pk}/file.{kind}").content.startswith(start)


class TestProvisions(RecordCases):
    record = PROVISIONS
    queries = 4
    changed = {"name": "Tiểu học: phòng học, Đà Lạt", "least": "0,8"}
    invalid = {"name": "", "least": "-1", "kind": "", "valid_until": "01/01/1940"}

    @pytest.fixture(autouse=True)
    def nothing_shipped(self, db: None) -> None:
        with database.acting(access.system()):
            Provision.objects.all().delete()

    def build(self, unit_id: int | None, number: int) -> Any:
        name = f"Điều kiện {number}"
        return Provision.objects.create(
            name=name, kind="rooms_per_class", level="primary", least=Decimal("0.7"), instrument="TT 07/2016/TT-BGDĐT",
            valid_from=date(1950 + number, 1, 1), valid_until=date(1950 + number, 6, 1),
            search=search_text(f"{name} TT 07/2016/TT-BGDĐT"), sort_key=sort_key(name),
        )  # fmt: skip

    def valid(self) -> dict[str, str]:
        return {
            "name": "THCS: phòng học", "kind": "rooms_per_class", "level": "lower_secondary", "least": "0,5",
            "instrument": "TT 07/2016/TT-BGDĐT", "valid_from": "01/01/2016", "trust": "unverified",
        }  # fmt: skip
