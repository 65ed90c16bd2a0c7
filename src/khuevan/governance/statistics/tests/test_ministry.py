"""The last step: what departments send is added up for the nation, taken or returned; and travels as a file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError

from khuevan.governance.statistics import queries, services
from khuevan.governance.statistics.layouts import form_on
from khuevan.governance.statistics.models import PackageSeal, Report
from khuevan.governance.statistics.permissions import DECIDE_REPORTS, VIEW_REPORTS
from khuevan.governance.statistics.queries.sealing import SLOT, sealed_document
from khuevan.governance.statistics.rules import Contents, written
from khuevan.governance.statistics.rules.packages import (
    PackageRefused,
    Packed,
    Parts,
    packed,
    parts,
    unpacked,
)
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing import client_for
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.tests.builders import make_country
from khuevan.register.signing import services as signatures
from khuevan.register.signing.queries import authority, stamp_source

from .builders import ALL, AT, COHO, FORM, LATER, SIDE, YEAR, World, changed, keeper_of_the_seal, someone

pytestmark = pytest.mark.django_db
NOTE = "Các xã còn lại gửi sau, đã thống nhất qua điện thoại"
WHY = "Số học sinh dân tộc thiểu số thấp hơn năm trước nhiều, đề nghị kiểm tra"


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(LATER):
        yield made


def ministry_officer(world: World) -> Actor:
    units = [
        world.ministry,
        world.department,
        world.commune,
        world.far,
        world.school,
        world.near,
        world.empty,
    ]
    return someone(*SIDE, DECIDE_REPORTS, units=units, home=world.ministry, outline=[], name="Chuyên viên Bộ")


def sent_by_department(world: World) -> Report:
    world.sent_anew(world.head, world.school)
    world.sent_anew(world.other_head, world.near)
    world.sent_anew(world.commune_officer, world.commune)
    return world.sent_anew(world.officer, world.department, note=NOTE)


def package(world: World) -> bytes:
    """As it is sent: with the department's seal."""
    who, seal = keeper_of_the_seal(world)
    with database.acting(who):
        with signatures.opened_signer(seal, at=LATER) as signer:
            services.seal_package(
                actor=who,
                unit_id=world.department,
                year=YEAR,
                certificate_id=seal.pk,
                signer=signer,
                at=LATER,
            )
        return packed_again(world)


def packed_again(world: World) -> bytes:
    with database.acting(world.officer):
        return services.pack_reports(world.officer, at=LATER, unit_id=world.department, year=YEAR)


def sealed_elsewhere(made: Parts, code: str, *, uid: str = "MST:0101010101") -> bytes:
    """A package of an installation that is not this one, under a seal that bears the identifier."""
    signed = authority(AT)
    assert signed is not None
    issued = signed.issue("Sở", at=AT, organisation="Sở Giáo dục và Đào tạo", uid=uid)
    assert issued.key is not None
    order = signatures.XmlOrder(
        sealed_document(queries.Sealed(code, YEAR, made.digest)), (SLOT,), role="Con dấu"
    )
    signer = signatures.SoftwareSigner(issued.key, issued.certificate, issued.chain)
    (outcome,) = signatures.sign_xml(signer, [order], at=AT, stamp=stamp_source(AT))
    assert outcome.content is not None
    return packed(made, outcome.content)


def take_in(world: World, content: bytes, who: Actor | None = None) -> list[services.TakenIn]:
    actor = who or ministry_officer(world)
    with database.acting(actor):
        return services.take_in_package(actor, at=LATER, stream=BytesIO(content))


def test_the_ministry_returns_takes_and_adds_up_for_the_nation(world: World) -> None:
    report, officer = sent_by_department(world), ministry_officer(world)
    client, url = client_for(officer), f"/statistics/reports/{report.pk}"
    assert report.receiver_id == world.ministry
    board = client.get(f"/statistics/boards/{FORM}").content.decode()
    assert url in board
    assert client_for(world.officer).post(f"{url}/accept").status_code == 403
    assert client.post(f"{url}/return", {"reason": WHY}).status_code == 302
    with database.acting(world.officer):
        page = client_for(world.officer).get(url).content.decode()
    assert WHY in page
    again = world.sent_anew(world.officer, world.department, note=NOTE)
    assert client.post(f"/statistics/reports/{again.pk}/accept").status_code == 302
    whole = world.begun(officer, world.ministry)
    with database.acting(officer):
        found = queries.filled(officer, whole)
        assert (found.contents.cells[ALL], found.missing, whole.receiver_id) == (4, (), None)
    page = client.get(f"/statistics/reports/{whole.pk}").content.decode()
    assert "không có cấp trên để gửi" in page
    sent = world.sent(officer, whole)
    assert client.post(f"/statistics/reports/{again.pk}/return", {"reason": WHY}).status_code == 422
    assert sent.state == "submitted"


