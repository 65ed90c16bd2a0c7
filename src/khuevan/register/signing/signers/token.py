"""A token through PKCS#11: the USB tokens of schools and teachers, and SoftHSM2 in the tests.

The session is kept, so the PIN is asked for once for a class. A token that is pulled out in mid-batch leaves what it
has signed; the rest waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa, utils
from django.utils.translation import gettext as _
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, exceptions

from .protocol import Batch, PinIsWrong, SignerFailed, TokenIsAbsent, is_signature_of

_DIGEST_INFO: Final = bytes.fromhex("3031300d060960864801650304020105000420")
"""DigestInfo of SHA-256 (RFC 8017 9.2): the token's RSA mechanism pads, but does not say which digest it was."""


@dataclass(frozen=True)
class Plugged:
    label: str
    serial: str
    maker: str


@cache
def _library(path: str) -> Any:
    """A PKCS#11 library may be loaded once a process."""
    try:
        return pkcs11.lib(path)
    except (RuntimeError, exceptions.PKCS11Error) as missing:
        raise TokenIsAbsent(
            _("Không nạp được thư viện của thiết bị ký: %(path)s.") % {"path": path}
        ) from missing


def plugged_tokens(library: str) -> list[Plugged]:
    """The tokens that are in now."""
    return [
        Plugged(
            slot.label.strip(), slot.serial.decode(errors="replace").strip(), slot.manufacturer_id.strip()
        )
        for slot in _library(library).get_tokens()
    ]


class TokenSigner:
    """An open session. Raises TokenIsAbsent, PinIsWrong, SignerFailed (no key, no certificate) when it opens."""

    kind = "token"

    def __init__(
        self, library: str, *, label: str, pin: str, key_id: bytes | None = None,
        chain: Sequence[x509.Certificate] = (),
    ) -> None:  # fmt: skip
        self._session = _open(library, label, pin)
        self._key, self.certificate = _key_with_certificate(self._session, key_id)
        self.chain = tuple(chain)
        self._is_rsa = isinstance(self.certificate.public_key(), rsa.RSAPublicKey)

    def sign(self, digests: Sequence[bytes]) -> Batch:
        values: list[bytes] = []
        for digest in digests:
            try:
                value = self._one(digest)
            except exceptions.PKCS11Error as gone:
                if not values:
                    raise TokenIsAbsent(_gone()) from gone
                return Batch(tuple(values), _gone())
            if not is_signature_of(self.certificate, digest, value):
                raise SignerFailed(_("Thiết bị ký trả về chữ ký không khớp với chứng thư của nó."))
            values.append(value)
        return Batch(tuple(values))

    def close(self) -> None:
        try:
            self._session.close()
        except exceptions.PKCS11Error:
            return

    def __enter__(self) -> TokenSigner:
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def _one(self, digest: bytes) -> bytes:
        if self._is_rsa:
            return bytes(self._key.sign(_DIGEST_INFO + digest, mechanism=Mechanism.RSA_PKCS))
        raw = bytes(self._key.sign(digest, mechanism=Mechanism.ECDSA))
        half = len(raw) // 2
        return utils.encode_dss_signature(
            int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
        )


def _gone() -> str:
    return _("Thiết bị ký đã bị rút ra hoặc không trả lời. Phần đã ký được giữ; hãy cắm lại rồi ký tiếp.")


def _open(library: str, label: str, pin: str) -> Any:
    try:
        return _library(library).get_token(token_label=label).open(user_pin=pin)
    except (exceptions.NoSuchToken, exceptions.MultipleTokensReturned) as absent:
        raise TokenIsAbsent(
            _("Không thấy thiết bị ký %(label)s. Hãy cắm thiết bị rồi thử lại.") % {"label": label}
        ) from absent
    except exceptions.PinLocked as locked:
        raise PinIsWrong(
            _("Thiết bị ký đã bị khóa vì nhập sai mã PIN nhiều lần. Hãy liên hệ nơi cấp.")
        ) from locked
    except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange) as wrong:
        raise PinIsWrong(_("Mã PIN không đúng.")) from wrong
    except exceptions.PKCS11Error as failed:
        raise TokenIsAbsent(
            _("Không mở được thiết bị ký: %(error)s.") % {"error": type(failed).__name__}
        ) from failed


def _key_with_certificate(session: Any, key_id: bytes | None) -> tuple[Any, x509.Certificate]:
    """The private key whose certificate is beside it under the same id; the first such pair where none is named."""
    wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE} | ({} if key_id is None else {Attribute.ID: key_id})
    for found in list(session.get_objects(wanted)):  # a search must end before the next one begins
        try:
            certificate = x509.load_der_x509_certificate(bytes(found[Attribute.VALUE]))
            kind = KeyType.RSA if isinstance(certificate.public_key(), rsa.RSAPublicKey) else KeyType.EC
            key = session.get_key(ObjectClass.PRIVATE_KEY, key_type=kind, id=found[Attribute.ID])
        except (exceptions.NoSuchKey, exceptions.MultipleObjectsReturned, ValueError):
            continue
        return key, certificate
    raise SignerFailed(_("Thiết bị ký không có chứng thư kèm khóa riêng."))
