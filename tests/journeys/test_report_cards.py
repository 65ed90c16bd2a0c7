"""Last year's cards of a class: the teacher signs, the homeroom teacher, the head, the seal; one card is looked at."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from playwright.sync_api import FilePayload, expect

from khuevan.kernel import clock
from khuevan.kernel.testing.browser import Browsing
from khuevan.kernel.testing.server import Platform
from khuevan.register.signing.authority import opened
from khuevan.register.signing.signers import SoftwareSigner

from .conftest import Visit

pytestmark = pytest.mark.browser
SIGN = "Ký các lớp đã chọn"


def test_a_class_is_signed_by_a_program_on_ones_own_computer(
    visit: Visit, platform: Platform, browser: Browsing
) -> None:
    """The teacher registers a certificate whose key is elsewhere; digests go out, signatures come back in part."""
    browser.expect("422")
    key, teacher = ec.generate_private_key(ec.SECP256R1()), visit("giaovien.thcs")
    authority = opened(Path(platform.environment["KHUEVAN_DATA"]) / "signing" / "authority", at=clock.now())
    issued = authority.issue("Giáo viên", at=clock.now(), key=key.public_key())
    signer = SoftwareSigner(key, issued.certificate)

    teacher.go("/signing/certificates").follow("Đăng ký chứng thư")
    content = issued.certificate.public_bytes(Encoding.DER)
    teacher.page.locator("input[name=file]").set_input_files(_file("toi.cer", content))
    teacher.fill(means="desk").page.locator("input[name=name_is_confirmed]").check()
    teacher.press("Đăng ký").reads("Chương trình ký trên máy")

    teacher.go("/reportcards/")
    lines = teacher.page.locator("input[name=line]")
    for line in lines.all()[:-1]:
        line.uncheck()
    own = teacher.page.locator("select[name=certificate] option", has_text="Chương trình ký trên máy")
    teacher.page.locator("select[name=certificate]").select_option(
        value=str(own.first.get_attribute("value"))
    )
    teacher.press(SIGN).reads("Tải danh sách mã băm")
    title = teacher.page.locator("h1").inner_text()
    assert re.fullmatch(r"Giáo viên bộ môn, lớp .+: \d+ chữ ký", title)
    teacher.go("/signing/certificates").reads("Đang chờ chữ ký từ máy của bạn").follow(f"Ký tiếp: {title}")
    with teacher.page.expect_download() as download:
        teacher.page.get_by_role("link", name="Tải danh sách mã băm").click()
    listed = json.loads(Path(download.value.path()).read_bytes())
    answer = teacher.page.locator("input[type=file]")
    answer.set_input_files(_file("sai.json", b"[]"))
    teacher.press("Gửi chữ ký").reads("cần tệp JSON do chương trình ký tạo ra")
    values = signer.sign([base64.b64decode(one["hash"]) for one in listed["items"]]).values
    signed = [
        {"hash": one["hash"], "signature": base64.b64encode(value).decode()}
        for one, value in zip(listed["items"], values, strict=True)
    ]
    said = {"certificate": base64.b64encode(content).decode(), "items": signed}
    answer.set_input_files(_file("chu-ky.json", json.dumps(said).encode()))
    teacher.press("Gửi chữ ký").reads(f"({len(signed)} chữ ký)")

    teacher.go("/signing/certificates").lacks("Đang chờ chữ ký từ máy của bạn")
    row = teacher.page.get_by_role("row").filter(has_text="Chương trình ký trên máy")
    row.get_by_role("link", name="Ngừng dùng").click()
    teacher.fill(reason="Xong việc").press("Ngừng dùng").reads("Đã ngừng dùng")


def _file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_a_class_of_cards_from_the_first_signature_to_the_seal(visit: Visit, browser: Browsing) -> None:
    browser.expect("422")
    teacher = visit("giaovien.thcs").go("/reportcards/")
    teacher.reads("Giáo viên bộ môn: ")
    teacher.press(SIGN)
    teacher.reads("Giáo viên chủ nhiệm")
    teacher.press(SIGN)
    teacher.reads("Không có học bạ nào chờ bạn ký")

    head = visit("hieutruong.thcs").go("/reportcards/")
    head.reads("Hiệu trưởng")
    head.press(SIGN)
    head.reads("Con dấu của trường")
    head.press(SIGN)
    head.reads("Đóng dấu cần chứng thư con dấu")
    seal = head.page.locator("select[name=certificate] option", has_text=re.compile("Trường THCS"))
    head.page.locator("select[name=certificate]").select_option(value=str(seal.first.get_attribute("value")))
    head.press(SIGN)
    head.reads("Không có học bạ nào chờ bạn ký")

    head.go("/reportcards/school/?year=2025-2026")
    expect(head.page.get_by_role("row", name=re.compile("6A1"))).to_contain_text("xong")
    head.follow("6A1")
    head.page.locator("main tbody th a").first.click()
    head.look()
    expect(head.page.locator("main").get_by_text("Hợp lệ").first).to_be_visible()
    expect(head.page.locator("main").get_by_text("Không hợp lệ")).to_have_count(0)
    head.follow("Thu hồi")
    head.reads("Học bạ đã phát hành hết hiệu lực")
