"""News that this room follows."""

from __future__ import annotations

from khuevan.kernel import access, clock, database
from khuevan.kernel.events import subscribe
from khuevan.school.gradebook.events import ManyResultsStored, ResultsStored

from .models import Card
from .services.refreshing import refresh_class


@subscribe(ResultsStored)
def follow_the_results(event: ResultsStored) -> None:
    """A mark changed while a closed term was open again: signatures over what it changes fall at once."""
    with database.acting(access.system("Khuê Văn")):
        first = Card.objects.filter(class_group_id=event.class_group_id).select_related("class_group").first()
        if first is not None:
            refresh_class(access.system("Khuê Văn"), first.class_group, at=clock.now())


@subscribe(ManyResultsStored)
def follow_many_results(event: ManyResultsStored) -> None:
    """The same for classes that have cards, of very many whose results were worked out at once."""
    system = access.system("Khuê Văn")
    with database.acting(system):
        cards = Card.objects.filter(class_group_id__in=event.class_group_ids).select_related("class_group")
        for group in {one.class_group_id: one.class_group for one in cards}.values():
            refresh_class(system, group, at=clock.now())
