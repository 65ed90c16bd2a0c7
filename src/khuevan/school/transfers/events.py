"""News of transfers, published after commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class TransferRequested(Event):
    transfer_id: int
    sending_id: int
    receiving_id: int


@dataclass(frozen=True)
class TransferAccepted(Event):
    transfer_id: int
    sending_id: int
    receiving_id: int


@dataclass(frozen=True)
class TransferEnded(Event):
    """Refused or withdrawn: nobody moved."""

    transfer_id: int
    state: str


@dataclass(frozen=True)
class LearnerMoved(Event):
    """The learner belongs to the receiving school from `on`."""

    transfer_id: int
    learner_id: int
    sending_id: int
    receiving_id: int
    on: date
