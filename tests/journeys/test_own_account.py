"""One's own account: language, theme, and a second factor; by mouse, by touch on a phone, and by keyboard alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

import pytest
from playwright.sync_api import Page

from khuevan.demo.logins import PASSWORD

from .conftest import NARROW, Visit

pytestmark = pytest.mark.browser


def test_english_and_the_dark_theme_are_kept(visit: Visit) -> None:
    teacher = visit("giaovien", afresh=True)
    teacher.page.get_by_role("button", name="EN English").click()
    teacher.page.wait_for_selector("html[lang=en]")
    teacher.look("english")
    for path in ("/", "/people/", "/organisations/", "/me/", "/account/security/"):
        teacher.go(path)
        assert teacher.page.get_attribute("html", "lang") == "en"
    teacher.page.locator("summary[aria-label]").first.click()
    teacher.page.get_by_role("button", name="Dark").click()
    teacher.page.wait_for_selector("html[data-bs-theme=dark]")
    teacher.theme = "dark"
    for path in ("/", "/people/", "/organisations/schools/", "/me/"):
        teacher.go(path)
        assert teacher.page.get_attribute("html", "data-bs-theme") == "dark"
    teacher.page.get_by_role("button", name="VI Tiếng Việt").click()
    teacher.page.wait_for_selector("html[lang=vi]")


def code_now(secret: str) -> str:
    """What an authenticator app shows (RFC 6238: SHA-1, 30 seconds, 6 digits)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, int(time.time() // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def test_an_authenticator_app_is_asked_for_at_the_next_sign_in(visit: Visit) -> None:
    officer = visit("chuyenvien.xa", afresh=True).go("/account/security/app/add/")
    officer.page.fill("input[name=password]", PASSWORD)
    officer.press("Xác nhận").reads("Gõ 6 chữ số")
    secret = officer.page.locator("main code").first.inner_text().replace(" ", "")
    officer.fill(code=code_now(secret)).press("Bật")
    officer.go("/account/security/").reads("Ứng dụng xác thực")

    door = officer.page.context.browser.new_page()  # type: ignore[union-attr]
    door.goto(f"{officer.url}/signin/")
    door.fill("input[name=login]", "chuyenvien.xa")
    door.fill("input[name=password]", PASSWORD)
    door.locator("main").get_by_role("button", name="Đăng nhập", exact=True).click()
    door.wait_for_selector("input[name=code]")
    assert door.locator(".kv-user").count() == 0
    door.context.close()

    officer.go("/account/security/app/remove/").press("Tắt ứng dụng xác thực")
    officer.reads("Đã tắt ứng dụng xác thực.")


def test_by_touch_on_a_phone(visit: Visit) -> None:
    phone = visit("vanthu", width=NARROW, touch=True)
    menu = phone.page.locator(".kv-nav-open")
    menu.tap()
    phone.entry("Con người").tap()
    phone.page.wait_for_url("**/people/")
    phone.look()
    phone.page.locator("#results tbody th a").first.tap()
    phone.page.wait_for_load_state()
    phone.look()
    phone.page.get_by_role("link", name="Nơi học tập, công tác").tap()
    phone.page.wait_for_load_state()
    phone.look().reads("Trường Tiểu học Tôn Đức Thắng")
    phone.page.locator("[data-palette-open]").tap()
    phone.page.wait_for_selector("dialog[open] [role=option]")
    phone.look("palette")
    phone.page.locator("dialog[open]").get_by_role("button", name="Đóng").tap()
    phone.page.wait_for_selector("dialog[open]", state="detached")
    for path in (
        "/",
        "/organisations/schools/",
        "/organisations/map/",
        "/accounts/",
        "/accounts/bulk",
        "/me/",
    ):
        phone.go(path)


def focused(page: Page) -> str:
    return str(
        page.evaluate("(document.activeElement.innerText || document.activeElement.name || '').trim()")
    )


def tab_to(page: Page, words: str, *, limit: int = 60) -> None:
    """Tabs until what has the focus reads so, and can be seen to have it."""
    for _step in range(limit):
        page.keyboard.press("Tab")
        if focused(page) == words:
            outline, shadow = page.evaluate(
                "(({outlineStyle, boxShadow}) => [outlineStyle, boxShadow])(getComputedStyle(document.activeElement))"
            )
            assert outline != "none" or shadow != "none", f"no visible focus on {words}"
            return
    raise AssertionError(f"{words!r} is not reached in {limit} tabs; the focus stands on {focused(page)!r}")


def test_by_keyboard_alone(visit: Visit) -> None:
    head = visit("hieutruong")
    head.page.keyboard.press("Tab")
    assert focused(head.page) == "Đến nội dung chính"
    head.page.keyboard.press("Enter")
    assert head.page.evaluate("document.activeElement.id") == "main"
    tab_to(head.page, "Con người")
    head.page.keyboard.press("Enter")
    head.page.wait_for_url("**/people/")
    head.look()
    tab_to(head.page, "q")
    head.page.keyboard.type("vo thi hong dao")
    head.page.keyboard.press("Enter")
    head.page.wait_for_url("**q=vo*")
    head.page.locator("#results").get_by_text("Võ Thị Hồng Đào").wait_for()
    tab_to(head.page, "Võ Thị Hồng Đào")
    head.page.keyboard.press("Enter")
    head.page.wait_for_selector("h1:text-is('Võ Thị Hồng Đào')")
    head.page.keyboard.press("Control+k")
    head.page.wait_for_selector("dialog[open] [role=option]")
    head.page.keyboard.type("nhat ky hoat")
    head.page.locator("[role=option]", has_text="Nhật ký hoạt động").first.wait_for()
    head.page.keyboard.press("Enter")
    head.page.wait_for_url("**/audit/")
