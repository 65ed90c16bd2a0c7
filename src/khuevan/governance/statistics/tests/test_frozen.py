"""A form of 30 September says what was so when that day ended, whenever it is opened; what was corrected since is told
and taken over only by who answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from khuevan.governance.indicators import queries as indicators
from khuevan.governance.indicators import services as indicators_services
from khuevan.governance.statistics import queries, services
from khuevan.governance.statistics.models import Report
from khuevan.kernel import access, clock, database
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing import client_for

from .builders import ALL, AT, COHO, LATER, MINORITY_GIRLS, World, changed, child

pytestmark = pytest.mark.django_db
CLOSE = datetime(2026, 9, 30, 17, 5, tzinfo=UTC)
"""00:05 on 1 October in Việt Nam."""
WHY = "Sửa dân tộc của em Ánh theo giấy khai sinh"


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    indicators_services.rebuild(actor=made.officer, at=CLOSE)
    services.freeze_ended_days(actor=access.system(), at=CLOSE)
    with clock.frozen(LATER):
        yield made


def filled(world: World, report: Report) -> queries.Filled:
    with database.acting(world.head):
        return queries.filled(world.head, Report.objects.get(pk=report.pk))


def choose(world: World, report: Report, take: bool, why: str = WHY) -> Report:
    with database.acting(world.head):
        return services.choose_corrections(world.head, at=AT, report_id=report.pk, take=take, why=why)


def test_the_night_after_the_day_freezes_it_once(world: World) -> None:
    with database.acting(access.system()):
        (one,) = indicators.snapshots()
        assert (one.as_of, one.period, one.frozen_at) == (date(2026, 9, 30), "Số liệu ngày 30/09/2026", CLOSE)
        assert services.freeze_ended_days(actor=access.system(), at=CLOSE) == []
        assert len(indicators.snapshots()) == 1


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (datetime(2026, 9, 30, 16, 55, tzinfo=UTC), []),
        (datetime(2026, 10, 3, 10, 0, tzinfo=UTC), [date(2026, 9, 30)]),
        (datetime(2026, 10, 4, 10, 0, tzinfo=UTC), []),
        (datetime(2026, 10, 20, 10, 0, tzinfo=UTC), []),
    ],
)
def test_a_day_is_frozen_when_it_has_ended_and_not_long_after(at: datetime, days: list[date]) -> None:
    World()
    assert services.freeze_ended_days(actor=access.system(), at=at) == days


def test_what_has_no_day_of_its_own_stays_as_it_was_then(world: World) -> None:
    """Ethnicity is corrected and a child is enrolled as of 5 September, both in October: a form that is opened on 8
    October says neither, and tells both."""
    changed(world.anh, ethnicity=COHO)
    child(world.school, "Lơ Mu Thị Ben", "female", COHO, group=world.group)
    report = world.begun(world.head, world.school)
    found = filled(world, report)
    assert (found.contents.cells[ALL], found.contents.cells[MINORITY_GIRLS]) == (3, 1)
    moved = {key: (then, now) for key, then, now in found.corrected}
    assert (moved[ALL], moved[MINORITY_GIRLS]) == ((3, 4), (1, 3))
    assert found.contents.header["source"].startswith("snapshot:")
    assert found.contents.frozen == {}


def test_corrections_are_taken_over_with_a_reason_and_told_to_the_receiver(world: World) -> None:
    changed(world.anh, ethnicity=COHO)
    report = world.begun(world.head, world.school)
    with pytest.raises(Invalid):
        choose(world, report, True, "sửa")
    before = filled(world, report).digest
    choose(world, report, True)
    found = filled(world, report)
    assert (found.contents.cells[MINORITY_GIRLS], found.contents.frozen[MINORITY_GIRLS]) == (2, 1)
    assert found.digest != before
    choose(world, report, False)
    assert filled(world, report).digest == before
    choose(world, report, True)
    sent = world.sent(world.head, report)
    page = client_for(world.commune_officer).get(f"/statistics/reports/{sent.pk}").content.decode()
    assert "Sửa sau ngày chốt" in page
    assert WHY in page
    with pytest.raises(Invalid):
        choose(world, sent, False)


def test_a_body_tells_how_much_of_its_sum_was_corrected(world: World) -> None:
    changed(world.anh, ethnicity=COHO)
    report = world.begun(world.head, world.school)
    choose(world, report, True)
    world.sent(world.head, report)
    world.sent_anew(world.other_head, world.near)
    above = world.begun(world.commune_officer, world.commune)
    with database.acting(world.commune_officer):
        contents = queries.filled(world.commune_officer, above).contents
    assert (contents.cells[MINORITY_GIRLS], contents.frozen[MINORITY_GIRLS]) == (2, 1)
    assert ALL not in contents.frozen


def test_the_page_offers_the_choice_and_leads_to_the_records(world: World) -> None:
    changed(world.anh, ethnicity=COHO)
    report = world.begun(world.head, world.school)
    head, url = client_for(world.head), f"/statistics/reports/{report.pk}"
    page = head.get(url).content.decode()
    assert "số đã chốt khi hết ngày 30/09/2026" in page
    short = head.post(f"{url}/corrections", {"take": "1", "why": "x"})
    assert short.status_code == 422
    assert "Ghi rõ đã sửa gì" in short.content.decode()
    assert head.post(f"{url}/corrections", {"take": "1", "why": WHY}).status_code == 302
    assert "Trở lại số đã chốt" in head.get(url).content.decode()
    cell = head.get(f"{url}/cells/{MINORITY_GIRLS}").content.decode()
    assert "hồ sơ nào đã khác từ khi chốt" in cell
    assert client_for(world.reader).post(f"{url}/corrections", {"take": "0"}).status_code == 403
    told = head.get(f"/api/v1/statistics/reports/{report.pk}").json()
    assert told["frozen"] == {key: told["cells"][key] - 1 for key in told["frozen"]}
    body = {"take": False}
    done = head.post(
        f"/api/v1/statistics/reports/{report.pk}/corrections", body, content_type="application/json"
    )
    assert done.json()["source"].startswith("snapshot:")


def test_a_day_that_nobody_froze_is_said_to_be_so() -> None:
    world = World()
    report = world.begun(world.head, world.school)
    with clock.frozen(LATER):
        page = client_for(world.head).get(f"/statistics/reports/{report.pk}").content.decode()
    assert "Không có số liệu đã chốt" in page
