"""What is written down about a learner."""

from __future__ import annotations

from ..models import Learner, Reward, ViolenceCase


def rewards_of(learner: Learner) -> list[Reward]:
    """The rewards that stand, the latest first."""
    return list(Reward.objects.filter(learner=learner, closed_on=None).order_by("-happened_on", "-id")[:50])


def violence_of(learner: Learner) -> list[ViolenceCase]:
    """The cases that stand, the latest first."""
    rows = ViolenceCase.objects.filter(learner=learner, closed_on=None)
    return list(rows.order_by("-happened_on", "-id")[:50])
