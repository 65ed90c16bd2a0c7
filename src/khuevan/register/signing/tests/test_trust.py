"""Whom an installation believes: authorities and seals that its administrators vouch for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.records.errors import Invalid
from khuevan.kernel.testing.actors import ActingClient
from khuevan.register.signing import permissions, queries, services
from khuevan.register.signing.authority import Authority, opened
from khuevan.register.signing.models import KnownSeal, TrustedAuthority
from khuevan.register.signing.rules.holders import Doubt, Holder, doubt_of
from khuevan.register.signing.signers import SoftwareSigner
from khuevan.register.signing.verification import Trust

from .builders import AT, LAYOUT, card, codes, verified

A, B = "01", "02"
SEEN = date(2026, 11, 26)
FAR = Holder("A-1", "MST:1", date(2026, 1, 1), None)


@pytest.mark.parametrize(
    ("code", "fingerprint", "identifier", "registered", "holders", "found"),
    [
        ("", A, "MST:1", {A}, [FAR], Doubt.NO_CODE),
        ("A-1", A, "MST:1", {A}, [], None),
        ("A-1", B, "MST:1", {A}, [], Doubt.OTHER),
        ("A-1", A, "MST:1", set(), [FAR], None),
        ("A-1", A, "MST:2", set(), [FAR], Doubt.OTHER),
        ("A-2", A, "MST:1", set(), [FAR], Doubt.OTHER),
        ("A-2", A, "MST:2", set(), [], Doubt.UNKNOWN),
        ("A-1", A, "", set(), [Holder("A-1", "", SEEN, None)], Doubt.OTHER),
        ("A-1", A, "MST:1", set(), [Holder("A-1", "MST:1", date(2027, 1, 1), None)], Doubt.NOT_THEN),
        ("A-1", A, "MST:1", set(), [Holder("A-1", "MST:1", date(2020, 1, 1), SEEN)], Doubt.NOT_THEN),
    ],
)  # fmt: skip
def test_a_seal_is_known_by_its_code(
    code: str,
    fingerprint: str,
    identifier: str,
    registered: set[str],
    holders: list[Holder],
    found: Doubt | None,
) -> None:
    """Luật Giao dịch điện tử Điều 22: bound to the one who signs."""
    said = doubt_of(
        code, fingerprint=fingerprint, identifier=identifier, registered=registered, holders=holders, on=SEEN
    )
    assert said == found


@pytest.fixture(scope="module")
def stranger() -> Authority:
    """The authority of another installation."""
    return opened(Path(tempfile.mkdtemp()) / "authority", at=AT - timedelta(days=30))


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(AT):
        yield


ADMIN = testing.actor(permissions.MANAGE_TRUST, permissions.VERIFY_FILES, units=None, name="Quản trị")
OFFICER = testing.actor(permissions.MANAGE_TRUST, permissions.VERIFY_FILES, units=[7], name="Cán bộ")


def pem(authority: Authority) -> bytes:
    return authority.root.public_bytes(Encoding.PEM)


def printed(authority: Authority) -> str:
    return authority.root.fingerprint(hashes.SHA256()).hex(":").upper()


def believe(authority: Authority, **other: Any) -> TrustedAuthority:
    given = {
        "content": pem(authority), "printed": printed(authority), "source": "Công văn 12/SGDĐT", "valid_from": None,
        "valid_until": None, **other,
    }  # fmt: skip
    return services.trust_authority(ADMIN, at=AT, **given)


def signed_by(authority: Authority, **other: Any) -> bytes:
    made = authority.issue("Trường A", uid="MST:0101", kind="ec", at=AT - timedelta(days=1), **other)
    assert made.key is not None
    signer = SoftwareSigner(made.key, made.certificate, made.chain)
    order = services.XmlOrder(card(), (services.Slot("ISSUE/SEAL", "data"),), role="Con dấu")
    outcome = services.sign_xml(signer, [order], at=AT, stamp=lambda digest: authority.stamp(digest, at=AT))[
        0
    ]
    assert outcome.content is not None
    return outcome.content


def found(content: bytes) -> set[str]:
    trust: Trust = queries.trust(AT)
    return codes(verified(content, trust=trust, layout=LAYOUT))


@pytest.mark.django_db
def test_an_authority_of_elsewhere_is_believed_for_its_days_until_it_is_ended(stranger: Authority) -> None:
    content = signed_by(stranger)
    with database.acting(ADMIN):
        assert "unknown_authority" in found(content)
        row = believe(stranger)
        assert row.name == "TEST Khuê Văn Root CA"
        assert row.valid_from == clock.on(stranger.root.not_valid_before_utc)
        assert "unknown_authority" not in found(content)
        TrustedAuthority.objects.filter(pk=row.pk).update(valid_from=SEEN + timedelta(days=1))
        assert "authority_not_believed_then" in found(content)
        TrustedAuthority.objects.filter(pk=row.pk).update(valid_from=SEEN)
        services.stop_believing(ADMIN, row, reason="Khóa bị lộ", at=AT)
        assert "unknown_authority" in found(content)
        row.refresh_from_db()
        with pytest.raises(Invalid, match="từ trước"):
            services.stop_believing(ADMIN, row, reason="Nữa", at=AT)
        believe(stranger)


@pytest.mark.django_db
def test_what_is_no_authority_or_not_the_one_meant_is_refused(stranger: Authority) -> None:
    signer = stranger.issue("Ai đó", kind="ec", at=AT).certificate.public_bytes(Encoding.PEM)
    old = opened(Path(tempfile.mkdtemp()) / "authority", at=AT - timedelta(days=9000))
    with database.acting(ADMIN):
        for other, field, words in (
            ({"content": b"nonsense"}, "file", "đúng một chứng thư"),
            ({"content": pem(stranger) * 2}, "file", "đúng một chứng thư"),
            ({"content": signer}, "file", "không có quyền cấp chứng thư"),
            ({"content": pem(old), "printed": printed(old)}, "file", "đã hết hạn"),
            ({"printed": "00" * 32}, "printed", "Vân tay khác"),
            ({"source": " "}, "source", "căn cứ"),
            ({"valid_from": SEEN, "valid_until": SEEN}, "valid_until", "phải sau"),
        ):
            with pytest.raises(Invalid) as refused:
                believe(stranger, **other)
            assert words in refused.value.errors[field]
        assert TrustedAuthority.objects.count() == 0
        believe(stranger)
        with pytest.raises(Invalid, match="đang được tin"):
            believe(stranger)


@pytest.mark.django_db
def test_only_who_reaches_everything_decides_whom_to_believe(stranger: Authority) -> None:
    with database.acting(OFFICER), pytest.raises(access.Refused):
        services.know_seal(
            OFFICER, code="A-1", name="Trường A", identifier="0101", source="x", valid_from=SEEN, valid_until=None, at=AT
        )  # fmt: skip
    client = ActingClient(OFFICER)
    assert client.get("/signing/trust").status_code == 200
    assert "Thêm nơi cấp" not in client.get("/signing/trust").content.decode()
    upload = {"file": SimpleUploadedFile("a.pem", pem(stranger)), "printed": printed(stranger), "source": "x",
              "valid_from": "26/11/2026"}  # fmt: skip
    assert client.post("/signing/trust/authorities/add", upload).status_code == 403


@pytest.mark.django_db
def test_the_page(stranger: Authority) -> None:
    client = ActingClient(ADMIN)
    assert "Chưa ghi con dấu nào" in client.get("/signing/trust").content.decode()
    upload = {"file": SimpleUploadedFile("a.pem", pem(stranger)), "printed": "12 34", "source": "Công văn 12",
              "valid_from": "26/11/2026"}  # fmt: skip
    answer = client.post("/signing/trust/authorities/add", upload)
    assert answer.status_code == 422
    assert "Vân tay khác" in answer.content.decode()
    upload |= {"file": SimpleUploadedFile("a.pem", pem(stranger)), "printed": printed(stranger)}
    assert client.post("/signing/trust/authorities/add", upload).status_code == 302
    seal = {"code": "A-1", "name": "Trường A", "identifier": "0101234567", "source": "Công văn 12",
            "valid_from": "26/11/2026"}  # fmt: skip
    assert client.post("/signing/trust/seals/add", seal | {"code": "../x"}).status_code == 422
    assert client.post("/signing/trust/seals/add", seal).status_code == 302
    again = client.post("/signing/trust/seals/add", seal | {"code": "A-2"})
    assert "đã được ghi cho một trường" in again.content.decode()
    page = client.get("/signing/trust").content.decode()
    assert "MST:0101234567" in page
    with database.acting(ADMIN):
        root, known = TrustedAuthority.objects.get(), KnownSeal.objects.get()
    assert client.get(f"/signing/trust/authorities/{root.pk}/file").content == pem(stranger)
    assert client.post(f"/signing/trust/seals/{known.pk}/end", {"reason": ""}).status_code == 422
    assert client.post(f"/signing/trust/seals/{known.pk}/end", {"reason": "Đổi mã"}).status_code == 302
    assert client.post(f"/signing/trust/seals/{known.pk}/end", {"reason": "Đổi mã"}).status_code == 422
    assert client.get("/signing/trust/seals/99999999999/end").status_code == 404
