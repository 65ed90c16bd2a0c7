"""Values at every level, taken apart, of a scope; and that following changes gives what a rebuild gives."""

from __future__ import annotations

import random
from datetime import date

import polars as pl
import pytest

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.queries.computing import totals, used_facts
from khuevan.governance.indicators.rules import Asked, asked_of
from khuevan.governance.indicators.services import refreshing
from khuevan.governance.indicators.store import store
from khuevan.kernel import access, database, facts
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.measures import declared
from khuevan.register.organisations.choices import Line
from khuevan.school.schoolyear.choices import GONE, EnrolmentStatus
from khuevan.school.schoolyear.facts import STUDENTS
from khuevan.school.schoolyear.models import Enrolment
from khuevan.school.schoolyear.tests import builders as schoolyear

from .builders import AT, COHO, KINH, ON, World, changed, child

pytestmark = pytest.mark.django_db
ALL, GIRLS, MINORITY_GIRLS, SIZE, MEDIAN = (
    "schoolyear.student:all", "schoolyear.student:girls_share", "schoolyear.student:minority_girls",
    "schoolyear.class_group:size", "schoolyear.student:median_age",
)  # fmt: skip

GONE_FOR_GOOD, STAYS = sorted(GONE)[0], {"left_on": None, "status": EnrolmentStatus.STUDYING}


@pytest.fixture
def world() -> World:
    made = World()
    services.rebuild(actor=made.officer, at=AT)
    return made


def answered(actor: Actor, code: str, unit: int, **words: str) -> queries.Answer:
    with database.acting(actor):
        place = queries.place_of(actor, unit, Line.MANAGING, on=ON)
        assert place is not None
        found = queries.answer(actor, declared()[code], place, asked_of(declared()[code], words), on=ON)
    assert found is not None
    return found


def test_a_value_adds_up_the_tree(world: World) -> None:
    values = {
        unit: answered(world.officer, ALL, unit).figure.value
        for unit in (world.department, world.commune, world.far, world.school, world.near, world.other)
    }
    assert list(values.values()) == [5, 4, 1, 3, 1, 1]
    below = answered(world.officer, ALL, world.department).below
    assert {unit: figure.value for unit, figure in below.items()} == {world.commune: 4, world.far: 1}


def test_a_ratio_comes_from_parts_added_up_first(world: World) -> None:
    """Not from the ratios below: two girls of three and none of one are two of four."""
    commune = answered(world.officer, GIRLS, world.commune).figure
    assert (commune.value, commune.upper, commune.lower) == (50.0, 2, 4)
    below = answered(world.officer, GIRLS, world.commune).below
    assert round(below[world.school].value or 0, 3) == 66.667
    assert below[world.near].value == 0


def test_a_ratio_over_nothing_is_nothing(world: World) -> None:
    figure = answered(world.officer, SIZE, world.near).figure
    assert (figure.value, figure.lower) == (None, 0)


def test_a_value_is_taken_apart_and_held_fast(world: World) -> None:
    apart = answered(world.officer, ALL, world.department, by="sex").split
    assert {value: figure.value for value, figure in apart.items()} == {"female": 3, "male": 2}
    girls = answered(world.officer, ALL, world.department, sex="female")
    assert girls.figure.value == 3
    assert {unit: figure.value for unit, figure in girls.below.items()} == {world.commune: 2, world.far: 1}
    assert answered(world.officer, ALL, world.department, sex="female", by="sex").split == {}


@pytest.mark.parametrize(
    "words", [{"sex": "x"}, {"by": "national_id"}, {"grade": "\x00"}, {"age": "9" * 40}, {"age": "²"}]
)
def test_nonsense_in_an_address_asks_nothing_dangerous(world: World, words: dict[str, str]) -> None:
    assert answered(world.officer, ALL, world.department, **words).figure.value in (0, 5)


