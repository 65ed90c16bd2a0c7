"""Communes that merge: households and the people in them go to the commune that took over, with the survey under way.

Nothing that was handed in moves: rounds that were held and dossiers stay with the commune that held them. A commune that
was divided among several is left as it is, because nobody but its people knows which hamlet went where.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations

from ..choices import RoundState
from ..models import Household, Member, Round
from ..permissions import EDIT_SURVEY
from .households import household_columns

FURTHEST: Final = 16
LONGEST_NUMBER, LONGEST_HAMLET = 20, 100


@dataclass(frozen=True)
class TakenOver:
    """A commune that is no more, and the one that has its forms now."""

    before: int
    now: int
    households: int
    people: int


def follow_mergers(*, actor: Actor, at: datetime) -> list[TakenOver]:
    """Whatever stands in forms of communes that ended by today and have one heir. Raises Refused."""
    access.demand(actor, EDIT_SURVEY)
    done = []
    with database.acting(actor):
        today = clock.on(at)
        open_ = {number for number, _name in organisations.communes(actor, on=today)}
        held = Household.objects.order_by().values_list("unit_id", flat=True).distinct()
        for unit_id in sorted(set(held) - open_):
            heir = _heir(unit_id, open_)
            if heir is not None:
                done.append(_take_over(actor, at, unit_id, heir))
    return done


def _heir(unit_id: int, open_: Collection[int]) -> int | None:
    """The one commune of today that took it over, through others between; None where there are several or none."""
    for _step in range(FURTHEST):
        kin = {one.id for one in organisations.successors(unit_id)}
        if len(kin) != 1:
            return None
        unit_id = kin.pop()
        if unit_id in open_:
            return unit_id
    return None


def _take_over(actor: Actor, at: datetime, before: int, now: int) -> TakenOver:
    unit = organisations.unit(actor, before)
    why = _("Sáp nhập %(name)s") % {"name": unit.name}
    with audit.act(actor, "universalisation.survey:take_over", at=at, unit_id=now, why=why) as act:
        _settle_names(before, now, unit.code, unit.name)
        households = Household.objects.filter(unit_id=before).update(unit_id=now, version=F("version") + 1)
        people = Member.objects.filter(unit_id=before).update(unit_id=now, version=F("version") + 1)
        _settle_rounds(before, now, at, why)
        act.note(before=before, households=households, people=people)
    return TakenOver(before, now, households, people)


def _settle_names(before: int, now: int, code: str, name: str) -> None:
    """A number or a hamlet that both communes have says from now on which one it was."""
    numbers = set(Household.objects.filter(unit_id=now).values_list("number", flat=True))
    hamlets = set(Household.objects.filter(unit_id=now).values_list("hamlet", flat=True)) - {""}
    changed = []
    for row in Household.objects.filter(unit_id=before):
        number, hamlet = row.number, row.hamlet
        if number in numbers:
            number = f"{code}/{row.number}"
            if len(number) > LONGEST_NUMBER or number in numbers:
                number = f"{code[:8]}/#{row.pk}"
        if hamlet in hamlets:
            hamlet = f"{hamlet[: LONGEST_HAMLET - len(name) - 3]} ({name})"
        if (number, hamlet) != (row.number, row.hamlet):
            row.number, row.hamlet = number, hamlet
            columns = household_columns(row.head_name, hamlet, number, row.address)
            row.search, row.sort_key = columns["search"], columns["sort_key"]
            changed.append(row)
    Household.objects.bulk_update(changed, ["number", "hamlet", "search", "sort_key"], batch_size=500)


def _settle_rounds(before: int, now: int, at: datetime, why: str) -> None:
    """The survey under way goes on at the heir, which opens it where it has none of that year."""
    for one in Round.objects.filter(unit_id=before, state=RoundState.OPEN):
        Round.objects.get_or_create(
            unit_id=now, year=one.year, defaults={"is_special": one.is_special, "opened_at": at}
        )
        one.state, one.closed_at, one.closed_by = RoundState.CLOSED, at, why[:120]
        one.save_checked(one.version, fields=["state", "closed_at", "closed_by"])
