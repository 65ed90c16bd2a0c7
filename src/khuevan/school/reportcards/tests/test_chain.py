"""Making the cards of a class and signing them by everyone: who may, in which order, what falls when a mark changes."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from khuevan.kernel import access, clock, database, testing
from khuevan.register.signing import queries as signing_queries
from khuevan.register.signing import services as signing
from khuevan.register.signing.models import Signature, StandIn
from khuevan.register.signing.verification import Outcome
from khuevan.school.schoolyear.tests.builders import class_group

from .. import queries, services
from ..models import Card, CardSlot, CardVersion
from ..rules.reading import read
from .builders import AT, certificate, change_mark, closed_class

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.frozen(AT) as moment:
        yield moment


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    return closed_class()


def generate(room: SimpleNamespace) -> services.Generated:
    with database.acting(room.clerk):
        return services.generate_class(room.clerk, room.group, at=AT)


def sign(room: SimpleNamespace, actor: access.Actor, kind: str, cert: Any = None) -> services.Gesture:
    cert = cert or certificate(actor, seal=kind == "seal")
    with database.acting(actor):
        signer = signing.software_signer(cert, at=AT)
        return services.sign_waiting(
            actor, [(room.group.pk, kind)], certificate=cert, signer=signer, at=AT, stamp=signing_queries.stamp_source(AT)
        )  # fmt: skip


def states(room: SimpleNamespace) -> list[str]:
    with database.acting(access.system()):
        rows = Card.objects.filter(class_group=room.group)
        return list(rows.order_by("sort_key").values_list("state", flat=True))


def chain(room: SimpleNamespace, *kinds: str) -> None:
    for kind in kinds:
        for actor in {"subject": (room.hoa, room.binh), "homeroom": (room.hoa,)}.get(
            kind, (room.head if kind == "head" else room.clerk,)
        ):
            sign(room, actor, kind)


def test_cards_say_what_was_stored(room: SimpleNamespace) -> None:
    assert generate(room) == services.Generated(2, 0)
    assert generate(room) == services.Generated(0, 0)
    with database.acting(access.system()):
        version = CardVersion.objects.select_related("card").order_by("id")[0]
        card = read(bytes(version.content))
    assert (card.code, card.version, card.form) == (version.card.code, 1, "lower_secondary")
    assert (card.holder.name, card.homeroom.name, card.head.name) == (
        "Nguyễn Thị Ánh", "Lê Thị Hoa", "Võ Thị Trưởng",
    )  # fmt: skip
    assert [(one.code, one.first, one.second, one.year, one.teacher.number) for one in card.subjects] == [
        ("TOAN", "8.0", "8.0", "8.0", "GV01"),
        ("GDTC", "D", "D", "D", "GV02"),
    ]
    assert (card.terms[0].conduct, card.remark, card.completes_level) == (1, "Chăm ngoan.", False)
    assert [one.class_name for one in card.history] == ["6A1"]


def test_composing_takes_as_many_statements_for_many_as_for_one(room: SimpleNamespace) -> None:
    many = closed_class(learners=4)
    generate(room)
    generate(many)
    for one in (room, many):
        with database.acting(one.clerk), testing.assert_queries(23):
            services.refresh_class(one.clerk, one.group, at=AT)


def test_an_open_class_is_refused(room: SimpleNamespace) -> None:
    with database.acting(access.system()):
        still_open = class_group(room.here, "6A2", "06")
    with database.acting(room.clerk), pytest.raises(services.CardError, match="chưa khóa đủ hai học kỳ"):
        services.generate_class(room.clerk, still_open, at=AT)
    with database.acting(room.hoa), pytest.raises(access.Refused):
        services.generate_class(room.hoa, room.group, at=AT)


def test_the_whole_chain(room: SimpleNamespace) -> None:
    generate(room)
    assert states(room) == ["generated"] * 2
    for actor, kind in ((room.head, "head"), (room.clerk, "seal"), (room.hoa, "homeroom")):
        assert sign(room, actor, kind).signatures == 0, "not their turn"
    assert sign(room, room.hoa, "subject").signatures == 2
    assert states(room) == ["generated"] * 2
    assert sign(room, room.binh, "homeroom").signatures == 0, "not the homeroom teacher"
    assert sign(room, room.binh, "subject").signatures == 2
    assert states(room) == ["subjects"] * 2
    assert sign(room, room.hoa, "homeroom").signatures == 2
    assert sign(room, room.hoa, "head").signatures == 0
    assert sign(room, room.head, "head").signatures == 2
    done = sign(room, room.clerk, "seal")
    assert (done.issued, states(room)) == (2, ["issued"] * 2)
    assert sign(room, room.clerk, "seal").signatures == 0, "none twice"
    with database.acting(access.system()):
        assert Signature.objects.count() == 10
        for card in Card.objects.all():
            version = queries.issued_version(card)
            assert version is not None
            report = queries.verified(card, version, AT)
            assert report.outcome is Outcome.VALID, report
            assert len(report.signatures) == 5
            assert queries.signed_xml(card) == bytes(version.content)
            assert all(one.report for one in queries.slot_reports(version, report))


def test_cards_made_by_mistake_are_cancelled_and_made_again(room: SimpleNamespace) -> None:
    generate(room)
    with database.acting(access.system()):
        first, second = Card.objects.order_by("sort_key")
    for reason, words in (("  ", "lý do"), ("x" * 301, "300")):
        with database.acting(room.clerk), pytest.raises(services.CardError, match=words):
            services.cancel_class(room.clerk, room.group, reason=reason, at=AT)
    with database.acting(room.hoa), pytest.raises(access.Refused):
        services.cancel_card(room.hoa, first, reason="x", at=AT)
    with database.acting(room.clerk):
        services.cancel_card(room.clerk, first, reason="Lập nhầm", at=AT)
        with pytest.raises(services.CardError, match="chưa từng phát hành"):
            services.cancel_card(room.clerk, first, reason="Lập nhầm", at=AT)
        assert (first.state, first.cancelled_why, queries.cards_of_class(room.group.pk)) == (
            "cancelled",
            "Lập nhầm",
            1,
        )
        assert CardVersion.objects.filter(card=first, ended_at=AT).count() == 1, "kept"
    assert sign(room, room.hoa, "subject").signatures == 1, "the cancelled one waits for nobody"
    assert generate(room).made == 1
    with database.acting(access.system()):
        assert Card.objects.filter(enrolment_id=first.enrolment_id).count() == 2
    with database.acting(room.clerk), pytest.raises(access.Refused):
        services.cancel_class(room.clerk, room.group, reason="đã có người ký", at=AT)
    with database.acting(room.head):
        assert services.cancel_class(room.head, room.group, reason="Sai lớp", at=AT) == 2
    assert generate(room).made == 2
    chain(room, "subject", "homeroom", "head", "seal")
    assert sorted(states(room)) == ["cancelled"] * 3 + ["issued"] * 2
    with database.acting(room.head), pytest.raises(services.CardError, match="chưa phát hành"):
        services.cancel_class(room.head, room.group, reason="x", at=AT)
    with database.acting(access.system()):
        issued = Card.objects.filter(state="issued")[0]
        change_mark(room, 0, "9.5")
        Card.objects.filter(pk=issued.pk).update(state="generated")
    with database.acting(room.head), pytest.raises(services.CardError, match="chưa từng phát hành"):
        services.cancel_card(room.head, issued, reason="đang đính chính", at=AT)


def test_the_wrong_certificate_is_refused_in_words(room: SimpleNamespace) -> None:
    generate(room)
    for kind, seal, words in (("subject", True, "cá nhân"), ("seal", False, "con dấu")):
        actor = room.clerk
        cert = certificate(actor, seal=seal)
        with pytest.raises(access.Refused, match=words):
            sign(room, actor, kind, cert)
    other = certificate(room.binh)
    with pytest.raises(access.Refused, match="chính mình"), database.acting(room.hoa):
        services.sign_waiting(
            room.hoa, [(room.group.pk, "subject")], certificate=other, signer=None, at=AT, stamp=None  # type: ignore[arg-type]
        )  # fmt: skip


def test_a_changed_mark_takes_down_exactly_what_covered_it(room: SimpleNamespace) -> None:
    generate(room)
    chain(room, "subject", "homeroom", "head")
    assert states(room) == ["head"] * 2
    change_mark(room, 0, "9.5")
    with database.acting(room.clerk):
        assert services.refresh_class(room.clerk, room.group, at=AT, why="sửa điểm") == services.Refreshed(
            1, 3
        )
        assert services.refresh_class(room.clerk, room.group, at=AT) == services.Refreshed(0, 0)
    assert states(room) == ["generated", "head"]
    with database.acting(access.system()):
        card = Card.objects.get(enrolment=room.people[0])
        new, old = CardVersion.objects.filter(card=card).order_by("-number")
        assert (new.number, new.origin, new.why, old.ended_at) == (2, "changed", "sửa điểm", AT)
        signed = {(one.kind, one.subject_code): one.signed_name for one in queries.slots_of(new)}
        assert signed == {
            ("subject", "TOAN"): "", ("subject", "GDTC"): "Ngô Văn Bình", ("homeroom", ""): "", ("head", ""): "",
            ("seal", ""): "",
        }  # fmt: skip
        assert sum(one.signed_at is not None for one in queries.slots_of(old)) == 4, (
            "the old one keeps its own"
        )
        assert queries.verified(card, old, AT).signatures[0].outcome is Outcome.VALID
        assert [one.outcome for one in queries.verified(card, new, AT).signatures] == [Outcome.VALID]
    assert sign(room, room.hoa, "subject").signatures == 1
    chain(room, "homeroom", "head", "seal")
    assert states(room) == ["issued"] * 2
    change_mark(room, 0, "2")
    with database.acting(room.clerk):
        assert services.refresh_class(room.clerk, room.group, at=AT) == services.Refreshed(0, 0), (
            "issued stays"
        )


def test_signing_brings_up_to_date_first(room: SimpleNamespace) -> None:
    """A mark that changed after the head signed: the seal is refused until all have signed what it says now."""
    generate(room)
    chain(room, "subject", "homeroom", "head")
    change_mark(room, 0, "3")
    change_mark(room, 1, "3")
    assert sign(room, room.clerk, "seal").signatures == 0
    assert states(room) == ["generated"] * 2


def test_a_stand_in_signs_for_who_is_away(room: SimpleNamespace) -> None:
    generate(room)
    with database.acting(access.system()):
        StandIn.objects.create(
            unit_id=room.here, absent_id=room.binh.person_id, person_id=room.hoa.person_id, valid_from=AT.date(),
            valid_until=AT.date() + timedelta(days=5), reason="ốm", named_by="HT", named_at=AT,
        )  # fmt: skip
    with database.acting(room.hoa):
        lines = queries.waiting_for(room.hoa, AT.date())
        assert [(one.kind, one.cards, one.slots, one.stead_for) for one in lines] == [
            ("subject", 2, 4, ("Ngô Văn Bình",))
        ]
    assert sign(room, room.hoa, "subject").signatures == 4
    with database.acting(access.system()):
        slot = CardSlot.objects.filter(subject=room.sport).first()
        assert slot is not None
        assert (slot.person_id, slot.signed_by_id) == (room.binh.person_id, room.hoa.person_id)
        report = queries.verified(slot.card, slot.version, AT)
        assert [one.role for one in report.signatures] == [
            "Giáo viên bộ môn", "Giáo viên bộ môn, ký thay Ngô Văn Bình",
        ]  # fmt: skip
        assert {one.outcome for one in report.signatures} == {Outcome.VALID}
        assert Signature.objects.filter(stand_in__isnull=False).count() == 2


def act(room: SimpleNamespace, what: Any, card: Card, reason: str = "Nhập nhầm điểm") -> Any:
    cert = certificate(room.head)
    with database.acting(room.head):
        return what(
            room.head, card, reason=reason, certificate=cert, signer=signing.software_signer(cert, at=AT), at=AT,
            stamp=signing_queries.stamp_source(AT),
        )  # fmt: skip


def test_an_issued_card_is_corrected_or_recalled_by_a_signed_act(room: SimpleNamespace) -> None:
    generate(room)
    with database.acting(access.system()):
        first, second = Card.objects.select_related("class_group", "school").order_by("sort_key")
    with pytest.raises(services.CardError, match="chưa phát hành"):
        act(room, services.recall_card, first)
    chain(room, "subject", "homeroom", "head", "seal")
    with pytest.raises(services.CardError, match="chưa khác"):
        act(room, services.correct_card, first)
    change_mark(room, 0, "9.5")
    with pytest.raises(services.CardError, match="lý do"):
        act(room, services.correct_card, first, reason=" ")
    done = act(room, services.correct_card, first)
    assert states(room) == ["generated", "issued"]
    with database.acting(access.system()):
        report = signing_queries.verify(bytes(done.content), signing_queries.trust(AT), at=AT)
        assert report.outcome is Outcome.VALID, report
        old, new = queries.versions_of(first)[::-1]
        assert (old.issued_at, new.origin, new.why) == (AT, "corrected", "Nhập nhầm điểm")
        assert queries.signed_xml(first) == bytes(old.content), "until the new one is issued"
    chain(room, "subject", "homeroom", "head", "seal")
    assert states(room) == ["issued", "issued"]
    with database.acting(access.system()):
        assert queries.signed_xml(first) == bytes(queries.versions_of(first)[0].content)
        assert queries.verified(first, old, AT).outcome is Outcome.VALID, "both are kept and hold"
    act(room, services.recall_card, second, reason="Cấp nhầm người")
    assert states(room) == ["issued", "recalled"]
    act(room, services.correct_card, second, reason="Lập lại")
    assert states(room) == ["issued", "generated"]
    with database.acting(room.clerk), pytest.raises(access.Refused):
        services.recall_card(
            room.clerk, first, reason="x", certificate=None, signer=None, at=AT, stamp=None  # type: ignore[arg-type]
        )  # fmt: skip


def test_a_program_on_ones_computer_signs_a_list(room: SimpleNamespace) -> None:
    """One card changes between list and answer: its signature is not taken, the other is."""
    generate(room)
    cert = certificate(room.hoa)
    with database.acting(room.hoa):
        asked = services.ask_desk(room.hoa, [(room.group.pk, "subject")], certificate=cert, at=AT)
        listed = json.loads(services.desk_json(room.hoa, asked))
        assert listed == json.loads(services.desk_json(room.hoa, asked)), "the same question each time"
    assert len(listed["items"]) == 2
    sign(room, room.binh, "subject")  # another signs in the meantime: nothing of mine changes by that
    change_mark(room, 0, "4")
    digests = [base64.b64decode(one["hash"]) for one in listed["items"]]
    signer = signing.software_signer(cert, at=AT)
    values = signer.sign(digests).values
    answer = {
        "certificate": base64.b64encode(bytes(cert.content)).decode(),
        "items": [
            {"hash": one["hash"], "signature": base64.b64encode(value).decode()}
            for one, value in zip(listed["items"], values, strict=True)
        ],
    }
    with database.acting(room.hoa):
        for broken in (b"", b"{}", b'{"items": [{"hash": 3}]}', b"[" * 100_000):
            with pytest.raises((signing.SignerFailed, services.CardError)), transaction.atomic():
                services.take_desk(room.hoa, asked, broken, at=AT, stamp=None)
        done = services.take_desk(
            room.hoa, asked, json.dumps(answer).encode(), at=AT, stamp=signing_queries.stamp_source(AT)
        )
        assert (done.signatures, done.waits) == (1, "")
        with pytest.raises(signing.SignerFailed, match="rồi"):
            services.take_desk(room.hoa, asked, b"", at=AT, stamp=None)
    assert states(room) == ["generated", "subjects"]
    with database.acting(access.system()):
        card = Card.objects.order_by("sort_key")[1]
        report = queries.verified(card, CardVersion.objects.get(card=card, ended_at=None), AT)
        assert {one.outcome for one in report.signatures} == {Outcome.VALID}


def test_primary_schools_need_the_homeroom_teacher_only(db: None) -> None:
    room = closed_class(grade="04")
    generate(room)
    assert sign(room, room.hoa, "homeroom").signatures == 2
    assert sign(room, room.binh, "subject").signatures == 2, "others may still sign their part"
    chain(room, "head", "seal")
    assert states(room) == ["issued"] * 2
    with database.acting(access.system()):
        card = Card.objects.all()[0]
        version = queries.issued_version(card)
        assert version is not None
        content = queries.content_of(version)
        assert (content.overall, content.subjects[0].test, len(content.traits)) == ("excellent", 9, 15)
        assert queries.verified(card, version, AT).outcome is Outcome.VALID
