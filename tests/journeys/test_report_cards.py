"""Last year's cards of a class: the teacher signs, the homeroom teacher, the head, the seal; one card is looked at. Five
people with five keys, one of them on a token, sign those of another class."""

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
from khuevan.kernel.testing import softhsm
from khuevan.kernel.testing.browser import Browsing
from khuevan.kernel.testing.server import Platform
from khuevan.register.signing.authority import Authority, opened
from khuevan.register.signing.signers import SoftwareSigner
from khuevan.register.signing.tests.builders import PIN, Token

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser
SIGN = "Ký các lớp đã chọn"
WHO_SIGNED = """
select c.id, s.kind, a.username, k.means, s.certificate_id from reportcards_cardslot s
join reportcards_card c on c.id = s.card_id join schoolyear_classgroup g on g.id = c.class_group_id
join schoolyear_schoolyear y on y.id = g.school_year_id join signing_certificate k on k.id = s.certificate_id
join accounts_account a on a.person_id = s.signed_by_id
where s.is_standing and s.signed_at is not null and g.name = '1A' and y.code = '2025-2026' and c.state = 'issued'
and g.school_id = (select unit_id from accounts_account where username = 'giaovien')
"""


def test_a_class_is_signed_by_a_program_on_ones_own_computer(
    visit: Visit, platform: Platform, browser: Browsing
) -> None:
    """The teacher registers a certificate whose key is elsewhere; digests go out, signatures come back in part."""
    browser.expect("422")
    key, teacher = ec.generate_private_key(ec.SECP256R1()), visit("giaovien.thcs")
    issued = authority_of(platform).issue("Giáo viên", at=clock.now(), key=key.public_key())
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


def test_five_people_sign_a_class_with_five_keys_of_which_one_is_on_a_token(
    visit: Visit, platform: Platform, browser: Browsing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1A of the primary school: its teachers, the head, whose key no server has, and the clerk, who keeps the seal."""
    browser.expect("422")
    monkeypatch.setenv("SOFTHSM2_CONF", str(softhsm.prepare(platform.data)))
    head, clerk = visit("hieutruong"), visit("vanthu")
    token = Token("hieu-truong-1", name="Hiệu trưởng", by=authority_of(platform), at=clock.now())
    certified(head, token)

    for teacher in ("giaovien", "giaovien2", "giaovien3"):
        sign(visit(teacher), "Giáo viên bộ môn")
    sign(visit("giaovien"), "Giáo viên chủ nhiệm")
    choose(head, "Hiệu trưởng", "Thiết bị ký (USB token)")
    head.fill(pin="000000").press(SIGN).reads("Mã PIN không đúng")
    sign(head, "Hiệu trưởng", "Thiết bị ký (USB token)", pin=PIN)
    sign(clerk, "Con dấu của trường", "Trường Tiểu học")

    head.go("/reportcards/school/?year=2025-2026")
    expect(head.page.get_by_role("row", name=re.compile("^1A"))).to_contain_text("xong")
    head.follow("1A")
    cards = head.page.locator("main tbody th a").count()
    head.page.locator("main tbody th a").first.click()
    head.look("five keys")
    expect(head.page.locator("main").get_by_text("Không hợp lệ")).to_have_count(0)
    holds = head.page.locator("main table").first.get_by_text("Hợp lệ", exact=True)
    with platform.connect(owner=True) as connection:
        found = connection.execute(WHO_SIGNED).fetchall()
    expect(holds).to_have_count(len(found) // cards)
    assert len({one[0] for one in found}) == cards
    hands = {(kind, name, means) for _card, kind, name, means, _key in found}
    assert hands == {
        ("subject", "giaovien", "software"), ("subject", "giaovien2", "software"),
        ("subject", "giaovien3", "software"), ("homeroom", "giaovien", "software"),
        ("head", "hieutruong", "token"), ("seal", "vanthu", "software"),
    }  # fmt: skip
    assert len({key for *_, key in found}) == 5

    head.go("/signing/certificates")
    row = head.page.get_by_role("row").filter(has_text="Thiết bị ký (USB token)")
    row.get_by_role("link", name="Ngừng dùng").click()
    head.fill(reason="Trả thiết bị").press("Ngừng dùng").reads("Đã ngừng dùng")


def certified(person: Visitor, token: Token) -> None:
    """The certificate on the token is registered as one's own; its key stays there."""
    person.go("/signing/certificates").follow("Đăng ký chứng thư")
    content = b"".join(
        one.public_bytes(Encoding.PEM) for one in (token.issued.certificate, *token.issued.chain)
    )
    person.page.locator("input[name=file]").set_input_files(_file("the.pem", content))
    person.fill(means="token", place=token.label)
    person.page.locator("input[name=name_is_confirmed]").check()
    person.press("Đăng ký").reads("Thiết bị ký (USB token)")


def choose(person: Visitor, role: str, key: str = "") -> int:
    """Of what waits for the person, only class 1A with this role, and the key whose name has these words; gives how many
    signatures that will be."""
    person.go("/reportcards/")
    rows = person.page.locator("main tbody tr")
    for row in rows.all():
        row.locator("input[name=line]").uncheck()
    own = rows.filter(has_text=re.compile("^\\s*1A ")).filter(has_text=role)
    own.locator("input[name=line]").check()
    if key:
        option = person.page.locator("select[name=certificate] option", has_text=key)
        person.fill(certificate=str(option.first.get_attribute("value")))
    return int(own.locator("td").last.inner_text())


def sign(person: Visitor, role: str, key: str = "", **secrets: str) -> None:
    many = choose(person, role, key)
    person.fill(**secrets).press(SIGN).reads(f"({many} chữ ký)")


def authority_of(platform: Platform) -> Authority:
    """By which the platform and its demo are certified."""
    return opened(Path(platform.environment["KHUEVAN_DATA"]) / "signing" / "authority", at=clock.now())
