"""Reports signed with a token, at a remote service, by a program on the user's computer; and signing that is interrupted:
the token comes out, the service gives up, the process is killed. A report is signed and sent, or nothing happened."""

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

from khuevan.governance.reports import queries, services
from khuevan.governance.reports.choices import State
from khuevan.governance.reports.models import Report
from khuevan.governance.reports.views.files import file_of
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

from .builders import AT, LEAD, WHY, World

registered = partial(signers.registered, at=AT)
SOURCE = Path(__file__).resolve().parents[4]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> Iterator[World]:
    """The authority of tokens and programs is trusted."""
    signers.trusted(settings, tmp_path)
    made = World()
    with clock.frozen(AT):
        yield made


def ready(world: World) -> Report:
    """The head's report, which waits for the signature."""
    report = world.report(world.campaign(), world.school)
    world.write(world.head, report, "Đã ban hành kế hoạch.")
    world.hand_over(world.head, report)
    return report


def submitted(who: Actor, report: Report, certificate: Certificate, **more: str) -> Any:
    client, url = client_for(who), f"/reports/documents/{report.pk}"
    seen = client.get(url).content.decode().partition('name="seen" value="')[2].partition('"')[0]
    return client.post(f"{url}/submit", {"seen": seen, "certificate": certificate.pk, **more}, follow=True)


def nothing_happened(report: Report) -> None:
    with database.acting(access.system()):
        now = Report.objects.get(pk=report.pk)
        assert (now.state, now.content, now.digest, now.docx_id, now.pdf_id) == (
            State.READY, "", "", None, None,
        )  # fmt: skip
        assert now.submitted_at is None
        assert "signer_name" not in now.details
        assert StoredFile.objects.filter(unit_id=report.unit_id).count() == 0
        assert Signature.objects.count() == 0


def signed_with(who: Actor, report: Report, certificate: Certificate) -> None:
    with database.acting(who):
        sent = queries.report(who, report.pk)
        assert sent.state == State.SUBMITTED
        verified = trust.verify(file_of(who, sent, "pdf"), trust.trust(AT), at=AT)
    assert verified.outcome is not Outcome.INVALID
    assert [one.fingerprint for one in verified.signatures] == [certificate.fingerprint]
    with database.acting(access.system()):
        assert Signature.objects.filter(certificate=certificate).count() == 1


@pytest.mark.thorough
def test_a_token_that_is_pulled_out_leaves_the_report_as_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    token = signers.Token("head-reports", name=world.head.name)
    report = ready(world)
    mine = registered(world.head, [token.issued.certificate, token.issued.chain[0]], "token", token.label)
    assert "Mã PIN không đúng" in submitted(world.head, report, mine, pin="000000").content.decode()
    shutil.copytree(token.folder, tmp_path / "kept")
    one = TokenSigner._one

    def pulled(self: TokenSigner, digest: bytes) -> bytes:
        """The hand that pulls; what happens then is what the token's own library says."""
        token.pull_out()
        return one(self, digest)

    monkeypatch.setattr(TokenSigner, "_one", pulled)
    page = submitted(world.head, report, mine, pin=signers.PIN)
    monkeypatch.undo()
    assert page.status_code == 422
    assert "Thiết bị ký đã bị rút ra" in page.content.decode()
    nothing_happened(report)
    shutil.rmtree(token.folder)
    shutil.copytree(tmp_path / "kept", token.folder)
    pkcs11.lib(signers.LIBRARY).reinitialize()
    assert "Đã ký và gửi báo cáo" in submitted(world.head, report, mine, pin=signers.PIN).content.decode()
    signed_with(world.head, report, mine)


def test_a_remote_service_signs_and_what_it_refuses_changes_nothing(world: World) -> None:
    own = trust.authority(AT)
    assert own is not None
    issued = own.issue(world.head.name, at=AT, kind="rsa")
    service = SigningService(issued.pair.key, [issued.certificate, *own.chain, own.root], multisign=1)
    report = ready(world)
    with serving(service):
        mine = registered(world.head, service.certificates[:-1], "remote", f"{service.address} cred-1")
        page = client_for(world.head).get(f"/reports/documents/{report.pk}").content.decode()
        assert 'name="bearer"' in page
        wrong = submitted(world.head, report, mine, bearer="user-token", pin="999999")
        assert "PIN" in wrong.content.decode()
        service.stops_after = 0
        stopped = submitted(world.head, report, mine, bearer="user-token", pin="123456")
        assert "cancelled" in stopped.content.decode()
        nothing_happened(report)
        service.stops_after = None
        submitted(world.head, report, mine, bearer="user-token", pin="123456")
    signed_with(world.head, report, mine)


