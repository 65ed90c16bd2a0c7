"""What is written down about a learner."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..models import Learner, Reward, ViolenceCase


def rewards_of(learner: Learner) -> list[Reward]:
    """The rewards that stand, the latest first."""
    return list(Reward.objects.filter(learner=learner, closed_on=None).order_by("-happened_on", "-id")[:50])


def rewards_in(learner_ids: Collection[int], first: date, last: date) -> dict[int, tuple[str, ...]]:
    """Learner -> what the rewards between two days (both included) were for, in order. One statement."""
    rows = Reward.objects.filter(
        learner_id__in=list(learner_ids), closed_on=None, happened_on__range=(first, last)
    ).order_by("happened_on", "id")
    found: dict[int, tuple[str, ...]] = {}
    for learner, words in rows.values_list("learner_id", "content"):
        found[learner] = (*found.get(learner, ()), words)
    return found


def violence_of(learner: Learner) -> list[ViolenceCase]:
    """The cases that stand, the latest first."""
    rows = ViolenceCase.objects.filter(learner=learner, closed_on=None)
    return list(rows.order_by("-happened_on", "-id")[:50])
