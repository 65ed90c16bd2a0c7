"""Who may sign what at a unit on a day; certificates of a person; the log of signatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.people import queries as people
from khuevan.register.people.choices import AffiliationKind

from ..models import Certificate, DeskOrder, Signature, StandIn
from ..permissions import NAME_STAND_IN, VIEW_SIGNATURES
from ..rules import Posting, Standing, Stead, standing_of

LARGEST = 2**31 - 1
OPEN = timedelta(days=14)
"""How long a list that went out to be signed is shown as waiting for its answer."""
PostingSource = Callable[[int, int, date], Sequence[Posting]]
_sources: list[PostingSource] = []


def posting_source(source: PostingSource) -> PostingSource:
    """For rooms above: postings by assignment (teaches a class, is homeroom teacher): (person, unit, day) -> postings."""
    _sources.append(source)
    return source


def standing(person_id: int, unit_id: int, on: date) -> Standing:
    """From affiliations, from what rooms above know, and from stand-in acts."""
    postings = [
        Posting(row.title or str(kind.label), on)
        for kind in (AffiliationKind.STAFF, AffiliationKind.OFFICER)
        for row in people.affiliated(unit_id, kind.value, on)
        if row.person_id == person_id
    ]
    for source in _sources:
        postings.extend(source(person_id, unit_id, on))
    acts = StandIn.objects.filter(unit_id=unit_id, person_id=person_id, ended_at=None).select_related(
        "absent"
    )
    steads = [
        Stead(one.pk, one.absent_id, one.absent.full_name, one.valid_from, one.valid_until) for one in acts
    ]
    return standing_of(postings, steads, on=on)


def steads_of(person_id: int, on: date) -> dict[int, dict[int, str]]:
    """Unit -> those for whom the person signs there on the day, by id with name. One statement."""
    rows = StandIn.objects.filter(
        person_id=person_id, ended_at=None, valid_from__lte=on, valid_until__gt=on
    ).values_list("unit_id", "absent_id", "absent__full_name")
    found: dict[int, dict[int, str]] = {}
    for unit_id, absent_id, name in rows:
        found.setdefault(unit_id, {})[absent_id] = name
    return found


def own_certificates(actor: Actor) -> list[Certificate]:
    """In use first, then the retired, the newest of each first."""
    if actor.person_id is None:
        return []
    mine = (
        Certificate.objects.filter(person_id=actor.person_id)
        .select_related("unit")
        .defer("content", "issuers")
    )
    return sorted(mine.order_by("-id")[:100], key=lambda one: one.retired_at is not None)


def own_certificate(actor: Actor, certificate_id: int) -> Certificate:
    """Raises Http404 for another person's."""
    mine = Certificate.objects.filter(person_id=actor.person_id or 0)
    found = mine.filter(pk=certificate_id).first() if certificate_id <= LARGEST else None
    if found is None:
        raise Http404
    return found


def usable_certificates(person_id: int, unit_id: int, at: datetime) -> list[Certificate]:
    """With what the person may sign there now: neither retired nor out of its days."""
    return list(
        Certificate.objects.filter(
            person_id=person_id, unit_id=unit_id, retired_at=None, valid_from__lte=at, valid_until__gt=at
        ).order_by("-id")
    )


def fingerprints_of(person_ids: Sequence[int], unit_id: int) -> dict[int, set[str]]:
    """Person -> fingerprints of all certificates ever registered there: what may be expected of old documents, too."""
    rows = Certificate.objects.filter(person_id__in=list(person_ids), unit_id=unit_id)
    found: dict[int, set[str]] = {}
    for person_id, fingerprint in rows.values_list("person_id", "fingerprint"):
        found.setdefault(person_id, set()).add(fingerprint)
    return found


def seals_of(unit_id: int) -> set[str]:
    """Fingerprints of every seal ever registered for the unit."""
    rows = Certificate.objects.filter(unit_id=unit_id, is_seal=True)
    return set(rows.values_list("fingerprint", flat=True))


def signatures(actor: Actor) -> QuerySet[Signature]:
    """Of the actor's scope."""
    within = Signature.objects.within(access.scope(actor, VIEW_SIGNATURES))
    found: QuerySet[Signature] = within.select_related(
        "person", "certificate", "unit", "stand_in__absent"
    ).defer("certificate__content", "certificate__issuers")
    return found


def own_signatures(actor: Actor, most: int = 20) -> list[Signature]:
    """The actor's latest."""
    return list(Signature.objects.filter(person_id=actor.person_id or 0).order_by("-id")[:most])


def own_desk_order(actor: Actor, order_id: int, *, work: str | None = None) -> DeskOrder:
    """work: of this kind only. Raises Http404 for another person's."""
    mine = DeskOrder.objects.filter(person_id=actor.person_id or 0).select_related("certificate")
    if work is not None:
        mine = mine.filter(work=work)
    found = mine.filter(pk=order_id).first() if order_id <= LARGEST else None
    if found is None:
        raise Http404
    return found


def open_desk_orders(actor: Actor, at: datetime) -> list[DeskOrder]:
    """The actor's, sent out in the last days and not answered yet; the newest first."""
    mine = DeskOrder.objects.filter(person_id=actor.person_id or 0, answered_at=None, asked_at__gte=at - OPEN)
    return list(mine.order_by("-id")[:20])


def signatures_of_digest(digest: str) -> list[Signature]:
    """What the log knows of a document, as far as the transaction may see."""
    return list(Signature.objects.filter(digest=digest).select_related("person")[:50])


def stand_ins(actor: Actor) -> QuerySet[StandIn]:
    within = StandIn.objects.within(access.scope(actor, NAME_STAND_IN))
    found: QuerySet[StandIn] = within.select_related("absent", "person", "unit")
    return found


def stand_in(actor: Actor, stand_in_id: int) -> StandIn:
    """Raises Http404 outside the scope."""
    found = stand_ins(actor).filter(pk=stand_in_id).first() if stand_in_id <= LARGEST else None
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Colleague:
    id: int
    name: str
    title: str


def colleagues(unit_id: int, on: date) -> list[Colleague]:
    """Who works at the unit, in Vietnamese order."""
    rows: list[Any] = people.affiliated(unit_id, "staff", on)
    return [Colleague(row.person_id, row.full_name, row.title) for row in rows]


def former_colleagues(unit_id: int, on: date) -> list[Colleague]:
    """Who has signed at the unit and works there no more: they may need a stand-in."""
    here = {one.id for one in colleagues(unit_id, on)}
    rows = Certificate.objects.filter(unit_id=unit_id).exclude(person_id__in=here)
    found = rows.order_by("person__sort_key").values_list("person_id", "person__full_name").distinct()[:200]
    return [Colleague(person_id, name, _("đã thôi công tác")) for person_id, name in found]
