"""A report that becomes public tells of few persons neither in its tables nor in its charts."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse

from khuevan.governance.indicators import queries as figures
from khuevan.governance.indicators import services as indicators
from khuevan.governance.reports import queries, services
from khuevan.governance.reports.models import Report
from khuevan.governance.reports.queries import WITHHELD, Screen
from khuevan.governance.reports.queries.drawing import drawing
from khuevan.kernel import access, clock, database
from khuevan.kernel.documents import Bars, Lines, Shares, parsed
from khuevan.kernel.testing import client_for
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.tests.builders import make_school
from khuevan.school.staff.tests.builders import member

from .builders import AT, SIDE, World, child

pytestmark = pytest.mark.django_db
ALL = "schoolyear.student:all"


@pytest.fixture
def world() -> Iterator[World]:
    """Di Linh: Kim Đồng 12 (6 girls), Lê Lợi 3, Võ Thị Sáu 20 (17 girls). Bảo Thuận: nobody."""
    made = World()
    with database.acting(access.system()):
        commune = OrgUnit.objects.get(pk=made.commune)
    made.third = make_school(commune, "Trường Tiểu học Võ Thị Sáu").pk  # type: ignore[attr-defined]
    for unit, girls, boys in ((made.school, 4, 5), (made.near, 1, 1), (made.third, 17, 3)):  # type: ignore[attr-defined]
        for number in range(girls + boys):
            child(
                unit, f"Nguyễn Thị {'ABCDEGHIKLMNOPQRSTUVX'[number]}", "female" if number < girls else "male"
            )
    with clock.frozen(AT):
        indicators.rebuild(actor=made.officer, at=AT)
        made.snapshot = indicators.freeze(actor=made.officer, at=AT, period="Kỳ công khai")
        yield made


def screened(world: World, unit_id: int) -> Screen:
    return queries.screen(world.report(world.campaign(), unit_id), on=clock.on(AT))


def drawn(one: Screen, words: str, *, is_public: bool = True) -> object:
    with database.acting(access.system()):
        return drawing(one.told, parsed(words), one if is_public else None)


def test_bars_leave_out_the_small_and_whoever_they_would_follow_from(world: World) -> None:
    one = screened(world, world.commune)
    every, public = (drawn(one, f"biểu đồ: {ALL}", is_public=is_public) for is_public in (False, True))
    assert isinstance(every, Bars)
    assert isinstance(public, Bars)
    assert [said for _name, _value, said in every.rows] == ["20", "12", "3"]
    assert [(name, said) for name, _value, said in public.rows] == [("Trường Tiểu học Võ Thị Sáu", "20")]
    assert "Lê Lợi" not in public.alt
    assert one.hides


def test_a_school_that_is_withheld_has_no_chart_of_it_in_any_form(world: World) -> None:
    one = screened(world, world.school)
    for words in (f"biểu đồ: {ALL}", f"biểu đồ đường: {ALL}", f"biểu đồ cơ cấu: {ALL} | theo=sex"):
        assert drawn(one, words, is_public=False) is not None
        assert drawn(one, words) is None, words


def test_of_a_school_that_is_shown_small_parts_are_withheld_with_those_that_tell_them(world: World) -> None:
    one = screened(world, world.third)  # type: ignore[attr-defined]
    assert isinstance(drawn(one, f"biểu đồ đường: {ALL}"), Lines)
    every = drawn(one, f"biểu đồ cơ cấu: {ALL} | theo=sex", is_public=False)
    assert isinstance(every, Shares)
    assert every.rows[-1] == ("Kỳ này", ((17.0, "17"), (3.0, "3")))
    assert drawn(one, f"biểu đồ cơ cấu: {ALL} | theo=sex") is None, "17 of 20 tells the 3"
    placed = "schoolyear.student:placed_share"
    share = drawn(one, f"biểu đồ cơ cấu: {placed}")
    assert isinstance(share, Shares)
    assert share.rows[-1][1][0][1].startswith("0 "), "nobody is no small number"


def test_what_counts_things_is_shown_and_what_is_not_known_is_not(world: World) -> None:
    one = screened(world, world.school)
    assert one.shows("organisations.school:all", world.snapshot.pk)
    assert not one.hides
    assert not one.shows("no.such:figure", world.snapshot.pk)
    assert not one.shows(ALL, None)


def test_a_verdict_goes_with_the_figures_that_it_tells_of(world: World) -> None:
    known, shown = screened(world, world.school), screened(world, world.third)  # type: ignore[attr-defined]
    indicator = figures.indicator_of(ALL, on=clock.on(AT))
    assert indicator is not None
    said = f"Đạt\n{indicator.label}: 12/10"
    assert known.result(said) == f"{WITHHELD}\n{indicator.label}: {WITHHELD}"
    assert shown.result(said) == said
    assert known.result("Đang thực hiện") == "Đang thực hiện"


def test_a_disclosure_says_the_staff_that_its_law_asks_for_and_no_other_report_does(world: World) -> None:
    """TT 09/2024 Điều 6, Điều 8: staff by post and qualification; nobody says so of learners."""
    for name in ("Lê Thị Hoa", "Trần Văn Lâm"):
        member(world.school, name)
    indicators.rebuild(actor=world.officer, at=AT)
    world.snapshot = indicators.freeze(actor=world.officer, at=AT, period="Có cán bộ")
    disclosed, other = (
        queries.screen(world.report(world.campaign(outline), world.school), on=clock.on(AT))
        for outline in ("disclosure", "programme")
    )
    for one, is_shown in ((disclosed, True), (other, False)):
        assert one.shows("staff.employed:teachers", world.snapshot.pk) is is_shown
        assert not one.shows(ALL, world.snapshot.pk)


def published(world: World, unit_id: int, outline: str) -> Report:
    who = world.head
    if unit_id != world.school:
        above = [world.commune, world.department, world.ministry]
        who = world.someone("Nguyễn Thị Sáu", unit_id, SIDE, [unit_id], above)
    campaign = world.campaign(outline)
    report = world.report(campaign, unit_id)
    with database.acting(who):
        part = queries.sheet_of(report).parts[0].label
    world.write(who, report, "Đã ban hành kế hoạch.", key=part)
    world.hand_over(who, report)
    sent = world.send(who, report)
    with database.acting(who):
        return services.publish_report(who, at=AT, report_id=sent.pk, is_confirmed=True)


def text_of(report: Report, folder: Path) -> str:
    _name, pdf = queries.published_pdf(report.pk)
    (folder / "a.pdf").write_bytes(pdf)
    found = subprocess.run(["pdftotext", str(folder / "a.pdf"), "-"], check=True, capture_output=True)
    return " ".join(found.stdout.decode().split())


def test_the_public_pages_withhold_what_the_signed_ones_say(world: World, tmp_path: Path) -> None:
    hidden = published(world, world.school, "programme")
    text = text_of(hidden, tmp_path)
    assert f"hồ sơ số của {WITHHELD} học sinh" in text
    assert "×: không nêu vì ít người" in text
    with database.acting(world.head):
        kept = queries.contents_of(queries.report(world.head, hidden.pk))
    assert kept is not None
    assert kept.values[f"chỉ tiêu: {ALL}"][0] == "12", "what was signed stays as it was"
    shown = published(world, world.third, "programme")  # type: ignore[attr-defined]
    assert "hồ sơ số của 20 học sinh" in text_of(shown, tmp_path)
    page = client_for(access.Actor.anonymous()).get(reverse("portal:report", args=[hidden.pk]))
    assert page.status_code == 200


def test_a_chart_of_which_nothing_is_left_says_so(world: World, tmp_path: Path) -> None:
    text = text_of(published(world, world.school, "disclosure"), tmp_path)
    assert "(Biểu đồ không công khai vì số người ít.)" in text
