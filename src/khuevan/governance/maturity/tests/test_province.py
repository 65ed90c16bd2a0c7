"""All schools at once, by set: the same proposals as one by one, by the same number of queries however many they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.governance.indicators import services as indicators
from khuevan.governance.maturity import queries, services
from khuevan.kernel import access, clock, database
from khuevan.kernel.records import Invalid
from khuevan.register.organisations.tests.builders import make_school

from .builders import AT, EDITION, ON, YEAR, World, numbered

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def asked() -> tuple[services.Reproposed, int]:
    with CaptureQueriesContext(connection) as captured:
        done = services.propose_all(at=AT, edition=queries.edition(EDITION), year=YEAR)
    return done, len(captured)


def test_the_set_says_what_each_says_alone_and_asks_no_more_of_more(world: World) -> None:
    numbered(world.anh, "068317000001")
    with pytest.raises(Invalid, match="chưa được dựng"):
        services.propose_all(at=AT, edition=queries.edition(EDITION), year=YEAR)
    indicators.rebuild(actor=access.system(), at=AT)
    done, _first = asked()
    assert (done.units, done.changed) == (3, 3)
    again, three = asked()
    assert again.changed == 0
    edition = queries.edition(EDITION)
    with database.acting(access.system()):
        kept = queries.kept_proposal(edition, world.school, YEAR)
        alone = queries.proposal_of(
            access.system(), queries.index(edition, ON), world.school, year=YEAR, on=ON
        )
    assert kept is not None
    assert (kept.scores, kept.seen) == (alone.scores, alone.seen)
    for number in range(4):
        make_school(world.country.commune, f"Trường Tiểu học số {number}")
    more, _first = asked()
    assert more.units == 7
    _again, seven = asked()
    assert seven == three


def test_the_bench_measures_what_it_says(world: World) -> None:
    from bench.maturity import measured

    figures = list(measured(AT, ON))
    assert [one.name for one in figures] == [
        "3 schools re-proposed by 15 probes", "one school from its records",
    ]  # fmt: skip
