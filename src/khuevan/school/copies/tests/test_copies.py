"""From issuing a copy to the stranger who scans its code and hands in a changed file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.audit.models import AuditEntry
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures
from khuevan.register.signing.models import Certificate
from khuevan.register.signing.permissions import REGISTER_CERTIFICATE
from khuevan.school.custody.tests.test_desk import answered, at_the_desk
from khuevan.school.reportcards import queries as reportcards
from khuevan.school.reportcards import services as cards
from khuevan.school.reportcards.models import Card
from khuevan.school.reportcards.permissions import EVERY_CLASS, VIEW_CARDS
from khuevan.school.reportcards.rules import slots, writing
from khuevan.school.reportcards.tests.builders import AT, certificate, closed_class, somebody

from .. import queries, services
from ..models import Copy
from ..permissions import ISSUE_COPIES, VIEW_COPIES

pytestmark = pytest.mark.django_db
PUBLIC = "/hoc-ba/xac-minh/"


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.frozen(AT) as moment:
        yield moment


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    """A class with two issued cards, and an office that may issue copies."""
    made = closed_class()
    with database.acting(made.clerk):
        cards.generate_class(made.clerk, made.group, at=AT)
    for actor, kind in (
        (made.hoa, "subject"), (made.binh, "subject"), (made.hoa, "homeroom"), (made.head, "head"), (made.clerk, "seal"),
    ):  # fmt: skip
        sent = {"line": f"{made.group.pk}:{kind}", "certificate": certificate(actor, seal=kind == "seal").pk}
        assert testing.client_for(actor).post("/reportcards/", sent).status_code == 302
    staff = SimpleNamespace(school_id=made.here, person_id=made.clerk.person_id, full_name="Văn Thư")
    made.office = somebody(staff, VIEW_CARDS, EVERY_CLASS, VIEW_COPIES, ISSUE_COPIES, REGISTER_CERTIFICATE)
    with database.acting(access.system()):
        made.seal = Certificate.objects.filter(unit_id=made.here, is_seal=True).get()
    with database.acting(access.system()):
        made.cards = list(Card.objects.filter(school_id=made.here).order_by("sort_key"))
    return made


def issue(room: SimpleNamespace, place: int = 0, shows: str = "whole", **more: Any) -> Copy:
    with database.acting(room.office):
        return services.issue_copy(
            room.office, room.cards[place], recipient="Trường THPT B", purpose="nhập học", shows=shows,
            valid_until=more.get("valid_until"), parts=more.get("parts", ()), at=AT,
            address="https://hocba.vn/hoc-ba/xac-minh/",
        )  # fmt: skip


def asked(code: str = "", file: bytes = b"", name: str = "x.pdf") -> str:
    sent: dict[str, Any] = {"code": code}
    if file:
        sent["file"] = SimpleUploadedFile(name, file)
    page = Client().post(PUBLIC, sent)
    assert page.status_code == 200, page.content.decode()[-2000:]
    return str(page.content.decode())


def test_the_office_issues_a_copy_on_pages(room: SimpleNamespace) -> None:
    client = testing.client_for(room.office)
    assert "Chưa cấp bản sao nào" in client.get("/hoc-ba/ban-sao/").content.decode()
    sent = {
        "card": "HB-none",
        "recipient": "Trường B",
        "purpose": "nhập học",
        "shows": "result",
        "valid_until": "",
    }
    assert client.post("/hoc-ba/ban-sao/cap/", sent).status_code == 422
    issue(room, 1)
    reader = testing.client_for(room.office)
    reader.get("/hoc-ba/ban-sao/")
    with testing.assert_queries(3):
        reader.get("/hoc-ba/ban-sao/")
    made = client.post("/hoc-ba/ban-sao/cap/", sent | {"card": room.cards[0].code, "seal": room.seal.pk})
    assert made.status_code == 302, made.content.decode()[-3000:]
    with testing.assert_queries(3):
        assert reader.get("/hoc-ba/ban-sao/").status_code == 200
    shown = client.get(made["Location"]).content.decode()
    assert "Trường B" in shown
    assert f"{room.cards[0].code}/BS1" in client.get("/hoc-ba/ban-sao/").content.decode()
    pdf = client.get(made["Location"] + "pdf/").content
    assert pdf.startswith(b"%PDF-")
    with database.acting(access.system()):
        report = queries.file_told(pdf, AT).report
    assert [(one.is_seal, one.level) for one in report.signatures] == [(True, "PAdES-B-T")]
    assert report.outcome == "valid"
    assert client.post(made["Location"] + "withdraw/", {"why": ""}).status_code == 422
    assert client.post(made["Location"] + "withdraw/", {"why": "cấp nhầm"}).status_code == 302
    assert "đã bị trường thu hồi" in asked(file=pdf)


def test_a_stranger_learns_only_what_stands_on_the_outside(room: SimpleNamespace) -> None:
    copy = issue(room)
    page = Client().get(f"{PUBLIC}{copy.typed}/").content.decode()
    assert "còn hiệu lực" in page
    assert queries.initials(room.cards[0].full_name) in page
    assert room.cards[0].full_name not in page
    assert "8,0" not in page
    with database.acting(room.office):
        copy.refresh_from_db()
    assert copy.looks == 1
    unknown = Client().get(f"{PUBLIC}22222-22222-22222-22222/")
    assert unknown.status_code == 200
    assert "Không có bản sao nào mang mã này" in unknown.content.decode()
    assert "Không có bản sao nào mang mã này" in asked("<script>")
    mine, other = issue(room), issue(room, 1)
    assert "đúng từng byte" in asked(mine.typed, bytes(mine.content))
    assert "đúng từng byte" in asked(mine.typed.lower().replace("-", " "), bytes(mine.content))
    assert "KHÔNG phải là bản sao mang mã đó" in asked(mine.typed, bytes(other.content)), "a QR glued on"
    changed = bytes(mine.content)[:-20] + b" " + bytes(mine.content)[-20:]
    assert "KHÔNG phải là bản sao mang mã đó" in asked(mine.typed, changed)
    assert "còn hiệu lực" in asked(file=bytes(other.content)), "found by its digest"
    # The card itself instead of a copy.
    with database.acting(room.office):
        version = queries.Version.objects.get(card=room.cards[0], ended_at=None)
    content = bytes(version.content)
    said = asked(file=content, name="card.xml")
    assert "đúng là học bạ mà trường đã phát hành" in said
    assert "Con dấu của trường" in said
    changed = asked(file=content.replace(b">8.0<", b">9.0<"), name="card.xml")
    assert "đã bị sửa sau khi ký" in changed
    assert "đúng là học bạ mà trường đã phát hành" not in changed


def test_a_card_under_the_seal_of_another_school_is_not_believed(room: SimpleNamespace) -> None:
    """Every signature holds, every certificate is good, each role is kept; but the seal is not of the school named."""
    with database.acting(access.system()):
        version = queries.Version.objects.get(card=room.cards[0], ended_at=None)
    better = replace(reportcards.read(bytes(version.content)), remark="Giỏi nhất trường.")
    other = closed_class(learners=1)
    said = asked(file=signed_by(other, better), name="card.xml")
    assert "không phải con dấu của đơn vị mã" in said
    assert "Không hợp lệ" in said
    assert "Hệ thống này không phát hành" not in said, "what is wrong is said, and no more"
    said = asked(
        file=signed_by(other, replace(better, school=replace(better.school, code="68999"))), name="card.xml"
    )
    assert "con dấu" in said
    assert "Hệ thống này không phát hành tệp này. Chữ ký" in said
    said = asked(file=signed_by(room, better), name="card.xml")
    assert "con dấu đúng của trường ghi trong đó" in said, "sealed there, and not known here"


def signed_by(room: SimpleNamespace, card: reportcards.CardContent) -> bytes:
    """By people and the seal of this school, in the order of the chain, whatever school the card names."""
    content = writing.write(card)
    places = [slots.place_of("subject", one.code) for one in card.subjects]
    hands = [*((room.hoa, one) for one in places), (room.hoa, slots.place_of("homeroom"))]
    for actor, place in (*hands, (room.head, slots.place_of("head")), (room.clerk, slots.place_of("seal"))):
        own = certificate(actor, seal=actor is room.clerk)
        order = signatures.XmlOrder(content, (signatures.Slot(place.address, place.covers, place.id),))
        with database.acting(actor):
            signer, stamp = signatures.software_signer(own, at=AT), signing.stamp_source(AT)
            content = signatures.sign_xml(signer, [order], at=AT, stamp=stamp)[0].content or b""
    return content


def test_the_holder_chooses_what_a_stranger_is_told(room: SimpleNamespace) -> None:
    copy = issue(room, parts=("result", "name"))
    name = room.cards[0].full_name
    page = asked(copy.typed)
    assert name in page
    assert "Kết quả học tập" in page
    for hidden in ("8,0", "Toán", "6A1", "Ngày sinh"):
        assert hidden not in page, hidden
    client = testing.client_for(room.office)
    own = f"/hoc-ba/ban-sao/{copy.pk}/"
    assert "Trường THPT B" in client.get(own).content.decode()
    for sent in (
        {"parts": ["marks"]},
        {"parts": ["everything"], "by": "Mẹ"},
        {"parts": ["name"], "by": "x\x00"},
    ):
        assert client.post(f"{own}choose/", sent).status_code == 422, sent
    sent = {"parts": ["marks", "class", "birth"], "by": "Mẹ em, bà Lê Thị Hạnh"}
    assert client.post(f"{own}choose/", sent).status_code == 302
    page = asked(copy.typed)
    for shown in ("8,0", "Toán", "6A1", "Ngày sinh"):
        assert shown in page, shown
    assert name not in page
    assert "Kết quả học tập" not in page
    assert "bà Lê Thị Hạnh" in client.get(own).content.decode()
    with database.acting(access.system()):
        entry = AuditEntry.objects.filter(action="copies.copy:choose", kind="changed").get()
    assert entry.changes["parts"] == [["name", "result"], ["birth", "class", "marks"]]
    assert entry.why == "Mẹ em, bà Lê Thị Hạnh"
    assert client.post(f"{own}choose/", {"parts": [], "by": "Mẹ em"}).status_code == 302
    least = asked(copy.typed)
    assert not [one for one in ("8,0", "Toán", "6A1", "Ngày sinh", name) if one in least]
    # Nothing but the least of what does not stand, and no marks of a paper without marks.
    gone = issue(room, 1, parts=("name",))
    gone.card.state = "recalled"
    assert queries.told(gone, clock.on(AT)).chosen == ()
    with pytest.raises(services.CannotCopy, match="không gồm điểm"):
        issue(room, shows="result", parts=("marks",))
    stranger = testing.client_for(room.hoa)
    assert stranger.post(f"{own}choose/", sent).status_code == 403


def test_a_program_issues_chooses_and_withdraws(room: SimpleNamespace) -> None:
    client, at = testing.client_for(room.office), "/api/v1/copies/copies"

    def post(path: str, **body: Any) -> Any:
        return client.post(f"{at}{path}", json.dumps(body), content_type="application/json")

    asked_for = {"card": room.cards[0].pk, "recipient": "Trường B", "purpose": "nhập học"}
    made = post("", **asked_for, parts=["name"], parts_by="Mẹ em").json()
    assert (made["parts"], made["parts_by"], made["looks"]) == (["name"], "Mẹ em", 0)
    assert post("", **asked_for, shows="result", parts=["marks"]).status_code == 422
    assert client.get(f"{at}/{made['id']}/pdf").content.startswith(b"%PDF-")
    assert post(f"/{made['id']}/parts", parts=[], by="Mẹ em").json()["parts"] == []
    assert post(f"/{made['id']}/withdraw", why="Cấp nhầm").json()["withdrawn_why"] == "Cấp nhầm"
    assert [one["id"] for one in client.get(f"{at}?card={room.cards[0].pk}").json()] == [made["id"]]
    assert client.get(f"{at}?card={room.cards[1].pk}").json() == []
    assert testing.client_for(room.hoa).get(at).status_code == 403
    stranger = testing.client_for(testing.actor(VIEW_COPIES, units=[]))
    assert stranger.get(f"{at}/{made['id']}/pdf").status_code in (403, 404)


def test_states_of_a_copy(room: SimpleNamespace) -> None:
    copy = issue(room, valid_until=clock.on(AT))
    today = clock.on(AT)
    assert queries.told(copy, today).state == "stands"
    assert queries.told(copy, today + timedelta(days=1)).state == "expired"
    copy.card.state = "recalled"
    assert queries.told(copy, today).state == "recalled"
    copy.card.state, copy.card.number = "issued", 2
    assert queries.told(copy, today).state == "replaced"
    # What cannot be issued.
    with pytest.raises(services.CannotCopy):
        issue(room, valid_until=date(2020, 1, 1))
    room.cards[0].state = "recalled"
    with pytest.raises(services.CannotCopy):
        issue(room)
    with pytest.raises(access.Refused), database.acting(room.hoa):
        services.issue_copy(
            room.hoa,
            room.cards[1],
            recipient="X",
            purpose="Y",
            shows="whole",
            valid_until=None,
            address="",
            at=AT,
        )


def test_many_questions_from_one_place_wait(db: None) -> None:
    client = Client(REMOTE_ADDR="203.0.113.9")
    answers = {client.get(f"{PUBLIC}{number:020}/").status_code for number in range(62)}
    assert answers == {200, 429}
    assert client.get("/hoc-ba/xac-minh/chuong-trinh/").content.startswith(b"#!/usr/bin/env python3")


def test_the_family_chooses_what_its_own_copies_tell_and_no_others(room: SimpleNamespace) -> None:
    mine, others = issue(room, 0, "result"), issue(room, 1)
    with database.acting(access.system()):
        child = mine.card.enrolment.person_id
    parent = Actor(account_id=77, person_id=None, name="Lê Thị Mẹ", persons=Reach.of([child]))
    client = testing.client_for(parent)
    client.get("/hoc-ba/cua-toi/")
    with testing.assert_queries(5):  # the copies; the scope is set and put back
        listed = client.get("/hoc-ba/cua-toi/").content.decode()
    address = f"/hoc-ba/cua-toi/{mine.pk}/"
    assert address in listed
    assert f"/hoc-ba/cua-toi/{others.pk}/" not in listed
    assert 'value="marks"' not in client.get(address).content.decode(), "the paper holds none"

    assert client.post(address, {"parts": ["marks"]}).status_code == 422
    assert client.post(address, {"parts": ["name", "class"]}).status_code == 302
    shown = Client().get(f"{PUBLIC}{mine.typed}/").content.decode()
    assert mine.card.full_name in shown
    assert "theo Lê Thị Mẹ" in client.get(address).content.decode()
    with database.acting(access.system()):
        said = AuditEntry.objects.filter(kind="act", action="copies.copy:choose").latest("id")
    assert said.actor_name == "Lê Thị Mẹ"

    told = client.post(
        f"/api/v1/copies/own/{mine.pk}/parts", json.dumps({"parts": []}), content_type="application/json"
    )
    assert told.json()["parts"] == []
    assert [one["id"] for one in client.get("/api/v1/copies/own").json()] == [mine.pk]

    for other in (
        f"/hoc-ba/cua-toi/{others.pk}/",
        "/hoc-ba/cua-toi/0/",
        "/hoc-ba/cua-toi/99999999999999999999/",
    ):
        assert client.post(other, {"parts": ["name"]}).status_code == 404
    assert testing.client_for(room.office).get(address).status_code == 404, "by the bond, not by the office"
    with database.acting(parent), pytest.raises(access.Refused):
        services.choose_own_parts(parent, others, parts=["name"], at=AT)
    with database.acting(room.office):
        services.withdraw_copy(room.office, mine, why="cấp nhầm", at=AT)
    assert client.post(address, {"parts": ["name"]}).status_code == 422
    assert "Ghi lựa chọn" not in client.get(address).content.decode()


def test_a_copy_is_sealed_by_the_program_on_the_users_computer(room: SimpleNamespace) -> None:
    seal, client = at_the_desk(room.seal), testing.client_for(room.office)
    sent = {
        "card": room.cards[0].code, "recipient": "Trường B", "purpose": "nhập học", "shows": "whole",
        "valid_until": "31/12/2026", "parts": ["name"], "seal": seal.pk,
    }  # fmt: skip
    where = client.post("/hoc-ba/ban-sao/cap/", sent)["Location"]
    with database.acting(access.system()):
        assert not Copy.objects.exists(), "nothing is issued before the seal is there"
    with clock.frozen(AT + timedelta(hours=1)):
        done = answered(client, where, seal)
    assert done.status_code == 302, done.content.decode()[-2000:]
    with database.acting(access.system()):
        copy = Copy.objects.get()
        report = queries.file_told(bytes(copy.content), AT).report
    assert done["Location"] == f"/hoc-ba/ban-sao/{copy.pk}/"
    assert (copy.issued_at, copy.parts, copy.valid_until) == (AT, ["name"], date(2026, 12, 31))
    assert (report.outcome, [one.level for one in report.signatures]) == ("valid", ["PAdES-B-T"])
    assert "đúng từng byte" in asked(copy.typed, bytes(copy.content))

    first = client.post("/hoc-ba/ban-sao/cap/", sent)["Location"]
    issue(room)
    late = client.get(f"{first}/list")
    assert late.status_code == 200
    assert answered(client, first, seal).status_code == 302, "as the third copy"
    refused = client.post("/hoc-ba/ban-sao/cap/", sent | {"valid_until": "01/01/2020"})
    assert refused.status_code == 422
