"""News that this room follows."""

from __future__ import annotations

from khuevan.kernel import access, clock, database
from khuevan.kernel.events import subscribe
from khuevan.school.reportcards import queries as reportcards
from khuevan.school.reportcards.events import CardRecalled

from . import services


@subscribe(CardRecalled)
def follow_recalls(event: CardRecalled) -> None:
    """Whoever keeps the card here, the department or the next school, sees that it holds no more."""
    system = access.system("Khuê Văn")
    with database.acting(system):
        services.note_recall(
            system, reportcards.card_for(system, event.card_id).code, event.number,
            school_id=event.school_id, reason=event.reason, at=clock.now(),
        )  # fmt: skip
