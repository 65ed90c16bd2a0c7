"""Who must act: notices that nobody looked at yet."""

from __future__ import annotations

from django.db.models import QuerySet

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from ..models import Notice
from ..permissions import REPORT_PROGRESS


def notices(actor: Actor) -> QuerySet[Notice]:
    """Open ones of the actor's own unit, of who has no home of all the scope; the latest first."""
    found = Notice.objects.filter(seen_at=None).select_related("plan", "target", "task")
    home = actor.home_unit_id
    scope = access.scope(actor, REPORT_PROGRESS)
    found = found.within(scope) if home is None else found.filter(unit_id=home if home in scope else 0)
    return found.order_by("-made_on", "-pk")
