"""What an operator decides: whether the development authority is on, which roots are believed, where the token is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings as live

from khuevan.kernel import clock, database
from khuevan.kernel.access import Refused
from khuevan.register.signing import checks, queries, services
from khuevan.register.signing.models import Certificate

from . import builders
from .test_people_who_sign import own


@pytest.fixture
def trusted() -> Iterator[Path]:
    """The builders' root among the believed ones."""
    folder = Path(live.SIGNING_ROOT) / "trust"
    folder.mkdir(parents=True, exist_ok=True)
    root = folder / "builders.pem"
    root.write_bytes(builders.authority().root.public_bytes(Encoding.PEM))
    (folder / "broken.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    yield folder
    for file in folder.iterdir():
        file.unlink()


def ids(found: list[Any]) -> list[str]:
    return [one.id for one in found]


def test_production_refuses_the_development_authority_unless_it_is_said(settings: Any) -> None:
    settings.SIGNING_AUTHORITY = "test"
    assert checks.authority(None) == []
    settings.PRODUCTION = True
    assert ids(checks.authority(None)) == ["signing.E001"]
    settings.SIGNING_AUTHORITY = "test-in-production"
    assert checks.authority(None) == []
    settings.SIGNING_AUTHORITY = ""
    assert checks.authority(None) == []
    assert queries.authority(clock.now()) is None
    assert ids(checks.trusted(None)) == ["signing.W003"]


def test_production_refuses_a_test_root_among_the_trusted(settings: Any, trusted: Path) -> None:
    settings.PRODUCTION = True
    assert len(queries.roots_on_disk()) == 1
    assert ids(checks.trusted(None)) == ["signing.E002"]


@pytest.mark.django_db
def test_a_token_at_the_server_signs_with_the_registered_certificate(settings: Any, trusted: Path) -> None:
    token = builders.Token("server", name="Thẻ Máy Chủ")
    me = own("Thẻ Máy Chủ")
    with database.acting(me), clock.frozen(builders.AT):
        made = services.register_certificate(
            me, content=token.issued.certificate.public_bytes(Encoding.PEM)
            + token.issued.chain[0].public_bytes(Encoding.PEM),
            means="token", place="server", at=clock.now(),
        )  # fmt: skip
        assert made.status == "unknown", "nobody answers at the address in the certificate"
        with pytest.raises(services.SignerFailed, match="KHUEVAN_PKCS11"):
            services.token_signer(made, pin=builders.PIN)
        settings.SIGNING_LIBRARY = builders.LIBRARY
        with services.token_signer(Certificate.objects.get(pk=made.pk), pin=builders.PIN) as signer:
            order = services.PdfOrder(builders.printed(), services.Words())
            outcome = services.sign_pdf(signer, [order], at=builders.AT, stamp=builders.stamp)[0]
        assert outcome.content is not None
        assert builders.verified(outcome.content).outcome == "valid"
        settings.SIGNING_AUTHORITY = ""
        with pytest.raises(Refused, match="đang tắt"):
            services.issue_test_certificate(me, seal=False, at=clock.now())
