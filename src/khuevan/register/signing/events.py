"""News of signing, published after commit."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class CertificateRegistered(Event):
    certificate_id: int
    person_id: int
    unit_id: int


@dataclass(frozen=True)
class CertificateRetired(Event):
    certificate_id: int
    person_id: int
    unit_id: int


@dataclass(frozen=True)
class DocumentsSigned(Event):
    """One gesture: `batch` is on each of its signatures."""

    batch: str
    unit_id: int
    count: int


@dataclass(frozen=True)
class StandInNamed(Event):
    stand_in_id: int
    unit_id: int
    absent_id: int
    person_id: int
