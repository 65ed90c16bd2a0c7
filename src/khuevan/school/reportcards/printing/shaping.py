"""Values of a card turned into the JSON that the forms read. No words: those are the forms' own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ..rules.content import CardContent, Holder, Signatory, StudyYear, SubjectLine


class Shown(StrEnum):
    """How much of a year a copy shows; stored with the copy."""

    WHOLE = "whole"
    RESULT = "result"
    """Without marks, levels and comments of subjects."""


@dataclass(frozen=True)
class Signed:
    """Days on which the slots of a card were filled; subjects by code. Absent: not signed."""

    subjects: Mapping[str, date] = field(default_factory=dict)
    homeroom: date | None = None
    head: date | None = None
    seal: date | None = None


@dataclass(frozen=True)
class CopyNote:
    """That the paper is a copy issued to somebody, as it says of itself."""

    number: str
    issued_on: date
    recipient: str = ""
    purpose: str = ""
    valid_until: date | None = None


@dataclass(frozen=True)
class Imprint:
    """What the paper says of itself. address: where its code is verified, as the QR holds it; code: the same to be typed;
    digest: SHA-256 of the XML it was made from."""

    address: str = ""
    code: str = ""
    digest: str = ""
    copy: CopyNote | None = None


@dataclass(frozen=True)
class YearSheet:
    content: CardContent
    signed: Signed = field(default_factory=Signed)


@dataclass(frozen=True)
class Sheet:
    """One document. years: oldest first, at least one; is_level: the card of a level, each year on pages of its own."""

    years: tuple[YearSheet, ...]
    imprint: Imprint = field(default_factory=Imprint)
    is_level: bool = False
    shown: Shown = Shown.WHOLE


def shaped(sheet: Sheet, qr: str) -> dict[str, Any]:
    """The document as the forms read it. qr: SVG."""
    latest = sheet.years[-1].content
    imprint = sheet.imprint
    return {
        "number": latest.code,
        "version": None if sheet.is_level else latest.version,
        "is_level": sheet.is_level,
        "shows_marks": sheet.shown is Shown.WHOLE,
        "qr": qr,
        "code": imprint.code,
        "digest": imprint.digest,
        "copy": _copy(imprint.copy),
        "holder": _holder(latest.holder),
        "history": [_study(one) for one in _history(sheet)],
        "years": [_year(one) for one in sheet.years],
    }


def _copy(note: CopyNote | None) -> dict[str, str] | None:
    if note is None:
        return None
    return {
        "number": note.number, "issued_on": _day(note.issued_on), "recipient": note.recipient,
        "purpose": note.purpose, "valid_until": _day(note.valid_until),
    }  # fmt: skip


def _history(sheet: Sheet) -> list[StudyYear]:
    """What the latest card tells, and the years printed here that it does not."""
    told = list(sheet.years[-1].content.history)
    known = {one.year for one in told}
    for year in sheet.years:
        card = year.content
        if card.year not in known:
            told.append(StudyYear(card.year, card.grade, card.class_name, card.school.name))
    return sorted(told, key=lambda one: (one.year, one.entered_on or date.min))


def _holder(who: Holder) -> dict[str, str]:
    return {
        "number": who.number, "name": who.name, "birth_date": _day(who.birth_date), "sex": who.sex,
        "ethnicity": who.ethnicity, "nationality": who.nationality, "birthplace": who.birthplace,
        "residence": who.residence, "father": who.father, "mother": who.mother, "guardian": who.guardian,
        "policy": who.policy,
    }  # fmt: skip


def _study(one: StudyYear) -> dict[str, str]:
    return {
        "year": one.year, "grade": one.grade, "class_name": one.class_name, "school": one.school,
        "entered_on": _day(one.entered_on), "left_on": _day(one.left_on),
    }  # fmt: skip


def _year(sheet: YearSheet) -> dict[str, Any]:
    card, signed = sheet.content, sheet.signed
    place = card.school
    return {
        "form": str(card.form), "year": card.year, "grade": card.grade, "class_name": card.class_name,
        "school": {"name": place.name, "commune": place.commune, "province": place.province,
                   "department": place.department},
        "subjects": [_subject(one, signed.subjects.get(one.code)) for one in card.subjects],
        "traits": [
            {"name": one.name, "group": str(one.group), "level": one.level, "comment": one.comment}
            for one in card.traits
        ],
        "terms": {str(term): {"learning": one.learning, "conduct": one.conduct} for term, one in card.terms.items()},
        "overall": card.overall, "next_step": card.next_step, "title": card.title, "remark": card.remark,
        "absences_excused": card.absences_excused, "absences_unexcused": card.absences_unexcused,
        "completes_level": card.completes_level, "is_by_plan": card.is_by_plan,
        "awards": list(card.awards), "certificates": list(card.certificates),
        "homeroom": _signatory(card.homeroom, signed.homeroom), "head": _signatory(card.head, signed.head),
        "sealed_on": _day(signed.seal),
    }  # fmt: skip


def _subject(line: SubjectLine, signed_on: date | None) -> dict[str, Any]:
    return {
        "name": line.name, "teacher": line.teacher.name, "first": line.first, "second": line.second,
        "year": line.year, "retaken": line.retaken,
        "test": "" if line.test is None else format(line.test.normalize(), "f"),
        "comment": line.comment, "is_exempt": line.is_exempt, "is_by_plan": line.is_by_plan,
        "signed_on": _day(signed_on),
    }  # fmt: skip


def _signatory(person: Signatory, signed_on: date | None) -> dict[str, str]:
    return {"name": person.name, "title": person.title, "signed_on": _day(signed_on)}


def _day(one: date | None) -> str:
    return "" if one is None else one.isoformat()
