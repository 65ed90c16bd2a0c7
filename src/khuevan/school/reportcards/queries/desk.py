"""Lists of digests that somebody sent to the program on their own computer."""

from __future__ import annotations

from django.http import Http404

from khuevan.kernel.access import Actor

from ..models import DeskList


def own_list(actor: Actor, order_id: int) -> DeskList:
    """Raises Http404 for another person's."""
    mine = DeskList.objects.filter(person_id=actor.person_id or 0).select_related("certificate")
    found = mine.filter(pk=order_id).first() if order_id < 2**31 else None
    if found is None:
        raise Http404
    return found
