"""The sending school: sealing a child's cards for the next school, and taking in its receipt."""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from datetime import datetime
from typing import BinaryIO

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, files
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures
from khuevan.school.reportcards import queries as reportcards

from ..choices import Direction, KeptState
from ..formats import RECEIPT_LAYOUT, Unreadable, open_archive, read_receipt, write_archive, write_manifest
from ..models import Handover, KeptCard
from ..permissions import HAND_OVER
from ..rules import Entry, HandoverState, Manifest, PackageKind, Place, Receipt, handover_step
from .examining import first_words
from .packing import PACKAGE
from .sealing import sealed

MOST_RECEIPT = 1024**2


def seal_cards(
    actor: Actor,
    *,
    school_id: int,
    learner: str,
    other: Place,
    certificate_id: int,
    signer: signatures.Signer,
    at: datetime,
) -> Handover:
    """All issued cards that this school has of the learner (sector number), its own and those taken over before.

    Raises Refused, Invalid, SignerFailed.
    """
    access.demand(actor, HAND_OVER, on=school_id)
    if not other.name.strip():
        raise Invalid({"other_name": _("Hãy ghi tên trường nhận.")})
    seal = signatures.demand_seal(actor, certificate_id, school_id)
    cards, name = _cards_of(actor, school_id, learner)
    if not cards:
        raise Invalid(_("Người học này chưa có học bạ số nào đã phát hành ở trường."))
    school = organisations.unit(actor, school_id)
    manifest = Manifest(
        uid=_uid(school_id, school.code, learner, at),
        kind=PackageKind.HANDOVER,
        sender=Place(school.code, school.name),
        receiver=other,
        year="",
        class_name="",
        made_at=at.replace(microsecond=0),
        entries=tuple(entry for entry, _content in cards),
    )
    title = _("Học bạ số của %(name)s chuyển đến %(school)s") % {"name": name, "school": other.name}
    with (
        tempfile.TemporaryFile() as stream,
        audit.act(actor, "custody.handover:seal", at=at, unit_id=school_id) as act,
    ):
        content = sealed(
            actor, write_manifest(manifest), "GOI_HOC_BA", seal=seal, signer=signer, title=title, at=at
        )
        answers = _answers(cards, _kept_answers(school_id, learner), at)
        write_archive(stream, content, ((entry.file, card) for entry, card in cards), answers)
        stream.seek(0)
        # The platform's own file: whoever takes it out does so by `download_handover`, which logs the export.
        stored = files.store(
            access.system(), stream, name=f"{manifest.uid}.zip", at=at, unit_id=school_id, purpose=PACKAGE
        )
        handover = Handover.objects.create(
            school_id=school_id,
            uid=manifest.uid,
            direction=Direction.OUT,
            learner=learner,
            name=name[:100],
            other_code=other.code,
            other_name=other.name.strip()[:200],
            cards=len(cards),
            digest=hashlib.sha256(content).hexdigest(),
            file_id=stored.pk,
            state=HandoverState.SEALED,
            begun_at=at,
            begun_by=actor.name[:150],
        )
        act.on(handover)
        act.note(cards=len(cards), to=other.name[:200])
    return handover


def download_handover(actor: Actor, handover: Handover, *, at: datetime) -> BinaryIO:
    """The sealed archive, logged as an export. Raises Refused, Http404."""
    access.demand(actor, HAND_OVER, on=handover)
    audit.export(
        actor, "custody.handover:export", at=at, rows=handover.cards, unit_id=handover.school_id,
        handover=handover.uid, digest=handover.digest,
    )  # fmt: skip
    return archive_of(handover)


def archive_of(handover: Handover) -> BinaryIO:
    stored = files.StoredFile.objects.filter(pk=handover.file_id).first()
    if stored is None:
        raise Http404
    return files.content(stored)


def prove_handover(
    actor: Actor, handover: Handover, content: bytes, *, version: int, at: datetime
) -> Handover:
    """Takes in the receiver's receipt: signed, and about this very manifest. Raises Refused, Invalid."""
    access.demand(actor, HAND_OVER, on=handover)
    demand_step(handover, "prove")
    if len(content) > MOST_RECEIPT:
        raise Invalid({"file": _("Tệp quá lớn để là biên nhận.")})
    report = signing.verify(content, signing.trust(at), at=at, layout=RECEIPT_LAYOUT)
    if report.outcome != "valid":
        raise Invalid({"file": first_words(report)})
    signer = report.signatures[0]
    _demand_receipt_of(handover, _read_receipt(content), signer, at)
    with audit.act(actor, "custody.handover:prove", at=at, on=handover):
        handover.receipt = content
        name = f"{(signer.organisation or signer.signer)[:200]} ({signer.identifier})"
        handover.note = _("%(name)s ký biên nhận") % {"name": name}
        _end(actor, handover, "prove", version, at, ["receipt", "note"])
    return handover


def _read_receipt(content: bytes) -> Receipt:
    """Raises Invalid."""
    try:
        return read_receipt(content)
    except Unreadable as unreadable:
        raise Invalid(
            {"file": _("Biên nhận không đọc được ở chỗ %(where)s.") % {"where": unreadable.where}}
        ) from unreadable


def _demand_receipt_of(
    handover: Handover, receipt: Receipt, signer: signing.SignatureReport, at: datetime
) -> None:
    """For this very manifest, by the school that it was sealed for, with that school's own seal. Raises Invalid."""
    if (receipt.package, receipt.digest, receipt.cards) != (handover.uid, handover.digest, handover.cards):
        raise Invalid({"file": _("Biên nhận này của một lần niêm phong khác.")})
    place = receipt.receiver
    if handover.other_code and place.code != handover.other_code:
        words = _("Biên nhận của %(name)s (%(code)s), không phải của trường nhận.")
        raise Invalid({"file": words % {"name": place.name, "code": place.code or "–"}})
    doubt = signing.why_not_seal_of(place.code, signer, at=at)
    if doubt:
        raise Invalid({"file": doubt})


