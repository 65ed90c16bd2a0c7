"""Report cards as values, and those who sign them, for tests of this and higher rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from khuevan.register.signing import services as signing
from khuevan.register.signing.tests import builders as signers

from ..rules.content import (
    CardContent,
    Form,
    Holder,
    Levels,
    SchoolPlace,
    Signatory,
    StudyYear,
    SubjectLine,
    TraitGroup,
    TraitLine,
)
from ..rules.slots import HEAD, HOMEROOM, SEAL, SUBJECT, place_of
from ..rules.writing import write

SUBJECTS = (("TOAN", "Toán"), ("NV", "Ngữ văn"), ("GDTC", "Giáo dục thể chất"))
MST = "MST:5800000001"


def content(
    form: Form = Form.LOWER_SECONDARY, *, code: str = "HB2526-AAAAA-BBBBB", year: str = "8.3"
) -> CardContent:
    """A card with three subjects; `year`: the mean of mathematics."""
    lines = tuple(
        SubjectLine(
            subject,
            name,
            Signatory(f"gv-{subject}", f"Giáo viên {name}"),
            first="7.9" if subject != "GDTC" else "D",
            second="8.4" if subject != "GDTC" else "D",
            year={"TOAN": year, "GDTC": "D"}.get(subject, "8.0"),
            comment="Chăm chỉ & tiến bộ",
        )
        for subject, name in SUBJECTS
    )
    is_primary = form is Form.PRIMARY
    return CardContent(
        code=code, version=1, form=form, year="2025-2026", level=form.value, grade="05" if is_primary else "06",
        class_name="6A1", school=SchoolPlace("68001001", "Trường THCS Lê Lợi", "Xã A", "Lâm Đồng", "Sở GDĐT Lâm Đồng"),
        holder=Holder("6800100123", "Lê Thị Bé", date(2014, 2, 3), "female", "Kinh", "Việt Nam", "Đà Lạt", "Xã A"),
        homeroom=Signatory("gv-cn", "Chủ Nhiệm"), head=Signatory("ht", "Hiệu Trưởng", "Hiệu trưởng"), subjects=lines,
        traits=(TraitLine("diligence", "Chăm chỉ", TraitGroup.QUALITY, "T"),) if is_primary else (),
        terms={} if is_primary else {0: Levels(1, 1), 1: Levels(2, 1), 2: Levels(1, 1)},
        overall="excellent" if is_primary else "", next_step="promoted", title="excellent", remark="Ngoan.",
        absences_excused=2, absences_unexcused=0,
        history=(StudyYear("2025-2026", "06", "6A1", "Trường THCS Lê Lợi", date(2025, 8, 20)),),
    )  # fmt: skip


def signed(card: CardContent | None = None, kinds: Sequence[str] = (SUBJECT, HOMEROOM, HEAD, SEAL)) -> bytes:
    """The card signed by a test certificate for each slot of these kinds, in order."""
    card = card or content()
    xml = write(card)
    for kind in kinds:
        for line in card.subjects if kind == SUBJECT else (None,):
            place = place_of(kind, line.code if line else "")
            name = (
                line.teacher.name
                if line
                else {HOMEROOM: "Chủ Nhiệm", HEAD: "Hiệu Trưởng", SEAL: "Trường"}[kind]
            )
            signer = signers.signer(name, uid=MST if kind == SEAL else "")
            order = signing.XmlOrder(xml, (signing.Slot(place.address, place.covers, place.id),), role=kind)
            outcome = signing.sign_xml(signer, [order], at=signers.AT, stamp=signers.stamp)[0]
            assert outcome.content, outcome
            xml = outcome.content
    return xml
