"""Dossiers of recognition, their deadlines, and the board of a province."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind

from .. import rules
from ..choices import DossierState, Standard, Tier
from ..models import Deadline, Dossier, Household, Round, Threshold
from ..permissions import VIEW_SURVEY
from .survey import communes

TIER_OF = {
    UnitKind.COMMUNE: Tier.COMMUNE,
    UnitKind.DISTRICT_OFFICE: Tier.DISTRICT,
    UnitKind.DEPARTMENT: Tier.PROVINCE,
}
HANDED_IN = (DossierState.SUBMITTED, DossierState.RECOGNISED)


@dataclass(frozen=True)
class Due:
    """Until when (the dossier comes before this day), who recognises, and where that is said."""

    on: date
    recogniser: str
    instrument: str
    trust: str


@dataclass(frozen=True)
class BoardRow:
    """A commune in one year. is_late: nothing handed in by the deadline."""

    unit_id: int
    name: str
    is_open: bool | None
    households: int
    visited: int
    dossier_id: int | None
    state: str
    asked: Sequence[str]
    recognised: Sequence[str]
    is_late: bool


@dataclass(frozen=True)
class Frozen:
    """The figures of a dossier as they were written down."""

    values: Mapping[str, Any]
    is_whole: bool


def deadline_on(tier: Tier, year: int) -> Due | None:
    """The deadline of the tier for the year's dossiers; None where no row of the configuration holds."""
    as_of = rules.period_of(year)[1]
    row = rules.in_force(list(Deadline.objects.filter(tier=tier)), as_of)
    if row is None:
        return None
    due = rules.due_on(year, row.month, row.day)
    return Due(due, row.recogniser, row.instrument, str(row.get_trust_display()))


def counted_tier(on: date) -> Tier:
    """What a province counts: districts while the configuration has rows for them, communes since."""
    rows = list(Threshold.objects.filter(tier=Tier.DISTRICT))
    return Tier.DISTRICT if rules.in_force(rows, on) is not None else Tier.COMMUNE


def province_units(unit_id: int, on: date) -> list[tuple[int, str]]:
    """(id, name) of the units directly below that count towards the standards of this one on the day."""
    wanted = UnitKind.DISTRICT_OFFICE if counted_tier(on) is Tier.DISTRICT else UnitKind.COMMUNE
    return [(one.id, one.name) for one in organisations.children(unit_id, on=on) if one.kind == wanted]


def dossier(actor: Actor, dossier_id: int) -> Dossier | None:
    """None outside the scope."""
    rows: Any = Dossier.objects.within(access.scope(actor, VIEW_SURVEY))
    return rows.select_related("unit").filter(pk=dossier_id).first()


def dossier_of(unit_id: int, tier: Tier, year: int) -> Dossier | None:
    return Dossier.objects.filter(unit_id=unit_id, tier=tier, year=year).first()


def dossiers(actor: Actor, year: int) -> list[Dossier]:
    """Of the scope in a year, by unit."""
    rows: Any = Dossier.objects.within(access.scope(actor, VIEW_SURVEY))
    return list(rows.filter(year=year).select_related("unit").order_by("unit__sort_key", "pk"))


def canonical(values: Mapping[str, Any]) -> str:
    """The text whose hash is kept: the same for the same figures, whoever writes them."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def is_whole(one: Dossier) -> bool:
    """Whether the figures still are those whose hash was written at the submission."""
    return not one.digest or digest_of(one.figures) == one.digest


def frozen(one: Dossier) -> Frozen:
    """Figures that cannot be read any more are none."""
    try:
        values = json.loads(one.figures) if one.figures else {}
    except ValueError:
        return Frozen({}, False)
    return Frozen(values if isinstance(values, dict) else {}, is_whole(one))


def board(actor: Actor, year: int, *, on: date) -> list[BoardRow]:
    """A row for each commune of the scope; four statements however many there are."""
    listed = communes(actor, on=on)
    ids = [number for number, _name in listed]
    states = dict(Round.objects.filter(year=year, unit_id__in=ids).values_list("unit_id", "state"))
    forms = {
        unit: (number, visited)
        for unit, number, visited in Household.objects.filter(unit_id__in=ids, closed_on__isnull=True)
        .values("unit_id")
        .annotate(number=Count("pk"), visited=Count("pk", filter=Q(visited_year=year)))
        .values_list("unit_id", "number", "visited")
    }
    held = {one.unit_id: one for one in Dossier.objects.filter(year=year, tier=Tier.COMMUNE, unit_id__in=ids)}
    due = deadline_on(Tier.COMMUNE, year)
    return [
        _board_row(number, name, states.get(number), forms.get(number, (0, 0)), held.get(number), due, on)
        for number, name in listed
    ]


def _board_row(
    number: int, name: str, state: str | None, forms: tuple[int, int], one: Dossier | None, due: Due | None, on: date
) -> BoardRow:  # fmt: skip
    handed_in = one is not None and one.state in HANDED_IN
    return BoardRow(
        unit_id=number,
        name=name,
        is_open=None if state is None else state == "open",
        households=forms[0],
        visited=forms[1],
        dossier_id=one.pk if one else None,
        state=one.state if one else "",
        asked=known(one.asked) if one else (),
        recognised=known(one.recognised) if one else (),
        is_late=due is not None and on >= due.on and not handed_in,
    )


def known(codes: Sequence[str]) -> list[str]:
    """Standards that are still known by this code."""
    return [code for code in codes if code in Standard.values]
