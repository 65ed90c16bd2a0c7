"""Units that merged or moved in mid-year, schools with nothing: every figure once, in the right place, on either tree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.models import Snapshot
from khuevan.governance.indicators.rules import asked_of
from khuevan.governance.indicators.rules.exploring import Bounds
from khuevan.kernel import access, clock, database
from khuevan.kernel.measures import declared
from khuevan.kernel.testing import actor, client_for
from khuevan.register.organisations import services as organisations
from khuevan.register.organisations.choices import Line, UnitKind
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.tests.builders import decree, make_school
from khuevan.school.schoolyear.models import Enrolment

from .builders import AT, EVERYTHING, ON, World, child

pytestmark = pytest.mark.django_db
ALL, GIRLS, SIZE, MEDIAN = (
    "schoolyear.student:all", "schoolyear.student:girls_share", "schoolyear.class_group:size",
    "schoolyear.student:median_age",
)  # fmt: skip
CHANGE = date(2026, 12, 1)
"""A day in mid-year, after the figures were frozen and before they are looked at."""
LATER = datetime(2026, 12, 3, 3, 0, tzinfo=UTC)
Series = dict[tuple[str, int], float | None]


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    services.rebuild(actor=made.officer, at=AT)
    with clock.frozen(LATER):
        yield made


@pytest.fixture
def before(world: World) -> Snapshot:
    return services.freeze(actor=world.officer, at=AT, period="Đầu năm học")


def series(
    world: World, before: Snapshot, units: list[int], bounds: Bounds, line: Line = Line.MANAGING
) -> Series:
    """What the explorer says of the units: then, and now."""
    with database.acting(world.officer):
        place = queries.place_of(world.officer, world.department, line, on=LATER.date())
        then, now = queries.frozen(before), queries.current()
        assert place is not None
        assert then is not None
        assert now is not None
        states = [("then", then), ("now", now)]
        found = queries.explored(
            world.officer, [declared()[ALL]], units, place, {}, states, bounds, today=LATER.date()
        )
    assert found.silent == []
    assert found.left_out == []
    return {(one.state, one.unit): one.figure.value for one in found.found}


def merged(world: World) -> None:
    """Lê Lợi goes into Kim Đồng; its one boy's record still names Lê Lợi."""
    with database.acting(access.system()):
        organisations.merge_units(
            access.system(),
            organisations.MergeUnits(decree=decree(CHANGE), source_ids=(world.near,), into_id=world.school),
            at=LATER,
        )
    services.follow(at=LATER)


def test_what_merged_counts_once_for_who_took_it_over(world: World, before: Snapshot) -> None:
    merged(world)
    units = [world.department, world.commune, world.far, world.school]
    then = series(world, before, [*units, world.near], Bounds.THEN)
    assert [then["then", unit] for unit in (*units, world.near)] == [5, 4, 1, 3, 1]
    now = series(world, before, units, Bounds.NOW)
    assert [now["then", unit] for unit in units] == [5, 4, 1, 4]
    assert [now["now", unit] for unit in units] == [5, 4, 1, 4], "not lost with the school that closed"
    for found in (then, now):
        for state in ("then", "now"):
            assert found[state, world.department] == found[state, world.commune] + found[state, world.far]  # type: ignore[operator]
    assert then["then", world.commune] == then["then", world.school] + then["then", world.near]  # type: ignore[operator]


def test_the_record_passes_over_and_is_counted_once(world: World, before: Snapshot) -> None:
    merged(world)
    with database.acting(access.system()):
        Enrolment.objects.filter(pk=world.duc.pk).update(school_id=world.school)
    services.follow(at=LATER)
    units = [world.department, world.commune, world.school]
    assert [series(world, before, units, Bounds.NOW)["now", unit] for unit in units] == [5, 4, 4]
    services.rebuild(actor=world.officer, at=LATER)
    assert [series(world, before, units, Bounds.NOW)["now", unit] for unit in units] == [5, 4, 4]


