"""What a report card says of one learner's year, as values: the XML and the PDF are both made from these.

The fields follow the data dictionary of the digital report card (tables for primary and for secondary schools) and the
forms of TT 27/2020 and TT 22/2021; the lay-out of the printed forms was not read in an official source, so it is a
template that can be exchanged, not a rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Form(StrEnum):
    """Which form a year is printed in and which parts it has."""

    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"


class TraitGroup(StrEnum):
    """Qualities and competences of primary schools (TT 27/2020 Điều 5)."""

    QUALITY = "quality"
    CORE = "core"
    SPECIFIC = "specific"


@dataclass(frozen=True)
class Signatory:
    """A teacher or head as named inside the card. number: the sector number, which is also the Id of the slot."""

    number: str
    name: str
    title: str = ""


@dataclass(frozen=True)
class Holder:
    """Whose card it is, as registered on the day the card was made. number: the sector number of the learner."""

    number: str
    name: str
    birth_date: date | None = None
    sex: str = ""
    ethnicity: str = ""
    nationality: str = ""
    birthplace: str = ""
    residence: str = ""
    father: str = ""
    mother: str = ""
    guardian: str = ""
    policy: str = ""


@dataclass(frozen=True)
class SchoolPlace:
    """The school and who heads it. code: the school's code in the sector's list."""

    code: str
    name: str
    commune: str = ""
    province: str = ""
    department: str = ""


@dataclass(frozen=True)
class SubjectLine:
    """One subject. first, second, year, retaken: a mean with one decimal ("8.3") or a word (D, CD, T, H, C); empty where
    there is none. test: the mark of the test at the end of the year (primary)."""

    code: str
    name: str
    teacher: Signatory
    first: str = ""
    second: str = ""
    year: str = ""
    retaken: str = ""
    test: Decimal | None = None
    comment: str = ""
    is_exempt: bool = False
    is_by_plan: bool = False


@dataclass(frozen=True)
class TraitLine:
    """A quality or competence of a primary school; level: T, D, C as stored."""

    code: str
    name: str
    group: TraitGroup
    level: str
    comment: str = ""


@dataclass(frozen=True)
class Levels:
    """Learning and conduct in a term or the year: codes 1 (Tốt) to 4 (Chưa đạt), None while there is none."""

    learning: int | None = None
    conduct: int | None = None


@dataclass(frozen=True)
class StudyYear:
    """A line of the history of study on the first page."""

    year: str
    grade: str
    class_name: str
    school: str
    entered_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True)
class CardContent:
    """One learner's year. code: the card's number, the same in every version; version counts from 1.

    overall, next_step, title: codes of the gradebook (`choices.NextStep`, `Title`); completes_level: this year ends the
    level and it is completed; terms: of term 1, 2 and 0 (the year).
    """

    code: str
    version: int
    form: Form
    year: str
    level: str
    grade: str
    class_name: str
    school: SchoolPlace
    holder: Holder
    homeroom: Signatory
    head: Signatory
    subjects: tuple[SubjectLine, ...]
    traits: tuple[TraitLine, ...] = ()
    terms: dict[int, Levels] = field(default_factory=dict)
    overall: str = ""
    next_step: str = ""
    title: str = ""
    remark: str = ""
    absences_excused: int | None = None
    absences_unexcused: int | None = None
    completes_level: bool = False
    is_by_plan: bool = False
    awards: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    history: tuple[StudyYear, ...] = ()
