"""Minutes signed with a token, at a remote service, by a program on the user's computer; and signing that is
interrupted: a side has signed, or nothing happened."""

from __future__ import annotations

import base64
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from khuevan.governance.inspections import queries, services
from khuevan.governance.inspections.choices import MinutesState
from khuevan.governance.inspections.models import Visit
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.files import StoredFile
from khuevan.kernel.testing import client_for
from khuevan.kernel.testing.remote_signing import SigningService, serving
from khuevan.kernel.testing.server import on_a_clone
from khuevan.register.signing import queries as trust
from khuevan.register.signing import services as signatures
from khuevan.register.signing.models import Certificate, Signature
from khuevan.register.signing.signers import Batch, TokenSigner
from khuevan.register.signing.tests import builders as signers
from khuevan.register.signing.verification import Outcome

from .builders import AT, World

registered = partial(signers.registered, at=AT)
SOURCE = Path(__file__).resolve().parents[4]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> Iterator[World]:
    """The authority of tokens and programs is trusted."""
    signers.trusted(settings, tmp_path)
    made = World()
    with clock.frozen(AT):
        yield made


def posted(who: Actor, visit: Visit, act: str, certificate: Certificate, **more: str) -> Any:
    """act: `lead` or `sign`, with what the page shows now."""
    client, url = client_for(who), f"/inspections/visits/{visit.pk}"
    seen = client.get(url).content.decode().partition('name="seen" value="')[2].partition('"')[0]
    assert seen
    given = {"seen": seen, "certificate": certificate.pk, **more}
    return client.post(f"{url}/{act}", given, follow=True)


def stands_at(visit: Visit, state: MinutesState) -> None:
    """The minutes, with as many files and signatures as they have then, and no more."""
    with database.acting(access.system()):
        found = queries.latest(visit)
        assert found is not None
        number = list(MinutesState).index(state)
        assert (found.state, bool(found.content), found.pdf_id is None) == (state, number > 0, number == 0)
        assert (found.leader_at is None, found.head_at is None) == (number < 1, number < 2)
        assert StoredFile.objects.filter(purpose="inspections.minutes").count() == (0, 2, 3)[number]
        assert Signature.objects.count() == number


def signed_with(visit: Visit, *certificates: Certificate) -> None:
    with database.acting(access.system()):
        found = queries.latest(visit)
        assert found is not None
        content = queries.file_of(found, "pdf")
        assert content is not None
        verified = trust.verify(content, trust.trust(AT), at=AT)
    assert verified.outcome is not Outcome.INVALID
    assert [one.fingerprint for one in verified.signatures] == [one.fingerprint for one in certificates]


class Program:
    """What signs on the user's computer: takes the list of the order, gives the file with its answer."""

    def __init__(self, who: Actor) -> None:
        self.client, self.signer = client_for(who), signers.signer(who.name)
        self.mine = registered(who, [self.signer.certificate, *self.signer.chain], "desk", "")

    def answer(self, order: str, digest: str | None = None) -> Any:
        listed = json.loads(self.client.get(f"{order}/list").content)
        items = []
        for one in listed["items"]:
            value = self.signer.sign([base64.b64decode(one["hash"])]).values[0]
            items.append({"hash": digest or one["hash"], "signature": base64.b64encode(value).decode()})
        der = base64.b64encode(self.signer.certificate.public_bytes(Encoding.DER)).decode()
        content = json.dumps({"certificate": der, "items": items}).encode()
        return self.client.post(order, {"file": SimpleUploadedFile("a.json", content)}, follow=True)


def test_programs_on_both_computers_sign_what_was_seen_and_nothing_else(world: World) -> None:
    visit = world.concluded()
    leader, head = Program(world.officer), Program(world.head)
    asked = posted(world.officer, visit, "lead", leader.mine, number="7", place="Di Linh")
    order = asked.redirect_chain[-1][0]
    assert "/signing/desk/" in order
    stands_at(visit, MinutesState.DRAFT)
    assert leader.answer(order, base64.b64encode(b"0" * 32).decode()).status_code == 422
    stands_at(visit, MinutesState.DRAFT)
    with database.acting(world.head):
        services.object_minutes(world.head, at=AT, visit_id=visit.pk, objection="Trường sẽ bổ sung ngay")
    assert leader.client.get(f"{order}/list").status_code == 409, "the minutes are not what was seen"
    stands_at(visit, MinutesState.DRAFT)
    order = posted(world.officer, visit, "lead", leader.mine, number="7", place="Di Linh").redirect_chain[-1][
        0
    ]
    assert leader.answer(order).status_code == 200
    stands_at(visit, MinutesState.HALF)
    signed_with(visit, leader.mine)
    order = posted(world.head, visit, "sign", head.mine).redirect_chain[-1][0]
    stands_at(visit, MinutesState.HALF)
    assert head.answer(order).status_code == 200
    stands_at(visit, MinutesState.SIGNED)
    signed_with(visit, leader.mine, head.mine)
    with database.acting(world.officer):
        _one, found = queries.minutes(world.officer, visit.pk, 1)
        assert (found.number, found.place, found.objection) == ("7", "Di Linh", "Trường sẽ bổ sung ngay")
        assert queries.visit(world.officer, visit.pk).state == "signed"


