"""A release declares facts otherwise: what was frozen under the old shape opens, compares, publishes beside the new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.models import Snapshot
from khuevan.governance.indicators.queries import computing
from khuevan.governance.indicators.rules import Asked, asked_of
from khuevan.governance.indicators.store import manifest, sums
from khuevan.kernel import access, clock, database
from khuevan.kernel.facts import Column, Kind
from khuevan.kernel.measures import Between, Count, Indicator, Split, both, declared, is_one, rows_of, share
from khuevan.kernel.testing import client_for
from khuevan.register.organisations.choices import Line
from khuevan.school.schoolyear.facts import STUDENTS
from khuevan.school.schoolyear.models import Enrolment

from .builders import AT, ON, World

pytestmark = pytest.mark.django_db
REPEATING, SHARE, ALL = (
    "schoolyear.student:repeating", "schoolyear.student:repeating_share", "schoolyear.student:all",
)  # fmt: skip
URL = f"/indicators/values/{REPEATING}"
CACHES = (
    manifest.shape_of, sums.recipe_of, computing.parts_over, computing.used_facts, computing._names,
    computing._totals_of_file,
)  # fmt: skip


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    repeats(made.ka, made.binh)
    services.rebuild(actor=made.officer, at=AT)
    with clock.frozen(AT):
        yield made


@pytest.fixture
def frozen(world: World) -> Snapshot:
    return services.freeze(actor=world.officer, at=AT, period="Năm học trước")


def repeats(*enrolments: Enrolment, value: bool = True) -> None:
    with database.acting(access.system()):
        Enrolment.objects.filter(pk__in=[one.pk for one in enrolments]).update(is_repeating=value)


@pytest.fixture
def release(world: World, frozen: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whether a learner repeats a year becomes the number of years that it repeats: another column of another kind, other
    formulas over it, and a list that shows it; then everything is read anew, as at the start of a release."""
    assert len(STUDENTS.every) == len(STUDENTS.by_name), "both are worked out before they are exchanged"
    columns = tuple(
        Column("years_repeated", Kind.WHOLE, "số năm lưu ban") if one.name == "is_repeating" else one
        for one in STUDENTS.columns
    )
    statement = STUDENTS.statement.replace("e.is_repeating,", "e.is_repeating::int as years_repeated,")
    assert statement != STUDENTS.statement
    _set(monkeypatch, STUDENTS, columns=columns, statement=statement)
    for name in ("every", "by_name"):
        monkeypatch.delitem(STUDENTS.__dict__, name)
    again, school_age = Between("years_repeated", 1), share_of(SHARE)
    _set(monkeypatch, declared()[REPEATING], measure=Count(STUDENTS, again), version=2)
    _set(monkeypatch, declared()[SHARE], measure=share(STUDENTS, again, school_age), version=2)
    rows = rows_of(STUDENTS)
    assert rows is not None
    shown = tuple("years_repeated" if name == "is_repeating" else name for name in rows.shown)
    _set(monkeypatch, rows, shown=shown)
    for cache in CACHES:
        cache.cache_clear()
    services.rebuild(actor=world.officer, at=AT)
    yield
    for cache in CACHES:
        cache.cache_clear()


def share_of(code: str) -> Any:
    measure = declared()[code].measure
    return measure.lower.where  # type: ignore[union-attr]


def _set(monkeypatch: pytest.MonkeyPatch, one: object, **values: object) -> None:
    for name, value in values.items():
        monkeypatch.setitem(one.__dict__, name, value)


def test_records_behind_a_frozen_figure_open_in_the_shape_of_then(
    world: World, frozen: Snapshot, release: None
) -> None:
    repeats(world.binh, value=False)
    services.follow(at=AT)
    client = client_for(world.officer)
    where = f"unit={world.department}&snapshot={frozen.pk}"
    page = client.get(f"{URL}?{where}").content.decode()
    assert "có «lưu ban năm trước»" in page, "the formula of then"
    assert f"/indicators/values/{REPEATING}/records?" in page
    now = client.get(f"{URL}?unit={world.department}").content.decode()
    assert "«số năm lưu ban» từ 1 trở lên" in now
    then = client.get(f"{URL}/records?{where}&part=upper")
    assert then.status_code == 200
    said = then.content.decode()
    assert "Trần Văn Bình" in said
    assert "K&#39;Brẽ Thị Ka" in said
    assert "Số năm lưu ban" not in said, "a column that there was not"
    present = client.get(f"{URL}/records?unit={world.department}&part=upper").content.decode()
    assert "Trần Văn Bình" not in present
    assert "Số năm lưu ban" in present