def test_departments_whose_schools_are_not_known_here_owe_all_the_same() -> None:
    """The ministry's installation: no school, a package comes."""
    country = make_country()
    boss = someone(
        *SIDE, DECIDE_REPORTS, units=[country.ministry.pk, country.department.pk, country.commune.pk],
        home=country.ministry.pk, outline=[], name="Chuyên viên Bộ",
    )  # fmt: skip
    form = form_on(FORM, date(2026, 9, 30))
    assert form is not None
    cells = dict.fromkeys(form.cells, 7)
    text = written(Contents({"source": "reports"}, cells))
    one = Packed(FORM, form.version, 3, date(2026, 9, 30), AT, "Giám đốc Sở", text)
    with database.acting(boss):
        code = organisations.unit_if_seen(boss, country.department.pk)
        assert code is not None
        content = sealed_elsewhere(parts(code.code, "Sở", YEAR, [one]), code.code)
        with pytest.raises(Invalid, match="Chưa biết con dấu"):
            services.take_in_package(boss, at=LATER, stream=BytesIO(content))
        signatures.know_seal(
            access.system(), code=code.code, name="Sở", identifier="MST:0101010101", source="Công văn 12",
            valid_from=date(2026, 1, 1), valid_until=None, at=AT,
        )  # fmt: skip
        (done,) = services.take_in_package(boss, at=LATER, stream=BytesIO(content))
        assert (done.is_new, done.why) == (True, "")
        assert Report.objects.get(pk=done.report_id).content == text
        whole = services.begin_report(boss, at=LATER, unit_id=country.ministry.pk, form=FORM, year=YEAR)
        found = queries.filled(boss, whole)
    assert (found.contents.cells[ALL], found.missing) == (7, ())


def test_nobody_of_the_ministry_sends_for_a_department(world: World) -> None:
    report, officer = sent_by_department(world), ministry_officer(world)
    with database.acting(officer):
        services.return_report(officer, at=AT, report_id=report.pk, reason=WHY)
        with pytest.raises(Refused):
            services.begin_report(officer, at=AT, unit_id=world.department, form=FORM, year=YEAR)


def test_the_package_holds_what_was_sent_and_is_the_same_each_time(world: World) -> None:
    report = sent_by_department(world)
    content = package(world)
    changed(world.anh, ethnicity=COHO)
    assert packed_again(world) == content
    found = unpacked(BytesIO(content))
    (one,) = found.reports
    assert (one.text, one.form, found.school_year) == (report.content, FORM, YEAR)
    names = zipfile.ZipFile(BytesIO(content)).namelist()
    assert names == [
        "manifest.json", f"printed/{FORM}.pdf", f"printed/{FORM}.xlsx", f"reports/{FORM}.json", "seal.xml",
    ]  # fmt: skip
    page = client_for(world.officer).get("/statistics/").content.decode()
    assert "Gói gửi Bộ" in page
    assert client_for(world.officer).get(f"/statistics/package/file?year={YEAR}").content == content
    assert client_for(world.head).get("/statistics/package").status_code == 404
    assert client_for(world.head).get("/statistics/package/file").status_code == 404


def test_a_package_is_sealed_on_its_page_before_it_goes(world: World) -> None:
    sent_by_department(world)
    who, seal = keeper_of_the_seal(world)
    client, url = client_for(who), f"/statistics/package?year={YEAR}"
    page = client.get(url).content.decode()
    assert "Gói chưa có con dấu" in page
    assert "/statistics/package/file" not in page
    assert client.get(f"/statistics/package/file?year={YEAR}").status_code == 404
    assert client.post(url, {"certificate": "0"}).status_code == 422
    with database.acting(who):
        own = signatures.issue_test_certificate(who, seal=False, at=AT)
        with pytest.raises(Invalid, match="con dấu của Sở"), signatures.opened_signer(own, at=AT) as signer:
            services.seal_package(
                actor=who, unit_id=world.department, year=YEAR, certificate_id=own.pk, signer=signer, at=AT
            )
    assert client.post(url, {"certificate": seal.pk}).status_code == 302
    page = client.get(url).content.decode()
    assert "Hợp lệ" in page
    assert "/statistics/package/file" in page
    reader = someone(VIEW_REPORTS, units=[world.department], home=world.department, outline=[])
    assert client_for(reader).post(url, {"certificate": seal.pk}).status_code == 403
    with pytest.raises(ProgrammingError), database.acting(who):
        PackageSeal.objects.update(signer="ai đó")


