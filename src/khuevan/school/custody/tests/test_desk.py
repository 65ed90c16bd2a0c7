"""The school's seal kept by a program on the user's computer: packages, handovers, receipts, and a recall by the head."""

from __future__ import annotations

import base64
import json
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.kernel import access, clock, database
from khuevan.kernel.testing.actors import ActingClient
from khuevan.register.signing import queries as signing
from khuevan.register.signing.models import Certificate, DeskOrder
from khuevan.register.signing.signers import SoftwareSigner
from khuevan.school.custody.models import Handover, KeptCard, Package
from khuevan.school.reportcards.models import Card
from khuevan.school.reportcards.tests.builders import AT, certificate

from .test_custody import learner_of, room, the, today

__all__ = ["room", "today"]
pytestmark = pytest.mark.django_db


def at_the_desk(one: Certificate) -> Certificate:
    with database.acting(access.system()):
        Certificate.objects.filter(pk=one.pk).update(means="desk")
    return one


def answered(client: ActingClient, where: str, one: Certificate) -> Any:
    """What the program does with the list, sent to the page."""
    issued = signing.authority(AT).issued(int(one.serial, 16))  # type: ignore[union-attr]
    assert issued is not None
    listed = json.loads(client.get(f"{where}/list").content)
    signer = SoftwareSigner(issued.pair.key, issued.certificate)
    values = signer.sign([base64.b64decode(item["hash"]) for item in listed["items"]]).values
    answer = {
        "certificate": base64.b64encode(issued.certificate.public_bytes(Encoding.DER)).decode(),
        "items": [
            {"hash": item["hash"], "signature": base64.b64encode(value).decode()}
            for item, value in zip(listed["items"], values, strict=True)
        ],
    }
    return client.post(where, {"file": SimpleUploadedFile("a.json", json.dumps(answer).encode())})


def test_packages_and_handovers_are_sealed_at_the_desk(room: SimpleNamespace) -> None:
    seal, client = at_the_desk(room.seal), ActingClient(room.clerk)
    assert client.post("/custody/make/", {"class_id": room.group.pk}).status_code == 302
    package = the(Package)
    step = {"version": package.version, "certificate": seal.pk}
    where = client.post(f"/custody/{package.pk}/sign/", step)["Location"]
    assert (the(Package).state, the(DeskOrder).work) == ("made", "custody.package:sign")
    assert client.post(where, {"file": SimpleUploadedFile("a.json", b"{}")}).status_code == 422
    assert answered(client, where, seal)["Location"] == f"/custody/{package.pk}/"
    signed = the(Package)
    assert signed.state == "signed"
    assert client.post(where, {"file": SimpleUploadedFile("a.json", b"{}")}).status_code == 422
    with database.acting(access.system()):
        learner = signed.packed.order_by("code")[0].learner
    given = {"learner": learner, "other_name": "Trường B", "certificate": seal.pk}
    where = client.post("/custody/handovers/seal/", given)["Location"]
    with clock.frozen(AT.replace(hour=AT.hour + 1)):
        there = answered(client, where, seal)["Location"]
    sent = the(Handover)
    assert (there, sent.state, sent.begun_at) == (f"/custody/handovers/{sent.pk}/", "sealed", AT)
    content = b"".join(client.get(f"{there}download/").streaming_content)  # type: ignore[attr-defined]
    answer = client.post("/custody/handovers/receive/", {"file": SimpleUploadedFile("a.zip", content)})
    held = answer["Location"]
    where = client.post(f"{held}countersign/", {"version": 1, "certificate": seal.pk})["Location"]
    assert answered(client, where, seal)["Location"] == held
    with database.acting(access.system()):
        assert KeptCard.objects.get().handover.state == "countersigned"  # type: ignore[union-attr]


def test_what_changed_since_the_list_went_out_is_not_signed(room: SimpleNamespace) -> None:
    """Then a recall by the head's own program."""
    seal, client = at_the_desk(room.seal), ActingClient(room.clerk)
    learner = learner_of(room)
    given = {"learner": learner, "other_name": "Trường B", "certificate": seal.pk}
    where = client.post("/custody/handovers/seal/", given)["Location"]
    listed = client.get(f"{where}/list").content
    with database.acting(access.system()):
        card = Card.objects.get(enrolment__learner__code=learner)
    mine, head = at_the_desk(certificate(room.head)), ActingClient(room.head)
    act = head.post(
        f"/reportcards/cards/{card.pk}/act/recall/", {"reason": "Sai tên", "certificate": mine.pk}
    )
    assert act.status_code == 302, act.content.decode()[:3000]
    assert answered(head, act["Location"], mine)["Location"] == f"/reportcards/cards/{card.pk}/"
    with database.acting(access.system()):
        card.refresh_from_db()
    assert card.state == "recalled"
    late = client.get(f"{where}/list")
    assert late.status_code == 409
    assert late.content != listed
    assert client.post(where, {"file": SimpleUploadedFile("a.json", b"{}")}).status_code == 422
    with database.acting(access.system()):
        assert not Handover.objects.exists()
