"""Several documents in one gesture with one certificate: what was signed stays, what failed says why, the rest waits."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, files, text
from khuevan.kernel.access import Actor
from khuevan.kernel.files.kinds import PDF

from ..choices import ItemState
from ..formats import envelope
from ..formats.xml import CannotSign, Stamp
from ..models import BatchItem, Certificate, SigningBatch
from ..signers import Signer, SignerFailed
from .desk import answered, digests_of, hash_list, order_of
from .documents import Outcome, PdfOrder, XmlOrder, sign_documents
from .signatures import Signed, demand_standing, record_signatures

COLLECT, SIGN, EXPORT = "signing.batch:collect", "signing.batch:sign", "signing.batch:export"
MOST = 100


@dataclass(frozen=True)
class Upload:
    name: str
    size: int
    stream: IO[bytes]


@dataclass(frozen=True)
class Told:
    """What came of a gesture. left: how many still wait; waits: why they do, where the signer stopped."""

    signed: int
    refused: int
    left: int
    waits: str = ""


def collect_batch(
    actor: Actor,
    *,
    certificate: Certificate,
    uploads: Sequence[Upload],
    reason: str,
    at: datetime,
    purpose: files.Purpose,
) -> SigningBatch:
    """Keeps the documents. What cannot be signed at all is refused by itself, with its reason.

    Raises Refused: another's certificate, no posting there that day.
    """
    _demand_own(actor, certificate.person_id)
    demand_standing(actor, unit_id=certificate.unit_id, at=at)
    said = text.nfc(reason).strip()[:100]
    with audit.act(actor, COLLECT, at=at, on=certificate, unit_id=certificate.unit_id) as act:
        batch = SigningBatch.objects.create(
            unit_id=certificate.unit_id, person_id=certificate.person_id, certificate=certificate, reason=said, made_at=at
        )  # fmt: skip
        items = [
            _collected(actor, batch, place, one, at, purpose) for place, one in enumerate(uploads[:MOST], 1)
        ]
        BatchItem.objects.bulk_create(items)
        act.note(files=len(items))
    return batch


def sign_batch(
    actor: Actor,
    batch: SigningBatch,
    signer: Signer,
    *,
    at: datetime,
    stamp: Stamp | None,
    purpose: files.Purpose,
    most: int = MOST,
) -> Told:
    """The next `most` that wait. Raises Refused, SignerFailed where nothing was signed, NoStamp."""
    _demand_own(actor, batch.person_id)
    demand_standing(actor, unit_id=batch.unit_id, at=at)
    items = _waiting(batch)[:most]
    outcomes = sign_documents(signer, [_order(batch, one) for one in items], at=at, stamp=stamp)
    return _kept(actor, batch, items, outcomes, at, at, stamp, purpose)


def ask_batch(actor: Actor, batch: SigningBatch, *, at: datetime) -> str:
    """The list of digests of all that wait, for the program on the user's computer. Raises Refused, CannotSign."""
    _demand_own(actor, batch.person_id)
    items = _waiting(batch)
    moment = at.replace(microsecond=0)
    with audit.act(actor, SIGN, at=at, on=batch, unit_id=batch.unit_id):
        SigningBatch.objects.filter(pk=batch.pk).update(asked_at=moment)
    orders = [_order(batch, one) for one in items]
    return hash_list(batch.certificate, orders, [one.title for one in items], at=moment)


def take_batch(
    actor: Actor,
    batch: SigningBatch,
    answer: bytes,
    *,
    at: datetime,
    stamp: Stamp | None,
    purpose: files.Purpose,
) -> Told:
    """Finishes what waits with the signatures that came back. Raises Refused, SignerFailed, CannotSign, NoStamp."""
    _demand_own(actor, batch.person_id)
    items = _waiting(batch)
    if batch.asked_at is None or not items:
        raise SignerFailed(_("Hãy tải danh sách mã băm trước, rồi gửi lại tệp chữ ký."))
    orders = [_order(batch, one) for one in items]
    signer = answered(batch.certificate, orders, answer, at=batch.asked_at)
    outcomes = sign_documents(signer, orders, at=batch.asked_at, stamp=stamp)
    return _kept(actor, batch, items, outcomes, batch.asked_at, at, stamp, purpose)


