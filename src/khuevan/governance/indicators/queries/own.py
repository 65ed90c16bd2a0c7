"""Definitions of indicators that people wrote: what waits, what counts, what did."""

from __future__ import annotations

from ..models import OwnIndicator

LISTED = 200


def own_indicators() -> list[OwnIndicator]:
    """The latest first."""
    return list(OwnIndicator.objects.order_by("-proposed_at", "-pk")[:LISTED])


def own_indicator(pk: int) -> OwnIndicator | None:
    return OwnIndicator.objects.filter(pk=pk).first()


def versions_of(word: str) -> list[OwnIndicator]:
    return list(OwnIndicator.objects.filter(word=word).order_by("-version"))
