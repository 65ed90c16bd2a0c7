"""Passkeys in a real browser, with Chromium's virtual authenticator (WebAuthn over CDP)."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from khuevan.kernel.testing.server import Platform
from khuevan.register.signin.tests.builders import PASSWORD
from khuevan.register.signin.tests.live import chromium, context, live, sign_in  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.process]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(context: BrowserContext, live: Platform) -> Page:  # noqa: F811
    """A page on localhost (a passkey belongs to a name, not to an address in numbers) with a fingerprint reader."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.home = live.url.replace("127.0.0.1", "localhost")  # type: ignore[attr-defined]
    page.finger = lambda right: session.send(  # type: ignore[attr-defined]
        "WebAuthn.setUserVerified",
        {"authenticatorId": made["authenticatorId"], "isUserVerified": right},
    )
    return page


def confirm(page: Page) -> None:
    page.get_by_label("Mật khẩu").first.fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận", exact=True).click()


def add_passkey(page: Page, name: str) -> None:
    page.goto(f"{page.home}/account/security/passkeys/add/")  # type: ignore[attr-defined]
    if "/signin/confirm/" in page.url:
        confirm(page)
    page.get_by_label("Tên để nhận ra").fill(name)
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    page.wait_for_url(lambda url: "/account/security/" in url and "/passkeys/" not in url)


def test_a_passkey_is_added_signs_in_alone_is_renamed_and_removed(device: Page) -> None:
    page, home = device, device.home  # type: ignore[attr-defined]
    page.goto(f"{home}/signin/?next=/account/security/")
    sign_in(page, "lan.nt")
    add_passkey(page, "Máy phòng văn thư")
    expect(page.get_by_role("heading", name="Mã khôi phục").first).to_be_visible()
    page.goto(f"{home}/account/security/")
    expect(page.get_by_text("Máy phòng văn thư")).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url(f"{home}/", wait_until="commit")
    page.goto(f"{home}/account/security/")
    expect(page.get_by_text("Máy phòng văn thư")).to_be_visible()

    page.get_by_role("link", name="Đổi tên Máy phòng văn thư").click()
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.get_by_label("Tên để nhận ra").fill("Máy của Lan")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("link", name="Xóa Máy của Lan").click()
    page.get_by_role("button", name="Xóa khóa truy cập").click()
    expect(page.get_by_text("không cần mật khẩu")).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(page.get_by_text("không mở được tài khoản nào")).to_be_visible()


def test_a_passkey_is_the_second_factor_after_a_password(device: Page) -> None:
    page, home = device, device.home  # type: ignore[attr-defined]
    page.goto(f"{home}/signin/?next=/account/security/")
    sign_in(page, "quan.tri")
    add_passkey(page, "Điện thoại")
    sign_out(page)
    page.goto(f"{home}/signin/?next=/account/security/")
    sign_in(page, "quan.tri")
    expect(page.get_by_role("heading", name="Xác thực hai bước")).to_be_visible()
    page.finger(False)  # type: ignore[attr-defined]
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_text("Chưa nhận được khóa truy cập")).to_be_visible()
    page.finger(True)  # type: ignore[attr-defined]
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url(f"{home}/account/security/")


def test_nothing_on_the_pages_breaks_the_content_policy(device: Page) -> None:
    page, home = device, device.home  # type: ignore[attr-defined]
    broken: list[str] = []
    page.on(
        "console", lambda message: broken.append(message.text) if "Content Security" in message.text else None
    )
    page.goto(f"{home}/signin/")
    sign_in(page, "minh.tv")
    page.goto(f"{home}/account/security/app/add/")
    confirm(page)
    expect(page.locator("svg.kv-qr")).to_be_visible()
    for path in ("", "password/", "passkeys/add/", "codes/"):
        page.goto(f"{home}/account/security/{path}")
    assert broken == []


def sign_out(page: Page) -> None:
    page.goto(f"{page.home}/signin/out/")  # type: ignore[attr-defined]
    page.get_by_role("main").get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/signin/")
