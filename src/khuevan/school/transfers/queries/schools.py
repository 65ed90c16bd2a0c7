"""Schools to choose from. Which schools there are is public, so they are looked for beyond the actor's reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from khuevan.kernel import access, database
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind

MOST = 20
BODIES = {UnitKind.MINISTRY, UnitKind.DEPARTMENT, UnitKind.DISTRICT_OFFICE, UnitKind.COMMUNE}


@dataclass(frozen=True)
class Choice:
    """A school as it is offered: names only."""

    id: int
    label: str


def schools_named(text: str, on: date) -> list[Choice]:
    """Open schools whose name or code holds every word."""
    platform = access.system()
    with database.acting(platform):
        found = organisations.find(platform, text, 5 * MOST)
        return [Choice(one.pk, _label(one)) for one in found if is_open(one, on)][:MOST]


def school_by_id(unit_id: int) -> Any | None:
    """The school with its levels and paths, wherever it is."""
    platform = access.system()
    with database.acting(platform):
        found = organisations.unit_if_seen(platform, unit_id)
    return None if found is None or found.kind in BODIES else found


def is_open(school: Any, on: date) -> bool:
    opened = school.opened_on <= on and (school.closed_on is None or school.closed_on > on)
    return opened and school.kind not in BODIES


def _label(school: Any) -> str:
    place = school.commune.name if school.commune else ""
    return ", ".join(filter(None, (f"{school.name} ({school.code})", place)))
