"""The pages, as each side sees them: writing, suggestions, signing, the board, templates."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.governance.reports.models import Campaign, Template
from khuevan.kernel import clock, database
from khuevan.kernel.documents.tests.builders import said, with_member
from khuevan.kernel.testing import assert_queries, client_for
from khuevan.register.signing import services as signatures

from .builders import AT, LEAD, WHY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def opened(world: World) -> Campaign:
    officer = client_for(world.officer)
    form = {"title": "Báo cáo Đề án", "outline": "programme", "school_year": "2026-2027", "snapshot": world.snapshot.pk,
            "school_due": "20/11/2026"}  # fmt: skip
    answer = officer.post("/reports/campaigns/open", form)
    assert answer.status_code == 302, answer.content.decode()
    return Campaign.objects.get(pk=int(answer.headers["Location"].rsplit("/", 1)[1]))


def field(page: str, name: str) -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def test_from_an_open_campaign_to_the_signed_report_and_back(world: World) -> None:
    campaign = opened(world)
    report = world.report(campaign, world.school)
    head, url = client_for(world.head), f"/reports/documents/{report.pk}"
    assert "Quá hạn 6 ngày" in head.get("/reports/").content.decode()
    page = head.get(url).content.decode()
    assert "Số liệu đã điền sẵn" in page
    given = {"key": LEAD, "body": "Đã ban hành kế hoạch.", "seen": "0", "anchor": "part-1"}
    saved = head.post(f"{url}/section", given)
    assert saved.headers["Location"] == f"{url}#part-1"
    behind = head.post(f"{url}/section", {**given, "body": "Chữ của người chậm hơn"})
    assert behind.status_code == 422
    assert "Chữ của người chậm hơn" in behind.content.decode()
    added = head.post(f"{url}/section", {**given, "seen": "1", "add": "- Mục tiêu chưa đạt."})
    assert added.status_code == 302
    assert "- Mục tiêu chưa đạt." in head.get(url).content.decode()
    assert head.post(f"{url}/hand-over", {}).status_code == 422
    head.post(f"{url}/details", {"number": "25/BC-THKĐ", "place": "Di Linh", "signer_title": "Hiệu trưởng"})
    assert head.post(f"{url}/hand-over", {"reason": WHY}).status_code == 302
    assert "chưa có chứng thư số" in head.get(url).content.decode()
    with database.acting(world.head):
        certificate = signatures.issue_test_certificate(world.head, seal=False, at=AT)
    seen = field(head.get(url).content.decode(), "seen")
    sent = head.post(f"{url}/submit", {"seen": seen, "certificate": certificate.pk})
    assert sent.status_code == 302, sent.content.decode()
    pdf, word = head.get(f"{url}/file/pdf"), head.get(f"{url}/file/docx")
    assert pdf.content.startswith(b"%PDF")
    assert b"/ByteRange" in pdf.content
    assert word.content.startswith(b"PK")
    officer = client_for(world.commune_officer)
    assert "25/BC-THKĐ" not in officer.get(url).content.decode(), "only what is in the words of the report"
    assert "Đã ban hành kế hoạch." in officer.get(url).content.decode()
    assert officer.get(f"{url}/file/pdf").content == pdf.content
    assert officer.post(f"{url}/return", {"reason": "sai"}).status_code == 422
    assert officer.post(f"{url}/accept", {}).status_code == 302
    assert head.post(f"{url}/correct", {"reason": "Ghi nhầm số của kế hoạch"}).status_code == 302
    assert world.report(campaign, world.school).edition == 2


def test_a_school_its_commune_and_the_province_in_one_archive(world: World) -> None:
    campaign = opened(world)
    sent = world.sent(world.head, campaign, world.school)
    above = world.sent(world.commune_officer, campaign, world.commune)
    world.sent(world.officer, campaign, world.department)
    url = f"/reports/documents/{sent.pk}/chain.zip"
    found = zipfile.ZipFile(BytesIO(client_for(world.officer).get(url).content)).namelist()
    assert [name.partition("-2026")[0] for name in found] == [
        "1-truong-tieu-hoc-kim-dong", "1-truong-tieu-hoc-kim-dong", "2-xa-di-linh", "2-xa-di-linh",
        "3-so-giao-duc-va-dao-tao-lam-dong", "3-so-giao-duc-va-dao-tao-lam-dong",
    ]  # fmt: skip
    own = zipfile.ZipFile(BytesIO(client_for(world.head).get(url).content)).namelist()
    assert len(own) == 2, "a school does not see what is sent above it"
    assert client_for(world.stranger).get(url).status_code == 404
    draft = world.report(campaign, world.near)
    assert client_for(world.officer).get(f"/reports/documents/{draft.pk}/chain.zip").status_code == 200
    assert client_for(world.stranger).get(f"/reports/documents/{draft.pk}/chain.zip").status_code == 404
    assert client_for(world.head).get(f"/reports/documents/{above.pk}/chain.zip").status_code == 404


def test_each_side_sees_its_own_and_drafts_are_seen_by_their_unit_only(world: World) -> None:
    campaign = opened(world)
    report = world.report(campaign, world.school)
    world.write(world.head, report, "Bản nháp kín")
    url = f"/reports/documents/{report.pk}"
    for path in (url, f"{url}/file/pdf"):
        assert client_for(world.stranger).get(path).status_code == 404, path
    officer = client_for(world.commune_officer)
    page = officer.get(url)
    assert page.status_code == 200
    assert "Bản nháp kín" not in page.content.decode()
    assert officer.get(f"{url}/file/docx").status_code == 404
    assert client_for(world.clerk).post(f"{url}/submit", {}).status_code == 403
    assert (
        client_for(world.head).get(f"/reports/campaigns/{campaign.pk}?unit={world.near}").status_code == 404
    )


def test_the_board_of_the_department_and_its_reminder(world: World) -> None:
    campaign = opened(world)
    board = client_for(world.commune_officer)
    page = board.get(f"/reports/campaigns/{campaign.pk}").content.decode()
    assert "Nhắc đơn vị chậm" in page
    assert (
        "Trường Tiểu học Lê Lợi" in board.get(f"/reports/campaigns/{campaign.pk}?q=le+loi").content.decode()
    )
    assert board.post(f"/reports/campaigns/{campaign.pk}/remind").status_code == 302
    assert "nhắc" in client_for(world.stranger).get("/reports/").content.decode()
    assert "Cấp trên đã nhắc" in client_for(world.stranger).get("/").content.decode()
    with assert_queries(14, at_most=True):
        client_for(world.officer).get(f"/reports/campaigns/{campaign.pk}")


def upload(client: Any, content: bytes, name: str = "Mẫu của Sở") -> Any:
    file = SimpleUploadedFile("mau.docx", content)
    return client.post("/reports/templates/add", {"name": name, "file": file})


def test_a_template_edited_in_word_is_checked_taken_in_and_used(world: World) -> None:
    officer = client_for(world.officer)
    built_in = officer.get("/reports/templates/built-in/programme/school").content
    assert built_in.startswith(b"PK")
    wrong = upload(officer, said("Có {{chi tieu: schoolyear.student:al}} em", "{{đơn vy}}"))
    assert wrong.status_code == 422
    for words in ("Trang 1, đoạn 1", "schoolyear.student:all", "Có phải là «đơn vị»"):
        assert words in wrong.content.decode()
    assert "macro" in upload(officer, with_member(built_in, "word/vbaProject.bin", b"x")).content.decode()
    assert "không có trường nào" in upload(officer, said("Không có gì")).content.decode()
    assert (
        upload(officer, said("Có {{chỉ tiêu: schoolyear.student:all}} em.", "{{phần: Nhận xét}}")).status_code
        == 302
    )
    assert (
        upload(
            officer, said("Trường có {{chỉ tiêu: schoolyear.student:all}} em.", "{{phần: Nhận xét}}")
        ).status_code
        == 302
    )
    page = officer.get("/reports/templates").content.decode()
    assert "Mẫu của Sở" in page
    form = {
        "title": "Theo mẫu riêng",
        "outline": "programme",
        "school_year": "2026-2027",
        "snapshot": world.snapshot.pk,
    }
    with database.acting(world.officer):
        newest = Template.objects.get(ended_at=None)
    assert newest.number == 2
    officer.post("/reports/campaigns/open", {**form, "template": newest.pk})
    report = world.report(Campaign.objects.get(title="Theo mẫu riêng"), world.school)
    head = client_for(world.head)
    page = head.get(f"/reports/documents/{report.pk}").content.decode()
    assert "Nhận xét" in page
    word = head.get(f"/reports/documents/{report.pk}/file/docx").content
    assert "Trường có 3 em." in [one.text for one in docx.Document(BytesIO(word)).paragraphs]
    assert client_for(world.head).post("/reports/templates/add", {}).status_code == 403


def test_the_words_of_templates_are_searched_without_accents(world: World) -> None:
    page = client_for(world.head).get("/reports/templates/words?q=may+tinh").content.decode()
    assert "{{chỉ tiêu: staff.employed:computer_share}}" in page
    assert (
        "Không có trường nào" in client_for(world.head).get("/reports/templates/words?q=zzz").content.decode()
    )


NOWHERE = (
    "documents/0", "documents/99999999999999999999", "documents/1/file/exe", "campaigns/0", "?unit=x", "?unit=999999999",
    "templates/built-in/x/school", "templates/built-in/disclosure/commune", "templates/999/file",
)  # fmt: skip


def test_what_there_is_not_is_not_there(world: World) -> None:
    client = client_for(world.officer)
    found = {path: client.get(f"/reports/{path}").status_code for path in NOWHERE}
    assert found == dict.fromkeys(NOWHERE, 404)


def test_over_the_interface(world: World) -> None:
    campaign = world.campaign()
    draft = world.report(campaign, world.near)
    world.write(world.stranger, draft, "Bản nháp kín")
    sent = world.sent(world.head, campaign, world.school)
    officer, api = client_for(world.commune_officer), "/api/v1/reports/documents"
    listed = officer.get(f"{api}?state=submitted").json()
    assert [(one["id"], one["edition"]) for one in listed["items"]] == [(sent.pk, 1)]
    told = officer.get(f"{api}/{sent.pk}").json()
    assert told["sections"][LEAD] == "Đã ban hành kế hoạch."
    assert told["values"]["chỉ tiêu: schoolyear.student:all"][0] == "3"
    assert set(told["files"]) == {"docx", "pdf"}
    assert officer.get(f"{api}/{draft.pk}").json()["sections"] == {}
    assert client_for(world.stranger).get(f"{api}/{sent.pk}").status_code == 404
    wrong = officer.post(f"{api}/{sent.pk}/return", {"reason": "sai"}, content_type="application/json")
    assert wrong.status_code == 422
    back = officer.post(f"{api}/{sent.pk}/return", {"reason": WHY}, content_type="application/json")
    assert back.json()["state"] == "returned"
    assert client_for(world.head).post(f"{api}/{sent.pk}/accept").status_code == 403
