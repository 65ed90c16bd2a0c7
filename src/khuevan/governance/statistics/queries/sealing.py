"""What is sealed of a package for the ministry, and whether a seal on it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from ..models import PackageSeal

ROOT: Final = "GOI_BIEU_THONG_KE"
SLOT: Final = signatures.Slot("KY_GOI", "data")
LAYOUT: Final = signing.Layout(
    "statistics-package",
    gettext_lazy("Gói biểu thống kê gửi Bộ"),
    ROOT,
    (signing.SlotRule("sender", gettext_lazy("Con dấu của Sở"), f"{ROOT}/KY_GOI", f"{ROOT}/NOI_DUNG"),),
    frame=(f"{ROOT}@PhienBan=1.0",),
)
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False}


@dataclass(frozen=True)
class Sealed:
    """What a seal is over. digest: of the package's manifest."""

    unit_code: str
    school_year: str
    digest: str


@dataclass(frozen=True)
class PackageSealSeen:
    """wrong: why it does not hold, in words; empty where it does."""

    seal: PackageSeal
    wrong: Sequence[str]


def sealed_document(one: Sealed) -> bytes:
    """The same package gives the same bytes."""
    root = etree.Element(ROOT, PhienBan="1.0")
    etree.SubElement(
        root, "NOI_DUNG", Id="data", DonVi=one.unit_code, NamHoc=one.school_year, SHA256=one.digest
    )
    etree.SubElement(root, "KY_GOI")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(etree.tostring(root, method="c14n")) + b"\n"


def package_seals(unit_id: int, one: Sealed, *, at: datetime) -> list[PackageSealSeen]:
    """Every seal over this very package, verified now; the latest first."""
    rows = PackageSeal.objects.filter(unit_id=unit_id, digest=one.digest).order_by("-sealed_at", "-pk")
    return [PackageSealSeen(row, why_not_sealed(bytes(row.content), one, at=at)) for row in rows]


def why_not_sealed(content: bytes, one: Sealed, *, at: datetime) -> list[str]:
    """Everything that speaks against this being the department's seal over this package; empty where it is."""
    report = signing.verify(content, signing.trust(at), at=at, layout=LAYOUT)
    said = [*report.findings, *(finding for part in report.signatures for finding in part.findings)]
    wrong = [finding.text for finding in said if finding.severity != "note"]
    if report.outcome != "valid" and not wrong:
        wrong.append(report.outcome_words)
    if not _is_about(content, one):
        wrong.append(_("Con dấu không phải của gói này: bản kê được đóng dấu là một bản khác."))
    if len(report.signatures) == 1:
        doubt = signing.why_not_seal_of(one.unit_code, report.signatures[0], at=at)
        wrong += [doubt] if doubt else []
    return list(dict.fromkeys(wrong))


def _is_about(content: bytes, one: Sealed) -> bool:
    """The signed part says what the package is, byte for byte."""
    wanted = etree.fromstring(sealed_document(one), etree.XMLParser(**_PARSER)).find("NOI_DUNG")
    try:
        signed = etree.fromstring(content, etree.XMLParser(**_PARSER)).find("NOI_DUNG")
    except (etree.XMLSyntaxError, ValueError):
        return False
    if signed is None or wanted is None:
        return False
    signed.tail = wanted.tail = None
    return bytes(etree.tostring(signed, method="c14n")) == bytes(etree.tostring(wanted, method="c14n"))
