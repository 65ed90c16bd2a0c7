"""The function behind large lists against a plain reading of the same rows, both ways it works, and what it refuses."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DataError, ProgrammingError, connection
from django.db.models import Q

from khuevan.kernel import access, database
from khuevan.kernel.access import Reach
from khuevan.kernel.database.searching import Condition, Order, Place, find_rows
from khuevan.kernel.records.searching import conditions_of
from khuevan.kernel.records.tests.specimens.models import Bed, Plant
from khuevan.kernel.testing import actor
from khuevan.kernel.text import search_text, sort_key

ROWS, BEDS = 1_500, 5
TABLE = "specimens_plant"
NAMES = ("Trần An", "Trần Ánh", "Lê Văn An", "Lê Thị Ổi", "Đỗ Văn Hải")
COLUMNS = {"sort_key": "sort_key", "opened_on": "opened_on", "height": "height", "": "id"}


@pytest.fixture
def beds(db: None) -> list[int]:
    """1,500 rows of a thousand letters each: more than a table that is simply read."""
    chance = random.Random(7)
    with database.acting(access.system()):
        made = [Bed.objects.create(name=f"Luống {number % 3}", search="").pk for number in range(BEDS)]
        Plant.objects.bulk_create(
            Plant(
                bed_id=chance.choice(made), tag=f"AB{number:04}", name=(name := chance.choice(NAMES)),
                sort_key=sort_key(name), search=search_text(f"{name} ab{number:04}"),
                kind=chance.choice(("tree", "tree", "herb")), uses=["food"] if number % 3 else ["shade", "medicine"],
                opened_on=None if number % 5 == 0 else date(2020, 1, 1) + timedelta(days=chance.randrange(300)),
                height=None if number % 7 == 0 else chance.randrange(40), edible=number % 50 == 0,
                note=chance.randbytes(500).hex(),
            )
            for number in range(ROWS)
        )  # fmt: skip
    return made


CONDITIONS: dict[str, tuple[Condition, Callable[[Plant], bool]]] = {
    "kind": (Condition("kind", "is", "herb"), lambda row: row.kind == "herb"),
    "kinds": (Condition("kind", "among", ["herb", "tree"]), lambda row: True),
    "uses": (Condition("uses", "overlaps", ["medicine"]), lambda row: "medicine" in row.uses),
    "edible": (Condition("edible", "is", True), lambda row: row.edible),
    "low": (Condition("height", "most", 20), lambda row: row.height is not None and row.height <= 20),
    "tall": (Condition("height", "least", 30), lambda row: row.height is not None and row.height >= 30),
    "unopened": (Condition("opened_on", "empty", True), lambda row: row.opened_on is None),
    "opened": (Condition("opened_on", "empty", False), lambda row: row.opened_on is not None),
    "early": (Condition("opened_on", "below", date(2020, 3, 1)),
              lambda row: row.opened_on is not None and row.opened_on < date(2020, 3, 1)),
    "tag": (Condition("tag", "holds", "b00"), lambda row: "B00" in row.tag),
    "bed": (Condition("bed_id.name", "is", "Luống 1"), lambda row: row.bed.name == "Luống 1"),
}  # fmt: skip


def test_pages_are_those_of_a_plain_reading(beds: list[int]) -> None:
    chance = random.Random(11)
    with database.acting(access.system()):
        rows = list(Plant.objects.select_related("bed"))
    full = 0
    for _ in range(150):
        reach = chance.choice((Reach.everything(), Reach.of(beds), Reach.of(beds[1:3]), Reach.of(beds[:1])))
        words = chance.choice(((), (), ("tran",), ("an",), ("le", "o"), ("van", "ab1"), ("ab0007",)))
        named = [name for name in CONDITIONS if chance.random() < 0.12]
        order = chance.choice((
            *(Order(column, falling=chance.random() < 0.5) for column in COLUMNS),
            Order(by_unit=True, falling=chance.random() < 0.5),
        ))  # fmt: skip
        fitting = [
            row
            for row in rows
            if row.bed_id in reach and spelled(row, words) and all(CONDITIONS[name][1](row) for name in named)
        ]
        wanted = in_order(fitting, order)
        full += len(wanted) > 100
        asked: Any = {
            "words": words,
            "conditions": [CONDITIONS[name][0] for name in named],
            "size": 40,
            "cap": 100,
        }
        with database.acting(reader(reach)):
            pages = [find_rows(TABLE, order=order, **asked)]
            assert pages[0].total == min(len(wanted), 101), (reach, words, named, order)
            for number in range(3):
                if len(wanted) <= 40 * (number + 1):
                    break
                after = place(wanted[40 * (number + 1) - 1], order)
                pages.append(find_rows(TABLE, order=order, after=after, **asked))
                back = Order(order.column, order.by_unit, not order.falling, empty_first=True)
                before = find_rows(TABLE, order=back, after=place(wanted[40 * (number + 1)], order), **asked)
                assert before.ids == [row.pk for row in wanted[: 40 * (number + 1)]][:-41:-1], (
                    words,
                    named,
                    order,
                )
        shown = [pk for page in pages for pk in page.ids]
        assert shown == [row.pk for row in wanted[: 40 * len(pages)]], (reach, words, named, order)
    assert full > 50, "the questions have long answers, too"


def spelled(row: Plant, words: tuple[str, ...]) -> bool:
    there = row.search.split()
    return all(word in there for word in words[:-1]) and (
        not words or any(word.startswith(words[-1]) for word in there)
    )


def value(row: Plant, order: Order) -> Any:
    return row.bed.name if order.by_unit else getattr(row, COLUMNS[order.column])


def in_order(rows: list[Plant], order: Order) -> list[Plant]:
    filled = sorted(
        (row for row in rows if value(row, order) is not None),
        key=lambda row: (value(row, order), row.pk),
        reverse=order.falling,
    )
    empty = [row for row in rows if value(row, order) is None]
    return filled + sorted(empty, key=lambda row: row.pk, reverse=order.falling)


def place(row: Plant, order: Order) -> Place:
    key = value(row, order) if order.column or order.by_unit else None
    return Place(None if key is None else str(key), row.pk)


def reader(reach: Reach) -> Any:
    from khuevan.kernel.records.tests.specimens.permissions import VIEW_PLANTS

    return actor(VIEW_PLANTS, units=None if reach.is_everything else reach.ids())


def test_a_searched_list_walks_past_the_rows_of_other_words(beds: list[int]) -> None:
    """Along the index that holds the words; of the table it reads the rows that have them, and no other."""
    with database.acting(reader(Reach.everything())):
        found = find_rows(TABLE, words=("an",), order=Order("sort_key"), size=20, cap=50)
        walks, read = scans_of("specimens_plant_name"), scans_of("specimens_plant_pkey")
    assert (len(found.ids), found.total) == (20, 51)
    assert walks == 1
    assert 20 <= read <= 21


def scans_of(index: str) -> int:
    """How often this transaction has looked into the index."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_get_xact_numscans(%s::regclass)", [index])
        row = cursor.fetchone()
    return int(row[0])


