"""Questions to the explorer that somebody keeps: one's own, and what others share."""

from __future__ import annotations

from khuevan.kernel.access import Actor

from ..models import SavedView

LISTED = 100


def own_views(actor: Actor) -> list[SavedView]:
    if actor.account_id is None:
        return []
    kept = SavedView.objects.filter(account_id=actor.account_id, ended_at=None)
    return list(kept.order_by("name", "pk")[:LISTED])


def seen_view(actor: Actor, pk: int) -> SavedView | None:
    """One's own, or one that is shared."""
    found = SavedView.objects.filter(pk=pk, ended_at=None).first()
    return found if found and (found.is_shared or found.account_id == actor.account_id) else None
