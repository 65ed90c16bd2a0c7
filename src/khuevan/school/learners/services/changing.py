"""Changing what is kept of a learner: facts of the person through people, the rest here, under one version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from khuevan.kernel import access, audit, clock, events
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangeByKey, ChangedMeanwhile
from khuevan.kernel.records.events import RecordChanged
from khuevan.register.people import services as people

from ..models import Learner
from ..permissions import EDIT_LEARNERS
from .errors import judge_profile
from .registration import PERSON_FIELDS, RECORD, asking, facts_from

JUDGED = (
    "disability", "disability_degree", "is_not_assessed", "supports", "computer", "computer_is_shared",
    "measured_on", "means_checked_on", "id_issued_on",
)  # fmt: skip


def change_learner(actor: Actor, learner: Learner, *, at: datetime, version: int, **values: Any) -> Learner:
    """Writes what differs, if nobody changed learner or person since `version`; the version grows by one.

    Raises Invalid, ChangedMeanwhile, access.Refused.
    """
    access.demand(actor, EDIT_LEARNERS, on=learner.school_id)
    confirmed = bool(values.pop("confirmed", False))
    asked = not PERSON_FIELDS.isdisjoint(values)
    facts = facts_from(values, people.facts_of(learner.person)) if asked else None
    own = {name: value for name, value in values.items() if name not in PERSON_FIELDS}
    changed = [name for name, value in own.items() if getattr(learner, name) != value]
    judge_profile(
        {**{name: getattr(learner, name) for name in JUDGED}, **own},
        born=learner.person.birth_date if facts is None else facts.born.on if facts.born else None,
        on=clock.on(at),
    )
    with audit.act(actor, EDIT_LEARNERS.code, at=at, on=learner, unit_id=learner.school_id, late=True):
        said = () if facts is None else _correct(actor, at, learner, facts, confirmed=confirmed)
        _write(learner, version, {name: own[name] for name in changed}, person_changed=bool(said))
        events.publish(
            RecordChanged(RECORD, learner.pk, learner.school_id, learner.version, (*said, *changed))
        )
    return learner


def _correct(
    actor: Actor, at: datetime, learner: Learner, facts: people.PersonFacts, *, confirmed: bool
) -> tuple[str, ...]:
    """Corrects the person where a fact differs; names those facts."""
    before = people.facts_of(learner.person).__dict__
    cleaned = facts.cleaned().__dict__
    said = tuple(name for name, value in cleaned.items() if value != before[name])
    if not said:
        return ()
    try:
        people.correct_person(
            actor=actor,
            at=at,
            person=learner.person,
            expected_version=learner.person.version,
            facts=facts,
            confirmed=confirmed,
        )
    except people.FactsAreDoubtful as doubtful:
        raise asking(doubtful) from doubtful
    return tuple("birth_date" if name == "born" else name for name in said)


def _write(learner: Learner, version: int, values: dict[str, Any], *, person_changed: bool) -> None:
    """Where the person was corrected, the trigger has made the version grow already."""
    expected = version + 1 if person_changed else version
    step = 0 if person_changed else 1
    changing = ChangeByKey.of(Learner, values)
    if not changing.write(learner.pk, expected, [*values.values()], step=step):
        raise ChangedMeanwhile(Learner.objects.filter(pk=learner.pk).first())
    for name, value in values.items():
        setattr(learner, name, value)
    learner.version = version + 1
