"""A copy whose seal is kept by a program on the user's computer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse

from khuevan.kernel.access import Actor
from khuevan.kernel.records.errors import Invalid
from khuevan.register.signing import queries as certificates
from khuevan.register.signing import services as signing
from khuevan.school.reportcards import queries as reportcards

from . import CannotCopy, issue_copy, new_code

ISSUE: Final = "copies.copy:issue"


def declare() -> None:
    signing.desk_work(ISSUE, _issue)


def ask_issue(actor: Actor, card: Any, *, seal: Any, at: datetime, **said: Any) -> Any:
    """The order whose digest goes out: of the paper as it will be, its code included. said: as `issue_copy` takes it.

    Raises Refused, Invalid, SignerFailed.
    """
    until: date | None = said["valid_until"]
    given = said | {
        "card": card.pk, "seal": seal.pk, "code": new_code(), "valid_until": until and until.isoformat(),
        "parts": list(said.get("parts", ())),
    }  # fmt: skip
    title = f"{card.full_name}: {said['recipient']}"
    return signing.ask_work(actor, code=ISSUE, certificate=seal, given=given, title=title, at=at)


def _issue(actor: Actor, given: Mapping[str, Any], signer: signing.Signer, at: datetime) -> str:
    said = dict(given)
    card = reportcards.card_for(actor, said.pop("card"))
    seal = certificates.own_certificate(actor, said.pop("seal"))
    until = said.pop("valid_until")
    try:
        made = issue_copy(
            actor, card, seal=seal, signer=signer, at=at, valid_until=date.fromisoformat(until) if until else None,
            **said,
        )  # fmt: skip
    except CannotCopy as refused:
        raise Invalid(refused.errors) from refused
    return reverse("copies:copy", args=[made.pk])
