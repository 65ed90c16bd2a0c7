"""A version of a card on paper."""

from __future__ import annotations

from datetime import date

from khuevan.kernel import clock
from khuevan.register.signing import services as signing

from ..choices import SlotKind
from ..models import CardVersion
from ..printing import CopyNote, Imprint, Sheet, Shown, Signed, YearSheet, press, seal_order
from .cards import content_of, slots_of


def paper_of(
    version: CardVersion,
    *,
    address: str = "",
    code: str = "",
    note: CopyNote | None = None,
    shown: Shown = Shown.WHOLE,
) -> bytes:
    """PDF. address: where it is verified, for the QR; code: the same to be typed; note: where it is an issued copy."""
    imprint = Imprint(address, code, version.digest, note)
    return press().print_one(Sheet((year_sheet(version),), imprint, shown=shown))


def year_sheet(version: CardVersion) -> YearSheet:
    """What the version says, with the days on which its slots were filled."""
    subjects: dict[str, date] = {}
    days: dict[str, date] = {}
    for slot in slots_of(version):
        if slot.signed_at is None:
            continue
        if slot.kind == SlotKind.SUBJECT:
            subjects[slot.subject_code] = clock.on(slot.signed_at)
        else:
            days[slot.kind] = clock.on(slot.signed_at)
    signed = Signed(subjects, days.get(SlotKind.HOMEROOM), days.get(SlotKind.HEAD), days.get(SlotKind.SEAL))
    return YearSheet(content_of(version), signed)


def seal_order_of(version: CardVersion, paper: bytes, name: str) -> signing.PdfOrder:
    """The seal over a paper of the version. name: of the paper."""
    return seal_order(paper, content_of(version), name)
