"""A report card as XML: written in canonical form at once, so that what is signed is what stands in the file.

Elements hold text, attributes hold codes; nothing is indented. Each covered element is a function of its own part of
the content alone: equal content, equal bytes, and a signature over it goes on holding.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from .content import CardContent, Form, Holder, SchoolPlace, Signatory, StudyYear, SubjectLine, TraitLine

VERSION: Final = "1.0"
HEAD: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
ROOTS: Final = {
    Form.PRIMARY: "HOC_BA_TIEU_HOC",
    Form.LOWER_SECONDARY: "HOC_BA",
    Form.UPPER_SECONDARY: "HOC_BA",
}
"""Two roots, because who has to sign differs: a verifier that knows the root knows which slots must be filled."""
SUBJECT_PREFIX: Final = "mon-"
DATA, INFO = "data", "thongtinhocba"
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,39}\Z")
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotWritable(ValueError):
    """A value has no place in XML: a control character, or a code that is no name."""


def write(content: CardContent) -> bytes:
    """The card without signatures. Raises NotWritable."""
    root = ROOTS[content.form]
    codes = [line.code for line in content.subjects]
    if len(set(codes)) != len(codes):
        raise NotWritable(f"a subject twice: {codes}")
    slots = "".join(
        f'<GVBM KyCho="{subject_id(line.code)}" Ma="{_attribute(line.teacher.number)}"></GVBM>'
        for line in content.subjects
    )
    data = (
        f'<DU_LIEU_HOC_BA Id="{DATA}">{info_part(content)}<DANH_SACH_THONG_TIN_KY><DANH_SACH_GVBM>{slots}'
        "</DANH_SACH_GVBM><GVCN></GVCN></DANH_SACH_THONG_TIN_KY></DU_LIEU_HOC_BA>"
    )
    issue = "<PHAT_HANH_HOC_BA><CBQL></CBQL><KY_PHAT_HANH></KY_PHAT_HANH></PHAT_HANH_HOC_BA>"
    return HEAD + f'<{root} PhienBan="{VERSION}">{data}{issue}</{root}>\n'.encode()


def part_digests(content: CardContent) -> dict[str, str]:
    """Id of each covered element but the whole -> SHA-256 of its canonical form, hexadecimal."""
    parts = {subject_id(line.code): subject_part(content.code, line) for line in content.subjects}
    parts[INFO] = info_part(content)
    return {key: hashlib.sha256(text.encode()).hexdigest() for key, text in parts.items()}


def subject_id(code: str) -> str:
    """Raises NotWritable."""
    if not CODE.match(code):
        raise NotWritable(f"no code of a subject: {code!r}")
    return SUBJECT_PREFIX + code


def info_part(content: CardContent) -> str:
    """What the homeroom teacher signs."""
    return (
        f'<THONG_TIN_HOC_BA Id="{INFO}">'
        + element("MA_HOC_BA", content.code)
        + element("LAN_LAP", str(content.version))
        + element("MAU", content.form.value)
        + element("NAM_HOC", content.year)
        + element("CAP_HOC", content.level)
        + element("KHOI", content.grade)
        + element("LOP", content.class_name)
        + _school(content.school)
        + _holder(content.holder)
        + _signatory("GVCN", content.homeroom)
        + _signatory("CBQL", content.head)
        + _wrapped("QUA_TRINH_HOC_TAP", map(_study_year, content.history))
        + _wrapped("KET_QUA_MON_HOC", (subject_part(content.code, one) for one in content.subjects))
        + _wrapped("PHAM_CHAT_NANG_LUC", map(_trait, content.traits))
        + _results(content)
        + _wrapped("KHEN_THUONG", (element("NOI_DUNG", one) for one in content.awards))
        + _wrapped("CHUNG_CHI", (element("NOI_DUNG", one) for one in content.certificates))
        + "</THONG_TIN_HOC_BA>"
    )


def subject_part(card: str, line: SubjectLine) -> str:
    """What the subject's teacher signs. It names the card, so that it cannot be moved into another child's."""
    return (
        f'<DIEM_TONG_KET HocBa="{_attribute(card)}" Id="{subject_id(line.code)}">'
        + element("MA_MON", line.code)
        + element("TEN_MON", line.name)
        + element("HOC_KY_1", line.first)
        + element("HOC_KY_2", line.second)
        + element("CA_NAM", line.year)
        + element("DANH_GIA_LAI", line.retaken)
        + _number("KIEM_TRA_CUOI_NAM", line.test)
        + element("NHAN_XET", line.comment)
        + _flag("MIEN_HOC", line.is_exempt)
        + _flag("THEO_KE_HOACH_CA_NHAN", line.is_by_plan)
        + _signatory("GVBM", line.teacher)
        + "</DIEM_TONG_KET>"
    )


def _school(place: SchoolPlace) -> str:
    return _wrapped(
        "CO_SO_GIAO_DUC",
        (
            element("MA", place.code),
            element("TEN", place.name),
            element("XA", place.commune),
            element("TINH", place.province),
            element("SO_GDDT", place.department),
        ),
    )


def _holder(one: Holder) -> str:
    return _wrapped(
        "NGUOI_HOC",
        (
            element("MA_HOC_SINH", one.number),
            element("HO_TEN", one.name),
            _day("NGAY_SINH", one.birth_date),
            element("GIOI_TINH", one.sex),
            element("DAN_TOC", one.ethnicity),
            element("QUOC_TICH", one.nationality),
            element("NOI_SINH", one.birthplace),
            element("NOI_O", one.residence),
            element("HO_TEN_CHA", one.father),
            element("HO_TEN_ME", one.mother),
            element("NGUOI_GIAM_HO", one.guardian),
            element("DOI_TUONG_CHINH_SACH", one.policy),
        ),
    )


def _study_year(one: StudyYear) -> str:
    return _wrapped(
        "NAM",
        (
            element("NAM_HOC", one.year),
            element("KHOI", one.grade),
            element("LOP", one.class_name),
            element("TRUONG", one.school),
            _day("TU_NGAY", one.entered_on),
            _day("DEN_NGAY", one.left_on),
        ),
    )


def _trait(one: TraitLine) -> str:
    return _wrapped(
        "MUC",
        (
            element("MA", one.code),
            element("TEN", one.name),
            element("NHOM", one.group.value),
            element("MUC_DAT", one.level),
            element("NHAN_XET", one.comment),
        ),
    )


def _results(content: CardContent) -> str:
    terms = (
        f'<KY So="{int(term)}">{_whole("HOC_TAP", levels.learning)}{_whole("REN_LUYEN", levels.conduct)}</KY>'
        for term, levels in sorted(content.terms.items())
    )
    return _wrapped(
        "KET_QUA_CHUNG",
        (
            *terms,
            element("DANH_GIA_CHUNG", content.overall),
            element("KET_LUAN", content.next_step),
            element("DANH_HIEU", content.title),
            element("NHAN_XET_GVCN", content.remark),
            _whole("NGHI_CO_PHEP", content.absences_excused),
            _whole("NGHI_KHONG_PHEP", content.absences_unexcused),
            _flag("HOAN_THANH_CAP_HOC", content.completes_level),
            _flag("THEO_KE_HOACH_CA_NHAN", content.is_by_plan),
        ),
    )


def _signatory(name: str, one: Signatory) -> str:
    inside = element("HO_TEN", one.name) + element("CHUC_VU", one.title)
    return f'<{name} Ma="{_attribute(one.number)}">{inside}</{name}>'


def _wrapped(name: str, inside: Iterable[str]) -> str:
    return f"<{name}>{''.join(inside)}</{name}>"


def element(name: str, value: str) -> str:
    """Raises NotWritable."""
    return f"<{name}>{_text(value)}</{name}>"


def _day(name: str, value: date | None) -> str:
    return "" if value is None else f"<{name}>{value.isoformat()}</{name}>"


def _number(name: str, value: Decimal | None) -> str:
    return "" if value is None else f"<{name}>{value:f}</{name}>"


def _whole(name: str, value: int | None) -> str:
    return "" if value is None else f"<{name}>{int(value)}</{name}>"


def _flag(name: str, value: bool) -> str:
    return f"<{name}>{'true' if value else 'false'}</{name}>"


def _text(value: str) -> str:
    """As canonical XML writes text (C14N 1.0, 2.3)."""
    _demand_xml(value)
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#xD;")


def _attribute(value: str) -> str:
    _demand_xml(value)
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return escaped.replace("\t", "&#x9;").replace("\n", "&#xA;").replace("\r", "&#xD;")


def _demand_xml(value: str) -> None:
    if _NOT_XML.search(value):
        raise NotWritable(f"no character of XML: {value!r}")
