"""Minutes: the unit's remarks, the leader's signature, the head's over it. From the first on they say what they say."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, audit, clock, database, documents, events, files
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.files.kinds import DOCX, PDF
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from .. import printing, queries, rules
from ..choices import MinutesState, VisitState
from ..events import MinutesSigned
from ..models import Minutes, Photo, Visit
from .frame import cleaned, locked_visit, reasoned

MINUTES = files.Purpose(
    "inspections.minutes", gettext_lazy("Biên bản kiểm tra"), megabytes=60, accept=(PDF, DOCX)
)
KIND: Final = "inspections.minutes"
LEADER_FIELD, HEAD_FIELD = "Truong-doan", "Thu-truong-don-vi"
PRINTED: Final = {"image/jpeg": "jpg", "image/png": "png"}
Signature = signatures.Opened
LEAD, SIGN = "inspections.minutes:lead", "inspections.minutes:sign"


def seen_digest(visit: Visit, found: Minutes) -> str:
    """What the signer has before the eyes: the words of the draft, else the signed text's hash."""
    if found.content:
        return found.digest
    return rules.digest_of(rules.written(queries.told(visit, found)) + found.objection)


def object_minutes(actor: Actor, *, at: datetime, visit_id: int, objection: str) -> Minutes:
    """What the unit says, before the leader signs. Raises Http404, Refused, Invalid."""
    visit, found = _open(actor, visit_id)
    if not queries.may_sign_for_unit(actor, visit):
        raise Refused(_("Thủ trưởng đơn vị được kiểm tra ghi ý kiến của đơn vị."))
    if found.state != MinutesState.DRAFT:
        raise Invalid(_("Trưởng đoàn đã ký nên ý kiến không sửa nữa."))
    with audit.act(actor, SIGN, at=at, on=visit) as act:
        act.note(objection=True)
        found.objection = cleaned(objection, "objection", 2000)
        found.save_checked(found.version, fields=["objection"])
    return found


def lead_minutes(
    actor: Actor, *, at: datetime, visit_id: int, seen: str, sign: Signature, number: str, place: str
) -> Minutes:
    """The leader signs: the text is kept with its hash, the files are made. Raises Http404, Refused, Invalid,
    SignerFailed, NoStamp."""
    visit, found = _open(actor, visit_id)
    if not queries.may_lead(actor, visit):
        raise Refused(_("Trưởng đoàn ký biên bản trước."))
    if not rules.may_lead(MinutesState(found.state)):
        raise Invalid(_("Trưởng đoàn đã ký biên bản này."))
    if seen and seen != seen_digest(visit, found):
        raise Invalid(_("Biên bản đã đổi so với lúc bạn xem; hãy xem lại rồi ký."))
    found.number, found.place = cleaned(number, "number", 60), cleaned(place, "place", 100)
    on = clock.on(at)
    contents = queries.told(visit, found)
    header = {**contents.header, "signed_on": on.isoformat(), "objection": found.objection}
    contents = replace(contents, header=header)
    try:
        made = printing.made(
            contents, on=on, pictures=_pictures(visit), objection=found.objection, made_at=at
        )
    except documents.CannotPrint as broken:
        raise Invalid(_("Không dựng được bản PDF của biên bản: %(why)s") % {"why": broken}) from broken
    with audit.act(actor, LEAD, at=at, on=visit) as act:
        pdf, level = _signed(actor, visit, found, made.pdf, sign, LEADER_FIELD, at, actor.home_unit_id)
        found.content = rules.written(contents)
        found.digest = rules.digest_of(found.content)
        found.docx, found.pdf = (
            _stored(actor, visit, found, made.docx, "docx", at),
            _stored(actor, visit, found, pdf, "pdf", at),
        )
        found.state, found.leader_name, found.leader_at = MinutesState.HALF, actor.name[:150], at
        found.save_checked(
            found.version,
            fields=[
                "number", "place", "content", "digest", "docx", "pdf", "state", "leader_name", "leader_at",
            ],
        )  # fmt: skip
        act.note(edition=found.edition, digest=found.digest, level=level)
    return found


def sign_minutes(actor: Actor, *, at: datetime, visit_id: int, seen: str, sign: Signature) -> Minutes:
    """The head of the unit signs over the leader's signature. Raises Http404, Refused, Invalid, SignerFailed, NoStamp."""
    visit, found = _open(actor, visit_id)
    if not queries.may_sign_for_unit(actor, visit):
        raise Refused(_("Thủ trưởng đơn vị được kiểm tra ký biên bản của đơn vị."))
    if not rules.may_countersign(MinutesState(found.state)):
        raise Invalid(_("Trưởng đoàn ký trước, rồi đến đơn vị."))
    if seen and seen != found.digest:
        raise Invalid(_("Biên bản đã đổi so với lúc bạn xem; hãy xem lại rồi ký."))
    content = queries.file_of(found, "pdf")
    if content is None or queries.contents_of(visit, found) is None:
        raise Invalid(_("Nội dung lưu của biên bản không còn nguyên vẹn; hãy báo người quản trị."))
    with audit.act(actor, SIGN, at=at, on=visit) as act:
        pdf, level = _signed(actor, visit, found, content, sign, HEAD_FIELD, at, visit.unit_id)
        found.pdf = _stored(actor, visit, found, pdf, "pdf", at)
        found.state, found.head_name, found.head_at = MinutesState.SIGNED, actor.name[:150], at
        found.save_checked(found.version, fields=["pdf", "state", "head_name", "head_at"])
        visit.state = VisitState.SIGNED
        visit.save_checked(visit.version, fields=["state"])
        act.note(edition=found.edition, digest=found.digest, level=level)
        events.publish(MinutesSigned(visit.pk, visit.unit_id, found.edition, found.digest))
    return found


