"""The card of a level: the issued year sheets of a learner, of this school and, where rooms above hold them, of schools
before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import F

from khuevan.kernel import clock
from khuevan.kernel.access import Actor
from khuevan.register.signing import queries as signing
from khuevan.school.curriculum.choices import GRADES_OF_LEVEL

from ..choices import CardState, SlotKind
from ..models import Card, CardVersion
from ..printing import Imprint, Sheet, Signed, YearSheet, press
from ..rules.content import CardContent
from ..rules.reading import NotACard, read
from ..rules.slots import place_of
from .cards import cards, current_xml
from .layouts import layout_for
from .papers import year_sheet

Held = Callable[[int, str], Iterable[bytes]]
"""Of a school and the sector number of a learner: signed cards of other schools that it took over with the child."""
_held: Final[list[Held]] = []


def adds_years(reader: Held) -> None:
    """For the room above that keeps what came from other schools."""
    _held.append(reader)


@dataclass(frozen=True)
class LevelYear:
    """One issued year. version: of a card of this school; None where another school issued it, then `xml` is its file."""

    content: CardContent
    version: CardVersion | None
    xml: bytes


@dataclass(frozen=True)
class Level:
    """years: oldest first; missing: grades up to the latest one of which no issued year is here; subjects: name and the
    mark of each year, None where it was not taken."""

    years: tuple[LevelYear, ...]
    missing: tuple[str, ...]
    subjects: tuple[tuple[str, tuple[str | None, ...]], ...]


def level_of(actor: Actor, card: Card) -> Level:
    """Everything of the card's learner at its level that the actor may see. A constant number of statements."""
    mine = cards(actor).filter(
        enrolment__person_id=card.enrolment.person_id, level=card.level, state=CardState.ISSUED
    )
    rows = CardVersion.objects.filter(card__in=mine, number=F("card__number"), issued_at__isnull=False)
    years = [
        LevelYear(read(bytes(one.content)), one, bytes(one.content))
        for one in rows.select_related("card__class_group")
    ]
    known = {one.content.code for one in years}
    number = read(current_xml(card)).holder.number
    years += [one for one in _of_others(card.school_id, number) if one.content.level == card.level
              and one.content.code not in known]  # fmt: skip
    years.sort(key=lambda one: (one.content.year, one.content.code))
    return Level(tuple(years), _missing(card.level, years), _subjects(years))


def level_paper(level: Level, *, at: datetime) -> bytes:
    """PDF; each year on pages of its own. There must be a year."""
    sheets = tuple(
        year_sheet(one.version) if one.version is not None else _foreign_sheet(one, at) for one in level.years
    )
    return press().print_one(Sheet(sheets, Imprint(), is_level=True))


def _of_others(school_id: int, learner: str) -> list[LevelYear]:
    found = []
    for reader in _held if learner else ():
        for xml in reader(school_id, learner):
            try:
                found.append(LevelYear(read(xml), None, xml))
            except NotACard:  # a form of another time, which we no longer read
                continue
    return found


def _foreign_sheet(one: LevelYear, at: datetime) -> YearSheet:
    """With the days on which it was signed, as the signatures in the file say."""
    report = signing.verify(one.xml, signing.trust(at), at=at, layout=layout_for(one.content.level))
    subjects: dict[str, date] = {}
    days: dict[str, date] = {}
    codes = {place_of(SlotKind.SUBJECT, line.code).covers: line.code for line in one.content.subjects}
    for part in report.signatures:
        if part.signed_at is None:
            continue
        if part.slot == SlotKind.SUBJECT:
            subjects[codes.get(part.target, "")] = clock.on(part.signed_at)
        else:
            days[part.slot] = clock.on(part.signed_at)
    return YearSheet(
        one.content,
        Signed(subjects, days.get(SlotKind.HOMEROOM), days.get(SlotKind.HEAD), days.get(SlotKind.SEAL)),
    )


def _missing(level: str, years: Iterable[LevelYear]) -> tuple[str, ...]:
    grades = GRADES_OF_LEVEL[level]
    here = {one.content.grade for one in years}
    last = max((grades.index(one) for one in here if one in grades), default=-1)
    return tuple(one for one in grades[: last + 1] if one not in here)


def _subjects(years: list[LevelYear]) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    names: dict[str, str] = {}
    marks: list[dict[str, str]] = []
    for one in years:
        names |= {line.code: line.name for line in one.content.subjects}
        marks.append({line.code: line.retaken or line.year for line in one.content.subjects})
    return tuple((name, tuple(of_year.get(code) for of_year in marks)) for code, name in names.items())
