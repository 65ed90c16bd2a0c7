"""Merges as pages show them, and the way from a record that was merged to the one that stands for it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404

from khuevan.kernel.access import Actor
from khuevan.kernel.records.keys import LARGEST

from ..models import Merge, Person
from .one import person_for


def survivor_of(actor: Actor, person_id: int) -> Person | None:
    """Whom this record was merged into, if the actor sees that person."""
    if person_id > LARGEST:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select people_survivor(%s)", [person_id])
        row = cursor.fetchone()
    if row is None or row[0] is None or row[0] == person_id:
        return None
    try:
        return person_for(actor, row[0])
    except Http404:
        return None


def merges_into(person: Person) -> Sequence[Merge]:
    """What was merged into this person and still is, the latest first."""
    return list(Merge.objects.filter(kept=person, undone_at=None).order_by("-merged_at", "-id")[:50])


def merges_seen(*, undone: bool = False) -> QuerySet[Merge]:
    """Every merge within the reach, the latest first: those that hold, or those taken back."""
    return Merge.objects.filter(undone_at__isnull=not undone).order_by("-merged_at", "-id")
