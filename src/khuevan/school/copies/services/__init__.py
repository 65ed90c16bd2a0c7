"""The writes of copies: issuing, withdrawing, counting looks."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor
from khuevan.register.signing import queries as trust
from khuevan.register.signing import services as signing
from khuevan.school.reportcards import queries as reportcards
from khuevan.school.reportcards.choices import CardState

from ..choices import Part, Shows
from ..models import Copy
from ..permissions import ISSUE_COPIES, VIEW_COPIES

LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two without those that are read for one another: twenty of them are 100 bits."""


class CannotCopy(Exception):
    """field -> sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.errors = errors


def issue_copy(
    actor: Actor, card: Any, *, recipient: str, purpose: str, shows: str, valid_until: date | None,
    address: str, at: datetime, parts: Collection[str] = (), parts_by: str = "", seal: Any = None,
    signer: signing.Signer | None = None, code: str = "",
) -> Copy:  # fmt: skip
    """A PDF of the issued version for somebody. address: where codes are verified, the code comes after it.
    seal: one's certificate for the school's seal, where `signer` puts it on the PDF; code: one that `new_code` gave
    before, where the same paper is made twice. Raises Refused, CannotCopy."""
    access.demand(actor, ISSUE_COPIES, on=card.school_id)
    version = reportcards.issued_version(card)
    if version is None or card.state != CardState.ISSUED:
        raise CannotCopy(
            {
                "card": _(
                    "Học bạ này chưa phát hành, đang đính chính hoặc đã thu hồi nên chưa cấp bản sao được."
                )
            }
        )
    chosen = _allowed(parts, shows)
    if valid_until is not None and not clock.on(at) <= valid_until <= date(clock.on(at).year + 10, 12, 31):
        raise CannotCopy({"valid_until": _("Chọn một ngày từ hôm nay, không quá 10 năm.")})
    with (
        transaction.atomic(),
        audit.act(actor, ISSUE_COPIES.code, at=at, unit_id=card.school_id, why=purpose) as act,
    ):
        type(card).objects.select_for_update().get(pk=card.pk)
        number = (Copy.objects.filter(card=card).aggregate(last=Max("number"))["last"] or 0) + 1
        copy = Copy(
            school_id=card.school_id, card=card, version=version, number=number, recipient=recipient, purpose=purpose,
            code=code or new_code(), shows=shows, issued_at=at,
            issued_by=actor.name[:150], valid_until=valid_until, parts=chosen, parts_at=at if chosen else None,
            parts_by=_said_by(parts_by or recipient) if chosen else "",
        )  # fmt: skip
        note = reportcards.CopyNote(copy.name, clock.on(at), recipient, purpose, valid_until)
        copy.content = reportcards.paper_of(
            version,
            address=f"{address}{copy.typed}/",
            code=copy.typed,
            note=note,
            shown=reportcards.Shown(shows),
        )
        if signer is not None:
            copy.content = _sealed(actor, copy, seal, signer, at)
        copy.digest = hashlib.sha256(copy.content).hexdigest()
        copy.save()
        act.on(copy, unit_id=card.school_id)
    return copy


def new_code() -> str:
    """Nobody can guess it, and nobody misreads it."""
    return "".join(secrets.choice(LETTERS) for _place in range(20))


def _sealed(actor: Actor, copy: Copy, seal: Any, signer: signing.Signer, at: datetime) -> bytes:
    """PAdES-B-T, and a line in the log of signatures. Raises CannotCopy."""
    if not seal.is_seal or seal.unit_id != copy.school_id:
        raise CannotCopy({"seal": _("Chỉ đóng dấu được bằng con dấu của chính trường này.")})
    order = reportcards.seal_order_of(copy.version, bytes(copy.content), copy.name)
    try:
        stamp = trust.stamp_source(at)
        outcome = signing.sign_pdf(signer, [order], at=at, stamp=stamp)[0]
    except (signing.SignerFailed, signing.NoStamp) as failed:
        raise CannotCopy({"seal": str(failed)}) from failed
    if outcome.content is None:
        raise CannotCopy({"seal": outcome.waits or outcome.refused})
    level = "PAdES-B-T" if stamp else "PAdES-B-B"
    digest = hashlib.sha256(outcome.content).hexdigest()
    signing.record_signatures(
        actor,
        certificate=seal,
        signed=[signing.Signed("pdf", copy.name, digest, level, order.words.field)],
        at=at,
    )
    return outcome.content


def copy_file(actor: Actor, copy: Copy, *, at: datetime) -> bytes:
    """The PDF as it was issued, byte for byte, logged as an export. Raises Refused."""
    access.demand(actor, VIEW_COPIES, on=copy.school_id)
    audit.export(
        actor, "copies.copy:export", at=at, rows=1, unit_id=copy.school_id, copy=copy.name, digest=copy.digest
    )
    return bytes(copy.content)


def withdraw_copy(actor: Actor, copy: Copy, *, why: str, at: datetime) -> Copy:
    """The school no longer vouches for it. Raises Refused, CannotCopy."""
    access.demand(actor, ISSUE_COPIES, on=copy.school_id)
    why = " ".join(why.split())
    if not why or len(why) > 300:
        raise CannotCopy({"why": _("Hãy ghi lý do, tối đa 300 ký tự.")})
    with (
        transaction.atomic(),
        audit.act(actor, "copies.copy:withdraw", at=at, on=copy, unit_id=copy.school_id, why=why),
    ):
        Copy.objects.filter(pk=copy.pk, withdrawn_at__isnull=True).update(withdrawn_at=at, withdrawn_why=why)
    copy.refresh_from_db()
    return copy


def choose_parts(actor: Actor, copy: Copy, *, parts: Collection[str], by: str, at: datetime) -> Copy:
    """What whoever has the code is told from now on. by: who of the family wants it so; that and what was before are in
    the log. Raises Refused, CannotCopy."""
    access.demand(actor, ISSUE_COPIES, on=copy.school_id)
    said = _said_by(by)
    if not said:
        raise CannotCopy({"by": _("Hãy ghi người học hoặc ai trong gia đình yêu cầu.")})
    return _choose(actor, copy, parts, said, at)


def choose_own_parts(actor: Actor, copy: Copy, *, parts: Collection[str], at: datetime) -> Copy:
    """The same by the learner or the guardian themselves, who need nobody for it. copy: one of `queries.own_copies`.

    Raises Refused for anybody else, CannotCopy.
    """
    with database.acting(access.system()):
        person_id = copy.card.enrolment.person_id
        if actor.persons.is_everything or person_id not in actor.persons:
            raise access.Refused(_("Chỉ người học và cha mẹ, người giám hộ chọn được cho học bạ của mình."))
        if copy.withdrawn_at is not None:
            raise CannotCopy({"parts": _("Trường đã thu hồi bản sao này.")})
        return _choose(actor, copy, parts, _said_by(actor.name), at)


def _choose(actor: Actor, copy: Copy, parts: Collection[str], by: str, at: datetime) -> Copy:
    chosen = _allowed(parts, copy.shows)
    with (
        transaction.atomic(),
        audit.act(actor, "copies.copy:choose", at=at, on=copy, unit_id=copy.school_id, why=by),
    ):
        Copy.objects.filter(pk=copy.pk).update(parts=chosen, parts_by=by, parts_at=at)
    copy.refresh_from_db(fields=["parts", "parts_by", "parts_at"])
    return copy


def _said_by(words: str) -> str:
    return " ".join(words.split())[:150]


def _allowed(parts: Collection[str], shows: str) -> list[str]:
    """In the order of the list. Raises CannotCopy: no such part, or marks of a paper without marks."""
    if not set(parts) <= set(Part.values):
        raise CannotCopy({"parts": _("Không có phần này.")})
    if Part.MARKS in parts and shows == Shows.RESULT:
        raise CannotCopy(
            {"parts": _("Bản sao này không gồm điểm từng môn nên trang xác minh cũng không cho thấy điểm.")}
        )
    return [one for one in Part.values if one in parts]


def note_look(copy: Copy, *, at: datetime) -> None:
    """A stranger asked about it."""
    Copy.objects.filter(pk=copy.pk).update(looks=F("looks") + 1, last_look_at=at)
