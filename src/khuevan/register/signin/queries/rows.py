"""Rows of the pages, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OutsideButton:
    name: str
    url: str


@dataclass(frozen=True)
class PasskeyRow:
    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class LinkRow:
    id: int
    provider: str
    subject: str
    created_at: datetime


@dataclass(frozen=True)
class ApplicationRow:
    id: str
    name: str
    type: str
    hosts: str
    scopes: str
    created_at: datetime
    is_disabled: bool
