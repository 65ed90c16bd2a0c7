"""Signing in with an outside provider, in a browser. The provider is a second platform of ours: real discovery,
real tokens, real keys, over HTTP."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from khuevan.kernel.testing.server import Platform, start_platform
from khuevan.register.signin.tests.builders import PASSWORD
from khuevan.register.signin.tests.live import chromium, context, live, python, sign_in  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.process]

PEOPLE = """
import django
django.setup()
from datetime import date
from django.contrib.auth import get_user_model
from khuevan.kernel import access, clock, database
from khuevan.register.people.models import Person
from khuevan.register.signin.tests.builders import an_account
def person(name, number):
    with database.acting(access.system()):
        return Person.objects.create(full_name=name, search="", sort_key="", national_id=number,
                                     birth_date=date(1990, 5, 1), created_at=clock.now())
"""
THERE = (
    PEOPLE
    + """
an_account("danh.tinh.1", person=person("Nguyễn Thị Lan", "068190000123"))
an_account("danh.tinh.2", person=person("Trần Văn Minh", "068190000456"))
an_account("danh.tinh.3")
from khuevan.register.signin.services import applications
scopes = ["openid", "profile", "national_id"]
described = applications.Described("Khuê Văn của tỉnh", ["{back}"], [], scopes, "confidential", False)
with database.acting(access.system()):
    client, secret = applications.register_application(access.system(), described, at=clock.now())
print(client.pk, secret)
"""
)
HERE = (
    PEOPLE
    + """
an_account("lan.o.day", person=person("Nguyễn Thị Lan", "068190000123"), display_name="Lan ở đây")
an_account("minh.o.day", display_name="Minh ở đây")
"""
)


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: object) -> Iterator[Platform]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield from start_platform(tmp_path_factory.mktemp("outside"), furnished=False, mark="outside")


@pytest.fixture(scope="module")
def live(  # noqa: F811 - the platform of this file is told about the provider before it starts
    provider: Platform, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: object
) -> Iterator[Platform]:
    """Cookies know no ports: the provider is localhost, we are 127.0.0.1."""
    folder: Path = tmp_path_factory.mktemp("here")
    back = "http://127.0.0.1:1/signin/with/vneid/back/"  # of a loopback address the port does not count
    client_id, secret = python(provider, THERE.replace("{back}", back)).split()
    discovery = provider.url.replace("127.0.0.1", "localhost")
    configured = {
        "id": "vneid",
        "name": "Định danh thử",
        "discovery_url": discovery,
        "client_id": client_id,
        "client_secret": secret,
        "scopes": ["openid", "profile", "national_id"],
        "national_id_claim": "national_id",
    }
    os.environ["KHUEVAN_OUTSIDE_PROVIDERS"] = json.dumps([configured])
    try:
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            for platform in start_platform(folder, furnished=False, mark="here"):
                python(platform, HERE)
                yield platform
    finally:
        del os.environ["KHUEVAN_OUTSIDE_PROVIDERS"]


def go_outside(page: Page, live: Platform, there: str) -> None:  # noqa: F811
    page.goto(f"{live.url}/signin/")
    page.get_by_role("button", name="Đăng nhập bằng Định danh thử").click()
    sign_in(page, there)
    page.get_by_role("button", name="Đồng ý").click()


def test_the_account_of_the_verified_number_opens(context: BrowserContext, live: Platform) -> None:  # noqa: F811
    page = context.new_page()
    go_outside(page, live, "danh.tinh.1")
    page.wait_for_url(f"{live.url}/")
    page.goto(f"{live.url}/account/security/")
    expect(page.get_by_text("Cách đăng nhập của tài khoản lan.o.day")).to_be_visible()
    expect(page.get_by_text("Định danh thử").first).to_be_visible()


@pytest.mark.parametrize("there", ["danh.tinh.2", "danh.tinh.3"])
def test_nobody_gets_an_account_by_coming(there: str, context: BrowserContext, live: Platform) -> None:  # noqa: F811
    before = accounts(live)
    page = context.new_page()
    go_outside(page, live, there)
    expect(page.get_by_role("heading", name="Chưa đăng nhập được")).to_be_visible()
    expect(page.get_by_text("chưa có tài khoản nào ở đây mang số định danh đó")).to_be_visible()
    page.goto(f"{live.url}/account/security/")
    assert "/signin/" in page.url
    assert accounts(live) == before


def accounts(platform: Platform) -> int:
    with platform.connect(owner=True) as looking:
        return int(looking.execute("select count(*) from accounts_account").fetchone()[0])  # type: ignore[index]


def test_a_linked_account_opens_without_a_number(context: BrowserContext, live: Platform) -> None:  # noqa: F811
    page = context.new_page()
    page.goto(f"{live.url}/signin/?next=/signin/confirm/")
    sign_in(page, "minh.o.day")
    page.get_by_label("Mật khẩu").first.fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    page.get_by_role("button", name="Nối với Định danh thử").click()
    sign_in(page, "danh.tinh.3")
    page.get_by_role("button", name="Đồng ý").click()
    page.wait_for_url(f"{live.url}/account/security/")
    expect(page.get_by_role("link", name="Bỏ nối")).to_be_visible()
    context.clear_cookies()
    go_outside(page, live, "danh.tinh.3")
    page.wait_for_url(f"{live.url}/")
    page.goto(f"{live.url}/account/security/")
    expect(page.get_by_text("Cách đăng nhập của tài khoản minh.o.day")).to_be_visible()


def test_stopping_there_or_coming_back_forged_says_so(context: BrowserContext, live: Platform) -> None:  # noqa: F811
    page = context.new_page()
    page.goto(f"{live.url}/signin/")
    page.get_by_role("button", name="Đăng nhập bằng Định danh thử").click()
    sign_in(page, "danh.tinh.1")
    page.get_by_role("button", name="Từ chối").click()
    expect(page.get_by_role("heading", name="Chưa đăng nhập")).to_be_visible()
    page.goto(f"{live.url}/signin/with/vneid/back/?code=forged&state=forged")
    expect(page.get_by_role("heading", name="Chưa đăng nhập được")).to_be_visible()
    page.goto(f"{live.url}/signin/with/nobody/back/?code=x&state=y")
    expect(page.get_by_role("heading", name="Chưa đăng nhập được")).not_to_be_visible()
