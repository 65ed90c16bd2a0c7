"""Acts of rooms above, signed by a program on the user's computer: one piece for packages, receipts, corrections.

A room says how an act is done with a signer at a moment (`desk_work`). Here it is begun with a signer that only listens
to what it is asked to sign; everything it did is rolled back, and the digests go out. When the signatures are there, the
act is done for good with a signer that has them, at the same moment: if anything changed meanwhile, so did the digest,
and nothing is signed that was not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor

from ..models import Certificate, DeskOrder
from ..signers import Batch, Signer, SignerFailed, answer_of, request_of
from .certificates import chain_of, demand_in_force
from .desk import ASK
from .signatures import demand_standing

Work = Callable[[Actor, Mapping[str, Any], Signer, datetime], str]
"""Actor, what was entered (JSON values), the signer, the moment -> the address that shows what came of it."""
_works: dict[str, Work] = {}


def desk_work(code: str, work: Work) -> None:
    """Makes an act known that a program on the user's computer may sign. The same input at the same moment has to ask for
    the same digests; refusals are Invalid, Refused, SignerFailed, ChangedMeanwhile."""
    _works[code] = work


class _Asked(Exception):
    def __init__(self, digests: Sequence[bytes]) -> None:
        super().__init__(len(digests))
        self.digests = list(digests)


@dataclass(frozen=True)
class _Listening:
    """Signs nothing: tells what it was asked for."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    kind: str = "desk"

    def sign(self, digests: Sequence[bytes]) -> Batch:
        raise _Asked(digests)


def ask_work(
    actor: Actor, *, code: str, certificate: Certificate, given: Mapping[str, Any], title: str, at: datetime
) -> DeskOrder:
    """Begins the act as far as its digests. Raises what the act raises, and Refused."""
    _demand_own(actor, certificate.person_id)
    demand_standing(actor, unit_id=certificate.unit_id, at=at)
    moment = at.replace(microsecond=0)
    _digests(actor, code, certificate, given, moment)
    with audit.act(actor, ASK, at=at, on=certificate, unit_id=certificate.unit_id):
        return DeskOrder.objects.create(
            unit_id=certificate.unit_id, person_id=certificate.person_id, certificate=certificate, title=title[:300],
            work=code, given=dict(given), asked_at=moment,
        )  # fmt: skip


def work_list(actor: Actor, order: DeskOrder) -> str:
    """The list for the program. Raises what the act raises now."""
    _demand_own(actor, order.person_id)
    digests = _digests(actor, order.work, order.certificate, order.given, order.asked_at)
    own, _chain = chain_of(order.certificate)
    return request_of(digests, [order.title] * len(digests), own)


def take_work(actor: Actor, order: DeskOrder, answer: bytes, *, at: datetime) -> str:
    """Does the act with the signatures that came back, once. The address that shows what came of it.

    Raises what the act raises, SignerFailed.
    """
    _demand_own(actor, order.person_id)
    demand_in_force(order.certificate, at)
    own, chain = chain_of(order.certificate)
    with transaction.atomic():
        digests = _digests(actor, order.work, order.certificate, order.given, order.asked_at)
        signer = answer_of(answer, digests, own, chain)
        with audit.act(actor, ASK, at=at, on=order, unit_id=order.unit_id):
            if not DeskOrder.objects.filter(pk=order.pk, answered_at=None).update(answered_at=at):
                raise SignerFailed(_("Văn bản này đã ký xong."))
        return _work(order.work)(actor, order.given, signer, order.asked_at)


def _digests(
    actor: Actor, code: str, certificate: Certificate, given: Mapping[str, Any], moment: datetime
) -> list[bytes]:
    work = _work(code)
    own, chain = chain_of(certificate)
    try:
        with transaction.atomic():
            work(actor, given, _Listening(own, chain), moment)
            raise SignerFailed(_("Việc này không cần chữ ký nào."))
    except _Asked as asked:
        return asked.digests


def _work(code: str) -> Work:
    if code not in _works:
        raise SignerFailed(_("Việc này không ký bằng chương trình trên máy được."))
    return _works[code]


def _demand_own(actor: Actor, person_id: int) -> None:
    if actor.person_id != person_id:
        raise access.Refused(_("Chỉ ký được bằng chứng thư của chính mình."))
