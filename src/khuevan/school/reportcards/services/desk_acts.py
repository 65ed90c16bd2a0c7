"""Correction and recall, signed by a program on the head's computer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from khuevan.kernel.access import Actor
from khuevan.kernel.records.errors import Invalid
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signers

from ..queries import card_for
from .acts import correct_card, recall_card
from .errors import CardError

CODES = {"correct": "reportcards.card:correct", "recall": "reportcards.card:recall"}


def declare() -> None:
    signers.desk_work(CODES["correct"], lambda *given: _acted(correct_card, *given))
    signers.desk_work(CODES["recall"], lambda *given: _acted(recall_card, *given))


def _acted(
    act: Callable[..., Any], actor: Actor, given: Mapping[str, Any], signer: signers.Signer, at: datetime
) -> str:
    card = card_for(actor, given["card"])
    try:
        act(
            actor, card, reason=given["reason"], certificate=signing.own_certificate(actor, given["certificate"]),
            signer=signer, at=at, stamp=signing.stamp_source(at),
        )  # fmt: skip
    except CardError as refused:
        raise Invalid(str(refused)) from refused
    return reverse("reportcards:card", args=[card.pk])
