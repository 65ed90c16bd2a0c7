"""A parent or guardian of a learner, entered in one go: the person, what they are to the learner, their work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.register.people import services as people
from khuevan.register.people.choices import SEX_OF_RELATIONSHIP
from khuevan.register.people.permissions import EDIT_GUARDIANS

from ..models import Learner
from ..permissions import EDIT_LEARNERS
from .registration import asking

OCCUPATION: Final = {
    "father": "father_occupation",
    "adoptive_father": "father_occupation",
    "mother": "mother_occupation",
    "adoptive_mother": "mother_occupation",
}
"""Whose work QĐ 4998 asks for; everybody else counts as the guardian (người đỡ đầu)."""


@dataclass(frozen=True)
class GuardianFacts:
    """`sex` follows from the relationship where that says it."""

    full_name: str
    relationship: str
    born: people.BirthDate | None = None
    sex: str = ""
    national_id: str = ""
    ethnicity: str = ""
    phone: str = ""
    occupation: str = ""
    is_legal_representative: bool = True
    lives_with: bool = True


def add_guardian(
    actor: Actor, learner: Learner, facts: GuardianFacts, *, at: datetime, confirmed: bool = False
) -> Any:
    """Registers the person at the learner's school, or takes the one who bears the number there; then the bond.

    Raises Invalid, access.Refused.
    """
    access.demand(actor, EDIT_LEARNERS, on=learner.school_id)
    access.demand(actor, EDIT_GUARDIANS, on=learner.school_id)
    with audit.act(actor, EDIT_GUARDIANS.code, at=at, on=learner, unit_id=learner.school_id):
        try:
            guardian = _guardian(actor, at, learner, facts, confirmed=confirmed)
            bond = people.record_guardianship(
                actor=actor,
                at=at,
                guardian=guardian,
                ward=learner.person,
                relationship=facts.relationship,
                is_legal_representative=facts.is_legal_representative,
                lives_with=facts.lives_with,
                confirmed=confirmed,
            )
        except people.FactsAreDoubtful as doubtful:
            raise asking(doubtful) from doubtful
        if facts.occupation:
            column = OCCUPATION.get(facts.relationship, "guardian_occupation")
            Learner.objects.filter(pk=learner.pk).update(
                **{column: facts.occupation}, version=F("version") + 1
            )
    return bond


def _guardian(actor: Actor, at: datetime, learner: Learner, facts: GuardianFacts, *, confirmed: bool) -> Any:
    said = people.PersonFacts(
        full_name=facts.full_name,
        born=facts.born,
        sex=SEX_OF_RELATIONSHIP.get(facts.relationship, facts.sex),
        national_id=facts.national_id,
        ethnicity=facts.ethnicity,
        phone=facts.phone,
    )
    try:
        return people.register_person(
            actor=actor,
            at=at,
            facts=said,
            unit_id=learner.school_id,
            kind="guardian",
            confirmed=confirmed,
        )
    except people.CodeIsTaken as taken:
        if taken.holder is not None:
            return taken.holder
        raise
