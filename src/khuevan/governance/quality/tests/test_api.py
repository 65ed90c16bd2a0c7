"""The API gives what the pages give, within the same scope."""

from __future__ import annotations

import pytest

from khuevan.governance.quality import services
from khuevan.governance.quality.permissions import VIEW_QUALITY
from khuevan.kernel.testing import actor, client_for

from .builders import AT
from .test_runs import BIRTH, World

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/quality"


@pytest.fixture
def world() -> World:
    made = World()
    services.run_checks(actor=made.officer, at=AT)
    return made


def test_standings_and_findings_of_the_scope(world: World) -> None:
    client = client_for(world.officer)
    rows = client.get(f"{ROOT}/standings").json()
    assert {row["unit_id"] for row in rows} == {world.school, world.other}
    assert all(0 <= row["score"] <= 100 for row in rows)
    found = client.get(f"{ROOT}/findings", {"check": BIRTH}).json()
    assert {row["title"] for row in found} == {"Trần Văn Bình", "Lê Thị Chi"}
    (only,) = client.get(f"{ROOT}/findings", {"check": BIRTH, "unit": world.school}).json()
    assert (only["record_id"], only["severity"]) == (world.wrong.pk, "wrong")
    clerk = client_for(world.clerk)
    assert {row["unit_id"] for row in clerk.get(f"{ROOT}/standings").json()} == {world.school}
    assert {row["unit_id"] for row in clerk.get(f"{ROOT}/findings").json()} == {world.school}


def test_recheck_and_refusals(world: World) -> None:
    clerk = client_for(world.clerk)
    assert clerk.post(f"{ROOT}/units/{world.school}/recheck").json()["found"] == 0
    assert clerk.post(f"{ROOT}/units/{world.other}/recheck").status_code == 404
    (only,) = clerk.get(f"{ROOT}/findings", {"check": BIRTH}).json()
    address, said = f"{ROOT}/findings/{only['id']}/explain", {"why": "Giấy khai sinh ghi như vậy"}
    assert clerk.post(address, said, content_type="application/json").status_code == 422
    viewer = client_for(actor(VIEW_QUALITY, units=[world.school]))
    assert viewer.post(address, said, content_type="application/json").status_code == 403
    assert len(clerk.get(f"{ROOT}/checks").json()) > 20
