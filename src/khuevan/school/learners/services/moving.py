"""A learner's record goes to another school, with the person's and the guardians' affiliations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F

from khuevan.kernel import access, events
from khuevan.kernel.access import Actor
from khuevan.kernel.records.events import RecordChanged
from khuevan.register.people import services as people

from ..models import Learner
from ..permissions import EDIT_LEARNERS
from .registration import RECORD


def move_learner(actor: Actor, learner: Learner, *, to: int, on: date, at: datetime) -> None:
    """From `on` the learner is of the school `to`. The actor must hold the permissions at both schools: that is so
    only for the act that both schools have agreed to. Raises access.Refused.
    """
    before = learner.school_id
    access.demand(actor, EDIT_LEARNERS, on=before)
    access.demand(actor, EDIT_LEARNERS, on=to)
    person: Any = learner.person
    _move_affiliation(actor, person, "learner", before, to, on=on, at=at)
    bonds = person.guardianships.filter(valid_until=None).select_related("guardian")
    for bond in bonds:
        keeps = bond.guardian.wardships.filter(
            valid_until=None, ward__affiliations__unit_id=before, ward__affiliations__valid_until=None
        ).exclude(ward_id=person.pk)
        _move_affiliation(actor, bond.guardian, "guardian", before, to, on=on, at=at, stays=keeps.exists())
    Learner.objects.filter(pk=learner.pk).update(school_id=to, version=F("version") + 1)
    events.publish(RecordChanged(RECORD, learner.pk, to, learner.version + 1, ("school",)))


def _move_affiliation(
    actor: Actor,
    person: Any,
    kind: str,
    before: int,
    to: int,
    *,
    on: date,
    at: datetime,
    stays: bool = False,
) -> None:
    held = person.affiliations.filter(kind=kind, valid_until=None)
    if not held.filter(unit_id=to).exists():
        people.affiliate(actor=actor, at=at, person=person, unit_id=to, kind=kind, valid_from=on)
    for one in [] if stays else held.filter(unit_id=before):
        last = max(on, one.valid_from + timedelta(days=1))
        people.end_affiliation(actor=actor, at=at, affiliation=one, valid_until=last)
