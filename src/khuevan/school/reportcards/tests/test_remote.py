"""A teacher whose key is with a remote service (CSC) signs on the pages of cards; what the service says is shown."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.testing.remote_signing import SigningService, serving
from khuevan.register.signing import queries as trust
from khuevan.register.signing import services as signing
from khuevan.register.signing.models import Certificate, Signature
from khuevan.register.signing.verification import Outcome

from .. import queries, services
from ..models import Card, CardSlot
from .builders import AT, closed_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> Any:
    with clock.frozen(AT):
        made = closed_class(learners=3)
        with database.acting(made.clerk):
            services.generate_class(made.clerk, made.group, at=AT)
        yield made


@pytest.fixture
def service(room: SimpleNamespace) -> Any:
    """It keeps a key of the teacher's, and signs two at a time."""
    own = trust.authority(AT)
    assert own is not None
    issued = own.issue(room.hoa.name, at=AT, kind="rsa")
    made = SigningService(issued.pair.key, [issued.certificate, *own.chain, own.root], multisign=2)
    with serving(made):
        yield made


def registered(room: SimpleNamespace, service: SigningService) -> Certificate:
    content = b"".join(one.public_bytes(Encoding.PEM) for one in service.certificates[:-1])
    with database.acting(room.hoa):
        return signing.register_certificate(
            room.hoa, content=content, means="remote", place=f"{service.address} cred-1", at=AT,
            name_is_confirmed=True,
        )  # fmt: skip


def test_a_class_is_signed_at_the_service_and_what_it_refuses_waits(
    room: SimpleNamespace, service: SigningService
) -> None:
    mine, client = registered(room, service), testing.client_for(room.hoa)
    page = client.get("/reportcards/").content.decode()
    assert 'name="bearer"' in page
    assert 'name="pin"' in page

    def sign(**more: str) -> str:
        sent = {
            "line": f"{room.group.pk}:subject",
            "certificate": mine.pk,
            "bearer": "user-token",
            "pin": "123456",
        }
        return str(client.post("/reportcards/", sent | more, follow=True).content.decode())

    assert "PIN" in sign(pin="999999")
    assert "token" in sign(bearer="stale")
    assert signed_slots(mine) == 0
    service.stops_after = 2
    page = sign()
    assert "Đã ký 2 học bạ (2 chữ ký)" in page
    assert "Phần còn lại chưa ký" in page
    assert "cancelled" in page
    service.stops_after = None
    assert "Đã ký 1 học bạ (1 chữ ký)" in sign()
    assert signed_slots(mine) == 3
    with database.acting(access.system()):
        assert Signature.objects.filter(certificate=mine).count() == 3, "none twice"
        for card in Card.objects.all():
            version = queries.versions_of(card)[0]
            report = queries.verified(card, version, AT)
            (theirs,) = [one for one in report.signatures if one.fingerprint == mine.fingerprint]
            assert theirs.outcome is Outcome.VALID, theirs


def signed_slots(mine: Certificate) -> int:
    with database.acting(access.system()):
        return CardSlot.objects.filter(certificate=mine).exclude(signed_at=None).count()
