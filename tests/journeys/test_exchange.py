"""A change is told with its version; a school's package is made, read back, found to differ, and refused when bent."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from khuevan.kernel.testing.browser import Browsing
from khuevan.kernel.testing.patience import wait_until
from khuevan.kernel.testing.server import Platform

from .conftest import Visit, Visitor, id_of
from .test_custody import downloaded

pytestmark = pytest.mark.browser

ADDED = "Điểm trường của gói thử"


def test_a_package_is_made_read_back_and_told_apart_from_what_changed(
    visit: Visit, browser: Browsing, platform: Platform, tmp_path: Path
) -> None:
    worker = platform.worker()
    try:
        follow(visit, browser, tmp_path)
    finally:
        worker.terminate()
        worker.wait(20)


def follow(visit: Visit, browser: Browsing, tmp_path: Path) -> None:
    head = visit("hieutruong").go("/exchange/packages").follow("Lập gói")
    head.page.locator("main select[name=school_year]").select_option("2026-2027")
    head.press("Lập gói")
    head.page.get_by_role("link", name="Tải gói").wait_for()
    head.look("made").reads("Các phần")
    package = downloaded(head.page, "Tải gói", tmp_path / "package.zip")
    checked(head, package).reads("Mọi hồ sơ trong gói giống hệt hồ sơ hiện tại.")

    head.go("/organisations/school-points/add/").fill(name=ADDED, code="990000077", opened_on="01/09/2010")
    head.page.locator("main [name=school]").select_option(index=1)
    head.press("Lưu").go("/exchange/changes")
    wait_until(lambda: head.page.reload() and head.page.get_by_role("link", name=ADDED).count(), "the change")
    head.page.get_by_role("link", name=ADDED).first.click()
    head.look().reads("Mới")
    checked(head, package).reads("Từng hồ sơ khác biệt", ADDED)

    bent = tmp_path / "bent.zip"
    bent.write_bytes(with_a_bit_turned(package.read_bytes()))
    checked(head, bent).reads("Gói bị từ chối")
    number = id_of(head.go("/exchange/packages").page, "main a[href*='/packages/checks/']")
    other = visit("hieutruong2")
    browser.expect("404")
    other.page.goto(f"{other.url}/exchange/packages/checks/{number}")
    other.reads("Không tìm thấy")


def with_a_bit_turned(content: bytes) -> bytes:
    """The package with another bit in the middle of its longest part: what is said in it, not a date in a header."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = max(archive.infolist(), key=lambda each: each.compress_size)
    bent = bytearray(content)
    bent[part.header_offset + len(part.FileHeader()) + part.compress_size // 2] ^= 1
    return bytes(bent)


def checked(head: Visitor, file: Path) -> Visitor:
    head.go("/exchange/packages").follow("Kiểm tra gói")
    head.page.set_input_files("input[name=file]", file)
    return head.press("Gửi gói và kiểm tra")
