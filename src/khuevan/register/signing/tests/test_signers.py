"""Every kind of signer, for real: a key in memory, a SoftHSM2 token, a service over HTTP, a program that answers."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator

import pytest

from khuevan.kernel.testing.remote_signing import SigningService, serving
from khuevan.register.signing import signers
from khuevan.register.signing.signers import protocol

from . import builders

DIGESTS = [hashlib.sha256(f"document {number}".encode()).digest() for number in range(45)]


def confirmed(signer: signers.Signer, batch: signers.Batch) -> int:
    """How many of the digests, from the first on, the certificate confirms."""
    assert len(batch.values) <= len(DIGESTS)
    return sum(
        protocol.is_signature_of(signer.certificate, digest, value)
        for digest, value in zip(DIGESTS, batch.values, strict=False)
    )


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_key_in_memory_signs_a_class(kind: str) -> None:
    signer = builders.signer(kind=kind)
    batch = signer.sign(DIGESTS)
    assert confirmed(signer, batch) == 45
    assert batch.waits == ""


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_token_signs_a_class_in_one_session(kind: str) -> None:
    token = builders.Token(f"class-{kind}", kind=kind)
    with token.signer() as signer:
        assert signer.certificate == token.issued.certificate
        assert confirmed(signer, signer.sign(DIGESTS)) == 45


@pytest.mark.thorough
def test_a_token_pulled_out_in_mid_batch_keeps_what_it_signed() -> None:
    token = builders.Token("pulled")

    class Pulling(list[bytes]):
        """Digests, of which reading the eleventh pulls the token out."""

        def __iter__(self) -> Iterator[bytes]:
            for number, digest in enumerate(DIGESTS):
                if number == 10:
                    token.pull_out()
                yield digest

    with token.signer() as signer:
        batch = signer.sign(Pulling())
        assert len(batch.values) == 10
        assert confirmed(signer, batch) == 10
        assert "rút ra" in batch.waits
        with pytest.raises(signers.TokenIsAbsent):
            signer.sign(DIGESTS[10:])


@pytest.mark.thorough
def test_a_token_says_what_is_wrong() -> None:
    builders.Token("spoken")
    with pytest.raises(signers.PinIsWrong, match="PIN"):
        signers.TokenSigner(builders.LIBRARY, label="spoken", pin="111111")
    with pytest.raises(signers.TokenIsAbsent, match="nowhere"):
        signers.TokenSigner(builders.LIBRARY, label="nowhere", pin=builders.PIN)
    with pytest.raises(signers.TokenIsAbsent, match="/no/such/library"):
        signers.TokenSigner("/no/such/library.so", label="x", pin="1")
    assert "spoken" in [token.label for token in signers.plugged_tokens(builders.LIBRARY)]


@pytest.fixture
def service() -> Iterator[SigningService]:
    made = builders.issued("Lê Từ Xa", "", "rsa")
    assert made.key is not None
    with serving(SigningService(made.key, [made.certificate, *made.chain, builders.authority().root])) as one:
        yield one


@pytest.mark.thorough
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_remote_service_signs_a_class_with_one_authorisation(service: SigningService, version: str) -> None:
    account = signers.RemoteAccount(service.address, "user-token", version)
    assert account.credentials() == ["cred-1"]
    signer = signers.RemoteSigner(account, "cred-1", pin="123456")
    assert [one.subject for one in signer.chain] == [builders.authority().issuing.certificate.subject]
    assert confirmed(signer, signer.sign(DIGESTS)) == 45
    assert service.calls.count("credentials/authorize") == 1


@pytest.mark.thorough
def test_a_remote_service_that_stops_leaves_the_rest_waiting(service: SigningService) -> None:
    service.multisign, service.stops_after = 10, 25
    signer = signers.RemoteSigner(
        signers.RemoteAccount(service.address, "user-token"), "cred-1", pin="123456"
    )
    batch = signer.sign(DIGESTS)
    assert confirmed(signer, batch) == len(batch.values) == 20
    assert "cancelled" in batch.waits


@pytest.mark.thorough
def test_a_remote_service_refuses_in_words(service: SigningService) -> None:
    account = signers.RemoteAccount(service.address, "user-token")
    with pytest.raises(signers.NotAuthorised, match="PIN"):
        signers.RemoteSigner(account, "cred-1", pin="999999").sign(DIGESTS)
    with pytest.raises(signers.NotAuthorised, match="token"):
        signers.RemoteAccount(service.address, "stale").credentials()
    with pytest.raises(signers.ServiceRefused, match="credentialID"):
        signers.RemoteSigner(account, "cred-9")
    with pytest.raises(signers.SignerFailed, match="Không kết nối"):
        signers.RemoteAccount("http://127.0.0.1:1", "user-token").credentials()
    with pytest.raises(signers.ServiceRefused, match="https"):
        signers.RemoteAccount("http://signing.example", "user-token").credentials()
    service.key_status = "disabled"
    with pytest.raises(signers.NotAuthorised, match="khóa"):
        signers.RemoteSigner(account, "cred-1")


@pytest.mark.thorough
def test_a_remote_service_that_signs_with_another_key_is_not_believed(service: SigningService) -> None:
    other = builders.issued("Kẻ Khác", "", "rsa")
    signer = signers.RemoteSigner(
        signers.RemoteAccount(service.address, "user-token"), "cred-1", pin="123456"
    )
    assert other.key is not None
    service.key = other.key
    with pytest.raises(signers.ServiceRefused, match="thứ 1"):
        signer.sign(DIGESTS)


def answer(request: str, *, wrong: Callable[[list[dict[str, str]]], None] | None = None) -> bytes:
    """What a program on the user's computer does with the list, here with a key in memory."""
    made = builders.signer("Máy Bàn")
    items = json.loads(request)["items"]
    signed = [
        {
            "hash": item["hash"],
            "signature": base64.b64encode(made.sign([base64.b64decode(item["hash"])]).values[0]).decode(),
        }
        for item in items
    ]
    if wrong:
        wrong(signed)
    from cryptography.hazmat.primitives.serialization import Encoding

    certificate = base64.b64encode(made.certificate.public_bytes(Encoding.DER)).decode()
    return json.dumps({"certificate": certificate, "items": signed}).encode()


