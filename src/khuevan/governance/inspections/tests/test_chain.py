"""From the draw to the signed minutes and the remedy, on the real database."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from khuevan.governance.inspections import queries, services
from khuevan.governance.inspections.choices import MinutesState, RemedyState, VisitState, Way
from khuevan.governance.inspections.models import (
    Answer,
    Candidate,
    Member,
    Minutes,
    Photo,
    Plan,
    Remedy,
    Visit,
)
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import services as organisations
from khuevan.register.signing import queries as signing

from .builders import AT, LATER, ON, REPLY, TEXT, WHY, YEAR, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def test_the_draw_covers_the_share_and_comes_out_the_same_again(world: World) -> None:
    plan = world.drawn()
    with database.acting(world.officer):
        rows = list(Candidate.objects.filter(plan=plan))
        chosen = [row for row in rows if row.way]
        assert (len(rows), len(chosen), plan.percent, plan.draws) == (5, 2, 30, 1)
        assert queries.redrawn(plan).is_equal
        Candidate.objects.filter(pk=chosen[0].pk).update(way="")
        found = queries.redrawn(plan)
        assert (found.is_equal, found.differing) == (False, [chosen[0].code])


def test_an_approved_plan_stays_as_it_was_drawn_and_the_schools_are_told(world: World) -> None:
    plan = world.approved(world.school)
    with database.acting(world.officer):
        with pytest.raises(Invalid, match="không bốc thăm lại"):
            services.draw_plan(world.officer, at=AT, plan_id=plan.pk)
        for change in (
            lambda: Plan.objects.filter(pk=plan.pk).update(seed="other"),
            lambda: Candidate.objects.filter(plan=plan).update(risk=1),
        ):
            with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
                change()
    with database.acting(world.head):
        told = queries.planned_at(world.school)
        assert told is not None
        assert told.school_year == YEAR
        assert not Plan.objects.exists()
        assert not Candidate.objects.exists()


def test_nobody_twice_before_the_others_once(world: World) -> None:
    found = world.concluded()
    with database.acting(world.commune_officer):
        plan = services.begin_plan(
            world.commune_officer, at=AT, body_id=world.commune, year=YEAR, sheet=found.sheet
        )
        services.draw_plan(world.commune_officer, at=AT, plan_id=plan.pk, seed="1")
        rows = {row.unit_id: row for row in Candidate.objects.filter(plan=plan)}
    assert set(rows) == {world.school, world.near, world.third}
    assert rows[world.school].visits == 1
    assert rows[world.school].way == ""


def test_a_unit_that_closed_gives_its_place_to_the_next_lot(world: World) -> None:
    plan = world.approved()
    with database.acting(world.officer):
        row = Candidate.objects.filter(plan=plan).exclude(way="").order_by("lot").first()
        assert row is not None
        with pytest.raises(Invalid):
            services.replace_unit(
                world.officer,
                at=AT,
                plan_id=plan.pk,
                candidate_id=row.pk,
                leaving="closed",
                reason="thiếu",
            )
        heir = services.replace_unit(
            world.officer, at=AT, plan_id=plan.pk, candidate_id=row.pk, leaving="closed", reason=WHY
        )
        assert heir is not None
        assert (heir.way, heir.stands_for_id) == (Way.REPLACEMENT, row.pk)
        free = Candidate.objects.filter(plan=plan).exclude(pk=row.pk).exclude(way__in=("turn", "risk", "lot"))
        assert heir.lot == min(free.values_list("lot", flat=True))
        states = dict(Visit.objects.filter(plan=plan).values_list("unit_id", "state"))
        assert states[row.unit_id] == VisitState.CANCELLED
        assert states[heir.unit_id] == VisitState.PLANNED
        assert queries.redrawn(plan).is_equal


def test_two_who_write_at_once_are_both_told_and_nothing_is_overwritten(world: World) -> None:
    found = world.opened()
    with database.acting(world.officer):
        row = Answer.objects.filter(visit=found).order_by("place").first()
        assert row is not None

    def write(who: Actor, words: str, version: int) -> services.Told:
        with database.acting(who):
            cells = [services.Cell(row.pk, "remark", words, version)]
            return services.save_cells(who, at=AT, visit_id=found.pk, cells=cells)[0]

    assert write(world.officer, "Đủ hồ sơ", 0).state == "saved"
    late = write(world.second, "Thiếu hồ sơ", 0)
    assert (late.state, late.value, late.version) == ("conflict", "Đủ hồ sơ", 1)
    assert "Đỗ Chuyên Viên Sở" in late.sentence
    with database.acting(world.officer):
        row.refresh_from_db()
        assert row.remark == "Đủ hồ sơ"
        assert row.rival == "Trần Chuyên Viên Sở muốn ghi «Thiếu hồ sơ»"
    assert write(world.officer, "Đủ hồ sơ", 0).state == "saved", "the same again changes nothing"
    assert write(world.second, "Thiếu hồ sơ", late.version).state == "saved"


def test_a_photo_that_is_sent_twice_is_there_once_and_a_virus_or_a_page_is_refused(world: World) -> None:
    found = world.opened()
    with database.acting(world.second):
        row = Answer.objects.filter(visit=found).order_by("place").first()
        assert row is not None

        def send(content: bytes, key: str) -> Photo:
            return services.add_photo(
                world.second, at=AT, visit_id=found.pk, answer_id=row.pk, key=key, stream=io.BytesIO(content),
                name="a.jpg",
            )  # fmt: skip

        first = send(PICTURE, "aaaa-bbbb-1")
        assert send(PICTURE, "aaaa-bbbb-1").pk == first.pk
        with pytest.raises(Invalid) as refused:
            send(b"<html><script>alert(1)</script></html>", "aaaa-bbbb-2")
        assert "photo" in refused.value.errors
        with pytest.raises(Invalid) as broken:
            send(PICTURE[:-20] + bytes(20), "aaaa-bbbb-3")
        assert "hỏng" in broken.value.errors["photo"]
        assert Photo.objects.filter(visit=found).count() == 1


def test_a_photo_with_a_virus_and_one_of_two_gigabytes_are_refused_and_leave_nothing(
    world: World, tmp_path: Path, settings: Any
) -> None:
    scanner = tmp_path / "scanner.py"
    scanner.write_text("import sys\nsys.exit(1 if b'EICAR' in open(sys.argv[-1], 'rb').read() else 0)\n")
    settings.ANTIVIRUS_COMMAND = f"{sys.executable} {scanner}"
    found = world.opened()
    with database.acting(world.second):
        row = Answer.objects.filter(visit=found).order_by("place").first()
        assert row is not None
        for key, stream in (("aaaa-bbbb-4", io.BytesIO(PICTURE + EICAR)), ("aaaa-bbbb-5", Endless())):
            with pytest.raises(Invalid) as refused:
                services.add_photo(
                    world.second, at=AT, visit_id=found.pk, answer_id=row.pk, key=key, stream=stream,
                    name="a.png",
                )  # fmt: skip
            assert "photo" in refused.value.errors
        assert stream.told < 200 << 20, "it was not read to its end"  # type: ignore[union-attr]
        assert not Photo.objects.filter(visit=found).exists()


class Endless(io.RawIOBase):
    """Two gigabytes that are nowhere, behind the beginning of a picture."""

    told = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        left = (2 << 30) - self.told
        given = min(left, size if size >= 0 else 1 << 20)
        head = PICTURE if self.told == 0 else b""
        self.told += given
        return (head + bytes(given))[:given]


def test_what_is_found_is_the_teams_until_it_is_concluded(world: World) -> None:
    found = world.opened()
    for who in (world.head, world.commune_officer):
        with database.acting(who):
            assert queries.visit(who, found.pk).state == VisitState.OPEN
            assert not Answer.objects.exists()
            assert not queries.may_read_sheet(who, found)
    for who in (world.other_head, world.far_officer):
        with database.acting(who), pytest.raises(Http404):
            queries.visit(who, found.pk)


def test_minutes_of_both_sides_say_what_they_say(world: World) -> None:
    found = world.concluded()
    with database.acting(world.head):
        services.object_minutes(world.head, at=AT, visit_id=found.pk, objection="Trường sẽ bổ sung ngay")
    with pytest.raises(Invalid):
        world.sign(world.head, found)
    world.sign(world.officer, found)
    world.sign(world.head, found)
    with database.acting(world.head):
        _one, minutes = queries.minutes(world.head, found.pk, 1)
        pdf, word = queries.file_of(minutes, "pdf"), queries.file_of(minutes, "docx")
        assert pdf is not None
        assert word is not None
        assert minutes.state == MinutesState.SIGNED
        verified = signing.verify(pdf, signing.trust(AT), at=AT)
        assert (verified.outcome.value != "invalid", len(verified.signatures)) == (True, 2)
        said = words_of(word)
        for words in (
            "BIÊN BẢN",
            "Thiếu hồ sơ của 4 học sinh",
            TEXT,
            "Trường sẽ bổ sung ngay",
            "Căn cứ Quyết định",
        ):
            assert words in said, words
        with pytest.raises(DatabaseError, match="stay as they are"), transaction.atomic():
            Minutes.objects.filter(pk=minutes.pk).update(head_name="x")
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            Minutes.objects.filter(pk=minutes.pk).update(content="{}")
    with database.acting(world.officer):
        again = services.correct_minutes(world.officer, at=AT, visit_id=found.pk, reason=WHY)
        assert (again.edition, queries.visit(world.officer, found.pk).state) == (2, VisitState.OPEN)
    with database.acting(world.head):
        assert [one.edition for one in queries.editions(found)] == [1], (
            "the head reads the signed one meanwhile"
        )


def test_a_remedy_is_answered_returned_reminded_accepted_and_the_risk_falls(world: World) -> None:
    found = world.concluded()
    with database.acting(world.head):
        remedy = queries.of_unit(world.head, world.school, on=ON)[0]
        services.answer_remedy(
            world.head, at=AT, remedy_id=remedy.pk, reply=REPLY, stream=io.BytesIO(PICTURE), name="a.png"
        )
        with pytest.raises(Refused):
            services.accept_remedy(world.head, at=AT, remedy_id=remedy.pk)
    with database.acting(world.officer):
        before = queries.values_of(world.officer, {world.school}, year=YEAR, on=AT.date())
        services.return_remedy(
            world.officer,
            at=AT,
            remedy_id=remedy.pk,
            reason="Chưa thấy quyết định",
            due_on=date(2027, 1, 10),
        )
        assert services.remind_late(world.officer, at=LATER) == 1
        assert services.remind_late(world.officer, at=LATER) == 0
    with database.acting(world.head):
        services.answer_remedy(world.head, at=LATER, remedy_id=remedy.pk, reply=REPLY)
    with database.acting(world.second):
        done = services.accept_remedy(world.second, at=LATER, remedy_id=remedy.pk)
        assert done.state == RemedyState.ACCEPTED
        after = queries.values_of(world.second, {world.school}, year=YEAR, on=LATER.date())
    assert (before[world.school]["remedies"], after[world.school]["remedies"]) == (1, 0)  # type: ignore[index]
    assert Remedy.objects.count() == 0, "outside of a scope nothing is to be seen"
    assert found.pk


def test_nobody_acts_for_another(world: World) -> None:
    found = world.concluded()
    with database.acting(world.second), pytest.raises(Refused):
        services.correct_minutes(world.second, at=AT, visit_id=found.pk, reason=WHY)
    with database.acting(world.commune_officer):
        with pytest.raises(Refused):
            services.begin_plan(
                world.commune_officer,
                at=AT,
                body_id=world.department,
                year="2025-2026",
                sheet=found.sheet,
            )
        with pytest.raises(Refused):
            services.save_cells(world.commune_officer, at=AT, visit_id=found.pk, cells=[])
    with database.acting(world.clerk), pytest.raises(Refused):
        services.object_minutes(world.clerk, at=AT, visit_id=found.pk, objection="không đúng")


def test_a_school_that_moved_or_closed_is_shown_on_the_plan_and_replaced(world: World) -> None:
    plan = world.drawn(who=world.commune_officer, body=world.commune)
    with database.acting(world.commune_officer):
        services.approve_plan(world.commune_officer, at=AT, plan_id=plan.pk, decision="3/QĐ", decided_on=None)
        plan = queries.plan(world.commune_officer, plan.pk)
        rows = queries.candidates(plan)
        assert queries.gone(plan, rows, on=AT.date()) == {}
        moved = next(row for row in rows if row.way)
    order = organisations.MoveUnit(
        decree=organisations.Decree(
            effective_on=date(2026, 12, 1), decision_number="12/QĐ-UBND", deciding_body="Ủy ban nhân dân tỉnh"
        ),
        unit_id=moved.unit_id, managing_parent_id=world.far,
    )  # fmt: skip
    with database.acting(access.system()):
        organisations.move_unit(access.system(), order, at=LATER)
    with database.acting(world.commune_officer):
        assert queries.gone(plan, rows, on=LATER.date()) == {moved.unit_id: "moved"}
        heir = services.replace_unit(
            world.commune_officer,
            at=LATER,
            plan_id=plan.pk,
            candidate_id=moved.pk,
            leaving="moved",
            reason=WHY,
        )
        assert heir is not None
        assert heir.unit_id != moved.unit_id
        assert queries.coverage(plan).is_enough
        assert queries.redrawn(plan).is_equal


def test_rows_are_seen_by_whom_they_concern_whatever_a_query_forgets(world: World) -> None:
    """Straight from the tables: what row-level security alone leaves to be seen."""
    found = world.opened()

    def seen(who: Actor) -> dict[str, int]:
        with database.acting(who):
            return {model.__name__: model.objects.count() for model in TABLES}

    nothing = dict.fromkeys((model.__name__ for model in TABLES), 0)
    # the plan holds two by the draw, and perhaps the one that was named
    mine = seen(world.officer)
    assert (mine["Plan"], mine["Candidate"], mine["Answer"], mine["Member"]) == (1, 5, 10, 2)
    assert seen(world.head) == {**nothing, "Visit": 1, "Member": 2}
    assert seen(world.commune_officer)["Answer"] == 0
    assert seen(world.commune_officer)["Plan"] == 0
    outside = replace(world.officer, account_id=(world.officer.account_id or 0) + 1_000_000)
    assert seen(outside)["Answer"] == 0, "of the body, not of the team"
    with database.acting(world.head):
        assert Answer.objects.filter(visit=found).update(result="met") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Answer.objects.create(visit=found, place=99, question="x")
    with database.acting(world.officer), pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.filter(visit=found).delete()


TABLES = (Plan, Candidate, Visit, Member, Answer, Photo, Remedy, Minutes)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c"
    "49444154789c6388aa58000002a20173d7ff63640000000049454e44ae426082"
)


def words_of(content: bytes) -> str:
    found = docx.Document(io.BytesIO(content))
    lines = [one.text for one in found.paragraphs]
    return "\n".join(
        [*lines, *(one.text for table in found.tables for row in table.rows for one in row.cells)]
    )
