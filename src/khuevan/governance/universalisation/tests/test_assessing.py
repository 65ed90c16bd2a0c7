"""What a commune's forms and the registers of schools make of the standards, and who is behind a share."""

from __future__ import annotations

from datetime import date

import pytest

from khuevan.governance.universalisation import queries, rules
from khuevan.governance.universalisation.choices import Measure, Standard
from khuevan.governance.universalisation.facts import RESIDENTS
from khuevan.kernel import access, database, facts
from khuevan.kernel.measures import both

from .builders import NUMBERED, ON, World, household, member, pupil, round_open


@pytest.fixture
def world(db: None) -> World:
    return World()


def row_of(world: World, name: str) -> dict:
    with database.acting(world.officer):
        frame = queries.residents(world.officer, world.commune, on=ON)
    return next(row for row in frame.iter_rows(named=True) if row["title"] == name)


def test_a_school_outside_the_reach_says_where_a_child_learns(world: World) -> None:
    pupil(world.other_school, "Nguyễn Thị Ánh", "03", date(2018, 5, 5), national_id=NUMBERED)
    form = household(world.officer, world.commune)
    made = member(world.officer, form, national_id=NUMBERED, study="dropped")
    assert made.person_id is not None
    row = row_of(world, "Nguyễn Thị Ánh")
    assert (row["studies"], row["level"], row["grade"], row["in_register"]) == (True, "primary", 3, True)
    assert row["place"] == "Trường Tiểu học Quang Trung"
    assert row["learns_here"] is False
    with database.acting(world.officer):
        found = queries.clashes(world.officer, world.commune, on=ON)
    assert [(one.kind.value, one.place) for one in found] == [("says_out", "Trường Tiểu học Quang Trung")]


def test_nobody_learns_of_a_person_whom_no_form_of_theirs_names(world: World) -> None:
    child = pupil(world.other_school, "Lê Thị Chi", "03", date(2018, 5, 5))
    from django.db import connection

    with database.acting(world.officer), connection.cursor() as cursor:
        cursor.execute("select * from universalisation_registered(%s, %s)", [child.person_id, ON])
        assert cursor.fetchone() in (None, (None,) * 6)


def test_both_statements_of_the_facts_give_the_same_rows(world: World) -> None:
    pupil(world.school, "Nguyễn Thị Ánh", "03", date(2018, 5, 5), national_id=NUMBERED)
    form = household(world.officer, world.commune)
    member(world.officer, form, national_id=NUMBERED)
    member(world.officer, form, "Trần Văn Bình", birth_date=date(2010, 1, 1), study="studying",
           study_level="upper_secondary", study_grade=10)  # fmt: skip
    member(
        world.officer,
        form,
        "Lê Thị Già",
        birth_date=date(1970, 1, 1),
        literacy="relapsed",
        completed="primary",
    )
    member(
        world.officer,
        form,
        "Người đã đi",
        birth_date=date(1990, 1, 1),
        presence="left",
        presence_on=date(2026, 1, 1),
    )
    system = access.system()
    with database.acting(system):
        whole = facts.read(RESIDENTS, on=ON).sort("id")
        parts = facts.read(RESIDENTS, on=ON, units=access.Reach.of([world.commune, world.far])).sort("id")
    assert whole.height == 3
    assert whole.equals(parts)


CASES = [
    # completed, last_grade, literacy, study, level, grade -> rank, literacy (NĐ 20/2014 Điều 6, 9, 14, 19)
    (("", None, "", "", "", None), (0, 0)),
    (("none", 3, "", "", "", None), (0, 1)),
    (("none", 2, "", "", "", None), (0, 0)),
    (("none", 5, "", "", "", None), (0, 2)),
    (("none", None, "1", "", "", None), (0, 1)),
    (("none", None, "2", "", "", None), (0, 2)),
    (("primary", None, "", "", "", None), (2, 2)),
    (("primary", None, "relapsed", "", "", None), (2, 0)),
    (("", None, "", "studying", "primary", 4), (0, 1)),
    (("", None, "", "studying", "lower_secondary", 6), (2, 2)),
    (("", None, "", "studying", "upper_secondary", 10), (3, 2)),
    (("lower_secondary", None, "", "studying", "vocational", None), (3, 2)),
    (("", None, "", "studying", "higher", None), (4, 2)),
    (("university", None, "", "", "", None), (5, 2)),
]