def test_a_median_is_exact_at_every_level(world: World) -> None:
    changed(world.duc, birth_date=date(2010, 5, 1))
    services.rebuild(actor=world.officer, at=AT)
    assert answered(world.officer, MEDIAN, world.near).figure.value == 16
    whole = answered(world.officer, MEDIAN, world.department).figure.value
    assert whole == answered(world.officer, MEDIAN, world.school).figure.value


def test_nobody_sees_past_the_own_scope(world: World) -> None:
    with database.acting(world.head):
        assert queries.place_of(world.head, world.commune, Line.MANAGING, on=ON) is None
        assert queries.place_of(world.head, world.other, Line.MANAGING, on=ON) is None
        own = queries.place_of(world.head, world.school, Line.MANAGING, on=ON)
        assert own is not None
        assert own.above == ()
    with database.acting(world.commune_officer):
        place = queries.place_of(world.officer, world.other, Line.MANAGING, on=ON)
        assert place is None or place.id == world.other
    far = queries.Place(world.far, "Xã khác", Line.MANAGING, (), ())
    with database.acting(world.head), pytest.raises(Refused):
        queries.answer(world.head, declared()[ALL], far, Asked(), on=ON)


def test_the_records_behind_a_figure_are_those_that_were_counted(world: World) -> None:
    def titles(actor: Actor, unit: int, code: str, which: str = "upper", **words: str) -> list[str]:
        with database.acting(actor):
            place = queries.place_of(actor, unit, Line.MANAGING, on=ON)
            assert place is not None
            asked = asked_of(declared()[code], words)
            found = queries.behind(actor, declared()[code], place, asked, which, on=ON, first=0, most=50)
        assert found is not None
        assert found.number == len(found.rows)
        return [row["title"] for row in found.rows]

    assert titles(world.officer, world.department, MINORITY_GIRLS) == ["K'Brẽ Thị Ka"]
    assert titles(world.officer, world.commune, GIRLS) == ["K'Brẽ Thị Ka", "Nguyễn Thị Ánh"]
    assert len(titles(world.officer, world.commune, GIRLS, "lower")) == 4
    assert titles(world.officer, world.commune, ALL, sex="male") == ["Trần Văn Bình", "Phan Văn Đức"]
    own = queries.Place(world.school, "Trường", Line.MANAGING, (), ())
    with database.acting(world.reader), pytest.raises(Refused):
        queries.behind(world.reader, declared()[ALL], own, Asked(), "", on=ON, first=0, most=5)


def test_a_mended_record_moves_the_figure(world: World) -> None:
    assert answered(world.officer, MINORITY_GIRLS, world.commune).figure.value == 1
    changed(world.anh, ethnicity=COHO)
    followed = services.follow(at=AT)
    assert [one.whole for one in followed] == [False]
    assert 1 <= followed[0].rows <= len(used_facts()), "the one child, in each of the facts that it is in"
    assert answered(world.officer, MINORITY_GIRLS, world.commune).figure.value == 2
    assert services.follow(at=AT) == []


def test_a_row_moved_by_hand_leaves_the_unit_it_stood_in(world: World) -> None:
    moved(world.duc, world.other)
    assert [one.whole for one in services.follow(at=AT)] == [False]
    assert answered(world.officer, ALL, world.near).figure.value == 0
    assert answered(world.officer, ALL, world.far).figure.value == 2


def moved(enrolment: Enrolment, school_id: int) -> None:
    """Into another school, past the rules."""
    with database.acting(access.system()):
        Enrolment.objects.filter(pk=enrolment.pk).update(school_id=school_id, class_group=None)


def stored() -> dict[str, pl.DataFrame]:
    state = store().current()
    assert state is not None
    return {one.code: store().rows(state, one).collect().sort("unit_id", "id") for one in used_facts()}


def added_up() -> dict[str, pl.DataFrame]:
    state = store().current()
    assert state is not None
    frames = {one.code: totals(store(), state, one) for one in used_facts()}
    return {
        code: frame.group_by("unit_id").sum().filter(pl.col("rows") != 0).sort("unit_id")
        for code, frame in frames.items()
    }


