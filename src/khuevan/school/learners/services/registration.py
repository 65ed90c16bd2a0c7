"""Making a learner: of somebody new, or of a person whom the school knows already."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, events
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.events import RecordAdded
from khuevan.register.people import services as people
from khuevan.register.people.services import BirthDate, CodeIsTaken, PersonFacts, name_columns

from ..models import Learner
from ..permissions import EDIT_LEARNERS
from .errors import KnownElsewhere, judge_profile

RECORD = "learners.learner"
PERSON_FIELDS = frozenset({
    "full_name", "birth_date", "sex", "national_id", "sector_id", "ethnicity", "religion", "nationality",
    "birthplace", "home_address", "permanent_address", "permanent_commune", "current_address",
    "current_commune", "phone", "email",
})  # fmt: skip
"""Fields of the profile that are columns of the person."""


def register_learner(actor: Actor, *, at: datetime, school: Any, **values: Any) -> Learner:
    """A new learner of the school, and the person if nobody visible bears the number already.

    `values` by the names of the profile's fields. Raises Invalid, KnownElsewhere, access.Refused.
    """
    access.demand(actor, EDIT_LEARNERS, on=school.pk)
    confirmed = bool(values.pop("confirmed", False))
    facts = facts_from(values, PersonFacts(full_name=""))
    own = {name: value for name, value in values.items() if name not in PERSON_FIELDS}
    with audit.act(actor, EDIT_LEARNERS.code, at=at, unit_id=school.pk) as act:
        person = _person(actor, at, facts, school.pk, confirmed=confirmed)
        learner = make_learner(actor, at=at, person=person, school_id=school.pk, **own)
        act.on(learner, unit_id=school.pk)
    return learner


def make_learner(actor: Actor, *, at: datetime, person: Any, school_id: int, **own: Any) -> Learner:
    """The learner of a person whom the actor can see. Raises Invalid, access.Refused."""
    access.demand(actor, EDIT_LEARNERS, on=school_id)
    judge_profile(own, born=person.birth_date, on=clock.on(at))
    learner = Learner(
        person=person, school_id=school_id, search=person.search, sort_key=person.sort_key, **own
    )
    with audit.act(actor, EDIT_LEARNERS.code, at=at, unit_id=school_id) as act:
        try:
            with transaction.atomic():
                learner.save(force_insert=True)
        except IntegrityError as error:
            if "person" in str(error):
                raise Invalid(_("Người này đã có hồ sơ người học.")) from error
            raise
        act.on(learner, unit_id=school_id)
        events.publish(RecordAdded(RECORD, learner.pk, school_id, learner.version))
    return learner


def facts_from(values: dict[str, Any], before: PersonFacts) -> PersonFacts:
    """The facts of the person with what `values` says of them; `birth_date` is a full day."""
    given: dict[str, Any] = {}
    for name in PERSON_FIELDS:
        if name not in values:
            continue
        value = values[name]
        if name == "birth_date":
            given["born"] = _born(value, before.born)
        elif name.endswith("_commune"):
            given[f"{name}_id"] = None if value is None else value.pk
        elif name == "nationality":
            given[name] = value or "VN"
        else:
            given[name] = value
    return PersonFacts(**{**before.__dict__, **given})


def _born(day: date | None, before: BirthDate | None) -> BirthDate | None:
    """A date that was not touched stays as precise as it was."""
    if day is None:
        return None
    return before if before is not None and before.on == day else BirthDate(day)


def _person(actor: Actor, at: datetime, facts: PersonFacts, school_id: int, *, confirmed: bool) -> Any:
    """Somebody new; or who bears the number, if the school knows them by this name and birth date and not as a
    learner yet.
    """
    try:
        return people.register_person(
            actor=actor, at=at, facts=facts, unit_id=school_id, kind="learner", confirmed=confirmed
        )
    except CodeIsTaken as taken:
        if taken.holder is None and taken.field == "national_id":
            raise KnownElsewhere from taken
        if taken.holder is not None and _is(taken.holder, facts):
            return taken.holder
        raise
    except people.FactsAreDoubtful as doubtful:
        raise asking(doubtful) from doubtful


def _is(holder: Any, facts: PersonFacts) -> bool:
    same = holder.search == name_columns(facts.full_name).search and holder.born == facts.born
    return same and not Learner.objects.filter(person=holder).exists()


def asking(doubtful: people.FactsAreDoubtful) -> Invalid:
    """The doubts at their fields, and what to do about them at the tick."""
    found = dict(doubtful.errors)
    whole = found.pop("", "")
    alike = ", ".join(
        f"{person.full_name} ({person.born})" if person.born else person.full_name
        for person in doubtful.look_alikes
    )
    told = " ".join(filter(None, (whole, alike)))
    ask = _("Nếu đã kiểm tra và thông tin đúng, hãy đánh dấu ô này rồi lưu lại.")
    return Invalid({**found, "confirmed": f"{told} {ask}".strip()})
