"""A person by number and birth date, for the rooms that take in somebody whom another unit knows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..models import Person


def person_by_number(national_id: str, born: date) -> Person | None:
    """Within what the transaction may see. Who asks beyond the own unit has decided that the actor may know, asks for
    both, number and birth date, and logs the look."""
    return people_by_numbers([(national_id, born)]).get((national_id, born))


def people_by_numbers(asked: Collection[tuple[str, date]]) -> dict[tuple[str, date], Person]:
    """By number and birth date as they were asked for; the same for many, in one statement."""
    digits = {number: "".join(number.split()) for number, _born in asked}
    wanted = sorted({one for one in digits.values() if one})
    if not wanted:
        return {}
    rows = Person.objects.filter(national_id__in=wanted).order_by(
        "-pk"
    )  # of two that are alike the first one stays
    known = {(row.national_id, row.birth_date): row for row in rows}
    return {(number, born): known[key] for number, born in asked if (key := (digits[number], born)) in known}