def test_pages_of_either_day_show_the_tree_of_that_day(world: World, before: Snapshot) -> None:
    merged(world)
    client = client_for(world.officer)
    url = f"/indicators/values/{ALL}"
    then = client.get(f"{url}?unit={world.commune}&snapshot={before.pk}").content.decode()
    assert "Trường Tiểu học Lê Lợi" in then
    now = client.get(f"{url}?unit={world.commune}").content.decode()
    assert "Trường Tiểu học Lê Lợi" not in now
    records = client.get(f"{url}/records?unit={world.school}").content.decode()
    assert "Phan Văn Đức" in records, "with the records of the school that was taken over"
    own = client.get(f"{url}/records?unit={world.school}&snapshot={before.pk}").content.decode()
    assert "Phan Văn Đức" not in own
    why = client.get(f"{url}/changes?unit={world.school}&snapshot={before.pk}").content.decode()
    assert "Phan Văn Đức" in why
    assert "đơn vị của hồ sơ đổi cơ quan cấp trên" in why
    api = f"/api/v1/indicators/{ALL}/table"
    rows = client.get(api, {"unit": world.commune}).json()["items"]
    assert {one["unit_id"]: one["value"] for one in rows} == {world.commune: 4, world.school: 4}
    rows = client.get(api, {"unit": world.commune, "state": before.pk}).json()["items"]
    assert {one["unit_id"]: one["value"] for one in rows} == {
        world.commune: 4, world.school: 3, world.near: 1,
    }  # fmt: skip


def test_a_report_of_either_day_counts_each_learner_once(world: World, before: Snapshot) -> None:
    merged(world)
    wanted = [queries.Wanted(ALL)]
    with database.acting(world.officer):
        counted = {
            day: [
                queries.counted(world.officer, unit, wanted, on=day)[0]
                for unit in (world.commune, world.school)
            ]
            for day in (ON, LATER.date())
        }
        at_near = queries.counted(world.officer, world.near, wanted, on=ON)
    assert counted == {ON: [4, 3], LATER.date(): [4, 4]}
    assert at_near == [1]


def test_the_months_that_are_kept_count_it_once_too(world: World, before: Snapshot) -> None:
    merged(world)
    services.keep_months(actor=world.officer, at=LATER)
    shown = {}
    with database.acting(world.officer):
        for unit in (world.department, world.commune, world.school):
            place = queries.place_of(world.officer, unit, Line.MANAGING, on=LATER.date())
            assert place is not None
            found = queries.dashboard(world.officer, place, [ALL], "", on=LATER.date())
            assert found is not None
            shown[unit] = [figure and figure.value for figure in found.tiles[0].figures]
    assert shown == {world.department: [5, 5], world.commune: [4, 4], world.school: [3, 4]}


def test_the_public_sees_no_school_that_is_no_more(world: World) -> None:
    for number in range(6):
        child(world.near, f"Cao Văn {'ABCDEG'[number]}", "male")
        child(world.school, f"Cao Thị {'ABCDEG'[number]}", "female")
        child(world.other, f"Ka Thị {'ABCDEG'[number]}", "female")
    services.set_threshold(
        actor=world.officer, at=AT, least=5, days=1, valid_from=AT.date(), source="Thử", trust="-"
    )
    services.publish(actor=world.officer, at=AT, code=ALL, splits=["sex"], reason="Công khai số học sinh")
    services.rebuild(actor=world.officer, at=AT)
    services.freeze(actor=world.officer, at=AT, period="Trước sáp nhập")
    before = queries.published(ALL, on=AT.date())
    assert before is not None
    assert [one and one.value for one in (before.totals[world.school], before.totals[world.near])] == [9, 7]
    merged(world)
    assert queries.published(ALL, on=LATER.date()) is not None
    services.freeze(actor=world.officer, at=LATER, period="Sau sáp nhập")
    after = queries.published(ALL, on=LATER.date())
    assert after is not None
    figure = after.totals[world.school]
    assert figure is not None
    assert figure.value == 16
    assert world.near not in after.totals
    assert world.school not in after.below, "and nobody stands under a school"


