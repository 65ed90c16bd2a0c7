"""Finding learners by words among very many."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from khuevan.kernel.access import Actor
from khuevan.register.people import queries as people

from ..models import Learner


def ids_by_words(actor: Actor, words: Sequence[str]) -> Sequence[int] | None:
    """Ids of the learners whose name has words beginning like all of these; or who bear this code.

    None where so many do that a list finds its page sooner by walking along the names (migrations/finding.sql).
    """
    text = "".join(words)
    if any(sign.isdigit() for sign in text):
        persons = [person.pk for person in people.find_by_code(actor, text)]
        return list(Learner.objects.filter(person_id__in=persons).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("select learners_named(%s::text[])", [list(words)])
        row = cursor.fetchone()
    return row[0] if row else None
