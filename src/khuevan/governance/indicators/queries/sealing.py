"""What is signed of a frozen state, and whether signatures on it hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext_lazy as _
from lxml import etree

from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from ..models import Snapshot, SnapshotSeal

ROOT: Final = "KY_SO_LIEU"
SLOT: Final = signatures.Slot("KY_CHOT", "data")
LAYOUT: Final = signing.Layout(
    "indicator-snapshot",
    _("Kỳ số liệu đã chốt"),
    ROOT,
    (signing.SlotRule("freezer", _("Người chốt số liệu"), f"{ROOT}/KY_CHOT", f"{ROOT}/NOI_DUNG"),),
    frame=(f"{ROOT}@PhienBan=1.0",),
)


@dataclass(frozen=True)
class SealSeen:
    """report: of the verifier; is_about: whether what was signed is this state, to the hash."""

    seal: SnapshotSeal
    report: signing.Report
    is_about: bool

    @property
    def holds(self) -> bool:
        return self.is_about and self.report.outcome.value == "valid"


def document_of(one: Snapshot) -> bytes:
    """The same state gives the same bytes."""
    root = etree.Element(ROOT, PhienBan="1.0")
    data = etree.SubElement(
        root, "NOI_DUNG", Id="data", So=str(one.pk), LanChot=str(one.revision), SHA256=one.digest,
        TinhDen=one.as_of.isoformat(), ChotLuc=one.frozen_at.astimezone(UTC).isoformat(), SoDong=str(one.rows),
    )  # fmt: skip
    etree.SubElement(data, "KY").text = one.period
    etree.SubElement(data, "NGUOI_CHOT").text = one.frozen_by
    etree.SubElement(root, "KY_CHOT")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(etree.tostring(root, method="c14n")) + b"\n"


def seals_of(one: Snapshot, *, at: datetime) -> Sequence[SealSeen]:
    """Every signature on the state, verified now."""
    found = []
    trust = signing.trust(at)
    for seal in SnapshotSeal.objects.filter(snapshot=one):
        content = bytes(seal.content)
        report = signing.verify(content, trust, at=at, layout=LAYOUT)
        found.append(SealSeen(seal, report, _is_about(content, one)))
    return found


def _is_about(content: bytes, one: Snapshot) -> bool:
    """The signed part says what the state is, byte for byte."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        signed = etree.fromstring(content, parser).find("NOI_DUNG")
    except (etree.XMLSyntaxError, ValueError):
        return False
    wanted = etree.fromstring(document_of(one), parser).find("NOI_DUNG")
    if signed is None or wanted is None:
        return False
    signed.tail = wanted.tail = None
    return bytes(etree.tostring(signed, method="c14n")) == bytes(etree.tostring(wanted, method="c14n"))
