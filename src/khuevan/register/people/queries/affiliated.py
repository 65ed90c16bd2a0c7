"""Who belongs to a unit, and whose guardian somebody is: for the rooms above that give people accounts and
rights.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from ..models import Affiliation, Guardianship


@dataclass(frozen=True)
class Affiliated:
    """One person's open affiliation to a unit, in the order of names."""

    person_id: int
    full_name: str
    search: str
    sort_key: str
    title: str


def affiliated(unit_id: int, kind: str, on: date) -> list[Affiliated]:
    """The living people who are `kind` at the unit on the day, as far as the transaction may see."""
    rows = (
        Affiliation.objects.filter(unit_id=unit_id, kind=kind, person__died_on=None)
        .filter(_open(on))
        .order_by("person__sort_key", "person_id")
        .values_list("person_id", "person__full_name", "person__search", "person__sort_key", "title")
    )
    return [Affiliated(*row) for row in rows]


def affiliation_counts(kind: str, units: Collection[int] | None = None, *, on: date) -> dict[int, int]:
    """Unit -> how many people are `kind` there on the day, as far as the transaction may see."""
    rows = Affiliation.objects.filter(_open(on), kind=kind)
    if units is not None:
        rows = rows.filter(unit_id__in=list(units))
    return dict(rows.order_by().values_list("unit_id").annotate(number=Count("person_id", distinct=True)))


def wards_of(person_id: int, on: date) -> list[int]:
    """Ids of those whom the person is guardian of on the day."""
    return list(
        Guardianship.objects.filter(_open(on), guardian_id=person_id).values_list("ward_id", flat=True)
    )


def parents_of(person_ids: Collection[int], on: date) -> dict[int, dict[str, str]]:
    """Ward -> relationship -> name of the guardian, the oldest bond of each kind. One statement."""
    rows = Guardianship.objects.filter(_open(on), ward_id__in=list(person_ids)).order_by("id")
    found: dict[int, dict[str, str]] = {}
    for ward, relationship, name in rows.values_list("ward_id", "relationship", "guardian__full_name"):
        found.setdefault(ward, {}).setdefault(relationship, name)
    return found


def _open(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
