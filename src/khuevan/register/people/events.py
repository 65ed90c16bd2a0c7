"""News of people, published after commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class PersonRegistered(Event):
    person_id: int
    unit_id: int
    kind: str


@dataclass(frozen=True)
class PersonCorrected(Event):
    person_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class PersonAffiliated(Event):
    person_id: int
    affiliation_id: int
    unit_id: int
    kind: str
    valid_from: date


@dataclass(frozen=True)
class AffiliationEnded(Event):
    person_id: int
    affiliation_id: int
    unit_id: int
    kind: str
    valid_until: date


@dataclass(frozen=True)
class GuardianshipRecorded(Event):
    guardianship_id: int
    guardian_id: int
    ward_id: int


@dataclass(frozen=True)
class GuardianshipEnded(Event):
    guardianship_id: int
    guardian_id: int
    ward_id: int


@dataclass(frozen=True)
class PersonDied(Event):
    person_id: int
    on: date


@dataclass(frozen=True)
class PeopleMerged(Event):
    """Two records became one. What points to `gone_id` was moved by the rooms' own ties before this is told."""

    merge_id: int
    kept_id: int
    gone_id: int


@dataclass(frozen=True)
class MergeUndone(Event):
    merge_id: int
    kept_id: int
    gone_id: int
