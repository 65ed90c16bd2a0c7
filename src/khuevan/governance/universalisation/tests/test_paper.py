"""The printed form: what is known stands on it, numbers of persons but for their end, and every print is logged."""

from __future__ import annotations

import subprocess
from datetime import date

import pytest
from django.apps import apps

from khuevan.kernel import access, database
from khuevan.kernel.testing import client_for

from .builders import NUMBERED, YEAR, World, household, member, pupil, round_open


@pytest.fixture
def world(db: None) -> World:
    made = World()
    round_open(made.officer, made.commune)
    form = household(made.officer, made.commune)
    pupil(made.school, "Nguyễn Thị Ánh", "03", date(2018, 5, 5), national_id=NUMBERED)
    member(made.officer, form, national_id=NUMBERED, relation="child")
    member(
        made.officer,
        form,
        "Trần Thị Mẹ",
        birth_date=date(1994, 1, 1),
        completed="lower_secondary",
        relation="spouse",
    )
    household(made.officer, made.commune, "002", hamlet="Thôn 2")
    return made


def printed(world: World, **asked: str) -> list[str]:
    words = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = client_for(world.officer).get(
        f"/universalisation/communes/{world.commune}/forms.pdf?year={YEAR}&{words}"
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=answer.content, capture_output=True, check=True
    )
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f") if page.strip()]


def test_a_sheet_for_each_household_with_what_is_known(world: World) -> None:
    first, second = printed(world)
    for said in (
        "001",
        "Nguyễn Thị Ánh",
        "Trần Thị Mẹ",
        "lớp 3",
        "Tốt nghiệp THCS",
        "Chủ hộ",
        "Điều tra viên",
    ):
        assert said in first, said
    assert NUMBERED not in first
    assert NUMBERED[-4:] in first
    assert "002" in second
    assert "Ánh" not in second


def test_of_a_hamlet_of_a_household_or_an_empty_one(world: World) -> None:
    assert len(printed(world, hamlet="Thôn 2")) == 1
    assert "Trần Thị Mẹ" in printed(world, form="001")[0]
    (empty,) = printed(world, blank="1")
    assert "Phiếu điều tra".upper() in empty
    assert "Nguyễn" not in empty


def test_prints_are_logged_and_others_get_nothing(world: World) -> None:
    printed(world, form="001")
    with database.acting(access.system()):
        entries = apps.get_model("audit", "AuditEntry").objects.filter(action="universalisation.survey:print")
        assert entries.count() == 1
    url = f"/universalisation/communes/{world.commune}/forms.pdf"
    assert client_for(world.neighbour).get(url).status_code == 404
    assert client_for(world.head).get(url).status_code == 403
    assert client_for(world.officer).get(f"{url}?hamlet=kh%C3%B4ng").status_code == 404
