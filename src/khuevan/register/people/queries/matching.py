"""Finding people by what is known of them: words of the name, numbers on a paper, name and birth date."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.text import search_words

from ..models import Person
from ..permissions import UNCOVER_FIELD, VIEW_PEOPLE
from ..rules import BirthDate, name_columns

CAP = 1_000
"""Lists say "more than a thousand" instead of counting on."""

SEARCH_CAP = 200
"""Who finds more than this types another letter; counting on would cost more than the answer is worth."""

MOST_WORDS = 8

_FIND = """
select ids, total from people_find(
    words => %s::text[], inside => %s::int4multirange, kind => %s, sex => %s, born_from => %s, born_until => %s,
    number => %s, after_key => %s, after_id => %s, backwards => %s, skip => %s, size => %s, cap => %s)
"""


class Found(NamedTuple):
    """Ids in order, and how many fit in all, counted to CAP + 1."""

    ids: list[int]
    total: int


def find(
    *,
    words: Sequence[str] = (),
    inside: Reach | None = None,
    kind: str = "",
    sex: str = "",
    born_from: date | None = None,
    born_until: date | None = None,
    number: str = "",
    after: tuple[str, int] | None = None,
    backwards: bool = False,
    skip: int = 0,
    size: int = 50,
    cap: int = CAP,
) -> Found:
    """One page of people within the transaction's reach, narrowed to `inside`. See migrations/search.sql."""
    values: list[Any] = [
        list(words[:MOST_WORDS]),
        None if inside is None else inside.sql(),
        kind,
        sex,
        born_from,
        born_until,
        number,
        after[0] if after else None,
        after[1] if after else None,
        backwards,
        skip,
        size,
        cap,
    ]
    with database.prepared(), connection.cursor() as cursor:
        cursor.execute(_FIND, values)
        row = cursor.fetchone()
    return Found(list(row[0] or []), row[1]) if row else Found([], 0)


def in_order(ids: Sequence[int], *fields: str) -> list[Person]:
    """The rows of these ids, in this order; those that row-level security hides are left out."""
    by_id = Person.objects.only("id", *fields).in_bulk(ids) if fields else Person.objects.in_bulk(ids)
    return [by_id[number] for number in ids if number in by_id]


def permitted(actor: Actor, permission: access.Permission = VIEW_PEOPLE) -> Reach | None:
    """The units to narrow to; None where the permission covers all that the actor reaches."""
    reach = access.scope(actor, permission)
    return None if reach.covers(actor.reach) else reach


def search(actor: Actor, text: str, limit: int = 10) -> list[Person]:
    """People whose name has words beginning like these, in any order, without accents; or who bear this
    code.
    """
    by_code = find_by_code(actor, text, limit)
    if by_code:
        return by_code
    words = search_words(text)
    if not words:
        return []
    found = find(words=words, inside=permitted(actor), size=limit, cap=limit)
    return in_order(found.ids)


def find_by_code(actor: Actor, text: str, limit: int = 10) -> list[Person]:
    """By sector identifier (its beginning), and for those who may see numbers: number, its last six digits,
    phone.
    """
    code = "".join(text.split())
    if len(code) < 3 or not any(character.isdigit() for character in code) or not code.isascii():
        return []
    sees_numbers = actor.holds(UNCOVER_FIELD)
    inside = permitted(actor, UNCOVER_FIELD if sees_numbers else VIEW_PEOPLE)
    with connection.cursor() as cursor:
        cursor.execute(
            "select people_find_code(%s, %s, %s::int4multirange, %s)",
            [code, sees_numbers, None if inside is None else inside.sql(), limit],
        )
        row = cursor.fetchone()
    return in_order(row[0] if row else [])


def look_alikes(full_name: str, born: BirthDate | None, *, but: int | None = None) -> list[Person]:
    """Visible people of the same folded name and birth date: perhaps the same person, registered before."""
    if born is None:
        return []
    same = Person.objects.filter(birth_date=born.on, search=name_columns(full_name).search)
    return list(same.exclude(pk=but or 0).order_by("id")[:5])


def names_of(ids: Collection[str]) -> Mapping[str, str]:
    """Ids as text -> names of those the transaction may see: for the audit viewer."""
    wanted = [int(text) for text in ids if text.isdecimal() and len(text) < 10]
    return {str(pk): name for pk, name in Person.objects.filter(pk__in=wanted).values_list("pk", "full_name")}
