"""Whose seal it is: by the identifier in its certificate, never by its name.

Luật Giao dịch điện tử, Điều 22: a signature is bound to the one who signs. Names of schools are alike all over the
country and change; the code that the issuer writes into an organisation's certificate belongs to one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Doubt(StrEnum):
    """no_code: the document does not say which school; unknown: nothing is known of its seal here; other: the seal of
    somebody else; not_then: known, but not for that day."""

    NO_CODE = "no_code"
    UNKNOWN = "unknown"
    OTHER = "other"
    NOT_THEN = "not_then"


@dataclass(frozen=True)
class Holder:
    """The school `code` seals with certificates that bear `identifier`, in [first, until)."""

    code: str
    identifier: str
    first: date
    until: date | None


def doubt_of(
    code: str,
    *,
    fingerprint: str,
    identifier: str,
    registered: Collection[str],
    holders: Sequence[Holder],
    on: date,
) -> Doubt | None:
    """None: it is the seal of the school with the code.

    registered: fingerprints of the seals that the school itself registered here; holders: what the administrators know of
    this school and of this identifier.
    """
    if not code:
        return Doubt.NO_CODE
    if fingerprint in registered:
        return None
    own = [one for one in holders if one.code == code]
    same = [one for one in own if identifier and one.identifier == identifier]
    if any(one.first <= on and (one.until is None or on < one.until) for one in same):
        return None
    if same:
        return Doubt.NOT_THEN
    if own or registered or any(identifier and one.identifier == identifier for one in holders):
        return Doubt.OTHER
    return Doubt.UNKNOWN