def test_nobody_finds_beyond_the_reach_whatever_is_asked(beds: list[int]) -> None:
    with database.acting(reader(Reach.of(beds[:1]))):
        everything = find_rows(TABLE, inside=Reach.everything(), size=ROWS, cap=ROWS)
        other = find_rows(TABLE, inside=Reach.of(beds[1:]), conditions=[Condition("bed_id", "among", beds)])
        mine = Plant.objects.count()
    assert len(everything.ids) == everything.total == mine < ROWS
    assert other == ([], 0)
    with database.acting(reader(Reach.nothing())):
        assert find_rows(TABLE) == ([], 0)


TYPED = ("x' or true --", "%", "\\", "_", "{", "}", "'; drop table specimens_plant; --")


def test_whatever_is_typed_is_only_ever_a_value(beds: list[int]) -> None:
    with database.acting(reader(Reach.of(beds))):
        for typed in TYPED:
            assert find_rows(TABLE, conditions=[Condition("tag", "is", typed)]) == ([], 0), typed
            assert find_rows(TABLE, conditions=[Condition("tag", "holds", typed)]) == ([], 0), typed
            assert find_rows(TABLE, conditions=[Condition("tag", "among", [typed])]) == ([], 0), typed
            assert find_rows(TABLE, words=[typed]) == ([], 0), typed


WRONG = {
    Condition("tag = 'x' or true --", "is", "x"): ProgrammingError,
    Condition("bed_id.password", "is", "x"): ProgrammingError,
    Condition("tag", "is not", "x"): DataError,
    Condition("height", "is", "tall"): DataError,
}


def test_names_that_are_no_columns_are_refused(db: None) -> None:
    with database.acting(reader(Reach.of([1]))):
        for condition, error in WRONG.items():
            with pytest.raises(error), database.acting(access.system()):
                find_rows(TABLE, conditions=[condition])


def test_the_function_below_is_of_no_use_to_the_application_itself(beds: list[int]) -> None:
    """Called by the application's role it runs as that role: row-level security holds, whatever column it is told."""
    with database.acting(reader(Reach.of([1, beds[0]]))), connection.cursor() as cursor:
        cursor.execute(
            "select ids, total from khuevan_find_rows('specimens_plant', 'version', 'search', null, null, null, null,"
            " '{}', null, '[]', '', false, false, false, null, null, 2000, 2000)"
        )
        ids, total = cursor.fetchone()
        mine = set(Plant.objects.values_list("pk", flat=True))
    assert set(ids) == mine
    assert total == len(mine) < ROWS


def test_conditions_that_say_the_same_as_querysets() -> None:
    assert conditions_of(Plant, Q(bed_id__in=[1, 2]) & Q(height__gte=3)) == [
        Condition("bed_id", "among", [1, 2]),
        Condition("height", "least", 3),
    ]
    days = conditions_of(
        Plant, Q(seen_at__date__gte=date(2025, 1, 2)) & Q(seen_at__date__lte=date(2025, 1, 2))
    )
    assert [str(day.value) for day in days if day] == [
        "2025-01-02 00:00:00+07:00",
        "2025-01-03 00:00:00+07:00",
    ]
    for unknown in (
        ~Q(height=3),
        Q(height=3) | Q(height=4),
        Q(bed__name="x"),
        Q(height__range=(1, 2)),
        Q(tag=None),
    ):
        assert None in conditions_of(Plant, unknown)
