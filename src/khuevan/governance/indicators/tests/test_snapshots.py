"""Frozen figures stay as they were, say when they were touched, and tell why the present ones differ."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import given

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.models import Snapshot
from khuevan.governance.indicators.rules import Asked
from khuevan.governance.indicators.services import CannotFreeze
from khuevan.governance.indicators.store import frozen_store
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Refused
from khuevan.kernel.measures import Condition, Count, Distinct, Median, Ratio, Sum, declared, parts_of, stored
from khuevan.kernel.measures.tests.test_measures import CONDITION, PETS
from khuevan.kernel.testing import client_for
from khuevan.register.organisations.choices import Line

from .builders import AT, COHO, KINH, ON, World, changed, child

pytestmark = pytest.mark.django_db
GIRLS = "schoolyear.student:minority_girls"
URL = f"/indicators/values/{GIRLS}"
AUTUMN = "Đầu năm học 2026-2027"


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    services.rebuild(actor=made.officer, at=AT)
    with clock.frozen(AT):
        yield made


@pytest.fixture
def frozen(world: World) -> Snapshot:
    return services.freeze(actor=world.officer, at=AT, period=AUTUMN)


def value(world: World, one: Snapshot | None = None) -> float | None:
    with database.acting(world.officer):
        place = queries.place_of(world.officer, world.department, Line.MANAGING, on=ON)
        assert place is not None
        state = queries.frozen(one) if one else None
        found = queries.answer(world.officer, declared()[GIRLS], place, Asked(), on=ON, state=state)
    return found.figure.value if found else None


def test_what_was_frozen_does_not_move(world: World, frozen: Snapshot) -> None:
    folder = frozen_store(frozen.folder).root
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    changed(world.anh, ethnicity=COHO)
    services.follow(at=AT)
    services.rebuild(actor=world.officer, at=AT)
    assert (value(world), value(world, frozen)) == (2, 1)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_files_stand_under_a_name_that_no_other_database_gives(world: World, frozen: Snapshot) -> None:
    """Two databases with one data folder number alike. What was frozen before stays where it is."""
    folder = frozen_store(frozen.folder).root
    by_number = folder.with_name(f"{frozen.pk:06d}")
    assert (len(frozen.folder), by_number.exists()) == (32, False)
    again = services.freeze(actor=world.officer, at=AT, period=AUTUMN, reason="Trường sửa dân tộc của một em")
    assert frozen_store(again.folder).root != folder
    folder.rename(by_number)
    migration = import_module("khuevan.governance.indicators.migrations.0012_folder")
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute(f"{migration.BY_NUMBER} where id = %s", [frozen.pk])
    kept = Snapshot.objects.get(pk=frozen.pk)
    assert (kept.folder, value(world, kept)) == (by_number.name, 1)


def test_a_correction_is_another_revision_with_a_reason(world: World, frozen: Snapshot) -> None:
    changed(world.anh, ethnicity=COHO)
    services.follow(at=AT)
    with pytest.raises(CannotFreeze) as without:
        services.freeze(actor=world.officer, at=AT, period=f"  {AUTUMN} ")
    assert without.value.field == "reason"
    again = services.freeze(actor=world.officer, at=AT, period=AUTUMN, reason="Trường sửa dân tộc của một em")
    assert (again.revision, value(world, again), value(world, frozen)) == (2, 2, 1)


@pytest.mark.parametrize("name", ["manifest.json", "schoolyear.student"])
def test_one_altered_byte_is_found_and_nothing_is_shown(world: World, frozen: Snapshot, name: str) -> None:
    folder = frozen_store(frozen.folder).root
    file = next(one for one in folder.iterdir() if one.name.startswith(name))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    state = queries.frozen(frozen)
    assert state is None or state.broken
    assert value(world, frozen) is None or state is None
    client = client_for(world.officer)
    assert "tệp đã bị thay đổi hoặc mất" in client.get("/indicators/snapshots").content.decode()
    answer = client.get(f"{URL}?unit={world.department}&snapshot={frozen.pk}")
    assert answer.status_code == 404 or "không còn nguyên vẹn" in answer.content.decode()


def test_a_figure_says_which_records_moved_it(world: World, frozen: Snapshot) -> None:
    changed(world.anh, ethnicity=COHO)
    changed(world.ka, ethnicity=KINH)
    child(world.other, "K'Dơng Thị Mai", "female", COHO)
    services.follow(at=AT)
    client = client_for(world.officer)
    page = client.get(f"{URL}?unit={world.department}").content.decode()
    assert AUTUMN in page
    assert "hồ sơ nào đã đổi" in page
    answer = client.get(f"{URL}/changes?unit={world.department}&snapshot={frozen.pk}&part=upper")
    assert answer.status_code == 200
    page = answer.content.decode()
    for said in (
        "Nguyễn Thị Ánh", "dân tộc thiểu số: Không → Có", "K&#39;Brẽ Thị Ka", "dân tộc thiểu số: Có → Không",
        "K&#39;Dơng Thị Mai", "hồ sơ chưa có trong kỳ đã chốt",
    ):  # fmt: skip
        assert said in page, said
    head = client_for(world.head)
    assert head.get(f"{URL}/changes?unit={world.department}&snapshot={frozen.pk}").status_code == 404
    own = head.get(f"{URL}/changes?unit={world.school}&snapshot={frozen.pk}").content.decode()
    assert "K&#39;Dơng" not in own
    assert client_for(world.reader).get(f"{URL}/changes?unit={world.school}&snapshot=1").status_code == 403


def test_freezing_is_for_those_who_may_and_says_what_is_wrong(
    world: World, tmp_path: Path, settings: Any
) -> None:
    with pytest.raises(Refused):
        services.freeze(actor=world.commune_officer, at=AT, period=AUTUMN)
    client = client_for(world.officer)
    for wrong in ("", " ", "x" * 121, "a\x00b"):
        assert client.post("/indicators/snapshots/freeze", {"period": wrong}).status_code == 422
    assert client.post("/indicators/snapshots/freeze", {"period": AUTUMN}).status_code == 302
    assert AUTUMN in client.get("/indicators/snapshots").content.decode()
    settings.FACTS_ROOT = tmp_path / "empty"
    with pytest.raises(CannotFreeze):
        services.freeze(actor=world.officer, at=AT, period="Cuối năm học")


@pytest.mark.parametrize("word", ["0", "x", "999999999", "9" * 30, "-1"])
def test_a_snapshot_that_there_is_not_is_not_there(world: World, word: str) -> None:
    client = client_for(world.officer)
    for url in (URL, f"{URL}/export", f"{URL}/records", f"{URL}/changes"):
        assert client.get(f"{url}?unit={world.department}&snapshot={word}").status_code == 404


def test_the_log_keeps_who_froze_what(world: World, frozen: Snapshot) -> None:
    from khuevan.kernel.audit.models import AuditEntry

    with database.acting(access.system()):
        entry = AuditEntry.objects.filter(action="indicators.snapshot:freeze", kind="act").get()
    assert frozen.digest in str(entry.changes) or frozen.digest in str(vars(entry))


def test_a_frozen_state_is_read_by_its_own_formula_and_shape(
    world: World, frozen: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts and formulas are declared otherwise after a new release: what was frozen still says what it said."""
    from khuevan.governance.indicators.store import manifest as manifests

    real = manifests.shape_of
    monkeypatch.setattr(manifests, "shape_of", lambda facts: f"new {real(facts)}")
    indicator = declared()[GIRLS]
    monkeypatch.setitem(indicator.__dict__, "measure", Count(indicator.facts[0]))
    with database.acting(world.officer):
        place = queries.place_of(world.officer, world.department, Line.MANAGING, on=ON)
        assert place is not None
        state = queries.frozen(frozen)
        assert state is not None
        assert not state.serves(indicator)
        found = queries.answer(world.officer, indicator, place, Asked(), on=ON, state=state)
        assert found is not None
        assert found.figure.value == 1, "girls of a minority, not everybody"
        by = indicator.split("grade")
        assert queries.answer(world.officer, indicator, place, Asked((), by), on=ON, state=state) is not None
        assert queries.answer(world.officer, indicator, place, Asked(), on=ON) is None


def test_a_frozen_state_stands_on_its_own_tree(
    world: World, frozen: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the register says of that day later."""
    monkeypatch.setattr("khuevan.register.organisations.queries.under", lambda *_args, **_words: [])
    assert value(world, frozen) == 1
    assert value(world) == 0


@given(CONDITION)
def test_measures_are_kept_without_loss(where: Condition) -> None:
    kept = {PETS.code: stored.facts_kept(PETS.code, stored.facts_said(PETS))}
    for measure in (
        Count(PETS, where), Sum(PETS, "weight", where), Median(PETS, "legs", where), Distinct(PETS, "born", where),
        Ratio(Count(PETS, where), Sum(PETS, "legs"), 100),
    ):  # fmt: skip
        again = stored.measure_kept(json.loads(json.dumps(stored.measure_said(measure))), kept)
        assert stored.measure_said(again) == stored.measure_said(measure)
        assert [one.name for one in parts_of(again)] == [one.name for one in parts_of(measure)]
