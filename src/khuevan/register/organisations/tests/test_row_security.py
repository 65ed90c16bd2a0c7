"""The database itself shows nobody more than his reach, whatever the query asks for."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from khuevan.kernel import access, database, testing
from khuevan.kernel.access import Actor, Reach

from .. import queries, services
from ..choices import UnitKind as K
from ..models import OrgUnit, Province, SchoolPoint, Subordination, Succession, UnitAct, UnitState
from .builders import AT, Country, make_country, make_province, make_school

pytestmark = pytest.mark.django_db
TABLES = (OrgUnit, UnitState, Subordination, UnitAct)


@pytest.fixture
def country() -> Country:
    return make_country()


def officer(unit: OrgUnit) -> Actor:
    reach = queries.descendants(unit.pk)
    return testing.actor(units=reach.ids(), outline=queries.outline(reach).ids())


def test_without_an_actor_nothing_is_seen(country: Country) -> None:
    make_school(country.commune)
    assert [model.objects.count() for model in (*TABLES, Succession, SchoolPoint)] == [0] * 6


def test_a_reach_needs_no_actor(country: Country) -> None:
    school = make_school(country.commune)
    assert queries.descendants(country.commune.pk) == Reach.of([country.commune.pk, school.pk])
    assert queries.outline(Reach.of([school.pk])) == Reach.of(
        [country.ministry.pk, country.department.pk, country.commune.pk, school.pk]
    )
    assert queries.outline(Reach.nothing()) == Reach.nothing()
    assert queries.outline(Reach.everything()).is_everything


def test_an_officer_sees_his_commune_and_the_names_above(country: Country) -> None:
    mine, other = make_school(country.commune), make_school(country.other_commune, "Trường khác")
    with database.acting(officer(country.commune)):
        for model in TABLES:
            column = "pk" if model is OrgUnit else "unit_id"
            seen = set(model.objects.values_list(column, flat=True))
            assert {country.commune.pk, mine.pk} <= seen
            assert other.pk not in seen
            assert country.other_commune.pk not in seen
        assert set(OrgUnit.objects.values_list("pk", flat=True)) == {
            country.ministry.pk,
            country.department.pk,
            country.commune.pk,
            mine.pk,
        }


@pytest.mark.parametrize("column", ["name = 'x'", "closed_on = '2026-01-01'", "managing_path = '/'"])
def test_nobody_changes_what_is_only_in_the_outline(country: Country, column: str) -> None:
    with database.acting(officer(country.commune)), connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(
                f"update organisations_orgunit set {column} where id = %s", [country.department.pk]
            )
        cursor.execute(f"update organisations_orgunit set {column} where id = %s", [country.other_commune.pk])
        assert cursor.rowcount == 0


def test_nobody_hangs_anothers_school_under_his_commune(country: Country) -> None:
    other = make_school(country.other_commune)
    with database.acting(officer(country.commune)), pytest.raises(DatabaseError), transaction.atomic():
        Subordination.objects.create(
            unit_id=other.pk, parent_id=country.commune.pk, line="managing", valid_from=date(2030, 1, 1)
        )


def test_provinces_are_public_but_not_to_be_changed(country: Country) -> None:
    with database.acting(officer(country.commune)), pytest.raises(DatabaseError), transaction.atomic():
        Province.objects.create(code="99", name="x", full_name="x", sort_key="x", valid_from=date(2025, 7, 1))


def test_points_stay_within_the_school(country: Country) -> None:
    mine, other = make_school(country.commune), make_school(country.other_commune)
    with database.acting(access.system()):
        for school in (mine, other):
            facts = services.PointFacts(
                code="D1", name="Điểm chính", opened_on=school.opened_on, is_main=True
            )
            services.save_point(access.system(), school, facts, at=AT)
    with database.acting(officer(mine)):
        assert list(SchoolPoint.objects.values_list("school_id", flat=True)) == [mine.pk]


def test_both_lines_count_for_a_reach(country: Country) -> None:
    primary = make_school(country.commune)
    upper = make_school(country.department, "THPT Di Linh", K.UPPER_SECONDARY)
    elsewhere = make_school(
        make_province("Khánh Hòa", ministry=country.ministry), "THPT khác", K.UPPER_SECONDARY
    )
    reach = queries.descendants(country.department.pk)
    assert {primary.pk, upper.pk, country.commune.pk} <= set(reach.ids())
    assert elsewhere.pk not in reach
    assert upper.pk not in queries.descendants(country.commune.pk)
    assert elsewhere.pk in queries.descendants(country.ministry.pk)
    assert len(queries.descendants(987654)) == 0


def test_a_wide_reach_narrows_rows_inside_another_query_too() -> None:
    """More units than are listed one by one: the condition must name the table as the inner query names it."""
    wide = access.Reach.of(range(1, 2_000, 2))
    inner = OrgUnit.objects.within(wide).values("id")
    with database.acting(access.system()):
        assert OrgUnit.objects.filter(id__in=inner).count() == OrgUnit.objects.within(wide).count()
