"""Reading a report card's XML back into values, signed or not, and checking it against the published schema.

What comes from elsewhere is read without DTD, entities and network, and only up to a size.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

from .content import (
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
from .writing import HEAD, ROOTS

LARGEST: Final = 2 * 1024 * 1024
SCHEMA: Final = Path(__file__).resolve().parents[5] / "schemas" / "report-card" / "1.0" / "report-card.xsd"


class NotACard(ValueError):
    """The file is no report card. code: too_large, broken, dtd, doubled_id, schema; detail: the line that is wrong, in
    the words of the parser (English)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def check(content: bytes) -> Any:
    """The root element of a file that follows the schema. Raises NotACard."""
    root = parsed(content)
    schema = _schema()
    if not schema.validate(root):
        first = schema.error_log[0] if len(schema.error_log) else None
        raise NotACard("schema", f"line {first.line}: {first.message}"[:500] if first else "")
    return root


def read(content: bytes) -> CardContent:
    """The values of a card: inverse of `writing.write`, signatures aside. Raises NotACard."""
    root = check(content)
    try:
        return _content(root.find("DU_LIEU_HOC_BA/THONG_TIN_HOC_BA"))
    except (ValueError, ArithmeticError) as broken:
        raise NotACard("schema", str(broken)[:500]) from broken


def parsed(content: bytes) -> Any:
    """No DTD, no entities, no network, no comments, every Id once. Raises NotACard."""
    if len(content) > LARGEST:
        raise NotACard("too_large")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, encoding="utf-8"
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise NotACard("broken", str(broken)[:300]) from broken
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None or info.externalDTD is not None:
        raise NotACard("dtd")
    if next(root.iter(etree.Comment, etree.ProcessingInstruction, etree.Entity), None) is not None:
        raise NotACard("broken", "comments and instructions have no place in a card")
    seen: set[str] = set()
    for element in root.iter("*"):
        own = element.get("Id")
        if own is not None and own in seen:
            raise NotACard("doubled_id", own[:100])
        seen.add(own or "")
    return root


def canonical(root: Any) -> bytes:
    """The file as it is signed and stored."""
    return HEAD + bytes(etree.tostring(root, method="c14n", exclusive=False, with_comments=True)) + b"\n"


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    return etree.XMLSchema(etree.fromstring(SCHEMA.read_bytes(), parser))


def _content(info: Any) -> CardContent:
    results = info.find("KET_QUA_CHUNG")
    form = Form(_text(info, "MAU"))
    if ROOTS[form] != info.getroottree().getroot().tag:
        raise ValueError(f"a card of {form.value} in another's root")
    return CardContent(
        code=_text(info, "MA_HOC_BA"),
        version=int(_text(info, "LAN_LAP")),
        form=form,
        year=_text(info, "NAM_HOC"),
        level=_text(info, "CAP_HOC"),
        grade=_text(info, "KHOI"),
        class_name=_text(info, "LOP"),
        school=SchoolPlace(*_texts(info.find("CO_SO_GIAO_DUC"), "MA", "TEN", "XA", "TINH", "SO_GDDT")),
        holder=_holder(info.find("NGUOI_HOC")),
        homeroom=_signatory(info, "GVCN"),
        head=_signatory(info, "CBQL"),
        subjects=tuple(map(_subject, info.findall("KET_QUA_MON_HOC/DIEM_TONG_KET"))),
        traits=tuple(map(_trait, info.findall("PHAM_CHAT_NANG_LUC/MUC"))),
        terms={
            int(one.get("So")): Levels(_whole(one, "HOC_TAP"), _whole(one, "REN_LUYEN"))
            for one in results.findall("KY")
        },
        overall=_text(results, "DANH_GIA_CHUNG"),
        next_step=_text(results, "KET_LUAN"),
        title=_text(results, "DANH_HIEU"),
        remark=_text(results, "NHAN_XET_GVCN"),
        absences_excused=_whole(results, "NGHI_CO_PHEP"),
        absences_unexcused=_whole(results, "NGHI_KHONG_PHEP"),
        completes_level=_flag(results, "HOAN_THANH_CAP_HOC"),
        is_by_plan=_flag(results, "THEO_KE_HOACH_CA_NHAN"),
        awards=tuple(_said(info, "KHEN_THUONG/NOI_DUNG")),
        certificates=tuple(_said(info, "CHUNG_CHI/NOI_DUNG")),
        history=tuple(map(_study_year, info.findall("QUA_TRINH_HOC_TAP/NAM"))),
    )


def _holder(one: Any) -> Holder:
    number, name = _texts(one, "MA_HOC_SINH", "HO_TEN")
    rest = _texts(
        one, "GIOI_TINH", "DAN_TOC", "QUOC_TICH", "NOI_SINH", "NOI_O", "HO_TEN_CHA", "HO_TEN_ME", "NGUOI_GIAM_HO",
        "DOI_TUONG_CHINH_SACH",
    )  # fmt: skip
    return Holder(number, name, _day(one, "NGAY_SINH"), *rest)


def _subject(one: Any) -> SubjectLine:
    test = one.find("KIEM_TRA_CUOI_NAM")
    return SubjectLine(
        code=_text(one, "MA_MON"),
        name=_text(one, "TEN_MON"),
        teacher=_signatory(one, "GVBM"),
        first=_text(one, "HOC_KY_1"),
        second=_text(one, "HOC_KY_2"),
        year=_text(one, "CA_NAM"),
        retaken=_text(one, "DANH_GIA_LAI"),
        test=None if test is None else Decimal(test.text or ""),
        comment=_text(one, "NHAN_XET"),
        is_exempt=_flag(one, "MIEN_HOC"),
        is_by_plan=_flag(one, "THEO_KE_HOACH_CA_NHAN"),
    )


def _trait(one: Any) -> TraitLine:
    code, name, group, level, comment = _texts(one, "MA", "TEN", "NHOM", "MUC_DAT", "NHAN_XET")
    return TraitLine(code, name, TraitGroup(group), level, comment)


def _study_year(one: Any) -> StudyYear:
    year, grade, class_name, school = _texts(one, "NAM_HOC", "KHOI", "LOP", "TRUONG")
    return StudyYear(year, grade, class_name, school, _day(one, "TU_NGAY"), _day(one, "DEN_NGAY"))


def _signatory(parent: Any, name: str) -> Signatory:
    one = parent.find(name)
    return Signatory(one.get("Ma"), *_texts(one, "HO_TEN", "CHUC_VU"))


def _said(parent: Any, path: str) -> Iterator[str]:
    return (one.text or "" for one in parent.findall(path))


def _texts(parent: Any, *names: str) -> list[str]:
    return [_text(parent, name) for name in names]


def _text(parent: Any, name: str) -> str:
    return parent.find(name).text or ""


def _whole(parent: Any, name: str) -> int | None:
    found = parent.find(name)
    return None if found is None else int(found.text or "")


def _flag(parent: Any, name: str) -> bool:
    return _text(parent, name).strip() in ("true", "1")


def _day(parent: Any, name: str) -> date | None:
    found = parent.find(name)
    return None if found is None else date.fromisoformat(found.text or "")
