"""Forms as workbooks: out, corrected, in again, undone; what is wrong is marked in the cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from khuevan.governance.universalisation.models import Household, Member
from khuevan.governance.universalisation.sheets import SURVEY
from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.kernel.testing.sheets import LayoutCases, commit, take_in, workbook

from .builders import NUMBERED, World, pupil

HEAD = {"form": "P01", "head_name": "Nguyễn Văn Hòa", "hamlet": "Thôn 1"}


class TestSurvey(LayoutCases):
    layout = SURVEY
    news = ()
    rows = (
        {**HEAD, "full_name": "Nguyễn Văn Hòa", "birth_date": date(1985, 1, 1), "sex": "Nam", "relation": "Chủ hộ",
         "completed": "THCS"},
        {**HEAD, "full_name": "Nguyễn Thị Ánh", "birth_date": date(2018, 5, 5), "sex": "Nữ", "relation": "Con",
         "study": "Đang học", "study_level": "Tiểu học", "study_grade": 3},
        {"form": "P02", "head_name": "K'Brẽ", "full_name": "K'Brẽ", "birth_date": date(1990, 2, 2), "sex": "Nam"},
    )  # fmt: skip

    @pytest.fixture
    def place(self, db: None) -> tuple[Actor, int, Mapping[str, str]]:
        world = World()
        return world.officer, world.commune, {}

    def stored(self) -> int:
        with database.acting(access.system()):
            return Member.objects.count()


def sheet(*rows: Mapping[str, object]) -> bytes:
    names = [str(column.label) for column in SURVEY.columns]
    cells = [[row.get(column.name) for column in SURVEY.columns] for row in rows]
    return workbook((SURVEY.sheet, [names, *cells]))


def test_what_cannot_be_is_named_in_its_cell_and_the_rest_goes_in(db: None) -> None:
    world = World()
    right = {
        **HEAD,
        "full_name": "Nguyễn Thị Ánh",
        "birth_date": date(2018, 5, 5),
        "sex": "Nữ",
        "national_id": NUMBERED,
    }
    pupil(world.other_school, "Nguyễn Thị Ánh", "03", date(2018, 5, 5), national_id=NUMBERED)
    made = take_in(
        world.officer, SURVEY, world.commune,
        sheet(
            right,
            {**HEAD, "form": "P02", "full_name": "Tương Lai", "birth_date": date(2030, 1, 1), "sex": "Nam"},
            {**HEAD, "form": "P03", "full_name": "Quá Già", "birth_date": date(1901, 1, 1), "sex": "Nam"},
            {**HEAD, "form": "P04", "full_name": "Lớp Lạ", "birth_date": date(2020, 1, 1), "sex": "Nam",
             "last_grade": 11},
        ),
    )  # fmt: skip
    assert made.counts["wrong"] == 3
    commit(world.officer, made, partial=True)
    with database.acting(access.system()):
        stored = Member.objects.get()
        assert stored.person_id is not None, (
            "tied by number and birth date, though the school is another commune's"
        )
        assert list(Household.objects.values_list("number", flat=True)) == ["P01"]
    second = take_in(
        world.officer, SURVEY, world.commune, sheet({**right, "form": "P09", "full_name": "Nguyễn Ánh"})
    )
    assert second.counts.get("wrong") == 1, "the same number in another form"


def test_forms_belong_to_communes(db: None) -> None:
    world = World()
    from khuevan.governance.universalisation.permissions import EDIT_SURVEY
    from khuevan.kernel.testing import actor

    who = actor(EDIT_SURVEY, units=[world.school])
    made = take_in(
        who,
        SURVEY,
        world.school,
        sheet({**HEAD, "full_name": "A", "birth_date": date(2000, 1, 1), "sex": "Nam"}),
    )
    assert made.counts["wrong"] == 1
