"""The development authority, looked at by OpenSSL and by a client of RFC 3161 that is not ours."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
import rfc3161_client
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from khuevan.kernel import clock
from khuevan.register.signing.authority import opened
from khuevan.register.signing.authority.serving import serve
from khuevan.register.signing.formats.stamping import NoStamp, StampingService
from khuevan.register.signing.verification.asking import StatusAsker
from khuevan.register.signing.verification.cms import read_stamp

from . import builders


def openssl(folder: Path, *words: str) -> str:
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_every_certificate_says_that_it_is_a_test() -> None:
    mine = builders.authority()
    made = [mine.root, mine.issuing.certificate, mine.responder.certificate, mine.stamper.certificate]
    for one in [*made, builders.issued().certificate]:
        subject = one.subject.rfc4514_string()
        assert "CN=TEST " in subject
        assert "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in subject


def test_an_opened_folder_is_the_same_authority_and_closed_to_others(tmp_path: Path) -> None:
    first, again = (opened(tmp_path / "a", at=builders.AT) for _ in range(2))
    assert first.root == again.root
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0
    assert {file.stat().st_mode & 0o077 for file in (tmp_path / "a").glob("*.key")} == {0}
    made = first.issue("Ai Đó", at=builders.AT, kind="ec")
    found = again.issued(made.certificate.serial_number)
    assert found is not None
    assert found.pair.key.private_numbers() == made.pair.key.private_numbers()


def test_openssl_verifies_a_signers_certificate(tmp_path: Path) -> None:
    made = builders.issued()
    (tmp_path / "root.pem").write_bytes(builders.authority().root.public_bytes(Encoding.PEM))
    (tmp_path / "chain.pem").write_bytes(made.chain[0].public_bytes(Encoding.PEM))
    (tmp_path / "one.pem").write_bytes(made.certificate.public_bytes(Encoding.PEM))
    said = openssl(
        tmp_path, "verify", "-x509_strict", "-CAfile", "root.pem", "-untrusted", "chain.pem", "one.pem"
    )
    assert "one.pem: OK" in said


def test_openssl_and_another_client_verify_a_time_stamp(tmp_path: Path) -> None:
    mine = builders.authority()
    (tmp_path / "root.pem").write_bytes(mine.root.public_bytes(Encoding.PEM))
    (tmp_path / "data").write_bytes(b"document")
    openssl(tmp_path, "ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "query")
    answer = mine.answer_stamp((tmp_path / "query").read_bytes(), at=builders.AT)
    (tmp_path / "answer").write_bytes(answer)
    verify = ("ts", "-verify", "-queryfile", "query", "-in", "answer", "-CAfile", "root.pem")
    assert "Verification: OK" in openssl(tmp_path, *verify)
    read = rfc3161_client.decode_timestamp_response(answer)
    assert read.tst_info.gen_time == builders.AT
    verifier = rfc3161_client.VerifierBuilder().add_root_certificate(mine.root)
    verifier.add_intermediate_certificate(mine.issuing.certificate).build().verify_message(read, b"document")
    (tmp_path / "data").write_bytes(b"documenT")
    assert "message imprint mismatch" in openssl(
        tmp_path, "ts", "-verify", "-data", "data", "-in", "answer", "-CAfile", "root.pem"
    )


@pytest.mark.parametrize(
    "request_", [b"", b"\x30\x03\x02\x01\x01", b"\x00" * 50, hashlib.sha256(b"").digest()]
)
def test_what_is_no_request_for_a_stamp_is_rejected(request_: bytes) -> None:
    said = rfc3161_client.decode_timestamp_response(
        builders.authority().answer_stamp(request_, at=builders.AT)
    )
    assert said.status == 2


def test_status_before_and_after_a_revocation() -> None:
    mine = builders.authority()
    made = mine.issue("Người Nghỉ", at=builders.AT - timedelta(days=20), kind="ec").certificate
    before = ocsp.load_der_ocsp_response(mine.status(made, mine.issuing.certificate, at=builders.AT))
    assert before.certificate_status is ocsp.OCSPCertStatus.GOOD
    mine.revoke(made.serial_number, at=builders.AT - timedelta(hours=2), reason="left")
    after = ocsp.load_der_ocsp_response(mine.status(made, mine.issuing.certificate, at=builders.AT))
    assert after.certificate_status is ocsp.OCSPCertStatus.REVOKED
    assert after.revocation_reason is x509.ReasonFlags.affiliation_changed
    listed = x509.load_der_x509_crl(mine.revocation_list(at=builders.AT))
    assert listed.get_revoked_certificate_by_serial_number(made.serial_number) is not None
    key = mine.issuing.certificate.public_key()
    assert listed.is_signature_valid(key)  # type: ignore[arg-type]


def test_the_authority_is_served_over_http() -> None:
    """In this process on a free port: the same server that `khuevan test_authority` starts."""
    mine = builders.authority()
    server = serve(mine, 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        made = builders.issued()
        asked = (
            ocsp.OCSPRequestBuilder().add_certificate(made.certificate, made.chain[0], hashes.SHA1()).build()
        )
        request = urllib.request.Request(f"{address}/ocsp", asked.public_bytes(Encoding.DER))
        said = ocsp.load_der_ocsp_response(urllib.request.urlopen(request).read())
        assert said.certificate_status is ocsp.OCSPCertStatus.GOOD
        crl = urllib.request.urlopen(f"{address}/crl").read()
        assert x509.load_der_x509_crl(crl).issuer == mine.issuing.certificate.subject
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}/issued")
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.process
def test_the_authority_as_a_process_stamps_and_answers(tmp_path: Path) -> None:
    """Over real HTTP, by the client that production uses; a nonce that is not ours is refused elsewhere."""
    command = [
        sys.executable,
        "-m",
        "khuevan",
        "test_authority",
        "--port",
        "0",
        "--folder",
        str(tmp_path / "a"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        digest = hashlib.sha256(b"document").digest()
        stamp = read_stamp(StampingService(f"{address}/stamp")(digest))
        assert stamp.covers(b"document")
        assert StampingService(f"{address}/stamp", clock.now())(digest)
        with pytest.raises(NoStamp, match="lệch 24 giờ"):
            StampingService(f"{address}/stamp", clock.now() - timedelta(days=1))(digest)
        own = opened(tmp_path / "a", at=builders.AT, address=address)
        made = own.issue("Hỏi Qua Mạng", at=builders.AT, kind="ec")
        asker = StatusAsker(lambda issuer: True)
        said = ocsp.load_der_ocsp_response(asker(made.certificate, made.chain[0]) or b"")
        assert said.certificate_status is ocsp.OCSPCertStatus.GOOD
        with pytest.raises(NoStamp):
            StampingService(f"{address}/nowhere")(digest)
    finally:
        process.terminate()
        process.wait(timeout=300)
    with pytest.raises(NoStamp, match="không trả lời"):
        StampingService(f"{address}/stamp")(digest)
