"""Registering a person, correcting what is recorded, noting a death."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, events
from khuevan.kernel.access import Actor, Reach

from ..events import PersonCorrected, PersonDied, PersonRegistered
from ..models import Affiliation, FormerName, Person
from ..permissions import CORRECT_PERSON, REGISTER_PERSON
from ..queries.matching import look_alikes
from ..rules import (
    PersonFacts,
    doubtful_ones,
    name_columns,
    number_is_doubtful,
    person_findings,
    wrong_ones,
)
from .errors import CodeIsTaken, FactsAreDoubtful, FactsAreWrong, PeriodIsWrong

PLAIN: Final = (
    "full_name", "sex", "national_id", "sector_id", "nationality", "ethnicity", "religion", "birthplace",
    "home_address", "home_commune_id", "permanent_address", "permanent_commune_id", "current_address",
    "current_commune_id", "phone", "email",
)  # fmt: skip
"""Facts that are columns of the same name."""


def register_person(
    *,
    actor: Actor,
    at: datetime,
    facts: PersonFacts,
    unit_id: int,
    kind: str,
    title: str = "",
    valid_from: date | None = None,
    confirmed: bool = False,
) -> Person:
    """A new person and what they are to the unit from `valid_from` (default: the day of `at`).

    Raises FactsAreWrong; FactsAreDoubtful unless `confirmed`; CodeIsTaken; access.Refused.
    """
    access.demand(actor, REGISTER_PERSON, on=unit_id)
    on = clock.on(at)
    facts = _judged(facts, kind=kind, on=on, confirmed=confirmed, but=None)
    person = Person(created_at=at, units=Reach.of([unit_id]))
    _fill(person, facts, on)
    with audit.act(actor, REGISTER_PERSON.code, at=at, unit_id=unit_id) as act:
        _save(person, lambda: person.save(force_insert=True))
        Affiliation.objects.create(
            person=person, unit_id=unit_id, kind=kind, title=title.strip(), valid_from=valid_from or on
        )
        act.on(person, unit_id=unit_id)
        events.publish(PersonRegistered(person_id=person.pk, unit_id=unit_id, kind=kind))
    return person


def correct_person(
    *,
    actor: Actor,
    at: datetime,
    person: Person,
    expected_version: int,
    facts: PersonFacts,
    why: str = "",
    confirmed: bool = False,
) -> Person:
    """Writes what changed, if nobody else wrote since `expected_version`; a changed name leaves a former one.

    Raises FactsAreWrong, FactsAreDoubtful, CodeIsTaken, ChangedMeanwhile, access.Refused.
    """
    unit_id = deciding_unit(actor, CORRECT_PERSON, person)
    access.demand(actor, CORRECT_PERSON, on=unit_id)
    on = clock.on(at)
    facts = _judged(facts, kind="", on=on, confirmed=confirmed, but=person.pk)
    before = facts_of(person)
    name = person.full_name
    _fill(person, facts, on)
    changed = tuple(field for field in (*PLAIN, "born") if getattr(before, field) != getattr(facts, field))
    with audit.act(actor, CORRECT_PERSON.code, at=at, on=person, unit_id=unit_id, why=why):
        _save(person, lambda: person.save_checked(expected_version, fields=_COLUMNS))
        if "full_name" in changed:
            FormerName.objects.create(person=person, full_name=name, until=at, reason=why[:300])
        if changed:
            events.publish(PersonCorrected(person_id=person.pk, fields=changed))
    return person


def note_death(*, actor: Actor, at: datetime, person: Person, expected_version: int, on: date) -> Person:
    """The day of death; open affiliations and guardianships end with it."""
    unit_id = deciding_unit(actor, CORRECT_PERSON, person)
    access.demand(actor, CORRECT_PERSON, on=unit_id)
    if on > clock.on(at) or (person.birth_date is not None and on < person.birth_date):
        raise PeriodIsWrong(_("Ngày mất phải sau ngày sinh và không ở tương lai."))
    with audit.act(actor, CORRECT_PERSON.code, at=at, on=person, unit_id=unit_id, why=_("Ghi nhận đã mất")):
        person.died_on = on
        person.save_checked(expected_version, fields=["died_on"])
        person.wardships.filter(valid_until__isnull=True, valid_from__lt=on).update(valid_until=on)
        person.guardianships.filter(valid_until__isnull=True, valid_from__lt=on).update(valid_until=on)
        person.affiliations.filter(valid_until__isnull=True, valid_from__lt=on).update(valid_until=on)
        events.publish(PersonDied(person_id=person.pk, on=on))
    return person


def facts_of(person: Person) -> PersonFacts:
    """The facts as they are recorded: what an edit starts from."""
    return PersonFacts(born=person.born, **{name: getattr(person, name) for name in PLAIN})


def deciding_unit(actor: Actor, permission: access.Permission, person: Person) -> int | None:
    """The person's unit in which the actor holds the permission; else one where it will be refused."""
    shared = person.units & actor.scope(permission)
    if shared.is_everything or person.units.is_everything:
        return None
    chosen = shared or person.units
    return chosen.ranges[0][0] or None if chosen.ranges else None


_COLUMNS: Final = [
    *(name.removesuffix("_id") if name.endswith("commune_id") else name for name in PLAIN),
    "birth_date", "birth_precision", "search", "given", "sort_key", "number_is_doubtful",
]  # fmt: skip


def _judged(facts: PersonFacts, *, kind: str, on: date, confirmed: bool, but: int | None) -> PersonFacts:
    """The cleaned facts. Raises FactsAreWrong, CodeIsTaken, FactsAreDoubtful."""
    findings = person_findings(facts, kind=kind, on=on)
    refused = wrong_ones(findings)
    if refused:
        raise FactsAreWrong(refused)
    cleaned = facts.cleaned()
    _codes_are_free(cleaned, but)
    alike = look_alikes(cleaned.full_name, cleaned.born, but=but)
    doubts = doubtful_ones(findings)
    if (doubts or alike) and not confirmed:
        raise FactsAreDoubtful(doubts, alike)
    return cleaned


def _fill(person: Person, facts: PersonFacts, on: date) -> None:
    for name in PLAIN:
        setattr(person, name, getattr(facts, name))
    person.birth_date = facts.born.on if facts.born else None
    person.birth_precision = facts.born.precision if facts.born else "day"
    columns = name_columns(facts.full_name)
    person.search, person.given, person.sort_key = columns.search, columns.given, columns.sort_key
    person.number_is_doubtful = number_is_doubtful(facts, on=on)


def _codes_are_free(facts: PersonFacts, but: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select people_code_is_taken(%s, '', %s), people_code_is_taken('', %s, %s)",
                       [facts.national_id, but, facts.sector_id, but])  # fmt: skip
        row = cursor.fetchone()
    for field, taken in zip(("national_id", "sector_id"), row or (), strict=False):
        if taken:
            raise _taken(field, getattr(facts, field))


def _taken(field: str, value: str) -> CodeIsTaken:
    number, sector = (value, "") if field == "national_id" else ("", value)
    with connection.cursor() as cursor:
        cursor.execute("select people_holder(%s, %s)", [number, sector])
        row = cursor.fetchone()
    return CodeIsTaken(field, Person.objects.filter(pk=row[0]).first() if row and row[0] else None)


def _save(person: Person, save: Any) -> None:
    """Saves; two who register the same number in the same moment are told as if one had been first."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        for field in ("national_id", "sector_id"):
            if f"people_{field}_once" in str(error):
                raise _taken(field, getattr(person, field)) from error
        raise
