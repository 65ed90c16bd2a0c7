"""Reaches behave as the sets that they stand for, and PostgreSQL reads them as the same sets."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.access import Reach

ids = st.sets(st.integers(min_value=1, max_value=60), max_size=40)


@given(ids, ids)
def test_set_algebra(left: set[int], right: set[int]) -> None:
    a, b = Reach.of(left), Reach.of(right)
    assert set((a | b).ids()) == left | right
    assert set((a & b).ids()) == left & right
    assert a.covers(b) == (right <= left)
    assert len(a) == len(left)
    assert all((n in a) == (n in left) for n in range(62))


@given(ids)
def test_neighbours_join_into_one_range(numbers: set[int]) -> None:
    ranges = Reach.of(numbers).ranges
    assert all(past < first for (_, past), (first, _) in zip(ranges, ranges[1:], strict=False))


def test_everything_and_nothing() -> None:
    assert Reach.everything().is_everything
    assert 0 in Reach.everything()
    assert 2_000_000_000 in Reach.everything()
    assert not Reach.nothing()
    assert Reach.nothing() | Reach.of([3]) == Reach.of([3])
    assert Reach.everything() & Reach.of([3]) == Reach.of([3])
    assert (Reach.everything() | Reach.of([3])).is_everything
    with pytest.raises(ValueError, match="cannot be listed"):
        Reach.everything().ids()
    assert "3" not in Reach.of([3])


@pytest.mark.django_db
def test_postgresql_reads_the_same_set() -> None:
    reach = Reach.of([1, 2, 3, 7, 9, 10])
    with connection.cursor() as cursor:
        cursor.execute(
            "select array_agg(n) from generate_series(1, 12) n where n <@ %s::int4multirange", [reach.sql()]
        )
        assert cursor.fetchone()[0] == reach.ids()
        cursor.execute("select 0 <@ %s::int4multirange", [Reach.everything().sql()])
        assert cursor.fetchone()[0] is True
        cursor.execute("select 1 <@ %s::int4multirange", [Reach.nothing().sql()])
        assert cursor.fetchone()[0] is False
