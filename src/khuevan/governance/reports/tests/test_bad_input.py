"""What goes wrong around reports: templates broken or endless, frozen figures that are gone, a school that closes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.governance.reports import queries, services
from khuevan.governance.reports.choices import State
from khuevan.governance.reports.models import Report
from khuevan.governance.reports.permissions import DECIDE_REPORTS
from khuevan.kernel import access, clock, database, documents
from khuevan.kernel.access import Actor, Holding, Reach, Refused
from khuevan.kernel.documents import Block, PageBreak, Table, cell, paragraph
from khuevan.kernel.documents.tests.builders import docx_of, replaced, said
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing import client_for
from khuevan.register.organisations import services as organisations
from khuevan.register.organisations.tests.builders import decree
from khuevan.register.signing import services as signatures

from .builders import AT, LEAD, SIDE, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def upload(world: World, content: bytes) -> Any:
    file = SimpleUploadedFile("mau.docx", content)
    return client_for(world.officer).post("/reports/templates/add", {"name": "Mẫu", "file": file})


PAIR = Table(((cell("{{mục tiêu.nội dung}}"), cell("{{mục tiêu.kết quả}}")),), (1, 1))
ONE = "<w:tcPr>"
BROKEN = {
    "a row that does not fill its grid": (
        lambda: replaced(docx_of(PAIR), "<w:gridCol", '<w:gridCol w:w="9"/><w:gridCol'),
        "Bảng 1, hàng 1",
    ),
    "a merged cell that nothing begins": (
        lambda: replaced(docx_of(PAIR), ONE, f"{ONE}<w:vMerge/>"),
        "mở trường hoặc ô gộp mà không đóng",
    ),
    "two lists in a row": (
        lambda: docx_of(Table(((cell("{{mục tiêu.nội dung}}"), cell("{{đơn vị cấp dưới.tên}}")),), (1, 1))),
        "Một hàng chỉ lặp theo một danh sách",
    ),
    "a list outside of a table": (lambda: said("{{mục tiêu.nội dung}}"), "phải đứng trong một hàng của bảng"),
    "a list of persons": (
        lambda: docx_of(Table(((cell("{{danh sách học sinh.họ tên}}"),),), (1,))),
        "hiện dữ liệu cá nhân",
    ),
    "no page at the end": (
        lambda: docx_of(paragraph("{{đơn vị}}"), *[PageBreak()] * 10_000),
        "dài 10001 trang; nhận nhiều nhất 500 trang",
    ),
    "text without an end": (lambda: said("{{đơn vị}}", "Chữ " * 4_500_000), "Văn bản quá dài"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_or_endless_template_is_refused_in_words(world: World, name: str) -> None:
    make, words = BROKEN[name]
    answer = upload(world, make())
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with database.acting(access.system()):
        assert queries.templates(world.officer) == []


ENDLESS: dict[str, list[Block]] = {
    "breaks": [PageBreak()] * 10_000,
    "paragraphs": [paragraph("x")] * 100_000,
    "one paragraph": [paragraph("x" * 10_000_000)],
    "rows": [Table(((cell("x"),),) * 100_000, (1,))],
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_ten_thousand_pages_are_refused_before_anything_is_laid_out(kind: str) -> None:
    with pytest.raises(documents.CannotPrint) as refused:
        documents.printed(documents.Document("Dài", tuple(ENDLESS[kind])))
    assert "nhiều nhất 2000 trang" in str(refused.value)


def test_frozen_figures_that_are_gone_are_said_and_nothing_is_signed(world: World) -> None:
    campaign = world.campaign()
    report = world.report(campaign, world.school)
    world.write(world.head, report, "Đã ban hành kế hoạch.")
    world.hand_over(world.head, report)
    with database.acting(world.head):
        certificate = signatures.issue_test_certificate(world.head, seal=False, at=AT)
    shutil.rmtree(settings.SNAPSHOTS_ROOT)
    head, url = client_for(world.head), f"/reports/documents/{report.pk}"
    page = head.get(url)
    assert page.status_code == 200
    assert "Kỳ số liệu của đợt này không còn" in page.content.decode()
    assert head.get(f"{url}/file/pdf").status_code == 404
    answer = head.post(f"{url}/submit", {"seen": "0" * 64, "certificate": certificate.pk})
    assert answer.status_code == 422
    assert "chưa ký gửi được" in answer.content.decode()
    assert world.report(campaign, world.school).state == State.READY
    with pytest.raises(Invalid) as gone:
        world.campaign("midyear")
    assert "snapshot" in gone.value.errors


def test_of_a_school_that_closed_the_body_above_sends_what_it_still_owes(world: World) -> None:
    campaign = world.campaign()
    report = world.report(campaign, world.near)
    world.write(world.stranger, report, "Trường đã viết phần này.")
    with database.acting(access.system()):
        order = organisations.CloseUnit(decree=decree(date(2026, 11, 20)), unit_id=world.near)
        organisations.close_unit(access.system(), order, at=AT)
    officer = client_for(world.commune_officer)
    page = officer.get(f"/reports/documents/{report.pk}").content.decode()
    assert "đã chấm dứt hoạt động từ 20/11/2026" in page
    assert "Trường đã viết phần này." in page
    world.write(world.commune_officer, report, "Xã viết nốt.", seen=1)
    world.hand_over(world.commune_officer, report)
    sent = world.send(world.commune_officer, report)
    assert (sent.state, sent.submitted_by) == (State.SUBMITTED, "Phạm Chuyên Viên Xã")
    with database.acting(world.commune_officer):
        contents = queries.contents_of(queries.report(world.commune_officer, report.pk))
    assert contents is not None
    assert contents.sections[LEAD] == "Xã viết nốt."
    later = world.campaign("midyear")
    with database.acting(access.system()):
        owing = set(Report.objects.filter(campaign=later).values_list("unit_id", flat=True))
    assert world.school in owing
    assert world.near not in owing, "it was closed on the day of the figures"


def test_a_school_that_moved_reports_to_who_asked_it_and_next_time_to_where_it_stands(world: World) -> None:
    campaign = world.campaign()
    with database.acting(access.system()):
        order = organisations.MoveUnit(
            decree=decree(date(2026, 11, 20)), unit_id=world.school, managing_parent_id=world.far
        )
        organisations.move_unit(access.system(), order, at=AT)
    officer = world.commune_officer
    before = replace(officer, holdings=holdings(officer, [world.commune, world.near]))
    units = [world.far, world.empty, world.school]
    now = world.someone("Vũ Chuyên Viên", world.far, (*SIDE, DECIDE_REPORTS), units, [world.department])
    report = world.report(campaign, world.school)
    assert report.receiver_id == world.commune
    with database.acting(now), pytest.raises(Refused):
        services.accept_report(now, at=AT, report_id=report.pk)
    sent = world.sent(world.head, campaign, world.school)
    with database.acting(now), pytest.raises(Refused):
        services.accept_report(now, at=AT, report_id=sent.pk)
    with database.acting(before):
        assert services.accept_report(before, at=AT, report_id=sent.pk).state == State.ACCEPTED
        assert [one.pk for one in queries.parts_below(world.report(campaign, world.commune))] != []
    later = world.campaign("midyear")
    assert world.report(later, world.school).receiver_id == world.far, (
        "whoever asks later asks by the new tree"
    )


def holdings(who: Actor, units: list[int]) -> tuple[Holding, ...]:
    """The same rights over these units."""
    return tuple(Holding(one.permissions, Reach.of(units)) for one in who.holdings)


def test_a_part_that_is_too_long_is_refused_with_its_limit(world: World) -> None:
    report = world.report(world.campaign(), world.school)
    with database.acting(world.head), pytest.raises(Invalid) as refused:
        services.write_section(world.head, at=AT, report_id=report.pk, key=LEAD, body="x" * 20_001, seen=0)
    assert "Dài quá 20000 ký tự" in str(refused.value)
