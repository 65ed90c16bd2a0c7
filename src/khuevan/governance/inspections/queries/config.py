"""Rules as of a day: shares, weights of risk, checklists."""

from __future__ import annotations

from datetime import date

from .. import rules
from ..choices import Factor
from ..models import Item, Policy, Weight
from ..rules import Weighing


def policy(on: date) -> Policy | None:
    """The latest one in force."""
    found = rules.in_force(list(Policy.objects.order_by("valid_from", "pk")), on)
    return found[-1] if found else None


def weighings(on: date) -> list[Weighing]:
    """One of each factor, the heaviest first."""
    return [Weighing(Factor(one.factor), one.weight, one.full_at) for one in weights(on)]


def weights(on: date) -> list[Weight]:
    """The latest of each factor, the heaviest first."""
    found: dict[str, Weight] = {}
    for one in rules.in_force(list(Weight.objects.order_by("valid_from", "pk")), on):
        found[one.factor] = one
    return sorted(found.values(), key=lambda one: (-one.weight, one.factor))


def sheets(on: date) -> list[str]:
    """Names of the checklists that have lines."""
    return list(dict.fromkeys(one.sheet for one in rules.in_force(list(Item.objects.order_by("pk")), on)))


def items(sheet: str, on: date) -> list[Item]:
    """The lines of a checklist, in their order."""
    return rules.in_force(list(Item.objects.filter(sheet=sheet).order_by("place", "pk")), on)