def test_a_package_without_the_departments_own_seal_is_refused_with_the_reasons(world: World) -> None:
    sent_by_department(world)
    content = package(world)
    found = unpacked(BytesIO(content))
    made = parts(found.unit_code, found.unit_name, YEAR, found.reports)
    altered = parts(found.unit_code, "Sở khác tên", YEAR, found.reports)
    wrong = {
        rewritten(content, "seal.xml", None): "Gói không có con dấu của Sở",
        packed(made, b"<not xml"): "Con dấu trên gói không được công nhận.",
        packed(altered, found.seal): "bản kê được đóng dấu là một bản khác",
        packed(made, found.seal.replace(found.digest.encode(), b"0" * 64)): "Con dấu trên gói không được công nhận.",
        sealed_elsewhere(made, found.unit_code): "không phải con dấu",
    }  # fmt: skip
    client = client_for(ministry_officer(world))
    for bytes_, words in wrong.items():
        answer = client.post("/statistics/package/take-in", {"file": SimpleUploadedFile("goi.zip", bytes_)})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words


def test_a_package_comes_in_to_the_byte_once_and_again_after_a_return(world: World) -> None:
    report = sent_by_department(world)
    content, officer = package(world), ministry_officer(world)
    (known,) = take_in(world, content)
    assert (known.report_id, known.is_new) == (report.pk, False)
    with database.acting(officer):
        services.return_report(officer, at=AT, report_id=report.pk, reason=WHY)
    (one,) = take_in(world, content)
    with database.acting(officer):
        made = Report.objects.get(pk=one.report_id)
    assert (one.is_new, made.content, made.digest, made.revision) == (True, report.content, report.digest, 2)
    assert (made.state, made.submitted_at, made.package) == (
        "submitted",
        LATER,
        unpacked(BytesIO(content)).digest,
    )
    page = client_for(officer).get(f"/statistics/reports/{made.pk}").content.decode()
    assert made.package in page
    assert client_for(officer).get(f"/statistics/reports/{made.pk}/cells/{ALL}").status_code == 200
    other = replace(unpacked(BytesIO(content)).reports[0], text=report.content.replace(NOTE, "khác"))
    found = unpacked(BytesIO(content))
    with pytest.raises(Invalid, match="bản kê được đóng dấu là một bản khác"):
        take_in(world, packed(parts(found.unit_code, found.unit_name, YEAR, [other]), found.seal))


def test_who_does_not_decide_for_the_ministry_takes_nothing_in(world: World) -> None:
    report = sent_by_department(world)
    content = package(world)
    with database.acting(ministry_officer(world)):
        services.return_report(ministry_officer(world), at=AT, report_id=report.pk, reason=WHY)
    with pytest.raises(Refused):
        take_in(world, content, world.officer)
    assert client_for(world.officer).get("/statistics/package/take-in").status_code == 404
    assert client_for(world.head).get("/statistics/package/take-in").status_code == 403


def test_an_altered_package_is_refused_in_words(world: World) -> None:
    sent_by_department(world)
    content = package(world)
    client = client_for(ministry_officer(world))
    wrong = {
        b"no archive": "không phải gói biểu thống kê",
        rewritten(content, f"reports/{FORM}.json", lambda text: text.replace(b'all.total":4', b'all.total":5')):
            "đã bị thay đổi",
        rewritten(content, "manifest.json", lambda text: text.replace(b'"count": 1', b'"count": 2')): "thừa hoặc thiếu",
        rewritten(content, "manifest.json", lambda text: text.replace(b"khuevan.statistics", b"khuevan.other")):
            "không phải gói biểu thống kê của nền tảng",
        rewritten(content, "manifest.json", lambda text: text.replace(b'"code": "', b'"code": "99')):
            "không có trên hệ thống này",
    }  # fmt: skip
    for bytes_, words in wrong.items():
        answer = client.post("/statistics/package/take-in", {"file": SimpleUploadedFile("goi.zip", bytes_)})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    good = client.post("/statistics/package/take-in", {"file": SimpleUploadedFile("goi.zip", content)})
    assert "Đã có từ trước" in good.content.decode()
    with pytest.raises(PackageRefused):
        unpacked(BytesIO(content[:-40]))
    with pytest.raises(PackageRefused):
        unpacked(
            BytesIO(
                rewritten(
                    content, "manifest.json", lambda text: text.replace(b'"code": "', b'"code": "\\u0000')
                )
            )
        )
    with pytest.raises(Invalid):
        take_in(world, b"PK")


def rewritten(content: bytes, name: str, change: object) -> bytes:
    """The archive with one member changed, or without it."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for member in before.namelist():
            if member == name and change is None:
                continue
            kept = before.read(member)
            after.writestr(member, change(kept) if member == name else kept)  # type: ignore[operator]
    return target.getvalue()
