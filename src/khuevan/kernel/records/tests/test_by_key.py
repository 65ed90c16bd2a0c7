"""One row by its key, and queries that are kept, put together and planned once: the rows that Django reads, no more."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, models

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.kernel.records.tests.specimens.models import Bed, Plant
from khuevan.kernel.testing import assert_queries

OFTEN = 4
"""More often than the third time, from which on a plan is kept."""


@pytest.fixture
def plants(db: None) -> list[Plant]:
    with database.acting(access.system()):
        beds = [Bed.objects.create(name=f"Luống {number}") for number in range(2)]
        tree = Plant.objects.create(
            bed=beds[0], tag="T1", name="Ổi", uses=["food"], opened_on=date(2020, 2, 29), weight=Decimal("1.5"),
            seen_at=datetime(2026, 11, 26, 5, 0, tzinfo=UTC),
        )  # fmt: skip
        return [tree, Plant.objects.create(bed=beds[1], tag="T2", name="Xoài", parent=tree)]


def visitor(*units: int) -> Actor:
    return Actor(7, None, "Khách", (Holding(frozenset(), Reach.of(units)),), outline=Reach.of(units))


def values(row: models.Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_the_row_is_what_django_reads_with_its_links(plants: list[Plant]) -> None:
    reading = database.ByKey(Plant.objects.select_related("bed", "parent__bed"))
    with database.acting(access.system()):
        for stored in plants:
            expected = Plant.objects.get(pk=stored.pk)
            for _again in range(OFTEN):
                row = reading.read(stored.pk)
            assert row is not None
            with assert_queries(0):
                assert values(row) == values(expected)
                assert row.bed.name == stored.bed.name
                assert (row.parent and row.parent.bed.name) == (stored.parent and "Luống 0")


def test_values_come_in_the_order_in_which_they_were_named(plants: list[Plant]) -> None:
    reading = database.ByKey(Plant.objects.values_list("tag", "bed__name", "pk", "weight"))
    with database.acting(access.system()):
        assert reading.read(plants[0].pk) == ("T1", "Luống 0", plants[0].pk, Decimal("1.5"))
        assert reading.read(0) is None


def test_a_kept_plan_shows_each_actor_only_their_own_rows(plants: list[Plant]) -> None:
    reading = database.ByKey(Plant.objects.all())
    seen = []
    for _again in range(OFTEN):
        for bed in (plants[0].bed_id, plants[1].bed_id):
            with database.acting(visitor(bed)):
                seen.append([reading.read(plant.pk) is not None for plant in plants])
    assert seen == [[True, False], [False, True]] * OFTEN


def test_columns_are_written_if_the_version_is_the_expected_one(plants: list[Plant]) -> None:
    tree, child = plants
    written = {
        "name": "Ổi 'găng' %s", "uses": ["food", "shade"], "opened_on": None, "weight": Decimal("2.5"), "edible": True,
        "seen_at": datetime(2026, 11, 27, 5, 0, tzinfo=UTC), "height": 70_000, "parent": child,
    }  # fmt: skip
    changing = database.ChangeByKey.of(Plant, written)
    assert changing is database.ChangeByKey.of(Plant, [*written])
    with database.acting(access.system()):
        for again in range(OFTEN):
            assert changing.write(tree.pk, 1 + again, [*written.values()])
            assert not changing.write(tree.pk, 1 + again, [*written.values()])
        stored = Plant.objects.get(pk=tree.pk)
        assert {name: getattr(stored, name) for name in written} == written
        assert stored.version == 1 + OFTEN
        assert changing.write(tree.pk, stored.version, [*written.values()], step=0)
        assert Plant.objects.get(pk=tree.pk).version == stored.version
        assert Plant.objects.get(pk=child.pk).name == "Xoài"


def test_rows_out_of_reach_are_not_written(plants: list[Plant]) -> None:
    changing = database.ChangeByKey.of(Plant, ["name"])
    for _again in range(OFTEN):
        with database.acting(visitor(plants[0].bed_id)):
            assert not changing.write(plants[1].pk, 1, ["Mít"])
    with database.acting(access.system()):
        assert Plant.objects.get(pk=plants[1].pk).name == "Xoài"


def test_a_kept_query_answers_what_the_query_put_together_anew_answers(plants: list[Plant]) -> None:
    def rows(bed: int, day: date) -> models.QuerySet[Plant, tuple[object, ...]]:
        found = Plant.objects.filter(bed_id=bed, opened_on__lte=day).order_by("pk")
        return found.values_list("tag", "bed__name")  # type: ignore[return-value]

    kept, day = database.Kept(rows, bed=1_000_001, day=date.min), date(2020, 3, 1)
    for plant in plants:
        for _again in range(OFTEN):
            with database.acting(visitor(plant.bed_id)):
                assert kept.read(bed=plant.bed_id, day=day) == list(rows(plant.bed_id, day))
        with database.acting(visitor(plant.bed_id + 1_000)):
            assert kept.read(bed=plant.bed_id, day=day) == []
    with database.acting(access.system()):
        assert kept.read(bed=plants[0].bed_id, day=day) == [("T1", "Luống 0")]


def test_a_kept_query_names_what_is_not_asked_in_it() -> None:
    with pytest.raises(ValueError, match="shade is not asked"):
        database.Kept(lambda shade: Plant.objects.values_list("tag"), shade="?shade")


@pytest.mark.django_db
def test_a_plan_is_kept_from_the_third_time_on_and_a_recorded_statement_carries_its_values() -> None:
    with connection.cursor() as cursor:
        kept = []
        for number in range(OFTEN):
            with database.prepared(), connection.cursor() as asking:
                asking.execute("select %s + 1000", [number])
            cursor.execute("select count(*) from pg_prepared_statements where statement = 'select $1 + 1000'")
            kept.append(cursor.fetchone()[0])
    assert kept == [0, 0, 1, 1]
    with assert_queries(1) as captured, database.prepared(), connection.cursor() as asking:
        asking.execute("select %s + 1000", [7])
    assert captured.captured_queries[0]["sql"] == "select 7 + 1000"