def test_following_random_edits_gives_exactly_what_a_rebuild_gives(world: World) -> None:
    chance = random.Random(20261126)
    other_group = schoolyear.class_group(world.school, name="2B")
    children = [world.anh, world.ka, world.binh, world.duc, world.chi]
    for number in range(12):
        who = chance.choice(children)
        match chance.randrange(6):
            case 0:
                changed(who, ethnicity=chance.choice([KINH, COHO]), sex=chance.choice(["female", "male"]))
            case 1:
                changed(who, birth_date=date(chance.randrange(2012, 2019), 3, 4))
            case 2:
                school = chance.choice([world.school, world.near, world.other])
                children.append(child(school, f"Trần Thị {'ABCDEGHIKLMN'[number]}", "female"))
            case 3:
                moved(who, chance.choice([world.school, world.near, world.other]))
            case 4:
                with database.acting(access.system()):
                    group = chance.choice([world.group, other_group, None])
                    Enrolment.objects.filter(school_id=world.school, pk=who.pk).update(class_group=group)
            case _:
                with database.acting(access.system()):
                    gone = {"left_on": ON, "status": GONE_FOR_GOOD} if chance.random() < 0.5 else STAYS
                    Enrolment.objects.filter(pk=who.pk).update(**gone)
        if chance.random() < 0.6:
            services.follow(at=AT)
    services.follow(at=AT)
    followed, sums = stored(), added_up()
    services.rebuild(actor=world.officer, at=AT)
    rebuilt, sums_rebuilt = stored(), added_up()
    assert len(followed[STUDENTS.code]) >= 3
    for code, frame in rebuilt.items():
        assert followed[code].equals(frame), code
        assert sums[code].equals(sums_rebuilt[code]), code


def test_facts_that_very_much_concerned_are_read_anew_and_others_are_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "ALWAYS_FEW", 0)
    before = store().current()
    assert before is not None
    for child_of in (world.anh, world.ka, world.binh, world.duc):
        changed(child_of, ethnicity=COHO)
    assert [one.whole for one in services.follow(at=AT)] == [False]
    now = store().current()
    assert now is not None
    assert [piece.values for piece in now.facts[STUDENTS.code].pieces] == [None]
    assert now.facts[STUDENTS.code] != before.facts[STUDENTS.code]
    assert now.facts["organisations.school"] == before.facts["organisations.school"]
    followed, sums = stored(), added_up()
    services.rebuild(actor=world.officer, at=AT)
    rebuilt, sums_rebuilt = stored(), added_up()
    assert all(followed[code].equals(frame) for code, frame in rebuilt.items())
    assert all(sums[code].equals(frame) for code, frame in sums_rebuilt.items())


def test_another_day_or_another_database_is_read_anew(world: World) -> None:
    tomorrow = AT.replace(day=27)
    assert [one.whole for one in services.follow(at=tomorrow)] == [True]
    state = store().current()
    assert state is not None
    assert state.as_of == date(2026, 11, 27)
    beyond = {lane: seq + 1_000_000 for lane, seq in state.marks.items()} or {0: 10**9}
    store().put_changes(state, [], at=tomorrow, marks=beyond)
    assert [one.whole for one in services.follow(at=tomorrow)] == [True]
    now = store().current()
    assert now is not None
    assert max(now.marks.values()) < 10**9


def test_rebuilding_is_for_those_who_may(world: World) -> None:
    with pytest.raises(Refused):
        services.rebuild(actor=world.reader, at=AT)


def test_a_killed_rebuild_leaves_the_old_state_in_service(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store().current()

    def torn(*args: object, **options: object) -> pl.DataFrame:
        raise MemoryError

    monkeypatch.setattr(facts, "read", torn)
    with pytest.raises(MemoryError):
        services.rebuild(actor=world.officer, at=AT)
    assert store().current() == before
    assert answered(world.officer, ALL, world.department).figure.value == 5
