"""A person by number and birth date, for the rooms that take in somebody whom another unit knows."""

from __future__ import annotations

from datetime import date

from ..models import Person


def person_by_number(national_id: str, born: date) -> Person | None:
    """Within what the transaction may see. Who asks beyond the own unit has decided that the actor may know, asks for
    both, number and birth date, and logs the look."""
    digits = "".join(national_id.split())
    return Person.objects.filter(national_id=digits, birth_date=born).first() if digits else None
