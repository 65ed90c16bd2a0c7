"""Signing on the user's computer: digests go out as a list, signatures come back as a file.

Preparing is the same each time for the same document, certificate and moment, so nothing half-signed has to be kept:
the question is asked again when the answer is there. Rooms above do it for a class with `hash_list` and `answered`.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, files
from khuevan.kernel.access import Actor

from ..formats import pdf, xml
from ..formats.xml import Stamp
from ..models import Certificate, DeskOrder
from ..signers import Answered, SignerFailed, answer_of, request_of
from .certificates import chain_of, demand_in_force
from .documents import PdfOrder, XmlOrder, sign_pdf
from .signatures import Signed, demand_standing, record_signatures

ASK = "signing.desk_order:make"


def digests_of(
    certificate: Certificate, orders: Sequence[XmlOrder | PdfOrder], *, at: datetime
) -> list[bytes]:
    """What has to be signed, in the order in which `sign_xml` and `sign_pdf` ask. Raises CannotSign."""
    own, chain = chain_of(certificate)
    found: list[bytes] = []
    for order in orders:
        if isinstance(order, PdfOrder):
            found.append(pdf.prepare(order.content, own, chain, at=at, words=order.words).digest)
        else:
            document = xml.XmlDocument(order.content)
            found.extend(
                document.prepare(slot, own, chain, at=at, role=order.role).digest for slot in order.slots
            )
    return found


def hash_list(
    certificate: Certificate, orders: Sequence[XmlOrder | PdfOrder], names: Sequence[str], *, at: datetime
) -> str:
    """The list for the user's program, as JSON; names: one for each digest. Raises CannotSign."""
    own, _chain = chain_of(certificate)
    return request_of(digests_of(certificate, orders, at=at), names, own)


def answered(
    certificate: Certificate, orders: Sequence[XmlOrder | PdfOrder], content: bytes, *, at: datetime
) -> Answered:
    """A signer made of the file that came back, for the same orders and moment. Raises SignerFailed, CannotSign."""
    demand_in_force(certificate, at)
    own, chain = chain_of(certificate)
    return answer_of(content, digests_of(certificate, orders, at=at), own, chain)


def ask_desk(
    actor: Actor,
    *,
    certificate: Certificate,
    content: bytes,
    name: str,
    reason: str,
    at: datetime,
    purpose: files.Purpose,
) -> DeskOrder:
    """Keeps a PDF until its signature comes. Raises Refused, CannotSign, FileRefused."""
    if certificate.person_id != actor.person_id:
        raise access.Refused(_("Chỉ ký được bằng chứng thư của chính mình."))
    demand_standing(actor, unit_id=certificate.unit_id, at=at)
    moment = at.replace(microsecond=0)
    digests_of(certificate, [order_of(certificate, content, reason)], at=moment)
    with audit.act(actor, ASK, at=at, on=certificate, unit_id=certificate.unit_id):
        stored = files.store(
            actor, io.BytesIO(content), name=name, at=at, unit_id=certificate.unit_id, purpose=purpose
        )
        return DeskOrder.objects.create(
            unit_id=certificate.unit_id,
            person_id=certificate.person_id,
            certificate=certificate,
            title=stored.name,
            reason=reason,
            file_id=stored.pk,
            asked_at=moment,
        )


def order_of(certificate: Certificate, content: bytes, reason: str) -> PdfOrder:
    return PdfOrder(
        content, pdf.Words(f"Khue-Van-{certificate.fingerprint[:8]}", certificate.subject, reason)
    )


def take_answer(
    actor: Actor,
    order: DeskOrder,
    answer: bytes,
    *,
    at: datetime,
    stamp: Stamp | None,
    purpose: files.Purpose,
) -> None:
    """Finishes the PDF with the signature that came back. Raises Refused, SignerFailed, CannotSign, FileRefused."""
    certificate = order.certificate
    if order.person_id != actor.person_id:
        raise access.Refused(_("Chỉ ký được bằng chứng thư của chính mình."))
    if order.answered_at is not None:
        raise SignerFailed(_("Văn bản này đã ký xong."))
    with files.content(files.StoredFile.objects.get(pk=order.file_id)) as opened:
        asked = order_of(certificate, opened.read(), order.reason)
    signer = answered(certificate, [asked], answer, at=order.asked_at)
    outcome = sign_pdf(signer, [asked], at=order.asked_at, stamp=stamp)[0]
    if outcome.content is None:
        raise SignerFailed(outcome.refused or outcome.waits)
    with audit.act(actor, ASK, at=at, on=order, unit_id=order.unit_id):
        if not DeskOrder.objects.filter(pk=order.pk, answered_at=None).update(answered_at=at):
            raise SignerFailed(_("Văn bản này đã ký xong."))
        stored = files.store(
            actor,
            io.BytesIO(outcome.content),
            name=order.title,
            at=at,
            unit_id=order.unit_id,
            purpose=purpose,
        )
        written = Signed(
            kind="pdf",
            title=order.title,
            digest=hashlib.sha256(outcome.content).hexdigest(),
            level="PAdES-B-T" if stamp else "PAdES-B-B",
            stamped_at=at if stamp else None,
            file_id=stored.pk,
        )
        record_signatures(actor, certificate=certificate, signed=[written], at=at)
