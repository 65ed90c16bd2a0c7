"""Our provider with a certified client that none of us wrote: Apache's mod_auth_openidc from Debian."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from khuevan.kernel.testing.patience import PATIENCE
from khuevan.kernel.testing.server import Platform
from khuevan.register.signin.tests import relying_party
from khuevan.register.signin.tests.live import chromium, context, live, sign_in  # noqa: F401
from khuevan.register.signin.tests.relying_party import RelyingParty

pytestmark = [pytest.mark.browser, pytest.mark.process]
SCOPE = "openid profile units roles"


@dataclass(frozen=True)
class Registered:
    party: RelyingParty
    client_id: str
    page_at_home: str


@pytest.fixture(scope="module")
def application(live: Platform, chromium) -> Iterator[Registered]:  # type: ignore[no-untyped-def]  # noqa: F811
    """Registered by an administrator on the real pages; the secret is read off the page, the only time it is shown."""
    with relying_party.address() as party:
        context = chromium.new_context(locale="vi-VN")  # noqa: F811
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.goto(f"{live.url}/signin/?next=/signin/applications/")
        sign_in(page, "quan.tri")
        page.get_by_role("link", name="Đăng ký ứng dụng").first.click()
        page.get_by_label("Tên ứng dụng").fill("Kho học liệu số")
        page.get_by_label("Địa chỉ quay về sau đăng nhập").fill(party.callback)
        page.get_by_label("Địa chỉ quay về sau đăng xuất").fill(party.after_logout)
        page.get_by_label("Đơn vị bạn thuộc về").check()
        page.get_by_label("Vai trò của bạn").check()
        page.get_by_role("button", name="Lưu").click()
        secret = page.locator("#client-secret").inner_text()
        client_id = page.url.rstrip("/").rsplit("/", 1)[1]
        page.reload()
        assert page.locator("#client-secret").count() == 0, "the secret is shown once"
        at_home = page.url
        context.close()
        with relying_party.running(party, provider=live.url, client_id=client_id, secret=secret, scope=SCOPE):
            yield Registered(party, client_id, at_home)


def claims(page: Page) -> dict[str, str]:
    names = ("sub", "name", "username", "roles", "national_id")
    return {name: page.locator(f"#{name}").inner_text() for name in names}


def enter(page: Page, application: Registered, *, signs_in: bool = True) -> None:
    """From Apache's protected page through our sign-in and consent back to it."""
    page.goto(application.party.page)
    if signs_in:
        sign_in(page, "lan.nt")
    expect(page.get_by_role("heading", name="Kho học liệu số muốn biết về bạn")).to_be_visible()
    page.get_by_role("button", name="Đồng ý").click()
    page.wait_for_url(application.party.page)


def test_a_person_signs_in_sees_the_protected_page_and_signs_out(
    application: Registered,
    context: BrowserContext,  # noqa: F811
    live: Platform,  # noqa: F811
) -> None:
    page = context.new_page()
    enter(page, application)
    seen = claims(page)
    assert seen["username"] == "lan.nt"
    assert seen["name"] == "Nguyễn Thị Lan"
    assert seen["sub"].isdigit()
    assert "teacher" in seen["roles"]
    assert "(none)" in seen["national_id"], "not asked for, not told"

    page.goto(f"{application.party.callback}?logout={application.party.after_logout}")
    page.wait_for_url(f"{application.party.after_logout}*")
    expect(page.locator("#out")).to_be_visible()
    page.goto(f"{live.url}/account/security/")
    assert "/signin/" in page.url, "signed out here too"
    page.goto(application.party.page)
    assert page.url.startswith(f"{live.url}/signin/"), "and there"


def test_it_goes_on_when_the_signing_key_is_replaced_in_between(
    application: Registered,
    context: BrowserContext,  # noqa: F811
    live: Platform,  # noqa: F811
) -> None:
    page = context.new_page()
    enter(page, application)
    live.command("oidc_rotate_key", "--immediately")
    page.reload()
    assert claims(page)["username"] == "lan.nt", "the session there goes on"
    context.clear_cookies(name="mod_auth_openidc_session")
    enter(page, application, signs_in=False)
    assert claims(page)["username"] == "lan.nt", "a token signed by the new key is accepted"


def test_refusing_consent_tells_the_application_nothing(
    application: Registered,
    context: BrowserContext,  # noqa: F811
) -> None:
    page = context.new_page()
    page.goto(application.party.page)
    sign_in(page, "lan.nt")
    page.get_by_role("button", name="Từ chối").click()
    page.wait_for_url(f"{application.party.callback}*")
    assert "access_denied" in page.url
    assert page.locator("#sub").count() == 0


def test_an_application_that_is_switched_off_lets_nobody_in(
    application: Registered,
    context: BrowserContext,  # noqa: F811
    live: Platform,  # noqa: F811
) -> None:
    administrator = context.new_page()
    administrator.goto(f"{live.url}/signin/?next=/signin/applications/")
    sign_in(administrator, "quan.tri")
    administrator.goto(application.page_at_home)
    administrator.get_by_role("button", name="Tắt ứng dụng").click()
    expect(administrator.get_by_text("Ứng dụng đang tắt")).to_be_visible()
    administrator.goto(application.party.page)
    assert administrator.locator("#sub").count() == 0
    administrator.goto(application.page_at_home)
    administrator.get_by_role("button", name="Bật lại").click()
    enter(administrator, application, signs_in=False)
    assert claims(administrator)["username"] == "quan.tri"


def test_the_missing_client_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relying_party, "NEEDED", ("mpm_event", "not_there"))
    with pytest.raises(relying_party.ApacheIsMissing, match="apt-get install -y apache2 libapache2-mod"):
        relying_party.check_installed()
