"""The running platform with a few accounts, and a browser: what the tests of the doors from outside share."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from khuevan.kernel.testing.browser import running_chromium
from khuevan.kernel.testing.patience import PATIENCE
from khuevan.kernel.testing.server import Platform, start_platform
from khuevan.register.signin.tests.builders import PASSWORD

expect.set_options(timeout=PATIENCE * 1000)

ACCOUNTS = """
import django
django.setup()
from khuevan.register.signin.tests.builders import a_unit, an_account, give_role
unit = a_unit()
give_role(an_account("quan.tri", display_name="Trần Văn Quản", unit=unit), "administrator", unit)
give_role(an_account("lan.nt", display_name="Nguyễn Thị Lan", unit=unit), "teacher", unit)
an_account("minh.tv", display_name="Trần Văn Minh", unit=unit)
"""


def python(platform: Platform, code: str) -> str:
    """Runs a piece of Python inside the platform's environment, on its database."""
    done = subprocess.run(
        [sys.executable, "-c", f"import gc; gc.disable()\n{code}"],
        env=platform.environment,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: object) -> Iterator[Platform]:
    """A platform of its own, and signing keys that are as before afterwards."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        folder = tmp_path_factory.mktemp("signin")
        from django.conf import settings

        with kept(Path(settings.KEYS_ROOT), folder / "keys"):
            for platform in start_platform(folder, furnished=False, mark="signin"):
                python(platform, ACCOUNTS)
                yield platform


class kept:  # noqa: N801 - reads as a word in a with statement
    """Puts a folder back as it was."""

    def __init__(self, folder: Path, copy: Path) -> None:
        self.folder, self.copy = folder, copy

    def __enter__(self) -> None:
        self.was_there = self.folder.exists()
        if self.was_there:
            shutil.copytree(self.folder, self.copy)

    def __exit__(self, *error: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.was_there:
            shutil.copytree(self.copy, self.folder)
            self.folder.chmod(0o700)


@pytest.fixture(scope="module")
def chromium(live: Platform) -> Iterator[Browser]:
    """After the platform: Django refuses to work in a thread where playwright's loop runs."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(locale="vi-VN")
    opened.set_default_timeout(PATIENCE * 1000)
    yield opened
    opened.close()


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """On the sign-in page that stands before us."""
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=False).first.fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
