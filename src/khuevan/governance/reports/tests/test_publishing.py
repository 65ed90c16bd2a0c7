"""What was sent is made public by an act of its own, without the signature and without anybody's number."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from khuevan.governance.reports import queries, services
from khuevan.governance.reports.models import Campaign, Report
from khuevan.governance.reports.rules import personal_numbers
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Refused
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing import client_for

from .builders import AT, LEAD, WHY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def published(world: World, campaign: Campaign, body: str = "Đã ban hành kế hoạch.") -> Report:
    sent = world.sent(world.head, campaign, world.school, body)
    with database.acting(world.head):
        return services.publish_report(world.head, at=AT, report_id=sent.pk, is_confirmed=True)


def test_only_what_its_unit_published_is_read_by_everybody(world: World, tmp_path: Path) -> None:
    campaign = world.campaign()
    world.sent(world.stranger, campaign, world.near)
    assert queries.published_reports() == []
    made = published(world, campaign)
    (row,) = queries.published_reports()
    assert (row.report_id, row.unit_name, row.edition) == (made.pk, "Trường Tiểu học Kim Đồng", 1)
    assert (row.outline, row.digest) == ("programme", made.digest)
    assert [one.report_id for one in queries.published_reports(unit_id=world.school)] == [made.pk]
    assert queries.published_reports(unit_id=world.near) == []
    told = queries.published_report(made.pk)
    assert told.sections == {LEAD: "Đã ban hành kế hoạch."}
    with database.acting(world.head):
        contents = queries.contents_of(made)
        assert contents is not None
        labels = [part.label for part in queries.sheet_of(made).parts]
        assert list(queries.in_order(made, contents).sections) == labels != sorted(labels)
    name, pdf = queries.published_pdf(made.pk)
    assert name.endswith(".pdf")
    assert b"/ByteRange" not in pdf, "a person's certificate tells the number of its holder"
    assert b"/URI" not in pdf, "links into the platform lead nobody anywhere"
    (tmp_path / "a.pdf").write_bytes(pdf)
    text = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True)
    assert "Đã ban hành kế hoạch." in text.stdout.decode()
    with pytest.raises(Http404):
        queries.published_report(world.report(campaign, world.near).pk)


def test_the_edition_that_is_published_next_takes_the_place_and_a_return_ends_it(world: World) -> None:
    campaign = world.campaign()
    first = published(world, campaign)
    with database.acting(world.head):
        again = services.correct(world.head, at=AT, report_id=first.pk, reason="Ghi nhầm số của kế hoạch")
    assert [one.edition for one in queries.published_reports()] == [1]
    world.hand_over(world.head, again)
    second = world.send(world.head, again)
    with database.acting(world.head):
        services.publish_report(world.head, at=AT, report_id=second.pk, is_confirmed=True)
    assert [one.edition for one in queries.published_reports()] == [2]
    with database.acting(world.commune_officer):
        services.return_report(world.commune_officer, at=AT, report_id=second.pk, reason=WHY)
    assert queries.published_reports() == []
    with pytest.raises(Http404):
        queries.published_pdf(second.pk)


def test_what_may_not_be_public_is_refused_in_words(world: World) -> None:
    campaign = world.campaign()
    draft = world.report(campaign, world.near)
    with database.acting(world.stranger), pytest.raises(Invalid):
        services.publish_report(world.stranger, at=AT, report_id=draft.pk, is_confirmed=True)
    sent = world.sent(world.head, campaign, world.school, "Cô Ánh (số 079 184 000 123) tập huấn.")
    with database.acting(world.head):
        with pytest.raises(Invalid) as unread:
            services.publish_report(world.head, at=AT, report_id=sent.pk, is_confirmed=False)
        assert "confirmed" in unread.value.errors
        with pytest.raises(Invalid) as personal:
            services.publish_report(world.head, at=AT, report_id=sent.pk, is_confirmed=True)
    assert "079…3" in str(personal.value)
    with database.acting(world.commune_officer), pytest.raises(Refused):
        services.publish_report(world.commune_officer, at=AT, report_id=sent.pk, is_confirmed=True)
    with database.acting(access.system()), pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=draft.pk).update(published_at=AT)


def test_on_the_page_it_is_published_and_withdrawn(world: World) -> None:
    sent = world.sent(world.head, world.campaign(), world.school)
    head, url = client_for(world.head), f"/reports/documents/{sent.pk}"
    assert head.post(f"{url}/publish", {}).status_code == 422
    assert head.post(f"{url}/publish", {"confirmed": "1"}).status_code == 302
    assert "Báo cáo đang công khai" in head.get(url).content.decode()
    assert client_for(world.clerk).post(f"{url}/withdraw", {"reason": "x"}).status_code == 403
    assert head.post(f"{url}/withdraw", {"reason": ""}).status_code == 422
    assert head.post(f"{url}/withdraw", {"reason": "Có tên học sinh"}).status_code == 302
    assert queries.published_reports() == []


NUMBERS = [
    ("số 079184000123", ["079…3"]),
    ("079 184 000 123 và 079184000123", ["079…3"]),
    ("25/BC-THKĐ, 1.234.567 học sinh, 0,5%", []),
    ("điện thoại 0263 3822 123", []),
    ("tài khoản 1079184000123", []),
    ("", []),
]


@pytest.mark.parametrize(("words", "found"), NUMBERS, ids=[words for words, _found in NUMBERS])
def test_numbers_of_persons_are_found(words: str, found: list[str]) -> None:
    assert personal_numbers([words]) == found
