"""What a bulk creation starts from, and the slips that came out of earlier ones."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.text import fold
from khuevan.register.people.queries.affiliated import affiliated

from ..models import SlipBatch
from ..permissions import CREATE_ACCOUNTS, PRINT_SLIPS
from ..rules.bulk import AccountsPlan, Candidate, planned
from ..rules.usernames import stem


def bulk_plan(actor: Actor, unit_id: int, kind: str, on: date) -> AccountsPlan:
    """Accounts for those of the unit who are `kind` there and have no account yet. Raises Refused."""
    access.demand(actor, CREATE_ACCOUNTS, on=unit_id)
    found = affiliated(unit_id, kind, on)
    served = _with_account([row.person_id for row in found])
    candidates = [
        Candidate(row.person_id, row.full_name, fold(row.full_name), row.sort_key, row.title)
        for row in found
        if row.person_id not in served
    ]
    return planned(unit_id, kind, candidates, _taken({stem(c.folded) for c in candidates}))


def slip_batches(actor: Actor) -> QuerySet[SlipBatch]:
    """The latest batches within the actor's scope."""
    within: QuerySet[SlipBatch] = SlipBatch.objects.within(access.scope(actor, PRINT_SLIPS))
    return within.select_related("unit").order_by("-made_at")


def slip_batch(actor: Actor, batch_id: int) -> SlipBatch:
    """Raises Http404 outside of the actor's scope."""
    found = SlipBatch.objects.filter(pk=batch_id).select_related("unit").first()
    if found is None or found.unit_id not in access.scope(actor, PRINT_SLIPS):
        raise Http404
    return found


def _with_account(person_ids: list[int]) -> set[int]:
    """Those who have an account anywhere, also out of the actor's sight: nobody gets a second one by moving."""
    with connection.cursor() as cursor:
        cursor.execute("select accounts_served(%s::integer[])", [person_ids])
        return {row[0] for row in cursor.fetchall()}


def _taken(stems: set[str]) -> set[str]:
    """Usernames in use, anywhere, that begin with one of the stems and go on with digits only."""
    with connection.cursor() as cursor:
        cursor.execute("select accounts_names_taken(%s::text[])", [sorted(stems)])
        return {row[0] for row in cursor.fetchall()}
