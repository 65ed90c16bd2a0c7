"""How the targets of a plan hang together with those of the plan that it carries out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..models import Plan, Target
from ..rules import Inheritance, Verdict, inherited
from .lines import TargetNow, targets_on


@dataclass(frozen=True)
class Held:
    """A target and the one above that it was taken over from. by_decision: the amendment that loosened it, "" where none
    did."""

    own: TargetNow
    above: TargetNow
    verdict: Verdict
    looser: tuple[Inheritance, ...]
    by_decision: str = ""

    @property
    def is_silent(self) -> bool:
        """Looser, or not comparable, without a decision that says so."""
        return self.verdict in (Verdict.LOOSENED, Verdict.OTHER) and not self.by_decision


def standing_to_above(own: Sequence[TargetNow], *, on: date) -> list[Held]:
    """Of those that were taken over."""
    parents = {one.parent_id for one in own if one.parent_id is not None}
    if not parents:
        return []
    plan_ids = set(Target.objects.filter(pk__in=parents).values_list("plan_id", flat=True))
    above = {one.id: one for one in targets_on(sorted(plan_ids), on) if one.id in parents}
    found = []
    for one in own:
        parent = above.get(one.parent_id or 0)
        if parent is not None:
            verdict, looser = inherited(parent.goal, one.goal)
            found.append(Held(one, parent, verdict, looser, _decision(one)))
    return found


def loosened_in(plan: Plan, *, on: date) -> list[Held]:
    """What stands looser than above without a decision: keeps a plan from being adopted; shown once the plan above was
    tightened."""
    return [one for one in standing_to_above(targets_on([plan.pk], on), on=on) if one.is_silent]


def wanted_from_above(plan: Plan, *, on: date) -> list[TargetNow]:
    """Targets of the plan above that this one must take over and has not."""
    if plan.parent_id is None:
        return []
    own = {one.parent_id for one in targets_on([plan.pk], on)}
    return [
        one
        for one in targets_on([plan.parent_id], on)
        if one.id not in own and plan.tier in one.tiers and (not one.units or plan.unit_id in one.units)
    ]


def _decision(one: TargetNow) -> str:
    """The last decision that changed what the target asks for."""
    asked = {"threshold", "due_on", "direction"}
    numbers = [done.change.number for done in one.history if asked & set(done.fields)]
    return numbers[-1] if numbers else ""