def test_what_changed_is_told_by_both_formulas(world: World, frozen: Snapshot, release: None) -> None:
    repeats(world.binh, value=False)
    repeats(world.anh)
    services.follow(at=AT)
    client = client_for(world.officer)
    compared = client.get(f"{URL}?unit={world.department}").content.decode()
    assert "hồ sơ nào đã đổi" in compared
    answer = client.get(f"{URL}/changes?unit={world.department}&snapshot={frozen.pk}&part=upper")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Công thức đã đổi từ đó" in page
    assert "có «lưu ban năm trước»" in page
    with database.acting(world.officer):
        place = queries.place_of(world.officer, world.department, Line.MANAGING, on=ON)
        then, now = queries.frozen(frozen), queries.current()
        assert place is not None
        assert then is not None
        assert now is not None
        found = queries.difference(
            world.officer, declared()[REPEATING], place, Asked(), "upper", then, now, on=ON
        )
    assert found is not None
    assert [one.row["title"] for one in found.came] == ["Nguyễn Thị Ánh"]
    assert [one.row["title"] for one in found.went] == ["Trần Văn Bình"]
    assert [one.name for one in found.columns] == ["years_repeated", "is_repeating"]
    assert (found.then, found.now, found.is_of_another_formula) == (2, 2, True)
    assert "lưu ban năm trước: Có → chưa có cột này" in page


def test_figures_stand_beside_each_other_everywhere(world: World, frozen: Snapshot, release: None) -> None:
    client = client_for(world.officer)
    api = f"/api/v1/indicators/{REPEATING}"
    then = client.get(f"{api}/lineage", {"unit": world.department, "state": frozen.pk}).json()
    now = client.get(f"{api}/lineage", {"unit": world.department}).json()
    assert (then["value"], then["version"], now["value"], now["version"]) == (2, 1, 2, 2)
    assert then["formula"] != now["formula"]
    assert client.get(then["parts"][0]["records"]).status_code == 200
    table = client.get(f"{api}/table", {"unit": world.department, "state": frozen.pk, "by": "sex"}).json()
    assert {(one["unit_id"], one["word"]): one["value"] for one in table["items"]}[world.school, "male"] == 1
    words = {"unit": world.department, "ind": REPEATING, "state": frozen.pk, "form": "pyramid"}
    pyramid = client.get("/indicators/explorer", words)
    assert pyramid.status_code == 200
    assert "Không có giá trị nào để vẽ tháp" not in pyramid.content.decode()
    assert "data-chart" in pyramid.content.decode()
    wanted = [queries.Wanted(REPEATING, {"sex": "male"}), queries.Wanted(ALL)]
    state = queries.frozen(frozen)
    assert state is not None
    with database.acting(world.officer):
        assert queries.holds(state, wanted)
        assert queries.counted(world.officer, world.department, wanted, on=ON, state=state) == [1, 5]
        assert queries.counted(world.officer, world.department, wanted, on=ON) == [1, 5]


def test_the_public_reads_the_frozen_state_by_the_formula_of_then(
    world: World, frozen: Snapshot, release: None
) -> None:
    services.set_threshold(actor=world.officer, at=AT, least=3, valid_from=AT.date(), source="Thử", trust="-")
    services.publish(actor=world.officer, at=AT, code=REPEATING, splits=[], reason="Công khai số lưu ban")
    found = queries.published(REPEATING, on=ON)
    assert found is not None
    assert found.indicator.version == 1
    assert found.period == "Năm học trước"
    assert queries.published(REPEATING, on=ON) is found, "computed once"


def test_a_question_that_the_old_shape_cannot_answer_is_not_answered_wrongly(
    world: World, frozen: Snapshot, release: None
) -> None:
    """A split over the new column, or a column that held something of another kind, asks nothing of the old state."""
    state = queries.frozen(frozen)
    assert state is not None
    new = Split("years_repeated", "Số năm lưu ban")
    own = replace(declared()[ALL], splits=(new,), is_own=True)
    asked = asked_of(own, {"years_repeated": "1"})
    assert asked.words == {"years_repeated": "1"}
    with database.acting(world.officer):
        place = queries.place_of(world.officer, world.department, Line.MANAGING, on=ON)
        assert place is not None
        assert queries.answer(world.officer, own, place, asked, on=ON, state=state) is None
        behind = queries.behind(world.officer, own, place, asked, "", on=ON, first=0, most=5, state=state)
        assert behind is None
        now = queries.behind(world.officer, own, place, asked, "", on=ON, first=0, most=5)
        assert now is not None
        assert now.number == 2
    kinds = Indicator(
        "own.indicator:kinds", own.group, Count(STUDENTS, both(is_one("years_repeated", 1))), label="Thử",
        unit="em", source=own.source, is_own=True,
    )  # fmt: skip
    assert state.read(kinds) is None, "nobody kept a formula of it"