@pytest.mark.thorough
def test_a_token_that_is_pulled_out_leaves_the_minutes_as_they_were(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    token = signers.Token("leader-minutes", name=world.officer.name)
    visit = world.concluded()
    mine = registered(world.officer, [token.issued.certificate, token.issued.chain[0]], "token", token.label)
    wrong = posted(world.officer, visit, "lead", mine, pin="000000", number="7", place="Di Linh")
    assert wrong.status_code == 422
    assert "Mã PIN không đúng" in wrong.content.decode()
    assert 'value="Di Linh"' in wrong.content.decode(), "what was typed is still there"
    stands_at(visit, MinutesState.DRAFT)
    shutil.copytree(token.folder, tmp_path / "kept")
    one = TokenSigner._one

    def pulled(self: TokenSigner, digest: bytes) -> bytes:
        """The hand that pulls; what happens then is what the token's own library says."""
        token.pull_out()
        return one(self, digest)

    monkeypatch.setattr(TokenSigner, "_one", pulled)
    page = posted(world.officer, visit, "lead", mine, pin=signers.PIN, number="7", place="Di Linh")
    monkeypatch.undo()
    assert page.status_code == 422
    assert "Thiết bị ký đã bị rút ra" in page.content.decode()
    stands_at(visit, MinutesState.DRAFT)
    shutil.rmtree(token.folder)
    shutil.copytree(tmp_path / "kept", token.folder)
    pkcs11.lib(signers.LIBRARY).reinitialize()
    done = posted(world.officer, visit, "lead", mine, pin=signers.PIN, number="7", place="Di Linh")
    assert "Đã ký biên bản" in done.content.decode()
    signed_with(visit, mine)
    second = signers.Token("head-minutes", name=world.head.name)
    heads = registered(world.head, [second.issued.certificate, second.issued.chain[0]], "token", second.label)
    assert "Đã ký biên bản" in posted(world.head, visit, "sign", heads, pin=signers.PIN).content.decode()
    stands_at(visit, MinutesState.SIGNED)
    signed_with(visit, mine, heads)


def test_a_remote_service_signs_and_what_it_refuses_changes_nothing(world: World) -> None:
    own = trust.authority(AT)
    assert own is not None
    issued = own.issue(world.head.name, at=AT, kind="rsa")
    service = SigningService(issued.pair.key, [issued.certificate, *own.chain, own.root], multisign=1)
    visit = world.concluded()
    world.sign(world.officer, visit)
    with serving(service):
        mine = registered(world.head, service.certificates[:-1], "remote", f"{service.address} cred-1")
        service.stops_after = 0
        stopped = posted(world.head, visit, "sign", mine, bearer="user-token", pin="123456")
        assert "cancelled" in stopped.content.decode()
        stands_at(visit, MinutesState.HALF)
        service.stops_after = None
        posted(world.head, visit, "sign", mine, bearer="user-token", pin="123456")
    stands_at(visit, MinutesState.SIGNED)


class DiesWhileSigning:
    """A software key whose process is killed at the moment of the signature."""

    def __init__(self, signer: Any) -> None:
        self.certificate, self.chain, self.kind = signer.certificate, signer.chain, signer.kind

    def sign(self, digests: list[bytes]) -> Batch:
        os.kill(os.getpid(), 9)
        raise AssertionError("it is dead")


def sign_and_die(when: str) -> None:
    """In a process of its own; killed in the middle of the signature, or when everything is written and not committed."""
    who, visit_id, certificate_id, roots = pickle.loads(sys.stdin.buffer.read())
    for name, value in roots.items():
        setattr(settings, name, value)
    with clock.frozen(AT), database.acting(who):
        certificate = Certificate.objects.get(pk=certificate_id)
        with signatures.opened_signer(certificate, at=AT) as opened:
            signer = DiesWhileSigning(opened) if when == "signing" else opened
            sign = services.Signature(certificate.pk, signer)
            services.sign_minutes(who, at=AT, visit_id=visit_id, seen="", sign=sign)
            os.kill(os.getpid(), 9)


@pytest.mark.process
def test_a_killed_process_leaves_the_leaders_signature_and_nothing_half_done(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), on_a_clone("minutes"), clock.frozen(AT):
        world = World()
        visit = world.concluded()
        world.sign(world.officer, visit)
        with database.acting(world.head):
            mine = signatures.issue_test_certificate(world.head, seal=False, at=AT)
        for when in ("signing", "committing"):
            assert killed(world.head, visit, mine, when) == -9
            stands_at(visit, MinutesState.HALF)
        world.sign(world.head, visit)
        stands_at(visit, MinutesState.SIGNED)


def killed(who: Actor, visit: Visit, certificate: Certificate, when: str) -> int:
    addresses = settings.DATABASE_ADDRESSES.on(str(connection.settings_dict["NAME"]))
    names = ("FACTS_ROOT", "SNAPSHOTS_ROOT", "FILES_ROOT", "SIGNING_ROOT")
    told = pickle.dumps((who, visit.pk, certificate.pk, {name: getattr(settings, name) for name in names}))
    environment = {
        **os.environ, "DATABASE_URL": addresses.app.url(), "DATABASE_OWNER_URL": addresses.owner.url(),
        "PYTHONPATH": os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")]), "KHUEVAN_LOG": "ERROR",
    }  # fmt: skip
    code = f"import django; django.setup(); from {__name__} import sign_and_die; sign_and_die('{when}')"
    return subprocess.run([sys.executable, "-c", code], input=told, env=environment, check=False).returncode
