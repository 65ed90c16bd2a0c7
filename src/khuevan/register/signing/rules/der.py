"""Just enough DER (ITU-T X.690) for time stamps and CMS at the speed of the keys: a library that builds objects
for each field takes many times as long as the signature itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final, NamedTuple

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
    body = parts[0] if len(parts) == 1 else b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    if size < 0x10000:
        return (
            bytes((tag, 0x81, size)) if size < 0x100 else bytes((tag, 0x82, size >> 8, size & 0xFF))
        ) + body
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
    return tlv(GENERALIZED_TIME, f"{at.year:04}{_in_year(at)}".encode())


def utc_time(at: datetime) -> bytes:
    return tlv(UTC_TIME, f"{at.year % 100:02}{_in_year(at)}".encode())


def _in_year(at: datetime) -> str:
    """strftime asks the system for its language each time and takes ten times as long."""
    return f"{at.month:02}{at.day:02}{at.hour:02}{at.minute:02}{at.second:02}Z"


@cache
def algorithm(name: str) -> bytes:
    """An AlgorithmIdentifier: RSA's has NULL parameters (RFC 4055), the others none (RFC 5754)."""
    return sequence(oid(name), tlv(NULL)) if name == "sha256_rsa" else sequence(oid(name))


def attribute(name: str, *values: bytes) -> bytes:
    return sequence(oid(name), set_of(*values))


class Part(NamedTuple):
    """One value as it was read: whole (tag, length, contents) and contents. A tuple: dozens are made of each
    signature."""

    tag: int
    whole: bytes
    body: bytes

    def parts(self) -> list[Part]:
        """Of a SEQUENCE. Raises ValueError for anything else, however well its contents would read."""
        return parts(self.only(SEQUENCE))

    def only(self, tag: int) -> bytes:
        """The contents, of a value that must have this tag."""
        if self.tag != tag:
            raise ValueError("another kind of value was expected")
        return self.body


def parts(content: bytes) -> list[Part]:
    """The values that follow each other, to the last byte. Raises ValueError for what is not DER: indefinite or longer
    than needed lengths, tags of several bytes, anything left over."""
    found: list[Part] = []
    at, end = 0, len(content)
    while at < end:
        tag, start = content[at], at + 2
        if tag & 0x1F == 0x1F or start > end:
            raise ValueError("no DER")
        size = content[at + 1]
        if size >= 0x80:
            count = size & 0x7F
            size = int.from_bytes(content[start : start + count], "big")
            start += count
            if not 1 <= count <= 4 or size < 0x80 or size.bit_length() <= 8 * (count - 1):
                raise ValueError("no DER")
        stop = start + size
        if stop > end:
            raise ValueError("no DER")
        found.append(Part(tag, content[at:stop], content[start:stop]))
        at = stop
    return found


def whole(content: bytes, tag: int) -> Part:
    """The one value that the bytes are. Raises ValueError."""
    found = parts(content)
    if len(found) != 1 or found[0].tag != tag:
        raise ValueError("one value was expected")
    return found[0]


def moment(part: Part) -> datetime:
    """GeneralizedTime, in UTC; fractions of a second are kept to the microsecond."""
    text = part.only(GENERALIZED_TIME).decode("ascii")
    if not text.endswith("Z"):
        raise ValueError("no UTC")
    whole_seconds, _dot, fraction = text[:-1].partition(".")
    if len(whole_seconds) != 14 or not (whole_seconds + fraction).isdecimal():
        raise ValueError("no time")
    if not 1990 <= int(whole_seconds[:4]) <= 2200:
        raise ValueError("no time of ours")
    month, day, hour, minute, second = (int(whole_seconds[at : at + 2]) for at in range(4, 14, 2))
    read = datetime(int(whole_seconds[:4]), month, day, hour, minute, second, tzinfo=UTC)
    return read + timedelta(microseconds=int(fraction[:6].ljust(6, "0")))