def correct_minutes(actor: Actor, *, at: datetime, visit_id: int, reason: str) -> Minutes:
    """Another edition; what was signed stays. The sheet is open again. Raises Http404, Refused, Invalid."""
    visit, words = locked_visit(actor, visit_id), reasoned(reason)
    if not queries.may_lead(actor, visit):
        raise Refused(_("Trưởng đoàn lập lại biên bản."))
    before = queries.latest(visit)
    if before is None or before.state == MinutesState.DRAFT or VisitState(visit.state) not in rules.TOLD:
        raise Invalid(_("Chỉ lập lại biên bản đã có chữ ký."))
    with audit.act(actor, "inspections.minutes:correct", at=at, on=visit, why=words):
        before.is_latest = False
        before.save_checked(before.version, fields=["is_latest"])
        visit.state = VisitState.OPEN
        visit.save_checked(visit.version, fields=["state"])
        return Minutes.objects.create(
            visit=visit,
            edition=before.edition + 1,
            correction=words,
            place=before.place,
            number=before.number,
        )


def _open(actor: Actor, visit_id: int) -> tuple[Visit, Minutes]:
    visit = locked_visit(actor, visit_id)
    found = Minutes.objects.select_for_update().filter(visit=visit, is_latest=True).first()
    if found is None or visit.state != VisitState.CONCLUDED:
        raise Invalid(_("Biên bản chỉ ký khi cuộc kiểm tra đã kết luận và chưa đủ chữ ký."))
    return visit, found


def _pictures(visit: Visit) -> tuple[printing.Picture, ...]:
    found = []
    with database.acting(access.system()):
        rows = Photo.objects.filter(visit=visit).select_related("file", "answer")
        for row in rows.order_by("answer__place", "pk"):
            kind = PRINTED.get(row.file.media_type)
            if kind:
                found.append(
                    printing.Picture(files.content(row.file).read(), kind, row.answer.place, row.sha256)
                )
    return tuple(found)


def _signed(
    actor: Actor, visit: Visit, found: Minutes, pdf: bytes, sign: Signature, field: str, at: datetime, unit_id: int | None
) -> tuple[bytes, str]:  # fmt: skip
    certificate = signing.own_certificate(actor, sign.certificate_id)
    if certificate.is_seal or certificate.unit_id != unit_id:
        raise Invalid({"certificate": _("Chọn chứng thư số của người ký ở đơn vị của mình.")})
    signatures.demand_standing(actor, unit_id=certificate.unit_id, at=at)
    stamp = signing.stamp_source(at)
    level = "PAdES-B-T" if stamp else "PAdES-B-B"
    with translation.override("vi"):
        title = f"Biên bản kiểm tra: {visit.unit_name}"[:300]
        words = signatures.Words(field, actor.name, title, found.place)
    outcome = signatures.sign_pdf(sign.signer, [signatures.PdfOrder(pdf, words)], at=at, stamp=stamp)[0]
    if outcome.content is None:
        raise Invalid({"certificate": outcome.refused or outcome.waits})
    signed = signatures.Signed(
        kind=KIND, title=title, digest=hashlib.sha256(outcome.content).hexdigest(), level=level, slot=field,
        stamped_at=at if stamp else None,
    )  # fmt: skip
    signatures.record_signatures(actor, certificate=certificate, at=at, signed=[signed])
    return outcome.content, level


def _stored(
    actor: Actor, visit: Visit, found: Minutes, content: bytes, kind: str, at: datetime
) -> files.StoredFile:
    name = f"Biên bản kiểm tra - {visit.unit_name} - lần {found.edition}.{kind}"
    try:
        return files.store(
            actor, io.BytesIO(content), name=name, at=at, unit_id=visit.unit_id, purpose=MINUTES
        )
    except files.FileRefused as refused:
        raise Invalid(refused.reason) from refused


def declare() -> None:
    """How it is done where the key is kept by a program on the user's computer."""
    signatures.desk_work(LEAD, _lead_at_the_desk)
    signatures.desk_work(SIGN, _sign_at_the_desk)


def _lead_at_the_desk(actor: Actor, given: Mapping[str, Any], signer: signatures.Signer, at: datetime) -> str:
    lead_minutes(
        actor, at=at, visit_id=given["visit"], seen=given["seen"], sign=Signature(given["certificate"], signer),
        number=given["number"], place=given["place"],
    )  # fmt: skip
    return reverse("inspections:visit", args=[given["visit"]])


def _sign_at_the_desk(actor: Actor, given: Mapping[str, Any], signer: signatures.Signer, at: datetime) -> str:
    sign_minutes(
        actor,
        at=at,
        visit_id=given["visit"],
        seen=given["seen"],
        sign=Signature(given["certificate"], signer),
    )
    return reverse("inspections:visit", args=[given["visit"]])
