"""Evidence of a unit: a file with its hash, a link, a page of the platform; given, tried, withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO
from urllib.parse import urlsplit

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, audit, files
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid

from .. import queries
from ..choices import EvidenceKind, LinkState, Topic
from ..models import Evidence
from ..permissions import PREPARE_ASSESSMENTS
from .frame import cleaned
from .links import tried

TITLE, ADDRESS = 200, 500
EVIDENCE = files.Purpose(
    "maturity.evidence",
    gettext_lazy("Minh chứng chuyển đổi số"),
    megabytes=50,
    accept=(*files.SPREADSHEETS, *files.DOCUMENTS, *files.IMAGES),
)


def give_file(
    actor: Actor, *, at: datetime, unit_id: int, topic: str, title: str, stream: BinaryIO, name: str
) -> Evidence:
    """Kept under its SHA-256. Raises Http404 outside the scope; Invalid: too large, infected, of a wrong kind."""
    made = _begun(actor, unit_id, topic, title or name, at)
    try:
        stored = files.store(actor, stream, name=name, at=at, unit_id=unit_id, purpose=EVIDENCE)
    except files.FileRefused as refused:
        raise Invalid({"file": refused.reason}) from None
    made.kind, made.file_id, made.sha256 = EvidenceKind.FILE, stored.pk, stored.sha256
    return _given(actor, made, at)


def give_link(actor: Actor, *, at: datetime, unit_id: int, topic: str, title: str, address: str) -> Evidence:
    """An address on the web; whether it answers is tried when somebody asks. Raises Http404, Invalid."""
    made = _begun(actor, unit_id, topic, title, at)
    made.kind, made.address = EvidenceKind.LINK, web_address(address)
    return _given(actor, made, at)


def give_record(
    actor: Actor, *, at: datetime, unit_id: int, topic: str, title: str, address: str
) -> Evidence:
    """A page of this platform: a path. Who opens it sees what the own rights let them see. Raises Http404, Invalid."""
    made = _begun(actor, unit_id, topic, title, at)
    path = cleaned(address, "address", ADDRESS)
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        raise Invalid({"address": _("Ghi đường dẫn của một trang trên nền tảng, bắt đầu bằng dấu /.")})
    made.kind, made.address = EvidenceKind.RECORD, path
    return _given(actor, made, at)


def withdraw_evidence(actor: Actor, *, at: datetime, evidence_id: int) -> Evidence:
    """What was handed in with it keeps its hash. Raises Http404."""
    one = _own(actor, evidence_id)
    with audit.act(actor, "maturity.evidence:withdraw", at=at, on=one):
        one.withdrawn_at = at
        one.save_checked(one.version, fields=["withdrawn_at"])
    return one


def try_link(actor: Actor, *, at: datetime, evidence_id: int) -> Evidence:
    """Asks the address; a dead one stays an evidence and says so. Raises Http404, Invalid."""
    one = _own(actor, evidence_id)
    if one.kind != EvidenceKind.LINK:
        raise Invalid(_("Chỉ kiểm tra được đường dẫn."))
    alive, said = tried(one.address)
    with audit.act(actor, "maturity.evidence:try", at=at, on=one):
        one.link_state = LinkState.ALIVE if alive else LinkState.DEAD
        one.link_said, one.tried_at = said[:200], at
        one.save_checked(one.version, fields=["link_state", "link_said", "tried_at"])
    return one


def web_address(text: str) -> str:
    """Raises Invalid."""
    words = cleaned(text, "address", ADDRESS)
    try:
        parts = urlsplit(words)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or " " in words or port == 0:
        raise Invalid({"address": _("Ghi địa chỉ web đầy đủ, ví dụ https://truong.edu.vn/ke-hoach.")})
    return words


def _begun(actor: Actor, unit_id: int, topic: str, title: str, at: datetime) -> Evidence:
    if unit_id not in access.scope(actor, PREPARE_ASSESSMENTS):
        raise Http404
    _demand_own(actor, unit_id)
    if topic not in Topic.values:
        raise Invalid({"topic": _("Chọn nội dung của minh chứng.")})
    words = cleaned(title, "title", TITLE)
    if not words:
        raise Invalid({"title": _("Ghi tên minh chứng.")})
    return Evidence(unit_id=unit_id, topic=topic, title=words, given_at=at, given_by=actor.name[:150])


def _given(actor: Actor, made: Evidence, at: datetime) -> Evidence:
    with audit.act(actor, "maturity.evidence:give", at=at, unit_id=made.unit_id) as act:
        made.save()
        act.on(made)
        act.note(topic=made.topic, kind=str(made.kind), digest=made.sha256)
    return made


def _own(actor: Actor, evidence_id: int) -> Evidence:
    found = Evidence.objects.select_for_update().filter(pk=evidence_id, withdrawn_at=None).first()
    if found is None or found.unit_id not in access.scope(actor, PREPARE_ASSESSMENTS):
        raise Http404
    _demand_own(actor, found.unit_id)
    return found


def _demand_own(actor: Actor, unit_id: int) -> None:
    if not queries.may_for_own(actor, PREPARE_ASSESSMENTS, unit_id):
        raise Refused(_("Minh chứng của đơn vị nào do đơn vị ấy đưa vào."))
