"""Plans of bodies, with whom they drew, and the draw made again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations

from .. import rules
from ..choices import PlanState, VisitState, Way
from ..models import Candidate, Plan, Visit
from ..permissions import PLAN_INSPECTIONS, VIEW_INSPECTIONS
from ..rules import Drawn, Entrant

LARGEST = 2**31 - 1
BY_RULE = (Way.TURN, Way.RISK, Way.LOT)


@dataclass(frozen=True)
class Redrawn:
    """The draw made again from what was kept. digest: of the list that was drawn from."""

    again: list[Drawn]
    differing: list[str]
    wrong_lots: list[str]
    digest: str

    @property
    def is_equal(self) -> bool:
        return not self.differing and not self.wrong_lots


def plan(actor: Actor, plan_id: int) -> Plan:
    """Raises Http404."""
    found = Plan.objects.filter(pk=plan_id).first() if plan_id <= LARGEST else None
    if found is None or found.unit_id not in access.scope(actor, VIEW_INSPECTIONS):
        raise Http404
    return found


def plan_of(body_id: int, year: str) -> Plan | None:
    return Plan.objects.filter(unit_id=body_id, school_year=year).first()


def may_plan(actor: Actor, body_id: int) -> bool:
    """Of one's own body; whoever reaches everything, of any."""
    allowed = access.decide(actor, PLAN_INSPECTIONS, on=body_id).allowed
    return allowed and (actor.everything or actor.home_unit_id == body_id)


def candidates(one: Plan) -> list[Candidate]:
    """Those in the plan first, in the order in which they were drawn; then the others by lot."""
    rows = list(Candidate.objects.filter(plan=one).order_by("lot"))
    places = {row.code: place for place, row in enumerate(redrawn(one, rows).again)}
    last = len(rows)
    return sorted(rows, key=lambda row: (not row.way, places.get(row.code, last), row.lot))


def candidate(actor: Actor, candidate_id: int) -> Candidate:
    """Raises Http404."""
    found = (
        Candidate.objects.select_related("plan", "stands_for").filter(pk=candidate_id).first()
        if candidate_id <= LARGEST
        else None
    )
    if found is None or found.plan.unit_id not in access.scope(actor, VIEW_INSPECTIONS):
        raise Http404
    return found


def entrants(rows: list[Candidate]) -> list[Entrant]:
    return [Entrant(row.code, row.visits, row.risk) for row in rows]


def list_digest(one: Plan, rows: list[Candidate]) -> str:
    """Of the whole list, so that nobody can say that it was another one."""
    lines = [f"{row.code};{row.visits};{row.risk:.2f}" for row in sorted(rows, key=lambda row: row.code)]
    return rules.digest_of("\n".join([f"{one.seed};{one.percent};{one.risk_percent}", *lines]))


def redrawn(one: Plan, rows: list[Candidate] | None = None) -> Redrawn:
    """From the kept list, seed and shares alone."""
    every = list(Candidate.objects.filter(plan=one)) if rows is None else rows
    again = (
        rules.drawn(entrants(every), percent=one.percent, risk_percent=one.risk_percent, seed=one.seed)
        if one.seed
        else []
    )
    kept = [Drawn(row.code, Way(row.way)) for row in every if row.way in BY_RULE]
    wrong = [row.code for row in every if row.lot != rules.lot(one.seed, row.code)]
    return Redrawn(again, rules.differences(kept, again), sorted(wrong), list_digest(one, every))


@dataclass(frozen=True)
class Coverage:
    """Of a body's plan. covered: in the plan and not out again; held: inspected."""

    units: int
    covered: int
    held: int
    percent: int

    @property
    def share(self) -> float:
        return self.covered / self.units if self.units else 0.0

    @property
    def is_enough(self) -> bool:
        return self.covered >= rules.needed(self.units, self.percent)


def coverage(one: Plan) -> Coverage:
    rows = Candidate.objects.filter(plan=one)
    chosen = rows.exclude(way="").filter(left="")
    held = Visit.objects.filter(plan=one, concluded_at__isnull=False)
    return Coverage(rows.count(), chosen.count(), held.count(), one.percent)


def gone(one: Plan, rows: list[Candidate], *, on: date) -> dict[int, str]:
    """Units in an approved plan that are no more, or stand under another body now: unit -> Leaving."""
    if one.state != PlanState.APPROVED:
        return {}
    waiting = Visit.objects.filter(plan=one, state=VisitState.PLANNED).values_list("unit_id", flat=True)
    chosen = {row.unit_id for row in rows if row.way and not row.left} & set(waiting)
    below = {unit for _place, unit in organisations.under([one.unit_id], on=on)}
    closed = organisations.closed_among(chosen, on=on) if chosen else set()
    found = {}
    for unit in chosen:
        if unit in closed:
            found[unit] = "closed"
        elif unit not in below:
            found[unit] = "moved"
    return found
