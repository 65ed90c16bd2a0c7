"""Who answers for a learner, and whose learner somebody answers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor

from ..models import Learner

FOLLOWED = (
    "person",
    "school",
    "person__permanent_commune",
    "person__current_commune",
    "policy_group",
    "boarding",
    "sessions",
    "study_form",
    "vocational",
)


@dataclass(frozen=True)
class Guardian:
    """`phone_tail`: the last three digits, "" where no telephone is known."""

    bond_id: int
    person_id: int
    full_name: str
    relationship: str
    birth_year: int | None
    phone_tail: str
    is_legal_representative: bool
    lives_with: bool


def guardians(learner: Learner, on: date) -> list[Guardian]:
    """The guardians of the day whom the transaction may see, the oldest bond first."""
    bonds: Any = learner.person.guardianships
    in_force = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
    return [
        Guardian(
            bond_id=bond.pk,
            person_id=bond.guardian_id,
            full_name=bond.guardian.full_name,
            relationship=str(bond.get_relationship_display()),
            birth_year=bond.guardian.birth_date.year if bond.guardian.birth_date else None,
            phone_tail=bond.guardian.phone[-3:],
            is_legal_representative=bond.is_legal_representative,
            lives_with=bond.lives_with,
        )
        for bond in bonds.filter(in_force).select_related("guardian").order_by("id")
    ]


def own_children(actor: Actor) -> list[Learner]:
    """The learners whom the actor sees in their own right: oneself, and those one is guardian of."""
    if not actor.persons or actor.persons.is_everything:
        return []
    ids = list(Learner.objects.filter(person_id__in=actor.persons.ids()).values_list("pk", flat=True))
    # A family has no unit in its reach, so the school's name is read beyond it: for these rows only.
    with database.acting(access.system()):
        found = Learner.objects.filter(pk__in=ids).select_related(*FOLLOWED)
        return list(found.order_by("sort_key", "id"))
