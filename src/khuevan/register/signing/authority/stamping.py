"""Time stamps (RFC 3161), in the process: DER by hand, so that a stamp costs little more than its signature."""

from __future__ import annotations

import hashlib
import itertools
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from ..rules import cms, der
from .making import POLICY, Pair

_serials = itertools.count(secrets.randbits(62))
"""Numbers of stamps, from a random one on: two processes do not give the same."""
_HEAD: Final = der.integer(1) + der.oid(POLICY.dotted_string)
"""Version and policy."""
_ACCURACY: Final = der.sequence(der.integer(1))
_ECDSA: Final = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True)
class Stamper:
    """Who stamps, as every stamp names it."""

    key: ec.EllipticCurvePrivateKey
    signer: cms.Named


def stamper(pair: Pair, chain: Sequence[x509.Certificate]) -> Stamper:
    """chain: the issuers that go with a stamp."""
    if not isinstance(pair.key, ec.EllipticCurvePrivateKey):
        raise TypeError("time stamps of the development authority are signed with P-256")
    return Stamper(pair.key, cms.named((pair.certificate, *chain)))


def token(digest: bytes, by: Stamper, *, at: datetime, nonce: int | None = None) -> bytes:
    """A TimeStampToken over a SHA-256 digest: "this existed at `at`"."""
    moment, signer = at.astimezone(UTC), by.signer
    info = der.sequence(
        _HEAD,
        der.sequence(der.algorithm("sha256"), der.octets(digest)),
        der.integer(next(_serials)),
        der.generalized_time(moment),
        _ACCURACY,
        b"" if nonce is None else der.integer(nonce),
    )
    attributes = cms.signed_attributes(
        signer, "tst_info", hashlib.sha256(info).digest(), der.attribute("signing_time", der.utc_time(moment))
    )
    return cms.signed_data(
        attributes, by.key.sign(attributes, _ECDSA), signer, content_type="tst_info", content=info
    )


def answer(request: bytes, by: Stamper, *, at: datetime) -> bytes:
    """TimeStampReq -> TimeStampResp, refusals too: bytes that are no request get badDataFormat."""
    try:
        asked = der.whole(request, der.SEQUENCE).parts()
        algorithm, imprint = asked[1].parts()
        digest = imprint.only(der.OCTET_STRING)
        numbers = [one for one in asked[2:] if one.tag == der.INTEGER]
        nonce = int.from_bytes(numbers[0].body, "big", signed=True) if numbers else None
    except (ValueError, IndexError):
        return _refused(5)
    if algorithm.parts()[0].whole != der.oid("sha256") or len(digest) != 32:
        return _refused(0)
    return der.sequence(der.sequence(der.integer(0)), token(digest, by, at=at, nonce=nonce))


def _refused(bit: int) -> bytes:
    """rejection (2) with one bit of PKIFailureInfo: 0 badAlg, 5 badDataFormat."""
    unused = 7 - bit
    return der.sequence(der.sequence(der.integer(2), der.tlv(der.BIT_STRING, bytes((unused, 0x80 >> bit)))))