def test_a_school_with_two_communes_in_one_year(world: World, before: Snapshot) -> None:
    """Kim Đồng passes from Di Linh to Bảo Thuận on the managing line; a school that the department directs keeps its
    professional body."""
    with database.acting(access.system()):
        organisations.move_unit(
            access.system(),
            organisations.MoveUnit(
                decree=decree(CHANGE),
                unit_id=world.school,
                managing_parent_id=world.far,
                commune_id=world.far,
            ),
            at=LATER,
        )
    services.follow(at=LATER)
    units = [world.department, world.commune, world.far, world.school]
    then, now = (series(world, before, units, bounds) for bounds in (Bounds.THEN, Bounds.NOW))
    assert [then["then", unit] for unit in units] == [5, 4, 1, 3]
    assert [now["then", unit] for unit in units] == [5, 1, 4, 3]
    assert [now["now", unit] for unit in units] == [5, 1, 4, 3]
    lines = {line: series(world, before, [world.department, world.school], Bounds.NOW, line) for line in Line}
    assert lines[Line.MANAGING] == lines[Line.PROFESSIONAL], "what the department directs it directs still"
    with database.acting(world.officer):
        wanted = [queries.Wanted(ALL)]
        assert [queries.counted(world.officer, world.far, wanted, on=day) for day in (ON, LATER.date())] == [
            [1],
            [4],
        ]


def test_the_professional_line_is_another_tree(world: World, before: Snapshot) -> None:
    """What a commune manages and the department directs counts below the commune on one line, directly below the
    department on the other; in all for both the same."""
    by_line: dict[Line, dict[int, float | None]] = {}
    for line in Line:
        with database.acting(world.officer):
            place = queries.place_of(world.officer, world.department, line, on=LATER.date())
            assert place is not None
            found = queries.answer(
                world.officer, declared()[ALL], place, asked_of(declared()[ALL], {}), on=ON
            )
        assert found is not None
        assert found.figure.value == 5
        by_line[line] = {unit: figure.value for unit, figure in found.below.items()}
        assert sum(value or 0 for value in by_line[line].values()) == 5, line
    assert by_line[Line.MANAGING] == {world.commune: 4, world.far: 1}


@pytest.fixture
def empty(world: World) -> int:
    """A school that opened and has nobody yet."""
    with database.acting(access.system()):
        commune = OrgUnit.objects.get(pk=world.commune)
    made = make_school(commune, "Trường Tiểu học Chưa Có Ai", UnitKind.PRIMARY).pk
    services.rebuild(actor=world.officer, at=LATER)
    return made


def test_an_empty_school_divides_by_nothing_on_no_page(world: World, empty: int) -> None:
    client = client_for(actor(*EVERYTHING, units=[empty], outline=[world.commune, world.department]))
    pages: list[tuple[str, dict[str, Any]]] = [("/indicators/", {}), (f"/indicators/units/{empty}", {})]
    for code in (ALL, GIRLS, SIZE, MEDIAN):
        url = f"/indicators/values/{code}"
        pages += [(url, {}), (url, {"by": "grade"}), (f"{url}/export", {})]
        forms = ("table", "bar", "line", "pyramid", "map")
        pages += [("/indicators/explorer", {"ind": code, "form": form}) for form in forms]
        said = client.get(f"/api/v1/indicators/{code}/values", {"unit": empty}).json()
        assert said["value"] == (0 if code == ALL else None), code
        if code in (GIRLS, SIZE):
            assert (said["upper"], said["lower"]) == (0, 0), code
    for page, words in pages:
        answer = client.get(page, {"unit": empty, **words})
        assert answer.status_code == 200, page
        if not answer.streaming:
            words_said = set(answer.content.decode().lower().replace(">", " ").replace("<", " ").split())
            assert words_said.isdisjoint({"nan", "inf", "none"}), page


def test_what_people_define_divides_by_nothing_too(world: World, empty: int) -> None:
    """The mean of a column that nobody has filled."""
    services.propose_indicator(
        actor=world.head, at=LATER, word="mean_late", label="Số năm trễ bình quân", unit="năm", decimals=2,
        facts="schoolyear.student", definition={"measure": "mean", "column": "years_late", "where": [
            {"column": "grade", "is": "one", "values": ["12"]}]}, splits=["sex"], purpose="Thử chia cho không",
    )  # fmt: skip
    decider = actor(*EVERYTHING, units=None, account_id=9)
    services.decide_indicator(actor=decider, at=LATER, own_id=_last(), approves=True)
    client = client_for(world.officer)
    said = client.get(
        "/api/v1/indicators/own.indicator:mean_late/values", {"unit": world.department, "by": "sex"}
    ).json()
    assert (said["value"], said["lower"]) == (None, 0)
    assert {(one["word"], one["value"]) for one in said["split"]} == {("female", None), ("male", None)}
    page = client.get("/indicators/values/own.indicator:mean_late", {"unit": world.department})
    assert page.status_code == 200


def _last() -> int:
    return queries.own_indicators()[0].pk