def test_the_statement_computes_what_the_rules_say(world: World) -> None:
    form = household(world.officer, world.commune)
    for number, ((completed, last, literacy, study, level, grade), _wanted) in enumerate(CASES):
        member(world.officer, form, f"Người {number:02}", birth_date=date(2000, 1, 1), completed=completed,
               last_grade=last, literacy=literacy, study=study, study_level=level, study_grade=grade)  # fmt: skip
    for number, ((completed, last, literacy, _study, level, grade), wanted) in enumerate(CASES):
        row = row_of(world, f"Người {number:02}")
        known = rules.Known(
            completed=completed, last_grade=last, literacy=literacy, grade=grade or 0,
            is_in_higher_education=level == "higher",
        )  # fmt: skip
        assert (rules.rank_of(known), rules.literacy_of(known)) == wanted, number
        assert (row["rank"], row["literacy"]) == wanted, number


def test_a_share_its_threshold_and_the_list_behind(world: World) -> None:
    form = household(world.officer, world.commune)
    for number in range(9):
        member(world.officer, form, f"Bé {number}", birth_date=date(2020, 1, number + 1), study="studying",
               study_level="primary", study_grade=1)  # fmt: skip
    member(world.officer, form, "Bé ở nhà", birth_date=date(2020, 2, 1), study="never")
    member(
        world.officer,
        form,
        "Bé không học được",
        birth_date=date(2020, 3, 1),
        disability="05",
        cannot_learn=True,
    )
    with database.acting(world.officer):
        found = queries.assessment(world.officer, world.commune, on=ON, is_special=False)
        where = queries.asked_condition("in_grade_1", 6, 6, "not")
        assert where is not None
        behind = queries.people_behind(world.officer, world.commune, where, on=ON, first=0, most=10)
    first = next(
        one
        for one in found.verdicts[Standard.PRIMARY_1].requirements
        if one.condition.measure == Measure.IN_GRADE_1
    )
    assert (first.value.upper, first.value.lower, first.is_met) == (9, 10, True)
    assert found.verdicts[Standard.PRIMARY_2].is_met is False
    assert found.verdicts[Standard.PRIMARY_1].is_met is None, "nobody is 14, so it is not known"
    assert [row["title"] for row in behind.rows] == ["Bé ở nhà"]
    assert (found.residents, found.obliged) == (11, 10)


def test_a_commune_without_a_survey_meets_nothing(world: World) -> None:
    with database.acting(world.officer):
        found = queries.assessment(world.officer, world.commune, on=ON, is_special=False)
    assert found.met == []


def test_an_indicator_and_the_page_count_alike(world: World) -> None:
    """A threshold in force counts with the condition of the indicator of the same measure."""
    from khuevan.governance.universalisation import indicators  # noqa: F401
    from khuevan.kernel.measures import declared

    wanted = rules.counted(Measure.ATTENDING, 5, 5)
    found = declared()["universalisation.resident:five_rate"]
    assert found.measure.upper.where == both(wanted.among, wanted.of)
    assert found.measure.lower.where == wanted.among


def test_special_difficulty_lowers_thresholds(world: World) -> None:
    with database.acting(world.officer):
        usual = queries.conditions_on("commune", ON)
        special = queries.conditions_on("commune", ON, is_special=True)

    def least(rows: list) -> dict:
        return {(one.condition.standard, one.condition.measure): int(one.condition.least) for one in rows}

    assert least(usual)[Standard.SECONDARY_1, Measure.GRADUATED_SECONDARY] == 80
    assert least(special)[Standard.SECONDARY_1, Measure.GRADUATED_SECONDARY] == 70
    assert len(usual) == len(special) == 19


def test_the_register_fills_the_form_and_a_child_without_one_is_placed(world: World) -> None:
    from khuevan.governance.universalisation import services
    from khuevan.register.people.models import Person

    from .builders import AT

    round_open(world.officer, world.commune)
    pupil(world.other_school, "Nguyễn Thị Ánh", "03", date(2018, 5, 5), national_id=NUMBERED)
    lost = pupil(world.other_school, "Phan Văn Lạc", "03", date(2018, 6, 6))
    with database.acting(access.system()):
        Person.objects.filter(pk=lost.person_id).update(permanent_commune_id=world.commune)
    form = household(world.officer, world.commune)
    made = member(world.officer, form, national_id=NUMBERED, study="dropped")
    with database.acting(world.officer):
        assert [one.name for one in queries.unsurveyed(world.officer, world.commune, on=ON)] == [
            "Phan Văn Lạc"
        ]
        services.place_unsurveyed(world.officer, form, at=AT, person_id=lost.person_id, relation="child")
        assert services.follow_register(world.officer, at=AT, unit_id=world.commune) == 1
        assert queries.clashes(world.officer, world.commune, on=ON) == []
        made.refresh_from_db()
    assert (made.study, made.study_level, made.study_grade) == ("studying", "primary", 3)
