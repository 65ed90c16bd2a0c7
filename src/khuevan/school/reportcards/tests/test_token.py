"""Five people sign with five keys on the pages; the head's key is in a token that is pulled out in mid-batch."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.kernel import access, clock, database, testing
from khuevan.register.signing import services as signing
from khuevan.register.signing.models import Certificate, Signature
from khuevan.register.signing.signers import TokenSigner
from khuevan.register.signing.tests import builders as signers
from khuevan.register.signing.verification import Outcome
from khuevan.school.staff.tests.builders import member

from .. import queries, services
from ..models import Card, CardSlot
from .builders import AT, TEACHING, certificate, closed_class, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def room(db: None, settings: Any, tmp_path: Path) -> Any:
    """A class of four with a homeroom teacher of its own; the authority of the token is trusted."""
    settings.SIGNING_LIBRARY = signers.LIBRARY
    settings.SIGNING_ROOT = tmp_path
    (tmp_path / "trust").mkdir()
    root = signers.authority().root.public_bytes(Encoding.PEM)
    (tmp_path / "trust" / "token.pem").write_bytes(root)
    with clock.frozen(AT):
        made = closed_class(learners=4)
        cuong = member(made.here, "Trịnh Văn Cường", code="GV03")
        made.cuong = somebody(cuong, *TEACHING, number=5)
        with database.acting(access.system()):
            type(made.group).objects.filter(pk=made.group.pk).update(homeroom_teacher=cuong.person)
        with database.acting(made.clerk):
            services.generate_class(made.clerk, made.group, at=AT)
        yield made


def sign(room: SimpleNamespace, actor: access.Actor, kind: str, mine: Certificate, **more: str) -> str:
    """The page after the gesture."""
    sent = {"line": f"{room.group.pk}:{kind}", "certificate": mine.pk, **more}
    page = testing.client_for(actor).post("/reportcards/", sent, follow=True)
    return str(page.content.decode())


def registered(actor: access.Actor, token: signers.Token) -> Certificate:
    content = token.issued.certificate.public_bytes(Encoding.PEM) + token.issued.chain[0].public_bytes(
        Encoding.PEM
    )
    with database.acting(actor):
        return signing.register_certificate(
            actor, content=content, means="token", place=token.label, at=AT, name_is_confirmed=True
        )


def states() -> list[str]:
    with database.acting(access.system()):
        return list(Card.objects.order_by("sort_key").values_list("state", flat=True))


def test_a_token_pulled_out_in_mid_batch(
    room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    token = signers.Token("head-of-school", name="Võ Thị Trưởng")
    for actor, kind in ((room.hoa, "subject"), (room.binh, "subject"), (room.cuong, "homeroom")):
        sign(room, actor, kind, certificate(actor))
    assert states() == ["homeroom"] * 4
    mine = registered(room.head, token)
    assert "Mã PIN không đúng" in sign(room, room.head, "head", mine, pin="000000")
    assert states() == ["homeroom"] * 4

    shutil.copytree(token.folder, tmp_path / "kept")
    one, asked = TokenSigner._one, iter(range(99))

    def pulled_at_the_third(self: TokenSigner, digest: bytes) -> bytes:
        """The hand that pulls; what happens then is what the token's own library says."""
        if next(asked) == 2:
            token.pull_out()
        return one(self, digest)

    monkeypatch.setattr(TokenSigner, "_one", pulled_at_the_third)
    page = sign(room, room.head, "head", mine, pin=signers.PIN)
    monkeypatch.undo()
    assert "Đã ký 2 học bạ (2 chữ ký)" in page
    assert "Phần còn lại chưa ký: Thiết bị ký đã bị rút ra" in page
    assert re.search(r">\s*2\s*</a>", page), "the two that are left wait on the same page"
    assert states() == ["head"] * 2 + ["homeroom"] * 2
    page = sign(room, room.head, "head", mine, pin=signers.PIN)
    assert re.search("Không (thấy|mở được) thiết bị ký", page), re.findall("[^>]*thiết bị[^<]*", page)
    assert states() == ["head"] * 2 + ["homeroom"] * 2

    shutil.rmtree(token.folder)
    shutil.copytree(tmp_path / "kept", token.folder)
    pkcs11.lib(signers.LIBRARY).reinitialize()
    assert "Đã ký 2 học bạ (2 chữ ký)" in sign(room, room.head, "head", mine, pin=signers.PIN)
    sign(room, room.clerk, "seal", certificate(room.clerk, seal=True))
    assert states() == ["issued"] * 4
    with database.acting(access.system()):
        assert Signature.objects.filter(certificate=mine).count() == 4, "none twice"
        people = set(CardSlot.objects.values_list("signed_by_id", "certificate_id"))
        assert len(people) == 5, "five people, five keys"
        for card in Card.objects.all():
            version = queries.issued_version(card)
            assert version is not None
            report = queries.verified(card, version, AT)
            assert report.outcome is not Outcome.INVALID, report
            assert {one.fingerprint for one in report.signatures if one.slot == "head"} == {mine.fingerprint}
