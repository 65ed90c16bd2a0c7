"""One person: what a page about them shows, with what is sensitive left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from ..models import Affiliation, FormerName, Guardianship, Person
from ..permissions import VIEW_PEOPLE


@dataclass(frozen=True)
class Bond:
    """A guardian or a ward; `name` is "" where the other person is outside the actor's reach."""

    id: int
    person_id: int
    name: str
    relationship: str
    is_legal_representative: bool
    lives_with: bool
    valid_from: object
    valid_until: object
    phone_is_known: bool


@dataclass(frozen=True)
class Profile:
    person: Person
    affiliations: Sequence[Affiliation]
    guardians: Sequence[Bond]
    wards: Sequence[Bond]
    former_names: Sequence[FormerName]


def person_for(actor: Actor, person_id: int, permission: access.Permission = VIEW_PEOPLE) -> Person:
    """The person, if the actor may see them at all; outside the scope there is no such person. Raises
    Http404.
    """
    visible = Person.objects.filter(pk=person_id)
    reach = access.scope(actor, permission)
    person = visible.first()
    if person is None:
        raise Http404
    if person_id in actor.persons or reach.is_everything or (person.units & reach):
        return person
    if person.units & actor.reach:
        return person
    raise Http404


def profile(person: Person) -> Profile:
    """Five queries, whatever the number of rows."""
    return Profile(
        person=person,
        affiliations=list(person.affiliations.select_related("unit").order_by("-valid_from", "id")),
        guardians=_bonds(person.guardianships.order_by("valid_until", "id"), "guardian_id"),
        wards=_bonds(person.wardships.order_by("valid_until", "id"), "ward_id"),
        former_names=list(person.former_names.order_by("-until")),
    )


def _bonds(rows: object, side: str) -> list[Bond]:
    held: list[Guardianship] = list(rows)  # type: ignore[call-overload]
    others = Person.objects.only("full_name", "phone").in_bulk([getattr(row, side) for row in held])
    bonds = []
    for row in held:
        other = others.get(getattr(row, side))
        bonds.append(
            Bond(
                id=row.pk,
                person_id=other.pk if other else 0,
                name=other.full_name if other else "",
                relationship=str(row.get_relationship_display()),
                is_legal_representative=row.is_legal_representative,
                lives_with=row.lives_with,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                phone_is_known=bool(other and other.phone),
            )
        )
    return bonds
