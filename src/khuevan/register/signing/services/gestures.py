"""One gesture of signing on a page of a room above: done here with the chosen certificates, or asked of the program
on the user's computer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from khuevan.kernel.access import Actor

from ..choices import Means
from ..models import DeskOrder
from ..queries.standing import own_certificate
from ..signers import Signer
from .certificates import opened_signer
from .desk_works import ask_work


@dataclass(frozen=True)
class Opened:
    """With what is signed: a certificate of the actor's, and its signer opened for this gesture. is_seal: of the unit."""

    certificate_id: int
    signer: Signer
    is_seal: bool = False


def sign_or_ask(
    actor: Actor,
    chosen: Mapping[str, Any],
    *,
    code: str,
    title: str,
    given: Mapping[str, Any],
    at: datetime,
    act: Callable[[Sequence[Opened]], object],
) -> DeskOrder | None:
    """chosen: with what a `queries.GestureForm` was filled. None: the act was done with the certificates opened, the
    person's first. An order: the person's key is kept by a program on the own computer; its digests go out, and the
    act is done by `desk_work(code, …)` with `given` when they come back, without a seal.

    Raises Http404, SignerFailed, NoStamp, and what the act raises.
    """
    certificate = own_certificate(actor, chosen["certificate"])
    if certificate.means == Means.DESK:
        told = {**given, "certificate": certificate.pk}
        return ask_work(actor, code=code, certificate=certificate, title=title, given=told, at=at)
    secrets = {name: chosen.get(name) or "" for name in ("pin", "bearer")}
    seal = own_certificate(actor, chosen["seal"]) if chosen.get("seal") else None
    with ExitStack() as opened:
        signs = [Opened(certificate.pk, opened.enter_context(opened_signer(certificate, at=at, **secrets)))]
        if seal is not None:
            signer = opened.enter_context(opened_signer(seal, at=at, **secrets))
            signs.append(Opened(seal.pk, signer, True))
        act(signs)
    return None
