"""The explorer: what stands beside what, whose scope answers, which tree a frozen figure is of."""

from __future__ import annotations

import io
from collections.abc import Iterator

import polars as pl
import pytest

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.rules.exploring import Bounds, axis_of, classes
from khuevan.kernel import clock, database
from khuevan.kernel.testing import actor, client_for
from khuevan.kernel.testing.queries import assert_queries

from .builders import AT, COHO, EVERYTHING, World, changed

ALL, GIRLS = "schoolyear.student:all", "schoolyear.student:girls_share"
EXPLORER = "/indicators/explorer"


@pytest.mark.parametrize(
    ("split", "units", "states", "axis"),
    [(True, 5, 3, "value"), (False, 5, 1, "unit"), (False, 1, 4, "state"), (False, 9, 2, "unit")],
)  # fmt: skip
def test_what_stands_in_the_rows(split: bool, units: int, states: int, axis: str) -> None:
    assert axis_of(split=split, units=units, states=states) == axis


@pytest.mark.parametrize(
    ("values", "ranges"),
    [
        ([], []),
        ([3], [(3, 3)]),
        ([5, 5, 5, 5, 5], [(5, 5)]),
        ([1, 2, 3, 4, 5, 6, 7, 8], [(1, 2), (3, 4), (5, 6), (7, 8)]),
        ([1, 1, 1, 1, 100], [(1, 1), (100, 100)]),
    ],
)
def test_ranges_of_a_map(values: list[float], ranges: list[tuple[float, float]]) -> None:
    assert classes(values) == ranges


@pytest.fixture
def world(db: None) -> World:
    made = World()
    services.rebuild(actor=made.officer, at=AT)
    return made


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with clock.frozen(AT):
        yield