def cancel_handover(actor: Actor, handover: Handover, *, reason: str, version: int, at: datetime) -> Handover:
    """The child stays after all. Raises Refused, Invalid, ChangedMeanwhile."""
    return _with_reason(actor, handover, "cancel", reason, version, at)


def refuse_handover(actor: Actor, handover: Handover, *, reason: str, version: int, at: datetime) -> Handover:
    """The receiving school does not take it over after all; its cards count no more. Raises as above."""
    with audit.act(actor, "custody.handover:refuse", at=at, on=handover, why=reason.strip()):
        refused = _with_reason(actor, handover, "refuse", reason, version, at)
        _give_back(handover)
    return refused


def _give_back(handover: Handover) -> None:
    """Its cards count no more; what the school had of them before counts again."""
    gone = KeptCard.objects.filter(handover=handover, state=KeptState.CURRENT)
    codes = list(gone.values_list("code", flat=True))
    KeptCard.objects.filter(handover=handover).update(state=KeptState.REFUSED)
    before: dict[str, int] = {}
    rows = KeptCard.objects.filter(school_id=handover.school_id, code__in=codes, state=KeptState.REPLACED)
    for code, pk in rows.order_by("card_version").values_list("code", "pk"):
        before[code] = pk
    KeptCard.objects.filter(pk__in=before.values()).update(state=KeptState.CURRENT)


def _with_reason(
    actor: Actor, handover: Handover, step: str, reason: str, version: int, at: datetime
) -> Handover:
    access.demand(actor, HAND_OVER, on=handover)
    demand_step(handover, step)
    said = reason.strip()
    if not said:
        raise Invalid({"reason": _("Hãy ghi lý do.")})
    with audit.act(actor, f"custody.handover:{step}", at=at, on=handover, why=said):
        handover.note = said[:300]
        _end(actor, handover, step, version, at, ["note"])
    return handover


def demand_step(handover: Handover, step: str) -> None:
    """Raises Invalid where the step cannot follow."""
    if handover_step(HandoverState(handover.state), step) is None:
        raise Invalid(
            _("Hồ sơ đang ở trạng thái «%(state)s» nên không làm được bước này.")
            % {"state": handover.get_state_display()}
        )


def _end(actor: Actor, handover: Handover, step: str, version: int, at: datetime, fields: list[str]) -> None:
    state = handover_step(HandoverState(handover.state), step)
    assert state is not None
    handover.state, handover.ended_at, handover.ended_by = state, at, actor.name[:150]
    handover.save_checked(version, fields=["state", "ended_at", "ended_by", *fields])


def _cards_of(actor: Actor, school_id: int, learner: str) -> tuple[list[tuple[Entry, bytes]], str]:
    """The cards with their content, oldest year first, and the name on the last of them."""
    found: dict[str, tuple[str, Entry, bytes, str]] = {}
    for kept in _taken_over(school_id, learner):
        content = _kept_content(kept)
        entry = Entry(kept.code, kept.card_version, kept.digest, kept.learner)
        found[kept.code] = (kept.year, entry, content, kept.name)
    for one in reportcards.issued_of_learner(actor, school_id, learner):
        entry = Entry(one.code, one.version, one.digest, one.learner)
        issued = reportcards.issued_xml(one.code, one.version, school_id)
        if issued is not None:
            found[one.code] = (one.year, entry, issued, one.name)
    rows = sorted(found.values(), key=lambda one: (one[0], one[1].code))
    return [(entry, content) for _year, entry, content, _name in rows], rows[-1][3] if rows else ""


def held_xml(school_id: int, learner: str) -> list[bytes]:
    """The signed cards of a learner (sector number) that the school took over from others, as they were signed there."""
    return [_kept_content(kept) for kept in _taken_over(school_id, learner)]


def _taken_over(school_id: int, learner: str) -> QuerySet[KeptCard]:
    rows: QuerySet[KeptCard] = KeptCard.objects.filter(
        school_id=school_id,
        learner=learner,
        state=KeptState.CURRENT,
        handover__state=HandoverState.COUNTERSIGNED,
    )
    return rows.select_related("handover")


def _kept_content(kept: KeptCard) -> bytes:
    handover = kept.handover
    assert handover is not None
    with archive_of(handover) as stream:
        return open_archive(stream).card(kept.member)


def _uid(school_id: int, code: str, learner: str, at: datetime) -> str:
    """The same for the same question: where the seal is kept elsewhere, it is asked twice and answered once."""
    before = Handover.objects.filter(school_id=school_id, learner=learner, direction=Direction.OUT).count()
    return f"N-{uuid.uuid5(uuid.NAMESPACE_OID, f'{code}/{learner}/{before}/{at.isoformat()}').hex}"


def _answers(cards: list[tuple[Entry, bytes]], kept: list[bytes], at: datetime) -> list[bytes]:
    """What issuers say of everybody who signed the cards: the receiver may not be able to ask them, nor anybody later."""
    trust = signing.besides(signing.trust(at), kept)
    found = (answer for _entry, content in cards for answer in signatures.answers_of(content, trust, at=at))
    return list(dict.fromkeys(found))


def _kept_answers(school_id: int, learner: str) -> list[bytes]:
    """Those that came with the cards taken over before."""
    rows = Handover.objects.filter(
        school_id=school_id, learner=learner, direction=Direction.IN, state=HandoverState.COUNTERSIGNED
    )
    found: list[bytes] = []
    for handover in rows:
        with archive_of(handover) as stream:
            found += open_archive(stream).answers()
    return found
