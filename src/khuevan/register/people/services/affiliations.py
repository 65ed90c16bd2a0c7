"""What a person is to a unit, and from when until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, events
from khuevan.kernel.access import Actor

from ..events import AffiliationEnded, PersonAffiliated
from ..models import Affiliation, Person
from ..permissions import AFFILIATE_PERSON
from ..rules import age_findings, wrong_ones
from .errors import AlreadyDead, FactsAreWrong, PeriodIsWrong, PeriodOverlaps


def affiliate(
    *,
    actor: Actor,
    at: datetime,
    person: Person,
    unit_id: int,
    kind: str,
    title: str = "",
    valid_from: date,
    valid_until: date | None = None,
) -> Affiliation:
    """Records that a person the actor can see is `kind` at the unit in [valid_from, valid_until).

    Raises PeriodIsWrong, PeriodOverlaps, AlreadyDead, FactsAreWrong (age), access.Refused.
    """
    access.demand(actor, AFFILIATE_PERSON, on=unit_id)
    if valid_until is not None and valid_until <= valid_from:
        raise PeriodIsWrong(_("Ngày kết thúc phải sau ngày bắt đầu."))
    if person.died_on is not None and valid_from >= person.died_on:
        raise AlreadyDead(_("Người này đã mất trước ngày bắt đầu."))
    refused = wrong_ones(age_findings(person.born, kind, on=valid_from))
    if refused:
        raise FactsAreWrong(refused)
    affiliation = Affiliation(
        person=person,
        unit_id=unit_id,
        kind=kind,
        title=title.strip(),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    with audit.act(actor, AFFILIATE_PERSON.code, at=at, on=person, unit_id=unit_id):
        _save(affiliation)
        events.publish(
            PersonAffiliated(
                person_id=person.pk,
                affiliation_id=affiliation.pk,
                unit_id=unit_id,
                kind=kind,
                valid_from=valid_from,
            )
        )
    return affiliation


def end_affiliation(
    *, actor: Actor, at: datetime, affiliation: Affiliation, valid_until: date, why: str = ""
) -> Affiliation:
    """The first day on which the person is it no more. Raises PeriodIsWrong, access.Refused."""
    access.demand(actor, AFFILIATE_PERSON, on=affiliation.unit_id)
    if valid_until <= affiliation.valid_from:
        raise PeriodIsWrong(_("Ngày kết thúc phải sau ngày bắt đầu."))
    if affiliation.valid_until is not None and valid_until >= affiliation.valid_until:
        raise PeriodIsWrong(_("Quan hệ này đã kết thúc từ trước."))
    with audit.act(
        actor, AFFILIATE_PERSON.code, at=at, on=affiliation.person, unit_id=affiliation.unit_id, why=why
    ):
        affiliation.valid_until = valid_until
        Affiliation.objects.filter(pk=affiliation.pk).update(valid_until=valid_until)
        events.publish(
            AffiliationEnded(
                person_id=affiliation.person_id,
                affiliation_id=affiliation.pk,
                unit_id=affiliation.unit_id,
                kind=affiliation.kind,
                valid_until=valid_until,
            )
        )
    return affiliation


def gather_ended(*, at: datetime, days: int = 8) -> int:
    """People whose affiliation came to its end by the calendar, in the last `days`, leave the reach of its
            unit.

    Run daily; more days than one, so that a day without the job is made up for. Gives the number of people
        changed.
    """
    with connection.cursor() as cursor:
        cursor.execute("select people_gather_ended(%s)", [clock.on(at) - timedelta(days=days)])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _save(affiliation: Affiliation) -> None:
    try:
        with transaction.atomic():
            affiliation.save(force_insert=True)
    except IntegrityError as error:
        if "people_affiliation_no_overlap" in str(error):
            raise PeriodOverlaps(
                _("Người này đã được ghi nhận với cùng tư cách ở đơn vị này trong thời gian đó.")
            ) from error
        raise
