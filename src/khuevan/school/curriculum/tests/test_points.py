"""Open points of the rules of assessment: what may stand there, and whose value holds in which year."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from khuevan.kernel import access, database
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing.actors import actor
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.tests.builders import AT, make_country, make_province, make_school

from .. import queries, services
from ..choices import POINT_WORDS, OpenPoint, allowed_at_point, point_words
from ..models import RulePoint
from ..permissions import DECIDE_POINTS
from ..rules.points import READERS, RulePoints, point_value, points_of

FITTING = {
    "halves": ("half_even", "half_even"), "exempt_first": ("none", "none"), "title_after_summer": ("yes", True),
    "most_absences": (" 30 ", 30), "most_absences_continuing": ("300", 300), "single_periods": ("any", "any"),
    "morning_periods": ("4", 4), "least_test_mark": ("0", 0), "whole_test_marks": ("no", False),
    "continuing_by": ("none", "none"), "domains": ("language, physical", ("physical", "language")),
    "nursery_domains": ("physical", ("physical",)),
}  # fmt: skip
WRONG = {
    "halves": "up", "exempt_first": "", "title_after_summer": "maybe", "most_absences": "0",
    "most_absences_continuing": "-1", "single_periods": "half", "morning_periods": "10", "least_test_mark": "6",
    "whole_test_marks": "1", "continuing_by": "tt58", "domains": "physical,physical", "nursery_domains": "maths\x00",
}  # fmt: skip


def test_every_point_is_declared_everywhere_alike() -> None:
    names = set(OpenPoint.values)
    assert names == set(READERS) == set(vars(RulePoints())) == set(FITTING) == set(WRONG)
    assert all(allowed_at_point(name) for name in names)
    assert all(point_value(name, code) is not None for name, codes in POINT_WORDS.items() for code in codes)


@pytest.mark.parametrize(
    ("point", "value", "words"),
    [
        ("halves", "half_up", "nửa thì lên"), ("exempt_first", "none", "không có kết quả cả năm"),
        ("continuing_by", "none", "không tính kết quả"), ("most_absences", "45", "45"),
        ("domains", "physical, social", "thể chất; tình cảm, xã hội"), ("whole_test_marks", "no", "không"),
    ],
)  # fmt: skip
def test_a_code_is_shown_in_the_words_of_its_point(point: str, value: str, words: str) -> None:
    assert point_words(point, value) == words


@pytest.mark.parametrize("point", OpenPoint.values)
def test_a_value_is_read_or_refused(point: str) -> None:
    text, value = FITTING[point]
    assert getattr(points_of({point: text}), point) == value == point_value(point, text)
    assert point_value(point, WRONG[point]) is None
    assert points_of({point: WRONG[point]}) == RulePoints()


def known(school: OrgUnit) -> OrgUnit:
    """With its paths, which the database works out."""
    school.refresh_from_db()
    return school


@pytest.fixture(autouse=True)
def acting(db: None) -> Iterator[None]:
    with database.acting(access.system()):
        yield


@pytest.fixture
def province(db: None) -> SimpleNamespace:
    country = make_country()
    here = known(make_school(country.department, "Trường THCS Lê Lợi", UnitKind.LOWER_SECONDARY))
    officer = actor(DECIDE_POINTS, units=[country.department.pk])
    return SimpleNamespace(
        ministry=country.ministry, department=country.department, here=here, officer=officer
    )


def test_the_laid_down_values_are_those_that_the_rules_begin_with(province: SimpleNamespace) -> None:
    assert RulePoint.objects.count() == len(OpenPoint.values)
    assert queries.points_for("2026-2027", province.here) == RulePoints()


def test_a_department_decides_from_a_year_on_with_its_decision(province: SimpleNamespace) -> None:
    given = {
        "point": "most_absences",
        "value": "40",
        "from_year": "2026-2027",
        "trust": "local",
        "source": "",
    }
    with pytest.raises(Invalid) as refused:
        services.add_point(province.officer, at=AT, unit=province.department, **given)
    assert set(refused.value.errors) == {"decision_number"}
    with pytest.raises(access.Refused):
        services.add_point(province.officer, at=AT, **given, decision_number="12/QĐ-SGDĐT")
    row = services.add_point(
        province.officer, at=AT, unit=province.department, **given, decision_number="12/QĐ-SGDĐT"
    )
    services.revise_point(
        province.officer,
        row,
        at=AT,
        version=1,
        value="35",
        from_year="2027-2028",
        decision_number="40/QĐ-SGDĐT",
    )
    found = [
        queries.points_for(year, province.here).most_absences
        for year in ("2025-2026", "2026-2027", "2027-2028")
    ]
    assert found == [45, 40, 35]
    other = make_school(
        make_province("Sở GDĐT Gia Lai", ministry=province.ministry),
        "Trường THCS Trần Phú",
        UnitKind.LOWER_SECONDARY,
    )
    other.refresh_from_db()
    assert queries.points_for("2027-2028", other).most_absences == 45


def test_a_wrong_value_names_what_is_taken(province: SimpleNamespace) -> None:
    row = RulePoint.objects.get(point="halves")
    with pytest.raises(Invalid) as refused:
        services.revise_point(access.system(), row, at=AT, version=1, value="xuống", from_year="2026-27")
    assert set(refused.value.errors) == {"value", "from_year"}
    assert "half_up" in str(refused.value.errors["value"])