def test_a_program_on_the_users_computer_signs_the_list() -> None:
    certificate = builders.signer("Máy Bàn").certificate
    request = signers.request_of(DIGESTS, [f"Học sinh {number}" for number in range(45)], certificate)
    given = signers.answer_of(answer(request), DIGESTS, certificate)
    assert confirmed(given, given.sign(DIGESTS)) == 45
    part = signers.answer_of(
        answer(request, wrong=lambda items: items.__delitem__(slice(7, 45))), DIGESTS, certificate
    )
    batch = part.sign(DIGESTS)
    assert len(batch.values) == 7
    assert batch.waits


def swapped(items: list[dict[str, str]]) -> None:
    items[0]["signature"], items[1]["signature"] = items[1]["signature"], items[0]["signature"]


def foreign(items: list[dict[str, str]]) -> None:
    items[3]["hash"] = base64.b64encode(b"x" * 32).decode()


@pytest.mark.parametrize(("wrong", "says"), [(swapped, "Dòng 1"), (foreign, "Dòng 4")])
def test_a_wrong_answer_is_named_by_its_line(
    wrong: Callable[[list[dict[str, str]]], None], says: str
) -> None:
    certificate = builders.signer("Máy Bàn").certificate
    request = signers.request_of(DIGESTS, ["x"] * 45, certificate)
    with pytest.raises(signers.ServiceRefused, match=says):
        signers.answer_of(answer(request, wrong=wrong), DIGESTS, certificate)


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"[]", b"{}", b"[" * 100_000, b'{"certificate": 1}', b'{"certificate": "AAAA"}']
)
def test_an_answer_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(signers.ServiceRefused):
        signers.answer_of(content, DIGESTS, builders.signer().certificate)