def test_a_program_on_the_users_computer_signs_what_was_seen_and_nothing_else(world: World) -> None:
    program = signers.signer(world.head.name)
    report = ready(world)
    mine = registered(world.head, [program.certificate, *program.chain], "desk", "")
    asked = submitted(world.head, report, mine)
    order = asked.redirect_chain[-1][0]
    assert "/signing/desk/" in order
    nothing_happened(report)
    client = client_for(world.head)

    def answer(digest: str | None = None) -> Any:
        listed = json.loads(client.get(f"{order}/list").content)
        items = [
            {"hash": digest or one["hash"],
             "signature": base64.b64encode(program.sign([base64.b64decode(one["hash"])]).values[0]).decode()}
            for one in listed["items"]
        ]  # fmt: skip
        der = base64.b64encode(program.certificate.public_bytes(Encoding.DER)).decode()
        content = json.dumps({"certificate": der, "items": items}).encode()
        return client.post(order, {"file": SimpleUploadedFile("a.json", content)}, follow=True)

    assert answer(base64.b64encode(b"0" * 32).decode()).status_code == 422
    nothing_happened(report)
    assert answer().status_code == 200
    signed_with(world.head, report, mine)


class DiesWhileSigning:
    """A software key whose process is killed at the moment of the signature."""

    def __init__(self, signer: Any) -> None:
        self.certificate, self.chain, self.kind = signer.certificate, signer.chain, signer.kind

    def sign(self, digests: list[bytes]) -> Batch:
        os.kill(os.getpid(), 9)
        raise AssertionError("it is dead")


def send_and_die(when: str) -> None:
    """In a process of its own, which reads whose report it is; killed in the middle of the signature, or when everything
    is written and not yet committed."""
    who, report_id, certificate_id, roots = pickle.loads(sys.stdin.buffer.read())
    for name, value in roots.items():
        setattr(settings, name, value)
    with clock.frozen(AT), database.acting(who):
        certificate = Certificate.objects.get(pk=certificate_id)
        with signatures.opened_signer(certificate, at=AT) as opened:
            signer = DiesWhileSigning(opened) if when == "signing" else opened
            sign = services.Signature(certificate.pk, signer)
            services.submit_report(who, at=AT, report_id=report_id, seen="", signs=[sign], note=WHY)
            os.kill(os.getpid(), 9)


@pytest.mark.process
def test_a_killed_process_leaves_nothing_half_sent(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), on_a_clone("reports"), clock.frozen(AT):
        world = World()
        report = ready(world)
        with database.acting(world.head):
            mine = signatures.issue_test_certificate(world.head, seal=False, at=AT)
        for when in ("signing", "committing"):
            assert killed(world.head, report, mine, when) == -9
            nothing_happened(report)
        world.send(world.head, report)
        with database.acting(world.head):
            contents = queries.contents_of(queries.report(world.head, report.pk))
        assert contents is not None
        assert contents.sections[LEAD] == "Đã ban hành kế hoạch."


def killed(who: Actor, report: Report, certificate: Certificate, when: str) -> int:
    addresses = settings.DATABASE_ADDRESSES.on(str(connection.settings_dict["NAME"]))
    names = ("FACTS_ROOT", "SNAPSHOTS_ROOT", "FILES_ROOT", "SIGNING_ROOT")
    told = pickle.dumps((who, report.pk, certificate.pk, {name: getattr(settings, name) for name in names}))
    environment = {
        **os.environ, "DATABASE_URL": addresses.app.url(), "DATABASE_OWNER_URL": addresses.owner.url(),
        "PYTHONPATH": os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")]), "KHUEVAN_LOG": "ERROR",
    }  # fmt: skip
    code = f"import django; django.setup(); from {__name__} import send_and_die; send_and_die('{when}')"
    return subprocess.run([sys.executable, "-c", code], input=told, env=environment, check=False).returncode
