"""The catalogue that every installation begins with: its sums are those of the source."""

from __future__ import annotations

import pytest

from khuevan.school.curriculum import queries
from khuevan.school.curriculum.models import Programme, ProgrammeSubject, Subject

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "grades", "required"),
    [
        ("gdpt2018-th", 5, (875, 875, 980, 1050, 1050)),
        ("gdpt2018-thcs", 4, (1015, 1015, 1032, 1032)),
        ("gdpt2018-thpt", 3, (612, 612, 612)),
    ],
)
def test_required_periods_add_up(code: str, grades: int, required: tuple[int, ...]) -> None:
    grid = queries.grid(Programme.objects.get(code=code), "2026-2027")
    assert len(grid.grades) == grades
    assert grid.required == required


def test_upper_secondary_with_its_choices_makes_997_periods() -> None:
    programme = Programme.objects.get(code="gdpt2018-thpt")
    grid = queries.grid(programme, "2026-2027")
    assert grid.required[0] == 612
    assert 612 + programme.electives * 70 + programme.topics * 35 == 997
    blocks = dict(grid.blocks)
    assert len(blocks["Lựa chọn (chọn một số môn)"]) == 9


def test_the_programme_came_grade_by_grade() -> None:
    """Rollout: grade 1 in 2020-2021, grade 6 a year later, grade 5 last of primary in 2024-2025."""
    programme = Programme.objects.get(code="gdpt2018-th")
    assert [code for code, _ in queries.grid(programme, "2020-2021").grades] == ["01"]
    assert [code for code, _ in queries.grid(programme, "2023-2024").grades] == ["01", "02", "03", "04"]


def test_every_row_says_how_sure_it_is() -> None:
    """What was recalled is marked so; nothing claims to be read in the official text."""
    assert not Subject.objects.filter(trust="official").exists()
    assert not ProgrammeSubject.objects.filter(trust="official").exists()
    primary = ProgrammeSubject.objects.filter(programme__code="gdpt2018-th")
    assert set(primary.values_list("trust", flat=True)) == {"unverified"}
    assert not ProgrammeSubject.objects.filter(trust="secondary", source="").exists()


def test_strands_belong_to_their_subject() -> None:
    strands = Subject.objects.filter(parent__code="KHTN").count()
    assert strands == 4


def test_subjects_and_periods_of_a_grade() -> None:
    codes = [one.code for one in queries.subjects_in("lower_secondary", "08", "2026-2027")]
    assert codes[:3] == ["NV", "TOAN", "NN1"]
    assert len(codes) == 14
    periods = queries.periods_of("lower_secondary", "08", "2026-2027")
    technology = Subject.objects.get(code="CN")
    assert periods[technology.pk] == 52


def test_a_page_of_a_programme_asks_three_queries(django_assert_num_queries: object) -> None:
    programme = Programme.objects.get(code="gdpt2018-thcs")
    with django_assert_num_queries(2):  # type: ignore[operator]
        queries.grid(programme, "2026-2027")


def test_literacy_stands_in_two_stages_without_periods() -> None:
    grid = queries.grid(Programme.objects.get(code="xmc"), "2026-2027")
    assert [code for code, _ in grid.grades] == ["01", "02", "03", "04", "05"]
    assert {line.code for _, lines in grid.blocks for line in lines} == {"TV", "TOAN", "TNXH", "KH", "LSDL"}
    assert queries.periods_of("continuing", "01", "2026-2027") == {}
