"""One's own batches of documents to sign."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q
from django.http import Http404

from khuevan.kernel.access import Actor

from ..choices import ItemState
from ..models import BatchItem, SigningBatch

LARGEST = 2**31 - 1


def own_batches(actor: Actor, most: int = 10) -> Sequence[SigningBatch]:
    """The latest, each with `many` and `left`. One statement."""
    mine = SigningBatch.objects.filter(person_id=actor.person_id or 0).select_related("certificate")
    left = Count("items", filter=Q(items__state=ItemState.WAITING))
    return list(mine.annotate(many=Count("items"), left=left).order_by("-id")[:most])


def own_batch(actor: Actor, batch_id: int) -> SigningBatch:
    """Raises Http404 for another person's."""
    mine = SigningBatch.objects.filter(person_id=actor.person_id or 0).select_related("certificate")
    found = mine.filter(pk=batch_id).first() if batch_id <= LARGEST else None
    if found is None:
        raise Http404
    return found


def batch_items(batch: SigningBatch) -> Sequence[BatchItem]:
    """In their order."""
    return list(batch.items.order_by("position"))
