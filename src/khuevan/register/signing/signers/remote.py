"""Remote signing by the API of the Cloud Signature Consortium, versions 1.0.4 and 2.0: the key stays with the service.

credentials/list -> credentials/info -> credentials/authorize (once for the batch) -> signatures/signHash. The bearer
token is that of the user's own sign-in at the service (OAuth 2); it is used and not kept.
"""

from __future__ import annotations

import base64
import binascii
import http.client
import json
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils.translation import gettext as _

from .protocol import Batch, NotAuthorised, ServiceRefused, SignerFailed, checked

SHA256: Final = "2.16.840.1.101.3.4.2.1"
RSA_SHA256, ECDSA_SHA256 = "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"
LARGEST: Final = 4 * 1024 * 1024
SECONDS: Final = 60
_LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class RemoteAccount:
    """Where the service is (base address up to before /csc), the version it speaks, and the user's bearer token."""

    address: str
    bearer: str
    version: str = "v2"

    def ask(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        """One POST. Raises NotAuthorised, ServiceRefused, SignerFailed (unreachable)."""
        place = urlsplit(self.address)
        if place.scheme != "https" and place.hostname not in _LOCAL:
            raise ServiceRefused(_("Dịch vụ ký từ xa phải có địa chỉ https://."))
        try:
            status, content = self._post(place, what, body)
        except (OSError, http.client.HTTPException, ValueError) as failed:
            raise SignerFailed(
                _("Không kết nối được dịch vụ ký từ xa %(host)s. Chưa có gì được ký; hãy thử lại.")
                % {"host": place.hostname}
            ) from failed
        return _understood(status, content)

    def _post(self, place: Any, what: str, body: dict[str, Any]) -> tuple[int, bytes]:
        host, port = place.hostname or "", place.port
        if place.scheme == "https":
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, timeout=SECONDS, context=ssl.create_default_context()
            )
        else:
            connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
        try:
            connection.request(
                "POST",
                f"{place.path.rstrip('/')}/csc/{self.version}/{what}",
                json.dumps(body),
                {"Content-Type": "application/json", "Authorization": f"Bearer {self.bearer}"},
            )
            answered = connection.getresponse()
            return answered.status, answered.read(LARGEST)
        finally:
            connection.close()

    def credentials(self) -> list[str]:
        """The ids of the user's credentials at the service."""
        found = self.ask("credentials/list", {"maxResults": 100}).get("credentialIDs")
        return [str(one) for one in found] if isinstance(found, list) else []


class RemoteSigner:
    """One credential at the service. pin, otp: what the service asks for explicitly; never kept."""

    kind = "remote"

    def __init__(self, account: RemoteAccount, credential: str, *, pin: str = "", otp: str = "") -> None:
        self._account, self._credential, self._pin, self._otp = account, credential, pin, otp
        said = account.ask(
            "credentials/info",
            {"credentialID": credential, "certificates": "chain", "certInfo": True, "authInfo": True},
        )
        certificates = _certificates(said)
        self.certificate, self.chain = certificates[0], tuple(_without_roots(certificates[1:]))
        multisign = said.get("multisign", 1)
        self._at_once = multisign if isinstance(multisign, int) and multisign > 0 else 1
        status = said.get("key", {}).get("status") if isinstance(said.get("key"), dict) else ""
        if status not in ("enabled", None, ""):
            raise NotAuthorised(_("Khóa ký từ xa đang bị khóa ở nhà cung cấp."))

    def sign(self, digests: Sequence[bytes]) -> Batch:
        """In portions of what the service signs with one authorisation; where it stops, the rest waits."""
        values: list[bytes] = []
        for first in range(0, len(digests), self._at_once):
            portion = digests[first : first + self._at_once]
            try:
                signed = self._portion(portion)
                checked(self.certificate, portion, signed)
            except SignerFailed as failed:
                if not values:
                    raise
                return Batch(tuple(values), failed.reason)
            values.extend(signed)
        return Batch(tuple(values))

    def _portion(self, digests: Sequence[bytes]) -> list[bytes]:
        encoded = [base64.b64encode(digest).decode() for digest in digests]
        is_second = self._account.version == "v2"
        hashes: dict[str, Any] = (
            {"hashes": encoded, "hashAlgorithmOID": SHA256} if is_second else {"hash": encoded}
        )
        wanted: dict[str, Any] = {
            "credentialID": self._credential,
            "numSignatures": len(digests),
            **hashes,
        }
        secrets = {"PIN": self._pin, "OTP": self._otp}
        if is_second:
            wanted["authData"] = [{"id": name, "value": value} for name, value in secrets.items() if value]
        else:
            wanted |= {name: value for name, value in secrets.items() if value}
        permit = self._account.ask("credentials/authorize", wanted).get("SAD")
        if not isinstance(permit, str) or not permit:
            raise NotAuthorised(_("Dịch vụ ký từ xa chưa cho phép ký."))
        is_rsa = isinstance(self.certificate.public_key(), rsa.RSAPublicKey)
        order = {
            "credentialID": self._credential,
            "SAD": permit,
            **hashes,
            **({} if is_second else {"hashAlgo": SHA256}),
            "signAlgo": RSA_SHA256 if is_rsa else ECDSA_SHA256,
        }
        signed = self._account.ask("signatures/signHash", order).get("signatures")
        if not isinstance(signed, list):
            raise ServiceRefused(_("Dịch vụ ký từ xa trả lời không đúng giao thức."))
        return [_decoded(one) for one in signed]


def _understood(status: int, content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise ServiceRefused(_("Dịch vụ ký từ xa trả lời không đúng giao thức."))
    if status == 200:
        return said
    why = str(said.get("error_description") or said.get("error") or status)[:200]
    if status in (401, 403) or said.get("error") in ("invalid_pin", "invalid_otp", "access_denied"):
        raise NotAuthorised(_("Dịch vụ ký từ xa từ chối: %(why)s.") % {"why": why})
    raise ServiceRefused(_("Dịch vụ ký từ xa báo lỗi: %(why)s.") % {"why": why})


def _certificates(said: dict[str, Any]) -> list[x509.Certificate]:
    block = said.get("cert")
    texts = block.get("certificates") if isinstance(block, dict) else None
    if not isinstance(texts, list) or not texts:
        raise ServiceRefused(_("Dịch vụ ký từ xa không đưa ra chứng thư."))
    try:
        return [x509.load_der_x509_certificate(_decoded(text)) for text in texts[:10]]
    except ValueError as broken:
        raise ServiceRefused(_("Chứng thư do dịch vụ ký từ xa đưa ra bị hỏng.")) from broken


def _without_roots(certificates: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    return [one for one in certificates if one.subject != one.issuer]


def _decoded(text: Any) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise ServiceRefused(_("Dịch vụ ký từ xa trả lời không đúng giao thức.")) from broken
