"""Classes, how many learn in them, and whose classes they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Holding, Reach

from ..models import ClassGroup, Enrolment
from ..permissions import SEE_EVERY_CLASS, VIEW_CLASSES, VIEW_ENROLMENTS
from ..rules import year_code_of

ClassSource = Callable[[Actor], Iterable[int]]
class_sources: list[ClassSource] = []


def class_source(source: ClassSource) -> ClassSource:
    """Decorator for rooms above: further classes that are somebody's own, say by teaching assignment."""
    class_sources.append(source)
    return source


def own_classes(actor: Actor) -> set[int]:
    """Ids of classes that the actor is in charge of: homeroom, and what rooms above add."""
    if actor.person_id is None:
        return set()
    mine = set(
        ClassGroup.objects.filter(homeroom_teacher_id=actor.person_id, closed_on=None).values_list(
            "id", flat=True
        )
    )
    for source in class_sources:
        mine.update(source(actor))
    return mine


def sees_every_class(actor: Actor) -> bool:
    """Whether nothing finer than the school limits what the actor sees of learners."""
    return access.scope(actor, SEE_EVERY_CLASS).covers(access.scope(actor, VIEW_ENROLMENTS))


def narrowed(rows: QuerySet[Any], actor: Actor, column: str = "class_group_id") -> QuerySet[Any]:
    """Rows of a school whose learners the actor may see: every class where SEE_EVERY_CLASS is held, else one's own."""
    if sees_every_class(actor):
        return rows
    own = Q(**{f"{column}__in": own_classes(actor)})
    everywhere = access.scope(actor, SEE_EVERY_CLASS)
    return rows.filter(own | Q(school_id__in=everywhere.ids()) if everywhere else own)


def give_sizes(classes: Sequence[ClassGroup]) -> None:
    """Sets `size` and `girls` of the classes: those who learn there now. One query."""
    counted = {
        row["class_group_id"]: row
        for row in Enrolment.objects.filter(class_group_id__in=[one.pk for one in classes], left_on=None)
        .order_by()
        .values("class_group_id")
        .annotate(size=Count("id"), girls=Count("id", filter=Q(sex="female")))
    }
    for one in classes:
        found: dict[str, Any] = counted.get(one.pk, {})  # type: ignore[assignment]
        one.size, one.girls = found.get("size", 0), found.get("girls", 0)  # type: ignore[attr-defined]


def open_classes(school_id: int, year_id: int, grade: str = "") -> list[ClassGroup]:
    """Classes of a school in a year that are not closed, in order, with their sizes. Two queries."""
    rows = ClassGroup.objects.filter(school_id=school_id, school_year_id=year_id, closed_on=None)
    found = list((rows.filter(grade=grade) if grade else rows).order_by("grade", "sort_key", "id"))
    give_sizes(found)
    return found


HOMEROOM = frozenset({VIEW_CLASSES.code, VIEW_ENROLMENTS.code})


def homeroom_holdings(account: Any, on: date) -> list[Holding]:
    """What the homeroom teacher of a class holds at its school in the year that runs, whatever the account's grants:
    the learners of that class (see `narrowed`). Called as the platform."""
    if account.person_id is None:
        return []
    schools = set(
        ClassGroup.objects.filter(
            homeroom_teacher_id=account.person_id, closed_on=None, school_year__code=year_code_of(on)
        ).values_list("school_id", flat=True)
    )
    return [Holding(HOMEROOM, Reach.of(schools))] if schools else []
