"""Communes on the map: how far each came with a standard, in a year."""

from __future__ import annotations

import pytest

from khuevan.governance.universalisation.models import Dossier
from khuevan.governance.universalisation.permissions import VIEW_SURVEY
from khuevan.kernel import access, database
from khuevan.kernel.testing import actor, assert_queries, client_for
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.permissions import VIEW_UNITS

from .builders import YEAR, World


@pytest.fixture
def world(db: None) -> World:
    made = World()
    with database.acting(access.system()):
        OrgUnit.objects.filter(pk=made.school).update(latitude=11.57, longitude=108.07)
        OrgUnit.objects.filter(pk=made.other_school).update(latitude=None, longitude=None)
        plain = {"tier": "commune", "year": YEAR, "figures": "{}"}
        Dossier.objects.create(
            unit_id=made.commune,
            state="recognised",
            asked=["preschool", "primary_1"],
            recognised=["preschool"],
            **plain,
        )
    return made


@pytest.mark.parametrize(
    ("standard", "said"),
    [("", "Được công nhận"), ("primary_1", "Tự kiểm tra đạt"), ("literacy_1", "Tự kiểm tra chưa đạt")],
)
def test_how_far_a_commune_came(world: World, standard: str, said: str) -> None:
    page = (
        client_for(world.officer)
        .get(f"/universalisation/map/?year={YEAR}&standard={standard}")
        .content.decode()
    )
    row = page.partition("<tbody>")[2]
    assert "Di Linh" in row
    assert said in row


def test_a_commune_without_a_place_stands_in_the_table_alone(world: World) -> None:
    units = [world.department, world.commune, world.far, world.school, world.other_school]
    client = client_for(actor(VIEW_SURVEY, VIEW_UNITS, units=units, name="Chuyên viên Sở"))
    page = client.get(f"/universalisation/map/?year={YEAR}").content.decode()
    assert "1 xã không có trường nào có vị trí" in page
    assert "Chưa tự kiểm tra" in page
    with assert_queries(6):
        client.get(f"/universalisation/map/?year={YEAR}")
    assert client.get("/universalisation/map/?standard=x&year=1").status_code == 200
    assert client_for(world.head).get("/universalisation/map/").status_code == 403
