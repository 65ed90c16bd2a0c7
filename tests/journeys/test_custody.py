"""Where signed cards go: into the department's store, to the next school against a receipt, to a stranger with a QR."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from khuevan.kernel.testing.browser import Browsing
from khuevan.kernel.testing.server import Platform

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser


def test_a_class_is_accepted_and_a_child_s_cards_move_to_the_next_school(
    visit: Visit, browser: Browsing, tmp_path: Path
) -> None:
    browser.expect("422")
    officer = visit("chuyenvien.so").go("/custody/?state=submitted")
    officer.page.locator("main tbody a").first.click()
    officer.look().follow("Kiểm tra").press("Kiểm tra").reads("Đã kiểm tra, chờ nhận")
    officer.follow("Nhận vào kho").press("Nhận vào kho").reads("Đã nhận vào kho")
    officer.go("/custody/store/")
    number = officer.page.locator("main tbody tr td").first.inner_text()
    assert re.fullmatch(r"\d+", number), officer.main

    head = visit("hieutruong.thcs").go(f"/custody/handovers/seal/?learner={number}")
    head.fill(other_name="Trường THCS Nguyễn Du").press("Niêm phong").reads("chờ biên nhận")
    sealed = downloaded(head.page, "Tải tệp niêm phong", tmp_path / "sealed.zip")
    there = head.page.url

    clerk = visit("vanthu").go("/custody/handovers/receive/")
    clerk.page.set_input_files("input[name=file]", bent(sealed, tmp_path / "bent.zip"))
    clerk.press("Kiểm tra và nhận").reads("Nội dung khác với mã băm trong bản kê")
    clerk.page.set_input_files("input[name=file]", sealed)
    clerk.press("Kiểm tra và nhận").follow("Ký biên nhận").press("Ký biên nhận").reads("Đã tiếp nhận")
    receipt = downloaded(clerk.page, "Tải biên nhận", tmp_path / "receipt.xml")

    head.page.goto(there)
    head.follow("Nộp biên nhận")
    head.page.set_input_files("input[name=file]", receipt)
    head.press("Nộp biên nhận").reads("Nơi nhận đã ký biên nhận")


def test_a_stranger_scans_the_code_of_a_copy_and_names_a_changed_byte(
    visit: Visit, browser: Browsing, platform: Platform, tmp_path: Path
) -> None:
    head = visit("hieutruong.thcs").go("/reportcards/school/?year=2025-2026").follow("8A1")
    head.page.locator("main tbody tr", has_text="Đã phát hành").locator("th a").first.click()
    head.look().follow("Cấp bản sao")
    head.fill(recipient="Nguyễn Văn Phụ Huynh", purpose="Nộp hồ sơ tuyển sinh")
    head.page.locator("select[name=seal]").select_option(index=1)
    head.press("Cấp bản sao").reads("Mã xác minh")
    code = re.search(r"[2-9A-Z]{5}(-[2-9A-Z]{5}){3}", head.main)
    assert code, head.main
    pdf = downloaded(head.page, "Tải PDF", tmp_path / "copy.pdf")

    stranger = Visitor(browser.page(width=390), platform.url, "", "light", set())
    stranger.go(f"/hoc-ba/xac-minh/{code[0]}/").reads("Bản sao này do trường cấp và còn hiệu lực")
    stranger.lacks("Nguyễn Văn Phụ Huynh")
    stranger.page.set_input_files("input[name=file]", pdf)
    stranger.press("Xác minh").reads("Tệp này đúng từng byte là bản sao mà trường đã cấp")
    changed = tmp_path / "changed.pdf"
    content = pdf.read_bytes()
    changed.write_bytes(content[:2000] + bytes([content[2000] ^ 1]) + content[2001:])
    stranger.page.set_input_files("input[name=file]", changed)
    stranger.press("Xác minh").reads("Không hợp lệ")
    stranger.lacks("đúng từng byte")


def downloaded(page: Page, link: str, to: Path) -> Path:
    with page.expect_download() as found:
        page.locator("main").get_by_role("link", name=link, exact=True).click()
    found.value.save_as(to)
    return to


def bent(archive: Path, to: Path) -> Path:
    """The same package with one year of each card changed."""
    with zipfile.ZipFile(io.BytesIO(archive.read_bytes())) as source, zipfile.ZipFile(to, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(
                name, content if name == "goi.xml" else content.replace(b"2025-2026", b"2025-2027", 1)
            )
    return to
