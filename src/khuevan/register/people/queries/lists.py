"""The list of people: rows for a page, filtered, in Vietnamese order, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import connection

from khuevan.kernel import database, ui
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.text import search_words

from ..choices import Sex
from ..rules import BirthDate
from .matching import CAP, SEARCH_CAP, Found, find, find_by_code, permitted

PAGE = 50
EXPORTED = 2_000
_ROWS = """
select p.id, p.full_name, p.sort_key, p.birth_date, p.birth_precision, p.sex, right(p.national_id, 3),
       p.number_is_doubtful, p.sector_id, p.died_on is not null,
       array(select u.name from people_affiliation a join organisations_orgunit u on u.id = a.unit_id
              where a.person_id = p.id and a.valid_until is null order by a.id)
  from unnest(%s::integer[]) with ordinality as wanted (id, place) join people_person p using (id)
 order by wanted.place
"""
"""One statement for a page, under row-level security like any other, without model objects: of a list of fifty they
were a third of the work."""


@dataclass(frozen=True)
class PeopleFilter:
    """What the list is narrowed to; `unit`: units below the chosen one, None for all."""

    text: str = ""
    kind: str = ""
    sex: str = ""
    born_year: int | None = None
    number: str = ""
    unit: Reach | None = None


class PersonRow(NamedTuple):
    """One line: nothing sensitive but that a number is there, and its last three digits."""

    id: int
    full_name: str
    sort_key: str
    born: str
    sex: str
    number_tail: str
    number_is_doubtful: bool
    sector_id: str
    is_dead: bool
    places: tuple[str, ...] = ()

    @property
    def has_number(self) -> bool:
        return bool(self.number_tail)


@dataclass(frozen=True)
class PeoplePage:
    """`after`, `before`: keys of the neighbouring pages ("" at an end), or page numbers while searching."""

    rows: Sequence[PersonRow] = field(default_factory=tuple)
    total: int = 0
    is_capped: bool = False
    after: str = ""
    before: str = ""


def people(
    actor: Actor, chosen: PeopleFilter, *, after: str = "", before: str = "", size: int = PAGE
) -> PeoplePage:
    """A page of the people the actor may see. `after`/`before` come from a page before; wrong ones are
    ignored.
    """
    inside = permitted(actor)
    if chosen.unit is not None:
        inside = chosen.unit if inside is None else inside & chosen.unit
    if chosen.text:
        return _searched(actor, chosen, inside, after or before, size)
    backwards = bool(before) and not after
    cursor = _cursor(before if backwards else after)
    found = find(
        inside=inside,
        kind=chosen.kind,
        sex=chosen.sex,
        number=chosen.number,
        after=cursor,
        backwards=backwards,
        size=size + 1,
        born_from=_first_day(chosen.born_year),
        born_until=_first_day(chosen.born_year, 1),
    )
    ids = found.ids
    more = len(ids) > size
    if more:
        ids = ids[1:] if backwards else ids[:size]
    rows = _rows(ids)
    if not rows:
        return PeoplePage(total=min(found.total, CAP), is_capped=found.total > CAP)
    has_after = backwards or more
    has_before = more if backwards else cursor is not None
    return PeoplePage(
        rows=rows,
        total=min(found.total, CAP),
        is_capped=found.total > CAP,
        after=_key(rows[-1]) if has_after else "",
        before=_key(rows[0]) if has_before else "",
    )


def every_person(actor: Actor, chosen: PeopleFilter, *, step: int = EXPORTED) -> Iterator[PersonRow]:
    """The rows of all pages in the order of the list, read `step` at a time; a search stops at its cap."""
    after = ""
    while True:
        page = people(actor, chosen, after=after, size=SEARCH_CAP if chosen.text else step)
        yield from page.rows
        if not page.after:
            return
        after = page.after


def _searched(actor: Actor, chosen: PeopleFilter, inside: Reach | None, place: str, size: int) -> PeoplePage:
    skip = int(place) if place.isascii() and place.isdecimal() and int(place) <= SEARCH_CAP else 0
    words = search_words(chosen.text)
    coded = find_by_code(actor, chosen.text, size) if inside is None or chosen.unit is None else []
    if coded:
        found = Found([person.pk for person in coded], len(coded))
    elif not words:
        found = Found([], 0)
    else:
        found = find(
            words=words,
            inside=inside,
            kind=chosen.kind,
            sex=chosen.sex,
            number=chosen.number,
            skip=skip,
            size=size,
            cap=SEARCH_CAP,
            born_from=_first_day(chosen.born_year),
            born_until=_first_day(chosen.born_year, 1),
        )
    beyond = skip + size
    return PeoplePage(
        rows=_rows(found.ids),
        total=min(found.total, SEARCH_CAP),
        is_capped=found.total > SEARCH_CAP,
        after=str(beyond) if not coded and found.total > beyond and beyond < SEARCH_CAP else "",
        before=str(max(skip - size, 0)) if skip else "",
    )


def _rows(ids: Sequence[int]) -> tuple[PersonRow, ...]:
    """The rows of these ids, in this order; those that row-level security hides are left out."""
    if not ids:
        return ()
    with database.prepared(), connection.cursor() as cursor:
        cursor.execute(_ROWS, [list(ids)])
        found = cursor.fetchall()
    sexes = ui.labels(Sex)
    return tuple(
        PersonRow(
            id=key,
            full_name=full_name,
            sort_key=order,
            born="" if born is None else str(BirthDate(born, precision)),
            sex=sexes.get(sex, ""),
            number_tail=tail,
            number_is_doubtful=doubtful,
            sector_id=sector_id,
            is_dead=dead,
            places=tuple(dict.fromkeys(filter(None, places))),
        )
        for key, full_name, order, born, precision, sex, tail, doubtful, sector_id, dead, places in found
    )


def _first_day(year: int | None, later: int = 0) -> date | None:
    return None if year is None else date(year + later, 1, 1)


def _key(row: PersonRow) -> str:
    return f"{row.id}~{row.sort_key}"


def _cursor(text: str) -> tuple[str, int] | None:
    number, _, key = text.partition("~")
    if not (number.isascii() and number.isdecimal()) or len(number) > 9 or len(key) > 300 or "\0" in key:
        return None
    return key, int(number)
