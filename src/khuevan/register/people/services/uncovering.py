"""Showing one sensitive field of one person, once, for a reason, on the record."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor

from ..models import Person
from ..permissions import UNCOVER_FIELD
from .registration import deciding_unit

SENSITIVE_FIELDS: Final = (
    "national_id",
    "phone",
    "email",
    "ethnicity",
    "religion",
    "home_address",
    "permanent_address",
    "current_address",
)
"""Luật 91/2025/QH15 and NĐ 356/2025: ethnicity and religion are sensitive data, the others identify or
locate a child.
"""


def is_oneself(actor: Actor, person: Person) -> bool:
    """Whether somebody looks at what is recorded of themselves."""
    return actor.person_id == person.pk and person.pk in actor.persons


def demand_uncovering(actor: Actor, person: Person) -> int | None:
    """The unit on whose account the look is logged. Raises access.Refused."""
    unit_id = deciding_unit(actor, UNCOVER_FIELD, person)
    if not is_oneself(actor, person):
        access.demand(actor, UNCOVER_FIELD, on=unit_id)
    return unit_id


def uncover(*, actor: Actor, at: datetime, person: Person, field: str, why: str) -> str:
    """The value in words, after the look has been recorded. Raises ValueError for other fields,
    access.Refused.
    """
    if field not in SENSITIVE_FIELDS:
        raise ValueError(f"{field} is not a sensitive field")
    unit_id = demand_uncovering(actor, person)
    audit.look(actor, f"people.person:{field}", at=at, on=person, unit_id=unit_id, why=why)
    display = getattr(person, f"get_{field}_display", None)
    return str(display() if display else getattr(person, field))
