"""The API: cards of a class, the issued file, what waits for me, signing by a program in two steps."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from khuevan.kernel import access, clock, database, testing
from khuevan.register.signing import services as signing

from .. import services
from ..models import Card
from .builders import AT, certificate, closed_class

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.frozen(AT) as moment:
        yield moment


def test_a_program_signs_what_waits(db: None) -> None:
    room = closed_class()
    with database.acting(room.clerk):
        services.generate_class(room.clerk, room.group, at=AT)
    client, address = testing.client_for(room.binh), "/api/v1/reportcards"
    assert [one["kind"] for one in client.get(f"{address}/waiting").json()] == ["subject"]
    mine, other = certificate(room.binh), certificate(room.hoa)
    asked = {"class_group": room.group.pk, "kind": "subject", "certificate": mine.pk}

    def post(path: str, body: Any) -> Any:
        return client.post(f"{address}/{path}", json.dumps(body), content_type="application/json")

    assert post("desk", {**asked, "certificate": other.pk}).status_code == 404
    assert post("desk", {**asked, "kind": "head"}).status_code == 422
    listed = post("desk", asked).json()
    assert len(listed["items"]) == 2
    with database.acting(room.binh):
        values = signing.software_signer(mine, at=AT).sign(
            [base64.b64decode(one["hash"]) for one in listed["items"]]
        ).values  # fmt: skip
    answer = {
        "certificate": base64.b64encode(bytes(mine.content)).decode(),
        "items": [
            {"hash": one["hash"], "signature": base64.b64encode(value).decode()}
            for one, value in zip(listed["items"], values, strict=True)
        ],
    }
    assert post(f"desk/{listed['id']}/answer", {**answer, "certificate": "x"}).status_code == 422
    assert post(f"desk/{listed['id']}/answer", answer).json()["signatures"] == 2
    assert post(f"desk/{listed['id']}/answer", answer).status_code == 422
    cards = client.get(f"{address}/cards?class_group={room.group.pk}").json()
    assert [one["state"] for one in cards] == ["generated"] * 2
    assert client.get(f"{address}/cards/{cards[0]['id']}/xml").status_code == 404, "nothing is issued yet"
    with database.acting(access.system()):
        assert Card.objects.count() == 2