def batch_archive(actor: Actor, batch: SigningBatch, *, at: datetime) -> IO[bytes]:
    """Everything that was signed, as one ZIP; logged as an export. Raises Refused."""
    _demand_own(actor, batch.person_id)
    signed = [one for one in batch.items.order_by("position") if one.state == ItemState.SIGNED]
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in signed:
            stored = files.StoredFile.objects.get(pk=one.signed_file_id)
            with files.content(stored) as content:
                archive.writestr(f"{one.position:03}-{stored.name}", content.read())
    stream.seek(0)
    audit.export(actor, EXPORT, at=at, rows=len(signed), unit_id=batch.unit_id, batch=str(batch.pk))
    return stream


def _demand_own(actor: Actor, person_id: int) -> None:
    if actor.person_id != person_id:
        raise access.Refused(_("Chỉ ký được bằng chứng thư của chính mình."))


def _collected(
    actor: Actor, batch: SigningBatch, place: int, one: Upload, at: datetime, purpose: files.Purpose
) -> BatchItem:
    item = BatchItem(
        unit_id=batch.unit_id, batch=batch, position=place, title=text.nfc(one.name)[:150] or f"{place}"
    )
    try:
        if one.size > purpose.limit:
            raise CannotSign(_("Tệp quá lớn: tối đa %(most)d MB.") % {"most": purpose.megabytes})
        content = one.stream.read(purpose.limit + 1)
        stored = files.store(
            actor, io.BytesIO(content), name=one.name, at=at, unit_id=batch.unit_id, purpose=purpose
        )
        item.title, item.file_id = stored.name, stored.pk
        digests_of(batch.certificate, [_order_of(batch, stored, content)], at=at)
    except (CannotSign, files.FileRefused) as refused:
        item.state, item.why = ItemState.REFUSED, refused.reason[:300]
    return item


def _waiting(batch: SigningBatch) -> list[BatchItem]:
    """Locked: two windows do not sign the same document twice."""
    rows = batch.items.select_for_update().filter(state=ItemState.WAITING)
    return list(rows.order_by("position"))


def _order(batch: SigningBatch, item: BatchItem) -> XmlOrder | PdfOrder:
    stored = files.StoredFile.objects.get(pk=item.file_id)
    with files.content(stored) as opened:
        return _order_of(batch, stored, opened.read())


def _order_of(batch: SigningBatch, stored: Any, content: bytes) -> XmlOrder | PdfOrder:
    if stored.media_type == PDF:
        return order_of(batch.certificate, content, batch.reason)
    return XmlOrder(envelope.enveloped(content), (envelope.SLOT,), role=batch.reason)


def _kept(
    actor: Actor, batch: SigningBatch, items: Sequence[BatchItem], outcomes: Sequence[Outcome], moment: datetime,
    at: datetime, stamp: Stamp | None, purpose: files.Purpose,
) -> Told:  # fmt: skip
    """Writes down what came of it, all in the transaction of the caller. moment: of the signatures."""
    written, waits = [], ""
    with audit.act(actor, SIGN, at=at, on=batch, unit_id=batch.unit_id) as act:
        for item, outcome in zip(items, outcomes, strict=True):
            if outcome.content is not None:
                written.append(_signed(actor, item, outcome.content, moment, at, stamp, purpose))
            elif outcome.refused:
                item.state, item.why = ItemState.REFUSED, outcome.refused[:300]
            else:
                item.why = waits = outcome.waits[:300]
        BatchItem.objects.bulk_update(items, ["state", "why", "signed_file_id", "signed_at"])
        if written:
            record_signatures(actor, certificate=batch.certificate, signed=written, at=at)
        refused = sum(one.state == ItemState.REFUSED for one in items)
        act.note(signed=len(written), refused=refused)
    left = batch.items.filter(state=ItemState.WAITING).count()
    return Told(len(written), refused, left, waits)


def _signed(
    actor: Actor, item: BatchItem, content: bytes, moment: datetime, at: datetime, stamp: Stamp | None,
    purpose: files.Purpose,
) -> Signed:  # fmt: skip
    stored = files.store(
        actor, io.BytesIO(content), name=item.title, at=at, unit_id=item.unit_id, purpose=purpose
    )
    item.state, item.why, item.signed_file_id, item.signed_at = ItemState.SIGNED, "", stored.pk, moment
    is_pdf = stored.media_type == PDF
    return Signed(
        kind="pdf" if is_pdf else envelope.LAYOUT.code,
        title=item.title,
        digest=hashlib.sha256(content).hexdigest(),
        level=("PAdES-B-" if is_pdf else "XAdES-B-") + ("T" if stamp else "B"),
        stamped_at=at if stamp else None,
        file_id=stored.pk,
    )
