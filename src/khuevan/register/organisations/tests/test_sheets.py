"""The points of a school as a workbook."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from khuevan.kernel.access import Actor
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.sheets import LayoutCases
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.permissions import EDIT_CONTACTS, VIEW_UNITS
from khuevan.register.organisations.sheets import POINTS_SHEET
from khuevan.register.organisations.tests.builders import make_country, make_school

pytestmark = pytest.mark.django_db


class TestPoints(LayoutCases):
    layout = POINTS_SHEET
    rows = (
        {"code": "D01", "name": "Điểm chính", "is_main": "Có", "opened_on": "05/09/2025", "distance_km": 0},
        {
            "code": "D02",
            "name": "Buôn Đắk Prí",
            "opened_on": "05/09/2025",
            "distance_km": "7,5",
            "travel": "xe máy",
        },
    )

    @pytest.fixture
    def place(self, db: None) -> tuple[Actor, int, Mapping[str, str]]:
        school = make_school(make_country().commune, "Trường TH Nâm Nung", UnitKind.PRIMARY).pk
        return actor(EDIT_CONTACTS, VIEW_UNITS, units=[school]), school, {}

    def test_what_the_form_refuses_is_refused_here(self, place: tuple[Actor, int, Mapping[str, str]]) -> None:
        wrong = [
            {**self.rows[0], "opened_on": "05/09/1901"},
            {**self.rows[1], "is_main": "Có", "latitude": "12,5"},
        ]
        made = self.taken(place, self.table(wrong))
        assert made.counts["wrong"] == 2
        assert {one["column"] for one in made.told["summary"]} >= {"opened_on", "is_main", "latitude"}