def frame(world: World, **words: object) -> list[tuple[str, str, str, float]]:
    answer = client_for(world.officer).get(f"{EXPLORER}/export/parquet", {"unit": world.department, **words})
    assert answer.status_code == 200
    found = pl.read_parquet(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    return [tuple(row) for row in found.select("code", "unit", "value_of", "value").rows()]


def test_indicators_stand_beside_each_other_at_several_units(world: World) -> None:
    found = frame(world, ind=[ALL, GIRLS], u=[world.department, world.commune])
    assert [(code, value) for code, _unit, _of, value in found] == [
        (ALL, 5),
        (ALL, 4),
        (GIRLS, 60),
        (GIRLS, 50),
    ]
    apart = frame(world, ind=[ALL], u="below", by="sex")
    assert {(of, value) for _code, _unit, of, value in apart} == {
        ("Nữ", 2),
        ("Nam", 2),
        ("Nữ", 1),
        ("Nam", 0),
    }


@pytest.mark.parametrize("form", ["table", "bar", "line", "pyramid", "map", "nonsense"])
def test_every_form_answers(world: World, form: str) -> None:
    client = client_for(world.officer)
    with assert_queries(24, at_most=True):
        page = client.get(EXPLORER, {"unit": world.department, "ind": ALL, "u": "below", "form": form})
    assert page.status_code == 200
    assert "Xã Di Linh" in page.content.decode()


@pytest.mark.parametrize(
    "words", [{"ind": "\x00"}, {"u": "²"}, {"u": "9" * 30}, {"state": "²"}, {"state": "99"}, {"by": "x"}, {"bounds": "x"}]
)  # fmt: skip
def test_nonsense_asks_nothing(world: World, words: dict[str, str]) -> None:
    assert client_for(world.officer).get(EXPLORER, {"unit": world.commune, **words}).status_code == 200


def test_a_kept_view_shows_everybody_the_own_scope(world: World) -> None:
    client = client_for(world.officer)
    question = f"ind={ALL}&unit={world.department}&u=below"
    kept = client.post(f"{EXPLORER}/keep", {"name": "So xã", "question": question, "shared": "1"})
    assert kept.status_code == 302
    url = kept.headers["Location"]
    assert client.get(url).headers["Location"] == f"{EXPLORER}?{question}"
    other = client_for(actor(*EVERYTHING, units=[world.school], outline=[world.commune], account_id=7))
    assert other.get(url).headers["Location"] == f"{EXPLORER}?{question}"
    assert other.get(f"{EXPLORER}?{question}").status_code == 404, (
        "the department is not in the reader's scope"
    )
    assert other.post(f"{url}/drop").status_code == 404
    assert client.post(f"{url}/drop").status_code == 302
    assert client.get(url).status_code == 404
    alone = client.post(f"{EXPLORER}/keep", {"name": "Riêng", "question": question}).headers["Location"]
    assert other.get(alone).status_code == 404
    assert client.post(f"{EXPLORER}/keep", {"name": "", "question": question}).headers["Location"] == EXPLORER


def test_frozen_figures_stand_beside_the_present_one(world: World) -> None:
    services.freeze(actor=world.officer, at=AT, period="Đầu năm 2026-2027")
    one = queries.snapshots()[0]
    changed(world.binh, ethnicity=COHO)
    services.follow(at=AT)
    found = frame(world, ind=["schoolyear.student:minority"], u=[world.commune], state=[str(one.pk), "now"])
    assert len(found) == 2
    page = client_for(world.officer).get(
        EXPLORER, {"unit": world.commune, "ind": ALL, "state": [one.pk, "now"], "form": "line"}
    )
    assert "Đầu năm 2026-2027" in page.content.decode()


def test_bounds_of_then_or_now(world: World) -> None:
    """A frozen figure is of the tree of its day; on today's tree a closed school counts for the one that took it over."""
    from khuevan.governance.indicators.queries.boundaries import members_within
    from khuevan.register.organisations.choices import Line

    services.freeze(actor=world.officer, at=AT, period="Đầu năm")
    state = queries.frozen(queries.snapshots()[0])
    assert state is not None
    with database.acting(world.officer):
        for bounds in Bounds:
            found = members_within(world.officer, [world.commune], Line.MANAGING, state, bounds, AT.date())
            assert set(found.frame["unit_id"]) == {world.commune, world.school, world.near}
            assert found.left_out == []


def test_programs_get_every_unit_page_by_page_and_as_files(world: World) -> None:
    client, api = client_for(world.officer), f"/api/v1/indicators/{ALL}"
    table = client.get(f"{api}/table", {"unit": world.department, "by": "sex", "limit": 3}).json()
    assert (table["total"], len(table["items"])) == (9, 3)
    rows = b"".join(client.get(f"{api}/table.csv", {"unit": world.department}).streaming_content).decode()  # type: ignore[attr-defined]
    assert rows.splitlines()[0] == "unit_id,name,word,said,value,upper,lower"
    assert f"{world.commune},Xã Di Linh,,,4.0" in rows
    answer = client.get(f"{api}/table.parquet", {"unit": world.department})
    found = pl.read_parquet(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert dict(found.select("unit_id", "value").rows())[world.school] == 3
    head = client_for(world.head)
    assert head.get(f"{api}/table", {"unit": world.commune}).status_code == 404
    assert {one["unit_id"] for one in head.get(f"{api}/table", {"unit": world.school}).json()["items"]} == {
        world.school
    }
    for nonsense in ({"state": 999}, {"unit": 99_999_999}):
        assert client.get(f"{api}/table", nonsense).status_code == 404


def test_lineage_says_where_a_value_comes_from(world: World) -> None:
    services.freeze(actor=world.officer, at=AT, period="Đầu năm")
    one = queries.snapshots()[0]
    client, api = client_for(world.officer), f"/api/v1/indicators/{GIRLS}/lineage"
    said = client.get(api, {"unit": world.commune, "state": one.pk}).json()
    assert (said["value"], [part["number"] for part in said["parts"]]) == (50.0, [2, 4])
    assert (said["period"], said["digest"], said["facts"]) == ("Đầu năm", one.digest, ["schoolyear.student"])
    assert client.get(said["parts"][0]["records"]).status_code == 200
    assert client.get(api, {"unit": world.commune}).json()["digest"] == ""
