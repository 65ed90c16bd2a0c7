"""Just enough DER (ITU-T X.690) to write time stamps and CMS at the speed of the keys: a library that builds objects
for each field takes longer than the signature itself. Reading is left to asn1crypto."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Final

INTEGER, BIT_STRING, OCTET_STRING, NULL, UTF8 = 0x02, 0x03, 0x04, 0x05, 0x0C
UTC_TIME, GENERALIZED_TIME, SEQUENCE, SET = 0x17, 0x18, 0x30, 0x31

OIDS: Final = {
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha256_rsa": "1.2.840.113549.1.1.11",
    "sha256_ecdsa": "1.2.840.10045.4.3.2",
    "data": "1.2.840.113549.1.7.1",
    "signed_data": "1.2.840.113549.1.7.2",
    "tst_info": "1.2.840.113549.1.9.16.1.4",
    "content_type": "1.2.840.113549.1.9.3",
    "message_digest": "1.2.840.113549.1.9.4",
    "signing_time": "1.2.840.113549.1.9.5",
    "signing_certificate_v2": "1.2.840.113549.1.9.16.2.47",
    "signature_time_stamp": "1.2.840.113549.1.9.16.2.14",
}


def tlv(tag: int, *parts: bytes) -> bytes:
    """One value: tag, length in the shortest form, contents."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def sequence(*parts: bytes) -> bytes:
    return tlv(SEQUENCE, *parts)


def set_of(*parts: bytes) -> bytes:
    """A SET OF in DER's order (X.690 11.6)."""
    return tlv(SET, *sorted(parts))


def octets(value: bytes) -> bytes:
    return tlv(OCTET_STRING, value)


def integer(value: int) -> bytes:
    return tlv(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def tagged(number: int, *parts: bytes, primitive: bool = False) -> bytes:
    """A context-specific tag."""
    return tlv((0x80 if primitive else 0xA0) | number, *parts)


@cache
def oid(dotted: str) -> bytes:
    """An object identifier by its dotted form or its name in OIDS."""
    first, second, *rest = (int(part) for part in OIDS.get(dotted, dotted).split("."))
    body = bytearray()
    for number in (first * 40 + second, *rest):
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(number & 0x7F | 0x80)
        body.extend(reversed(groups))
    return tlv(0x06, bytes(body))


def generalized_time(at: datetime) -> bytes:
    """To the second, in UTC (RFC 3161 2.4.2 wants no other zone)."""
    return tlv(GENERALIZED_TIME, at.strftime("%Y%m%d%H%M%SZ").encode())


def utc_time(at: datetime) -> bytes:
    return tlv(UTC_TIME, at.strftime("%y%m%d%H%M%SZ").encode())


@cache
def algorithm(name: str) -> bytes:
    """An AlgorithmIdentifier: RSA's has NULL parameters (RFC 4055), the others none (RFC 5754)."""
    return sequence(oid(name), tlv(NULL)) if name == "sha256_rsa" else sequence(oid(name))


def attribute(name: str, *values: bytes) -> bytes:
    return sequence(oid(name), set_of(*values))
