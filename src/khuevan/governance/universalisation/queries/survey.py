"""Communes, rounds, households and who is in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from khuevan.kernel import access, text
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind

from ..choices import GONE
from ..models import Household, Member, Round
from ..permissions import VIEW_SURVEY

_HERE = ~Q(members__presence__in=[one.value for one in GONE])


@dataclass(frozen=True)
class Commune:
    id: int
    name: str
    code: str


def commune(actor: Actor, unit_id: int) -> Commune | None:
    """None where it is no commune, or lies outside the scope."""
    if unit_id not in access.scope(actor, VIEW_SURVEY):
        return None
    found = organisations.unit_if_seen(actor, unit_id)
    if found is None or found.kind != UnitKind.COMMUNE:
        return None
    return Commune(found.pk, found.name, found.code)


def communes(actor: Actor, *, on: date) -> list[tuple[int, str]]:
    """(id, name) of the communes of the scope, in the order of names."""
    scope = access.scope(actor, VIEW_SURVEY)
    return [(number, name) for number, name in organisations.communes(actor, on=on) if number in scope]


def round_of(unit_id: int, year: int) -> Round | None:
    return Round.objects.filter(unit_id=unit_id, year=year).first()


def rounds(unit_id: int) -> list[Round]:
    """Of a commune, the latest first."""
    return list(Round.objects.filter(unit_id=unit_id).order_by("-year"))


def merged_into(unit_id: int) -> list[tuple[int, str, date]]:
    """(id, name, since when) of communes that surveyed and are part of this one now."""
    kin = organisations.predecessors(unit_id)
    held = set(Round.objects.filter(unit_id__in=[one.id for one in kin]).values_list("unit_id", flat=True))
    return [(one.id, one.name, one.effective_on) for one in kin if one.id in held]


@dataclass(frozen=True)
class Progress:
    """Of a commune's forms: how many there are, how many were called on in the year, how many have nobody in them;
    people who belong to the area, and those of them who are tied to a record."""

    households: int
    visited: int
    empty: int
    people: int
    tied: int

    @property
    def is_done(self) -> bool:
        return self.households > 0 and self.visited == self.households and not self.empty


def progress(unit_id: int, year: int) -> Progress:
    """Two statements."""
    open_ = Household.objects.filter(unit_id=unit_id, closed_on__isnull=True)
    counted = open_.annotate(here=Count("members", filter=_HERE)).aggregate(
        households=Count("pk"),
        visited=Count("pk", filter=Q(visited_year=year)),
        empty=Count("pk", filter=Q(here=0)),
    )
    here = Member.objects.filter(unit_id=unit_id).exclude(presence__in=[one.value for one in GONE])
    people = here.aggregate(people=Count("pk"), tied=Count("pk", filter=Q(person__isnull=False)))
    return Progress(**counted, **people)


def households(
    unit_id: int, *, words: str = "", hamlet: str = "", state: str = "", year: int = 0
) -> QuerySet[Household]:
    """Of a commune, in the order of hamlets and numbers. state: "", visited, waiting, empty, closed."""
    found = Household.objects.filter(unit_id=unit_id).annotate(here=Count("members", filter=_HERE))
    found = found.filter(closed_on__isnull=state != "closed")
    if hamlet:
        found = found.filter(hamlet=hamlet)
    if state == "visited":
        found = found.filter(visited_year=year)
    elif state == "waiting":
        found = found.exclude(visited_year=year)
    elif state == "empty":
        found = found.filter(here=0)
    for word in text.search_words(words):
        named = Member.objects.filter(unit_id=unit_id, search__contains=word).values("household_id")
        found = found.filter(Q(search__contains=word) | Q(pk__in=named))
    return found.order_by("sort_key", "pk")


def hamlets(unit_id: int) -> list[str]:
    """Names of the hamlets that forms name."""
    rows = Household.objects.filter(unit_id=unit_id, closed_on__isnull=True).exclude(hamlet="")
    return sorted(rows.values_list("hamlet", flat=True).distinct(), key=text.sort_key)


def household(actor: Actor, household_id: int) -> Household | None:
    """None outside the scope."""
    rows: Any = Household.objects.within(access.scope(actor, VIEW_SURVEY))
    return rows.select_related("unit").filter(pk=household_id).first()


def members_of(household_id: int) -> list[Member]:
    """Those of a form, eldest first; who left stands at the end."""
    rows = list(Member.objects.filter(household_id=household_id).exclude(presence="mistaken"))
    gone = {one.value for one in GONE}
    return sorted(rows, key=lambda one: (one.presence in gone, one.birth_date, one.pk))
