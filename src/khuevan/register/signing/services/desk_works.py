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


@dataclass(frozen=True)
class Taken:
    """where: the address that shows what came of it; said: (success, warning, info or error; a sentence)."""

    where: str
    said: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ListWork:
    """Many documents in one list, where what changed meanwhile, or was not signed, is left to wait instead of spoiling
    the rest. listed: the list for the program; taken: does with the answer what can be done; back: name of the page
    that it was begun from. Refusals as of `desk_work`."""

    listed: Callable[[Actor, DeskOrder], str]
    taken: Callable[[Actor, DeskOrder, bytes, datetime], Taken]
    back: str


_works: dict[str, Work | ListWork] = {}


def desk_work(code: str, work: Work) -> None:
    """Makes an act known that a program on the user's computer may sign. The same input at the same moment has to ask for
    the same digests; refusals are Invalid, Refused, SignerFailed, ChangedMeanwhile."""
    _works[code] = work


def desk_list_work(code: str, work: ListWork) -> None:
    """Makes a list of documents known that a program on the user's computer may sign."""
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
    return keep_order(actor, code=code, certificate=certificate, given=given, title=title, at=at)


def keep_order(
    actor: Actor, *, code: str, certificate: Certificate, given: Mapping[str, Any], title: str, at: datetime
) -> DeskOrder:
    """Without looking at the digests: the room above has. Raises Refused for another person's certificate."""
    _demand_own(actor, certificate.person_id)
    with audit.act(actor, ASK, at=at, on=certificate, unit_id=certificate.unit_id):
        return DeskOrder.objects.create(
            unit_id=certificate.unit_id, person_id=certificate.person_id, certificate=certificate, title=title[:300],
            work=code, given=dict(given), asked_at=at.replace(microsecond=0),
        )  # fmt: skip


def close_order(actor: Actor, order: DeskOrder, *, at: datetime) -> None:
    """Its answer has come; no second one is taken. Raises Refused, SignerFailed."""
    _demand_own(actor, order.person_id)
    with audit.act(actor, ASK, at=at, on=order, unit_id=order.unit_id):
        if not DeskOrder.objects.filter(pk=order.pk, answered_at=None).update(answered_at=at):
            raise SignerFailed(_("Đã nhận chữ ký rồi: mỗi danh sách chỉ nhận một lần."))


def back_of(order: DeskOrder) -> str:
    """Name of the page that it was begun from."""
    work = _works.get(order.work)
    return work.back if isinstance(work, ListWork) else "signing:sign"


def work_list(actor: Actor, order: DeskOrder) -> str:
    """The list for the program. Raises what the act raises now."""
    _demand_own(actor, order.person_id)
    work = _work(order.work)
    if isinstance(work, ListWork):
        return work.listed(actor, order)
    digests = _digests(actor, order.work, order.certificate, order.given, order.asked_at)
    own, _chain = chain_of(order.certificate)
    return request_of(digests, [order.title] * len(digests), own)


def take_work(actor: Actor, order: DeskOrder, answer: bytes, *, at: datetime) -> Taken:
    """Does the act with the signatures that came back, once. Raises what the act raises, SignerFailed."""
    _demand_own(actor, order.person_id)
    work = _work(order.work)
    if isinstance(work, ListWork):
        return work.taken(actor, order, answer, at)
    demand_in_force(order.certificate, at)
    own, chain = chain_of(order.certificate)
    with transaction.atomic():
        digests = _digests(actor, order.work, order.certificate, order.given, order.asked_at)
        signer = answer_of(answer, digests, own, chain)
        close_order(actor, order, at=at)
        where = work(actor, order.given, signer, order.asked_at)
        return Taken(where, [("success", _("Đã ký và ghi nhận."))])


def _digests(
    actor: Actor, code: str, certificate: Certificate, given: Mapping[str, Any], moment: datetime
) -> list[bytes]:
    work = _work(code)
    if isinstance(work, ListWork):
        raise SignerFailed(_("Việc này không ký bằng chương trình trên máy được."))
    own, chain = chain_of(certificate)
    try:
        with transaction.atomic():
            work(actor, given, _Listening(own, chain), moment)
            raise SignerFailed(_("Việc này không cần chữ ký nào."))
    except _Asked as asked:
        return asked.digests


def _work(code: str) -> Work | ListWork:
    if code not in _works:
        raise SignerFailed(_("Việc này không ký bằng chương trình trên máy được."))
    return _works[code]


def _demand_own(actor: Actor, person_id: int) -> None:
    if actor.person_id != person_id:
        raise access.Refused(_("Chỉ ký được bằng chứng thư của chính mình."))
