"""With what learners could take part in lessons online: the figures that the report on the Đề án asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from ..choices import COMPUTERS, LINES, PRESENT
from ..models import Learner
from ..permissions import VIEW_LEARNERS


@dataclass(frozen=True)
class Means:
    """Learners present at a school; how many have a computer, a line, both; how many were never asked."""

    school_id: int
    school: str
    learners: int
    with_computer: int
    with_internet: int
    with_both: int
    not_asked: int


def means_by_school(actor: Actor) -> list[Means]:
    """School by school in the order of names. One query."""
    computer, line = Q(computer__in=COMPUTERS), Q(internet__in=LINES)
    rows = Learner.objects.within(access.scope(actor, VIEW_LEARNERS)).filter(status__in=PRESENT)
    counted = (
        rows.values("school_id", "school__name", "school__sort_key")
        .annotate(
            learners=Count("id"),
            with_computer=Count("id", filter=computer),
            with_internet=Count("id", filter=line),
            with_both=Count("id", filter=computer & line),
            not_asked=Count("id", filter=Q(computer="") | Q(internet="")),
        )
        .order_by("school__sort_key", "school_id")
    )
    return [
        Means(
            row["school_id"],
            row["school__name"],
            row["learners"],
            row["with_computer"],
            row["with_internet"],
            row["with_both"],
            row["not_asked"],
        )
        for row in counted
    ]
