"""A figure that explains itself: from the share of ethnic-minority girls in grade 9 of one commune down to the list of
children, one of whom is written down wrongly; the school mends it, the figure moves, says why; last year's does not."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

from khuevan.kernel.testing.server import Platform

from .conftest import Visit, Visitor

pytestmark = pytest.mark.browser
SHARE = "Tỉ lệ học sinh nữ dân tộc thiểu số"
KINH, KOHO = "01", "15"
MOVED = "dân tộc thiểu số: Không → Có"


def test_a_share_opens_down_to_a_child_and_says_why_it_moved(visit: Visit, platform: Platform) -> None:
    worker = platform.worker()
    try:
        head = visit("hieutruong.thcs")
        school, commune = school_and_commune(platform)
        officer = visit("chuyenvien.so")
        frozen = frozen_files(platform)
        last_year = last_years_figure(officer)

        officer.menu("Chỉ tiêu, số liệu")
        until(officer, lambda: officer.page.locator("main table tbody td", has_text="%").count() > 0)
        officer.fill(q="nu dan toc thieu so")
        officer.page.locator("main").get_by_role("link", name=SHARE, exact=True).click()
        officer.page.wait_for_url(re.compile("/indicators/values/"))
        officer.look().reads("Con số này từ đâu").follow(commune)
        officer.page.locator("nav.kv-crumbs li").last.get_by_text(commune).wait_for()
        officer.page.locator("main [name=grade]").select_option("09")
        officer.page.wait_for_url(re.compile("grade=09"))
        figure = officer.page.url.removeprefix(officer.url)
        before = parts_of(officer, figure)

        officer.page.locator("main #origin a").last.click()
        officer.page.wait_for_url(re.compile("/records"))
        officer.look("a list of children").reads("Hồ sơ sau con số", school)
        child, address = a_kinh_girl(officer)
        officer.look("ethnicity uncovered").reads(child, "Kinh")

        head.go(address).follow("Sửa").fill(ethnicity=KOHO)
        head.page.locator("main").get_by_role("button", name=re.compile("^Lưu")).first.click()
        head.page.wait_for_url(lambda url: "/change" not in url)

        wanted = (before[0] + 1, before[1])
        until(officer, lambda: parts_of(officer, figure) == wanted)
        officer.go(figure).reads("So với các kỳ đã chốt")
        compared = officer.page.locator("main tr", has_text="Số liệu tháng").first
        compared.get_by_role("link", name="hồ sơ nào đã đổi").click()
        officer.page.wait_for_url(re.compile("/changes"))
        officer.look("why it changed").reads("Mới được tính", child)
        row = officer.page.locator("main tr", has_text=child)
        assert MOVED in row.first.inner_text()

        sign_last_year(officer)
        assert frozen_files(platform) == frozen, "what was frozen is the same to the byte"
        assert last_years_figure(officer) == last_year
    finally:
        worker.terminate()
        worker.wait(20)


def school_and_commune(platform: Platform) -> tuple[str, str]:
    """Of the head of the lower-secondary school that has a log-in."""
    with platform.connect(owner=True) as database:
        row = database.execute(
            "select s.name, c.name from accounts_account a join organisations_orgunit s on s.id = a.unit_id"
            " join organisations_orgunit c on c.id = s.managing_parent_id where a.username = 'hieutruong.thcs'"
        ).fetchone()
    assert row is not None
    return row


def last_years_figure(officer: Visitor) -> tuple[str, str]:
    """The share of the department as it was frozen at the end of the last school year, and the hash of the state."""
    officer.menu("Chỉ tiêu, số liệu").go("/indicators/snapshots")
    officer.page.locator("main").get_by_role("link", name=re.compile("^Cuối năm học")).click()
    officer.page.wait_for_url(re.compile(r"/snapshots/\d+"))
    officer.look()
    number = re.findall(r"\d+", officer.page.url)[-1]
    said = officer.page.locator("main").inner_text()
    digest = re.findall(r"[0-9a-f]{64}", said)
    assert digest, said
    code = "schoolyear.student:minority_girls_share"
    answer = officer.page.request.get(f"{officer.url}/api/v1/indicators/{code}/lineage?state={number}")
    return digest[0], answer.text()


def sign_last_year(officer: Visitor) -> None:
    """Whoever answers for the figures puts a signature on what was frozen; it is verified wherever it is shown."""
    officer.go("/signing/certificates").press("Cấp cho tôi một chứng thư thử nghiệm")
    officer.go("/indicators/snapshots").follow("Cuối năm học 2025-2026")
    officer.press("Ký").reads("Đã ký kỳ số liệu.")
    signed = officer.look("a signed state").page.locator("main tbody tr", has_text="XAdES")
    assert "Hợp lệ" in signed.first.inner_text()


def frozen_files(platform: Platform) -> dict[str, str]:
    """Every file of every frozen state, by its name, as the disk has it."""
    root = Path(platform.environment["KHUEVAN_FILES"]) / "snapshots"
    files = [file for file in root.glob("*/*") if file.is_file()]
    assert files
    return {str(file): sha256(file.read_bytes()).hexdigest() for file in files}


def parts_of(officer: Visitor, figure: str) -> tuple[int, int]:
    """Upper and lower part of the share."""
    officer.go(figure)
    numbers = officer.page.locator("#origin li strong").all_inner_texts()
    upper, lower = (int(one.replace(".", "")) for one in numbers)
    return upper, lower


def a_kinh_girl(officer: Visitor) -> tuple[str, str]:
    """Name and address of the first girl of the list who is written down as Kinh; each look is logged."""
    rows = officer.page.locator("main table tbody tr", has_text="Nữ")
    found = [(link.inner_text(), link.get_attribute("href") or "") for link in rows.locator("th a").all()[:8]]
    for name, address in found:
        officer.go(address)
        ethnicity = officer.page.locator("main dl div", has=officer.page.get_by_text("Dân tộc", exact=True))
        ethnicity.get_by_role("button", name="Hiện").click()
        ethnicity.get_by_role("button", name="Hiện").wait_for(state="detached")
        if "Kinh" in ethnicity.inner_text():
            return name, address
    raise AssertionError(found)


def until(officer: Visitor, holds: object) -> None:
    """The page is looked at anew until it is so: figures follow the records within seconds."""
    for _try in range(80):
        if holds():  # type: ignore[operator]
            return
        officer.page.wait_for_timeout(500)
        officer.page.reload()
    raise AssertionError(officer.main)
