"""A program on the user's computer signs: the page hands out a list of digests and takes back signatures and certificate.

This is the shape of the Government's signing program (hash in, signature and certificate out). The platform never sees
key or PIN, and believes nothing that the certificate's own public key does not confirm.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography import x509
from django.utils.translation import gettext as _

from .protocol import Batch, ServiceRefused, fingerprint, is_signature_of

FORMAT: Final = "khuevan-hash-signing/1"
LARGEST: Final = 8 * 1024 * 1024


@dataclass(frozen=True)
class Answered:
    """A signer whose signatures are there already, by digest. What is not there waits."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    values: Mapping[bytes, bytes]
    kind: str = "desk"

    def sign(self, digests: Sequence[bytes]) -> Batch:
        done: list[bytes] = []
        for digest in digests:
            value = self.values.get(digest)
            if value is None:
                return Batch(tuple(done), _("Chương trình ký trên máy chưa trả về chữ ký cho phần còn lại."))
            done.append(value)
        return Batch(tuple(done))


def request_of(digests: Sequence[bytes], names: Sequence[str], certificate: x509.Certificate) -> str:
    """The list that goes out, as JSON: which certificate is to sign, and each digest with the document's name."""
    items = [
        {"hash": base64.b64encode(digest).decode(), "name": name}
        for digest, name in zip(digests, names, strict=True)
    ]
    return json.dumps(
        {
            "format": FORMAT,
            "hashAlg": "SHA256",
            "certificate": fingerprint(certificate),
            "items": items,
        },
        ensure_ascii=False,
        indent=1,
    )


def answer_of(
    content: bytes, digests: Sequence[bytes], certificate: x509.Certificate,
    chain: Sequence[x509.Certificate] = (),
) -> Answered:  # fmt: skip
    """What came back: {"certificate": base64, "items": [{"hash", "signature"}]}. Raises ServiceRefused with the item."""
    said = _read(content)
    given = said.get("certificate")
    if not isinstance(given, str) or _certificate(given) != certificate:
        raise ServiceRefused(_("Chứng thư trong tệp trả về không phải chứng thư đã chọn để ký."))
    items = said.get("items")
    if not isinstance(items, list) or len(items) > len(digests):
        raise ServiceRefused(_("Tệp trả về không có danh sách chữ ký hợp lệ."))
    wanted, values = set(digests), {}
    for number, item in enumerate(items, 1):
        digest, value = (_bytes(item, name, number) for name in ("hash", "signature"))
        if digest not in wanted:
            raise ServiceRefused(_("Dòng %(number)s: không phải nội dung đã gửi đi ký.") % {"number": number})
        if not is_signature_of(certificate, digest, value):
            raise ServiceRefused(_("Dòng %(number)s: chữ ký không khớp.") % {"number": number})
        values[digest] = value
    return Answered(certificate, tuple(chain), values)


def _read(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content) if len(content) <= LARGEST else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise ServiceRefused(_("Tệp trả về không đọc được: cần tệp JSON do chương trình ký tạo ra."))
    return said


def _certificate(text: str) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError) as broken:
        raise ServiceRefused(_("Chứng thư trong tệp trả về bị hỏng.")) from broken


def _bytes(item: Any, name: str, number: int) -> bytes:
    text = item.get(name) if isinstance(item, dict) else None
    try:
        return base64.b64decode(text if isinstance(text, str) else "?", validate=True)
    except (binascii.Error, ValueError) as broken:
        raise ServiceRefused(_("Dòng %(number)s: không đọc được.") % {"number": number}) from broken
